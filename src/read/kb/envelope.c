/* The head of an article is read forwards, its tail backwards: bodies hold rules of every kind, so the last lines of the file are the only
 * sure place to begin (the copyright, the notice above it, the trailer above that). What is left between is the body; from its ends the
 * leftovers of older headers and the query words are taken off before kb/body sees it. */
#include "read/kb/envelope.h"

#include "base/table.h"
#include "read/kb/body.h"
#include "read/kb/unwrap.h"

enum { LEGAL_MAX = 60, APPLIES_SEARCH_MAX = 120, DIVIDER_MIN = 50 };

typedef struct Reader {
    Arena *arena;
    const Source *source;
    const IdPattern *ids;
    Diags *diags;
    Meta *meta;
    Lines lines;
    ptrdiff_t from, to;     /* what is not read yet: lines[from, to) */
    bool is_old;            /* from the older source (1988 to 1991) */
    Table terms;            /* what the lists of meta hold, folded, behind the list's offset in it: "120:kbbug" */
} Reader;

static const Line *line_at(const Reader *r, ptrdiff_t i)
{
    return &r->lines.items[i];
}

static void skip_blanks(Reader *r)
{
    while (r->from < r->to && line_is_blank(line_at(r, r->from)))
        r->from++;
}

static void skip_blanks_at_end(Reader *r)
{
    while (r->from < r->to && line_is_blank(line_at(r, r->to - 1)))
        r->to--;
}

static int number_at(const Reader *r, ptrdiff_t i)
{
    return i < r->lines.n ? r->lines.items[i].number : r->lines.n ? r->lines.items[r->lines.n - 1].number : 1;
}

#define warn(r, line, code, ...) diag_line((r)->diags, (r)->source, (line), 1, (code), __VA_ARGS__)

/* --- fields ---------------------------------------------------------------------------------------------------------- */

static bool is_noise_word(Str word)
{
    return str_starts(word, S("kbchackingthereallylong")) || str_eq(word, S("kbhostintegserv2000"));
}

/* Adds a term to a list of `meta` unless it is there, in any case. A table knows: a hostile line holds a hundred thousand. */
static void add_once(Reader *r, StrList *list, Str word)
{
    char *key = arena_bytes(r->arena, word.n + 1);
    key[0] = (char)(((char *)list - (char *)r->meta) / (ptrdiff_t)_Alignof(StrList));      /* tells the lists apart */
    for (ptrdiff_t i = 0; i < word.n; i++)
        key[i + 1] = char_lower(word.p[i]);
    ptrdiff_t known = r->terms.n;
    if (table_add(&r->terms, (Str){key, word.n + 1}) == known)
        list_add(r->arena, list, word);
}

static void add_words_once(Reader *r, StrList *list, Str text)
{
    for (Str word; (word = str_cut_word(&text)).n;)
        add_once(r, list, word);
}

static void add_terms(Reader *r, StrList *list, Str text)
{
    for (Str word; (word = str_cut_word(&text)).n;)
        if (!is_noise_word(word))
            add_once(r, list, word);
}

static bool every_word_begins_with_digit(Str s)
{
    for (Str word; (word = str_cut_word(&s)).n;)
        if (!char_is_digit(word.p[0]))
            return false;
    return true;
}

/* value {("," / "|") value}; numbers may also stand side by side: "3.50 3.51". */
static void add_version_values(Arena *a, StrList *values, Str list)
{
    while (list.n) {
        for (Str group = str_cut(&list, ','); group.n;) {
            Str value = str_trim(str_cut(&group, '|'));
            if (every_word_begins_with_digit(value))
                list_add_words(a, values, value);
            else
                list_add(a, values, value);
        }
    }
}

/* field = group {";" group}; group = [platform ":"] values. A group without a platform after one that has it continues that one (a stray
 * ';'). */
