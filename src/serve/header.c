#include "serve/header.h"

/* --- Range ------------------------------------------------------------------------------------------------------------------- */

/* Digits as a number; what exceeds int64_t is as good as its end. -1 when there is anything else, or nothing. */
static int64_t read_count(Str s)
{
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (!char_is_digit(s.p[i]))
            return -1;
        n = n > (INT64_MAX - 9) / 10 ? INT64_MAX / 2 : n * 10 + (s.p[i] - '0');
    }
    return s.n ? n : -1;
}

/* ranges-specifier = "bytes" "=" ( first "-" [ last ] / "-" suffix-length ) */
Range range_read(Str field, int64_t size)
{
    const Range all = {RANGE_ALL, 0, size}, nowhere = {RANGE_NOWHERE, 0, 0};
    Str rest = str_trim(field), unit = str_cut(&rest, '=');
    if (!str_eq_fold(str_trim(unit), S("bytes")))
        return all;
    ptrdiff_t dash = str_find_char(rest, '-');
    Str left = str_trim(str_head(rest, dash)), right = str_trim(str_from(rest, dash + 1));
    if (dash < 0 || (left.n && read_count(left) < 0) || (right.n && read_count(right) < 0) || (!left.n && !right.n))
        return all;
    if (!left.n) {
        int64_t last = read_count(right);
        return !last || !size ? nowhere : last < size ? (Range){RANGE_PART, size - last, last} : (Range){RANGE_PART, 0, size};
    }
    int64_t from = read_count(left), to = right.n ? read_count(right) : INT64_MAX / 2;
    if (to < from)
        return all;
    if (from >= size)
        return nowhere;
    return (Range){RANGE_PART, from, (to < size ? to : size - 1) - from + 1};
}

/* --- Accept-Encoding ------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *suffix;
} CODINGS[CODING_COUNT] = {[CODING_NONE] = {"", ""}, [CODING_GZIP] = {"gzip", ".gz"}, [CODING_ZSTD] = {"zstd", ".zst"}, [CODING_BR] = {"br", ".br"}};

Str coding_name(Coding coding)
{
    return str(CODINGS[coding].name);
}

Str coding_suffix(Coding coding)
{
    return str(CODINGS[coding].suffix);
}

/* weight = OWS ";" OWS "q=" qvalue; in thousandths. What is no weight counts as 0: when in doubt, not packed. */
static int read_weight(Str parameters)
{
    Str s = str_trim(parameters);
    if (!s.n)
        return 1000;
    if (!str_starts_fold(s, S("q=")))
        return 0;
    s = str_from(s, 2);
    Str whole = str_cut(&s, '.');
    if (s.n > 3 || (!str_eq(whole, S("0")) && !str_eq(whole, S("1"))))
        return 0;
    int weight = (whole.p[0] - '0') * 1000, unit = 100;
    for (ptrdiff_t i = 0; i < s.n; i++, unit /= 10) {
        if (!char_is_digit(s.p[i]))
            return 0;
        weight += (s.p[i] - '0') * unit;
    }
    return weight > 1000 ? 0 : weight;
}

static int find_coding(Str name)
{
    if (str_eq_fold(name, S("identity")))
        return CODING_NONE;
    if (str_eq_fold(name, S("x-gzip")))
        return CODING_GZIP;
    for (int i = CODING_GZIP; i < CODING_COUNT; i++)
        if (str_eq_fold(name, str(CODINGS[i].name)))
            return i;
    return -1;
}

Coding coding_choose(Str accept, unsigned available)
{
    int weight[CODING_COUNT], others = 0;
    for (int i = 0; i < CODING_COUNT; i++)
        weight[i] = -1;
    while (accept.n > 0) {
        Str parameters = str_cut(&accept, ','), name = str_trim(str_cut(&parameters, ';'));
        int coding = find_coding(name);
        if (coding >= 0)
            weight[coding] = read_weight(parameters);
        else if (str_eq(name, S("*")))
            others = read_weight(parameters);
    }
    Coding best = CODING_NONE;
    int most = weight[CODING_NONE] >= 0 ? weight[CODING_NONE] : 0;     /* what was not spoken of comes behind all that was */
    for (int i = CODING_GZIP; i < CODING_COUNT; i++) {
        int mine = weight[i] >= 0 ? weight[i] : others;
        if (mine > 0 && mine >= most && available & 1u << i) {
            best = (Coding)i;
            most = mine;
        }
    }
    return best;
}

