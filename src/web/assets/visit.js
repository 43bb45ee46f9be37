// What to do now, live: parts of the page are put in place of themselves when something
// happened.  A part in which somebody is typing is left alone until they are done; without
// a stream the page is looked at again every 15 seconds.

const live = document.getElementById("live");
const PACE = 15000;

// Whether somebody is in the middle of something in this part.
function isBusy(part) {
    return part.contains(document.activeElement) &&
        document.activeElement.matches("input, select, textarea") ||
        [...part.querySelectorAll("input:not([type=hidden]), textarea")]
            .some(field => field.value !== field.defaultValue);
}

function settle(words) {
    live.textContent = `${words} ${new Date().toLocaleTimeString([], {hour12: false})}`;
}

// The log is folded, and what is folded is not read out: new lines are said by the line
// above everything, which is there for whoever listens.
function extend(old, fresh) {
    const list = old.querySelector("ol");
    const lines = [...fresh.querySelectorAll("ol > li")].slice(list.children.length);
    list.append(...lines.map(line => document.adoptNode(line)));
    return lines.map(line => [...line.querySelectorAll("h3, h3 + p:not(.by)")]
        .map(part => part.textContent.trim()).join(" ")).join(". ");
}

function replace(old, fresh) {
    const had = old.contains(document.activeElement) ? document.activeElement : null;
    const opened = [...old.querySelectorAll("details")].map(part => part.open);
    old.replaceWith(document.adoptNode(fresh));
    fresh.querySelectorAll("details").forEach((part, i) => { part.open ||= opened[i]; });
    if (had)
        [...fresh.querySelectorAll(had.tagName)]
            .find(other => other.textContent === had.textContent)?.focus();
}

async function lookAgain() {
    const answer = await fetch(location.href, {cache: "no-store"});
    if (!answer.ok)
        return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = [...page.querySelectorAll("[data-fresh]")];
    if (fresh.length === 0) {
        live.textContent = live.dataset.ended;
        return;
    }
    let changed = false;
    let told = "";
    for (const part of fresh) {
        const old = document.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
        if (!old || old.textContent === part.textContent || isBusy(old))
            continue;
        changed = true;
        if (part.dataset.fresh === "log")
            told = extend(old, part);
        else
            replace(old, part);
    }
    if (changed)
        settle(told ? `${told}.` : live.dataset.changed);
}

function poll() {
    setTimeout(() => lookAgain().catch(() => {}).finally(poll), PACE);
}

// Several events come for one act; the page is read once for all of them.
let waiting = 0;
function lookSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => lookAgain().catch(() => {}), 50);
}

function listen() {
    const stream = new EventSource(live.dataset.events);
    const id = live.dataset.visit;
    stream.addEventListener("stale", lookSoon);
    stream.addEventListener("visit", event => {
        if (event.data.includes(`id="visit-${id}"`))
            lookSoon();
    });
    stream.addEventListener("gone", event => {
        if (event.data === id)
            lookSoon();
    });
    stream.addEventListener("error", () => {
        // A browser comes back by itself unless it was refused.
        if (stream.readyState === EventSource.CLOSED)
            poll();
    });
}

// Who comes back by the browser's own button sees what has happened since.
addEventListener("pageshow", event => {
    if (event.persisted)
        lookSoon();
});
document.addEventListener("focusout", () => setTimeout(() => {
    if (document.activeElement === document.body)
        lookSoon();
}, 0));

if (live.dataset.events)
    listen();
else
    poll();
