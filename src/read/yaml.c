/* YAML → tree.
 *
 * A text of plain lines, one key and one value in each, is read here. Of any other libyaml gives events; each is copied into an
 * Event of our own and released at once, so that the rest of this file owns nothing.
 * The tree is built by recursive descent over the events, one function for each kind of collection. An alias shares the nodes
 * of its anchor, yet counts as many nodes and as much depth as a copy would: whoever walks the tree meets no more than
 * NODES_MAX nodes and DEPTH_MAX levels, however cleverly the aliases are nested.
 *
 * libyaml counts lines as YAML does, where U+0085, U+2028 and a lone CR end one. Messages follow the lines an editor shows, so
 * places are counted here, from libyaml's character index. */
#include "read/yaml.h"

#include "base/table.h"
#include "base/utf8.h"

#include <string.h>
#include <yaml.h>

enum { DEPTH_MAX = 100, NODES_MAX = 1000000 };

/* A place in the text; lines and columns are those of the source. */
typedef struct Place {
    ptrdiff_t at;           /* in bytes */
    size_t index;           /* in code points, as libyaml counts */
    int line, col;
} Place;

typedef struct Event {
    yaml_event_type_t type;
    int line, col;
    Str text;               /* of a scalar; of an alias the anchor's name */
    Str anchor, tag;
    bool is_plain;
} Event;

typedef struct Anchor {
    Yaml node;
    ptrdiff_t nodes;        /* how many nodes it stands for, itself included */
    int height;             /* levels below it */
} Anchor;

typedef struct Reader {
    Arena *arena;
    const Source *source;
    Str text;
    int first_line;
    Diags *diags;
    yaml_parser_t parser;
    Place place;            /* the last one asked for: places are asked for in order, so counting goes on from here */
    ptrdiff_t nodes;
    int deepest;            /* level reached since the last anchored node began */
    Table anchor_names;
    Anchor *anchors;        /* by number of its name */
    ptrdiff_t anchor_cap;
} Reader;

/* --- places and messages ---------------------------------------------------------------------------------------------- */

static void step(Reader *r)
{
    Place *p = &r->place;
    bool ends_line = r->text.p[p->at] == '\n';
    p->at += (unsigned char)r->text.p[p->at] < 0x80 ? 1 : utf8_decode(str_from(r->text, p->at)).n;
    p->index++;
    p->line += ends_line;
    p->col = ends_line ? 1 : p->col + 1;
}

static Place place_of_index(Reader *r, size_t index)
{
    if (index < r->place.index)
        r->place = (Place){.line = r->first_line, .col = 1};
    while (r->place.index < index && r->place.at < r->text.n)
        step(r);
    return r->place;
}

static Place place_of_byte(Reader *r, size_t byte)
{
    r->place = (Place){.line = r->first_line, .col = 1};
    while (r->place.at < r->text.n && (size_t)r->place.at < byte)
        step(r);
    return r->place;
}

/* What an author can do about a problem of libyaml's, by its wording there. */
typedef struct Advice {
    const char *problem, *text;
    bool at_context;        /* the place to look at is where the construct began, not where it failed */
} Advice;

static const Advice ADVICE[] = {
    {"mapping values are not allowed in this context",
     "put quotes around a value that contains `: `, or mend the indentation of this line", false},
    {"block sequence entries are not allowed in this context", "put quotes around a value that begins with `- `", false},
    {"mapping keys are not allowed in this context", "put quotes around a value that begins with `? `", false},
    {"found unexpected end of stream", "the quote that opens here is never closed", true},
    {"found unexpected document indicator", "the quote that opens here is never closed", true},
    {"found unknown escape character", "double the backslash, or use single quotes instead of double ones", false},
    {"did not find expected hexdecimal number", "double the backslash, or use single quotes instead of double ones", false},
    {"found invalid Unicode character escape code", "write the character itself instead of its \\u escape", false},
    {"did not find expected alphabetic or numeric character", "put quotes around a value that begins with `*` or `&`", true},
    {"could not find expected ':'", "write this line as `key: value`, or indent it under the value it belongs to", true},
    {"did not find expected key",
     "mend the indentation of this line; put quotes around a whole value that begins with `[` or `{` or has quotes in it",
     false},
    {"did not find expected '-' indicator", "begin this line with `- ` like the others of its list, or mend its indentation",
     false},
    {"did not find expected ',' or ']'", "a comma or the closing `]` is missing before this place", false},
    {"did not find expected ',' or '}'", "a comma or the closing `}` is missing before this place", false},
    {"did not find expected comment or line break",
     "put quotes around a value that begins with `|` or `>`, or begin its text on the next line", false},
    {"did not find expected <document start>", "mend the indentation of this line: it stands further left than the first",
     false},
    {"found a tab character that violates indentation", "indent with spaces, not with tabs", false},
    {"found a tab character where an indentation space is expected", "indent with spaces, not with tabs", false},
};

