/* The words of a line, and the signs in them, seen once: what every rule about it asks. */
#include "read/kb/glance.h"

#include "base/bytes16.h"
#include "read/kb/word.h"

enum { STEP = 64 };     /* bytes that a word of bits stands for */

static bool is_name_char(char c)
{
    return char_is_alnum(c) || c == '_';
}

/* Letters, and one sign behind them: a word of a sentence. */
static bool is_plain_word(Str word)
{
    ptrdiff_t n = word.n;
    if (n > 1 && !char_is_alnum(word.p[n - 1]) && char_is_in(word.p[n - 1], S(".,:?!)")))
        n--;
    for (ptrdiff_t i = 0; i < n; i++)
        if (!char_is_alpha(word.p[i]) && !(i && word.p[i] == '\'') && !(i && word.p[i] == '-'))
            return false;
    return n > 0;
}

static bool is_type(Str word)
{
    static const Word types[] = {"any",  "boolean", "byte", "control", "currency", "database", "date",   "double",
                                 "form", "integer", "long", "new",     "object",   "single",   "string", "variant"};
    ptrdiff_t n = 0;
    while (n < word.n && char_is_alpha(word.p[n]))
        n++;
    return char_is_upper(word.p[0]) && word_is_one_of(str_head(word, n), types, countof(types));
}

/* The name left of an equals sign: parts of names, indexes and brackets, nothing of a sentence. */
static bool is_assignee(Str s)
{
    s = str_trim(s);
    if (str_starts_fold(s, S("set ")) || str_starts_fold(s, S("let ")))
        s = str_trim_start(str_from(s, 4));
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!is_name_char(s.p[i]) && (s.p[i] == ' ' || !char_is_in(s.p[i], S(".()[]$%&!#*>-:@\"+"))))
            return false;
    return s.n && (char_is_alpha(s.p[0]) || s.p[0] == '_' || s.p[0] == '*' || s.p[0] == '.');
}

/* What every byte is; 0 for letters. */
static const unsigned short SIGNS[256] = {
    ['\t' ... '\r'] = SIGN_BLANK, [' '] = SIGN_BLANK, ['0' ... '9'] = SIGN_DIGIT,
    ['|'] = SIGN_ART | SIGN_OTHER, ['+'] = SIGN_ART | SIGN_OTHER, ['^'] = SIGN_ART | SIGN_OTHER, ['-'] = SIGN_ART | SIGN_MARK | SIGN_OTHER,
    ['_'] = SIGN_ART | SIGN_UNDERSCORE, ['/'] = SIGN_ART | SIGN_SLASH, ['\\'] = SIGN_ART | SIGN_BACKSLASH,
    ['<'] = SIGN_ART | SIGN_MARK | SIGN_OTHER, ['>'] = SIGN_ART | SIGN_GREATER,
    ['('] = SIGN_MARK | SIGN_OTHER, ['='] = SIGN_MARK | SIGN_EQUALS, [':'] = SIGN_MARK | SIGN_COLON, ['&'] = SIGN_MARK | SIGN_OTHER,
    ['.'] = SIGN_MARK | SIGN_DOT, ['%'] = SIGN_MARK | SIGN_OTHER, ['*'] = SIGN_MARK | SIGN_OTHER, ['\''] = SIGN_MARK | SIGN_OTHER,
    [';'] = SIGN_SEMICOLON, ['#'] = SIGN_HASH, [','] = SIGN_COMMA,
    ['!'] = SIGN_OTHER, ['"'] = SIGN_OTHER, ['$'] = SIGN_OTHER, [')'] = SIGN_OTHER, ['?'] = SIGN_OTHER, ['@'] = SIGN_OTHER, ['['] = SIGN_OTHER,
    [']'] = SIGN_OTHER, ['`'] = SIGN_OTHER, ['{'] = SIGN_OTHER, ['}'] = SIGN_OTHER, ['~'] = SIGN_OTHER, [0x7F ... 0xFF] = SIGN_OTHER,
};

static inline unsigned stops_of(Bytes16 bytes)
{
    return bytes16_mask((Bytes16)((Bytes16)((bytes | 0x20) - 'a') > 'z' - 'a'));
}

/* What the look at a line remembers on its way. */
typedef struct Look {
    Glance *g;
    int apostrophes;
    bool has_assignment;
} Look;

