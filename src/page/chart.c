#include "page/chart.h"

#include "base/utf8.h"

enum {
    LABEL_MAX = 36,         /* bytes of a label above a bar: what fits on a phone */
    LABELS_CHARS = 44,      /* of all labels below columns */
    PLOT_TOP = 150, PLOT_HEIGHT = 1200, ROW_HEIGHT = 260     /* hundredths of an em */
};

static void open_chart(Buf *out, Str heading, int height)
{
    buf_fmt(out, "<svg class=\"chart\" role=\"img\" aria-labelledby=\"" STR_FMT "\" width=\"100%%\" height=\"%d.%02dem\">\n", STR_ARG(heading),
            height / 100, height % 100);
}

static void close_chart(Buf *out)
{
    buf_put(out, S("</svg>"));
}

/* A part of `whole` in hundredths; rounded down, so that parts are never more than the whole. */
static int64_t hundredths(int64_t part, int64_t whole)
{
    return whole > 0 ? (int64_t)((double)part / (double)whole * 10000) : 0;
}

/* name="12.5%" */
static void put_percent(Buf *out, const char *name, int64_t value)
{
    buf_fmt(out, " %s=\"%lld", name, (long long)(value / 100));
    if (value % 100)
        buf_fmt(out, ".%02lld", (long long)(value % 100));
    buf_put(out, S("%\""));
}

static void put_em(Buf *out, const char *name, int64_t value)
{
    buf_fmt(out, " %s=\"%lld.%02lldem\"", name, (long long)(value / 100), (long long)(value % 100));
}

static int64_t largest(const ChartBar *bars, ptrdiff_t n)
{
    int64_t most = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        most = bars[i].value > most ? bars[i].value : most;
    return most;
}

/* The tooltip of the element it stands in. */
static void put_title(Buf *out, const ChartBar *bar)
{
    buf_put(out, S("<title>"));
    buf_put_html(out, bar->label);
    buf_fmt(out, ": %lld</title>", (long long)bar->value);
}

/* --- columns ------------------------------------------------------------------------------------------------------------------ */

/* The end of the scale: 2, 4, 6, 10 or 20 times a power of ten, so that its half is a whole number. */
static int64_t scale_end(int64_t most)
{
    static const int64_t steps[] = {2, 4, 6, 10, 20};
    int64_t power = 1;
    while (most / power > 20)
        power *= 10;
    for (ptrdiff_t i = 0; i < countof(steps); i++)
        if (steps[i] * power >= most)
            return steps[i] * power;
    return most;
}

static void put_line(Buf *out, int64_t at, int64_t value)
{
    buf_put(out, S("<line class=\"tick\" x2=\"100%\""));
    put_em(out, "y1", at);
    put_em(out, "y2", at);
    buf_put(out, S("/>"));
    buf_put(out, S("<text class=\"tick\""));
    put_em(out, "y", at - 30);
    buf_fmt(out, ">%lld</text>\n", (long long)value);
}

/* Every which column has room for its label. */
static ptrdiff_t label_step(const ChartBar *bars, ptrdiff_t n)
{
    ptrdiff_t longest = 1;
    for (ptrdiff_t i = 0; i < n; i++)
        longest = bars[i].label.n > longest ? bars[i].label.n : longest;
    return (n * (longest + 1) + LABELS_CHARS - 1) / LABELS_CHARS;
}

void chart_columns(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n)
{
    enum { BASE = PLOT_TOP + PLOT_HEIGHT };
    int64_t end = scale_end(largest(bars, n));
    ptrdiff_t step = label_step(bars, n);
    open_chart(out, heading, BASE + 180);
    put_line(out, PLOT_TOP, end);
    put_line(out, PLOT_TOP + PLOT_HEIGHT / 2, end / 2);
    for (ptrdiff_t i = 0; i < n; i++) {
        int64_t left = i * 10000 / n, right = (i + 1) * 10000 / n, gap = (right - left) / 8;
        int64_t height = (int64_t)((double)bars[i].value / (double)end * PLOT_HEIGHT);
        height = bars[i].value > 0 && height < 5 ? 5 : height;
        buf_put(out, S("<rect"));
        put_percent(out, "x", left + gap);
        put_percent(out, "width", right - left - 2 * gap);
        put_em(out, "y", BASE - height);
        put_em(out, "height", height);
        buf_put(out, S(">"));
        put_title(out, &bars[i]);
        buf_put(out, S("</rect>"));
        if (i % step == 0) {
            buf_put(out, S("<text class=\"below\""));
            put_percent(out, "x", (left + right) / 2);
            put_em(out, "y", BASE + 130);
            buf_put(out, S(">"));
            buf_put_html(out, bars[i].label);
            buf_put(out, S("</text>"));
        }
        buf_putc(out, '\n');
    }
    buf_put(out, S("<line class=\"base\" x2=\"100%\""));
    put_em(out, "y1", BASE);
    put_em(out, "y2", BASE);
    buf_put(out, S("/>\n"));
    close_chart(out);
}

/* --- bars ------------------------------------------------------------------------------------------------------------------------ */

static void put_label(Buf *out, const ChartBar *bar, int64_t left, int64_t at)
{
    Str label = utf8_head(bar->label, LABEL_MAX);
    buf_put(out, S("<text"));
    if (left)
        put_em(out, "x", left);
    put_em(out, "y", at);
    buf_put(out, S(">"));
    buf_put_html(out, label);
    buf_put(out, label.n < bar->label.n ? S("…</text>") : S("</text>"));
    buf_put(out, S("<text class=\"value\" x=\"100%\""));
    put_em(out, "y", at);
    buf_fmt(out, ">%lld</text>\n", (long long)bar->value);
}

static void put_bar(Buf *out, const char *name, int64_t from, int64_t width, int64_t at, int64_t height)
{
    buf_fmt(out, "<rect%s", name);
    put_percent(out, "x", from);
    put_percent(out, "width", width);
    put_em(out, "y", at);
    put_em(out, "height", height);
    buf_put(out, S("/>"));
}

void chart_bars(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n)
{
    int64_t most = largest(bars, n);
    open_chart(out, heading, (int)n * ROW_HEIGHT);
    for (ptrdiff_t i = 0; i < n; i++) {
        int64_t at = i * ROW_HEIGHT;
        put_bar(out, " class=\"track\"", 0, 10000, at + 150, 55);
        put_bar(out, "", 0, hundredths(bars[i].value, most), at + 150, 55);
        put_label(out, &bars[i], 0, at + 110);
    }
    close_chart(out);
}

void chart_parts(Buf *out, Str heading, const ChartBar *bars, ptrdiff_t n)
{
    enum { BAR = 150, LINE = 160 };
    int64_t whole = 0, from = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        whole += bars[i].value;
    open_chart(out, heading, BAR + (int)n * LINE + 40);
    for (ptrdiff_t i = 0; i < n; i++) {
        int64_t width = i + 1 < n ? hundredths(bars[i].value, whole) : 10000 - from;
        const char *name = i ? " class=\"rest\"" : "";
        put_bar(out, name, from, width, 0, BAR - 20);
        buf_fmt(out, "<rect%s width=\"1em\" height=\"1em\"", name);
        put_em(out, "y", BAR + i * LINE + 45);
        buf_put(out, S("/>"));
        put_label(out, &bars[i], 160, BAR + i * LINE + 130);
        from += width;
    }
    close_chart(out);
}