static void read_versions(Arena *a, Str field, Meta *meta)
{
    ptrdiff_t groups = 1;
    for (ptrdiff_t i = 0; i < field.n; i++)
        groups += field.p[i] == ';';
    meta->versions = arena_new(a, Versions, groups);
    meta->version_count = 0;
    while (field.n) {
        Str group = str_trim(str_cut(&field, ';'));
        if (!group.n)
            continue;
        ptrdiff_t colon = str_find_char(group, ':');
        Str platform = colon < 0 ? (Str){0} : str_trim(str_head(group, colon));
        Str values = str_trim(str_from(group, colon + 1));
        while (str_starts(values, S(":")))
            values = str_trim(str_from(values, 1));
        bool continues = colon < 0 && meta->version_count > 0;
        if (!continues)
            meta->versions[meta->version_count++] = (Versions){.platform = platform};
        add_version_values(a, &meta->versions[meta->version_count - 1].values, values);
    }
}

/* The older articles: "5.10 | 5.10" beside "MS-DOS | OS/2", part for part. */
static void read_parallel_versions(Arena *a, Str versions, Str systems, Meta *meta)
{
    ptrdiff_t parts = 1;
    for (ptrdiff_t i = 0; i < versions.n; i++)
        parts += versions.p[i] == '|';
    meta->versions = arena_new(a, Versions, parts);
    while (systems.n) {
        Str system = str_trim(str_cut(&systems, '|'));
        if (system.n)
            list_add(a, &meta->operating_systems, system);
    }
    for (ptrdiff_t i = 0; i < parts; i++) {
        Versions *v = &meta->versions[i];
        list_add_words(a, &v->values, str_cut(&versions, '|'));
        v->platform = i < meta->operating_systems.n ? meta->operating_systems.items[i] : (Str){0};
    }
    meta->version_count = parts;
}

static void set_id(Reader *r, Str id, int line)
{
    Meta *meta = r->meta;
    if (!id.n) {
        warn(r, line, DIAG_HEADER, "the article has no id; write it behind DOCUMENT:");
        return;
    }
    meta->id = id;
    meta->number = id_number(r->ids, id, false);
    if (meta->number < 0)
        warn(r, line, DIAG_HEADER, "the id '" STR_FMT "' does not fit the pattern of `ids` in config.yml", STR_ARG(id));
}

static void set_date(Reader *r, Str written, int line)
{
    r->meta->updated = date_iso(r->arena, written);
    if (!r->meta->updated.n)
        warn(r, line, DIAG_DATE, "'" STR_FMT "' is no date of the form 18-MAY-2001", STR_ARG(written));
}

/* --- header ---------------------------------------------------------------------------------------------------------- */

typedef enum HeaderField { HEAD_DOCUMENT, HEAD_TITLE, HEAD_PRODUCT, HEAD_VERSION, HEAD_SYSTEM, HEAD_KEYWORDS, HEAD_COUNT } HeaderField;

static const char *const HEADER_KEYS[HEAD_COUNT] = {"DOCUMENT:", "TITLE   :", "PRODUCT :", "PROD/VER:", "OPER/SYS:", "KEYWORDS:"};

typedef struct Field {
    Str value;
    int line;               /* 0: the field is not there */
} Field;

/* "DOCUMENT:Q233219  29-MAY-1999  [exchange]" */
static void read_document(Reader *r, Field field)
{
    Str rest = field.value;
    set_id(r, str_cut_word(&rest), field.line);
    Str date = str_cut_word(&rest);
    set_date(r, date, field.line);
    Str category = str_trim(rest);
    if (category.n > 2 && category.p[0] == '[' && str_ends(category, S("]")))
        r->meta->category = str_sub(category, 1, category.n - 1);
    else
        warn(r, field.line, DIAG_HEADER, "the DOCUMENT line ends in no [category]");
}

static int header_field_of(Str line)
{
    for (int i = 0; i < HEAD_COUNT; i++)
        if (str_starts(line, str(HEADER_KEYS[i])))
            return i;
    return -1;
}

/* "TITEL   :…": eight columns and a colon, but no key of the header. */
static bool looks_like_header_line(const Line *line)
{
    Str s = line->text;
    bool is_shaped = s.n > 8 && line->indent == 0 && s.p[8] == ':';
    for (ptrdiff_t i = 0; is_shaped && i < 8; i++)
        is_shaped = char_is_upper(s.p[i]) || s.p[i] == '/' || s.p[i] == ' ';
    return is_shaped;
}

