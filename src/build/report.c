#include "build/report.h"

#include "base/fs.h"

#include <stdio.h>
#include <stdlib.h>

void print_out(Str s)
{
    fwrite(s.p ? s.p : "", 1, (size_t)s.n, stdout);
}

void print_err(Str s)
{
    fwrite(s.p ? s.p : "", 1, (size_t)s.n, stderr);
}

void diags_print(Arena *scratch, Diags *d, bool verbose, bool json)
{
    const char *no_colour = getenv("NO_COLOR");
    bool colour = fs_is_terminal(2) && !(no_colour && *no_colour);
    diags_sort(d);
    for (ptrdiff_t i = 0; i < d->n; i++) {
        if (d->items[i].severity == SEVERITY_NOTE && !verbose && !json)
            continue;
        ArenaMark mark = arena_mark(scratch);
        Buf b = {.arena = scratch};
        if (json)
            diag_put_json(&b, &d->items[i]);
        else
            diag_put_text(&b, &d->items[i], colour);
        print_err(buf_str(&b));
        arena_rewind(scratch, mark);
    }
}
