// Web Push against a service that does what an endpoint's path says; what it takes is
// decrypted by http_ece, its tokens are verified by jws, and web-push says how it would have
// asked for the same.  TAP on standard output.
"use strict";
const assert = require("assert");
const child = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const https = require("https");
const os = require("os");
const path = require("path");
const ece = require("http_ece");
const jws = require("jws");
const webpush = require("web-push");

const PEER = "build/asan/tests/notify/notify_peer";
const NOW = 1737739500; // 2025-01-24T17:25:00Z
const CONTACT = "mailto:desk@hamline.example";
const work = fs.mkdtempSync(path.join(os.tmpdir(), "push-"));

const points = [];
const test = (name, run) => points.push([name, run]);

// ---- the service ----

const arrived = [];
let release; // those who hang answer once this is called
const others = new Promise(resolve => {
    release = resolve;
});

const answers = {
    created: [201, { Location: "https://127.0.0.1/message/7" }],
    accepted: [202],
    ok: [200],
    gone: [410],
    unknown: [404],
    large: [413],
    key: [403],
    signin: [401],
    bad: [400],
    moved: [301, { Location: "/created" }],
    busy: [429, { "Retry-After": "42" }],
    busier: [429, { "Retry-After": "Fri, 24 Jan 2025 17:26:00 GMT" }],
    odd: [429, { "Retry-After": "-5" }],
    down: [503, { "Retry-After": "7" }],
    broken: [500],
};

async function serve(request, response) {
    const pieces = [];
    for await (const piece of request)
        pieces.push(piece);
    arrived.push({ path: request.url, method: request.method, headers: request.headers,
        body: Buffer.concat(pieces) });
    const name = request.url.split("/")[1];
    if (name === "hang")
        await others;
    if (name === "last")
        release();
    if (name === "cut")
        return request.socket.destroy();
    const [status, headers] = answers[name] || [201];
    response.writeHead(status, headers).end(name === "long" ? "x".repeat(1 << 17) : "");
}

// ---- browsers ----

function browser(endpoint) {
    const ecdh = crypto.createECDH("prime256v1");
    const auth = crypto.randomBytes(16);
    ecdh.generateKeys();
    return {
        ecdh, auth,
        subscription: { endpoint, expirationTime: null, keys: {
            p256dh: ecdh.getPublicKey("base64url"), auth: auth.toString("base64url") } },
    };
}

const decrypt = (who, body) => ece.decrypt(body,
    { version: "aes128gcm", privateKey: who.ecdh, authSecret: who.auth.toString("base64url") });

const topic = key => crypto.createHash("sha256").update(key).digest().subarray(0, 24).toString("base64url");

// ---- our side ----

let place, directory;

function settings(text, files = {}) {
    const made = fs.mkdtempSync(path.join(work, "d"));
    for (const [name, bytes] of Object.entries({ "channels.conf": text, ...files }))
        fs.writeFileSync(path.join(made, name), bytes, { mode: 0o600 });
    return made;
}

const conf = more => `push ${CONTACT}\n    authorities ${path.resolve("build/tls/server.pem")}\n${more}`;

const letter = (to, key, more) => ({
    channel: "push", to: typeof to === "string" ? to : JSON.stringify(to), key,
    topic: "callout.step", about: "visit-1", subject: "Hamline needs the law office",
    words: "Somebody is at the desk of Hamline.", link: "https://desk.hamline.example/calls/Zx9",
    language: "en", lives: 3600, written: NOW, urgent: true, ...more });

function run(args, input) {
    return new Promise(resolve => {
        const peer = child.spawn(PEER, args);
        let said = "", wrong = "";
        peer.stdout.on("data", bytes => { said += bytes; });
        peer.stderr.on("data", bytes => { wrong += bytes; });
        peer.stdin.on("error", () => {});
        peer.stdin.end(input);
        peer.on("close", status => resolve({ status, said, wrong }));
    });
}

async function send(letters, { where = directory, now = NOW, deadline = 60000 } = {}) {
    arrived.length = 0;
    const { said, wrong } = await run([where, String(deadline), String(now)], JSON.stringify(letters));
    assert.strictEqual(wrong, "");
    return said.trim().split("\n").map(line => JSON.parse(line));
}

