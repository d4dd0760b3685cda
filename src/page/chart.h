/* chart: bars as inline SVG, drawn when the site is built. Their lengths are percentages and their heights em, so that a chart is as wide as the page
 * lets it and its words are as large as the page's; colours are the style sheet's (.chart). What a chart shows stands in a table beside it, too: to a
 * screen reader it is one image with the name of its heading. */
#ifndef KB_PAGE_CHART_H
#define KB_PAGE_CHART_H

#include "base/buf.h"

typedef struct ChartBar {
    Str label;
    int64_t value;          /* not negative */
} ChartBar;

/* `heading` is the id of the element that names the chart. */

/* Columns side by side over a scale; as many are labelled as there is room for. */
void chart_columns(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n);

/* One below another, with its label and value above each. */
void chart_bars(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n);

/* Parts of one bar, each with its label and value in a line of its own. */
void chart_parts(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n);

#endif
