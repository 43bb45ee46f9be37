// The worker: pages come from the network, and when it is away from what is kept.  A form
// of a visit that cannot be sent becomes an entry that waits.  ASSETS stands before this.
importScripts(`${ASSETS}vault.js`, `${ASSETS}entry.js`);

const SHELL = ["style.css", "vault.js", "entry.js", "send.js", "away.js", "decide.js",
    "shell.js", "vestibule.wasm", "icon.svg", "icon-192.png", "site.webmanifest"];
const RELEASE = `release ${ASSETS}`;
const PATIENCE = 8000;

self.addEventListener("install", event => {
    self.skipWaiting();
    event.waitUntil(caches.open(RELEASE).then(
        cache => cache.addAll(SHELL.map(name => ASSETS + name))));
});

// The page that is kept refers to its own release: that one stays until it is fetched anew.
async function tidy() {
    const page = await fetch("/offline", {cache: "no-store", redirect: "error"});
    if (!page.ok)
        return;
    await (await caches.open("kept")).put("/offline", page);
    for (const name of await caches.keys())
        if (name.startsWith("release ") && name !== RELEASE)
            await caches.delete(name);
}

self.addEventListener("activate", event => {
    event.waitUntil(self.clients.claim().then(tidy).catch(() => {}));
});

self.addEventListener("message", event => {
    if (event.data === "claim")
        event.waitUntil(self.clients.claim());
});

// ---- pages ----

// A page that does not come in time counts as no network: the clerk cannot wait.
function inTime(answer) {
    return Promise.race([answer, new Promise((_, bad) => {
        setTimeout(() => bad(new Error("no answer")), PATIENCE);
    })]);
}

const isAway = answer => answer.status >= 502 && answer.status <= 504;

// What is kept; where nothing is, the browser says so itself.
async function kept() {
    return await caches.match("/offline") ?? Response.error();
}

const visitIn = path => /^\/visits\/([^/]+)/.exec(path)?.[1];

// Whether something of this visit waits: the server does not know it as it is here.
async function isAhead(visit) {
    return visit !== undefined && (await vault.entries()).some(
        entry => vault.waits(entry) && entry.visit === visit);
}

async function page(request) {
    const {pathname} = new URL(request.url);
    if (pathname === "/outbox" || await isAhead(visitIn(pathname)))
        return await caches.match("/offline") ?? fetch(request);
    try {
        const answer = await inTime(fetch(request));
        return isAway(answer) ? kept() : answer;
    } catch {
        return kept();
    }
}

// ---- forms ----

const leads = to => Response.redirect(to, 303);

function after(entry) {
    const tail = {acknowledge: "/answer", end: "/record"}[entry.do] ?? "";
    return leads(`/visits/${entry.visit}${tail}`);
}

async function signOut(request) {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect") {
        await vault.signOut();
        await (await caches.open("kept")).delete("/offline/mark");
        await fetch("/offline", {cache: "no-store"}).then(
            async page => (await caches.open("kept")).put("/offline", page)).catch(() => {});
    }
    return answer;
}

// The entry of a form; null: it cannot wait.  Its token is the one that the server gave us,
// or another site has sent it.
async function entryFrom(path, fields) {
    const state = await vault.state();
    return state && fields.get("token") === state.token ? entryOf(path, fields, state) : null;
}

// Written down first, so that no stop between forgets what was answered.
async function form(request) {
    const {pathname, search} = new URL(request.url);
    const fields = new URLSearchParams(await request.clone().text());
    const entry = isWhole(pathname, fields) ? await entryFrom(pathname, fields) : null;
    const ahead = entry && await isAhead(entry.visit);
    const seq = entry && await vault.add(entry, ahead ? "waiting" : "sending");
    if (ahead)
        return after(entry);
    try {
        const answer = await inTime(fetch(request));
        if (isAway(answer))
            throw new Error("no answer");
        if (seq && answer.type === "opaqueredirect")
            await vault.change(seq, {state: "sent", sent: Date.now()});
        else if (seq)
            await vault.remove(seq);
        return answer;
    } catch {
        if (seq)
            await vault.change(seq, {state: "waiting"});
        return seq ? after(entry) : isWhole(pathname, fields) ? kept() : leads(pathname + search);
    }
}

// ---- everything ----

self.addEventListener("fetch", event => {
    const {request} = event;
    const url = new URL(request.url);
    if (url.origin !== location.origin)
        return;
    if (url.pathname.startsWith("/assets/") || url.pathname.startsWith("/offline/image/"))
        event.respondWith(caches.match(request).then(answer => answer ?? fetch(request)));
    else if (request.mode === "navigate" && request.method === "GET")
        event.respondWith(page(request));
    else if (request.mode === "navigate" && url.pathname === "/sign-out")
        event.respondWith(signOut(request));
    else if (request.mode === "navigate" && url.pathname.startsWith("/visits"))
        event.respondWith(form(request));
});