async function mistake(text, files) {
    const { status, wrong } = await run([settings(text, files), "settings"], "");
    return status === 1 ? wrong.trim() : `(accepted, status ${status})`;
}

// What stands in `vapid t=..., k=...`.
function credentials(header) {
    const [, token, key] = /^vapid t=([^,]+), k=([\w-]+)$/.exec(header);
    const point = Buffer.from(key, "base64url");
    const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"),
        y: point.subarray(33).toString("base64url") };
    const pem = crypto.createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
    assert.ok(jws.verify(token, "ES256", pem));
    return { key, ...jws.decode(token, { json: true }) };
}

test("the browser alone reads a letter", async () => {
    const ada = browser(`${place}/created/ada`);
    const [one] = await send([letter(ada.subscription, "v1:callout.2-step_3")]);
    assert.deepStrictEqual({ ...one }, { state: "handed", gone: false, retry_after: 0,
        reference: "https://127.0.0.1/message/7", why: "" });
    const { web_push: version, notification } = JSON.parse(decrypt(ada, arrived[0].body));
    assert.strictEqual(version, 8030);
    assert.deepStrictEqual(notification, { title: "Hamline needs the law office",
        body: "Somebody is at the desk of Hamline.", lang: "en", dir: "ltr",
        tag: arrived[0].headers.topic, navigate: "https://desk.hamline.example/calls/Zx9",
        requireInteraction: true });
    assert.throws(() => decrypt({ ...ada, auth: crypto.randomBytes(16) }, arrived[0].body));
    assert.throws(() => decrypt(browser(""), arrived[0].body));
});

test("the service is asked as web-push asks it", async () => {
    const ada = browser(`${place}/created/ada`);
    await send([letter(ada.subscription, "v1.2.3")]);
    const secret = fs.readFileSync(path.join(directory, "push.key"), "utf8").split("\n")[1];
    const ours = arrived[0].headers, said = credentials(ours.authorization);
    const theirs = webpush.generateRequestDetails(ada.subscription, "x", {
        TTL: 3600, urgency: "high", topic: ours.topic, contentEncoding: "aes128gcm",
        vapidDetails: { subject: CONTACT, publicKey: said.key, privateKey: secret } });
    for (const [name, value] of Object.entries(theirs.headers))
        if (!["Authorization", "Content-Length"].includes(name))
            assert.strictEqual(ours[name.toLowerCase()], String(value), name);
    const wanted = credentials(theirs.headers.Authorization);
    assert.strictEqual(arrived[0].method, theirs.method);
    assert.strictEqual(said.key, wanted.key);
    assert.deepStrictEqual(said.header, wanted.header);
    assert.deepStrictEqual({ ...said.payload, exp: 0 }, { ...wanted.payload, exp: 0 });
});

test("a token is for this service, and for half a day", async () => {
    const ada = browser(`${place}/created/ada`);
    await send([letter(ada.subscription, "k1")], { now: NOW + 30 });
    const { payload } = credentials(arrived[0].headers.authorization);
    assert.deepStrictEqual(payload, { aud: place, exp: NOW + 30 + 12 * 3600, sub: CONTACT });
});

test("the same letter has one topic, its time runs out, and nothing is encrypted twice", async () => {
    const ada = browser(`${place}/created/ada`), one = letter(ada.subscription, "k1", { urgent: false });
    await send([one]);
    const [first] = arrived.splice(0);
    await send([one], { now: NOW + 1000 });
    const [second] = arrived.splice(0);
    await send([one], { now: NOW + 9999 });
    const [third] = arrived.splice(0);
    await send([letter(ada.subscription, "k2")]);
    const [other] = arrived.splice(0);
    assert.strictEqual(first.headers.topic, topic("k1"));
    assert.strictEqual(second.headers.topic, first.headers.topic);
    assert.notStrictEqual(other.headers.topic, first.headers.topic);
    assert.deepStrictEqual([first, second, third].map(each => each.headers.ttl), ["3600", "2600", "0"]);
    assert.deepStrictEqual([first.headers.urgency, other.headers.urgency], ["normal", "high"]);
    assert.strictEqual(decrypt(ada, first.body).toString(), decrypt(ada, second.body).toString());
    assert.notDeepStrictEqual(first.body.subarray(0, 86), second.body.subarray(0, 86));
});