static void read_header(Reader *r, Field fields[HEAD_COUNT])
{
    skip_blanks(r);
    for (; r->from < r->to; r->from++) {
        const Line *line = line_at(r, r->from);
        int field = header_field_of(line->text);
        if (field < 0 && looks_like_header_line(line)) {
            warn(r, line->number, DIAG_HEADER, "the header knows no key '" STR_FMT "'; the line is left out", STR_ARG(str_trim(str_head(line->text, 8))));
            continue;
        }
        if (field < 0)
            break;
        fields[field] = (Field){str_trim(str_from(line->text, str(HEADER_KEYS[field]).n)), line->number};
    }
    for (int i = 0; i < HEAD_COUNT; i++)
        if (!fields[i].line)
            warn(r, 1, DIAG_HEADER, "the header has no line '%s'", HEADER_KEYS[i]);
    if (fields[HEAD_DOCUMENT].line)
        read_document(r, fields[HEAD_DOCUMENT]);
    r->meta->title = fields[HEAD_TITLE].value;
    if (fields[HEAD_PRODUCT].value.n)
        list_add(r->arena, &r->meta->products, fields[HEAD_PRODUCT].value);
    if (fields[HEAD_SYSTEM].value.n)
        list_add(r->arena, &r->meta->operating_systems, fields[HEAD_SYSTEM].value);
    skip_blanks(r);
    if (r->from < r->to && line_is_rule(line_at(r, r->from), '=', 60))
        r->from++;
    else
        warn(r, number_at(r, r->from), DIAG_HEADER, "no rule of '=' stands between the header and the body");
}

/* --- tail ------------------------------------------------------------------------------------------------------------ */

/* "Copyright Microsoft Corporation 1999." */
static void read_copyright(Reader *r)
{
    skip_blanks_at_end(r);
    const Line *line = r->to > r->from ? line_at(r, r->to - 1) : NULL;
    if (!line || !str_starts(line->text, S("Copyright "))) {
        warn(r, number_at(r, r->to), DIAG_LEGAL, "the last line is no 'Copyright HOLDER YEAR.'");
        return;
    }
    r->meta->copyright = line->text;
    Str rest = str_from(line->text, 10);
    while (str_ends(rest, S(".")))
        rest = str_head(rest, rest.n - 1);
    ptrdiff_t blank = str_find_last_char(rest, ' ');
    Str year = str_from(rest, blank + 1);
    bool has_year = year.n == 4 && str_number(year) > 0;
    r->meta->copyright_year = has_year ? year : (Str){0};
    r->meta->copyright_holder = has_year ? str_trim(str_head(rest, blank < 0 ? 0 : blank)) : rest;
    r->to--;
}

/* The notice: the paragraph, within reach of the end, that begins with these words. */
static void read_legal(Reader *r)
{
    ptrdiff_t stop = r->to - LEGAL_MAX > r->from ? r->to - LEGAL_MAX : r->from;
    for (ptrdiff_t i = r->to - 1; i >= stop; i--) {
        if (!str_starts(line_at(r, i)->text, S("THE INFORMATION PROVIDED")))
            continue;
        Buf b = {.arena = r->arena};
        for (ptrdiff_t k = i; k < r->to; k++) {
            if (line_is_blank(line_at(r, k)))
                continue;
            if (b.n)
                buf_putc(&b, '\n');
            buf_put(&b, line_at(r, k)->text);
        }
        r->meta->legal = buf_str(&b);
        r->to = i;
        return;
    }
    warn(r, number_at(r, r->to), DIAG_LEGAL, "no legal notice ('THE INFORMATION PROVIDED …') stands at the end");
}

