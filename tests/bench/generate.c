/* generate COUNT FOLDER: into an empty folder, an archive of self-made KB articles, for measuring at sizes that no archive at hand has.
 *
 * Its statistics are those of an archive of 60,000 real articles: sizes (log-normal, median 2.5 KB, one in a hundred above 16 KB), words (Zipf's law up to
 * rank 5,000 and a steeper tail after it, so that the vocabulary grows with about the 0.6th power of the text: Heaps' law), references (to a quarter of
 * the articles others refer, to few of them most; one in four leads nowhere), fields, sections, lists and code. The words are syllables.
 *
 * Article i is the same in every archive: a small archive is the beginning of a large one. */
#define _XOPEN_SOURCE 700
#include "base/buf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct Random {
    uint64_t state;
} Random;

/* splitmix64, Steele et al., "Fast splittable pseudorandom number generators", OOPSLA 2014. */
static uint64_t next(Random *r)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double unit(Random *r) { return ((double)(next(r) >> 11) + 0.5) / 9007199254740992.0; }
static long below(Random *r, long n) { return (long)(next(r) % (uint64_t)n); }
static bool chance(Random *r, double p) { return unit(r) < p; }

/* Box and Muller's transform. */
static double normal(Random *r) { return sqrt(-2 * log(unit(r))) * cos(6.283185307179586 * unit(r)); }

/* --- words ---------------------------------------------------------------------------------------------------------------------------------------- */

enum { HEAD = 5000 };               /* ranks of the common words */
static const double tail_share = 0.05, tail_power = 1 / 0.6;

static long rank(Random *r)
{
    if (!chance(r, tail_share))
        return (long)pow(HEAD, unit(r));
    double x = HEAD * pow(unit(r), -tail_power);
    return x < 4e9 ? (long)x : 4000000000;
}

static void put_word(Buf *b, long rank)
{
    static const char consonants[] = "dklmnrst", vowels[] = "aeiou";
    rank += 40;                     /* none of one syllable */
    for (; rank; rank /= 40) {
        char both[2] = {consonants[rank % 40 / 5], vowels[rank % 5]};
        buf_put(b, (Str){both, 2});
    }
}

/* --- an article ----------------------------------------------------------------------------------------------------------------------------------- */

enum { FIRST_ID = 100000, WIDTH = 72 };

typedef struct Text {
    Random random;
    Buf *out;
    ptrdiff_t line_start, end;  /* end: where it is long enough */
    long self;
} Text;

static void line_end(Text *t)
{
    buf_put(t->out, S("\n"));
    t->line_start = t->out->n;
}

/* Most references are to few: the hubs are the multiples of 97 among the older ones. One in four is to a number that no article has. */
static long reference(Text *t)
{
    Random *r = &t->random;
    if (chance(r, 0.25))
        return FIRST_ID - 1 - (long)(50000 * pow(unit(r), 3));
    long older = t->self > 97 ? t->self : 97;
    if (chance(r, 0.5))
        return FIRST_ID + (long)((double)(older / 97) * pow(unit(r), 2)) * 97;
    return FIRST_ID + below(r, older);
}

static void put_token(Text *t)
{
    static const char *const extensions[] = {"dll", "exe", "sys", "ini", "ocx"};
    Random *r = &t->random;
    double kind = unit(r);
    if (kind < 0.0014) {
        buf_fmt(t->out, "Q%06ld", reference(t));
    } else if (kind < 0.0022) {
        buf_fmt(t->out, "0x8%07lX", (long)(4096 * pow(unit(r), 2)));
    } else if (kind < 0.0045) {
        put_word(t->out, (long)(20000 * pow(unit(r), 3)));
        buf_fmt(t->out, ".%s", extensions[below(r, 5)]);
    } else {
        put_word(t->out, rank(r));
    }
}

static void put_words(Text *t, long n, int indent)
{
    for (long i = 0; i < n; i++) {
        if (t->out->n - t->line_start > WIDTH) {
            line_end(t);
            buf_fmt(t->out, "%*s", indent, "");
        } else if (i) {
            buf_put(t->out, S(" "));
        }
        put_token(t);
    }
}

static void put_sentence(Text *t, long n, int indent)
{
    ptrdiff_t first = t->out->n;
    put_words(t, n, indent);
    if (t->out->p[first] >= 'a')
        t->out->p[first] += 'A' - 'a';
    buf_put(t->out, S("."));
    line_end(t);
}

static void put_paragraph(Text *t)
{
    put_sentence(t, 8 + below(&t->random, 60), 0);
    line_end(t);
}

static void put_list(Text *t)
{
    for (long i = 1, n = 2 + below(&t->random, 6); i <= n; i++) {
        buf_fmt(t->out, "%ld. ", i);
        put_sentence(t, 5 + below(&t->random, 20), 3);
        line_end(t);
    }
}

