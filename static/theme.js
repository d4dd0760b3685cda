/* Before the first paint: that scripts run, and the colours that the reader chose last time. Small, because the page waits for it. */
(() => {
    const root = document.documentElement;
    root.dataset.js = '';
    try {
        const scheme = localStorage.getItem('kb-scheme');
        if (scheme === 'light' || scheme === 'dark')
            root.dataset.scheme = scheme;
    } catch { /* nothing is remembered here */ }
})();