/* What its fields are, and the list of Meta that each one fills; the versions have a form of their own. */
static const struct {
    Str key;
    size_t list;
} TRAILER_FIELDS[] = {
    {{"Keywords", 8}, offsetof(Meta, keywords)},     {{"Component", 9}, offsetof(Meta, components)},     {{"Technology", 10}, offsetof(Meta, technologies)},
    {{"Version", 7}, 0},                             {{"Platform", 8}, offsetof(Meta, platforms)},       {{"Hardware", 8}, offsetof(Meta, hardware)},
    {{"Issue type", 10}, offsetof(Meta, issue_types)}, {{"Solution Type", 13}, offsetof(Meta, solution_types)},
};
enum { TRAILER_KEYWORDS = 0, TRAILER_VERSION = 3 };

/* The field that "Keywords          : exc55 " is, or -1, and its value. */
static int trailer_field(Str line, Str *value)
{
    ptrdiff_t colon = str_find_char(line, ':');
    Str key = colon < 0 ? (Str){0} : str_trim_end(str_head(line, colon));
    *value = str_from(line, colon + 1);
    for (int i = 0; i < (int)countof(TRAILER_FIELDS); i++)
        if (str_eq(key, TRAILER_FIELDS[i].key))
            return i;
    return -1;
}

/* rule70 { key ":" value } blank rule77, read upwards. The trailer's keywords and versions are complete where the header's are cut. */
static void read_trailer(Reader *r, Str *versions, bool *has_keywords)
{
    skip_blanks_at_end(r);
    ptrdiff_t end = r->to, at = end;
    if (at > r->from && line_is_rule(line_at(r, at - 1), '=', 60))
        at--;
    while (at > r->from && line_is_blank(line_at(r, at - 1)))
        at--;
    ptrdiff_t last = at;
    Str value;
    while (at > r->from && trailer_field(line_at(r, at - 1)->text, &value) >= 0)
        at--;
    bool is_trailer = at < last && at > r->from && line_is_rule(line_at(r, at - 1), '=', 60);
    if (!is_trailer) {
        warn(r, number_at(r, end ? end - 1 : 0), DIAG_TRAILER, "no trailer ('Keywords : …' below a rule of '=') stands at the end");
        r->to = last < end ? last : end;
        return;
    }
    for (ptrdiff_t i = at; i < last; i++) {
        int field = trailer_field(line_at(r, i)->text, &value);
        if (field == TRAILER_VERSION)
            *versions = str_trim(value);
        else
            add_terms(r, (StrList *)((char *)r->meta + TRAILER_FIELDS[field].list), value);
        *has_keywords = *has_keywords || field == TRAILER_KEYWORDS;
    }
    r->to = at - 1;
}

/* --- between header and body ------------------------------------------------------------------------------------------- */

static bool is_version_line(Str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && !char_is_in(s.p[i], S("xab ,|'.-")))
            return false;
    return s.n > 0 && (char_is_digit(s.p[0]) || s.p[0] == '\'');
}

static bool is_system_line(Str s)
{
    static const char *const systems[] = {"WINDOWS", "WINDOWS NT", "MS-DOS", "MACINTOSH", "OS/2", "UNIX", "WINDOWS | MACINTOSH",
                                          "WINDOWS | WINDOWS NT", "MS-DOS | WINDOWS", "WINDOWS NT | WINDOWS", "OS/2 | WINDOWS", "WINNT", "NT"};
    for (ptrdiff_t i = 0; i < countof(systems); i++)
        if (str_eq(s, str(systems[i])))
            return true;
    return false;
}

static bool is_keyword_line(Str s)
{
    ptrdiff_t n = 0;
    for (Str word; (word = str_cut_word(&s)).n; n++)
        if (!str_starts(word, S("kb")))
            return false;
    return n > 0;
}

/* Leftovers of an older header: versions, an operating system, keywords, each on a line of its own, or the rule that opened a list of what
 * the article applies to, twice. Anything else above the list is prose, which the body keeps. */
static bool stub_is_metadata(Lines stub)
{
    for (ptrdiff_t i = 0; i < stub.n; i++) {
        const Line *line = &stub.items[i];
        Str s = line->text;
        if (!line_is_blank(line) && !is_version_line(s) && !is_system_line(s) && !is_keyword_line(s) && !line_is_rule(line, '-', 60))
            return false;
    }
    return true;
}

