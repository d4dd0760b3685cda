// fts5.mjs ARTICLES QUERIES WORK OUT: the same queries asked of SQLite's FTS5, porter tokenizer, bm25 with title to body as 4 to 1. Three ways to
// ask: OR (any of the words), AND (all), and AND first with OR behind it. The best in ten counts as FTS5's result.
import { spawnSync } from 'node:child_process';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMIT, SETS, rank, readLines, readQueries, score, writeJson } from './common.mjs';

const [articlesPath, queries, work, out] = process.argv.slice(2);

function sqlite(db, script) {
    const r = spawnSync('sqlite3', ['-batch', '-bail', db], { input: script, maxBuffer: 1 << 30 });
    if (r.error || r.status !== 0)
        throw new Error(`sqlite3: ${r.error?.message ?? r.stderr}`);
    return r.stdout.toString();
}

async function makeIndex(db) {
    const US = '\x1f', RS = '\x1e';
    const clean = (s) => s.replace(/[\x00\x1e\x1f]/g, ' ');
    const file = join(work, 'fts5.ascii');
    writeFileSync(file, (await readLines(articlesPath)).map((a) => [a.permalink, a.title, a.text].map(clean).join(US) + RS).join(''));
    rmSync(db, { force: true });
    const start = process.hrtime.bigint();
    sqlite(db, `PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE VIRTUAL TABLE docs USING fts5(permalink UNINDEXED, title, body, tokenize='porter unicode61');
.mode ascii
.import '${file}' docs
INSERT INTO docs(docs) VALUES('optimize');
`);
    rmSync(file);
    return Number(process.hrtime.bigint() - start) / 1e9;
}

function answers(db, list, operator) {
    const statements = list.map(({ query }, i) => {
        const match = query.split(' ').map((w) => `"${w}"`).join(` ${operator} `);
        return `SELECT ${i}, permalink FROM docs WHERE docs MATCH '${match}' ORDER BY bm25(docs, 0, 4.0, 1.0), rowid LIMIT ${LIMIT};`;
    });
    const found = list.map(() => []);
    for (const line of sqlite(db, '.mode tabs\n' + statements.join('\n') + '\n').split('\n').filter(Boolean)) {
        const [i, permalink] = line.split('\t');
        found[i].push(permalink);
    }
    return found;
}

const db = join(work, 'fts5.db');
const result = { build_seconds: await makeIndex(db), bytes: statSync(db).size, sets: {} };
for (const set of SETS) {
    const list = await readQueries(queries, set);
    const or = answers(db, list, 'OR'), and = answers(db, list, 'AND');
    const both = and.map((a, i) => [...new Set([...a, ...or[i]])]);
    const ways = Object.entries({ or, and, 'and first': both }).map(([way, found]) => {
        const ranks = list.map((q, i) => rank(q, found[i]));
        return { way, ...score(ranks), ranks };
    });
    result.sets[set] = { best: [...ways].sort((x, y) => y.ten - x.ten || y.mrr - x.mrr)[0], ways: ways.map(({ ranks, ...w }) => w) };
}
writeJson(out, result);