/* --- dates and tags -------------------------------------------------------------------------------------------------------- */

static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec", DAYS[] = "ThuFriSatSunMonTueWed";   /* 1970 began on a Thursday */

/* Days since 1970 of a day in the Gregorian calendar, and back: a year that begins in March has its leap day at its end. */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365, of_year = of_era - (365 * y + y / 4 - y / 100);
    int m = (int)((5 * of_year + 2) / 153);
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

void http_date_put(Buf *b, int64_t seconds)
{
    int64_t days = seconds / 86400, rest = seconds % 86400, year;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    int month, day;
    date_of(days, &year, &month, &day);
    buf_fmt(b, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", DAYS + (days % 7 + 7) % 7 * 3, day, MONTHS + (month - 1) * 3, (int)year, (int)(rest / 3600),
            (int)(rest / 60 % 60), (int)(rest % 60));
}

static int find_month(Str s)
{
    for (int i = 0; i < 12 && s.n == 3; i++)
        if (str_eq_fold(s, (Str){MONTHS + i * 3, 3}))
            return i + 1;
    return -1;
}

/* hh:mm:ss as seconds; -1 for anything else. */
static int64_t read_clock(Str s)
{
    if (s.n != 8 || s.p[2] != ':' || s.p[5] != ':')
        return -1;
    int64_t h = str_number(str_head(s, 2)), m = str_number(str_sub(s, 3, 5)), second = str_number(str_from(s, 6));
    return h < 0 || h > 23 || m < 0 || m > 59 || second < 0 || second > 60 ? -1 : h * 3600 + m * 60 + second;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" */
int64_t http_date_read(Str s)
{
    Str part[6];
    int n = 0;
    while (n < 6 && s.n) {
        ptrdiff_t k = 0;
        while (k < s.n && (char_is_alnum(s.p[k]) || s.p[k] == ':'))
            k++;
        if (k)
            part[n++] = str_head(s, k);
        s = str_from(s, k ? k : 1);
    }
    bool is_asctime = n == 5, is_gmt = n == 6 && str_eq(part[5], S("GMT"));
    if (!is_asctime && !is_gmt)
        return -1;
    int month = find_month(part[is_asctime ? 1 : 2]);
    int64_t day = str_number(part[is_asctime ? 2 : 1]), year = str_number(part[is_asctime ? 4 : 3]), clock = read_clock(part[is_asctime ? 3 : 4]);
    if (is_gmt && part[3].n == 2 && year >= 0)
        year += year < 70 ? 2000 : 1900;
    if (month < 0 || day < 1 || day > 31 || year < 1600 || year > 9999 || clock < 0)
        return -1;
    return days_of(year, month, (int)day) * 86400 + clock;
}

bool etag_matches(Str list, Str tag, bool strong)
{
    if (str_eq(str_trim(list), S("*")))
        return true;
    while (list.n) {
        bool is_weak = str_starts(list, S("W/\""));
        if (!is_weak && list.p[0] != '"') {
            list = str_from(list, 1);
            continue;
        }
        list = str_from(list, is_weak ? 2 : 0);
        ptrdiff_t end = str_find_char(str_from(list, 1), '"');
        if (end < 0)
            return false;
        if (str_eq(str_head(list, end + 2), tag) && !(strong && is_weak))
            return true;
        list = str_from(list, end + 2);
    }
    return false;
}

/* --- conditions -------------------------------------------------------------------------------------------------------------- */

Verdict conditions_judge(const Conditions *c, Str tag, int64_t seconds)
{
    int64_t until = c->if_unmodified_since.p ? http_date_read(c->if_unmodified_since) : -1;
    int64_t since = c->if_modified_since.p ? http_date_read(c->if_modified_since) : -1;
    if (c->if_match.p ? !etag_matches(c->if_match, tag, true) : until >= 0 && seconds > until)
        return VERDICT_FAILED;
    if (c->if_none_match.p ? etag_matches(c->if_none_match, tag, false) : since >= 0 && seconds <= since)
        return VERDICT_NOT_MODIFIED;
    return VERDICT_SEND;
}

bool if_range_holds(Str field, Str tag)
{
    Str s = str_trim(field);
    return !field.p || (str_starts(s, S("\"")) && str_eq(s, tag));
}