static const char *advice_on_start(char c)
{
    return c == '\t' ? "indent with spaces, not with tabs" : "put quotes around a value that begins with this character";
}

/* Says why libyaml gave up. */
static bool fail_in_library(Reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "out of memory";
    if (p->error == YAML_READER_ERROR) {
        Place at = place_of_byte(r, p->problem_offset);
        diag_line(r->diags, r->source, at.line, at.col, DIAG_YAML, "remove the character U+%04X: YAML does not allow it",
                  (unsigned)p->problem_value);
        return false;
    }
    Advice advice = {problem, "put quotes around a value that contains `: `, ` #` or begins with a sign", false};
    for (ptrdiff_t i = 0; i < countof(ADVICE); i++)
        if (strcmp(problem, ADVICE[i].problem) == 0)
            advice = ADVICE[i];
    Place at = place_of_index(r, advice.at_context ? p->context_mark.index : p->problem_mark.index);
    if (strcmp(problem, "found character that cannot start any token") == 0 && at.at < r->text.n)
        advice.text = advice_on_start(r->text.p[at.at]);
    diag_line(r->diags, r->source, at.line, at.col, DIAG_YAML, "%s (YAML: %s)", advice.text, problem);
    return false;
}

static bool fail(Reader *r, const Event *e, const char *sentence)
{
    diag_line(r->diags, r->source, e->line, e->col, DIAG_YAML, "%s", sentence);
    return false;
}

/* --- events ----------------------------------------------------------------------------------------------------------- */

static Str keep(Reader *r, const yaml_char_t *text)
{
    return str_copy(r->arena, str((const char *)text));
}

static Event copy_event(Reader *r, const yaml_event_t *from)
{
    Place at = place_of_index(r, from->start_mark.index);
    Event e = {.type = from->type, .line = at.line, .col = at.col};
    switch (from->type) {
    case YAML_SCALAR_EVENT:
        e.text = str_copy(r->arena, (Str){(const char *)from->data.scalar.value, (ptrdiff_t)from->data.scalar.length});
        e.anchor = keep(r, from->data.scalar.anchor);
        e.tag = keep(r, from->data.scalar.tag);
        e.is_plain = from->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        break;
    case YAML_SEQUENCE_START_EVENT: e.anchor = keep(r, from->data.sequence_start.anchor); break;
    case YAML_MAPPING_START_EVENT: e.anchor = keep(r, from->data.mapping_start.anchor); break;
    case YAML_ALIAS_EVENT: e.text = keep(r, from->data.alias.anchor); break;
    default: break;
    }
    return e;
}

static bool next(Reader *r, Event *e)
{
    yaml_event_t event;
    if (!yaml_parser_parse(&r->parser, &event))
        return fail_in_library(r);
    *e = copy_event(r, &event);
    yaml_event_delete(&event);
    return true;
}

/* --- the tree --------------------------------------------------------------------------------------------------------- */

static Yaml *grow(Arena *a, Yaml *nodes, ptrdiff_t n)
{
    bool is_full = n == 0 || (n >= 8 && (n & (n - 1)) == 0);
    if (!is_full)
        return nodes;
    Yaml *bigger = arena_new(a, Yaml, n ? 2 * n : 8);
    if (n)
        memcpy(bigger, nodes, (size_t)n * sizeof *nodes);
    return bigger;
}

static bool count(Reader *r, const Event *e, ptrdiff_t nodes, int depth)
{
    r->nodes += nodes;
    if (depth > r->deepest)
        r->deepest = depth;
    if (r->nodes > NODES_MAX)
        return fail(r, e, "this YAML is too large: it holds more than 1,000,000 values");
    if (depth > DEPTH_MAX)
        return fail(r, e, "this YAML is nested deeper than 100 levels");
    return true;
}

static bool read_node(Reader *r, const Event *e, int depth, Yaml *out);

static bool read_scalar(Reader *r, const Event *e, Yaml *out)
{
    out->text = e->text;
    out->is_plain = e->is_plain && !str_eq(e->tag, S("tag:yaml.org,2002:str"));
    if (str_starts(e->tag, S("!")) && e->tag.n > 1)
        diag_line(r->diags, r->source, e->line, e->col, DIAG_BAD_VALUE, "put quotes around a value that begins with `!`");
    return true;
}

