// theme.mjs PROGRAM: the pages of the sample site in Chromium: accessibility (axe-core) in both colours, narrow windows, the switch of colours, filters,
// copying, the keyboard, without scripts, under the strictest policy, from the folder. Speaks TAP. NPM_DIR has playwright-core and axe-core; CHROMIUM is
// the browser.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(resolve(process.env.NPM_DIR, 'package.json'));
const { chromium } = require('playwright-core'), axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml' };
const WIDE = { width: 1440, height: 900 }, NARROW = { width: 320, height: 640 };

const folder = mkdtempSync(join(tmpdir(), 'kb-theme-'));
let failed = 0, count = 0;
function check(name, ok, found = '') {
    count++;
    failed += !ok;
    console.log(`${ok ? 'ok' : 'not ok'} ${count} - ${name}${ok ? '' : `: ${JSON.stringify(found)}`}`);
}

function build(name, ...options) {
    const built = spawnSync(resolve(process.argv[2]), ['build', '-q', '-d', join(folder, name), ...options]);
    if (built.status !== 0)
        throw new Error(built.stderr.toString());
    return join(folder, name);
}

function serve(site) {
    return new Promise((done) => {
        const server = createServer((request, response) => {
            let path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
            path += path.endsWith('/') ? 'index.html' : '';
            const send = (status, name) => {
                const bytes = readFileSync(join(site, name));
                response.writeHead(status, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain', 'Content-Security-Policy': POLICY }).end(bytes);
            };
            try {
                send(200, path);
            } catch {
                send(404, '404.html');
            }
        }).listen(0, '127.0.0.1', () => done(server));
    });
}

const online = build('online'), offline = build('offline', '--offline'), server = await serve(online), origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const errors = [];

async function open(path, options = {}) {
    const page = await browser.newPage({ viewport: WIDE, ...options });
    page.on('pageerror', (error) => errors.push(`${path}: ${error}`));
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && errors.push(`${path}: ${message.text()}`));
    page.on('request', (request) => request.url().startsWith(origin) || request.url().startsWith('file:') || request.url().startsWith('data:') || errors.push(`${path}: asks for ${request.url()}`));
    await page.goto(path.startsWith('file:') ? path : origin + path);
    return page;
}

// A page of every kind there is: of every folder its own, one below it, and one of more pages; three of articles.
function samples() {
    const pages = readdirSync(online, { recursive: true }).filter((name) => name.endsWith('index.html')).map((name) => `/${name.slice(0, -10)}`).sort();
    const kinds = new Map();
    for (const path of pages) {
        const parts = path.split('/').filter(Boolean), kind = `${parts[0]} ${parts.length} ${/page\/\d+\/$/.test(path)}`;
        if (/http-equiv="refresh"/.test(readFileSync(join(online, path, 'index.html'), 'utf8')))
            continue;
        kinds.set(kind, [...kinds.get(kind) ?? [], path]);
    }
    return [...[...kinds.values()].flatMap((of) => of.slice(0, of[0].startsWith('/kb/') ? 3 : 1)), '/no/such/page/'];
}

const article = '/kb/263/Q263072/', paths = [...new Set([article, '/manual/templates/', '/manual/variables/', ...samples()])];

// What axe-core finds; contrast is asked for at 7:1.
async function violations(page) {
    await page.evaluate(axe);
    const { violations: found } = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
    }));
    return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

const focus = (page) => page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.name ?? document.activeElement?.className ?? '');
async function tabTo(page, wanted) {
    for (let i = 0; i < 200; i++) {
        await page.keyboard.press('Tab');
        if (wanted(await focus(page)))
            return true;
    }
    return false;
}

// How much of the page has moved by itself (CLS).
const shifted = (page) => page.evaluate(() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; })).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 400);
}));

