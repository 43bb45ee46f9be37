// What a device keeps, in IndexedDB: entries that were not sent, and what the server
// said last.  All of it is sealed under a key of the person's own, which the server gives
// to whoever signs in as them and which leaves no script once it is here; signing out
// drops the key, so that the next person at a shared desk finds sealed bytes.
"use strict";

const vault = (() => {
    let opened;

    const done = request => new Promise((good, bad) => {
        request.onsuccess = () => good(request.result);
        request.onerror = () => bad(request.error);
    });

    function open() {
        opened ??= new Promise((good, bad) => {
            const request = indexedDB.open("vestibule", 1);
            request.onupgradeneeded = () => {
                request.result.createObjectStore("entries",
                    {keyPath: "seq", autoIncrement: true});
                request.result.createObjectStore("facts");
            };
            request.onsuccess = () => good(request.result);
            request.onerror = () => bad(request.error);
        });
        return opened;
    }

    async function store(name, mode) {
        return (await open()).transaction(name, mode, {durability: "strict"}).objectStore(name);
    }

    const get = async name => done((await store("facts", "readonly")).get(name));
    const set = async (name, value) =>
        done((await store("facts", "readwrite")).put(value, name));

    // ---- sealing ----

    async function seal(vault, value) {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        return {iv, bytes: await crypto.subtle.encrypt({name: "AES-GCM", iv}, vault.key, bytes)};
    }

    async function unseal(vault, sealed) {
        const bytes = await crypto.subtle.decrypt(
            {name: "AES-GCM", iv: sealed.iv}, vault.key, sealed.bytes);
        return JSON.parse(new TextDecoder().decode(bytes));
    }

    // ---- who ----

    // Somebody has signed in: from now on it is their key.
    async function own(state) {
        const raw = Uint8Array.from(
            atob(state.vault.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
        const key = await crypto.subtle.importKey(
            "raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
        await set("vault", {person: state.person, name: state.name, key});
    }

    async function signOut() {
        const facts = await store("facts", "readwrite");
        facts.delete("vault");
        await done(facts.delete("state"));
    }

    // ---- what the server said ----

    // Keep the state that was asked for at `asked`: forms that were sent before are in it.
    async function setState(state, asked) {
        const {vault: _, ...rest} = state;
        const vault = await get("vault");
        if (vault?.person !== state.person)
            await own(state);
        await set("state", await seal(await get("vault"), rest));
        for (const entry of await entries())
            if (entry.state === "sent" && entry.sent < asked)
                await remove(entry.seq);
    }

    async function state() {
        const [vault, sealed] = [await get("vault"), await get("state")];
        return vault && sealed ? unseal(vault, sealed) : null;
    }

    // ---- entries ----

    // Null: nobody is signed in here, so nobody could send it.
    async function add(entry, how) {
        const vault = await get("vault");
        if (!vault)
            return null;
        const row = {person: vault.person, name: vault.name, state: how, since: Date.now(),
            sealed: await seal(vault, {...entry, by: vault.name})};
        return done((await store("entries", "readwrite")).add(row));
    }

    async function change(seq, what) {
        const entries = await store("entries", "readwrite");
        const row = await done(entries.get(seq));
        if (row)
            await done(entries.put({...row, ...what}));
    }

    const remove = async seq => done((await store("entries", "readwrite")).delete(seq));

    // In the order in which they were made; those of others stay sealed.
    async function entries() {
        const vault = await get("vault");
        const rows = await done((await store("entries", "readonly")).getAll());
        return Promise.all(rows.map(async ({sealed, ...row}) =>
            row.person === vault?.person
                ? {...await unseal(vault, sealed), ...row}
                : {...row, locked: true}));
    }

    // Also one of which no answer came, because the worker was stopped in between.
    const waits = entry => entry.state === "waiting" ||
        (entry.state === "sending" && Date.now() - entry.since > 60000);

    return {setState, state, signOut, add, change, remove, entries, waits,
        vault: () => get("vault")};
})();
