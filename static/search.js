//# allFunctionsCalledOnLoad
/* search: answers a question in the browser from the files below search/, the way `kb search` does. src/search/rank.h says how answers are
 * ranked, src/search/shardfile.h what the files hold; this is the same in JavaScript, and a test holds the two to the same answers.
 *
 * Words are strings of UTF-8 bytes ("binary" below), as in the files: they sort and share letters there byte by byte.
 *
 * The first line asks a browser to compile all functions while the page loads, and not each when the first question comes to it. */
(() => {
    'use strict';

    const FORMAT = 2, RICE_ESCAPE = 24, PIECE_BITS = 6, TITLE_LEVEL = 8;
    const LEVEL_POINTS = [4, 7, 10, 13, 16, 19, 22, 25, 34, 37, 40, 43, 46, 49, 52, 55];
    const TITLE_POINTS = 40, NEAR_POINTS = 40, NEXT_POINTS = 16, NEAR_WORDS = 20, NEXT_WORDS = 3, NEAR_ARTICLES = 200, ENOUGH = 10;
    const COMPLETIONS = 8, COMPLETION_FILES = 3,
        MISTAKE_FILES = 12, COMMON_SHARE = 3, TERMS_MAX = 32, PAGE = 10, SHORT_LIST = 6, REHEARSALS = 3;

    const root = new URL('.', document.currentScript.src).href;
    /* What is said to readers, in the site's language: kb.js has brought what the box says, the place of the results has the rest. */
    const says = { ...window.kbWords };

    /* --- bits -------------------------------------------------------------------------------------------------------------------------- */

    const values = Uint8Array.from({ length: 128 }, (_, code) => code - 32 - (code > 34) - (code > 92));

    const PAIRS = 8, PAIR_BITS = 13, BLOCK_BITS = PAIRS * PAIR_BITS, BLOCK_BYTES = BLOCK_BITS / 8;

    /* Reads the numbers between two bits of a text. It is decoded block by block as it is read: of most files one entry is asked for. */
    class Bits {
        constructor(text, from = 0, to = (text.length >> 1) * PAIR_BITS) {
            const first = Math.floor(from / BLOCK_BITS);
            this.text = text;
            this.next = first * PAIRS * 2;
            this.bytes = new Uint8Array(Math.max(0, Math.ceil(to / BLOCK_BITS) - first) * BLOCK_BYTES + 8);
            this.ready = 0;
            this.at = from - first * BLOCK_BITS;
            this.end = to - first * BLOCK_BITS;
        }
        decode() {
            for (let pair = 0, rest = 0, count = 0; pair < PAIRS; pair++) {
                rest = rest << PAIR_BITS | values[this.text.charCodeAt(this.next++)] * 93 + values[this.text.charCodeAt(this.next++)];
                for (count += PAIR_BITS; count >= 8; count -= 8)
                    this.bytes[this.ready++] = rest >> count - 8;
            }
        }
        /* The next 25 bits at the left of 32; more may be there. */
        window() {
            const b = this.bytes, i = this.at >> 3;
            while (this.ready < i + 4 && this.ready < b.length)
                this.decode();
            return (b[i] << 24 | b[i + 1] << 16 | b[i + 2] << 8 | b[i + 3]) << (this.at & 7);
        }
        get(width) {
            if (width > 16)
                return this.get(width - 16) * 65536 + this.get(16);
            const value = width ? this.window() >>> 32 - width : 0;
            this.at += width;
            return value;
        }
        gamma() {
            let zeros = 0;
            while (zeros < 31 && this.at < this.end && !this.get(1))
                zeros++;
            return this.at <= this.end ? 2 ** zeros + this.get(zeros) - 1 : 0;
        }
        rice(k) {
            const ones = Math.clz32(~this.window());
            if (ones >= RICE_ESCAPE) {
                this.at += RICE_ESCAPE;
                return this.gamma();
            }
            this.at += ones + 1;
            return ones * 2 ** k + this.get(k);
        }
    }

    /* --- words ------------------------------------------------------------------------------------------------------------------------- */

    /* Most texts are plain ASCII, and theirs is the short way: the patterns of all letters alone take some milliseconds to make. */
    const isPlain = (text) => !/[^\0-\x7F]/.test(text);
    const fold = (text) => isPlain(text) ? text.toLowerCase()
        : text.normalize('NFKD').toLowerCase().replace(/ß/g, 'ss').replace(/ς/g, 'σ').normalize('NFKD')
            .replace(/[\u0300-\u036F]|\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFC');
    const ALONE = '\\u0E00-\\u0E7F\\u3040-\\u30FF\\u3400-\\u9FFF\\uF900-\\uFAFF\\u{20000}-\\u{3FFFF}';
    const LETTER = '[\\p{L}\\p{N}\\p{M}]', WORD = `(?:(?=${LETTER})[${ALONE}]|(?:(?![${ALONE}])${LETTER})+)`;
    const patternsOf = (word, letter) => ({ words: new RegExp(word, 'gu'),
        runs: new RegExp(`${word}(?:[._@]${word})*(?:(?:\\+\\+|#)(?!${letter}))?`, 'gu') });
    const plainPatterns = patternsOf('[0-9A-Za-z]+', '[0-9A-Za-z]');
    let allPatterns;
    const patterns = (text) => isPlain(text) ? plainPatterns : allPatterns ??= patternsOf(WORD, LETTER);
    const TOKEN_BYTES_MAX = 64;
    const binary = (text) => isPlain(text) ? text : unescape(encodeURIComponent(text.toWellFormed ? text.toWellFormed() : text));
    const readable = (word) => decodeURIComponent(escape(word));

    /* The words of a folded text, run by run: [{ whole, parts: [{ name, whole }], end }]. */
    function runsOf(text) {
        const { runs, words } = patterns(text);
        return [...text.matchAll(runs)].map((run) => {
            const found = run[0].match(words), name = binary(run[0]);
            const parts = found.map(binary).map((word) => {
                const code = /^0x0*([0-9a-f]+)$/.exec(word);
                return word.length > TOKEN_BYTES_MAX ? { name: '' } : code ? { name: code[1], whole: '0x' + code[1] } : { name: word };
            });
            const isWhole = (parts.length > 1 || found[0] !== run[0]) && name.length <= TOKEN_BYTES_MAX;
            const sign = run[0].length - run[0].replace(/(?:\+\+|#)$/, '').length;
            return { parts, whole: isWhole ? name : '', end: run.index + run[0].length - sign };
        });
    }

    /* The words, phrases and exclusions of a folded question. */
    function parse(query) {
        const pieces = [];
        for (let rest = query.trimStart(); rest; rest = rest.trimStart()) {
            const isExcluded = /^-\S/.test(rest);
            if (isExcluded)
                rest = rest.slice(1);
            const isPhrase = rest[0] === '"', [all, inside] = (isPhrase ? /^"([^"]*)"?/ : /^(\S+)/).exec(rest);
            rest = rest.slice(all.length);
            pieces.push({ runs: runsOf(inside), text: inside, isPhrase, isExcluded, isLast: !rest.trim() });
        }
        return pieces;
    }

    /* --- keys -------------------------------------------------------------------------------------------------------------------------- */

    const KEYS = 2 ** 52;
    const LETTER_SHARES = [200, 60, 130, 110, 270, 60, 60, 70, 180, 14, 30, 130, 90, 170, 170, 80, 10, 180, 190, 200, 80, 36, 40, 24, 40, 14];
    const shares = [], below = [];
    for (let byte = 0, sum = 0; byte < 256; sum += shares[byte++]) {
        below[byte] = sum;
        shares[byte] = byte >= 97 && byte <= 122 ? LETTER_SHARES[byte - 97] : byte >= 48 && byte <= 57 ? 70 : byte < 128 ? 1 : 5;
    }

    function keyOfWord(word) {
        let low = 0, width = KEYS;
        for (let i = 0; i < word.length && width >= 4096; i++) {
            const byte = word.charCodeAt(i), step = Math.floor(width / 4096);
            low += step * below[byte];
            width = step * shares[byte];
        }
        return { low, width: width || 1 };
    }

    function keyOfHash(word) {
        let h = 0x811c9dc5;
        for (let i = 0; i < word.length; i++)
            h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
        h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
        h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
        return { low: ((h ^ h >>> 16) >>> 0) * 2 ** 20, width: 1 };
    }

    const keyOfNumber = (number) => ({ low: number * 2 ** 21, width: 1 });
    /* Words with a digit have files of their own. */
    const familyOf = (word) => /\d/.test(word) ? 'c' : 't';
    const exactly = (word) => ({ low: keyOfWord(word).low, width: 1 });

    /* --- files ------------------------------------------------------------------------------------------------------------------------- */

    const files = new Map(), waiting = new Map();

    window.kb_put = (name, text, bits) => waiting.get(name)?.({ text, bits });

    /* Each file once; null when it is not there. */
    function load(name, path) {
        if (!files.has(name))
            files.set(name, new Promise((resolve) => {
                const script = document.createElement('script');
                const done = (file) => {
                    waiting.delete(name);
                    script.remove();
                    resolve(file);
                };
                waiting.set(name, done);
                script.onerror = script.onload = () => done(null);
                script.src = `${root}search/${path}.js`;
                document.head.append(script);
            }));
        return files.get(name);
    }

    function leavesOf(bits, end) {
        const leaves = [];
        const walk = (path, low, width) => {
            if (bits.get(1) && width > 1) {     /* no deeper than keys are long, whatever the file says */
                walk(path * 2, low, width / 2);
                walk(path * 2 + 1, low + width / 2, width / 2);
            } else if (bits.get(1))
                leaves.push({ path: path.toString(16), low, width });
        };
        if (bits.at < end)
            walk(1, 0, KEYS);
        return leaves;
    }

    let started;
    function start() {
        return started ??= load('entry', 'entry').then((file) => {
            if (!file)
                throw new Error('noIndex');
            const about = Object.fromEntries(file.text.split('\n').map((line) => line.split('\t')));
            if (Number(about.format) !== FORMAT)
                throw new Error('otherVersion');
            const index = { articles: Number(about.articles), numberBits: Number(about.number_bits), prefix: about.id_prefix ?? '', leaves: {}, stems: new Map() };
            const bits = new Bits(file.bits);
            for (const family of 'tcrxds') {
                const size = bits.gamma();
                index.leaves[family] = leavesOf(bits, bits.at + size);
            }
            return index;
        });
    }

    /* The files that have keys of a range: leaves stand in the order of their keys. */
    function leavesIn(index, family, { low, width }) {
        const leaves = index.leaves[family];
        let from = 0;
        for (let to = leaves.length; from < to;) {
            const middle = from + to >> 1, leaf = leaves[middle];
            if (leaf.low + leaf.width > low)
                to = middle;
            else
                from = middle + 1;
        }
        let end = from;
        while (end < leaves.length && leaves[end].low < low + width)
            end++;
        return leaves.slice(from, end);
    }
    const loadLeaf = (family, leaf) => load(family + leaf.path, `${family}/${leaf.path}`);

    /* The file that has a key, or null. */
    async function fileOf(index, family, key) {
        const [leaf] = leavesIn(index, family, key);
        return leaf ? loadLeaf(family, leaf) : null;
    }

    /* The words of a file that begin with `start`, in byte order, each with its stem or the number of its entry. The others are passed over. */
    function* wordsWith(file, start) {
        if (!file)
            return;
        const text = file.binary ??= binary(file.text), n = text.length;
        let written = '', same = 0;     /* so many letters of `start` does the word before begin with */
        for (let i = 0, order = 0; i < n;) {
            const keep = text.charCodeAt(i++) - 65, from = i;
            let code, mark = 0;
            for (; i < n && ((code = text.charCodeAt(i)) < 65 || code > 90); i++)
                if (code === 33)
                    mark = i;
            if (keep <= same)
                for (same = keep; same < start.length && (code = text.charCodeAt(from + same - keep)) === start.charCodeAt(same) && from + same - keep < i;)
                    same++;
            if (same < start.length) {
                if (written || (keep <= same && from + same - keep < i && code > start.charCodeAt(same)))
                    return;             /* the words that follow come behind it too */
            } else {
                written = (written || start).slice(0, keep) + text.slice(from, i);
                const at = mark && keep + mark - from, name = mark ? written.slice(0, at) : written;
                yield { name, order, stem: mark ? name.slice(0, at + 97 - written.charCodeAt(at + 1)) + written.slice(at + 2) : '' };
            }
            order += mark ? 0 : 1;      /* one with another stem has no entry */
        }
    }

    /* The first, where a word that is a stem is also one that has another. */
    function entryOf(file, word) {
        const found = wordsWith(file, word).next().value;
        return found?.name === word ? found : undefined;
    }

    /* The bits of an entry. */
    function bitsOf(file, { order }) {
        if (!file.sizes) {
            const sizes = file.sizes = new Bits(file.bits);
            file.k = sizes.get(5);
            const width = sizes.gamma();
            file.ends = [sizes.at + width];
        }
        for (const { ends } = file; ends.length < order + 2;)
            ends.push(ends[ends.length - 1] + file.sizes.rice(file.k));
        return new Bits(file.bits, file.ends[order], file.ends[order + 1]);
    }

    /* --- terms ------------------------------------------------------------------------------------------------------------------------- */

    function readHits(bits, count, hits) {
        for (let left = count; left > 0 && bits.at < bits.end;) {
            const level = bits.get(4), n = bits.gamma() + 1, k = bits.get(5);
            for (let i = 0, number = -1; i < n && left > 0 && bits.at < bits.end; i++, left--) {
                number += bits.rice(k) + 1;
                hits.set(number, level);
            }
        }
    }

    /* Where each article's places begin. */
    function placeTable(bits, numbers) {
        const table = { bits, k: bits.get(4), at: new Map() };
        for (const number of numbers) {
            table.at.set(number, bits.at);
            for (let n = bits.gamma(); n > 0 && bits.at < bits.end; n--)
                bits.rice(table.k);
        }
        return table;
    }

    /* One word of the index. */
    class Stem {
        constructor(index, file, entry) {
            const bits = bitsOf(file, entry);
            Object.assign(this, { index, name: entry.name, hits: new Map(), tables: new Map() });
            const most = bits.gamma();
            this.rest = bits.get(1) ? bits.gamma() : 0;
            this.total = most + this.rest;
            this.apart = bits.get(1) > 0;
            this.pieced = this.apart && bits.get(1) > 0;
            readHits(bits, most, this.hits);
            if (!this.apart)
                this.tables.set(0, placeTable(bits, this.numbers()));
        }
        numbers() {
            return [...this.hits.keys()].sort((a, b) => a - b);
        }
        piece(number) {
            return this.pieced ? Math.floor(number / 2 ** Math.max(0, this.index.numberBits - PIECE_BITS)) : 0;
        }
        async readEntry(family, name, read) {
            const file = await fileOf(this.index, family, keyOfHash(name)), entry = entryOf(file, name);
            if (entry)
                read(bitsOf(file, entry));
        }
        complete() {
            return this.completing ??= this.rest ? this.readEntry('r', this.name, (bits) => readHits(bits, this.rest, this.hits)) : null;
        }
        /* Makes placesIn() know these articles' places; the list is complete. */
        async loadPlaces(numbers) {
            this.loading ??= new Map();
            const pieces = this.apart ? new Set(numbers.filter((n) => this.hits.has(n)).map((n) => this.piece(n))) : [];
            await Promise.all([...pieces].map((piece) => {
                if (!this.loading.has(piece))
                    this.loading.set(piece, this.readEntry('x', this.pieced ? `${this.name}~${piece.toString(16)}` : this.name, (bits) =>
                        this.tables.set(piece, placeTable(bits, this.numbers().filter((n) => this.piece(n) === piece)))));
                return this.loading.get(piece);
            }));
        }
        placesIn(number) {
            const table = this.tables.get(this.piece(number)), places = [], at = table?.at.get(number);
            if (at === undefined)
                return places;
            table.bits.at = at;
            for (let n = table.bits.gamma(), place = -1; n > 0 && table.bits.at < table.bits.end; n--)
                places.push(place += table.bits.rice(table.k) + 1);
            return places;
        }
    }

    async function stemOf(index, word) {
        if (!word)
            return null;
        let file = await fileOf(index, familyOf(word), exactly(word)), entry = entryOf(file, word);
        if (entry?.stem) {
            const name = entry.stem;
            file = await fileOf(index, familyOf(name), exactly(name));
            entry = entryOf(file, name);
        }
        if (!entry || entry.stem)
            return null;
        if (!index.stems.has(entry.name))
            index.stems.set(entry.name, new Stem(index, file, entry));
        return index.stems.get(entry.name);
    }

    /* The stems of these words, each once, those with the most articles first. */
    async function mostArticles(index, names) {
        const found = new Map();
        (await Promise.all(names.map((name) => stemOf(index, name)))).forEach((stem, i) => {
            if (stem && !found.has(stem))
                found.set(stem, { stem, name: names[i] });
        });
        return [...found.values()].sort((a, b) => b.stem.total - a.stem.total || (a.stem.name < b.stem.name ? -1 : 1));
    }

    async function wordsIn(leaves, family, start) {
        const loaded = await Promise.all(leaves.map((leaf) => loadLeaf(family, leaf)));
        return loaded.flatMap((file) => [...wordsWith(file, start)]);
    }

    async function completionsOf(index, word) {
        const family = familyOf(word), leaves = leavesIn(index, family, keyOfWord(word));
        return leaves.length > COMPLETION_FILES ? []
            : (await mostArticles(index, (await wordsIn(leaves, family, word)).map((e) => e.stem || e.name))).slice(0, COMPLETIONS);
    }

    /* Insert, delete, replace or swap, once. */
    function isOneMistake(a, b) {
        let i = 0, x = a.length, y = b.length;
        while (i < x && i < y && a[i] === b[i])
            i++;
        while (x > i && y > i && a[x - 1] === b[y - 1]) {
            x--;
            y--;
        }
        return x - i <= 1 && y - i <= 1 || x - i === 2 && y - i === 2 && a[i] === b[i + 1] && a[i + 1] === b[i];
    }

    /* One mistake leaves a word's first half or its second half as it is: the first is looked up in family t, the second backwards in s. */
    async function mistakenFor(index, word) {
        if (word.length < 4)
            return [];
        const half = word.length >> 1, backwards = (name) => name.split('').reverse().join(''), back = backwards(word), family = familyOf(word);
        const leaves = (from, start) => leavesIn(index, from, keyOfWord(start)).slice(0, MISTAKE_FILES);
        const [first, second] = await Promise.all([
            wordsIn(leaves(family, word.slice(0, half)), family, ''),
            wordsIn(leaves('s', back.slice(0, word.length - half)), 's', ''),
        ]);
        return mostArticles(index, [...first.map((e) => e.name), ...second.map((e) => backwards(e.name))].filter((name) => isOneMistake(word, name)));
    }

    /* --- a question -------------------------------------------------------------------------------------------------------------------- */

    /* What is asked, with what family t knows of it. Files are asked for all at once. */
    async function understand(index, folded) {
        const q = { terms: [], phrases: 0, unknown: [], corrected: [], written: [], marked: new Set() };

        /* What one word means: { word, stems } or, read otherwise, { word, stems, read }. */
        const meaning = async (word, piece, isLast, known) => {
            known ??= await stemOf(index, word);
            if (known)
                return { word, stems: [known] };
            const completions = isLast && !piece.isPhrase && !piece.isExcluded ? await completionsOf(index, word) : [];
            if (completions.length)
                return { word, stems: completions.map((c) => c.stem) };
            const [read] = piece.isExcluded ? [] : await mistakenFor(index, word);
            return read ? { word, stems: [read.stem], read: read.name } : { word, stems: [] };
        };
        const meaningsOf = async (piece, run) => {
            const isLastRun = piece.isLast && run === piece.runs.at(-1) && !piece.text.slice(run.end).trim();
            const wholes = piece.isPhrase ? [] : await Promise.all([run.whole, ...run.parts.map((part) => part.whole)].map((word) => stemOf(index, word)));
            if (wholes[0])
                return [await meaning(run.whole, piece, false, wholes[0])];
            const found = [];
            for (const [i, part] of run.parts.entries()) {
                if (wholes[i + 1]) {
                    found.push(meaning(part.whole, piece, false, wholes[i + 1]));
                    break;      /* a code that is known stands for its run */
                }
                found.push(part.name ? meaning(part.name, piece, isLastRun && i === run.parts.length - 1) : null);
            }
            return Promise.all(found);
        };
        const pieces = parse(folded);
        const meanings = await Promise.all(pieces.map(async (piece) => (await Promise.all(piece.runs.map((run) => meaningsOf(piece, run)))).flat()));

        pieces.forEach(({ isPhrase, isExcluded }, i) => {
            const phrase = isPhrase ? ++q.phrases : 0;
            meanings[i].forEach((m, offset) => {
                if (!m)
                    return;
                if (!isExcluded) {
                    q.written.push(m.word);
                    for (const word of [m.read ?? m.word, ...m.stems.map((s) => s.name)])
                        q.marked.add(word);
                }
                if (m.read)
                    q.corrected.push([readable(m.word), readable(m.read)]);
                if (!m.stems.length)
                    q.unknown.push(readable(m.word));
                else if (q.terms.length < TERMS_MAX) {
                    const total = Math.max(...m.stems.map((s) => s.total));
                    q.terms.push({ stems: m.stems, idf: total ? Math.round(64 * Math.log2(1 + index.articles / total)) : 0, isExcluded, phrase, offset });
                }
            });
        });
        q.asked = q.terms.filter((t) => !t.isExcluded);
        return q;
    }

    /* The places of the first stem that is in the article. */
    const placesOf = (term, number) => term.stems.find((s) => s.hits.has(number))?.placesIn(number) ?? [];
    const isIn = (term, number) => term.stems.some((s) => s.hits.has(number));

    /* All words side by side; one without places may stand anywhere. */
    function hasPhrase(terms, number) {
        const [first, ...others] = terms.map((t) => ({ offset: t.offset, places: placesOf(t, number) })).filter((t) => t.places.length);
        if (!others.length)
            return true;
        const sets = others.map((t) => new Set(t.places));
        return first.places.some((place) => sets.every((set, i) => set.has(place + others[i].offset - first.offset)));
    }

    const byScore = (a, b) => b.score - a.score || a.number - b.number;

    const phrasesOf = (q) => Array.from({ length: q.phrases }, (_, i) => q.terms.filter((t) => t.phrase === i + 1)).filter((terms) => terms.length);

    function countBits(bits) {
        let n = 0;
        for (; bits; bits &= bits - 1)
            n++;
        return n;
    }

    /* All articles that match, without nearness, best first. Without places a phrase is taken for its words. */
    function candidates(q, hasPlaces) {
        const found = new Map();
        q.terms.forEach((term, i) => {
            const bit = 1 << i;
            const add = (level, number) => {
                let f = found.get(number);
                if (!f)
                    found.set(number, f = { number, score: 0, terms: 0, titles: 0 });
                f.terms |= bit;
                f.titles |= level >= TITLE_LEVEL ? bit : 0;
                f.score += term.idf * LEVEL_POINTS[level];
            };
            if (term.stems.length === 1)
                return term.stems[0].hits.forEach(add);
            const best = new Map();     /* of completions the weightiest counts */
            for (const stem of term.stems)
                stem.hits.forEach((level, number) => level > (best.get(number) ?? -1) && best.set(number, level));
            best.forEach(add);
        });
        const masks = (wanted) => q.terms.reduce((all, t, i) => wanted(t) ? all | 1 << i : all, 0);
        const asked = masks((t) => !t.isExcluded), excluded = masks((t) => t.isExcluded && !t.phrase);
        const phrases = phrasesOf(q).map((terms) => ({ terms, mask: masks((t) => terms.includes(t)), isExcluded: terms[0].isExcluded }));
        const passes = (f) => f.terms & asked && !(f.terms & excluded) && phrases.every(({ terms, mask, isExcluded }) =>
            ((f.terms & mask) === mask && (hasPlaces ? hasPhrase(terms, f.number) : !isExcluded)) !== isExcluded);
        const list = [...found.values()].filter(passes), terms = q.asked.length, counts = new Array(terms + 1).fill(0);
        const titlePoints = TITLE_POINTS * q.asked.reduce((sum, t) => sum + t.idf, 0);
        for (const f of list) {
            counts[f.count = countBits(f.terms & asked)]++;
            if ((f.titles & asked) === asked)
                f.score += titlePoints;
        }
        /* Before the rest of the long lists is in, an article may have more of the words than is known. */
        const least = hasPlaces ? terms + 1 >> 1 : 1;
        let needed = terms, matching = counts[terms];
        while (matching < ENOUGH && needed > least)
            matching += counts[--needed];
        return list.filter((f) => f.count >= needed).sort(byScore);
    }

    /* The points for terms that stand together. */
    function nearness(q, number) {
        const spots = q.terms.flatMap((t, term) => t.isNear ? placesOf(t, number).map((at) => ({ at, term })) : []);
        spots.sort((a, b) => a.at - b.at || a.term - b.term);
        const inside = q.terms.map(() => 0), follows = [], idf = (term) => q.terms[term].idf;
        let sum = 0, most = 0, points = 0, from = 0;
        spots.forEach((spot, i) => {
            if (!inside[spot.term]++)
                sum += idf(spot.term);
            for (; spot.at - spots[from].at >= NEAR_WORDS; from++)
                if (!--inside[spots[from].term])
                    sum -= idf(spots[from].term);
            most = Math.max(most, sum);
            for (let k = i - 1; k >= from && spot.at - spots[k].at <= NEXT_WORDS; k--)
                if (spots[k].term === spot.term - 1 && spot.at > spots[k].at)
                    follows[spots[k].term] = true;
        });
        follows.forEach((_, t) => points += NEXT_POINTS * Math.min(idf(t), idf(t + 1)));
        return NEAR_POINTS * most + points;
    }

    /* The exact answer: with the rest of long lists, phrases and nearness. */
    async function exact(index, q) {
        await Promise.all(q.terms.flatMap((t) => t.stems).map((s) => s.complete()));
        await Promise.all(phrasesOf(q).filter((terms) => terms.length > 1).map((terms) => {
            const numbers = terms[0].stems.flatMap((s) => [...s.hits.keys()]).filter((n) => terms.every((t) => isIn(t, n)));
            return Promise.all(terms.flatMap((t) => t.stems).map((s) => s.loadPlaces(numbers)));
        }));
        const list = candidates(q, true);
        if (q.asked.length > 1) {
            const top = list.slice(0, NEAR_ARTICLES), numbers = top.map((f) => f.number);
            for (const t of q.terms)
                t.isNear = !t.isExcluded && t.stems[0].total <= Math.floor(index.articles / COMMON_SHARE);
            await Promise.all(q.terms.filter((t) => t.isNear).flatMap((t) => t.stems).map((s) => s.loadPlaces(numbers)));
            for (const f of top)
                f.score += nearness(q, f.number);
            list.sort(byScore);
        }
        return list;
    }

    const isFinal = (q) => q.asked.length <= 1 && !phrasesOf(q).some((terms) => terms.length > 1) && q.terms.every((t) => t.stems.every((s) => !s.rest));

    /* Among the first page's articles, those whose title has the words as written come first. */
    async function titlesFirst(index, q, list) {
        const has = async ({ number }) => {
            const runs = runsOf(fold((await cardOf(index, number))?.title ?? ''));
            const have = new Set(runs.flatMap((run) => [run.whole, ...run.parts.flatMap((part) => [part.name, part.whole])]));
            return q.written.length > 0 && q.written.every((word) => have.has(word));
        };
        const page = list.slice(0, ENOUGH), first = await Promise.all(page.map(has));
        return [...page.filter((_, i) => first[i]), ...page.filter((_, i) => !first[i]), ...list.slice(ENOUGH)];
    }

    /* --- articles ---------------------------------------------------------------------------------------------------------------------- */

    async function cardOf(index, number) {
        const file = await fileOf(index, 'd', keyOfNumber(number));
        if (!file)
            return null;
        const { text } = file, start = `${number}\t`, from = text.startsWith(start) ? 0 : text.indexOf('\n' + start) + 1;
        if (!text.startsWith(start, from))
            return null;
        const end = text.indexOf('\n', from), line = text.slice(from, end < 0 ? undefined : end);
        const [, written, place, title, summary, product, kind, date] = line.split('\t'), id = written || (number < 2 ** 30 ? index.prefix + number : '');
        const permalink = place[0] === '=' ? place.slice(1)
            : place.replace(/[*^]/g, (mark) => mark === '*' ? id : String(Math.floor(number / 1000)).padStart(3, '0'));
        return { number, id, permalink, title, summary, product, kind, date };
    }

    const cardsOf = async (index, numbers) => (await Promise.all(numbers.map((n) => cardOf(index, n)))).filter(Boolean);

    /* The article whose id this is, in any spelling. */
    async function articleOf(index, folded) {
        for (const prefix of [index.prefix.toLowerCase(), 'q', 'kb', '']) {
            const number = folded.startsWith(prefix) ? folded.slice(prefix.length) : '';
            if (/^\d{1,18}$/.test(number))
                return Number(number) < 2 ** 30 ? cardOf(index, Number(number)) : null;
        }
        return null;
    }

    /* --- filters ----------------------------------------------------------------------------------------------------------------------- */

    let filters;
    function loadFilters() {
        return filters ??= load('filters', 'filters').then((file) => {
            const of = new Map();
            if (!file?.bits)
                return of;
            const bits = new Bits(file.bits), index = [], years = [], groups = [], k = bits.get(5);
            const recent = (order) => {
                const at = bits.gamma(), value = at < order.length ? order.splice(at, 1)[0] : order.length;
                order.unshift(value);
                return value;
            };
            return start().then(({ articles }) => {
                for (let i = 0, number = -1; i < articles; i++)
                    index.push([number += bits.rice(k) + 1, recent(years), recent(groups)]);
                const lines = file.text.split('\n');
                const named = lines.slice(years.length + 1).slice(0, groups.length).map((line) => line.split('\t').map((part) => part.split('\x1F').filter(Boolean)));
                for (const [number, year, group] of index)
                    of.set(number, { product: named[group]?.[0] ?? [], kind: named[group]?.[1] ?? [], year: lines[year] ? [lines[year]] : [] });
                return of;
            });
        });
    }

    /* The filters with the day of each article's year. */
    let dated;
    function loadDates() {
        return dated ??= Promise.all([loadFilters(), load('dates', 'dates')]).then(([of, file]) => {
            const bits = new Bits(file?.bits ?? '');
            for (const f of of.values())
                f.day = bits.get(9);
            return of;
        });
    }

    /* After the frame that shows what was painted: what comes behind must not keep it waiting, so it goes behind all that waits for the frame.
     * A hidden page has no frames. */
    const shown = () => new Promise((done) => {
        const timer = setTimeout(done, 200);
        requestAnimationFrame(() => setTimeout(() => {
            clearTimeout(timer);
            setTimeout(done);
        }));
    });

    /* One question from its words to its best articles: calls `paint` when there is something to show, and again with what is final. */
    async function answer(query, options, paint) {
        const index = options.index ?? await start(), { limit = PAGE, page = 1, chosen = {}, sort = '' } = options;
        const folded = fold(query).trim();
        const [q, first] = await Promise.all([understand(index, folded), articleOf(index, folded)]);
        if (first)
            q.unknown = q.corrected = [];
        const isChosen = Object.values(chosen).some(Boolean), of = sort === 'date' ? await loadDates() : isChosen ? await loadFilters() : null;
        const show = async (list, isExact) => {
            const all = list;
            if (isChosen)
                list = list.filter((f) => Object.entries(chosen).every(([name, value]) => !value || of.get(f.number)?.[name].includes(value)));
            if (sort === 'date')
                list = list.map((f) => [Number(of.get(f.number)?.year[0] ?? 0) * 512 + (of.get(f.number)?.day ?? 0), f]).sort(([a], [b]) => b - a).map(([, f]) => f);
            else
                list = await titlesFirst(index, q, list);
            if (first)
                list = [first, ...list.filter((f) => f.number !== first.number)];
            const part = list.slice((page - 1) * limit, page * limit);
            return paint({ cards: await cardsOf(index, part.map((f) => f.number)), total: list.length, all, q, isExact });
        };
        const final = isFinal(q);
        if (options.exact)
            return show(await exact(index, q), true);
        if (await show(candidates(q, final), final) === false || final)
            return;
        await shown();
        if (!options.isStale?.())
            await show(await exact(index, q), true);
    }
    window.kb_put.answer = answer;      /* for the test that compares it with `kb search` */

    /* --- the page ---------------------------------------------------------------------------------------------------------------------- */

    const form = document.querySelector('form.search'), box = form?.elements.q;
    if (!box)
        return;
    const app = document.getElementById('search-app'), isOffline = form.getAttribute('action').endsWith('index.html');

    function make(name, attributes = {}, ...inside) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes))
            if (value !== undefined)
                element.setAttribute(key, value);
        element.append(...inside.filter((i) => i !== null));
        return element;
    }

    const linkTo = ({ permalink }) => new URL(permalink.split('/').map(encodeURIComponent).join('/') + (isOffline && /(^|\/)$/.test(permalink) ? 'index.html' : ''), root).href;

    /* The text with the question's words marked, by themselves or in the forms that begin like their stem. */
    function marked(text, q) {
        const isAsked = (word) => {
            const name = binary(fold(word));
            return q.marked.has(name) || [...q.marked].some((m) => m.length > 3 && name.startsWith(m));
        };
        const parts = [];
        let at = 0;
        const mark = (from, to) => {
            parts.push(text.slice(at, from), make('mark', {}, text.slice(from, to)));
            at = to;
        };
        const { runs, words } = patterns(text);
        for (const run of text.matchAll(runs)) {
            if (isAsked(run[0]))
                mark(run.index, run.index + run[0].length);
            else
                for (const word of run[0].matchAll(words))
                    if (isAsked(word[0]))
                        mark(run.index + word.index, run.index + word.index + word[0].length);
        }
        return [...parts, text.slice(at)];
    }

    function result(card) {
        const { id, title, product, kind, date, summary } = card;
        const about = [product && make('span', { class: 'product' }, product), kind && make('span', { class: 'kind' }, kind), date && make('time', { datetime: date }, date.slice(0, 10))];
        return make('li', { 'data-result': '' }, id ? make('span', { class: 'id' }, id) : null, make('a', { href: linkTo(card) }, title || id),
            make('p', { class: 'about' }, ...about.filter(Boolean)), summary ? make('p', { class: 'summary' }, summary) : null);
    }

    /* Shows these results in a list, and then marks the question's words in them. */
    function fill(list, cards, q) {
        const items = cards.map(result);
        list.replaceChildren(...items);
        const mark = () => items.filter((item) => item.isConnected).flatMap((item) => [...item.querySelectorAll('a, .summary')])
            .forEach((element) => element.replaceChildren(...marked(element.textContent, q)));
        shown().then(() => setTimeout(mark));       /* the files that the exact answer needs are asked for before */
    }

    /* The arrows go through the results from the box, Esc back to it. */
    function walkWith(event, list, leave) {
        const links = [...list.querySelectorAll('[data-result] a')], at = links.indexOf(document.activeElement);
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || (at < 0 && event.target !== box))
            return;
        if (event.key === 'Escape')
            leave(at < 0);
        else if (step && links.length && (at >= 0 || step > 0))
            (links[at + step] ?? (step < 0 ? box : links[at])).focus();
        else
            return;
        event.preventDefault();
    }

    document.addEventListener('keydown', (event) => {
        const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
        if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey || event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
            event.preventDefault();
            box.focus();
            box.select();
        }
    });
    let serial = 0;     /* of the questions asked */

    /* An index made up: two words that stand side by side in forty articles. */
    function rehearsalIndex() {
        const all = [{ path: '-', low: 0, width: KEYS }], articles = 40;
        const cards = Array.from({ length: articles }, (_, number) => `${number}\t\t*\tOne, two\tOne and two.\tProduct\tKind\t2001-02-03`);
        files.set('t-', Promise.resolve({ text: 'AoneAtwo', bits: '4CmO_{S7.i       f8NO}&s,g8NO}&s,g8NO}&s,c==!e       )O}&s,g8NO}&s,g8NO}&s,g8N' }));
        files.set('d-', Promise.resolve({ text: cards.join('\n') }));
        return { articles, numberBits: 6, prefix: '', leaves: { t: all, c: [], r: [], x: [], d: all, s: [] }, stems: new Map() };
    }

    /* What a first question would wait for: the index, and the browser's making ready of what answers it and of the letters that show it. So one is
     * answered before, where nobody sees it. */
    const prepare = () => start().then(() => setTimeout(async () => {
        const stage = make('ol', { class: 'results', 'aria-hidden': 'true' });
        Object.assign(stage.style, { position: 'absolute', visibility: 'hidden' });
        runsOf('ö');
        form.append(stage);
        try {
            for (let i = 0; i < REHEARSALS; i++)
                await answer('one two', { index: rehearsalIndex() }, ({ cards, q }) => fill(stage, cards, q));
        } finally {
            stage.remove();
        }
    })).catch(() => {});

    /* Runs at once, then at most every 50 ms, always with the latest. */
    function paced(run) {
        let timer, last = -50;
        return () => {
            clearTimeout(timer);
            const wait = last + 50 - performance.now(), start = () => {
                last = performance.now();
                run();
            };
            if (wait > 0)
                timer = setTimeout(start, wait);
            else
                start();
        };
    }

    /* `paint` is called for the latest question only. */
    async function ask(query, options, paint, failed) {
        const mine = ++serial;
        try {
            await answer(query, { ...options, isStale: () => mine !== serial }, (found) => mine === serial && paint(found));
        } catch (error) {
            if (mine === serial)
                failed(error);
        }
    }

    const articleAsked = async (query) => {
        try {
            return await articleOf(await start(), fold(query).trim());
        } catch {
            return null;
        }
    };

    /* What the readers are told besides the number of results. */
    const notes = (q) => [
        q.corrected.length ? `${says.corrected} ${quoted(q.corrected.map(([, read]) => read))} ${says.instead} ${quoted(q.corrected.map(([written]) => written))}.` : '',
        q.unknown.length ? `${says.unknown}: ${quoted(q.unknown)}.` : '',
    ].filter(Boolean).join(' ');
    const quoted = (words) => words.map((word) => `“${word}”`).join(', ');
    const counted = (total) => `${total || says.none || 0} ${total === 1 ? says.one : says.many}`;

    /* --- the box on other pages */

    function runBox() {
        for (const [key, value] of Object.entries({ title: says.hint, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }))
            box.setAttribute(key, value);
        const list = make('ul', { class: 'suggest', hidden: '', 'aria-label': says.list }), status = make('p', { class: 'away', role: 'status' });
        form.append(list, status);
        const close = () => {
            serial++;
            list.hidden = true;
        };
        const ready = paced(() => {
            const query = box.value.trim();
            if (!query)
                return close();
            ask(query, { limit: SHORT_LIST }, ({ cards, q, total }) => {
                const at = [...list.querySelectorAll('a')].indexOf(document.activeElement);
                if (at >= 0)
                    return;         /* nothing moves under a reader's hand */
                fill(list, cards, q);
                list.hidden = !cards.length;
                status.textContent = `${counted(total)}. ${notes(q)}`;
            }, close);
        });
        box.addEventListener('focus', prepare, { once: true });
        box.addEventListener('input', ready);
        form.addEventListener('keydown', (event) => walkWith(event, list, (inBox) => {
            close();
            box[inBox ? 'blur' : 'focus']();
        }));
        form.addEventListener('focusout', (event) => form.contains(event.relatedTarget) || close());
        form.addEventListener('submit', async (event) => {
            if (!/\d\s*$/.test(box.value))
                return;
            event.preventDefault();
            const card = await articleAsked(box.value);
            if (card)
                location.assign(linkTo(card));
            else
                form.submit();
        });
    }

    /* --- the search page */

    const FILTERS = ['product', 'kind', 'year'], allOf = (name) => says[`all${name[0].toUpperCase()}${name.slice(1)}`];

    function runPage() {
        Object.assign(says, app.dataset);
        const status = make('p', { role: 'status', class: 'status' }), list = make('ol', { id: 'results', class: 'results' });
        const pager = make('nav', { class: 'pages', 'aria-label': says.pages, hidden: '' });
        const selects = Object.fromEntries(FILTERS.map((name) => [name, make('select', { name, 'aria-label': says[name] }, make('option', { value: '' }, allOf(name)))]));
        const sort = make('select', { name: 'sort', 'aria-label': says.order }, make('option', { value: '' }, says.byRelevance), make('option', { value: 'date' }, says.byDate));
        const controls = make('div', { class: 'filters', hidden: '' }, ...Object.values(selects), sort);
        app.append(controls, status, list, pager);
        let state, isSettled;      /* settled: what is typed next is another question, and Back leads to this one */

        const pageOf = (pages) => `${says.page} ${state.page} ${says.of} ${pages}`;
        const addressOf = (s) => {
            const parameters = new URLSearchParams();
            for (const name of ['q', 'product', 'kind', 'year', 'sort'])
                if (s[name])
                    parameters.set(name, s[name]);
            if (s.page > 1)
                parameters.set('page', s.page);
            return location.pathname + (String(parameters) && `?${parameters}`);
        };
        const fromAddress = () => {
            const parameters = new URLSearchParams(location.search), s = { page: Math.max(1, parseInt(parameters.get('page'), 10) || 1) };
            for (const name of ['q', 'product', 'kind', 'year', 'sort'])
                s[name] = parameters.get(name) ?? '';
            return s;
        };
        /* The address waits until the answer is shown: writing it costs the browser as much as reading some files. */
        let unwritten;
        const writeAddress = () => {
            unwritten?.();
            unwritten = null;
        };
        const setSelect = (select, value) => {
            if (value && ![...select.options].some((o) => o.value === value))
                select.append(make('option', { value }, value));
            select.value = value;
        };

        /* For each filter, how many results each value would leave. */
        async function paintFilters(all, mine) {
            await shown();
            const of = await loadFilters();
            if (mine !== serial)
                return;
            for (const [name, select] of Object.entries(selects)) {
                const counts = new Map(), others = FILTERS.filter((other) => other !== name && state[other]);
                for (const { number } of all) {
                    const values = of.get(number);
                    if (values && others.every((other) => values[other].includes(state[other])))
                        for (const value of values[name])
                            counts.set(value, (counts.get(value) ?? 0) + 1);
                }
                if (state[name] && !counts.has(state[name]))
                    counts.set(state[name], 0);
                const sorted = [...counts].sort(name === 'year' ? ([a], [b]) => (a < b ? 1 : -1) : ([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
                select.replaceChildren(make('option', { value: '' }, allOf(name)), ...sorted.map(([value, count]) => make('option', { value }, `${value} (${count})`)));
                select.value = state[name];
                select.hidden = sorted.length < 1;
            }
        }

        function pageLink(page, text, rel) {
            const link = make('a', { href: addressOf({ ...state, page }), rel }, text);
            link.addEventListener('click', (event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey)
                    return;
                event.preventDefault();
                go({ ...state, page }, 'pushState');
                status.scrollIntoView({ block: 'center' });
            });
            return link;
        }

        function paint({ cards, total, all, q, isExact }) {
            const pages = Math.ceil(total / PAGE), order = cards.map((card) => card.number).join();
            if (order !== list.dataset.order || state.q !== list.dataset.query) {
                const held = list.contains(document.activeElement) && document.activeElement.href;
                fill(list, cards, q);
                if (held)
                    ([...list.querySelectorAll('a')].find((link) => link.href === held) ?? box).focus();
                list.dataset.order = order;
                list.dataset.query = state.q;
            }
            shown().then(writeAddress);
            list.start = (state.page - 1) * PAGE + 1;
            controls.hidden = !all.length;
            if (isExact) {
                status.textContent = `${counted(total)}${pages > 1 ? `, ${pageOf(pages)}` : ''}. ${notes(q)}`;
                pager.hidden = pages < 2;
                pager.replaceChildren(...[
                    state.page > 1 ? pageLink(state.page - 1, says.previous, 'prev') : null, make('span', {}, pageOf(pages)),
                    state.page < pages ? pageLink(state.page + 1, says.next, 'next') : null].filter(Boolean));
                const mine = serial;
                requestAnimationFrame(() => setTimeout(() => paintFilters(all, mine)));
            }
        }

        function clear(text) {
            list.replaceChildren();
            delete list.dataset.order;
            controls.hidden = pager.hidden = true;
            status.textContent = text;
            shown().then(writeAddress);
        }

        function go(next, how, isTyping) {
            state = next;
            const address = addressOf(state);
            writeAddress();
            if (how) {
                unwritten = () => history[address === location.pathname + location.search ? 'replaceState' : how](null, '', address);
                setTimeout(writeAddress, 500);      /* if nothing comes to be shown */
            }
            isSettled = !isTyping;
            if (box.value.trim() !== state.q)
                box.value = state.q;
            for (const [name, select] of Object.entries(selects))
                setSelect(select, state[name]);
            sort.value = state.sort;
            if (!state.q) {
                serial++;
                return clear('');
            }
            const { product, kind, year } = state;
            ask(state.q, { page: state.page, chosen: { product, kind, year }, sort: state.sort }, paint, (error) => clear(says[error.message] ?? error.message));
        }

        const typed = () => ({ ...state, q: box.value.trim(), page: 1 });
        box.addEventListener('input', paced(() => typed().q !== state.q && go(typed(), isSettled && state.q ? 'pushState' : 'replaceState', true)));
        for (const select of [...Object.values(selects), sort])
            select.addEventListener('change', () => go({ ...state, [select.name]: select.value, page: 1 }, 'pushState'));
        form.addEventListener('submit', async (event) => {
            event.preventDefault();
            const query = box.value, card = /\d\s*$/.test(query) ? await articleAsked(query) : null;
            if (card)
                location.assign(linkTo(card));
            else
                go(typed(), 'pushState');
        });
        document.addEventListener('keydown', (event) => walkWith(event, list, (inBox) => box[inBox ? 'blur' : 'focus']()));
        addEventListener('popstate', () => {
            unwritten = null;
            go(fromAddress());
        });

        go(fromAddress());
        if (!state.q)
            prepare();
        box.focus();
        /* An id in the address leads to its article, unless the reader comes back from there. */
        if (state.q && performance.getEntriesByType('navigation')[0]?.type !== 'back_forward')
            articleAsked(state.q).then((card) => card && location.replace(linkTo(card)));
    }

    (app ? runPage : runBox)();
})();