try {
    /* Every kind of page: in both colours, at 320 pixels, whether it moves. */
    const bad = { light: [], dark: [], narrow: [], wide: [], moved: [], headings: [] };
    for (const path of paths) {
        const page = await open(path);
        for (const scheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: scheme });
            const found = await violations(page);
            if (found.length)
                bad[scheme].push({ path, found });
        }
        if (await page.locator('h1').count() !== 1)
            bad.headings.push(path);
        await page.setViewportSize(NARROW);
        const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
        if (width > NARROW.width)
            bad.narrow.push({ path, width });
        const found = await violations(page);
        if (found.length)
            bad.narrow.push({ path, found });
        await page.close();
        for (const viewport of [WIDE, { width: 390, height: 844 }]) {
            let moved = 1;
            for (let i = 0; moved && i < 3; i++) {      /* a busy machine paints half a page now and then; what moves by itself moves every time */
                const fresh = await open(path, { viewport });
                moved = await shifted(fresh);
                await fresh.close();
            }
            if (moved)
                bad.moved.push({ path, moved, width: viewport.width });
        }
    }
    check(`${paths.length} pages have one h1`, !bad.headings.length, bad.headings);
    check('nothing for axe-core to find in light colours', !bad.light.length, bad.light);
    check('… in dark ones', !bad.dark.length, bad.dark);
    check('… and at 320 pixels, where no page scrolls sideways', !bad.narrow.length, bad.narrow);
    check('no page moves while it is loaded', !bad.moved.length, bad.moved);

    /* The switch. */
    const context = await browser.newContext({ viewport: WIDE, colorScheme: 'light' }), page = await context.newPage();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto(origin + article);
    const light = await ground();
    await page.click('button.scheme');
    const dark = await ground();
    check('the switch makes it dark', dark !== light && await page.getAttribute('button.scheme', 'aria-pressed') === 'true', [light, dark]);
    await page.goto(`${origin}/products/`);
    check('the next page is dark', await ground() === dark);
    check('before the first paint', await page.evaluate(() => document.querySelector('script[src*="/kb."]').matches('head > script:not([defer], [async])')));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.click('button.scheme');
    check('light again, on a dark system', await ground() === light, await ground());
    await page.reload();
    check('… and after loading again', await ground() === light);
    await page.click('button.scheme');
    check('what the system says anyway is not kept', await page.evaluate(() => localStorage.getItem('kb-scheme')) === null && await ground() === dark);
    await page.emulateMedia({ colorScheme: 'light' });
    check('… so that the system is followed again', await ground() === light);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    check('paper is white', (await ground()).replace(/\D+/g, ' ').trim() === '255 255 255', await ground());
    await context.close();

    const closed = await browser.newContext({ viewport: WIDE });
    await closed.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }));
    const forgetful = await closed.newPage();
    forgetful.on('pageerror', (error) => errors.push(String(error)));
    await forgetful.goto(origin + article);
    await forgetful.click('button.scheme');
    check('where nothing may be stored, the switch works for the page', await forgetful.getAttribute('html', 'data-scheme') === 'dark');
    await closed.close();

    /* An article. */
    const reader = await browser.newContext({ viewport: WIDE, permissions: ['clipboard-read', 'clipboard-write'] }), text = await reader.newPage();
    await text.goto(`${origin}/manual/templates/`);
    const links = text.locator('.toc a'), current = text.locator('.toc [aria-current]');
    check('the contents mark the first section', await current.count() === 1 && await current.textContent() === await links.first().textContent());
    await links.nth(2).click();
    await text.waitForTimeout(300);
    check('… and the one that was chosen', await current.textContent() === await links.nth(2).textContent(), await current.allTextContents());
    await text.mouse.wheel(0, 20000);
    await text.waitForTimeout(500);
    check('… and the last at the end', await current.textContent() !== await links.nth(2).textContent(), await current.allTextContents());
    const pre = text.locator('.body pre').first();
    await pre.hover();
    await text.locator('.body .copy').first().click();
    check('code is copied as it is', await text.evaluate(() => navigator.clipboard.readText()) === await pre.textContent());
    check('… and the button says so', await text.locator('.body .copy').first().textContent() === 'Copied');
    const heading = text.locator('.body h2').nth(1);
    check('a heading leads to itself', await heading.locator('a').getAttribute('href') === `#${await heading.getAttribute('id')}`);
    await text.goto(origin + article);
    const cited = await text.textContent('.cite'), [title, id] = [await text.textContent('h1'), await text.textContent('.dates .id')];
    check('how to cite it', cited.startsWith(`Cite this article: `) && cited.includes(`“${title}.” ${id}. Updated `), cited);
    check('… with the site and the address', /\. KB manual\. http/.test(cited) || cited.includes(await text.textContent('.brand')), cited);
    await text.click('.bibtex summary');
    check('… and for BibTeX', (await text.textContent('.bibtex pre')).startsWith('@misc{Q263072,\n  title = {{'));

    await text.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const cross = text.locator('.cross a').first();
    check('on paper what is referred to has its whole address', await cross.getAttribute('data-address') === await cross.evaluate((link) => link.href));

    /* A list. */
    await text.goto(`${origin}/products/kb-manual/`);
    const entries = text.locator('.entries > li'), all = await entries.count();
    await text.fill('.filter input', 'TEMPL vari');
    check('a filter leaves the entries with all its words', all >= 12 && await text.locator('.entries > li:visible').count() === 1, all);
    check('… and says how many', await text.textContent('.filter [role=status]') === `1 / ${all}`);
    await text.press('.filter input', 'Escape');
    check('Esc brings them back', await text.locator('.entries > li:visible').count() === all);
    await reader.close();

    /* By keyboard alone. */
    const keys = await open('/');
    await keys.keyboard.press('Tab');
    check('the first stop skips to the text', await focus(keys) === '#_main');
    check('… and can be seen', await keys.locator('.skip').evaluate((link) => link.getBoundingClientRect().top >= 0));
    check('from home to products', await tabTo(keys, (at) => at === 'products/'));
    await keys.keyboard.press('Enter');
    await keys.waitForURL('**/products/');
    check('… to one of them', await tabTo(keys, (at) => /^[a-z-]+\/$/.test(at)));
    await keys.keyboard.press('Enter');
    await keys.waitForURL(/\/products\/.+\//);
    check('… to an article', await tabTo(keys, (at) => /^\.\.\/\.\.\/(kb|manual)\/.+/.test(at) && !/\/kb\/\d*\/?$/.test(at)));
    await keys.keyboard.press('Enter');
    await keys.waitForSelector('[data-kb-body]');
    check('focus is seen', await tabTo(keys, () => true) && await keys.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none'));
    await keys.keyboard.press('/');
    await keys.keyboard.type('Q263072');
    await keys.keyboard.press('Enter');
    check('by search to an article', await keys.waitForURL(`**${article}`, { timeout: 5000 }).then(() => true, () => false), keys.url());
    await keys.close();

    /* Without scripts. */
    const plain = await browser.newContext({ viewport: WIDE, javaScriptEnabled: false }), still = await plain.newPage(), live = await open(article);
    const hrefs = (page) => page.locator('a[href]:not(.anchor)').evaluateAll((all) => all.map((a) => a.href)).catch(() => null);
    await still.goto(origin + article);
    const here = (await still.content()).match(/<a [^>]*href="[^"]*"/g).length;
    check('without scripts all links are there', here === (await hrefs(live)).length, here);
    check('… and the text', (await still.innerText('[data-kb-body]')).length > 100);
    check('… and no button that does nothing', !await still.isVisible('.scheme') && await still.locator('.copy').count() === 0);
    await still.goto(`${origin}/search/`);
    check('… and the search page leads on', await still.locator('main .paths a').count() > 3);
    await plain.close();
    await live.close();

    /* From the folder. */
    const local = await open(pathToFileURL(join(offline, 'index.html')).href);
    check('from a folder the page has its style', await local.evaluate(() => getComputedStyle(document.querySelector('header.site')).borderTopWidth) === '4px');
    await local.click('button.scheme');
    await local.click('header.site nav a >> nth=0');
    check('… and the switch works, and remembers', await local.getAttribute('html', 'data-scheme') === 'dark', local.url());
    check('… on a page that names its file', local.url().endsWith('/products/index.html'));
    await local.close();

    /* From right to left. */
    const right = await open('/manual/templates/');
    await right.evaluate(() => { document.documentElement.dir = 'rtl'; });
    check('from right to left the rail is at the left', await right.evaluate(() => document.querySelector('.rail').getBoundingClientRect().left < document.querySelector('.prose').getBoundingClientRect().left));
    check('… and nothing sticks out', await right.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    await right.close();

    check('no error, no request to elsewhere, nothing against the policy', !errors.length, errors.slice(0, 5));
} finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
