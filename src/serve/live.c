#include "serve/live.h"

#include "base/diag.h"
#include "serve/target.h"

/* It needs no more than script-src 'self' and connect-src 'self': styles go through the object model, the text of errors is text. A hidden page
 * closes its stream, since a browser keeps six connections to a server and no more. */
const char LIVE_SCRIPT[] =
    "// The script of kb serve. It is in no file of the site.\n"
    "(() => {\n"
    "    'use strict';\n"
    "    const script = document.currentScript, address = new URL('" LIVE_EVENTS_NAME "', script.src), CLOSED = 'kb-serve-closed';\n"
    "    const STYLE = `\n"
    "        section { position: fixed; inset: auto 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; box-sizing: border-box;\n"
    "            padding: 1rem 1.5rem; background: #2b1313; color: #fff; border-top: 4px solid #ff6b6b; font: 16px/1.5 system-ui, sans-serif; }\n"
    "        h2 { margin: 0 4rem .5rem 0; font-size: 1.1rem; }\n"
    "        pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, monospace; }\n"
    "        button { position: absolute; top: 1rem; right: 1.5rem; padding: .2rem .8rem; font: inherit; cursor: pointer; color: inherit;\n"
    "            background: none; border: 1px solid #ff6b6b; border-radius: 4px; }`;\n"
    "    let source = null, overlay = null;\n"
    "\n"
    "    function add(parent, name, text) {\n"
    "        const element = document.createElement(name);\n"
    "        element.textContent = text;\n"
    "        return parent.appendChild(element);\n"
    "    }\n"
    "    function hide() {\n"
    "        overlay?.remove();\n"
    "        overlay = null;\n"
    "    }\n"
    "    function show(state) {\n"
    "        hide();\n"
    "        overlay = document.createElement('kb-errors');\n"
    "        const root = overlay.attachShadow({ mode: 'open' }), sheet = new CSSStyleSheet();\n"
    "        sheet.replaceSync(STYLE);\n"
    "        root.adoptedStyleSheets = [sheet];\n"
    "        const section = add(root, 'section', '');\n"
    "        section.setAttribute('role', 'alert');\n"
    "        add(section, 'h2', state.kept ? 'The site has errors. This is the last good one.' : 'The site has errors.');\n"
    "        add(section, 'pre', state.errors);\n"
    "        add(section, 'button', 'Close').addEventListener('click', () => {\n"
    "            sessionStorage.setItem(CLOSED, state.errors);\n"
    "            hide();\n"
    "        });\n"
    "        document.documentElement.append(overlay);\n"
    "    }\n"
    "    function told(event) {\n"
    "        const state = JSON.parse(event.data);\n"
    "        if (state.revision !== script.dataset.revision)\n"
    "            location.reload();\n"
    "        else if (!state.errors)\n"
    "            hide();\n"
    "        else if (sessionStorage.getItem(CLOSED) !== state.errors)\n"
    "            show(state);\n"
    "    }\n"
    "    function listen() {\n"
    "        if (source || document.hidden)\n"
    "            return;\n"
    "        source = new EventSource(address);\n"
    "        source.addEventListener('site', told);\n"
    "    }\n"
    "    function rest() {\n"
    "        source?.close();\n"
    "        source = null;\n"
    "    }\n"
    "    document.addEventListener('visibilitychange', () => document.hidden ? rest() : listen());\n"
    "    addEventListener('pagehide', rest);\n"
    "    addEventListener('pageshow', listen);\n"
    "    listen();\n"
    "})();\n";

static ptrdiff_t end_of_body(Str html)
{
    for (ptrdiff_t i = html.n - 7; i >= 0; i--)
        if (html.p[i] == '<' && str_starts_fold(str_from(html, i), S("</body>")))
            return i;
    return html.n;
}

void live_put_page(Buf *b, Str html, Str revision)
{
    ptrdiff_t at = end_of_body(html);
    buf_put(b, str_head(html, at));
    buf_fmt(b, "<script src=\"/" TARGET_OWN_FOLDER "/" LIVE_SCRIPT_NAME "\" data-revision=\"" STR_FMT "\"></script>\n", STR_ARG(revision));
    buf_put(b, str_from(html, at));
}

/* JSON has no line end outside of its strings, and none in them that is not escaped: one data line. */
void live_put_event(Buf *b, const LiveState *state)
{
    buf_put(b, S("event: site\ndata: {\"revision\":"));
    buf_put_json(b, state->revision);
    buf_put(b, state->is_kept ? S(",\"kept\":true,\"errors\":") : S(",\"kept\":false,\"errors\":"));
    buf_put_json(b, state->errors);
    buf_put(b, S("}\n\n"));
}
