// serve.mjs PROGRAM SITE: kb serve in Chromium on a copy of the sample site: a saved article shows by itself where the reader had scrolled to, errors
// lie over the page until they are mended, a strict policy is no hindrance, and a server that comes back is found again. Speaks TAP.
// NPM_DIR has playwright-core; CHROMIUM is the browser.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { chromium } = createRequire(resolve(process.env.NPM_DIR, 'package.json'))('playwright-core');
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'";
const folder = mkdtempSync(join(tmpdir(), 'kb-serve-'));
let failed = 0, count = 0;
function check(name, ok, found = '') {
    count++;
    failed += !ok;
    console.log(`${ok ? 'ok' : 'not ok'} ${count} - ${name}${ok ? '' : `: ${JSON.stringify(found)}`}`);
}

cpSync(resolve(process.argv[3], 'content'), join(folder, 'content'), { recursive: true });
cpSync(resolve(process.argv[3], 'config.yml'), join(folder, 'config.yml'));
const article = join(folder, 'content/manual/search.md'), original = readFileSync(article, 'utf8');
const save = (text) => writeFileSync(article, text);

// Starts the program; its address as it tells it.
function serve(port) {
    const server = spawn(resolve(process.argv[2]), ['serve', '-s', folder, '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
    return new Promise((done, fail) => {
        let said = '';
        server.stderr.on('data', (bytes) => {
            said += bytes;
            const address = /the site is at (http:\S+)/.exec(said);
            if (address)
                done({ server, address: address[1] });
        });
        server.on('exit', () => fail(new Error(said)));
    });
}

// A proxy in front that sends the strictest policy under which a page can follow.
function guard(address) {
    return new Promise((done) => {
        const proxy = createServer((from, to) => {
            const onward = request(new URL(from.url, address), { method: from.method, headers: from.headers }, (answer) => {
                to.writeHead(answer.statusCode, { ...answer.headers, 'content-security-policy': POLICY });
                answer.pipe(to);
            });
            to.on('close', () => onward.destroy());
            onward.on('error', () => to.destroy());
            onward.end();
        }).listen(0, '127.0.0.1', () => done(proxy));
    });
}

let { server, address } = await serve(0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 900, height: 500 } });
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));
page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
let loads = 0;
page.on('load', () => loads++);

const waits = (text, where = page) => where.waitForFunction((t) => document.body.textContent.includes(t), text, { timeout: 10000 }).then(() => true, () => false);
const overlay = (where = page) => where.evaluate(() => document.querySelector('kb-errors')?.shadowRoot.textContent ?? '');
const lies = (text, where = page) => where.waitForFunction((t) => document.querySelector('kb-errors')?.shadowRoot.textContent.includes(t), text, { timeout: 10000 })
    .then(() => true, () => false);
const gone = (where = page) => where.waitForFunction(() => !document.querySelector('kb-errors'), null, { timeout: 10000 }).then(() => true, () => false);
const quiet = (ms) => new Promise((done) => setTimeout(done, ms));

// Milliseconds from the moment a change is saved to the moment the page has it.
async function measure(word) {
    const start = performance.now();
    save(`${original}\n\nA word of today: ${word}.\n`);
    const shown = await waits(`A word of today: ${word}.`);
    return shown ? performance.now() - start : NaN;
}

