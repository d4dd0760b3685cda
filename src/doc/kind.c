#include "doc/kind.h"

enum { TAGS_MAX = 3, TAG_LENGTH_MAX = 16 };

typedef struct Word {
    Str written, name;
} Word;

#define WORD(written, name) {{written, sizeof(written) - 1}, {name, sizeof(name) - 1}}
#define SAME(tag) WORD(tag, tag)

/* The tags of the old vendor KBs: first those that tell what the article is, then those that tell whom it is for. Any case. */
static const Word TAGS[] = {
    WORD("PRB", "problem"),          WORD("BUG", "bug"),              WORD("FIX", "fix"),               WORD("HOWTO", "how-to"),
    WORD("HOW TO", "how-to"),        WORD("INFO", "information"),     WORD("INF", "information"),       WORD("SAMPLE", "sample"),
    WORD("FILE", "download"),        WORD("PATCH", "patch"),          WORD("DOC", "documentation"),     WORD("DOCERR", "documentation"),
    WORD("DOC ERR", "documentation"), WORD("DOCFIX", "documentation"), WORD("README", "readme"),        WORD("README.TXT", "readme"),
    WORD("README.WRI", "readme"),    WORD("ERR MSG", "error message"), WORD("ERRMSG", "error message"), WORD("ERROR MESSAGE", "error message"),
    WORD("ERROR MSG", "error message"), WORD("ERROR", "error message"), WORD("ERR", "error message"),   WORD("STOP MSG", "stop message"),
    WORD("STOP", "stop message"),    WORD("WINDOWS ERR MSG", "error message"), WORD("WFWG ERR MSG", "error message"),
    SAME("XADM"),     SAME("XCLN"),       SAME("XFOR"),      SAME("XCON"),     SAME("XWEB"),     SAME("XGEN"),    SAME("XIMS"),    SAME("XCCC"),
    SAME("WD97"),     SAME("ACC97"),      SAME("ODE97"),     SAME("PPT"),      SAME("PPT7"),     SAME("SMS"),     SAME("SMSINST"), SAME("FP"),
    SAME("FP97"),     SAME("FP98"),       SAME("IIS"),       SAME("X400"),     SAME("SMTP"),     SAME("PROFS"),   SAME("MHS"),     SAME("FAX"),
    SAME("PC Win"),   SAME("PC WSPlus"),  SAME("PC WRmt"),   SAME("PC Adm"),   SAME("PC Gen"),   SAME("PC Ext"),  SAME("PC Forms"),
    SAME("PC DB"),    SAME("PC DirSync"), SAME("PC MAPI"),   SAME("PC DOS"),   SAME("PC WFW"),   SAME("Mac Wkst"), SAME("Mac Srv"),
    SAME("Mac Hyp"),  SAME("Mac Form"),   SAME("WFWG"),
};

static const Word ISSUES[] = {WORD("kbbug", "bug"), WORD("kbprb", "problem"), WORD("kbinfo", "information"), WORD("kbhowto", "how-to")};
static const Word SOLUTIONS[] = {WORD("kbfix", "fixed"), WORD("kbpending", "fix pending"), WORD("kbnofix", "no fix")};

static Str find(const Word *words, ptrdiff_t n, Str written)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq_fold(words[i].written, written))
            return words[i].name;
    return (Str){0};
}

static void add_once(Arena *a, StrList *list, Str name)
{
    if (name.n && !list_has_fold(list, name))
        list_add(a, list, name);
}

/* title = {tag ":" {" "}} text; a tag that is not known ends them. The name of the tag that `*title` begins with, which is cut off; or nothing. */
static Str cut_tag(Str *title)
{
    ptrdiff_t colon = str_find_char(str_head(*title, TAG_LENGTH_MAX + 1), ':');
    Str name = colon < 1 ? (Str){0} : find(TAGS, countof(TAGS), str_trim(str_head(*title, colon)));
    if (name.n)
        *title = str_trim_start(str_from(*title, colon + 1));
    return name;
}

static void add_tags(Arena *a, Meta *meta)
{
    Str title = meta->title, name = cut_tag(&title);
    for (int i = 0; name.n && i < TAGS_MAX; i++, name = cut_tag(&title))
        add_once(a, &meta->kinds, name);
}

Str kind_skip_tags(Str title)
{
    Str rest = title;
    for (int i = 0; i < TAGS_MAX && cut_tag(&rest).n; i++)
        ;
    return rest.n ? rest : title;
}

void kind_add_derived(Arena *a, Meta *meta)
{
    add_tags(a, meta);
    for (ptrdiff_t i = 0; i < meta->issue_types.n; i++)
        add_once(a, &meta->kinds, find(ISSUES, countof(ISSUES), meta->issue_types.items[i]));
}

Str issue_name(Arena *a, Str written)
{
    (void)a;
    Str name = find(ISSUES, countof(ISSUES), written);
    return name.n ? name : written;
}

Str solution_name(Arena *a, Str written)
{
    (void)a;
    Str name = find(SOLUTIONS, countof(SOLUTIONS), written);
    return name.n ? name : written;
}
