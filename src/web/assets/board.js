// The board, live: lines come as they change and are put in their places; without a
// stream the page is looked at again every 15 seconds.  Keys only do what links and
// buttons do as well.

const table = document.getElementById("visits");
const body = table.tBodies[0];
const news = document.getElementById("news");
const sound = document.getElementById("sound");
const usesKeys = document.getElementById("keys");
const PACE = 15000;

// ---- lines ----

const order = line => [(line.dataset.drill ? 2 : 0) + (line.dataset.waits ? 0 : 1),
    line.dataset.waits ? Number(line.dataset.waits) : -Number(line.dataset.opened)];

function comesFirst(a, b) {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || x[1] - y[1];
}

function place(line) {
    const old = document.getElementById(line.id);
    const hadFocus = old?.contains(document.activeElement);
    old?.remove();
    const next = [...body.rows].find(other => comesFirst(line, other) < 0);
    body.insertBefore(line, next ?? null);
    if (hadFocus)
        line.querySelector("a").focus();
    if (line.dataset.waits && !old?.dataset.waits)
        announce(line);
    ring();
}

function settle(words) {
    document.getElementById("empty").hidden = body.rows.length > 0;
    document.getElementById("live").textContent = words;
    document.getElementById("at").textContent =
        new Date().toLocaleTimeString([], {hour12: false, timeZone: table.dataset.zone});
}

function readLine(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.querySelector("tr");
}

// Only what nobody has answered, and nobody had to before, interrupts whoever listens.
function announce(line) {
    news.textContent = `${news.dataset.words}: ${line.querySelector("a").textContent}`;
    rang = -Infinity;
}

// ---- sound: at once when nobody has answered, and each minute until somebody has ----

const AGAIN = 60000;
let audio = null;
let rang = -Infinity;

// A browser lets a page make no sound before somebody has touched it.
function tellMuted() {
    document.getElementById("muted").hidden = !sound.checked || audio?.state === "running";
}

async function wake() {
    if (sound.checked) {
        audio ??= new AudioContext();
        await audio.resume();
    }
    tellMuted();
}

const waits = () => body.querySelector("tr[data-waits]") !== null;

function ring() {
    if (!waits())
        rang = -Infinity;
    else if (sound.checked && audio?.state === "running" && Date.now() - rang >= AGAIN)
        play();
}

function play() {
    const tone = audio.createOscillator();
    rang = Date.now();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.4);
}

try {
    sound.checked = localStorage.getItem("board-sound") === "on";
} catch {
    // The browser keeps nothing for us: it is off, as at first.
}
sound.addEventListener("change", () => {
    try {
        localStorage.setItem("board-sound", sound.checked ? "on" : "off");
    } catch {
        // It counts until the page is left.
    }
    wake().then(ring);
});
for (const touch of ["pointerdown", "keydown"])
    document.addEventListener(touch, () => { wake().then(ring); });

// ---- looking again ----

async function fetchPage(address) {
    const answer = await fetch(address, {cache: "no-store"});
    if (!answer.ok)
        throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// What did not change is not said again to whoever listens.
function tellNotices(fresh) {
    const old = document.getElementById("notices");
    if (fresh && old.textContent !== fresh.textContent)
        old.replaceChildren(...document.adoptNode(fresh).childNodes);
}

async function lookAgain(words) {
    const page = await fetchPage(location.href);
    const fresh = page.getElementById("visits");
    if (!fresh) {
        settle(table.dataset.ended);
        return false;
    }
    const stay = new Set([...fresh.tBodies[0].rows].map(line => line.id));
    [...body.rows].filter(line => !stay.has(line.id)).forEach(line => line.remove());
    [...fresh.tBodies[0].rows].forEach(line => place(document.adoptNode(line)));
    tellNotices(page.getElementById("notices"));
    settle(words);
    return true;
}

function poll() {
    setTimeout(async () => {
        let goesOn = true;
        try {
            goesOn = await lookAgain(table.dataset.stale);
        } catch {
            // The network is away: the time above says how old this is.
        }
        if (goesOn)
            poll();
    }, PACE);
}

// ---- the stream ----

function listen() {
    const stream = new EventSource(table.dataset.events);
    stream.addEventListener("hello", () => settle(table.dataset.live));
    stream.addEventListener("stale", () =>
        lookAgain(table.dataset.live).catch(() => {}));
    stream.addEventListener("visit", event => {
        place(readLine(event.data));
        settle(table.dataset.live);
    });
    stream.addEventListener("gone", event => {
        document.getElementById(`visit-${event.data}`)?.remove();
        settle(table.dataset.live);
    });
    stream.addEventListener("error", () => {
        // A browser comes back by itself unless it was refused.
        if (stream.readyState === EventSource.CLOSED)
            poll();
    });
}

setInterval(() => {
    for (const line of body.rows) {
        const began = Date.parse(line.querySelector("time").dateTime);
        const small = line.querySelector("time + small");
        const minutes = Math.max(0, Math.floor((Date.now() - began) / 60000));
        small.textContent = small.textContent.replace(/\d+/, minutes);
    }
    ring();
}, PACE);

// ---- keys ----

function step(by) {
    const links = [...body.querySelectorAll("th a")];
    const at = links.indexOf(document.activeElement);
    const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
    links[to]?.focus();
}

// Take the oldest call of ours in the chosen visit: send the form of its page.
async function take() {
    const link = document.activeElement.closest("tr")?.querySelector("th a");
    if (!link)
        return;
    const form = (await fetchPage(link.href)).querySelector("form.take");
    if (!form) {
        location.assign(link.href);
        return;
    }
    await fetch(form.getAttribute("action"),
        {method: "POST", body: new URLSearchParams(new FormData(form))});
}

const keys = {j: () => step(1), k: () => step(-1), ArrowDown: () => step(1),
    ArrowUp: () => step(-1), a: () => take().catch(() => {})};

document.addEventListener("keydown", event => {
    if (!usesKeys.checked || event.ctrlKey || event.altKey || event.metaKey ||
        event.target.matches("input, select, textarea") || !(event.key in keys) ||
        (event.key.startsWith("Arrow") && !body.contains(event.target)))
        return;
    event.preventDefault();
    keys[event.key]();
});

document.getElementById("helps").hidden = false;
tellMuted();
wake().then(ring);
listen();
