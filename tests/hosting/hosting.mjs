// hosting.mjs NAME ADDRESS FOLDER BASE [WHAT...]: a site as a server hands it out at ADDRESS, from FOLDER, built for the address BASE. WHAT: headers (those of
// the manual's samples are there), redirects (old addresses are answered by the server), gzip, br, zstd (packed copies are sent). TAP.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { crawl, get, tags } from './crawl.mjs';

const [, , name, start, folder, base, ...wanted] = process.argv;
let tests = 0, failed = 0;

function tap(ok, what, troubles = []) {
    tests++;
    failed += !ok;
    console.log(`${ok ? 'ok' : 'not ok'} ${tests} - ${name}: ${what}`);
    for (const trouble of ok ? [] : troubles.slice(0, 20))
        console.log(`# ${trouble}`);
}

// Every link, and every page from the home page on.
const site = await crawl(start, base);
tap(!site.troubles.length, `${site.links} links and ${site.fragments} fragments on ${site.pages.size} addresses: ${site.troubles.length} broken`, site.troubles);

const reached = new Set([...site.pages.keys()].map(address => decodeURIComponent(address.slice(start.length)).replace(/(^|\/)$/, '$1index.html')));
const is_apart = file => file === '404.html' || /http-equiv="refresh"/.test(fs.readFileSync(path.join(folder, file), 'utf8'));
const html = fs.readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.html'));
const lost = html.filter(file => !reached.has(file) && !is_apart(file));
tap(html.length > 0 && !lost.length, `all ${html.length} pages are reached by links`, lost);