test("every message is of one length, whatever it says", async () => {
    const ada = browser(`${place}/created/ada`);
    const words = ["", "Somebody waits.", "ñ".repeat(700), "\u0001\"\\".repeat(2000), "🏫".repeat(4000)];
    await send(words.map((said, i) => letter(ada.subscription, `k${i}`, { words: said, language: "ar" })));
    assert.strictEqual(arrived.length, words.length);
    assert.deepStrictEqual([...new Set(arrived.map(each => each.body.length))], [2923]);
    for (const [i, said] of words.entries()) {
        const { body } = arrived.find(each => each.headers.topic === topic(`k${i}`));
        const text = decrypt(ada, body).toString(), { notification } = JSON.parse(text);
        assert.strictEqual(notification.dir, "rtl");
        if (i < 3)
            assert.strictEqual(notification.body, said);
        else
            assert.ok(notification.body.endsWith("…") && said.startsWith(notification.body.slice(0, -1)) &&
                Buffer.byteLength(text) > 2780, text);
    }
});

test("what the service says decides what comes next", async () => {
    const names = [...Object.keys(answers), "cut", "long"];
    const results = await send(names.map((name, i) => letter(browser(`${place}/${name}/x`).subscription, `k${i}`)));
    const [handed, later, never] = ["handed", "later", "never"];
    const wanted = { created: handed, accepted: handed, ok: handed, gone: never, unknown: never,
        large: never, key: never, signin: never, bad: never, moved: never, busy: later, busier: later,
        odd: later, down: later, broken: later, cut: later, long: later };
    assert.deepStrictEqual(Object.fromEntries(results.map((one, i) => [names[i], one.state])), wanted);
    const of = name => results[names.indexOf(name)];
    assert.deepStrictEqual(names.filter(name => of(name).gone), ["gone", "unknown"]);
    assert.deepStrictEqual(names.filter(name => of(name).retry_after).map(name => of(name).retry_after), [42, 60, 7]);
    for (const [i, one] of results.entries()) {
        assert.strictEqual(one.why === "", one.state === handed);
        assert.ok(!one.why.includes(`/${names[i]}/`), one.why);
    }
    assert.strictEqual(of("gone").why,
        "the push service 127.0.0.1 answers with status 410: the browser's subscription is gone");
    assert.strictEqual(arrived.filter(each => each.path.startsWith("/created")).length, 1);
});

test("one that hangs keeps nobody waiting", async () => {
    const [hung, last] = await send([letter(browser(`${place}/hang/x`).subscription, "k1"),
        letter(browser(`${place}/last/x`).subscription, "k2")]);
    assert.deepStrictEqual([hung.state, last.state], ["handed", "handed"]);
});

test("nothing that is no subscription is sent anywhere", async () => {
    const good = browser(`${place}/created/x`).subscription;
    const point = Buffer.from(good.keys.p256dh, "base64url");
    const off = Buffer.from(point);
    off[64] ^= 1;
    const keys = more => ({ ...good, keys: { ...good.keys, ...more } });
    const leads = endpoint => ({ ...good, endpoint });
    const hostile = ["", "{", "[]", "null", "{}", "7", JSON.stringify(good) + "x",
        JSON.stringify(good).replace("{", "{\"endpoint\":\"https://x.example\","),
        keys({ p256dh: off.toString("base64url") }), keys({ p256dh: "" }), keys({ p256dh: 7 }),
        keys({ p256dh: Buffer.alloc(65).toString("base64url") }),
        keys({ p256dh: point.subarray(0, 64).toString("base64url") }),
        keys({ p256dh: Buffer.concat([point, Buffer.alloc(1)]).toString("base64url") }),
        keys({ p256dh: crypto.ECDH.convertKey(point, "prime256v1", null, "base64url", "compressed") }),
        keys({ p256dh: `${good.keys.p256dh}=` }), keys({ p256dh: point.toString("base64") + "+" }),
        keys({ auth: "" }), keys({ auth: crypto.randomBytes(15).toString("base64url") }),
        keys({ auth: crypto.randomBytes(17).toString("base64url") }), keys({ auth: null }),
        { ...good, keys: [] }, { ...good, endpoint: undefined },
        leads(place.replace("https", "http")), leads("https:///x"), leads("https://"),
        leads(place.replace("//", "//ada:secret@")), leads(`${place}/created/\n`), leads(`${place}/é`),
        leads("file:///etc/passwd"), leads("https://x.example:0/"), leads("https://x.example:99999/"),
        leads("https://x.example:443/"), leads("https://X.example/"), leads("https://x.example\\@y.example/"),
        leads("https://[::1/"), leads("https://-x.example/"), leads(`https://x.example/${"x".repeat(1100)}`),
        { ...good, expirationTime: (NOW - 1) * 1000 }];
    for (let i = 0; i < hostile.length; i += 16)
        for (const [k, one] of (await send(hostile.slice(i, i + 16).map((to, n) => letter(to, `k${n}`)))).entries())
            assert.deepStrictEqual([i + k, one.state, one.gone], [i + k, "never", true]);
    assert.strictEqual(arrived.length, 0);
    const [kept] = await send([letter({ ...good, expirationTime: (NOW + 60) * 1000 }, "k1")]);
    assert.strictEqual(kept.state, "handed");
});

