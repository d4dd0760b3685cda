/* What makes reading easier where scripts run: the switch of colours, anchors at headings, copy buttons, the section being read, whole addresses on paper,
 * filters over lists. Every page is whole without it. The words it needs stand in its own element, in the page's language. */
(() => {
    'use strict';

    const words = document.currentScript.dataset, root = document.documentElement;

    function make(name, attributes, ...inside) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes))
            element.setAttribute(key, value);
        element.append(...inside);
        return element;
    }

    /* --- light and dark: a choice is kept until it is what the system says anyway */

    const button = document.querySelector('button.scheme'), system = matchMedia('(prefers-color-scheme: dark)');
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
})();