static bool has_versions(const Meta *meta)
{
    for (ptrdiff_t i = 0; i < meta->version_count; i++)
        if (meta->versions[i].values.n)
            return true;
    return false;
}

/* Keywords are added to those there are; versions and systems tell what the header has left empty. */
static void take_stub(Reader *r, Lines stub)
{
    Meta *meta = r->meta;
    bool wants_versions = !has_versions(meta), wants_systems = !meta->operating_systems.n;
    for (ptrdiff_t i = 0; i < stub.n; i++) {
        Str s = stub.items[i].text;
        if (line_is_blank(&stub.items[i]))
            continue;
        if (is_keyword_line(s))
            add_words_once(r, &meta->keywords, s);
        else if (is_version_line(s) && wants_versions)
            read_versions(r->arena, s, meta);
        else if (is_system_line(s) && wants_systems)
            add_once(r, &meta->operating_systems, s);
    }
}

/* The end of the stub of an article without a list: its first lines down to a blank one. */
static ptrdiff_t stub_end(const Reader *r)
{
    ptrdiff_t end = r->from;
    while (end < r->to && !line_is_blank(line_at(r, end)))
        end++;
    return end;
}

static bool is_applies_line(const Line *line)
{
    return str_starts(str_trim_start(line->text), S("The information in this article applies to"));
}

/* The index of the list's opening rule, or -1. It stands above the first section, so the search ends at a heading's underline. */
static ptrdiff_t find_applies(const Reader *r)
{
    ptrdiff_t stop = r->from + APPLIES_SEARCH_MAX < r->to ? r->from + APPLIES_SEARCH_MAX : r->to;
    for (ptrdiff_t i = r->from; i + 1 < stop; i++) {
        if (line_is_rule(line_at(r, i), '-', 60) && is_applies_line(line_at(r, i + 1)))
            return i;
        bool heading = i > r->from && line_is_rule(line_at(r, i), '=', 3) && !line_is_blank(line_at(r, i - 1));
        if (heading)
            return -1;
    }
    return -1;
}

static void read_applies(Reader *r, ptrdiff_t rule)
{
    ptrdiff_t end = rule + 2;
    while (end < r->to && !line_is_rule(line_at(r, end), '-', 60))
        end++;
    if (end == r->to) {
        warn(r, number_at(r, rule), DIAG_APPLIES_TO, "the list of what the article applies to is not closed by a rule of '-'");
        return;
    }
    r->meta->applies_to = arena_new(r->arena, AppliesTo, end - rule);
    for (ptrdiff_t i = rule + 2; i < end; i++) {
        const Line *line = line_at(r, i);
        if (line_is_blank(line))
            continue;
        Str text = str_from(line->text, line->indent);
        bool is_item = text.p[0] == '-';
        int depth = is_item && line->indent > 1 ? (line->indent - 1) / 3 : 0;
        r->meta->applies_to[r->meta->applies_to_count++] = (AppliesTo){is_item ? str_trim(str_from(text, 1)) : text, depth};
    }
    r->from = end + 1;
}

/* Prose above the list: kept as the body's first paragraphs, unless the body begins with the same words. */
static bool body_repeats(const Reader *r, Lines stub)
{
    Buf x = {.arena = r->arena}, y = {.arena = r->arena};
    for (ptrdiff_t i = 0; i < stub.n; i++)
        for (Str rest = stub.items[i].text, word; (word = str_cut_word(&rest)).n;)
            buf_put(&x, word);
    for (ptrdiff_t i = r->from; i < r->to && y.n < x.n; i++)
        for (Str rest = line_at(r, i)->text, word; (word = str_cut_word(&rest)).n;)
            buf_put(&y, word);
    return str_starts(buf_str(&y), buf_str(&x));
}

/* The body's lines without its leftovers of older headers; their words go to the fields. */
static bool take_old_metadata(Reader *r, const Line *line)
{
    static const char *const keyword_keys[] = {"KBCategory:", "KBSubcategory:", "KBSubCategory:"};
    Str s = str_trim_start(line->text);
    for (ptrdiff_t i = 0; i < countof(keyword_keys); i++) {
        if (str_starts(s, str(keyword_keys[i]))) {
            add_words_once(r, &r->meta->keywords, str_from(s, str(keyword_keys[i]).n));
            return true;
        }
    }
    return false;
}

