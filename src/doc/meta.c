#include "doc/meta.h"

Str format_name(Format format)
{
    static const char *const names[] = {
        [FORMAT_KBTEXT] = "text", [FORMAT_KBFRONT] = "kb-front-matter", [FORMAT_MARKDOWN] = "markdown"};
    return str(names[format]);
}

static const char *const MONTHS[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

static int month_of(Str word)
{
    for (int i = 0; i < 12; i++)
        if (str_eq_fold(word, str(MONTHS[i])))
            return i + 1;
    return 0;
}

static bool is_day(int64_t year, int64_t month, int64_t day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (leap && month == 2);
}

Str date_iso(Arena *a, Str written)
{
    Str s = str_trim(written);
    int64_t year, month, day;
    bool is_iso = s.n >= 10 && s.p[4] == '-' && s.p[7] == '-' && (s.n == 10 || s.p[10] == 'T' || s.p[10] == 't' || s.p[10] == ' ');
    if (is_iso) {
        year = str_number(str_head(s, 4));
        month = str_number(str_sub(s, 5, 7));
        day = str_number(str_sub(s, 8, 10));
    } else {
        day = str_number(str_cut(&s, '-'));
        month = month_of(str_cut(&s, '-'));
        year = s.n == 4 ? str_number(s) : -1;
    }
    if (!is_day(year, month, day))
        return (Str){0};
    Str d = str_decimal(a, (uint64_t)(year * 10000 + month * 100 + day), 8);
    char text[] = {d.p[0], d.p[1], d.p[2], d.p[3], '-', d.p[4], d.p[5], '-', d.p[6], d.p[7]};
    return str_copy(a, (Str){text, sizeof text});
}
