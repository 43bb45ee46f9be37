// A bundle, read by software that is not ours; TAP on standard output.
"use strict";
const assert = require("assert");
const crypto = require("crypto");
const fs = require("fs");
const { SDJwtInstance } = require("@sd-jwt/core");

const work = process.argv[2];
const read = name => fs.readFileSync(`${work}/${name}`, "utf8");
const bundle = JSON.parse(read("bundle.json"));
const shown = JSON.parse(read("shown.json"));

// A vkey is NAME+ID+base64(type, key); an Ed25519 key in DER has a head of twelve bytes.
const vkey = read("record/public/vkey").trim();
const raw = Buffer.from(vkey.split("+").slice(2).join("+"), "base64").subarray(1);
const key = crypto.createPublicKey({
    key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]),
    format: "der", type: "spki",
});
const sha256 = data => crypto.createHash("sha256").update(data).digest();
const reader = new SDJwtInstance({
    hashAlg: "sha-256", signAlg: "EdDSA",
    hasher: data => new Uint8Array(sha256(data)),
    verifier: (data, signature) =>
        crypto.verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url")),
});

const common = ["v", "log", "visit", "n", "kind", "at", "prev", "anchor", "exercise"];
const points = [];
const test = (name, run) => points.push([name, run]);

test("every event's fields are the same", async () => {
    for (const [i, event] of bundle.events.entries()) {
        await reader.verify(event.presentation);
        const claims = await reader.getClaims(event.presentation);
        const fields = Object.fromEntries(
            Object.entries(claims).filter(([name]) => !common.includes(name)));
        const ours = shown.events[i].fields;

        // The library leaves out paragraphs that are withheld; we write null.
        for (const name of Object.keys(ours))
            if (Array.isArray(ours[name]))
                ours[name] = ours[name].filter(item => item !== null);
        assert.deepStrictEqual(fields, ours);
        assert.strictEqual(claims.kind, shown.events[i].kind);
    }
});

test("every digest is laid open or listed with a reason", () => {
    for (const event of bundle.events) {
        const [leaf, ...disclosures] = event.presentation.split("~").slice(0, -1);
        const payload = JSON.parse(Buffer.from(leaf.split(".")[1], "base64url"));
        const parts = disclosures.map(d => JSON.parse(Buffer.from(d, "base64url")));
        const lists = parts.filter(p => p.length === 3 && Array.isArray(p[2]))
            .flatMap(p => p[2]).filter(item => item && item["..."]).map(item => item["..."]);
        const open = disclosures.map(d => sha256(d).toString("base64url"));
        const listed = event.withheld.map(w => w.digest);

        assert.deepStrictEqual([...open, ...listed].sort(), [...payload._sd, ...lists].sort());
        assert(event.withheld.every(w => w.reason.length > 0));
    }
});

test("every proof leads to the root that the checkpoint has", () => {
    const node = (a, b) => sha256(Buffer.concat([Buffer.from([1]), a, b]));

    for (const event of bundle.events) {
        const [head, note] = event.proof.split("\n\n");
        const lines = head.split("\n");
        const [, size, root] = note.split("\n");
        let index = Number(lines[1].split(" ")[1]);
        let last = Number(size) - 1;
        let hash = sha256(Buffer.concat(
            [Buffer.from([0]), Buffer.from(event.presentation.split("~")[0])]));

        assert.strictEqual(index, event.entry);
        for (const line of lines.slice(2)) { // RFC 9162, section 2.1.3.2
            const other = Buffer.from(line, "base64");

            if (index % 2 === 1 || index === last) {
                hash = node(other, hash);
                while (index % 2 === 0 && index !== 0) {
                    index = Math.floor(index / 2);
                    last = Math.floor(last / 2);
                }
            } else {
                hash = node(hash, other);
            }
            index = Math.floor(index / 2);
            last = Math.floor(last / 2);
        }
        assert.strictEqual(hash.toString("base64"), root);
    }
});

(async () => {
    console.log(`1..${points.length}`);
    for (const [i, [name, run]] of points.entries())
        try {
            await run();
            console.log(`ok ${i + 1} - ${name}`);
        } catch (error) {
            console.log(`not ok ${i + 1} - ${name}\n# ${String(error.message).replace(/\n/g, "\n# ")}`);
        }
})();
