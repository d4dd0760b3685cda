/* What every unit test includes: cmocka with the headers it needs first, and assertions for Str. */
#ifndef KB_TESTS_UNIT_H
#define KB_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/diag.h"

#include <stdio.h>

#define assert_str(actual, expected) assert_str_at((actual), (expected), __FILE__, __LINE__)

static inline void assert_str_at(Str actual, const char *expected, const char *file, int line)
{
    if (str_eq(actual, str(expected)))
        return;
    fprintf(stderr, "%s:%d:\n  expected: %s\n  actual:   " STR_FMT "\n", file, line, expected, STR_ARG(actual));
    _fail(file, line);
}

/* The codes of all diagnostics, in order, separated by blanks: what most tests want to say about messages. */
static inline Str diag_codes(Arena *a, const Diags *d)
{
    StrList names = {0};
    for (ptrdiff_t i = 0; i < d->n; i++)
        list_add(a, &names, diag_name(d->items[i].code));
    return list_join(a, &names, S(" "));
}

#endif
