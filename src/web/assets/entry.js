// Entries: what was done at a device and could not be sent, and what visits come to with
// them.  Pure: no network, no storage; the worker, the pages and the tests use it alike.
"use strict";

// ---- names and times ----

// A UUID of version 7: milliseconds, then chance; later ones sort behind earlier ones.
function uuid7(now, random) {
    const bytes = new Uint8Array(16);
    let rest = now;
    for (let i = 5; i >= 0; i--) {
        bytes[i] = rest % 256;
        rest = Math.floor(rest / 256);
    }
    bytes.set(random.slice(0, 10), 6);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const newKey = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

// RFC 3339 by the device's own clock: "2025-01-24T11:15:20-06:00".
function momentOf(date) {
    const two = number => String(number).padStart(2, "0");
    const east = -date.getTimezoneOffset();
    const off = Math.abs(east);
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
        `T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}` +
        `${east < 0 ? "-" : "+"}${two(Math.floor(off / 60))}:${two(off % 60)}`;
}

// A visit has its name from the key of its opening, here as at the server: a letter first.
async function visitOf(key) {
    const words = new TextEncoder().encode(`visit ${key}`);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", words));
    digest[0] &= 0x7F;
    return btoa(String.fromCharCode(...digest.slice(0, 16)))
        .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// ---- forms to entries ----

// What a form of a visit does, by its address; null: it cannot wait.
async function entryOf(path, fields, state) {
    const [, visits, visit, page, name] = path.split("/");
    const entry = {key: fields.get("key") || newKey(), at: momentOf(new Date()), visit};
    const take = (...names) => names.map(field => [field, fields.get(field) ?? ""]);
    if (visits !== "visits")
        return null;
    if (visit === undefined)
        return {...entry, do: "open", visit: await visitOf(entry.key), fields: [
            ...(fields.get("with") ? take("with") : []),
            ...fields.getAll("shared").map(fact => ["shared", fact])]};
    if (page === "ask") {
        const unknown = fields.get("unknown") !== null || fields.get("answer") === "";
        return {...entry, do: "state", fields: [["fact", decodeURIComponent(name)],
            ["answer", unknown ? "" : (fields.get("answer") ?? "").trim()],
            ...take("basis", "words")]};
    }
    if (page === "end")
        return {...entry, do: "end", fields: take("end", "account")};
    if (page === "duties") {
        const known = state?.visits.find(other => other.visit === visit);
        const duty = fields.get("duty") ??
            known?.duties.find(other => String(other.n) === name)?.duty;
        return duty === undefined ? null :
            {...entry, do: "acknowledge", fields: [["duty", duty], ...take("state")]};
    }
    return null;
}

// Whether a question's form is answered; one that asks how they know has a field for the
// very words.  One that is not is no entry: the page asks again.
function isWhole(path, fields) {
    if (path.split("/")[3] !== "ask")
        return true;
    if (fields.get("answer") === null && fields.get("unknown") === null)
        return false;
    return !fields.get("answer") || !fields.has("words") || Boolean(fields.get("basis"));
}

// ---- what visits come to ----

const apply = {
    open(visit, entry, by) {
        Object.assign(visit, {at: entry.at, by});
    },
    state(visit, entry, by) {
        const of = new Map(entry.fields);
        const value = of.get("answer");
        visit.facts = visit.facts.filter(other => other.fact !== of.get("fact"));
        visit.facts.push({fact: of.get("fact"), value,
            basis: value === "" ? "assumed" : of.get("basis") || "seen",
            words: of.get("words"), by, at: entry.at});
    },
    acknowledge(visit, entry) {
        const of = new Map(entry.fields);
        visit.duties = visit.duties.filter(other => other.duty !== of.get("duty"));
        visit.duties.push({duty: of.get("duty"), state: of.get("state")});
    },
    end(visit, entry) {
        const of = new Map(entry.fields);
        visit.closed = {end: of.get("end"), at: entry.at, account: of.get("account")};
    },
};

// The visits that the server knew last, and what was done here since.
function visitsOf(state, entries) {
    const visits = structuredClone(state?.visits ?? []);
    for (const entry of entries) {
        if (entry.locked || entry.state === "refused")
            continue;
        let visit = visits.find(other => other.visit === entry.visit);
        if (!visit && entry.do !== "open")
            continue;
        if (!visit) {
            visit = {visit: entry.visit, facts: [], duties: []};
            visits.push(visit);
        }
        apply[entry.do](visit, entry, entry.by);
    }
    return visits;
}
