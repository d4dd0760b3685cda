// kb.mjs PROGRAM SITE QUERIES OUT: the queries asked of `kb search`, all of a set at once.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LIMIT, SETS, permalinkOf, rank, readQueries, score, writeJson } from './common.mjs';

const [program, site, queries, out] = process.argv.slice(2);

const result = { sets: {} };
for (const set of SETS) {
    const list = await readQueries(queries, set);
    const start = process.hrtime.bigint();
    const args = ['search', '-d', site, '--limit', String(LIMIT), '--json', '--queries', join(queries, `${set}.txt`)];
    const r = spawnSync(program, args, { maxBuffer: 1 << 30 });
    if (r.error || r.status > 1)
        throw new Error(`kb search: ${r.error?.message ?? r.stderr}`);
    const lines = r.stdout.toString().split('\n').filter(Boolean);
    if (lines.length !== list.length)
        throw new Error(`kb search: ${lines.length} answers to ${list.length} queries`);
    const ranks = list.map((q, i) => rank(q, JSON.parse(lines[i]).map((a) => permalinkOf(a.permalink))));
    result.sets[set] = { ...score(ranks), ranks, ms: Number(process.hrtime.bigint() - start) / 1e6 / list.length };
}
writeJson(out, result);