try {
    await page.goto(`${address}manual/search/`);
    check('the page is there', (await page.title()).includes('Search'), await page.title());
    await page.evaluate(() => scrollTo(0, 700));
    const times = [];
    for (const word of ['lantern', 'harbour', 'keeper', 'foghorn', 'beacon']) {
        await quiet(200);
        times.push(await measure(word));
    }
    times.sort((x, y) => x - y);
    check('a saved article shows by itself', times.every((ms) => ms < 5000), times);
    console.log(`# from saving to the page: ${times.map((ms) => Math.round(ms)).join(' ')} ms, half of them within ${Math.round(times[2])} ms`);
    await quiet(200);
    const top = await page.evaluate(() => scrollY);
    check('… where the reader was', Math.abs(top - 700) < 5, top);
    const before = loads;
    writeFileSync(join(folder, 'content/manual/notes.md~'), 'x');
    save(readFileSync(article, 'utf8'));
    await quiet(500);
    check('a site that is the same is not loaded again', loads === before, loads - before);

    // Errors, with text that would be markup.
    save('---\ntitle: [<img src=x onerror=alert(1)>\n---\n\nBroken.\n');
    check('a broken article lies over the page', await lies('manual/search.md'), await overlay());
    check('… as text', await page.evaluate(() => !document.querySelector('kb-errors').shadowRoot.querySelector('img')));
    check('… which is told to screen readers', await page.evaluate(() => document.querySelector('kb-errors').shadowRoot.querySelector('[role=alert]') !== null));
    check('… over the last good page', (await page.textContent('body')).includes('A word of today: beacon.'));
    const other = await browser.newPage();
    await other.goto(`${address}manual/links/`);
    check('… over any other page, too', await lies('manual/search.md', other));
    await other.close();
    await page.evaluate(() => document.querySelector('kb-errors').shadowRoot.querySelector('button').click());
    check('Close puts it away', await gone());
    await page.reload();
    await quiet(300);
    check('… for as long as the errors are these', await overlay() === '', await overlay());
    save('---\nid: 5\ntitle: [other\n---\n\nBroken.\n');
    check('other errors lie over the page again', await lies('manual/search.md'), await overlay());
    save(`${original}\n\nA word of today: mended.\n`);
    check('a mended article takes them away', await gone() && await waits('A word of today: mended.'), await overlay());

    // A hidden page rests; a page that comes back from the browser's store is brought up to date.
    await page.goto(`${address}manual/links/`);
    await measure('meanwhile').catch(() => NaN);
    await page.goBack();
    check('Back shows the site of now', await waits('A word of today: meanwhile.'));

    // Under a policy, with the connection cut and the server started again at its port.
    const proxy = await guard(address), guarded = await browser.newPage();
    const complaints = [];
    guarded.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await guarded.goto(`http://127.0.0.1:${proxy.address().port}/manual/search/`);
    save('---\ntitle: [x\n---\n');
    check('the overlay under a strict policy', await lies('manual/search.md', guarded));
    check('… with its styles', await guarded.evaluate(() => getComputedStyle(document.querySelector('kb-errors').shadowRoot.querySelector('section')).position) === 'fixed');
    save(`${original}\n\nA word of today: guarded.\n`);
    check('… and the page follows', await waits('A word of today: guarded.', guarded));
    check('… without a complaint', complaints.length === 0, complaints);
    await guarded.close();
    proxy.close();
    check('no error in the console', errors.length === 0, errors);

    const port = new URL(address).port;
    const ended = new Promise((done) => server.once('exit', (status) => done(status)));
    server.kill('SIGINT');
    check('the server ends while pages listen', await ended === 0);
    save(`${original}\n\nA word of today: again.\n`);
    ({ server } = await serve(port));
    check('a server that comes back is found again', await waits('A word of today: again.'));

    // More pages than a browser keeps connections to a server.
    const pages = [];
    for (let i = 0; i < 9; i++) {
        pages.push(await browser.newPage());
        await pages[i].goto(`${address}manual/search/`, { timeout: 10000 });
        await pages[i].evaluate(() => {
            Object.defineProperty(document, 'hidden', { value: true, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        });
    }
    check('many pages that are hidden hold no connection', pages.length === 9);
    const last = pages[8];
    save(`${original}\n\nA word of today: hidden.\n`);
    await quiet(500);
    check('a hidden page waits', !(await last.textContent('body')).includes('A word of today: hidden.'));
    await last.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: false, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    });
    check('… until it is looked at', await waits('A word of today: hidden.', last));
} catch (error) {
    check(`the browser went through all of it: ${error}`, false, errors);
} finally {
    await browser.close();
    server.kill('SIGINT');
    rmSync(folder, { recursive: true, force: true });
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
