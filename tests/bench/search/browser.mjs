// browser.mjs kb|pagefind SITE QUERIES OUT [PAGEFIND]: what a search costs in Chromium: bytes over the wire and the time to ten results, each query
// from an empty cache. Of Pagefind also the answers, for it cannot be asked elsewhere. SAMPLE queries of each set; CHROMIUM is the browser.
//
// The milliseconds begin when the query is typed (all at once) into a page at rest, which has loaded what it loads before it is asked, and end in the
// frame after the tenth result. For every fifth query kb's page is also opened with the query in its address, from nothing to the same frame.
// The server is on this machine: all that is the engine's own work and its round trips, and says nothing of a slow line.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { LIMIT, SETS, permalinkOf, quantile, rank, readQueries, score, writeJson } from './common.mjs';
import { serve, warm } from './serve.mjs';

// What kb's search page looks like from outside.
const KB = {
    page: '/search/index.html',
    address: (query) => `/search/index.html?q=${encodeURIComponent(query)}`,
    input: 'main input[type=search], input[name=q]',
    result: '#results [data-result], ol#results > li',
    isSearch: (path) => path.startsWith('/search/') && path !== '/search/index.html',
    isStart: (path) => /\/search[^/]*\.js$|\/search\/(entry|index)[^/]*\.js$/.test(path),
    isFilter: (path) => /\/search\/[^?]*filter/.test(path),
    isPositions: (path) => path.startsWith('/search/x/'),
};
const QUIET_MS = 250;           // no request for so long: nothing more will come
const COLD_EVERY = 5;

const [engine, site, queries, out, pagefind] = process.argv.slice(2);
const sample = Number(process.env.SAMPLE || 150);
const { chromium } = createRequire(resolve(process.env.NPM_DIR, 'package.json'))('playwright-core');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });

const spread = (values) => ({ median: quantile(values, 0.5), p95: quantile(values, 0.95) });

// A page of its own, with an empty cache, for one query.
async function alone(visit) {
    const context = await browser.newContext();
    try {
        return await visit(await context.newPage());
    } finally {
        await context.close();
    }
}

async function quiet(server, page) {
    for (let files = -1; files !== server.sent.length;) {
        files = server.sent.length;
        await page.waitForTimeout(QUIET_MS);
    }
}

async function askPagefind(server, page, query) {
    await page.goto(server.origin + '/ask.html');
    await page.evaluate(async () => {
        window.engine = await import('/pagefind/pagefind.js');
        await window.engine.init();
    });
    await quiet(server, page);      // init() does not wait for its worker's files
    const start = server.sum((p) => p.startsWith('/pagefind/'));
    const { ms, urls } = await page.evaluate(async ([q, limit]) => {
        const begin = performance.now();
        const found = await window.engine.search(q);
        const data = await Promise.all(found.results.slice(0, limit).map((r) => r.data()));
        const list = document.querySelector('ol');
        for (const d of data) {
            const item = document.createElement('li');
            item.innerHTML = `<a href="${d.url}">${d.meta.title}</a><p>${d.excerpt}</p>`;
            list.append(item);
        }
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return { ms: performance.now() - begin, urls: data.map((d) => d.url) };
    }, [query, LIMIT]);
    return { start, bytes: server.sum((p) => p.startsWith('/pagefind/')) - start, ms, permalinks: urls.map(permalinkOf) };
}

// Runs in the page before any script of its own: notes when the tenth result was painted, or the last where there are fewer.
function watch([selector, limit]) {
    window.painted = { begin: 0, at: 0, n: 0 };
    new MutationObserver(() => {
        const n = Math.min(limit, document.querySelectorAll(selector).length);
        if (n > window.painted.n) {
            window.painted.n = n;
            requestAnimationFrame(() => setTimeout(() => { window.painted.at = performance.now(); }));
        }
    }).observe(document, { childList: true, subtree: true });
}

function type([selector, query]) {
    const input = document.querySelector(selector);
    window.painted = { begin: performance.now(), at: 0, n: 0 };
    input.value = query;
    input.dispatchEvent(new Event('input', { bubbles: true }));
}

// Waits for the results, then for what the page loads behind them; gives null when there is none.
async function painted(server, page) {
    await page.waitForFunction(() => window.painted.at, null, { timeout: 5000 }).catch(() => {});
    await quiet(server, page);
    const told = await page.evaluate(() => window.painted);
    return told.at ? told : null;
}

async function askKb(server, page, query) {
    await page.addInitScript(watch, [KB.result, LIMIT]);
    await page.goto(server.origin + KB.page);
    await quiet(server, page);
    await page.evaluate(type, [KB.input, query]);
    const told = await painted(server, page);
    if (!told)
        return { empty: true };
    const requests = await page.evaluate(() => performance.getEntriesByType('resource')
        .map((r) => ({ path: decodeURIComponent(new URL(r.name).pathname), start: r.startTime })));
    const sizes = new Map(server.sent.map((s) => [s.path, s.bytes]));
    const bytes = (test) => requests.filter(test).reduce((n, r) => n + (sizes.get(r.path) ?? 0), 0);
    const isStart = (r) => KB.isStart(r.path) || (KB.isSearch(r.path) && r.start < told.begin);
    const isQuery = (r) => KB.isSearch(r.path) && !isStart(r) && r.start < told.at;
    return {
        start: bytes(isStart),
        bytes: bytes(isQuery),
        filter: bytes((r) => KB.isFilter(r.path)),
        positions: bytes((r) => KB.isPositions(r.path)),
        later: bytes((r) => KB.isSearch(r.path) && r.start >= told.at),
        ms: told.at - told.begin,
    };
}

async function openKb(server, page, query) {
    await page.addInitScript(watch, [KB.result, LIMIT]);
    await page.goto(server.origin + KB.address(query));
    return (await painted(server, page))?.at;
}

async function measure() {
    await warm(engine === 'pagefind' ? pagefind : join(site, 'search'));
    const mounts = { '/': site };
    if (engine === 'pagefind')
        Object.assign(mounts, { '/pagefind/': pagefind, '/ask.html': '<!DOCTYPE html><html lang="en"><title>ask</title><ol></ol></html>' });
    const ask = engine === 'pagefind' ? askPagefind : askKb;
    const result = { sample, sets: {} }, costs = [];
    for (const set of SETS) {
        const list = (await readQueries(queries, set)).slice(0, sample), ranks = [];
        for (const [i, query] of list.entries()) {
            const server = await serve(mounts);
            const cost = await alone((page) => ask(server, page, query.query));
            if (engine === 'kb' && i % COLD_EVERY === 0)
                cost.cold = await alone((page) => openKb(server, page, query.query));
            server.close();
            costs.push(cost);
            if (cost.permalinks)
                ranks.push(rank(query, cost.permalinks));
        }
        result.sets[set] = ranks.length ? { ...score(ranks), ranks } : {};
    }
    const answered = costs.filter((c) => !c.empty);
    result.asked = costs.length;
    result.empty = costs.length - answered.length;
    for (const figure of ['start', 'bytes', 'filter', 'positions', 'later', 'ms', 'cold']) {
        const values = answered.map((c) => c[figure]).filter((v) => v !== undefined);
        if (values.length)
            result[figure] = spread(values);
    }
    return result;
}

writeJson(out, await measure());
await browser.close();
