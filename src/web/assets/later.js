// What goes on without a network is not needed to read a page: it comes once the page has
// been seen.  A page that nobody looks at is not drawn, and must not wait for that.
"use strict";

(() => {
    const {assets} = document.currentScript.dataset;

    function bring() {
        for (const name of ["vault.js", "entry.js", "send.js", "away.js"]) {
            const script = document.createElement("script");
            script.src = assets + name;
            script.async = false; // one after the other, as they stand here
            document.head.append(script);
        }
    }

    if (document.hidden)
        bring();
    else
        requestAnimationFrame(() => setTimeout(bring));
})();
