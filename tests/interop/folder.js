// A verifier of a record's public folder, written from docs/record.md alone.
//
//     node folder.js FOLDER VKEY [ENTRY.tlog-proof ...]
//
// Prints a line for what holds and stops, with status 1, at the first thing that does not.
"use strict";
const fs = require("fs");
const crypto = require("crypto");

const [folder, vkey, ...proofs] = process.argv.slice(2);

function need(holds, what) {
    if (holds) return;
    console.log("no: " + what);
    process.exit(1);
}

const sha256 = (...parts) => {
    const hash = crypto.createHash("sha256");
    parts.forEach(part => hash.update(part));
    return hash.digest();
};
const leafHash = leaf => sha256(Buffer.of(0), leaf);
const node = (left, right) => sha256(Buffer.of(1), left, right);
const bytesOf = (text, form) => {
    const bytes = Buffer.from(text, form);
    need(bytes.toString(form) === text, "not canonical: " + text);
    return bytes;
};

// ---- keys and notes ----

function readKey(line) {
    const [, name, id, base64] = line.match(/^([^+]+)\+([0-9a-f]{8})\+(.+)$/);
    const key = bytesOf(base64, "base64");
    need(key.length === 33 && key[0] === 1, "the key is not Ed25519");
    need(sha256(name + "\n", key).subarray(0, 4).toString("hex") === id, "the id is not the key's");
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.subarray(1)]);
    return { name, id, line, open: crypto.createPublicKey({ key: der, format: "der", type: "spki" }) };
}
const verifies = (key, message, signature) => crypto.verify(null, Buffer.from(message), key.open, signature);

function openNote(note, key) {
    const end = note.lastIndexOf("\n\n");
    const text = note.slice(0, end + 1);
    const [origin, size, root, rest] = text.split("\n");
    let signed = false;
    for (const line of note.slice(end + 2).split("\n").filter(line => line !== "")) {
        const [dash, name, base64] = line.split(" ");
        const bytes = bytesOf(base64, "base64");
        need(dash === "\u2014", "a signature line begins otherwise");
        if (name !== key.name || bytes.subarray(0, 4).toString("hex") !== key.id) continue;
        need(verifies(key, text, bytes.subarray(4)), "the checkpoint's signature");
        signed = true;
    }
    need(signed && origin === key.name && rest === "" && String(Number(size)) === size, "the checkpoint");
    return { size: Number(size), root: bytesOf(root, "base64") };
}

// ---- the tree ----

function rootOf(hashes) {
    if (hashes.length === 0) return sha256("");
    if (hashes.length === 1) return hashes[0];
    let k = 1;
    while (k * 2 < hashes.length) k *= 2;
    return node(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

function pathOf(level, index, width) {
    const groups = [];
    for (let n = index, first = true; first || n > 0; n = Math.floor(n / 1000), first = false)
        groups.unshift(String(n % 1000).padStart(3, "0"));
    return `${folder}/tile/${level}/` +
        groups.map((group, i) => i < groups.length - 1 ? "x" + group : group).join("/") +
        (width < 256 ? ".p/" + width : "");
}

function checkTiles(leaves) {
    let hashes = leaves;
    for (let level = 0; hashes.length > 0; level++) {
        const above = [];
        for (let i = 0; i * 256 < hashes.length; i++) {
            const part = hashes.slice(i * 256, i * 256 + 256);
            const path = pathOf(level, i, part.length);
            need(fs.readFileSync(path).equals(Buffer.concat(part)), path);
            if (part.length === 256) above.push(rootOf(part));
        }
        hashes = above;
    }
}

function readEntries(size) {
    const entries = [];
    for (let i = 0; i * 256 < size; i++) {
        const width = Math.min(256, size - i * 256);
        const bytes = fs.readFileSync(pathOf("entries", i, width));
        let at = 0;
        for (let j = 0; j < width; j++) {
            const length = bytes.readUInt16BE(at);
            entries.push(bytes.subarray(at + 2, at + 2 + length));
            at += 2 + length;
        }
        need(at === bytes.length, "a bundle goes on behind its last entry");
    }
    return entries;
}

// ---- events ----

function checkLeaves(entries, origin) {
    const visits = new Map();
    let key = null;
    entries.forEach((entry, number) => {
        const text = entry.toString("latin1");
        const [header, payload, signature, more] = text.split(".");
        const event = JSON.parse(bytesOf(payload, "base64url"));
        if (number === 0) key = readKey(event.key);
        need(more === undefined && (event.kind === "opened_log") === (number === 0), `entry ${number}: kind`);
        need(bytesOf(header, "base64url").toString() ===
            `{"alg":"EdDSA","kid":"${key.id}","typ":"vestibule-event+sd-jwt"}`, `entry ${number}: header`);
        need(verifies(key, header + "." + payload, bytesOf(signature, "base64url")), `entry ${number}: signature`);
        need(event.log === origin && event.v === 1, `entry ${number}: log`);
        need(event._sd.join() === [...new Set(event._sd)].sort().join(), `entry ${number}: digests`);
        need(event.anchor === undefined || event.anchor.size <= number, `entry ${number}: anchor`);
        if (event.visit !== undefined) {
            const before = visits.get(event.visit);
            need(event.n === (before ? before.n + 1 : 0), `entry ${number}: n`);
            need(event.prev === (before ? before.hash : undefined), `entry ${number}: prev`);
            visits.set(event.visit, { n: event.n, hash: leafHash(entry).toString("base64url") });
        }
        if (event.kind === "key_rotated") key = readKey(event.key);
    });
    return { key, visits: visits.size };
}

// ---- proofs ----

function checkProof(path, key) {
    const text = fs.readFileSync(path, "utf8");
    const end = text.indexOf("\n\n");
    const [first, index, ...hashes] = text.slice(0, end).split("\n");
    const { size, root } = openNote(text.slice(end + 2), key);
    let r = leafHash(fs.readFileSync(path.replace(/\.tlog-proof$/, "")));
    let i = Number(index.split(" ")[1]);
    let s = size - 1;
    need(first === "c2sp.org/tlog-proof@v1" && i < size, path);
    for (const line of hashes) {
        const h = bytesOf(line, "base64");
        need(s !== 0, path);
        if (i % 2 === 1 || i === s) {
            r = node(h, r);
            while (i % 2 === 0 && i !== 0) { i /= 2; s = Math.floor(s / 2); }
        } else r = node(r, h);
        i = Math.floor(i / 2);
        s = Math.floor(s / 2);
    }
    need(s === 0 && r.equals(root), path);
    console.log("proof holds");
}

const key = readKey(vkey);
const { size, root } = openNote(fs.readFileSync(folder + "/checkpoint", "utf8"), key);
const entries = readEntries(size);
const leaves = entries.map(leafHash);
need(rootOf(leaves).equals(root), "the root");
checkTiles(leaves);
const { key: last, visits } = checkLeaves(entries, key.name);
need(last.line === vkey, "the events come down to another key");
console.log(`${size} entries, ${visits} visits`);
proofs.forEach(path => checkProof(path, key));
