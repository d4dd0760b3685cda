// Follows every link of a site that some server hands out: href, src, srcset, action, refresh and the addresses in style sheets, sitemaps and feeds, and
// each fragment.
// Nothing but node is needed. `crawl(start, base)`: from the address `start`; addresses that begin with `base` (where the site says that it is) are taken for
// the same below `start`; others outside are counted and not asked for.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

export function get(url, headers = {}) {
    return new Promise((resolve, reject) => {
        http.get(url, { agent, headers }, answer => {
            const chunks = [];
            answer.on('data', chunk => chunks.push(chunk));
            answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }));
        }).on('error', reject);
    });
}

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = s => s.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (whole, name) =>
    name[0] !== '#' ? NAMED[name] ?? whole : String.fromCodePoint(/^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10)));

// The start tags of a page, with their attributes; comments and the insides of script and style are passed over.
export function* tags(html) {
    const tag = /<!--[^]*?-->|<(script|style)\b([^>]*)>([^]*?)<\/\1\s*>|<([a-z][a-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
    for (const found of html.matchAll(tag)) {
        const name = (found[1] ?? found[4])?.toLowerCase();
        if (!name)
            continue;
        const attributes = {};
        for (const [, key, , double, single, bare] of (found[2] ?? found[5]).matchAll(/([^\s=\/"']+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g))
            attributes[key.toLowerCase()] = decode(double ?? single ?? bare ?? '');
        yield { name, attributes, inside: found[3] ?? '' };
    }
}

function* links_of_tag({ name, attributes }) {
    for (const key of ['href', 'src', 'action', 'poster', 'data', 'cite'])
        if (attributes[key] !== undefined && !(key === 'data' && name !== 'object'))
            yield attributes[key];
    for (const part of (attributes.srcset ?? '').split(','))
        if (part.trim())
            yield part.trim().split(/\s+/)[0];
    if (name === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? ''))
        yield attributes.content.replace(/^[^=]*=\s*/, '');
    if (name === 'meta' && /^og:(url|image)$/.test(attributes.property ?? ''))
        yield attributes.content;
}

// What a strict Content-Security-Policy would not let happen: scripts, styles and handlers inside the page.
function offence({ name, attributes, inside }) {
    const is_data = /json/.test(attributes.type ?? '');
    if (name === 'script' && inside.trim() && !is_data)
        return 'a script inside the page';
    if (name === 'style' || 'style' in attributes)
        return 'a style inside the page';
    const handler = Object.keys(attributes).find(key => /^on/.test(key));
    return handler && `the handler ${handler}`;
}

function links_of(type, text) {
    if (/css/.test(type))
        return [...text.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)].map(m => m[1]);
    if (/xml/.test(type) && !/html|svg/.test(type))
        return [...text.matchAll(/<loc>([^<]+)<\/loc>|\bhref="([^"]+)"|\btemplate="([^"{]+)[^"]*"/g)].map(m => decode(m[1] ?? m[2] ?? m[3]));
    return null;
}

export async function crawl(start, base) {
    const pages = new Map();        // address -> { status, ids }
    const wishes = [];              // { from, to, fragment }
    const outside = new Set(), troubles = [];
    let links = 0, fragments = 0;
    const queue = [];

    const see = (href, from) => {
        if (/^(mailto|javascript|data|tel):/i.test(href))
            return;
        let url;
        try {
            url = new URL(href, from);
        } catch {
            troubles.push(`${from}: ${href} is no address`);
            return;
        }
        if (base && url.href.startsWith(base))
            url = new URL(start + url.href.slice(base.length));
        links++;
        if (!url.href.startsWith(start)) {
            if (url.origin === new URL(start).origin)
                troubles.push(`${from}: ${href} leads out of the site`);
            outside.add(url.href);
            return;
        }
        const fragment = decodeURIComponent(url.hash.slice(1));
        url.hash = '';
        wishes.push({ from, to: url.href, fragment });
        if (!pages.has(url.href)) {
            pages.set(url.href, null);
            queue.push(url.href);
        }
    };

    const visit = async address => {
        const answer = await get(address);
        const type = answer.headers['content-type'] ?? '', page = { status: answer.status, type, ids: new Set() };
        pages.set(address, page);
        if (answer.status !== 200)
            return;
        const text = answer.bytes.toString('utf8'), others = links_of(type, text);
        for (const href of others ?? [])
            see(href, address);
        if (others || !/html/.test(type))
            return;
        let root = address;
        for (const tag of tags(text)) {
            if (tag.attributes.id)
                page.ids.add(tag.attributes.id);
            if (tag.name === 'a' && tag.attributes.name)
                page.ids.add(tag.attributes.name);
            if (tag.name === 'base' && tag.attributes.href)
                root = new URL(tag.attributes.href, address).href;
            const wrong = offence(tag);
            if (wrong)
                troubles.push(`${address}: ${wrong}`);
            for (const href of links_of_tag(tag))
                see(href, root);
        }
    };

    see('', start);
    for (const known of ['robots.txt', 'sitemap.xml'])
        if (base)
            see(known, start);
    while (queue.length)
        await Promise.all(queue.splice(0, 8).map(visit));
    for (const { from, to, fragment } of wishes) {
        const page = pages.get(to);
        if (page.status !== 200)
            troubles.push(`${from}: ${to} answers ${page.status}`);
        else if (fragment && /html/.test(page.type)) {
            fragments++;
            if (fragment !== 'top' && !page.ids.has(fragment))
                troubles.push(`${from}: ${to} has no id ${fragment}`);
        }
    }
    return { pages, links, fragments, outside: outside.size, troubles: [...new Set(troubles)] };
}
