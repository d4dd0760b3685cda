#include "doc/version.h"

typedef struct Spelling {
    Str written;            /* in lower case, without blanks and hyphens */
    Str name;
} Spelling;

#define SPELLING(written, name) {{written, sizeof(written) - 1}, {name, sizeof(name) - 1}}

static const Spelling PLATFORMS[] = {
    SPELLING("windows", "Windows"),          SPELLING("win", "Windows"),
    SPELLING("windowsnt", "Windows NT"),     SPELLING("winnt", "Windows NT"),     SPELLING("nt", "Windows NT"),
    SPELLING("windows2000", "Windows 2000"), SPELLING("win2000", "Windows 2000"), SPELLING("win2k", "Windows 2000"),
    SPELLING("windowsxp", "Windows XP"),     SPELLING("winxp", "Windows XP"),
    SPELLING("windows95", "Windows 95"),     SPELLING("win95", "Windows 95"),
    SPELLING("windows98", "Windows 98"),     SPELLING("win98", "Windows 98"),
    SPELLING("windowsme", "Windows Me"),     SPELLING("winme", "Windows Me"),
    SPELLING("windows3.x", "Windows 3.x"),   SPELLING("win3x", "Windows 3.x"),    SPELLING("win3.x", "Windows 3.x"),
    SPELLING("windows3.1x", "Windows 3.1x"), SPELLING("windowsce", "Windows CE"), SPELLING("wince", "Windows CE"),
    SPELLING("wfw", "Windows for Workgroups"), SPELLING("wfwg", "Windows for Workgroups"),
    SPELLING("msdos", "MS-DOS"),             SPELLING("dos", "MS-DOS"),
    SPELLING("macintosh", "Macintosh"),      SPELLING("macintos", "Macintosh"),   SPELLING("mac", "Macintosh"),
    SPELLING("os/2", "OS/2"),                SPELLING("os2", "OS/2"),             SPELLING("unix", "UNIX"),
    SPELLING("xenix", "XENIX"),              SPELLING("cp/m", "CP/M"),            SPELLING("n\\a", ""),
    SPELLING("n/a", ""),
};

static const Spelling HARDWARE[] = {
    SPELLING("x86", "x86"),   SPELLING("intel", "x86"),      SPELLING("alpha", "Alpha"),            SPELLING("mac", "Macintosh"),
    SPELLING("mips", "MIPS"), SPELLING("ppc", "PowerPC"),    SPELLING("pwrmac", "Power Macintosh"), SPELLING("wince", "Windows CE"),
};

static bool is_spelled(Str s, Str spelling)
{
    ptrdiff_t k = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '-')
            continue;
        if (k == spelling.n || char_lower(s.p[i]) != spelling.p[k++])
            return false;
    }
    return k == spelling.n;
}

static Str name_of(const Spelling *spellings, ptrdiff_t n, Str written)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (is_spelled(written, spellings[i].written))
            return spellings[i].name;
    return written;
}

Str platform_name(Arena *a, Str written)
{
    StrList names = {0};
    while (written.n) {
        Str part = str_trim(str_cut(&written, '|'));
        Str name = name_of(PLATFORMS, countof(PLATFORMS), part);
        if (name.n)
            list_add(a, &names, name);
    }
    return list_join(a, &names, S(", "));
}

Str hardware_name(Arena *a, Str written)
{
    (void)a;
    return name_of(HARDWARE, countof(HARDWARE), written);
}

/* The number behind a service pack's name that ends `s`, and `s` without both; empty without one. */
static Str cut_service_pack(Str *s)
{
    static const Str names[] = {{"sp", 2}, {"service pack", 12}};
    ptrdiff_t n = s->n;
    while (n && char_is_digit(s->p[n - 1]))
        n--;
    Str number = str_from(*s, n), before = str_trim_end(str_head(*s, n));
    for (ptrdiff_t i = 0; i < countof(names) && number.n; i++) {
        Str rest = str_head(before, before.n - names[i].n);
        bool is_pack = before.n > names[i].n && str_eq_fold(str_from(before, rest.n), names[i]) && !char_is_alpha(rest.p[rest.n - 1]);
        if (is_pack && char_is_digit(rest.p[0])) {
            *s = str_trim_end(rest);
            return number;
        }
    }
    return (Str){0};
}

Str version_name(Arena *a, Str written)
{
    Str version = written, pack = cut_service_pack(&version);
    bool is_any = version.n > 2 && str_ends(version, S(".X")) && char_is_digit(version.p[version.n - 3]);
    if (is_any)
        version = str_join2(a, str_head(version, version.n - 1), S("x"));
    return pack.n ? str_fmt(a, STR_FMT " SP" STR_FMT, STR_ARG(version), STR_ARG(pack)) : version;
}
