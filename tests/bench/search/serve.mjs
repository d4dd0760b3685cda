// A small web server for folders, gzip on, that remembers what it sent: every figure of bytes is a body as it went over the wire.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.json': 'application/json',
    '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

// Files as they go over the wire, by their place; a server that hosts a site for long has them at hand, and so has every one here after the first.
const packed = new Map();
function pack(file, plain) {
    const gz = gzipSync(plain, { level: 6 });
    packed.set(file, gz.length < plain.length ? { bytes: gz, encoding: 'gzip' } : { bytes: plain });     // some files are packed already
    return packed.get(file);
}

// Packs all files below a folder.
export async function warm(folder) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile())
            pack(join(entry.path, entry.name), await readFile(join(entry.path, entry.name)));
}

const received = (request) => new Promise((done) => {
    const parts = [];
    request.on('data', (part) => parts.push(part)).on('end', () => done(Buffer.concat(parts).toString()));
});

// `mounts` maps the start of a path to a folder, to a body, or to a function that is given what was posted; the longest start wins:
// { '/': 'build/site', '/pagefind/': 'build/pagefind', '/ask.html': Buffer.from('<!DOCTYPE html>…'), '/report': (text) => … }
export async function serve(mounts) {
    const prefixes = Object.keys(mounts).sort((x, y) => y.length - x.length);
    const sent = [];            // { path, bytes } in order

    async function body(path, request) {
        const prefix = prefixes.find((p) => path.startsWith(p)), mount = mounts[prefix];
        if (typeof mount === 'function') {
            mount(await received(request));
            return { bytes: Buffer.alloc(0) };
        }
        if (Buffer.isBuffer(mount))
            return packed.get(mount) ?? pack(mount, mount);
        const below = normalize('/' + path.slice(prefix.length));
        const file = join(mount, below.endsWith('/') ? below + 'index.html' : below);
        return packed.get(file) ?? pack(file, await readFile(file));
    }

    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
        try {
            const { bytes, encoding } = await body(path, request);
            sent.push({ path, bytes: bytes.length });
            response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? (path.endsWith('/') ? TYPES['.html'] : 'application/octet-stream'),
                'Content-Length': bytes.length, 'Cache-Control': 'max-age=3600', ...(encoding && { 'Content-Encoding': encoding }) });
            response.end(bytes);
        } catch {
            sent.push({ path, bytes: 0 });
            response.writeHead(404).end();
        }
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return {
        origin: `http://127.0.0.1:${server.address().port}`,
        sent,
        sum: (test, from = 0) => sent.slice(from).filter((s) => test(s.path)).reduce((n, s) => n + s.bytes, 0),
        close: () => server.close(),
    };
}
