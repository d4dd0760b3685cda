/* Before the first paint: that scripts run, and the colours that the reader chose last time. Small, because the page waits for it. Here, too, are the words of all
 * scripts, in the site's language: so no page need bring them. */
window.kbWords = {"copied":"Copied","copy":"Copy","corrected":"Showing results for","dark":"Dark colours","filter":"Filter this page","hint":"Search (press / )","instead":"instead of","list":"Results","many":"results","one":"result","unknown":"Not found in any article"};
(() => {
    const root = document.documentElement;
    root.dataset.js = '';
    try {
        const scheme = localStorage.getItem('kb-scheme');
        if (scheme === 'light' || scheme === 'dark')
            root.dataset.scheme = scheme;
    } catch { /* nothing is remembered here */ }
})();
