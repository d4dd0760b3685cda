// search.mjs PROGRAM: the search of a small site in Chromium, over http with the strictest policy and from the folder: typing, filters, keyboard,
// Back, deep links, no result, a query that looks like HTML. Speaks TAP. NPM_DIR has playwright-core; CHROMIUM is the browser.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(resolve(process.env.NPM_DIR, 'package.json'))('playwright-core');
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'self'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml' };
const ARTICLES = 24;

const folder = mkdtempSync(join(tmpdir(), 'kb-search-'));
let failed = 0, count = 0;
function check(name, ok, found = '') {
    count++;
    failed += !ok;
    console.log(`${ok ? 'ok' : 'not ok'} ${count} - ${name}${ok ? '' : `: ${JSON.stringify(found)}`}`);
}

// Two products, two years; one article with a word of its own.
function build(offline) {
    const site = join(folder, offline ? 'offline' : 'online');
    mkdirSync(join(site, 'content'), { recursive: true });
    writeFileSync(join(site, 'config.yml'), `title: Test\noffline: ${offline}\n`);
    for (let i = 0; i < ARTICLES; i++)
        writeFileSync(join(site, 'content', `${i}.md`), `---\nid: Q${700100 + i}\ntitle: The lantern number ${i} ${i === 7 ? 'flickers <b>badly</b>' : 'shines'}\n` +
            `products: [${i % 3 ? 'Harbour' : 'Lighthouse'}]\ndate: ${i % 2 ? 2003 : 2001}-05-0${1 + i % 9}\n---\n\nOil and a wick. ${i % 4 ? 'Keepers polish it.' : 'Keepers rest.'}\n`);
    const built = spawnSync(resolve(process.argv[2]), ['build', '-s', site, '-d', join(site, 'public')]);
    if (built.status !== 0)
        throw new Error(built.stderr.toString());
    return join(site, 'public');
}

function serve(site) {
    return new Promise((done) => {
        const server = createServer((request, response) => {
            let path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
            path += path.endsWith('/') ? 'index.html' : '';
            try {
                const bytes = readFileSync(join(site, path));
                response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'text/plain', 'Content-Security-Policy': POLICY }).end(bytes);
            } catch {
                response.writeHead(404).end();
            }
        }).listen(0, '127.0.0.1', () => done(server));
    });
}

const online = build(false), offline = build(true), server = await serve(online), origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));
page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

const status = () => page.textContent('#search-app [role=status]');
const says = (text) => page.waitForFunction((t) => document.querySelector('#search-app [role=status]')?.textContent.includes(t), text, { timeout: 5000 })
    .then(() => true, () => false);
const box = 'input[name=q]';
// The address is written behind the results.
const inAddress = (name, value) => page.waitForFunction(([n, v]) => (new URL(location).searchParams.get(n) ?? '') === v, [name, value], { timeout: 5000 }).then(() => true, () => false);

try {
    await page.goto(`${origin}/search/`);
    await page.type(box, 'lantern');
    check('typing finds all articles', await says(`${ARTICLES} results, page 1 of 3`), await status());
    check('ten a page', await page.locator('[data-result]').count() === 10);
    check('the words are marked', await page.locator('#results mark').first().textContent() === 'lantern');
    check('typing is in the address', await inAddress('q', 'lantern'), page.url());

    await page.waitForSelector('select[name=product] option:nth-child(3)', { state: 'attached' });
    const options = await page.locator('select[name=product] option').allTextContents();
    check('filters have counts', options.join('|') === 'All products|Harbour (16)|Lighthouse (8)', options);
    await page.selectOption('select[name=product]', 'Lighthouse');
    check('a filter', await says('8 results') && await inAddress('product', 'Lighthouse'), page.url());
    await page.goBack();
    check('Back takes the filter off', await says(`${ARTICLES} results`) && await inAddress('product', ''), page.url());
    await page.click('.pages [rel=next]');
    check('the next page', await says('page 2 of 3') && await inAddress('page', '2'), page.url());
    await page.selectOption('select[name=sort]', 'date');
    check('the order is in the address, and the first page shown', await says('page 1 of 3') && await inAddress('sort', 'date'), page.url());
    check('newest first', (await page.locator('#results time').first().textContent()).startsWith('2003'));

    await page.goto(`${origin}/search/?q=lantern&product=Harbour&page=2`);
    check('a deep link', await says('16 results, page 2 of 2'), await status());
    await page.goto(`${origin}/search/?q=lantren`);
    check('one mistake', await says('Showing results for “lantern”'), await status());
    await page.goto(`${origin}/search/?q=zyxwvut`);
    check('no result', await says('No results. Not found in any article: “zyxwvut”'), await status());
    await page.goto(`${origin}/search/?q=${encodeURIComponent('flickers <img src=x onerror=alert(1)>')}`);
    check('HTML is text in the box', await says('result') && await page.inputValue(box) === 'flickers <img src=x onerror=alert(1)>');
    check('and makes no element', await page.locator('#search-app img, #results b').count() === 0);
    await page.goto(`${origin}/search/?q=${encodeURIComponent('"keepers rest"')}`);
    check('a phrase', await says('6 results'), await status());
    await page.goto(`${origin}/search/?q=${encodeURIComponent('keepers -polish')}`);
    check('an excluded word', await says('6 results'), await status());

    for (const id of ['Q700107', '700107', 'kb700107']) {
        await page.goto(`${origin}/search/?q=${id}`);
        check(`${id} leads to its article`, await page.waitForURL(/Q700107/, { timeout: 5000 }).then(() => true, () => false), page.url());
    }

    await page.goto(`${origin}/search/?q=lantern`);
    await says('results');
    const second = await page.locator('#results a').nth(1).getAttribute('href');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    check('arrows move', await page.evaluate(() => document.activeElement.href) === second);
    await page.keyboard.press('Escape');
    check('Esc leads back to the box', await page.evaluate(() => document.activeElement.name) === 'q');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    check('Enter opens', await page.waitForURL(second, { timeout: 5000 }).then(() => true, () => false), page.url());

    await page.keyboard.press('/');
    await page.keyboard.type('lantern');
    await page.waitForSelector('.suggest [data-result]');
    check('six in the list of the header', await page.locator('.suggest [data-result]').count() === 6);
    const ground = await page.locator('.suggest').evaluate((list) => getComputedStyle(list).backgroundColor);
    check('nothing of the page is seen through it', /^rgb\(/.test(ground), ground);
    await page.keyboard.press('Escape');
    check('Esc closes it', await page.locator('.suggest').isHidden());
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Enter');
    check('Enter leads to the search page', await says(`${ARTICLES} results`), page.url());
    check('no error was seen', errors.length === 0, errors);

    await page.goto(`${pathToFileURL(join(offline, 'search/index.html'))}?q=flickers`);
    check('from a folder', await says('1 result.'), await status());
    check('links there name their file', (await page.locator('#results a').first().getAttribute('href')).endsWith('/index.html'));
} finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
