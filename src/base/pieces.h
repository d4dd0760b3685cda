/* pieces: the system's memory in pieces of whole huge pages (2 MB), for blocks that are that large: the arena's (arena.h), and nobody else's.
 *
 * What is given back stays for the next that asks, up to a bound, whichever thread it is: memory that is fresh from the system costs a fault for each of its
 * pages, and is filled with zeros first. Of a build with search, 75,000 of 93,000 faults came from some hundred arrays that were of a megabyte and more. */
#ifndef KB_BASE_PIECES_H
#define KB_BASE_PIECES_H

#include <stddef.h>

/* `*n` bytes or more, and `*n` says how many; NULL when there is no more. They may hold anything. */
void *piece_take(ptrdiff_t *n);
/* Gives them back. */
void piece_give(void *p, ptrdiff_t n);
/* What was given back goes to the system. */
void pieces_trim(void);

#endif
