// report.mjs WORK: what the parts have found, as one Markdown table with the targets beside the figures. A part that has not run shows as "–".
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LIMIT, readJson, readQueries, score } from './common.mjs';

const work = process.argv[2];
const read = (name) => (existsSync(join(work, name)) ? readJson(join(work, name)) : null);
const about = read('queries/about.json'), built = read('build.json'), kb = read('kb.json'), fts5 = read('fts5.json');
const pagefind = read('pagefind.json'), browser = read('browser.json'), pagefindBuild = read('pagefind-build.json');

const percent = (x) => `${(100 * x).toFixed(1)} %`, ratio = (x) => x.toFixed(3), kilobytes = (x) => `${(x / 1000).toFixed(1)} KB`;
const ms = (x) => `${x.toFixed(0)} ms`, seconds = (x) => `${x.toFixed(2)} s`, megabytes = (x) => `${x.toFixed(1)} MB`, plain = (x) => String(x);
const at = (object, path) => path.split('.').reduce((o, key) => o?.[key], object);

const rows = [];
const known = (value) => value !== undefined && value !== null && !Number.isNaN(value);
// A row: the figure of kb, what it is held against, the opponents' figures. A target is { least } or { most }; { best } asks for more than every
// opponent has, or for all there is.
function row(name, format, value, target = {}, opponents = []) {
    const show = (v) => (known(v) ? format(v) : '–');
    const { least, most, best } = target;
    const goals = [least !== undefined && `≥ ${format(least)}`, most !== undefined && `≤ ${format(most)}`, best && 'best'].filter(Boolean);
    const isMet = !(value < least) && !(value > most) && (!best || opponents.filter(known).every((o) => value > o || value === 1));
    rows.push([name, show(value), goals.join(', '), goals.length && known(value) ? (isMet ? 'yes' : '**no**') : '', show(opponents[0]), show(opponents[1])]);
}

// Means over those queries that `keep` lets through; the ranks are in the order of the queries.
const part = (ranks, keep) => (ranks ? score(ranks.filter((_, i) => keep(i))) : undefined);

const FIGURES = { title: [['first', percent, 0.95], ['ten', percent, 0.99]], sentence: [['ten', percent, 0.75], ['mrr', ratio, 0.58]] };
const NAMES = { first: 'first', ten: `in ${LIMIT}`, mrr: 'MRR' };
const pagefindSample = at(pagefind, 'sets.title.n');
for (const [set, figures] of Object.entries(FIGURES)) {
    const list = about ? await readQueries(join(work, 'queries'), set) : [];
    const label = set === 'title' ? 'A, title words' : 'B, a sentence';
    const ours = at(kb, `sets.${set}.ranks`), theirs = at(fts5, `sets.${set}.best.ranks`), sampled = at(pagefind, `sets.${set}.ranks`);
    const all = () => true, few = (i) => list[i]?.holders <= LIMIT, first = (i) => i < pagefindSample;
    for (const [figure, format, least] of figures)
        row(`${label}: ${NAMES[figure]}`, format, part(ours, all)?.[figure], { least, best: true }, [part(theirs, all)?.[figure]]);
    for (const [figure, format] of figures)
        if (pagefindSample)
            row(`${label}: ${NAMES[figure]}, the first ${pagefindSample} queries`, format, part(ours, first)?.[figure], { best: true },
                [part(theirs, first)?.[figure], part(sampled, all)?.[figure]]);
    if (set === 'sentence') {
        const n = list.filter((q) => q.holders <= LIMIT).length;
        for (const [figure, format] of figures)
            row(`${label}: ${NAMES[figure]}, of the ${n} whose words stand in ${LIMIT} articles at most`, format, part(ours, few)?.[figure], {},
                [part(theirs, few)?.[figure]]);
    }
}