// Pages that are not there.
const page404 = fs.readFileSync(path.join(folder, '404.html'));
const strays = ['nothing', 'nothing.html', 'no/such/page/', 'kb/263/Q999999/index.html', 'kb/%F0%9F%98%80/', 'a/b/c/d/e/f?q=1'];
const answers = await Promise.all(strays.map(stray => get(start + stray)));
tap(answers.every(a => a.status === 404), 'an address that is not there answers 404', answers.map((a, i) => `${strays[i]}: ${a.status}`));
tap(answers.every(a => a.bytes.equals(page404)), '… with the page of the site', answers.map((a, i) => `${strays[i]}: ${a.bytes.toString().slice(0, 80)}`));
const dead = [];
for (const stray of strays)
    for (const { name: tag, attributes } of tags(page404.toString()))
        for (const href of [attributes.href, attributes.src, attributes.action].filter(href => href && href[0] !== '#')) {
            const url = new URL(href, start + stray);
            const to = url.href.startsWith(base) ? start + url.href.slice(base.length) : url.href;
            if ((await get(to.replace(/#.*/, ''))).status !== 200 && tag !== 'form')
                dead.push(`${stray}: ${href}`);
        }
tap(!dead.length, '… whose links hold at any depth', dead);

// A folder without its slash.
const bare = await get(start + 'manual');
const led = bare.headers.location && new URL(bare.headers.location, start + 'manual').href;
tap([301, 302, 307, 308].includes(bare.status) && led === start + 'manual/', 'a folder without its slash leads to the one with it', [`${bare.status} ${led}`]);

// The style sheet and the search have names that their bytes give them.
const style = fs.readdirSync(folder).find(name => /^kb\.[0-9a-f]{10}\.css$/.test(name)), search = fs.readdirSync(folder).find(name => /^search\.[0-9a-f]{10}\.js$/.test(name));

// Types.
const types = { '': /^text\/html; ?charset=utf-8$/i, [style]: /^text\/css/, [search]: /^(text|application)\/javascript/, 'favicon.svg': /^image\/svg\+xml/,
    'sitemap.xml': /^(text|application)\/xml/, 'robots.txt': /^text\/plain/ };
const odd = [];
for (const [file, type] of Object.entries(types)) {
    const answer = await get(start + file);
    if (answer.status !== 200 || !type.test(answer.headers['content-type'] ?? ''))
        odd.push(`${file}: ${answer.status} ${answer.headers['content-type']}`);
}
tap(!odd.length, 'files have their types', odd);

// What does not change is not sent again.
const stale = [];
for (const file of ['', style, 'manual/hosting/']) {
    const first = await get(start + file), tag = first.headers.etag, date = first.headers['last-modified'];
    if (!tag || (await get(start + file, { 'If-None-Match': tag })).status !== 304)
        stale.push(`${file}: ETag ${tag}`);
    if (!date || (await get(start + file, { 'If-Modified-Since': date })).status !== 304)
        stale.push(`${file}: Last-Modified ${date}`);
    if ((await get(start + file, { 'If-None-Match': '"another"' })).status !== 200)
        stale.push(`${file}: another ETag`);
}
tap(!stale.length, 'what the browser has already answers 304', stale);

// The headers of the samples.
const POLICY = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"];
if (wanted.includes('headers')) {
    const missing = [];
    for (const file of ['', style, 'no/such/page/']) {
        const { headers } = await get(start + file);
        const policy = (headers['content-security-policy'] ?? '').split(/;\s*/);
        for (const part of policy.filter(part => !POLICY.includes(part)))
            missing.push(`${file}: the policy says ${part}`);
        if (policy[0] !== POLICY[0] || !policy.includes(POLICY[1]))
            missing.push(`${file}: no policy`);
        if (headers['x-content-type-options'] !== 'nosniff' || !headers['referrer-policy'])
            missing.push(`${file}: ${JSON.stringify(headers)}`);
        const kept = file === style ? 'public, max-age=31536000, immutable' : 'no-cache';
        if (!file.startsWith('no/') && headers['cache-control'] !== kept)
            missing.push(`${file}: Cache-Control ${headers['cache-control']}`);
    }
    tap(!missing.length, 'the headers of the sample are sent, with pages, files and 404', missing);
}

// Packed copies: those that kb made, byte for byte.
const unpack = { gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync };
const suffix = { gzip: '.gz', br: '.br', zstd: '.zst' };
for (const codec of ['gzip', 'br', 'zstd'].filter(codec => wanted.includes(codec))) {
    const wrong = [];
    for (const file of ['index.html', 'manual/hosting/index.html', style, search]) {
        const answer = await get(start + file.replace(/index\.html$/, ''), { 'Accept-Encoding': codec });
        const packed = fs.readFileSync(path.join(folder, file + suffix[codec])), plain = fs.readFileSync(path.join(folder, file));
        if (answer.headers['content-encoding'] !== codec || !answer.bytes.equals(packed))
            wrong.push(`${file}: ${answer.headers['content-encoding']}, ${answer.bytes.length} bytes for ${packed.length}`);
        else if (unpack[codec] && !unpack[codec](answer.bytes).equals(plain))
            wrong.push(`${file}: other bytes`);
        if (!/accept-encoding/i.test(answer.headers.vary ?? ''))
            wrong.push(`${file}: Vary ${answer.headers.vary}`);
        const tag = answer.headers.etag;
        if (tag && (await get(start + file.replace(/index\.html$/, ''), { 'Accept-Encoding': codec, 'If-None-Match': tag })).status !== 304)
            wrong.push(`${file}: no 304 for ${tag}`);
    }
    tap(!wrong.length, `packed copies are sent as ${codec}`, wrong);
}
if (wanted.includes('redirects')) {
    const wrong = [], where = new URL(base).pathname;
    for (const old of ['old/place/', 'old/with%20space/']) {
        const answer = await get(start + old);
        const to = new URL(answer.headers.location ?? '', start).pathname;
        if (answer.status !== 301 || to !== `${where}manual/hosting/`)
            wrong.push(`${old}: ${answer.status} ${answer.headers.location}`);
    }
    tap(!wrong.length, 'old addresses are answered by the server', wrong);
}
const plain = await get(start + style);
tap(!plain.headers['content-encoding'] && plain.bytes.equals(fs.readFileSync(path.join(folder, style))), 'whoever cannot unpack gets the file as it is');

process.exit(failed ? 1 : 0);