static Str query_words_of(const Line *line)
{
    static const char *const keys[] = {"Additional query words:", "Additional query word:", "Additional reference words:"};
    if (line->indent < 0 || line->indent > 1)
        return (Str){0};
    Str s = str_from(line->text, line->indent);
    for (ptrdiff_t i = 0; i < countof(keys); i++)
        if (str_starts(s, str(keys[i])))
            return str_from(s, str(keys[i]).n);
    return (Str){0};
}

/* What says best which language the code is in: the category; in front matter the product stands for it, in the older articles the disc, which is
 * their last keyword ("mspl13_c"). */
static Str body_category(const Meta *meta)
{
    if (meta->category.n)
        return meta->category;
    if (meta->products.n)
        return meta->products.items[0];
    return meta->keywords.n ? meta->keywords.items[meta->keywords.n - 1] : (Str){0};
}

/* A rule that reaches the margin right below a text parts it from what follows: one of '_' always, one of '=' below a sentence. Below the head
 * of a table it is a part of that. */
static bool is_divider(const Reader *r, ptrdiff_t i)
{
    const Line *line = line_at(r, i);
    char sign = line->indent == 0 && line->text.n >= DIVIDER_MIN ? line->text.p[0] : ' ';
    if ((sign != '_' && sign != '=') || i == r->from || line_is_blank(line_at(r, i - 1)) || !line_is_rule(line, sign, DIVIDER_MIN))
        return false;
    Str above = line_at(r, i - 1)->text;
    if (sign == '=')
        return above.p[above.n - 1] == '.';
    bool is_head = i - 1 == r->from || line_is_blank(line_at(r, i - 2));
    return !is_head || line_find_gap(above) < 0;
}

static ptrdiff_t count_dividers(const Reader *r)
{
    ptrdiff_t n = 0;
    const Line *lines = r->lines.items;
    for (ptrdiff_t i = r->from, to = r->to; i < to; i++)
        n += lines[i].is_run && is_divider(r, i);
    return n;
}

/* Nearly no line is asked more than how it begins. */
static bool may_be_left_out(const Line *line, bool has_dividers)
{
    char first = line_is_blank(line) ? 0 : line->text.p[line->indent];
    return first == 'A' || first == 'K' || char_is_blank(first) || (has_dividers && line->is_run);
}

/* Query words go on, unmarked, up to the next blank line; no heading begins there. Dividers get blank lines around them. The lines that stay move
 * up where they stand, unless some come in addition: most articles need no second array. */
static void read_body(Reader *r, Lines before, Block *root)
{
    ptrdiff_t dividers = count_dividers(r), n = 0;
    int first_line = number_at(r, r->from);     /* before lines move up */
    bool grows = before.n || dividers;
    Line *kept = grows ? arena_new(r->arena, Line, before.n + 1 + r->to - r->from + 2 * dividers) : r->lines.items + r->from;
    for (ptrdiff_t i = 0; i < before.n; i++)
        kept[n++] = before.items[i];
    if (before.n)
        kept[n++] = (Line){.number = before.items[before.n - 1].number, .indent = -1};
    Buf words = {.arena = r->arena};
    const Line *lines = r->lines.items;
    for (ptrdiff_t i = r->from, to = r->to; i < to; i++) {
        ptrdiff_t from = i;
        while (i < to && !may_be_left_out(&lines[i], dividers))
            i++;
        if (&kept[n] != &lines[from])
            memmove(&kept[n], &lines[from], (size_t)(i - from) * sizeof *kept);
        n += i - from;
        if (i == to)
            break;
        const Line *line = &lines[i];
        Str query = query_words_of(line);
        if (query.p) {
            for (; i < to && !line_is_blank(&lines[i]); i++) {
                Str more = query.p ? query : lines[i].text;
                query = (Str){0};
                for (Str word; (word = str_cut_word(&more)).n;) {
                    if (words.n)
                        buf_putc(&words, ' ');
                    buf_put(&words, word);
                }
            }
            i--;
        } else if (is_divider(r, i)) {
            Line blank = {.number = line->number, .indent = -1};
            kept[n++] = blank;
            kept[n++] = *line;
            kept[n++] = blank;
        } else if (!take_old_metadata(r, line)) {
            kept[n++] = *line;
        }
    }
    r->meta->query_words = buf_str(&words);
    kbbody_parse(r->arena, (Lines){kept, n}, &(KbBodyOptions){r->ids, body_category(r->meta), r->is_old}, root);
    if (!root->child)
        warn(r, first_line, DIAG_EMPTY_BODY, "the article has no body");
}

