// Sending what waits: one entry after another, in order, each under its own key, so that
// the server does it once however often it is sent.  One tab at a time.
"use strict";

// Ask who is signed in and what goes on; null: nobody, or nobody who runs visits.
async function askState() {
    const asked = Date.now();
    const answer = await fetch("/offline/state",
        {cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10000)});
    if (answer.status >= 500)
        throw new Error("no answer");
    if (!answer.ok || !answer.headers.get("content-type")?.startsWith("application/json"))
        return null;
    const state = await answer.json();
    await vault.setState(state, asked);
    return state;
}

// Whether the next may be sent: this one was done, or refused for good.
async function sendOne(entry, state) {
    const form = new URLSearchParams([["token", state.token], ["key", entry.key],
        ["do", entry.do], ["visit", entry.visit], ["at", entry.at],
        ["now", momentOf(new Date())], ...entry.fields]);
    const answer = await fetch("/outbox", {method: "POST", body: form,
        redirect: "manual", signal: AbortSignal.timeout(15000)});
    if (!answer.headers.get("content-type")?.startsWith("application/json"))
        return false;
    const said = await answer.json();
    if (said.done)
        await vault.remove(entry.seq);
    else if (!said.again)
        await vault.change(entry.seq, {state: "refused", reason: said.reason});
    return said.done || !said.again;
}

async function sendAll() {
    const state = await askState();
    if (!state)
        return {signedIn: false};
    for (const entry of await vault.entries())
        if (vault.waits(entry) && !entry.locked && !await sendOne(entry, state))
            break;
    await askState();
    return {signedIn: true};
}

// Resolves to what came of it; throws when the network is away.
const sendOnce = () => navigator.locks.request(
    "vestibule-outbox", {ifAvailable: true}, lock => lock ? sendAll() : null);
