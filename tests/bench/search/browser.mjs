// browser.mjs kb|pagefind SITE QUERIES OUT [PAGEFIND]: what a search costs in Chromium: bytes over the wire and the time to ten results, each query
// from an empty cache. Of Pagefind also the answers, for it cannot be asked elsewhere. SAMPLE queries of each set; CHROMIUM is the browser.
//
// The milliseconds begin when the query is typed (all at once) into a page at rest, which has loaded what it loads before it is asked, and end when
// the frame with the tenth result is drawn; probe.js tells them. For every fifth query kb's page is also opened with the query in its address, from
// nothing to the same frame, and so are two pages that search nothing: they load as much, in one file or in as many files one after another as
// kb's search does, and show ten results. What those cost is the browser's and the machine's.
// The server is on this machine: all that is the engine's own work and its round trips, and says nothing of a slow line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { LIMIT, SETS, permalinkOf, quantile, random, rank, readQueries, score, writeJson } from './common.mjs';
import { serve, warm } from './serve.mjs';

// What kb's search page looks like from outside.
const KB = {
    page: '/search/index.html',
    input: 'main input[type=search], input[name=q]',
    result: '#results [data-result], ol#results > li',
    isSearch: (path) => path.startsWith('/search/') && path !== '/search/index.html',
    isStart: (path) => /\/search[^/]*\.js$|\/search\/(entry|index)[^/]*\.js$/.test(path),
    isFilter: (path) => /\/search\/[^?]*filter/.test(path),
    isPositions: (path) => path.startsWith('/search/x/'),
};
const EVERY = 5;
const WAIT_MS = 60000;          // for a page that says nothing

const [engine, site, queries, out, pagefind] = process.argv.slice(2);
const sample = Number(process.env.SAMPLE || 150);
const { chromium } = createRequire(resolve(process.env.NPM_DIR, 'package.json'))('playwright-core');
// One who stops this program means it, not a browser that is gone: playwright ends the browser when the program ends.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => process.exit(1));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'],
    handleSIGTERM: false, handleSIGINT: false, handleSIGHUP: false });
const targets = await browser.newBrowserCDPSession();

const spread = (values) => ({ median: quantile(values, 0.5), p95: quantile(values, 0.95) });

// A page that is asked by its input's event and answers from files, without searching: `waves` are lists of files, each list loaded at once.
const mockScript = (waves) => `
window.kb_put = () => {};
const load = (path) => new Promise((done) => {
    const script = document.createElement('script');
    script.onload = () => done(script.remove());
    script.src = path;
    document.head.append(script);
});
const part = (name, text) => Object.assign(document.createElement(name), { textContent: text });
document.querySelector('input').addEventListener('input', async () => {
    for (const wave of ${JSON.stringify(waves)})
        await Promise.all(wave.map(load));
    document.querySelector('ol').append(...Array.from({ length: ${LIMIT} }, (_, i) => {
        const item = document.createElement('li'), link = part('a', 'The title of result ' + i);
        link.href = '../kb/' + i;
        item.append(link, part('p', 'Product Kind 2001-02-03'), part('p', 'A summary of what the article says, so long. '.repeat(4)));
        return item;
    }));
});`;
const page = (...scripts) => Buffer.from(`<!DOCTYPE html><html lang="en"><link rel="stylesheet" href="/kb.css"><script src="/probe.js"></script><input><ol></ol>${scripts.join('')}`);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const next = random(1);
const letters = (n) => Array.from({ length: n }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join('');

function mock(name, ...waves) {
    const mounts = {}, paths = waves.map(({ files, bytes }, wave) => Array.from({ length: files }, (_, i) => {
        const path = `/${name}/${wave}-${i}.js`;
        mounts[path] = Buffer.from(`kb_put("${letters(bytes * 4 / 3)}");`);       // six bits a letter: gzip gives back the bytes
        return path;
    }));
    return { ...mounts, [`/${name}.js`]: Buffer.from(mockScript(paths)), [`/${name}.html`]: page(`<script src="/${name}.js"></script>`) };
}

const ASK_PAGEFIND = `
const engine = await import('/pagefind/pagefind.js');
await engine.init();
document.querySelector('input').addEventListener('input', async (event) => {
    const found = await engine.search(event.target.value);
    const data = await Promise.all(found.results.slice(0, ${LIMIT}).map((r) => r.data()));
    document.querySelector('ol').append(...data.map((d) => {
        const item = document.createElement('li');
        item.innerHTML = \`<a href="\${d.url}">\${d.meta.title}</a><p>\${d.excerpt}</p>\`;
        return item;
    }));
});`;

let told, atRest;
const withProbe = (html) => Buffer.from(html.toString().replace('<link', '<script src="/probe.js"></script>\n$&'));
const mounts = { '/': site, '/probe.js': readFileSync(new URL('probe.js', import.meta.url)),
    '/rest': () => { atRest = server.sent.length; }, '/report': (text) => told(JSON.parse(text)) };
if (engine === 'pagefind')
    Object.assign(mounts, { '/pagefind/': pagefind, '/ask.js': Buffer.from(ASK_PAGEFIND), '/ask.html': page('<script type="module" src="/ask.js"></script>') });
else
    Object.assign(mounts, { [KB.page]: withProbe(readFileSync(join(site, KB.page))),
        ...mock('one-file', { files: 1, bytes: 50000 }), ...mock('two-waves', { files: 5, bytes: 6000 }, { files: 10, bytes: 4500 }) });
const server = await serve(mounts);

// Opens a page of its own, with an empty cache, and gives what its probe reports. Playwright only keeps the browser: it does not know of the page.
async function visit(address, task) {
    server.sent.length = 0;
    const report = new Promise((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`${address}: the page says nothing`)), WAIT_MS);
        told = (seen) => done(seen, clearTimeout(timer));
    });
    const { browserContextId } = await targets.send('Target.createBrowserContext');
    try {
        await targets.send('Target.createTarget', { browserContextId, url: `${server.origin}${address}#${encodeURIComponent(JSON.stringify({ limit: LIMIT, ...task }))}` });
        return await report;
    } finally {
        await targets.send('Target.disposeBrowserContext', { browserContextId });
    }
}

