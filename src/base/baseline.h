/* baseline: findings that are known and put up with, so that only new ones count. As text it has a line for each,
 *
 *     content/vpn.md: the link to 'clok.md' leads to no article or file of this site [broken-link]
 *     content/vpn.md: the image 'lamp.png' leads to no article or file of this site [missing-asset] x2
 *
 * in byte order, below a line that says what the file is. No line tells where in its file the finding stands, so it stays known when text
 * moves; a path is written from the site's folder, from wherever kb was called. */
#ifndef KB_BASE_BASELINE_H
#define KB_BASE_BASELINE_H

#include "base/diag.h"
#include "base/table.h"

typedef struct BaselineCount {
    ptrdiff_t known;        /* how often it stands in the baseline */
    ptrdiff_t met;          /* how often it was found since */
} BaselineCount;

/* Zero plus an arena is a valid empty baseline: nothing is known. */
typedef struct Baseline {
    Arena *arena;
    Str root;               /* the site's folder as paths begin with it; empty or "." when they do not */
    Table findings;         /* without the count at the end; on the arena too */
    BaselineCount *counts;  /* by finding */
    ptrdiff_t cap;
} Baseline;

/* Adds what the text holds; it must live as long as the baseline. False at a line that is no finding; `*line` is its number. */
bool baseline_read(Baseline *b, Str text, int *line);

/* Puts up with one finding more. */
void baseline_add(Baseline *b, const Diag *d);

/* Whether the finding is known. Asked for each in turn: of one that stands there twice, the third is new. */
bool baseline_meet(Baseline *b, const Diag *d);

/* How many known findings were not met. */
ptrdiff_t baseline_gone(const Baseline *b);

/* As text. */
void baseline_put(Buf *out, const Baseline *b);

#endif