test("it goes to public addresses alone, and to those who can prove who they are", async () => {
    const to = browser(`${place}/created/x`).subscription;
    const [shut] = await send([letter(to, "k1")], { where: settings(conf("")) });
    assert.deepStrictEqual([shut.state, shut.gone], ["never", false]);
    assert.match(shut.why, /^the push service 127\.0\.0\.1: this is a private address/);
    const [strange] = await send([letter(to, "k1")],
        { where: settings(`push ${CONTACT}\nallow-private 127.0.0.1\n`) });
    assert.deepStrictEqual([strange.state, strange.gone], ["later", false]);
    assert.match(strange.why, /certificate/);
    assert.strictEqual(arrived.length, 0);
});

test("the key is made once, for us alone", async () => {
    const made = settings(conf("")), file = path.join(made, "push.key");
    await run([made, "settings"], "");
    const first = fs.readFileSync(file, "utf8");
    assert.strictEqual(fs.statSync(file).mode & 0o777, 0o600);
    assert.match(first, /^vestibule push key v1\n[\w-]{43}\n$/);
    await run([made, "settings"], "");
    assert.strictEqual(fs.readFileSync(file, "utf8"), first);
    fs.chmodSync(file, 0o644);
    assert.match((await run([made, "settings"], "")).wrong, /chmod 600/);
    for (const bytes of ["", "x\n", first.slice(0, -2) + "\n", `${first}x`, first.replace(/\n./, "\n~"),
        `vestibule push key v1\n${Buffer.alloc(32).toString("base64url")}\n`])
        assert.match(await mistake(conf(""), { "push.key": bytes }), /push\.key: this is not the key of web push/);
    const none = settings("heartbeat https://watch.example.org/\n");
    await run([none, "settings"], "");
    assert.ok(!fs.existsSync(path.join(none, "push.key")));
});

test("mistakes in the settings are told", async () => {
    for (const contact of ["desk@hamline.example", "mailto:", "mailto:desk@localhost", "mailto:desk",
        "http://x.example", "https://", "push.example"])
        assert.match(await mistake(`push ${contact}\n`), /line 1: say whom push services can turn to/, contact);
    assert.strictEqual(await mistake("push https://hamline.example/desk\n"), "(accepted, status 0)");
    assert.match(await mistake(conf(conf(""))), /push/);
    assert.match(await mistake(`push ${CONTACT}\n    user x\n`), /put it behind `mail`/);
});

async function main() {
    const server = https.createServer({ key: fs.readFileSync("build/tls/server.key"),
        cert: fs.readFileSync("build/tls/server.pem") }, serve);
    await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
    place = `https://127.0.0.1:${server.address().port}`;
    directory = settings(conf("allow-private 127.0.0.1\n"));
    console.log(`1..${points.length}`);
    let failed = 0;
    for (const [i, [name, run]] of points.entries())
        try {
            await run();
            console.log(`ok ${i + 1} - ${name}`);
        } catch (error) {
            failed++;
            console.log(`not ok ${i + 1} - ${name}\n${String(error.stack).replace(/^/gm, "# ")}`);
        }
    server.closeAllConnections();
    server.close();
    fs.rmSync(work, { recursive: true });
    process.exitCode = failed ? 1 : 0;
}

main();
