/* words: what the theme says to readers, in the site's language. One file a language, templates/lang/xx.yml, a map of key and text; English is
 * always there, another language lies over it key by key, so a file need not be whole. Templates have them as `t`. */
#ifndef KB_SITE_WORDS_H
#define KB_SITE_WORDS_H

#include "base/diag.h"
#include "base/table.h"
#include "base/value.h"

/* A piece of a date as it is written: its day, month or year, or what stands between. */
typedef struct DatePart {
    enum { DATE_TEXT, DATE_DAY, DATE_MONTH, DATE_YEAR } kind;
    Str text;
} DatePart;

typedef struct Words {
    Value map;              /* sorted by key */
    Table keys;             /* numbered as in the map: every page asks for some of them */
    DatePart *date;         /* the pattern of dates, and the words in them */
    ptrdiff_t date_count;
    Str months[12];
    uint64_t hash;
} Words;

/* Lays a file of words over those that are there. A value that is no text is told and left out. A key that no language file of the theme has is the
 * site's own and fine, unless `theirs`, the words of the theme, has one so near that it must be a slip. NULL: nobody looks. */
void words_add(MapBuilder *words, const Source *source, const Words *theirs, Diags *diags);

Words words_take(const MapBuilder *words);

/* The text, or the empty Str. */
Str words_get(const Words *words, const char *key);

/* What scripts say: the words whose keys begin with "script_", as JSON under the rest of their keys. */
Str words_for_scripts(const Words *words, Arena *a);

/* The files that a language is read from, the plainer first: "de-AT" -> de, de-AT. Empty for what is no name of a language: it becomes a path. */
StrList words_languages(Arena *a, Str language);

/* Is the language written from right to left? */
bool words_are_rtl(Arena *scratch, Str language);

/* 14191593 -> "14,191,593", as the language groups digits. */
Str words_number(const Words *words, Arena *a, int64_t n);

/* "2001-05-18" -> "18 May 2001", as the language writes it; what is no date stays as it is. */
Str words_date(const Words *words, Arena *a, Str iso);

#endif
