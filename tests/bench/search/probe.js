// probe.js: measures a search from inside its page, loaded before the page's own scripts. What to do stands in the address behind "#", as JSON:
// { input, result, limit } are two selectors and how many results make an answer; with `query`, that is typed (all at once) when the page is at
// rest, else the answer is to a question in the address. What was seen goes to /report.
//
// A page that a tool listens to in the debugger's way pays for each request once more (half as much again as kb's own time): so nothing but this
// script watches.
(() => {
    'use strict';

    const QUIET_MS = 250, WAIT_MS = 5000;       // no request for so long: nothing more will come; no result for so long: none will
    const { input, result, limit, query } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    const seen = { begin: 0, listed: 0, painted: 0, results: 0 };
    const pause = (ms) => new Promise((done) => setTimeout(done, ms));
    const requests = () => performance.getEntriesByType('resource');

    async function quiet() {
        for (let n = -1; n !== requests().length;) {
            n = requests().length;
            await pause(QUIET_MS);
        }
    }

    // A message sent from the frame's callback comes when the frame is drawn.
    function afterFrame(run) {
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = run;
            channel.port2.postMessage(null);
        });
    }

    new MutationObserver(() => {
        const n = Math.min(limit, document.querySelectorAll(result).length);
        if (n > seen.results) {
            seen.results = n;
            seen.listed = performance.now();
            afterFrame(() => { seen.painted = performance.now(); });
        }
    }).observe(document, { childList: true, subtree: true });

    addEventListener('load', async () => {
        if (query !== undefined) {
            await quiet();
            await fetch('/rest');               // what is sent from here on is the query's
            await pause(50);
            const box = document.querySelector(input);
            Object.assign(seen, { begin: performance.now(), listed: 0, painted: 0, results: 0 });
            box.value = query;
            box.dispatchEvent(new Event('input', { bubbles: true }));
        }
        for (let end = performance.now() + WAIT_MS; !seen.painted && performance.now() < end;)
            await pause(QUIET_MS);
        await quiet();
        const links = [...document.querySelectorAll(`:is(${result}) a`)].map((a) => a.href);
        const files = requests().map(({ name, startTime, encodedBodySize }) => ({ path: new URL(name).pathname, at: startTime, bytes: encodedBodySize }));
        fetch('/report', { method: 'POST', body: JSON.stringify({ ...seen, links, files }) });
    });
})();
