// build.mjs PROGRAM CONFIG OUT SITE PLAIN FOLDER…: builds the site with its search and without, three times each (ROUNDS) in turn into new folders,
// and counts what the search made. Of the times the best counts, of the memory the most. The last sites stay at SITE and PLAIN.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeJson } from './common.mjs';

const [program, config, out, site, plain, ...folders] = process.argv.slice(2);
const ROUNDS = Number(process.env.ROUNDS || 3);

// CONFIG is written here: the two builds differ in one line.
function build(destination, search) {
    rmSync(destination, { recursive: true, force: true });
    writeFileSync(config, `title: Archive\n${search ? '' : 'search: false\n'}`);
    const args = [program, 'build', '-q', '-c', config, '-b', 'https://kb.example/', '-d', destination, ...folders.flatMap((f) => ['--content', f])];
    // GNU time tells what the program took at its peak: wait4's word, in KB.
    const r = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', ...args], { maxBuffer: 1 << 30 });
    const said = (r.stderr ?? '').toString().trim().split('\n');
    const [seconds, user, system, peak] = (said.pop() ?? '').split(' ').map(Number);
    if (r.error || r.status > 1 || !(seconds > 0))
        throw new Error(`kb build: ${r.error?.message ?? said.slice(-3).join('\n')}`);
    return { seconds, cpu_seconds: user + system, peak_mb: peak / 1024 };
}

const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)]));

function countIndex(dir) {
    if (!existsSync(dir))
        return null;
    const files = walk(dir).map((path) => ({ path, bytes: statSync(path).size, gz: gzipSync(readFileSync(path)).length }));
    const sum = (key) => files.reduce((n, f) => n + f[key], 0);
    const largest = files.reduce((x, y) => (y.gz > x.gz ? y : x));
    return { files: files.length, bytes: sum('bytes'), gz: sum('gz'), largest_gz: largest.gz, largest: largest.path.slice(dir.length + 1) };
}

const runs = { with: [], without: [] };
for (let i = 0; i < ROUNDS; i++) {
    runs.without.push(build(plain, false));
    runs.with.push(build(site, true));
}
const best = (list, key) => Math.min(...list.map((r) => r[key]));
const most = (list, key) => Math.max(...list.map((r) => r[key]));
writeJson(out, {
    seconds: best(runs.with, 'seconds'), plain_seconds: best(runs.without, 'seconds'),
    cpu_seconds: best(runs.with, 'cpu_seconds'), plain_cpu_seconds: best(runs.without, 'cpu_seconds'),
    peak_mb: most(runs.with, 'peak_mb'), plain_peak_mb: most(runs.without, 'peak_mb'),
    index: countIndex(join(site, 'search')), runs,
});
