/* theme: the templates, words and static files of the site: its own, and the built-in theme's where it has none of that name. */
#ifndef KB_BUILD_THEME_H
#define KB_BUILD_THEME_H

#include "build/load.h"

/* Fills the templates, the static files, and what the config has of the theme: words, assets. What cannot be read is told and left out. */
void theme_load(Load *l);

#endif
