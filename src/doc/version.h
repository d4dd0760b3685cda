/* version: how the names of platforms, hardware and versions are shown. Articles spell them in many ways ("winnt", "WINNT", "NT"); Meta keeps what
 * is written, and who shows it asks here. What is not known is shown as it stands. */
#ifndef KB_DOC_VERSION_H
#define KB_DOC_VERSION_H

#include "base/str.h"

/* "Windows NT" for "winnt"; of several behind bars the names with commas between them. Empty for what says that there is none ("N\A"). */
Str platform_name(Arena *a, Str written);

/* "Alpha" for "ALPHA". */
Str hardware_name(Arena *a, Str written);

/* "4.0 SP1" for "4.0SP1", "4.0 sp1" and "4.0 Service Pack 1"; "3.x" for "3.X". */
Str version_name(Arena *a, Str written);

#endif
