/* zip: the site as one file, to be handed on: every file that the last build wrote to a folder, below one folder in the zip.
 *
 * The same site gives the same bytes: files are sorted, their times are one fixed time, their rights one fixed set. Files are read and packed one after the
 * other, and written under a temporary name, so a few hundred bytes a file are all that is held in memory; above 65,535 files or 4 GB the zip is a zip64. */
#ifndef KB_BUILD_ZIP_H
#define KB_BUILD_ZIP_H

#include "base/fs.h"

typedef struct ZipSummary {
    ptrdiff_t files;
    int64_t bytes;          /* of the zip */
    FsWritten written;      /* FS_SAME: it was there, with these bytes */
} ZipSummary;

/* Packs `names` (sorted, below the folder `dir`) into `file`, each with `top` and a '/' before it. False when one cannot be read or the zip cannot be
 * written: then what stood at `file` stays, `*path` is the one at fault, and `*why` says how. */
bool zip_write(Arena *a, Str file, Str top, Str dir, const StrList *names, ZipSummary *summary, Str *path, Str *why);

/* The same for all files that the last build of the output folder wrote; the top folder is called as the file is, without ".zip". */
bool zip_site(Arena *a, Str file, Str output_dir, ZipSummary *summary, Str *path, Str *why);

#endif
