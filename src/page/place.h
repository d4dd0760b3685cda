/* place: what pages have in common that stand equally deep below the same first folder: the way to the root, the menu, and the links to terms. They are made
 * for the first of these pages and kept, so that templates keep what they make of them (template/mustache.h). */
#ifndef KB_PAGE_PLACE_H
#define KB_PAGE_PLACE_H

#include "page/chrome.h"

/* Where the page stands; NULL when nothing is kept for it. */
Place *place_of(PageMaker *m, const Page *page);

Str place_root(PageMaker *m, const Page *page, const Place *place);             /* "../../../": to the site's root */
Value place_nav(PageMaker *m, const Page *page, Place *place, Str current);     /* the menu, with the entry of that name marked */
Value place_term(PageMaker *m, const Page *page, Place *place, const Taxonomy *t, const Term *term);    /* a map of `name` and `url` */

#endif