static bool read_list(Reader *r, int depth, Yaml *out)
{
    for (Event e;;) {
        if (!next(r, &e))
            return false;
        if (e.type == YAML_SEQUENCE_END_EVENT)
            return true;
        out->items = grow(r->arena, out->items, out->n);
        if (!read_node(r, &e, depth + 1, &out->items[out->n]))
            return false;
        out->n++;
    }
}

/* A key and its value; `names` holds the keys of the map so far, numbered as they stand in it. */
static bool read_member(Reader *r, const Event *first, int depth, Table *names, Yaml *map)
{
    Yaml key = {0}, value = {0};
    Event e;
    if (!read_node(r, first, depth + 1, &key))
        return false;
    if (key.kind != YAML_SCALAR)
        return fail(r, first, "a key must be a word; put quotes around a value that begins with `[` or `{`");
    if (!next(r, &e) || !read_node(r, &e, depth + 1, &value))
        return false;
    ptrdiff_t i = table_add(names, key.text);
    if (i < map->n) {
        diag_line(r->diags, r->source, key.line, key.col, DIAG_BAD_VALUE,
                  "`" STR_FMT "` stands twice, also in line %d; this one is used", STR_ARG(key.text), map->keys[i].line);
    } else {
        map->keys = grow(r->arena, map->keys, map->n);
        map->items = grow(r->arena, map->items, map->n);
        map->n++;
    }
    map->keys[i] = key;
    map->items[i] = value;
    return true;
}

static bool read_map(Reader *r, int depth, Yaml *out)
{
    Table names = {.arena = r->arena};
    for (Event e;;) {
        if (!next(r, &e))
            return false;
        if (e.type == YAML_MAPPING_END_EVENT)
            return true;
        if (!read_member(r, &e, depth, &names, out))
            return false;
    }
}

static bool read_alias(Reader *r, const Event *e, int depth, Yaml *out)
{
    ptrdiff_t i = table_find(&r->anchor_names, e->text);
    if (i < 0)
        return fail(r, e, "put quotes around a value that begins with `*` (YAML: there is no anchor of this name)");
    const Anchor *anchor = &r->anchors[i];
    *out = anchor->node;
    return count(r, e, anchor->nodes, depth + anchor->height);
}

static void keep_anchor(Reader *r, Str name, Anchor anchor)
{
    ptrdiff_t i = table_add(&r->anchor_names, name);
    if (i == r->anchor_cap) {
        ptrdiff_t cap = i ? 2 * i : 8;
        Anchor *bigger = arena_new(r->arena, Anchor, cap);
        if (i)
            memcpy(bigger, r->anchors, (size_t)i * sizeof *bigger);
        r->anchors = bigger;
        r->anchor_cap = cap;
    }
    r->anchors[i] = anchor;
}

static bool read_content(Reader *r, const Event *e, int depth, Yaml *out)
{
    *out = (Yaml){.kind = YAML_SCALAR, .line = e->line, .col = e->col};
    if (e->type == YAML_SCALAR_EVENT)
        return read_scalar(r, e, out);
    if (e->type == YAML_SEQUENCE_START_EVENT) {
        out->kind = YAML_LIST;
        return read_list(r, depth, out);
    }
    CHECK(e->type == YAML_MAPPING_START_EVENT);
    out->kind = YAML_MAP;
    return read_map(r, depth, out);
}

/* An anchor is known after its node only, so no alias can point at what it stands in. */
static bool read_node(Reader *r, const Event *e, int depth, Yaml *out)
{
    if (e->type == YAML_ALIAS_EVENT)
        return read_alias(r, e, depth, out);
    ptrdiff_t nodes_before = r->nodes;
    int deepest_before = r->deepest;
    r->deepest = depth;
    if (!count(r, e, 1, depth) || !read_content(r, e, depth, out))
        return false;
    if (e->anchor.n)
        keep_anchor(r, e->anchor, (Anchor){*out, r->nodes - nodes_before, r->deepest - depth});
    if (r->deepest < deepest_before)
        r->deepest = deepest_before;
    return true;
}

/* stream = [document]; a second document is a mistake: nobody would read it. */
static bool read_stream(Reader *r, Yaml *root)
{
    *root = (Yaml){.kind = YAML_MAP, .line = r->first_line, .col = 1};
    Event e;
    if (!next(r, &e) || !next(r, &e))
        return false;
    if (e.type == YAML_STREAM_END_EVENT)
        return true;
    Yaml document = {0};
    if (!next(r, &e) || !read_node(r, &e, 1, &document))
        return false;
    bool is_null = document.kind == YAML_SCALAR && document.is_plain && !document.text.n;
    if (!is_null)
        *root = document;
    if (!next(r, &e) || !next(r, &e))
        return false;
    return e.type == YAML_STREAM_END_EVENT ||
           fail(r, &e, "remove this `---` line and what follows: one document is read, no more");
}

