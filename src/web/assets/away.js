// On every page of somebody who runs visits: keep what is needed without a network, say
// when there is none and what was not sent, and send it when it returns.
"use strict";

(() => {
    // Without TLS a browser has none of what this needs: the pages then are as they were.
    if (!window.isSecureContext || !navigator.serviceWorker || !navigator.locks)
        return;
    const banner = document.getElementById("away");
    const show = (id, shown) => { document.getElementById(id).hidden = !shown; };
    const PACE = 30000;
    const KEPT = "kept";

    // ---- the banner ----

    let gone = !navigator.onLine || document.getElementById("shell") !== null;
    let signedIn = true;

    async function tell() {
        const waiting = (await vault.entries()).filter(
            entry => vault.waits(entry) || entry.state === "refused");
        const count = document.getElementById("away-count");
        count.textContent = waiting.length === 1 ? count.dataset.one :
            count.dataset.many.replace("%1", waiting.length);
        show("away-gone", gone);
        show("away-unsent", waiting.length > 0);
        show("away-sign-in", !gone && !signedIn && waiting.length > 0);
        banner.hidden = !gone && waiting.length === 0;
    }

    // ---- sending ----

    let busy = false;

    async function send() {
        if (busy)
            return;
        busy = true;
        const before = (await vault.entries()).filter(vault.waits).length;
        try {
            const came = await sendOnce();
            if (came) {
                signedIn = came.signedIn;
                gone = false;
            }
        } catch {
            gone = true;
        }
        busy = false;
        await tell();
        const after = (await vault.entries()).filter(vault.waits).length;
        document.dispatchEvent(new CustomEvent("vestibule-sent",
            {detail: {gone, signedIn, sent: before - after, waiting: after}}));
    }

    // ---- what is kept ----

    // The page to go on with, the image, and the assets of this release; old ones go last.
    async function refresh() {
        const cache = await caches.open(KEPT);
        const {mark, image} = banner.dataset;
        const known = await cache.match("/offline/mark");
        if (known && await known.text() === mark)
            return;
        const page = await fetch("/offline", {cache: "no-store", redirect: "error"});
        const bytes = await fetch(image, {redirect: "error"});
        if (!page.ok || !bytes.ok)
            return;
        await cache.put("/offline", page);
        await cache.put(image, bytes);
        await cache.put("/offline/mark", new Response(mark));
        for (const request of await cache.keys())
            if (request.url.includes("/offline/image/") && !request.url.endsWith(image))
                await cache.delete(request);
    }

    async function start() {
        await navigator.serviceWorker.register("/worker.js", {updateViaCache: "none"});
        // A worker that could not be installed is never ready.
        const worker = await Promise.race([navigator.serviceWorker.ready,
            new Promise((_, bad) => { setTimeout(bad, 10000); })]);
        // A page that was being loaded while the worker began is not the worker's yet.
        if (!navigator.serviceWorker.controller)
            worker.active.postMessage("claim");
        await refresh();
        navigator.storage?.persist?.();
    }

    // Without a worker, or a network, the pages work as they did; it is tried again.
    function keepAll() {
        start().catch(() => setTimeout(keepAll, 5000));
    }

    // ---- when ----

    addEventListener("online", send);
    addEventListener("offline", () => { gone = true; tell(); });
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible")
            send();
    });
    document.addEventListener("vestibule-send", send);
    setInterval(send, PACE);
    tell().then(send);
    keepAll();
})();
