// What the parts of this bench share: the queries, how answers are scored, a pseudo-random sequence.
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export const SETS = ['title', 'sentence'];
export const LIMIT = 10;

export async function readLines(path) {
    const lines = [];
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
        if (line)
            lines.push(JSON.parse(line));
    return lines;
}

export const readQueries = (folder, set) => readLines(join(folder, `${set}.jsonl`));
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

export function writeJson(path, value) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(value, null, 1) + '\n');
}

// FNV-1a, 32 bits, its bits stirred once more.
export function hash(text) {
    let h = 2166136261;
    for (let i = 0; i < text.length; i++)
        h = Math.imul(h ^ text.charCodeAt(i), 16777619);
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    return (h ^ (h >>> 16)) >>> 0;
}

// mulberry32: numbers in [0, 1).
export function random(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

export const wordSet = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

// "/kb/306/Q306667/" and "https://host/kb/306/Q306667/index.html" name the article of the permalink "kb/306/Q306667/".
export const permalinkOf = (url) => decodeURI(url).replace(/^[a-z]+:\/\/[^/]*/, '').replace(/^\/+/, '').replace(/index\.html$/, '');

// The place of the first expected article among the answers, 1 the best; 0 when it is not among the first ten.
export function rank(query, permalinks) {
    const expected = new Set(query.expected);
    return permalinks.slice(0, LIMIT).findIndex((p) => expected.has(p)) + 1;
}

// Shares of the queries, 0 to 1.
export function score(ranks) {
    const mean = (f) => ranks.reduce((sum, r) => sum + f(r), 0) / ranks.length;
    return { n: ranks.length, first: mean((r) => (r === 1 ? 1 : 0)), ten: mean((r) => (r > 0 ? 1 : 0)), mrr: mean((r) => (r ? 1 / r : 0)) };
}

export function quantile(values, q) {
    const sorted = [...values].sort((x, y) => x - y);
    return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] : NaN;
}