/* --- plain lines ------------------------------------------------------------------------------------------------------ */

enum { LINES_MAX = 16, KEY_MAX = 64 };

static bool is_key(Str s)
{
    bool is_word = s.n > 0 && s.n <= KEY_MAX && char_is_alpha(s.p[0]);
    for (ptrdiff_t i = 1; i < s.n && is_word; i++)
        is_word = char_is_alnum(s.p[i]) || s.p[i] == '_';
    return is_word;
}

/* Words, numbers, paths: nothing that is a sign of YAML wherever it stands. */
static bool is_bare(Str s)
{
    bool is_clean = s.n > 0 && (char_is_alnum(s.p[0]) || s.p[0] == '/') && s.p[s.n - 1] != ' ';
    for (ptrdiff_t i = 1; i < s.n && is_clean; i++)
        is_clean = char_is_alnum(s.p[i]) || char_is_in(s.p[i], S("/_.- "));
    return is_clean;
}

/* One line of ASCII that means what stands between its quotes. */
static bool is_quoted(Str s)
{
    bool is_clean = s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"';
    for (ptrdiff_t i = 1; i + 1 < s.n && is_clean; i++)
        is_clean = s.p[i] >= ' ' && s.p[i] <= '~' && s.p[i] != '"' && s.p[i] != '\\';
    return is_clean;
}

/* lines = 1*16( key ": " ( bare / quoted ) LF ), no key twice
 *
 * What nearly all front matter is. It says the same to everybody, so it is read as it stands: the library takes longer to set itself up than
 * for the work. False for any other text, about which nothing is said. */
static bool read_plain_lines(Arena *a, Str text, int first_line, Yaml *root)
{
    Yaml keys[LINES_MAX], values[LINES_MAX];
    ptrdiff_t n = 0;
    for (; text.n; n++) {
        ptrdiff_t end = str_find_char(text, '\n');
        Str value = str_head(text, end), key = str_cut(&value, ':'), written = str_from(value, 1);
        bool is_line = end >= 0 && n < LINES_MAX && is_key(key) && str_starts(value, S(" ")), is_plain = is_line && is_bare(written);
        if (!is_plain && !(is_line && is_quoted(written)))
            return false;
        for (ptrdiff_t i = 0; i < n; i++)
            if (str_eq(keys[i].text, key))
                return false;
        int number = first_line + (int)n;
        value = is_plain ? written : str_sub(written, 1, written.n - 1);
        keys[n] = (Yaml){.kind = YAML_SCALAR, .line = number, .col = 1, .is_plain = true, .text = str_copy(a, key)};
        values[n] = (Yaml){.kind = YAML_SCALAR, .line = number, .col = (int)key.n + 3, .is_plain = is_plain, .text = str_copy(a, value)};
        text = str_from(text, end + 1);
    }
    if (!n)
        return false;
    *root = (Yaml){.kind = YAML_MAP, .line = first_line, .col = 1, .keys = arena_new(a, Yaml, n), .items = arena_new(a, Yaml, n), .n = n};
    memcpy(root->keys, keys, (size_t)n * sizeof *keys);
    memcpy(root->items, values, (size_t)n * sizeof *values);
    return true;
}

/* --- JSON ------------------------------------------------------------------------------------------------------------- */

