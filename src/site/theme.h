/* theme: the default templates and static files, which the build made part of the program (embed.c), so that `kb` is one file. A site's own
 * templates/ and static/ shadow them file by file. */
#ifndef KB_SITE_THEME_H
#define KB_SITE_THEME_H

typedef struct ThemeFile {
    const char *path;       /* "templates/article.mustache", "static/kb.css" */
    const char *bytes;
    long n;
} ThemeFile;

/* Sorted by path; ends with a path of NULL. */
extern const ThemeFile THEME_FILES[];

#endif
