/* join: all segments written as one, without what later ones have taken the place of. */
#include "search/segment.h"

#include "base/record.h"
#include "search/posting.h"

#include <stdlib.h>

typedef struct JoinedForm {
    Str name;
    int32_t articles;
} JoinedForm;

/* The forms of all terms, and where those of each segment have gone. */
typedef struct Join {
    Arena arena;
    const Index *index;
    JoinedForm *forms;
    int32_t n;
    int32_t *first;         /* by term: its forms; the last entry is n */
    uint32_t **places;      /* by segment, by its form */
} Join;

static void join_forms(Join *j)
{
    const Index *index = j->index;
    Arena *a = &j->arena;
    ptrdiff_t total = 0;
    j->places = arena_new(a, uint32_t *, index->segment_count);
    for (ptrdiff_t s = 0; s < index->segment_count; s++) {
        total += index->segments[s].form_count;
        j->places[s] = arena_new(a, uint32_t, index->segments[s].form_count);
    }
    j->forms = arena_new(a, JoinedForm, total);
    j->first = arena_new(a, int32_t, index->n + 1);
    for (ptrdiff_t i = 0; i < index->n; i++) {
        const IndexTerm *t = &index->terms[i];
        j->first[i] = j->n;
        for (ptrdiff_t k = 0; k < index_parts(t); k++) {
            ptrdiff_t segment;
            WordLists word = index_part(index, t, k, &segment);
            while (word.form_count > 0) {
                int32_t number = word.first_form, at = j->first[i];
                SegmentForm form = segment_form(&index->segments[segment], &word);
                while (at < j->n && !str_eq(j->forms[at].name, form.name))
                    at++;
                if (form.articles <= 0)
                    continue;
                if (at == j->n)
                    j->forms[j->n++].name = form.name;
                j->forms[at].articles += form.articles;
                j->places[segment][number] = (uint32_t)at;
            }
        }
    }
    j->first[index->n] = j->n;
}

typedef struct Alive {
    const SegmentArticle *article;
    ptrdiff_t segment;
} Alive;

static int compare_kept(const void *a, const void *b)
{
    uint32_t x = ((const Alive *)a)->article->number, y = ((const Alive *)b)->article->number;
    return (x > y) - (x < y);
}

static Alive *keep_articles(Join *j, ptrdiff_t *n)
{
    ptrdiff_t total = 0;
    for (ptrdiff_t s = 0; s < j->index->segment_count; s++)
        total += j->index->segments[s].article_count;
    Alive *kept = arena_new(&j->arena, Alive, total);
    *n = 0;
    for (ptrdiff_t s = 0; s < j->index->segment_count; s++)
        for (ptrdiff_t i = 0; i < j->index->segments[s].article_count; i++)
            if (!j->index->segments[s].articles[i].is_gone)
                kept[(*n)++] = (Alive){&j->index->segments[s].articles[i], s};
    if (*n)
        qsort(kept, (size_t)*n, sizeof *kept, compare_kept);
    return kept;
}

static void put_kept(const Join *j, const Alive *kept, Buf *out)
{
    const Segment *s = &j->index->segments[kept->segment];
    ArticleWords article = segment_words(s, kept->article);
    Arena scratch = {0};
    Buf forms = buf_new(&scratch, article.forms.n * 2 + 16);
    Record r = record_of(article.forms);
    while (r.p < r.end && !r.is_damaged) {
        int64_t f = segment_form_number(s, article.part, record_get(&r));
        if (f >= 0)
            record_put(&forms, j->places[kept->segment][f]);
    }
    record_put(out, kept->article->number);
    record_put_word(out, article.key);
    record_put(out, 0);
    record_put_str(out, buf_str(&forms));
    arena_free(&scratch);
}

static void put_postings(Buf *out, const Postings *p)
{
    const uint32_t *gap = p->gaps;
    for (ptrdiff_t i = 0; i < p->n; i++) {
        record_put_signed(out, (int32_t)(p->numbers[i] - (i ? p->numbers[i - 1] : 0)));
        for (uint32_t k = 0; k < p->counts[i]; k++)
            record_put(out, *gap++ + 1);
        record_put(out, 0);
        record_put(out, p->levels[i]);
    }
}

void index_put_segment(const Index *index, Buf *out)
{
    Join j = {.index = index};
    ptrdiff_t start = out->n, article_count, words = 0;
    join_forms(&j);
    Alive *kept = keep_articles(&j, &article_count);
    Buf names = {.arena = &j.arena}, lists = {.arena = &j.arena};
    for (ptrdiff_t i = 0; i < index->n; i++) {
        Arena scratch = {0};
        ptrdiff_t from = lists.n;
        Postings postings = postings_of(&scratch, index, i, PTRDIFF_MAX);
        put_postings(&lists, &postings);
        arena_free(&scratch);
        record_put_str(&names, index_stem(index, i));
        record_put(&names, (uint64_t)(j.first[i + 1] - j.first[i]));
        for (int32_t f = j.first[i]; f < j.first[i + 1]; f++) {
            record_put_str(&names, j.forms[f].name);
            record_put(&names, (uint64_t)j.forms[f].articles);
        }
        record_put(&names, (uint64_t)postings.n);
        record_put(&names, (uint64_t)(lists.n - from));
        words++;
    }
    const uint64_t counts[] = {(uint64_t)article_count, (uint64_t)words, (uint64_t)j.n, 1, 0};
    for (ptrdiff_t i = 0; i < countof(counts); i++)
        record_put(out, counts[i]);
    record_put(out, (uint64_t)j.n);
    for (int32_t f = 0; f < j.n; f++)
        record_put(out, (uint64_t)f);
    for (ptrdiff_t i = 0; i < article_count; i++)
        put_kept(&j, &kept[i], out);
    buf_put(out, buf_str(&names));
    buf_put(out, buf_str(&lists));
    arena_free(&j.arena);
    record_seal(out, start);
}
