#include "search/query.h"

#include "base/fold.h"
#include "search/rank.h"

/* The number of a query that is an id, or -1. */
static int64_t id_of(const Lookup *l, Str query)
{
    const Str prefixes[] = {l->id_prefix, S("Q"), S("KB")};
    for (ptrdiff_t i = 0; i < countof(prefixes); i++)
        if (prefixes[i].n && str_starts_fold(query, prefixes[i]) && str_number(str_from(query, prefixes[i].n)) >= 0)
            return str_number(str_from(query, prefixes[i].n));
    return str_number(query);
}

bool search_answer(Arena *a, SearchLoad *load, void *context, Str query, ptrdiff_t limit, Answer *answer, Str *why)
{
    Lookup lookup;
    *answer = (Answer){0};
    if (!lookup_open(&lookup, a, load, context, why))
        return false;
    Question *question = arena_new(a, Question, 1);
    Str folded = str_trim(text_fold(a, query));
    question_read(question, &lookup, folded);
    Match *matches;
    ptrdiff_t n = rank_matches(question, &lookup, &matches);
    answer->items = arena_new(a, Found, (limit < n ? limit : n) + 1);
    int64_t id = id_of(&lookup, folded);
    bool has_id = id >= 0 && id < 1 << 30 && limit > 0 && lookup_card(&lookup, (uint32_t)id, &answer->items[0]);
    answer->n = has_id;
    answer->total = n + has_id;
    if (!has_id) {      /* the words of an id are not looked for in vain */
        answer->unknown = question->unknown;
        answer->corrected = question->corrected;
    }
    for (ptrdiff_t i = 0; i < n && answer->n < limit; i++) {
        Found *found = &answer->items[answer->n];
        if (has_id && matches[i].number == (uint32_t)id) {
            answer->total--;
            continue;
        }
        if (lookup_card(&lookup, matches[i].number, found)) {
            found->score = matches[i].score;
            answer->n++;
        }
    }
    return true;
}