async function askPagefind(query) {
    const seen = await visit('/ask.html', { input: 'input', result: 'ol > li', query });
    const isPagefind = (path) => path.startsWith('/pagefind/'), start = server.sum(isPagefind) - server.sum(isPagefind, atRest);
    return { start, bytes: server.sum(isPagefind, atRest), ms: seen.painted - seen.begin, permalinks: seen.links.map(permalinkOf) };
}

async function askKb(query) {
    const seen = await visit(KB.page, { input: KB.input, result: KB.result, query });
    if (!seen.painted)
        return { empty: true };
    const bytes = (test) => seen.files.filter(test).reduce((n, file) => n + file.bytes, 0);
    const isStart = (f) => KB.isStart(f.path) || (KB.isSearch(f.path) && f.at < seen.begin);
    const isQuery = (f) => KB.isSearch(f.path) && !isStart(f) && f.at < seen.painted;
    return {
        start: bytes(isStart),
        bytes: bytes(isQuery),
        filter: bytes((f) => KB.isFilter(f.path)),
        positions: bytes((f) => KB.isPositions(f.path)),
        later: bytes((f) => KB.isSearch(f.path) && f.at >= seen.painted),
        listed: seen.listed - seen.begin,
        ms: seen.painted - seen.begin,
    };
}

const openKb = async (query) => (await visit(`${KB.page}?q=${encodeURIComponent(query)}`, { result: KB.result })).painted || undefined;

async function askMock(name) {
    const seen = await visit(`/${name}.html`, { input: 'input', result: 'ol > li', query: '' });
    return seen.painted - seen.begin;
}

async function measure() {
    await warm(engine === 'pagefind' ? pagefind : join(site, 'search'));
    const ask = engine === 'pagefind' ? askPagefind : askKb;
    const result = { sample, sets: {} }, costs = [];
    for (const set of SETS) {
        const list = (await readQueries(queries, set)).slice(0, sample), ranks = [];
        for (const [i, query] of list.entries()) {
            const cost = await ask(query.query);
            if (engine === 'kb' && i % EVERY === 0)
                Object.assign(cost, { cold: await openKb(query.query), one_file: await askMock('one-file'), two_waves: await askMock('two-waves') });
            costs.push(cost);
            if (cost.permalinks)
                ranks.push(rank(query, cost.permalinks));
        }
        result.sets[set] = ranks.length ? { ...score(ranks), ranks } : {};
    }
    const answered = costs.filter((c) => !c.empty);
    result.asked = costs.length;
    result.empty = costs.length - answered.length;
    for (const figure of ['start', 'bytes', 'filter', 'positions', 'later', 'listed', 'ms', 'cold', 'one_file', 'two_waves']) {
        const values = answered.map((c) => c[figure]).filter((v) => v !== undefined);
        if (values.length)
            result[figure] = spread(values);
    }
    return result;
}

writeJson(out, await measure());
server.close();
await browser.close();
process.exit();     // a page that was closed may hold a connection for a while yet
