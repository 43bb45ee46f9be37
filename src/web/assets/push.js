// Telling somebody on this device: the browser subscribes by the server's key, and what it
// says of itself is sent as any other form.  Its worker is for this alone; what that says
// should the browser end the subscription is kept for it in their language.

const form = document.getElementById("push");
const status = form.querySelector("[role=status]");

const bytes = text => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const isSame = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

// A subscription is for one key: one from before another key says nothing to us.
async function subscribe(worker) {
    const key = bytes(form.dataset.key);
    const before = await worker.pushManager.getSubscription();
    if (before && isSame(new Uint8Array(before.options.applicationServerKey), key))
        return before;
    await before?.unsubscribe();
    return worker.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key});
}

async function turnOn() {
    if (await Notification.requestPermission() !== "granted") {
        status.textContent = form.dataset.refused;
        return;
    }
    const worker = await navigator.serviceWorker.register("/push-worker.js",
        {scope: "/account/push", updateViaCache: "none"});
    while (!worker.active)
        await new Promise(resolve => { setTimeout(resolve, 50); });
    await (await caches.open("push")).put("/account/push/ended", new Response(JSON.stringify(
        {body: form.dataset.ended, lang: form.lang, dir: document.dir})));
    form.elements.subscription.value = JSON.stringify(await subscribe(worker));
    form.submit();
}

if (window.isSecureContext && navigator.serviceWorker && window.PushManager && window.Notification) {
    form.hidden = false;
    document.getElementById("no-push").remove();
    form.addEventListener("submit", event => {
        event.preventDefault();
        status.textContent = "";
        turnOn().catch(() => { status.textContent = form.dataset.failed; });
    });
}
