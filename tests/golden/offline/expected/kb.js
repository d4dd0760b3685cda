/* What makes reading easier where scripts run; every page is whole without it. First, before the page is painted: that scripts run, the colours that the reader chose
 * last time, and the words of all scripts in the site's language, so that no page need bring them. Then, when the page is there: the switch of colours,
 * anchors at headings, copy buttons, the section being read, a BibTeX entry, whole addresses on paper, filters over lists. */
window.kbWords = {"copied":"Copied","copy":"Copy","corrected":"Showing results for","dark":"Dark colours","filter":"Filter this page","hint":"Search (press / )","instead":"instead of","list":"Results","many":"results","one":"result","unknown":"Not found in any article"};
(() => {
    const root = document.documentElement;
    root.dataset.js = '';
    try {
        const scheme = localStorage.getItem('kb-scheme');
        if (scheme === 'light' || scheme === 'dark')
            root.dataset.scheme = scheme;
    } catch { /* nothing is remembered here */ }
})();
addEventListener('DOMContentLoaded', () => {
    'use strict';

    const words = window.kbWords, root = document.documentElement;

    function make(name, attributes, ...inside) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes))
            element.setAttribute(key, value);
        element.append(...inside);
        return element;
    }

    /* --- light and dark: a choice is kept until it is what the system says anyway */

    const button = document.querySelector('button.scheme');
    button?.setAttribute('aria-label', button.title = words.dark);
    button?.insertAdjacentHTML('beforeend', '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z" fill="currentColor"/></svg>');
    const system = matchMedia('(prefers-color-scheme: dark)');
    const isDark = () => root.dataset.scheme ? root.dataset.scheme === 'dark' : system.matches;
    const tell = () => button?.setAttribute('aria-pressed', isDark());

    button?.addEventListener('click', () => {
        const scheme = isDark() ? 'light' : 'dark', isOwn = system.matches !== (scheme === 'dark');
        if (isOwn)
            root.dataset.scheme = scheme;
        else
            delete root.dataset.scheme;
        try {
            if (isOwn)
                localStorage.setItem('kb-scheme', scheme);
            else
                localStorage.removeItem('kb-scheme');
        } catch { /* it holds for this page */ }
        tell();
    });
    system.addEventListener('change', tell);
    tell();

    /* --- headings lead to themselves */

    const body = document.querySelector('[data-kb-body]');
    for (const heading of body?.querySelectorAll(':is(h2, h3, h4, h5, h6)[id]') ?? [])
        if (!heading.querySelector('a'))
            heading.append(Object.assign(make('a', { class: 'anchor', href: `#${encodeURIComponent(heading.id)}` }, ...heading.childNodes)));

    /* --- citing: the same as a BibTeX entry. Titles and names stand in two pairs of braces: they keep their letter case, and no name is taken apart */

    const cite = document.querySelector('.cite');
    if (cite) {
        const named = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' };
        const tex = (text) => text.trim().replace(/[\\~^{}$&#_%]/g, (sign) => named[sign] ?? `\\${sign}`);
        const text = (selector) => tex(document.querySelector(selector)?.textContent ?? '');
        const date = document.querySelector('.dates time')?.dateTime ?? '', whole = (value) => value && `{${value}}`;
        const fields = Object.entries({
            author: whole(text('.cite .author')), title: whole(text('h1')), number: text('.dates .id'), howpublished: whole(text('.cite cite')),
            year: date.slice(0, 4), date, url: document.querySelector('link[rel="canonical"]')?.href ?? '',
        }).filter(([, value]) => value).map(([name, value]) => `,\n  ${name} = {${value}}`);
        const key = document.querySelector('.dates .id').textContent.trim().replace(/[^\w.:+-]/g, '-');
        cite.append(make('pre', {}, `@misc{${key}${fields.join('')}\n}`));
    }

    /* --- code: a button that copies it, and what scrolls can be reached by the keyboard */

    const copies = (text) => navigator.clipboard ? navigator.clipboard.writeText(text) : new Promise((done, failed) => {
        const area = make('textarea', { readonly: '', class: 'away' });
        area.value = text;
        document.body.append(area);
        area.select();
        const ok = document.execCommand('copy');
        area.remove();
        (ok ? done : failed)();
    });

    for (const pre of document.querySelectorAll('[data-kb-body] pre, .cite pre')) {
        const box = make('div', { class: 'code' }), copy = make('button', { type: 'button', class: 'copy' }, words.copy);
        pre.replaceWith(box);
        box.append(pre, copy);
        copy.addEventListener('click', async () => {
            await copies(pre.textContent).then(() => { copy.textContent = words.copied; }, () => getSelection().selectAllChildren(pre));
            setTimeout(() => { copy.textContent = words.copy; }, 2000);
        });
    }
    const scrollers = document.querySelectorAll('[data-kb-body] pre, .cite pre, [data-kb-body] .table');
    const sizes = new ResizeObserver((entries) => {
        for (const { target } of entries)
            if (target.scrollWidth > target.clientWidth)
                target.setAttribute('tabindex', '0');
            else
                target.removeAttribute('tabindex');
    });
    scrollers.forEach((scroller) => sizes.observe(scroller));

    /* --- contents: the section at the top of the window */

    const entries = new Map([...document.querySelectorAll('.toc a')].map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
    entries.delete(null);
    if (entries.size) {
        const headings = [...entries.keys()];
        let current;
        const mark = () => {
            const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 4) ?? headings[0];
            if (read === current)
                return;
            entries.get(current)?.removeAttribute('aria-current');
            entries.get(current = read).setAttribute('aria-current', 'true');
        };
        const observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -75% 0px' });
        headings.forEach((heading) => observer.observe(heading));
        addEventListener('hashchange', mark);
        mark();
    }

    /* --- paper: what the article refers to, and what refers to it, with whole addresses */

    addEventListener('beforeprint', () => {
        const base = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
        for (const link of /^http/.test(base) ? document.querySelectorAll('.cross a[href]') : [])
            link.dataset.address = new URL(link.getAttribute('href'), base).href;
    });

    /* --- lists: a box that leaves the entries with these words */

    const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

    for (const place of document.querySelectorAll('.filter')) {
        const list = place.nextElementSibling, items = list ? [...list.children] : [];
        if (items.length < 12)
            continue;
        const input = make('input', { type: 'search', 'aria-label': words.filter, placeholder: words.filter, autocomplete: 'off', spellcheck: 'false' });
        const count = make('span', { role: 'status' }), texts = items.map((item) => folded(item.textContent));
        const apply = () => {
            const asked = folded(input.value).split(/\s+/).filter(Boolean);
            let shown = 0;
            items.forEach((item, i) => {
                item.hidden = !asked.every((word) => texts[i].includes(word));
                shown += !item.hidden;
            });
            count.textContent = asked.length ? `${shown} / ${items.length}` : '';
        };
        input.addEventListener('input', apply);
        input.addEventListener('keydown', (event) => {
            if (event.key === 'Escape' && input.value) {
                event.preventDefault();
                input.value = '';
                apply();
            }
        });
        place.append(input, count);
        if (input.value)        /* Back brings it again */
            apply();
    }
});