static void put_code(Text *t)
{
    for (long i = 0, n = 2 + below(&t->random, 8); i < n; i++) {
        buf_put(t->out, S("   "));
        put_word(t->out, rank(&t->random));
        buf_put(t->out, S("("));
        put_word(t->out, rank(&t->random));
        buf_fmt(t->out, ", %ld);", below(&t->random, 1000));
        line_end(t);
    }
    line_end(t);
}

static void put_section(Text *t, const char *heading, double share)
{
    ptrdiff_t until = t->out->n + (ptrdiff_t)((double)(t->end - t->out->n) * share);
    buf_fmt(t->out, "%s\n%.*s\n", heading, (int)strlen(heading), "================");
    line_end(t);
    do {
        double kind = unit(&t->random);
        (kind < 0.12 ? put_list : kind < 0.2 ? put_code : put_paragraph)(t);
    } while (t->out->n < until);
}

static void put_names(Text *t, const char *prefix, long n, long of, char separator)
{
    for (long i = 0; i < n; i++) {
        if (i)
            buf_put(t->out, (Str){&separator, 1});
        buf_put(t->out, str(prefix));
        put_word(t->out, 100 + (long)((double)of * pow(unit(&t->random), 3)));
    }
    line_end(t);
}

static void put_article(Buf *b, long i)
{
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    static const char *const kinds[] = {"PRB: ", "BUG: ", "FIX: ", "HOWTO: ", "INFO: ", "", "", ""};
    Text t = {.random = {(uint64_t)i * 0x2545f4914f6cdd1du + 1}, .out = b, .self = i};
    Random *r = &t.random;
    ptrdiff_t start = b->n;
    double size = 2500 * exp(0.8 * normal(r));
    t.end = start + (ptrdiff_t)(size < 600 ? 600 : size > 180000 ? 180000 : size);
    long product = (long)(47 * pow(unit(r), 2));
    buf_fmt(b, "DOCUMENT:Q%06ld  %02ld-%s-%ld  [product%ld]\nTITLE   :%s", FIRST_ID + i, 1 + below(r, 28), months[below(r, 12)], 1988 + below(r, 15), product,
            kinds[below(r, 8)]);
    t.line_start = b->n;        /* a title is one line */
    put_words(&t, 4 + below(r, 4), 8);
    buf_fmt(b, "\nPRODUCT :Product %ld\nPROD/VER::%ld.%ld\nOPER/SYS:\nKEYWORDS:", product, 1 + below(r, 8), below(r, 10));
    put_names(&t, "kb", 1 + below(r, 5), 3000, ' ');
    line_end(&t);
    buf_fmt(b, "======================================================================\n");
    buf_fmt(b, "-------------------------------------------------------------------------------\nThe information in this article applies to:\n\n - Product "
               "%ld, version %ld.0 \n"
               "-------------------------------------------------------------------------------\n", product, 1 + below(r, 8));
    line_end(&t);
    if (chance(r, 0.5)) {
        put_section(&t, "SYMPTOMS", 0.3);
        put_section(&t, "CAUSE", 0.3);
        put_section(&t, "RESOLUTION", 0.5);
    } else {
        put_section(&t, "SUMMARY", 0.3);
    }
    put_section(&t, "MORE INFORMATION", 1);
    buf_put(b, S("Additional query words: "));
    put_names(&t, "", 1 + below(r, 4), 5000, ' ');
    line_end(&t);
    buf_put(b, S("======================================================================\nKeywords          : "));
    put_names(&t, "kb", 1 + below(r, 3), 3000, ' ');
    buf_put(b, S("Technology        : "));
    put_names(&t, "kb", 1 + below(r, 3), 300, ' ');
    buf_put(b, S("\nTHE INFORMATION PROVIDED IN THIS KNOWLEDGE BASE IS PROVIDED \"AS IS\".\n\nCopyright Example Corporation 2001.\n"));
}

int main(int argc, char **argv)
{
    long count = argc == 3 ? atol(argv[1]) : 0;
    if (count < 1 || count > 9000000) {
        fprintf(stderr, "usage: generate COUNT FOLDER\n");
        return 2;
    }
    Arena arena = {0};
    Buf b = buf_new(&arena, 1 << 20);
    char path[4096];
    for (long i = 0; i < count; i++) {
        b.n = 0;
        put_article(&b, i);
        snprintf(path, sizeof path, "%s/%03ld", argv[2], (FIRST_ID + i) / 1000);
        if (i % 1000 == 0 && mkdir(path, 0777) < 0)
            return perror(path), 1;
        snprintf(path, sizeof path, "%s/%03ld/Q%06ld.txt", argv[2], (FIRST_ID + i) / 1000, FIRST_ID + i);
        FILE *file = fopen(path, "wb");
        if (!file || fwrite(b.p, 1, (size_t)b.n, file) != (size_t)b.n || fclose(file) != 0)
            return perror(path), 1;
    }
    arena_free(&arena);
    return 0;
}
