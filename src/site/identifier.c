#include "site/identifier.h"

#include "base/order.h"

static const struct {
    IdentKind ident;
    const char *folder;
} KINDS[IDENTIFIER_KIND_COUNT] = {
    [IDENTIFIER_STOP] = {IDENT_STOP, "stop-codes"}, [IDENTIFIER_RESULT] = {IDENT_RESULT, "results"}, [IDENTIFIER_HEX] = {IDENT_HEX, "hex-codes"},
    [IDENTIFIER_EVENT] = {IDENT_EVENT, "events"},   [IDENTIFIER_ERROR] = {IDENT_ERROR, "errors"},    [IDENTIFIER_FILE] = {IDENT_FILE, "files"},
};

Str identifiers_permalink(void)
{
    return S("identifiers/");
}

Str identifier_kind_permalink(Arena *a, IdentifierKind kind)
{
    return str_fmt(a, "identifiers/%s/", KINDS[kind].folder);
}

Str identifier_permalink(Arena *a, const Identifier *identifier)
{
    if (identifier->n < IDENTIFIER_PAGE_MIN)
        return (Str){0};
    return str_fmt(a, "identifiers/%s/" STR_FMT "/", KINDS[identifier->kind].folder, STR_ARG(str_lower(a, identifier->name)));
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

enum { CODE_DIGITS = 8 };

static Str trim_zeros(Str s)
{
    while (s.n && s.p[0] == '0')
        s = str_from(s, 1);
    return s;
}

/* "0x" and the digits in capitals, with zeros in front where there are fewer than `least`. */
static Str code_name(Arena *a, Str digits, ptrdiff_t least)
{
    Buf b = buf_new(a, digits.n + CODE_DIGITS + 2);
    buf_put(&b, S("0x"));
    buf_pad(&b, '0', least - digits.n);
    for (ptrdiff_t i = 0; i < digits.n; i++)
        buf_putc(&b, char_upper(digits.p[i]));
    return buf_str(&b);
}

/* A bare number is a code by its looks alone: below 0x100 it counts something, 0x400 is a size, of F alone it is -1, and of more than four digits it is
 * an address, but for the messages (4…) and errors (E…) that programs have of their own. */
static Str hex_name(Arena *a, Str digits)
{
    Str value = trim_zeros(digits);
    bool is_number = value.n < 3 || str_is_run(str_from(value, 1), '0') || str_is_run(value, 'F') || str_is_run(value, 'f');
    bool is_own = value.n == CODE_DIGITS && value.p[1] == '0' && char_is_in(value.p[0], S("4Ee"));
    return !is_number && (value.n <= 4 || is_own) ? code_name(a, digits, 0) : (Str){0};
}

/* The last name of a path. "mydb*.mdb", "<name>.txt", "%1.tmp" name no file. */
static Str file_name(Arena *a, Str path)
{
    while (str_ends(path, S("\\")))
        path.n--;
    Str name = str_from(path, str_find_last_char(path, '\\') + 1);
    for (ptrdiff_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= ' ' || char_is_in(name.p[i], S("<>*?%{}")))
            return (Str){0};
    return str_lower(a, name);
}

Str identifier_name(Arena *a, IdentKind kind, Str key)
{
    if (!key.n || key.n > IDENTIFIER_MAX)
        return (Str){0};
    Str digits = str_starts_fold(key, S("0x")) ? str_from(key, 2) : key;
    switch (kind) {
    case IDENT_STOP: return trim_zeros(digits).n ? code_name(a, trim_zeros(digits), CODE_DIGITS) : (Str){0};
    case IDENT_RESULT: return code_name(a, digits, CODE_DIGITS);
    case IDENT_HEX: return hex_name(a, digits);
    case IDENT_EVENT: return trim_zeros(key).n ? str_copy(a, trim_zeros(key)) : S("0");
    case IDENT_ERROR: return str_copy(a, key);
    case IDENT_FILE: return file_name(a, key);
    default: return (Str){0};
    }
}

/* --- of an article ------------------------------------------------------------------------------------------------------------ */

typedef struct Finder {
    const IdPattern *ids;
    Arena *arena;           /* scratch */
    Table names;
    unsigned char *kinds;   /* by name: an IdentifierKind */
    ptrdiff_t cap;
} Finder;

static IdentifierKind kind_of(IdentKind ident)
{
    int kind = 0;
    while (kind < IDENTIFIER_KIND_COUNT && KINDS[kind].ident != ident)
        kind++;
    return (IdentifierKind)kind;
}

/* Of two kinds of one code the first one says more. */
static void add(Finder *f, IdentKind ident, Str key)
{
    IdentifierKind kind = kind_of(ident);
    Str name = kind < IDENTIFIER_KIND_COUNT ? identifier_name(f->arena, ident, key) : (Str){0};
    if (!name.n)
        return;
    f->names.arena = f->arena;
    ptrdiff_t known = f->names.n, i = table_add(&f->names, name);
    f->kinds = arena_grow(f->arena, f->kinds, known, &f->cap, sizeof *f->kinds);
    if (i == known || kind < f->kinds[i])
        f->kinds[i] = (unsigned char)kind;
}

static void search(Finder *f, Str text, bool with_hex)
{
    Ident found;
    for (ptrdiff_t from = 0; ident_next(f->ids, text, from, false, &found); from = found.at + found.n)
        if (found.kind != IDENT_HEX || with_hex)
            add(f, found.kind, str_sub(text, found.key_at, found.key_at + found.key_n));
}

/* What the reader marked is not looked for again; code that an author marked it has not looked into. */
static void search_inlines(Finder *f, const Inline *in)
{
    for (; in; in = in->next) {
        bool is_found = in->ident;
        if (in->kind == INLINE_CODE && is_found)
            add(f, (IdentKind)in->ident, in->text);
        else if ((in->kind == INLINE_CODE && !is_found) || (in->kind == INLINE_TEXT && is_found))
            search(f, in->text, true);
        if (inline_children(in))
            search_inlines(f, in->child);
    }
}

/* Elsewhere hexadecimal numbers are values and addresses. */
static bool has_hex_codes(LiteralKind kind)
{
    return kind == LITERAL_MESSAGE || kind == LITERAL_FIELDS;
}

Str identifiers_of(Arena *keep, Arena *scratch, const IdPattern *ids, const Doc *doc)
{
    Finder f = {.ids = ids, .arena = scratch};
    for (const Block *b = doc->root; b; b = block_following(doc->root, b)) {
        search_inlines(&f, b->text);
        if (b->kind == BLOCK_LITERAL && b->literal_kind != LITERAL_HEX && b->literal_kind != LITERAL_DRAWING)
            search(&f, b->literal, has_hex_codes(b->literal_kind));
    }
    ptrdiff_t bytes = 0;
    for (ptrdiff_t i = 0; i < f.names.n; i++)
        bytes += f.names.keys[i].n + 2;
    Buf all = bytes ? buf_new(keep, bytes) : (Buf){0};
    for (ptrdiff_t i = 0; i < f.names.n; i++) {
        buf_putc(&all, (char)('a' + f.kinds[i]));
        buf_put(&all, f.names.keys[i]);
        buf_putc(&all, '\n');
    }
    return buf_str(&all);
}

/* --- of the site ---------------------------------------------------------------------------------------------------------------- */

/* The next of an article's identifiers. */
static Str cut_name(Str *rest, IdentifierKind *kind)
{
    Str line = str_cut(rest, '\n');
    *kind = line.n && line.p[0] >= 'a' && line.p[0] < 'a' + IDENTIFIER_KIND_COUNT ? (IdentifierKind)(line.p[0] - 'a') : IDENTIFIER_FILE;
    return str_from(line, 1);
}

typedef struct Tally {
    int32_t counts[IDENTIFIER_KIND_COUNT];  /* by the kind that articles make it */
} Tally;

static int32_t tally_sum(const Tally *t)
{
    int32_t n = 0;
    for (int k = 0; k < IDENTIFIER_KIND_COUNT; k++)
        n += t->counts[k];
    return n;
}

static IdentifierKind tally_kind(const Tally *t)
{
    int best = 0;
    for (int k = 1; k < IDENTIFIER_KIND_COUNT; k++)
        if (t->counts[k] > t->counts[best])
            best = k;
    return (IdentifierKind)best;
}

/* Letters first, and what begins with none behind them, under one sign. */
static char letter_of(const Identifier *x)
{
    char c = x->name.n ? x->name.p[0] : 0;
    return x->kind != IDENTIFIER_FILE ? 0 : char_is_lower(c) ? c : '~';
}

/* "4058" before "11000", "c1001" before "lnk1104": names of one kind are of one form but for the numbers of events. */
static int by_kind_and_name(const void *x, const void *y)
{
    const Identifier *a = x, *b = y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (letter_of(a) != letter_of(b))
        return letter_of(a) < letter_of(b) ? -1 : 1;
    if (a->kind == IDENTIFIER_EVENT && a->name.n != b->name.n)
        return a->name.n < b->name.n ? -1 : 1;
    return str_cmp(a->name, b->name);
}

/* The kind, the letter or the number's length, and the first letters: in the order of by_kind_and_name, as far as they go. */
static uint64_t head_of(const Identifier *x)
{
    enum { FORM_BITS = 8, NAME_BITS = 48 };
    uint64_t form = x->kind == IDENTIFIER_EVENT ? (uint64_t)x->name.n : (unsigned char)letter_of(x);
    return ((uint64_t)x->kind << FORM_BITS | form) << NAME_BITS | str_head_number(x->name) >> (64 - NAME_BITS);
}

static void sort_identifiers(Identifiers *out)
{
    Arena scratch = {0};
    uint64_t *heads = arena_raw(&scratch, uint64_t, out->n);
    for (ptrdiff_t i = 0; i < out->n; i++)
        heads[i] = head_of(&out->items[i]);
    order_items(out->items, out->n, sizeof *out->items, heads, by_kind_and_name);
    arena_free(&scratch);
}

static void add_group(Arena *a, Identifiers *out, ptrdiff_t i)
{
    const Identifier *x = &out->items[i];
    char letter = letter_of(x), capital = char_upper(letter);
    IdentifierGroup *g = &out->groups[out->group_count++];
    *g = (IdentifierGroup){.kind = x->kind, .permalink = identifier_kind_permalink(a, x->kind), .first = (int32_t)i};
    if (!letter)
        return;
    g->name = letter == '~' ? S("0–9") : str_copy(a, (Str){&capital, 1});
    g->permalink = str_fmt(a, STR_FMT STR_FMT "/", STR_ARG(g->permalink), STR_ARG(letter == '~' ? S("0-9") : str_lower(a, g->name)));
}

static void find_groups(Arena *a, Identifiers *out)
{
    enum { GROUPS_MAX = IDENTIFIER_KIND_COUNT + 'z' - 'a' + 1 };
    out->groups = arena_new(a, IdentifierGroup, GROUPS_MAX);
    for (ptrdiff_t i = 0; i < out->n; i++) {
        const Identifier *x = &out->items[i];
        if (i == 0 || x->kind != x[-1].kind || letter_of(x) != letter_of(&x[-1]))
            add_group(a, out, i);
        out->groups[out->group_count - 1].n++;
        out->counts[x->kind]++;
    }
}

/* Names are numbered as they come and counted by kind; then each gets room for its articles, is filled, and all are sorted. */
void identifiers_build(Arena *a, const Article *articles, ptrdiff_t n, const int32_t *newest, Identifiers *out)
{
    *out = (Identifiers){0};
    Arena scratch = {0};
    Table names = {.arena = &scratch};
    Tally *tallies = NULL;
    int32_t *numbers = NULL;    /* of all identifiers of all articles, in their order */
    ptrdiff_t tally_cap = 0, count = 0, cap = 0;
    IdentifierKind kind;
    for (ptrdiff_t i = 0; i < n; i++)
        for (Str rest = articles[newest[i]].identifiers; rest.n; count++) {
            ptrdiff_t known = names.n, number = table_add(&names, cut_name(&rest, &kind));
            tallies = arena_grow(&scratch, tallies, known, &tally_cap, sizeof *tallies);
            numbers = arena_grow(&scratch, numbers, count, &cap, sizeof *numbers);
            tallies[number].counts[kind]++;
            numbers[count] = (int32_t)number;
        }
    out->n = names.n;
    out->items = arena_new(a, Identifier, names.n);
    int32_t *places = arena_new(a, int32_t, count);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        out->items[i] = (Identifier){.name = names.keys[i], .articles = places, .kind = tally_kind(&tallies[i])};
        places += tally_sum(&tallies[i]);
    }
    count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        for (Str rest = articles[newest[i]].identifiers; rest.n; count++) {
            Identifier *x = &out->items[numbers[count]];
            cut_name(&rest, &kind);
            x->articles[x->n++] = newest[i];
        }
    arena_free(&scratch);
    sort_identifiers(out);
    find_groups(a, out);
}
