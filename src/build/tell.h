/* tell: what a build tells when it is done, besides its diagnostics. */
#ifndef KB_BUILD_TELL_H
#define KB_BUILD_TELL_H

#include "build/build.h"
#include "build/output.h"

/* An output that was asked about with the output folder `dir` in front, or as a permalink: as it stands below that folder. */
Str output_of_name(Arena *a, Str dir, Str name);

/* Files that are new, have changed or are gone, a line each, to a file; "-": to stdout. */
void tell_changes(Output *o, Str to);
/* Of each output that was asked about, why it was made or was not; `is_repeated`: nothing had changed at all. */
void tell_reasons(const Output *o, bool is_repeated);
void tell_profile(const Output *o, bool verbose);

/* How the build went, on `a`. */
void report_fill(Arena *a, const Output *o, int status, bool built, BuildReport *report);

#endif