/* The code unit of an escape `\uXXXX` at the start of `s`, or -1. */
static int32_t code_unit(Str s)
{
    if (s.n < 6 || s.p[0] != '\\' || s.p[1] != 'u')
        return -1;
    int32_t unit = 0;
    for (ptrdiff_t i = 2; i < 6; i++) {
        char c = char_lower(s.p[i]);
        if (!char_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return -1;
        unit = unit * 16 + (char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return unit;
}

/* The code point of the surrogate pair of escapes at the start of `s`, or -1. */
static int32_t surrogate_pair(Str s)
{
    int32_t high = code_unit(s), low = code_unit(str_from(s, 6));
    bool is_pair = high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000;
    return is_pair ? 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) : -1;
}

/* JSON writes a character beyond U+FFFF as two escapes (RFC 8259, section 7), which libyaml refuses. In JSON a backslash stands in
 * strings only, so the pairs can be rewritten without looking at the structure. Lines stay; columns right of a pair move by 2. */
static Str without_surrogates(Arena *a, Str text)
{
    Str start = str_trim_start(text);
    bool is_json = str_starts(start, S("{")) || str_starts(start, S("["));
    if (!is_json || (str_find(text, S("\\ud")) < 0 && str_find(text, S("\\uD")) < 0))
        return text;
    Buf b = buf_new(a, text.n);
    for (Str rest = text; rest.n;) {
        ptrdiff_t at = str_find_char(rest, '\\');
        buf_put(&b, str_head(rest, at < 0 ? rest.n : at));
        rest = str_from(rest, at < 0 ? rest.n : at);
        int32_t rune = surrogate_pair(rest);
        if (rune >= 0)
            buf_fmt(&b, "\\U%08X", (unsigned)rune);
        else
            buf_put(&b, str_head(rest, 2));
        rest = str_from(rest, rune >= 0 ? 12 : 2);
    }
    return buf_str(&b);
}

/* --- the interface ---------------------------------------------------------------------------------------------------- */

bool yaml_parse(Arena *a, const Source *source, Str text, int first_line, Yaml *root, Diags *diags)
{
    if (read_plain_lines(a, text, first_line, root))
        return true;
    Reader r = {.arena = a, .source = source, .text = without_surrogates(a, text), .first_line = first_line, .diags = diags,
                .place = {.line = first_line, .col = 1}, .anchor_names = {.arena = a}};
    CHECK(yaml_parser_initialize(&r.parser));
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(r.text.n ? r.text.p : ""), (size_t)r.text.n);
    bool ok = read_stream(&r, root);
    yaml_parser_delete(&r.parser);
    return ok;
}

const Yaml *yaml_get(const Yaml *map, Str key)
{
    for (ptrdiff_t i = 0; map->kind == YAML_MAP && i < map->n; i++)
        if (str_eq(map->keys[i].text, key))
            return &map->items[i];
    return NULL;
}

static ptrdiff_t count_digits(Str s)
{
    ptrdiff_t n = 0;
    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    return n;
}

/* number = ["-"] ("0" | digit1-9 {digit}) ["." digit {digit}] [("e" | "E") ["+" | "-"] digit {digit}]      (RFC 8259, section 6) */
static bool is_json_number(Str s)
{
    s = str_unprefix(s, S("-"));
    ptrdiff_t n = count_digits(s);
    if (!n || (n > 1 && s.p[0] == '0'))
        return false;
    s = str_from(s, n);
    if (str_starts(s, S("."))) {
        n = count_digits(str_from(s, 1));
        if (!n)
            return false;
        s = str_from(s, 1 + n);
    }
    if (!str_starts_fold(s, S("e")))
        return !s.n;
    s = str_from(s, 1);
    s = str_unprefix(s, str_starts(s, S("-")) ? S("-") : S("+"));
    return s.n && count_digits(s) == s.n;
}

/* YAML 1.2.2, section 10.3.2. */
static const struct {
    const char *word;
    Value value;
} WORDS[] = {
    {"", {0}},
    {"~", {0}},
    {"null", {0}},
    {"Null", {0}},
    {"NULL", {0}},
    {"true", {.kind = VALUE_BOOL, .truth = true}},
    {"True", {.kind = VALUE_BOOL, .truth = true}},
    {"TRUE", {.kind = VALUE_BOOL, .truth = true}},
    {"false", {.kind = VALUE_BOOL}},
    {"False", {.kind = VALUE_BOOL}},
    {"FALSE", {.kind = VALUE_BOOL}},
};

static Value scalar_value(const Yaml *y)
{
    for (ptrdiff_t i = 0; y->is_plain && i < countof(WORDS); i++)
        if (str_eq(y->text, str(WORDS[i].word)))
            return WORDS[i].value;
    return y->is_plain && is_json_number(y->text) ? value_number_text(y->text) : value_string(y->text);
}

/* The parser bounded the depth, hence the recursion. Keys are unique already, so the members are filled without asking. */
Value yaml_value(Arena *a, const Yaml *y)
{
    if (y->kind == YAML_SCALAR)
        return scalar_value(y);
    if (y->kind == YAML_LIST) {
        Value *items = arena_new(a, Value, y->n);
        for (ptrdiff_t i = 0; i < y->n; i++)
            items[i] = yaml_value(a, &y->items[i]);
        return (Value){.kind = VALUE_LIST, .n = y->n, .as.items = items};
    }
    Member *members = arena_new(a, Member, y->n);
    for (ptrdiff_t i = 0; i < y->n; i++)
        members[i] = member_of(y->keys[i].text, yaml_value(a, &y->items[i]));
    Value map = map_from(members, y->n);
    map.is_open = true;
    return map;
}