/* The sign at i and its neighbours: are they a mark? */
static void see_mark(Look *look, ptrdiff_t i)
{
    Glance *g = look->g;
    Str s = g->text;
    char before = i ? s.p[i - 1] : ' ', after = i + 1 < s.n ? s.p[i + 1] : ' ';
    switch (s.p[i]) {
    case '(':
        if (is_name_char(before) && !(after == 's' && i + 2 < s.n && s.p[i + 2] == ')'))
            g->marks |= MARK_CALL;
        break;
    case '=':
        if (!look->has_assignment && !char_is_in(before, S("<>=!")) && after != '=' && is_assignee(str_head(s, i)))
            g->marks |= MARK_ASSIGN;
        look->has_assignment = true;
        break;
    case '-':
        if (after == '>' && (is_name_char(before) || before == ')' || before == ']') && i + 2 < s.n && is_name_char(s.p[i + 2]))
            g->marks |= MARK_ARROW;
        break;
    case ':':
        if (after == ':' && i + 2 < s.n && (char_is_alpha(s.p[i + 2]) || s.p[i + 2] == '~') && (is_name_char(before) || before == ' '))
            g->marks |= MARK_SCOPE;
        break;
    case '&':
        if (after == '&')
            g->marks |= MARK_AND_AND;
        break;
    case '.': {
        Str rest = str_from(s, i);
        if (before != '.' && (str_starts_fold(rest, S(".t.")) || str_starts_fold(rest, S(".f.")) || str_starts_fold(rest, S(".null."))))
            g->marks |= MARK_DOT_VALUE;
        break;
    }
    case '<':
        if (after == '%')
            g->marks |= MARK_SCRIPT;
        break;
    case '%':
        if (after == '>')
            g->marks |= MARK_SCRIPT;
        if (before == ' ' && after >= '0' && after <= '9')
            g->marks |= MARK_PARAMETER;
        break;
    case '*':
        if (after == '/')
            g->marks |= MARK_COMMENT_END;
        break;
    case '\'': look->apostrophes++; break;
    default: break;
    }
}

/* The bytes other than letters in the 64 that begin at `at`, which is not behind the text: a bit for each, and one for its end. */
static uint64_t stops_in(Str s, ptrdiff_t at)
{
    uint64_t stops = 0;
    ptrdiff_t left = s.n - at, k = 0;
    for (; k < STEP && k + 16 <= left; k += 16)
        stops |= (uint64_t)stops_of(bytes16_at(s.p + at + k)) << k;
    if (k == STEP)
        return stops;
    if (k < left) {
        char rest[16] = {0};
        memcpy(rest, s.p + at + k, (size_t)(left - k));
        stops |= (uint64_t)stops_of(bytes16_at(rest)) << k;
    }
    return (stops & ((1ull << left) - 1)) | 1ull << left;
}

/* A word of signs `signs` is read. */
static inline void see_word(Glance *g, Str word, unsigned signs)
{
    g->signs |= signs;
    g->plain_words += !signs || (!(signs & SIGN_DIGIT) && is_plain_word(word));
    if (g->words < GLANCE_WORDS)
        g->word[g->kept_words++] = word;
    if (g->words == 1 && word.p == g->last.p + g->last.n + 1)
        g->pair = (Str){g->text.p, g->last.n + 1 + word.n};
    if (g->last.n == 2 && g->words > 1 && str_eq_fold(g->last, S("as")) && is_type(word))
        g->marks |= MARK_AS_TYPE;
    g->last = word;
    g->words++;
}

/* Every word, and in it every sign. Of letters, as most bytes are, it is enough to know how many. */
static void see_words(Glance *g)
{
    Look look = {.g = g};
    Str s = g->text;
    unsigned signs = 0;     /* of the word so far */
    ptrdiff_t word = 0, count = 0;
    for (ptrdiff_t at = 0; at <= s.n; at += STEP) {
        for (uint64_t stops = stops_in(s, at); stops; stops &= stops - 1) {
            ptrdiff_t i = at + __builtin_ctzll(stops);
            unsigned sign = i < s.n ? SIGNS[(unsigned char)s.p[i]] : SIGN_BLANK;
            count++;
            if (sign & SIGN_BLANK) {
                if (i > word)
                    see_word(g, (Str){s.p + word, i - word}, signs);
                signs = 0;
                word = i + 1;
                continue;
            }
            signs |= sign;
            g->digits += (sign & SIGN_DIGIT) != 0;
            if (sign & (SIGN_ART | SIGN_MARK)) {
                g->art += (sign & SIGN_ART) != 0;
                g->bars += s.p[i] == '|';
                if (sign & SIGN_MARK)
                    see_mark(&look, i);
            }
        }
    }
    g->letters = (int)(s.n + 1 - count);
    enum { CONTEXT = MARK_CALL | MARK_ASSIGN };
    bool is_statement = (g->marks & CONTEXT) || char_is_in(s.p[s.n - 1], S(";{}:,"));
    if (!is_statement)
        g->marks &= ~(unsigned)MARK_SCOPE;    /* Class::Member in a log */
    if (s.p[0] == '\'' && look.apostrophes % 2 == 1)
        g->marks |= MARK_APOSTROPHE;
}

