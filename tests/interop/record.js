// The golden record, read by software that is not ours; TAP on standard output.
"use strict";
const assert = require("assert");
const crypto = require("crypto");
const fs = require("fs");
const { SDJwtInstance } = require("@sd-jwt/core");
const Ajv = require("ajv/dist/2020").default;
const canonicalize = require("canonicalize");

const lines = path => fs.readFileSync(path, "utf8").trim().split("\n");
const presentations = lines("tests/data/record/golden.txt");
const events = lines("tests/data/record/events.jsonl").map(line => JSON.parse(line));
const decode = text => Buffer.from(text, "base64url").toString("utf8");
const payloadText = leaf => decode(leaf.split(".")[1]);

// The key of the seed 0x07, 32 times.
const key = crypto.createPublicKey(crypto.createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"),
        Buffer.alloc(32, 7)]),
    format: "der", type: "pkcs8",
}));
const reader = new SDJwtInstance({
    hashAlg: "sha-256", signAlg: "EdDSA",
    hasher: data => new Uint8Array(crypto.createHash("sha256").update(data).digest()),
    verifier: (data, signature) =>
        crypto.verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url")),
});

const points = [];
const test = (name, run) => points.push([name, run]);

// What the library makes of a leaf and some of its disclosures.
const claims = async (leaf, disclosures) => {
    const text = [leaf, ...disclosures, ""].join("~");

    await reader.verify(text);
    return reader.getClaims(text);
};

const common = (leaf, fields) => {
    const names = ["v", "log", "visit", "n", "kind", "at", "prev", "anchor", "exercise"];
    const payload = JSON.parse(payloadText(leaf));

    return { ...Object.fromEntries(names.filter(name => name in payload)
        .map(name => [name, payload[name]])), ...fields };
};

test("a library for SD-JWT reads every leaf without a disclosure", async () => {
    for (const [i, text] of presentations.entries()) {
        const leaf = text.split("~")[0];
        const got = await claims(leaf, []);

        for (const name of Object.keys(common(leaf, {})))
            assert.ok(name in got);
        assert.strictEqual(got.kind, events[i].kind);
    }
});

test("and with each one of them", async () => {
    let fields = 0;

    for (const [i, text] of presentations.entries()) {
        const [leaf, ...disclosures] = text.split("~").slice(0, -1);

        for (const disclosure of disclosures) {
            const [, name, value] = JSON.parse(decode(disclosure));

            // A paragraph needs its list; a list alone has no paragraphs to show.
            if (value === undefined)
                continue;
            const got = await claims(leaf, [disclosure]);
            const listed = Array.isArray(value) && value.length > 0 &&
                typeof value[0] === "object";

            assert.deepStrictEqual(got[name], listed ? [] : events[i].fields[name]);
            fields++;
        }
    }
    assert.ok(fields > 150);
});

test("and with all of them", async () => {
    for (const [i, text] of presentations.entries()) {
        const [leaf, ...disclosures] = text.split("~").slice(0, -1);

        assert.deepStrictEqual(
            await claims(leaf, disclosures), common(leaf, events[i].fields));
    }
});

test("and refuses a leaf that was changed", async () => {
    const [head, payload, signature] = presentations[0].split("~")[0].split(".");
    const changed = Buffer.from(decode(payload).replace("70000", "70001"))
        .toString("base64url");

    assert.notStrictEqual(changed, payload);
    await assert.rejects(reader.verify(`${head}.${changed}.${signature}~`));
});

test("another canonical writer of JSON writes every payload the same", async () => {
    for (const text of presentations) {
        const payload = payloadText(text.split("~")[0]);

        assert.strictEqual(canonicalize(JSON.parse(payload)), payload);
        for (const disclosure of text.split("~").slice(1, -1))
            assert.strictEqual(
                canonicalize(JSON.parse(decode(disclosure))), decode(disclosure));
    }
});

const ajv = new Ajv({ allErrors: false, strict: true, strictRequired: false });
const schema = name =>
    ajv.compile(JSON.parse(fs.readFileSync(`docs/record-${name}.schema.json`, "utf8")));
const good = (valid, value) => assert.ok(valid(value), JSON.stringify(valid.errors));
const whole = () => presentations.map((text, i) =>
    common(text.split("~")[0], events[i].fields));
const payloads = () => presentations.map(text => JSON.parse(payloadText(text.split("~")[0])));

test("the schemas take every payload and every event", async () => {
    const payload = schema("payload");
    const event = schema("event");

    payloads().forEach(value => good(payload, value));
    whole().forEach(value => good(event, value));
});

// Each change makes a good value a bad one.
const refusals = (valid, value) => {
    let count = 0;
    const bad = changed => {
        assert.ok(!valid(changed), JSON.stringify(changed));
        count++;
    };

    for (const name of Object.keys(value)) {
        bad({ ...value, [name]: { "...": "x" } });
        bad({ ...value, [name]: 1.5 });
    }
    for (const name of ["v", "log", "kind", "at"]) {
        const { [name]: gone, ...rest } = value;
        bad(rest);
    }
    bad({ ...value, nationality: "x" });
    bad({ ...value, kind: "weather" });
    bad({ ...value, exercise: false });
    bad({ ...value, prev: "x", n: 0, visit: "AAAAAAAAAAAAAAAAAAAAAA" });
    return count;
};

test("the schemas refuse what is wrong in any place", async () => {
    const payload = schema("payload");
    const event = schema("event");
    let count = 0;

    payloads().forEach(value => { count += refusals(payload, value); });
    whole().forEach(value => { count += refusals(event, value); });
    const stated = whole().find(value => value.kind === "fact_stated");
    for (const change of [{ fact: "immigration_status" }, { fact: "Agency" },
        { by: " desk" }, { by: "" }, { by: "a\nb" }, { by: "x".repeat(121) },
        { basis: "guessed" }, { so_at: "2025-01-24" }, { value: ["x"] }]) {
        assert.ok(!event({ ...stated, ...change }), JSON.stringify(change));
        count++;
    }
    assert.ok(count > 1000, `${count}`);
});

(async () => {
    console.log(`1..${points.length}`);
    for (const [i, [name, run]] of points.entries()) {
        try {
            await run();
            console.log(`ok ${i + 1} - interop: ${name}`);
        } catch (error) {
            console.log(`not ok ${i + 1} - interop: ${name}`);
            console.log(String(error.stack).replace(/^/gm, "# "));
        }
    }
})();
