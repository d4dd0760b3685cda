/* The rules of codes: of events, stop messages, results and errors. What stands around a number says whether it is one. */
#include "doc/identrule.h"

static bool is_hex(char c)
{
    return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'f');
}

static ptrdiff_t hex_at(Str s, ptrdiff_t at)
{
    ptrdiff_t n = 0;
    while (at + n < s.n && n <= HEX_MAX && is_hex(s.p[at + n]))
        n++;
    return n;
}

/* "STOP", "Stop error", "STOP code:" … before the number. */
static bool is_stop_context(Str before)
{
    static const Str between[] = {W("error"), W("code"), W("message"), W("msg"), W("err"), W("screen"), W("errors"), W("messages")};
    for (int i = 0; i < 3; i++) {
        Str word = cut_last_word(&before);
        if (str_eq_fold(word, S("stop")))
            return is_free_before(before, before.n, S("_"));
        if (!is_one_of(word, between, countof(between)))
            return false;
    }
    return false;
}

/* Words that a bare result stands behind: "error 80004005", "exception code=C0000005". */
static bool is_result_context(Str before)
{
    static const Str words[] = {W("error"), W("errors"), W("err"), W("code"), W("codes"), W("exception"), W("hresult"), W("hr"), W("violation"),
                                W("result"), W("status"), W("ntstatus")};
    for (int i = 0; i < 3; i++) {
        Str word = cut_last_word(&before);
        if (is_one_of(word, words, countof(words)))
            return true;
        if (!word.n)
            return false;
    }
    return false;
}

/* The eight digits of an error or a warning whose facility is a known kind: 800xxxxx, C00xxxxx; 80000000 is just a number. */
static bool is_result(Str digits)
{
    return digits.n == 8 && (str_starts(digits, S("800")) || str_starts_fold(digits, S("c00"))) && !str_is_run(str_from(digits, 1), '0');
}

/* "0x" 1*16HEX: behind "stop" a stop code, of the form of a result a result, else just a number */
bool ident_hexadecimal(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    bool is_prefixed = at + 2 < text.n && text.p[at] == '0' && char_lower(text.p[at + 1]) == 'x';
    ptrdiff_t digits = is_prefixed ? hex_at(text, at + 2) : 0, end = at + 2 + digits;
    if (digits < 1 || digits > HEX_MAX || !is_free_before(text, at, S("_&\\")) || !ends_code(text, end))
        return false;
    bool is_stop = digits <= 8 && is_stop_context(context_before(text, at));
    return hit(found, is_stop ? IDENT_STOP : is_result(str_sub(text, at + 2, end)) ? IDENT_RESULT : IDENT_HEX, at, end);
}

/* 8HEX behind "stop": a stop code; "800" 5HEX or "C00" 5HEX behind "error" and the like: a result */
bool ident_status(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    ptrdiff_t begin = at, behind = at + s->digits;
    bool may_be = s->digits == 8 || (at > s->from && is_hex(text.p[at - 1])) || (behind < text.n && is_hex(text.p[behind]));
    if (!may_be)
        return false;
    while (begin > s->from && at - begin < 8 && is_hex(text.p[begin - 1]) && !char_is_digit(text.p[begin - 1]))
        begin--;
    ptrdiff_t end = begin + hex_at(text, begin);
    if (end - begin != 8 || !is_free_before(text, begin, S("_&\\-.@/")) || !is_free_behind(text, end, S("_@")))
        return false;
    Str digits = str_sub(text, begin, end), before = context_before(text, begin);
    if (is_stop_context(before))
        return hit(found, IDENT_STOP, begin, end);
    bool in_brackets = begin > 0 && text.p[begin - 1] == '(' && end < text.n && text.p[end] == ')';
    return is_result(digits) && (in_brackets || is_result_context(before)) && hit(found, IDENT_RESULT, begin, end);
}

/* "Event" [" "] "ID" {[" :#="]} 1*5DIGIT; the key is the number */
bool ident_event(Scan *s, ptrdiff_t at, Ident *found)
{
    Str text = s->text;
    ptrdiff_t digits = s->digits, id = at;
    while (id > s->from && at - id < EVENT_GAP_MAX && char_is_in(text.p[id - 1], S(" :#=\t")))
        id--;
    bool is_id = id < at && (stands_before(s, id, S("ID")) || stands_before(s, id, S("IDs")));
    if (!is_id || digits > 5 || !ends_code(text, at + digits))
        return false;
    ptrdiff_t word = id - (char_lower(text.p[id - 1]) == 's' ? 3 : 2);
    word -= word > s->from && text.p[word - 1] == ' ';
    if (!stands_before(s, word, S("Event")) || !is_free_before(text, word - 5, S("_")))
        return false;
    hit(found, IDENT_EVENT, word - 5, at + digits);
    found->key_at = at;
    found->key_n = digits;
    return true;
}

/* What follows the number of an error: ": text" or " error". */
static bool has_error_behind(Str rest, bool with_colon)
{
    static const Str words[] = {W("error"), W("errors"), W("warning"), W("warnings"), W("compiler"), W("linker"), W("fatal")};
    if (with_colon && (str_starts(rest, S(": ")) || str_starts(rest, S(" : "))))
        return true;
    return str_starts(rest, S(" ")) && is_one_of(str_head(str_from(rest, 1), word_at(str_from(rest, 1))), words, countof(words));
}

static bool has_error_before(Str before)
{
    static const Str words[] = {W("error"), W("errors"), W("warning"), W("warnings"), W("error:")};
    return is_one_of(cut_last_word(&before), words, countof(words));
}

/* prefix 4DIGIT, beside a word that says it is an error; without one only what is nothing else */
bool ident_tool_error(Scan *s, ptrdiff_t at, Ident *found)
{
    static const struct {
        Str prefix;
        int digits;
        bool is_plain;      /* needs no word beside it */
        bool with_colon;    /* ": " behind it is enough */
    } tools[] = {
        {W("C"), 4, false, true},     {W("LNK"), 4, true, true},  {W("A"), 4, false, true},   {W("L"), 4, false, true},  {W("U"), 4, false, true},
        {W("F"), 4, false, true},     {W("R"), 4, false, false},  {W("D"), 4, false, false},  {W("RC"), 4, false, true}, {W("CVT"), 4, true, true},
        {W("BK"), 4, false, true},    {W("MIDL"), 4, true, true}, {W("CS"), 4, false, true},  {W("BC"), 5, false, true}, {W("PRJ"), 4, true, true},
    };
    Str text = s->text;
    ptrdiff_t begin = at, end = at + s->digits;
    while (begin > s->from && at - begin < 5 && char_is_upper(text.p[begin - 1]))
        begin--;
    if (begin == at || !is_free_before(text, begin, S("_-/\\.$&")) || !ends_code(text, end))
        return false;
    for (ptrdiff_t i = 0; i < countof(tools); i++) {
        if (end - at != tools[i].digits || !str_eq(str_sub(text, begin, at), tools[i].prefix))
            continue;
        bool is_error = tools[i].is_plain || has_error_before(context_before(text, begin)) || has_error_behind(str_from(text, end), tools[i].with_colon);
        return is_error && hit(found, IDENT_ERROR, begin, end);
    }
    return false;
}
