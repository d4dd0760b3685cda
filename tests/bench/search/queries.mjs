// queries.mjs ARTICLES FOLDER: draws the queries and writes them to FOLDER, so that every engine is asked the same: title.jsonl and sentence.jsonl
// with a line {query, source, expected} each, and title.txt and sentence.txt with the bare queries. SEED and N in the environment.
//
// title:     four words of one article's title, in its order. Expected is any article whose title holds all four.
// sentence:  five words of one sentence of a paragraph or list item: those that stand in the fewest articles, stop words apart, in the
//            sentence's order. Expected is that article alone.
//
// A word is one that all engines cut in the same way: letters and digits between blanks, the sentence's signs stripped off. "Xenroll.dll" and
// "add-in" are passed over, for there tokenisers differ. The articles are taken in the order of a hash of seed and address, so that a few new
// ones change few queries.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash, random, readLines, wordSet, writeJson } from './common.mjs';

const [articlesPath, folder] = process.argv.slice(2);
const seed = Number(process.env.SEED || 1), count = Number(process.env.N || 1000);
const TITLE_WORDS = 4, SENTENCE_WORDS = 5;

const STOP_WORDS = new Set(`a about above after again against all also am an and any are as at be because been before being below between both but
by can cannot could did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it its
just me more most my no nor not now of off on once only or other our out over own same she should so some such than that the their them then there
these they this those through to too under until up very was we were what when where which while who whom why will with would you your may might
must shall`.split(/\s+/));

const stripped = (word) => word.replace(/^[("'“‘[{<]+|[)"'”’\]}>.,;:!?]+$/gu, '');
const isPlain = (word) => /^[\p{L}\p{N}]+$/u.test(word) && /\p{L}{2}/u.test(word);
const plainWords = (text) => [...new Map(text.split(/\s+/).map(stripped).filter(isPlain).map((w) => [w.toLowerCase(), w])).values()];
const sentences = (text) => text.split(/(?<=[.!?:])\s+(?=["'(“]?\p{Lu})/u);

const wordsOf = (article) => wordSet(article.title + '\n' + article.text);

function pick(list, n, next) {
    const left = [...list];
    for (let i = 0; i < n; i++) {
        const j = i + Math.floor(next() * (left.length - i));
        [left[i], left[j]] = [left[j], left[i]];
    }
    return left.slice(0, n);
}

function documentFrequencies(articles) {
    const df = new Map();
    for (const a of articles)
        for (const w of wordsOf(a))
            df.set(w, (df.get(w) ?? 0) + 1);
    return df;
}

function titleQuery(article, next) {
    const words = plainWords(article.title).filter((w) => /^\p{L}{3,}$/u.test(w));
    if (words.length < TITLE_WORDS)
        return null;
    const chosen = new Set(pick(words, TITLE_WORDS, next));
    return words.filter((w) => chosen.has(w)).join(' ').toLowerCase();
}

function sentenceQuery(article, df, next) {
    const words = (s) => plainWords(s).filter((w) => !STOP_WORDS.has(w.toLowerCase()));
    const all = article.passages.flatMap(sentences).filter((s) => words(s).length >= SENTENCE_WORDS);
    if (!all.length)
        return null;
    const sentence = words(all[Math.floor(next() * all.length)]);
    const rare = [...sentence].sort((x, y) => df.get(x.toLowerCase()) - df.get(y.toLowerCase())).slice(0, SENTENCE_WORDS);
    const chosen = new Set(rare);
    return sentence.filter((w) => chosen.has(w)).join(' ').toLowerCase();
}

function draw(articles, name, make, expected) {
    const salted = articles.map((a) => [hash(`${seed} ${name} ${a.permalink}`), a]).sort((x, y) => x[0] - y[0]);
    const drawn = [];
    for (const [h, source] of salted) {
        if (drawn.length === count)
            break;
        const query = make(source, random(h));
        if (query)
            drawn.push({ query, source: source.permalink, expected: expected(query, source) });
    }
    return drawn;
}

const articles = await readLines(articlesPath);
const df = documentFrequencies(articles);
const byTitleWord = new Map();
for (const a of articles)
    for (const w of wordSet(a.title))
        byTitleWord.has(w) ? byTitleWord.get(w).push(a.permalink) : byTitleWord.set(w, [a.permalink]);

// The articles whose titles hold all words.
function holders(query) {
    const lists = query.split(' ').map((w) => byTitleWord.get(w) ?? []).sort((x, y) => x.length - y.length);
    return lists.slice(1).map((l) => new Set(l)).reduce((kept, set) => kept.filter((p) => set.has(p)), lists[0]);
}

mkdirSync(folder, { recursive: true });
const title = draw(articles, 'title', titleQuery, holders);
const sentence = draw(articles, 'sentence', (a, next) => sentenceQuery(a, df, next), (query, a) => [a.permalink]);

// In how many articles all words of a query stand. A sentence of the house ("To work around this problem") stands in thousands, and only luck puts
// its source among the first ten: the best share and MRR of an engine that gives all of them in no order are told beside the figures.
const sets = new Map([...title, ...sentence].flatMap((q) => q.query.split(' ')).map((w) => [w, new Set()]));
articles.forEach((a, i) => {
    for (const w of wordsOf(a))
        sets.get(w)?.add(i);
});
for (const q of [...title, ...sentence]) {
    const [first, ...rest] = q.query.split(' ').map((w) => sets.get(w)).sort((x, y) => x.size - y.size);
    q.holders = [...first].filter((i) => rest.every((s) => s.has(i))).length;
}

mkdirSync(folder, { recursive: true });
for (const [name, list] of Object.entries({ title, sentence })) {
    writeFileSync(join(folder, `${name}.jsonl`), list.map((q) => JSON.stringify(q) + '\n').join(''));
    writeFileSync(join(folder, `${name}.txt`), list.map((q) => q.query + '\n').join(''));
}
writeJson(join(folder, 'about.json'), { seed, articles: articles.length });
