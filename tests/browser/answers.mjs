// answers.mjs PROGRAM SITE QUERIES: holds static/search.js to `kb search`: the same ten articles in the same order for every line of QUERIES.
// The script runs without a browser, its files read from the site's folder. Speaks TAP.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';

const LIMIT = 10, SHOWN = 20;
const [program, site, queries] = process.argv.slice(2);

// As much of a page as loading a script takes.
const document = {
    currentScript: { src: 'http://host/search.js', dataset: {} },
    querySelector: () => null,
    createElement: () => ({ remove() {} }),
    head: {
        append: (script) => setImmediate(() => {
            let text;
            try {
                text = readFileSync(join(site, new URL(script.src).pathname), 'utf8');
            } catch {
                return script.onerror();
            }
            vm.runInContext(text, context);
            script.onload();
        }),
    },
};
const context = vm.createContext({ document, URL, escape, unescape, setTimeout, clearTimeout, requestAnimationFrame: setImmediate });
context.window = context;
const script = readdirSync(site).find(name => /^search\.([0-9a-f]+\.)?js$/.test(name));
vm.runInContext(readFileSync(join(site, script), 'utf8'), context);

const lines = readFileSync(queries, 'utf8').split('\n').filter(Boolean);
const run = spawnSync(program, ['search', '-d', site, '--limit', String(LIMIT), '--json', '--queries', queries], { maxBuffer: 1 << 30 });
const expected = run.stdout.toString().split('\n').filter(Boolean);
if (expected.length !== lines.length)
    throw new Error(`kb search: ${expected.length} answers to ${lines.length} queries: ${run.stderr}`);

let different = 0;
for (const [i, query] of lines.entries()) {
    let last;
    await context.kb_put.answer(query, { limit: LIMIT }, (found) => last = found);
    const ours = last.cards.map((card) => card.permalink).join(' '), theirs = JSON.parse(expected[i]).map((a) => a.permalink).join(' ');
    if (ours !== theirs && different++ < SHOWN)
        console.log(`not ok - ${query}\n  browser  ${ours}\n  program  ${theirs}`);
}
console.log(`${different ? 'not ok' : 'ok'} - ${lines.length - different} of ${lines.length} answers are the same`);
process.exit(different ? 1 : 0);