/* element = "<" ["/"] name, then ">", a blank or the line's end. */
static void see_tag(Glance *g)
{
    static const Word tags[] = {
        "!", "!doctype", "a", "b", "body", "br", "center", "div", "embed", "font", "form", "frame", "frameset", "h1", "h2", "h3", "head", "hr", "html", "i",
        "iframe", "img", "input", "li", "link", "meta", "object", "ol", "option", "p", "param", "pre", "script", "select", "span", "style", "table", "td",
        "textarea", "th", "title", "tr", "ul"
    };
    Str s = str_from(g->text, 1);
    bool is_end = str_starts(s, S("/"));
    s = is_end ? str_from(s, 1) : s;
    ptrdiff_t n = str_starts(s, S("!"));
    while (n < s.n && (is_name_char(s.p[n]) || s.p[n] == ':'))
        n++;
    Str name = str_head(s, n);
    if (!n || (n < s.n && s.p[n] != '>' && s.p[n] != ' ' && !str_starts(s, S("!--"))))
        return;
    if (word_is_one_of(name, tags, countof(tags)))
        g->marks |= MARK_TAG;
    if (n < s.n && s.p[n] == ' ' && str_find_char(s, '=') < 0 && !is_end)
        g->marks &= ~(unsigned)MARK_TAG;
    bool has_more = str_find(s, S("</")) >= 0 || str_find(s, S("/>")) >= 0 || str_find(s, S("=\"")) >= 0;
    if (!(g->marks & MARK_TAG) && (is_end || has_more))
        g->marks |= MARK_ELEMENT;
}

static void see_ends(Glance *g)
{
    Str s = g->text;
    char end = s.p[s.n - 1];
    if (end == ';')
        g->marks |= MARK_STATEMENT_END;
    if (char_is_in(end, S("{}")) || char_is_in(s.p[0], S("{}")))
        g->marks |= MARK_BRACE;
    if (str_starts(s, S("//")))
        g->marks |= MARK_SLASHES;
    if (str_starts(s, S("/*")))
        g->marks |= MARK_COMMENT;
    if (s.p[0] == '*' && !str_starts(s, S("*.")) && !str_starts(s, S("**")))
        g->marks |= MARK_STAR;
    if (s.p[0] == ';')
        g->marks |= MARK_SEMICOLON;
    if (str_ends(s, S(" _")))
        g->marks |= MARK_UNDERSCORE;
    if (g->words > 2 && str_eq_fold(g->last, S("then")))
        g->marks |= MARK_THEN;
    if (char_is_in(end, S("_,+&|(\\")) || (end == ';' && s.n > 1 && s.p[s.n - 2] == ' '))
        g->marks |= MARK_GOES_ON;
    if (s.p[0] == '<' && s.n > 2)
        see_tag(g);
    ptrdiff_t dot = g->signs & SIGN_DOT ? str_find_char(g->word[0], '.') : -1;
    if (dot > 0 && dot + 2 < g->word[0].n && char_is_alpha(s.p[0]) && char_is_upper(s.p[dot + 1]) && char_is_lower(s.p[dot + 2]))
        g->marks |= MARK_MEMBER;
    Str operands = g->signs & SIGN_COMMA ? str_trim_start(str_from(s, g->word[0].n)) : (Str){0};
    ptrdiff_t comma = str_find_char(operands, ',');
    bool has_mnemonic = g->words <= 6 && g->word[0].n >= 2 && g->word[0].n <= 5 && is_plain_word(g->word[0]);
    if (has_mnemonic && comma > 0 && str_find_char(str_head(operands, comma), ' ') < 0)
        g->marks |= MARK_OPERANDS;
}

/* Four words or more, most of them plain, and no sign that a sentence lacks. */
static bool is_prose(const Glance *g)
{
    enum {
        CODE_SIGNS = MARK_STATEMENT_END | MARK_BRACE | MARK_ARROW | MARK_SCOPE | MARK_AS_TYPE | MARK_SCRIPT | MARK_DOT_VALUE | MARK_THEN |
                     MARK_UNDERSCORE | MARK_TAG | MARK_AND_AND
    };
    bool has_sign = (g->marks & CODE_SIGNS) || ((g->marks & MARK_ASSIGN) && g->plain_words < 6);
    bool has_path = g->words <= 6 && (g->signs & SIGN_BACKSLASH);
    return g->words >= 4 && g->plain_words * 10 >= g->words * 7 && !has_sign && !has_path;
}

void glance(Glance *g, Str text, int indent, bool has_gap)
{
    g->text = text;
    g->indent = indent;
    g->has_gap = has_gap;
    g->word[1] = g->pair = g->last = (Str){0};
    g->words = g->kept_words = g->plain_words = g->letters = g->digits = g->art = g->bars = 0;
    g->signs = g->marks = 0;
    see_words(g);
    see_ends(g);
    g->is_prose = is_prose(g);
}
