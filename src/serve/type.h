/* type: the media type of a file, by its name. */
#ifndef KB_SERVE_TYPE_H
#define KB_SERVE_TYPE_H

#include "base/str.h"

/* As Content-Type has it, with the charset of texts; "application/octet-stream" for a name that says nothing. */
Str type_of(Str path);

#endif