const thousands = about ? about.articles / 1000 : NaN;
const index = at(built, 'index');
row('build', seconds, index ? built.seconds : undefined, {}, [at(fts5, 'build_seconds'), at(pagefindBuild, 'seconds')]);
const times = (x) => `${x.toFixed(2)} ×`;
row('build with search, of that without', times, index ? built.seconds / built.plain_seconds : undefined, { most: 1.6 });
row('the same in seconds of the processors', times, index ? built.cpu_seconds / built.plain_cpu_seconds : undefined);
row('peak memory', (x) => `${x.toFixed(0)} MB`, index ? built.peak_mb : undefined, { most: 400 }, [undefined, at(pagefindBuild, 'peak_mb')]);
const sizes = [index?.bytes, fts5?.bytes, pagefindBuild?.bytes].map((n) => (known(n) ? n / 1e6 : undefined));
row('index', megabytes, sizes[0], {}, sizes.slice(1));
const [each, ...others] = sizes.map((n) => (known(n) ? n / thousands : undefined));
row('index per 1,000 articles', (x) => `${x.toFixed(2)} MB`, each, { most: 0.9 }, others);
row('files', plain, index?.files, { most: 2000 }, [undefined, at(pagefindBuild, 'files')]);
row('largest file, gzip', kilobytes, index?.largest_gz, { most: 96000 });
row('bytes to start', kilobytes, at(browser, 'start.median'), { most: 30000 }, [undefined, at(pagefind, 'start.median')]);
for (const [quantile, bytes, time] of [['median', 80000, 30], ['p95', 250000, 100]]) {
    row(`bytes of a query, ${quantile}`, kilobytes, at(browser, `bytes.${quantile}`), { most: bytes }, [undefined, at(pagefind, `bytes.${quantile}`)]);
    row(`time of a query, ${quantile}`, ms, at(browser, `ms.${quantile}`), { most: time }, [undefined, at(pagefind, `ms.${quantile}`)]);
}
row('page with the query in its address, to results, median', ms, at(browser, 'cold.median'));
for (const quantile of ['median', 'p95'])
    row(`the same files in the same two waves, nothing searched, ${quantile}`, ms, at(browser, `two_waves.${quantile}`));
row('one file of 50 KB, nothing searched, median', ms, at(browser, 'one_file.median'));
row('filter table, p95', kilobytes, at(browser, 'filter.p95'), { most: 80000 });
row('positions, p95', kilobytes, at(browser, 'positions.p95'), { most: 500000 });
if (browser)
    row(`queries without a result, of ${browser.asked}`, plain, browser.empty, { most: 0 });

const heads = ['', 'kb', 'target', 'met', 'FTS5', 'Pagefind'];
const widths = heads.map((h, i) => Math.max(h.length, 3, ...rows.map((r) => r[i].length)));
const line = (cells) => `| ${cells.map((c, i) => (i ? c.padStart(widths[i]) : c.padEnd(widths[i]))).join(' | ')} |`;
console.log(line(heads));
console.log(line(widths.map((w, i) => (i ? '-'.repeat(w - 1) + ':' : '-'.repeat(w)))));
for (const r of rows)
    console.log(line(r));

console.log();
if (about)
    console.log(`${about.articles} articles, queries by SEED=${about.seed}.`);
for (const set of Object.keys(FIGURES)) {
    const list = about ? await readQueries(join(work, 'queries'), set) : [];
    const chance = (f) => list.reduce((sum, q) => sum + f(q.holders), 0) / list.length;
    const harmonic = (n) => (n ? 1 / n + harmonic(n - 1) : 0);
    if (list.length && set === 'sentence')
        console.log(`Articles that hold all five words of a sentence, given in no order: ${percent(chance((n) => Math.min(1, LIMIT / n)))} in ${LIMIT}, MRR ` +
            `${ratio(chance((n) => harmonic(Math.min(LIMIT, n)) / n))}.`);
}
if (pagefind || browser)
    console.log('Milliseconds are of this machine while it did what else it had to do; quote them beside those of the other engine.');
for (const [set, { ways }] of Object.entries(fts5?.sets ?? {}))
    for (const w of ways)
        console.log(`FTS5, ${set}, ${w.way}: ${percent(w.first)} first, ${percent(w.ten)} in ${LIMIT}, MRR ${ratio(w.mrr)}.`);