static void read_between(Reader *r, Block *root)
{
    skip_blanks(r);
    skip_blanks_at_end(r);
    Lines prose = {0};
    ptrdiff_t applies = find_applies(r);
    if (applies >= 0) {
        Lines stub = lines_sub(r->lines, r->from, applies);
        read_applies(r, applies);
        if (stub_is_metadata(stub))
            take_stub(r, stub);
        else if (!body_repeats(r, stub))
            prose = stub;
    } else if (r->from < r->to) {
        ptrdiff_t end = stub_end(r);
        Lines stub = lines_sub(r->lines, r->from, end);
        if (end < r->to && stub_is_metadata(stub)) {
            take_stub(r, stub);
            r->from = end;
        }
    }
    read_body(r, prose, root);
}

/* --- the two wrappings --------------------------------------------------------------------------------------------------- */

bool kbtext_is(Str text)
{
    Str rest = str_trim_start(text);
    return str_starts(rest, S("DOCUMENT:"));
}

void kbtext_read(Arena *a, const Source *source, const IdPattern *ids, Doc *doc, Diags *diags)
{
    Lines lines = lines_of(a, source->text, 1);
    doc->meta.format = FORMAT_KBTEXT;
    doc->meta.number = -1;
    doc->root = block_new(a, BLOCK_ROOT, 1, 1);
    Reader r = {a, source, ids, diags, &doc->meta, lines, 0, lines.n, false, {.arena = a}};
    Field fields[HEAD_COUNT] = {0};
    read_header(&r, fields);
    read_copyright(&r);
    read_legal(&r);
    Str versions = {0};
    bool has_keywords = false;
    read_trailer(&r, &versions, &has_keywords);
    if (!has_keywords)
        add_words_once(&r, &doc->meta.keywords, fields[HEAD_KEYWORDS].value);
    read_versions(a, versions.n ? versions : fields[HEAD_VERSION].value, &doc->meta);
    read_between(&r, doc->root);
}

static const char *const FRONT_KEYS[] = {"Article:", "Product(s):", "Version(s):", "Operating System(s):", "Keyword(s):", "Last Modified:"};
enum { FRONT_ARTICLE, FRONT_PRODUCT, FRONT_VERSION, FRONT_SYSTEM, FRONT_KEYWORD, FRONT_MODIFIED, FRONT_COUNT };

bool kbtext_is_front(Str body)
{
    for (int i = 0; i < 12 && body.n; i++)
        if (str_starts(str_cut_line(&body), S("\tArticle:")))
            return true;
    return false;
}

static void read_front_header(Reader *r, Field fields[FRONT_COUNT])
{
    skip_blanks(r);
    for (; r->from < r->to; r->from++) {
        const Line *line = line_at(r, r->from);
        int field = -1;
        for (int i = 0; i < FRONT_COUNT && field < 0; i++)
            if (str_starts(line->text, str(FRONT_KEYS[i])))
                field = i;
        if (field < 0)
            break;
        fields[field] = (Field){str_trim(str_from(line->text, str(FRONT_KEYS[field]).n)), line->number};
    }
    for (int i = 0; i < FRONT_COUNT; i++)
        if (!fields[i].line)
            warn(r, number_at(r, 0), DIAG_HEADER, "the metadata has no line '%s'", FRONT_KEYS[i]);
    if (fields[FRONT_ARTICLE].line)
        set_id(r, fields[FRONT_ARTICLE].value, fields[FRONT_ARTICLE].line);
    if (fields[FRONT_MODIFIED].line)
        set_date(r, fields[FRONT_MODIFIED].value, fields[FRONT_MODIFIED].line);
}

/* A service request's "SR#" and its number are one term. */
static void add_piped_words(Reader *r, StrList *list, Str field)
{
    while (field.n) {
        Str words = str_cut(&field, '|');
        for (Str word; (word = str_cut_word(&words)).n;) {
            Str number = str_eq(word, S("SR#")) ? str_cut_word(&words) : (Str){0};
            if (number.n)
                word = str_join2(r->arena, S("SR# "), number);
            if (!str_eq(word, S("ENDUSER")))
                add_once(r, list, word);
        }
    }
}

static Str decode_entities(Arena *a, Str s)
{
    static const struct {
        const char *name;
        char c;
    } names[] = {{"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}};
    Buf b = {.arena = a};
    while (s.n) {
        ptrdiff_t at = str_find_char(s, '&');
        buf_put(&b, at < 0 ? s : str_head(s, at));
        if (at < 0)
            break;
        s = str_from(s, at);
        ptrdiff_t end = str_find_char(str_head(s, 10), ';');
        Str digits = str_sub(s, 2, end);
        int64_t rune = end > 2 && s.p[1] == '#' ? str_number(digits) : -1;
        for (ptrdiff_t i = 0; i < countof(names); i++)
            if (str_starts(s, str(names[i].name)))
                rune = names[i].c;
        if (rune > 0 && rune <= 0x10FFFF)
            buf_put_rune(&b, (uint32_t)rune);
        else
            buf_putc(&b, '&');
        s = str_from(s, rune > 0 && rune <= 0x10FFFF ? end + 1 : 1);
    }
    return buf_str(&b);
}

/* "Q263072: XCON: Err. …" -> "XCON: Err. …" */
static Str title_without_id(Str title, Str id)
{
    if (id.n && str_starts(title, id) && str_starts(str_from(title, id.n), S(": ")))
        return str_trim(str_from(title, id.n + 2));
    return title;
}

void kbtext_read_front(Arena *a, const Source *source, Str body, int first_line, const IdPattern *ids, Doc *doc, Diags *diags)
{
    bool is_converted = unwrap_was_converted(body);
    Lines lines = unwrap_lines(a, body, first_line, is_converted);
    Meta *meta = &doc->meta;
    meta->format = FORMAT_KBFRONT;
    meta->number = -1;
    doc->root = block_new(a, BLOCK_ROOT, first_line, first_line);
    Reader r = {a, source, ids, diags, meta, lines, 0, lines.n, !is_converted, {.arena = a}};
    StrList keywords = meta->keywords;    /* the YAML may name some */
    meta->keywords = (StrList){0};
    for (ptrdiff_t i = 0; i < keywords.n; i++)
        add_once(&r, &meta->keywords, keywords.items[i]);
    Field fields[FRONT_COUNT] = {0};
    read_front_header(&r, fields);
    meta->title = title_without_id(decode_entities(a, meta->title), meta->id);
    Str product = fields[FRONT_PRODUCT].value;
    if (is_converted && product.n)
        list_add(a, &meta->products, product);
    if (!is_converted) {
        add_piped_words(&r, &meta->keywords, fields[FRONT_KEYWORD].value);
        read_parallel_versions(a, fields[FRONT_VERSION].value, fields[FRONT_SYSTEM].value, meta);
        read_body(&r, (Lines){0}, doc->root);
        return;
    }
    if (fields[FRONT_SYSTEM].value.n)
        list_add(a, &meta->operating_systems, fields[FRONT_SYSTEM].value);
    Str versions = {0};
    bool has_keywords = false;
    read_trailer(&r, &versions, &has_keywords);
    if (!has_keywords)
        add_words_once(&r, &meta->keywords, fields[FRONT_KEYWORD].value);
    read_versions(a, versions.n ? versions : fields[FRONT_VERSION].value, meta);
    if (meta->updated.n)
        meta->copyright_year = str_head(meta->updated, 4);
    read_between(&r, doc->root);
}
