// Passkeys: made and used in Debian's Chromium with an authenticator of its own, and then
// forged, with the true private key and one thing wrong at a time.
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

const { PLACE: place, ADA, BEN, SHOTS: shots } = process.env;
const password = "correct horse battery";
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let points = 0;
let browser;

function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good && detail !== undefined)
        console.log(String(detail).replace(/^/gm, "#   "));
}

// ---- in the browser ----

async function person(token) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    if (token)
        await context.addCookies([{ name: "vestibule-session", value: token, url: place }]);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("WebAuthn.enable");
    const { authenticatorId } = await wire.send("WebAuthn.addVirtualAuthenticator", { options: {
        protocol: "ctap2", transport: "internal", hasResidentKey: true,
        hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
    return { context, page, wire, authenticatorId };
}

const looked = new Set();
async function look(who, name) {
    if (looked.has(name))
        return;
    looked.add(name);
    // The policy lets no script in, so axe looks at a copy.
    const copy = await who.context.newPage();
    const body = await who.page.content();
    await copy.route(who.page.url(), route => route.fulfill({ contentType: "text/html", body }));
    await copy.goto(who.page.url());
    const found = await copy.evaluate(`${axe}; axe.run({runOnly:
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})`);
    await copy.close();
    const bad = found.violations.filter(v => /serious|critical/.test(v.impact));
    point(bad.length === 0, `axe finds nothing serious: ${name}`,
        bad.map(v => `${v.id}: ${v.nodes.map(n => n.html).join("\n")}`).join("\n"));
    const wide = await who.page.evaluate("document.documentElement.scrollWidth");
    point(wide <= 390, `it fits a telephone: ${name}`, wide);
    if (!shots)
        return;
    await who.page.screenshot({ path: `${shots}/${name}-390.png`, fullPage: true });
    await who.page.setViewportSize({ width: 1280, height: 900 });
    await who.page.screenshot({ path: `${shots}/${name}-1280.png` });
    await who.page.setViewportSize({ width: 390, height: 844 });
}

const words = who => who.page.locator("main").innerText();
async function press(who, name) {
    await Promise.all([who.page.waitForNavigation(),
        who.page.getByRole("button", { name, exact: true }).first().click()]);
}

async function signOut(who) {
    await who.page.goto(`${place}/account`);
    await press(who, "Sign out");
}

async function make(who, name) {
    await who.page.goto(`${place}/account/new-passkey`);
    await look(who, "new-passkey");
    await who.page.fill("#password", password);
    await who.page.fill("#name", name);
    await press(who, "Continue");
    await look(who, "make-passkey");
    await press(who, "Make the passkey");
}

async function used(who) {
    await make(who, "My <b>telephone");
    await look(who, "codes");
    point((await who.page.locator(".shown li").count()) === 10,
        "with the first passkey come ten recovery codes", await words(who));
    const recovery = await who.page.locator(".shown li").first().innerText();
    await who.page.goto(`${place}/account`);
    await look(who, "account");
    point((await words(who)).includes("My <b>telephone"), "the account lists it by its name");
    await who.page.goto(`${place}/account/new-passkey`);
    await who.page.fill("#password", password);
    await who.page.fill("#name", "Again");
    await press(who, "Continue");
    await who.page.getByRole("button", { name: "Make the passkey" }).click();
    await who.page.getByText("There is a passkey of yours on this device already.").waitFor();
    point(true, "none is made twice on one device");

    await signOut(who);
    await look(who, "sign-in");
    await press(who, "Sign in with a passkey");
    point(who.page.url() === `${place}/`, "it signs in without a name or a password", await words(who));
    await signOut(who);
    await who.page.fill("#login", "ada");
    await who.page.fill("#password", password);
    await press(who, "Sign in");
    await look(who, "step");
    point((await words(who)).includes("second step"), "after the password it is wanted", await words(who));
    await press(who, "Use your passkey");
    point(who.page.url() === `${place}/`, "as the second step", await words(who));
    await signOut(who);
    await who.page.fill("#login", "ada");
    await who.page.fill("#password", password);
    await press(who, "Sign in");
    await who.page.fill("#code", recovery);
    await press(who, "Sign in");
    point(who.page.url() === `${place}/`, "a recovery code stands in for it", await words(who));
}

// ---- forged ----

const text = bytes => Buffer.from(bytes).toString("base64url");
const sha256 = bytes => crypto.createHash("sha256").update(bytes).digest();

// A browser without a page: cookies, forms.
class Plain {
    constructor(cookies) { this.cookies = cookies || {}; }
    async ask(path, form) {
        const answer = await fetch(place + path, {
            method: form ? "POST" : "GET", redirect: "manual",
            headers: { cookie: Object.entries(this.cookies).map(c => c.join("=")).join("; ") },
            body: form && new URLSearchParams(form) });
        for (const line of answer.headers.getSetCookie()) {
            const [name, value] = line.split(";")[0].split("=");
            this.cookies[name] = value;
        }
        this.status = answer.status;
        this.page = await answer.text();
        this.challenge = (this.page.match(/data-challenge="([^"]*)"/) || [])[1];
        this.hidden = Object.fromEntries([...this.page.matchAll(
            /<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(m => m.slice(1)));
        return this;
    }
}

// What a passkey says and signs, but for what `wrong` says.
function answerOf(key, challenge, wrong = {}) {
    const client = Buffer.from(wrong.raw || JSON.stringify({ type: wrong.type || "webauthn.get",
        challenge: wrong.challenge || challenge, origin: wrong.origin || place,
        crossOrigin: wrong.crossed || false }));
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE("counter" in wrong ? wrong.counter : ++key.counter);
    const data = Buffer.concat([sha256(wrong.host || "localhost"),
        Buffer.from(["flags" in wrong ? wrong.flags : 5]), counter, wrong.more || Buffer.alloc(0)]);
    const signature = crypto.sign("sha256", Buffer.concat([data, sha256(client)]),
        wrong.key || key.key);
    if (wrong.flip)
        signature[signature.length - 1] ^= 1;
    return { id: text(wrong.id || key.id), "client-data": text(client),
        data: text(wrong.data || data), signature: text(signature) };
}

async function alone(key, wrong) {
    const plain = await new Plain().ask("/sign-in");
    const answer = answerOf(key, plain.challenge, wrong);
    if (wrong && wrong.browser)
        plain.cookies = { "vestibule-browser": wrong.browser };
    await plain.ask("/sign-in/passkey", answer);
    return { plain, answer };
}
const isIn = plain => plain.status === 303 && "vestibule-session" in plain.cookies;

async function forged(key) {
    const other = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const old = (await new Plain().ask("/sign-in")).challenge;
    const wrongs = {
        "a signature with one bit changed": { flip: true },
        "the signature of another key": { key: other },
        "another page's origin": { origin: "http://localhost.evil.example" },
        "the origin with another port": { origin: "http://localhost:1" },
        "a frame in another site": { crossed: true },
        "another host": { host: "evil.example" },
        "the answer to making one": { type: "webauthn.create" },
        "another browser's challenge": { challenge: old },
        "a challenge of its own": { challenge: text(crypto.randomBytes(56)) },
        "no challenge": { challenge: "A" },
        "a browser without the challenge's cookie": { browser: "A".repeat(43) },
        "nobody there": { flags: 4 },
        "somebody, but nobody knows who": { flags: 1 },
        "a counter that stands still": { counter: key.counter },
        "a counter that went back": { counter: 0 },
        "an unknown passkey": { id: crypto.randomBytes(32) },
        "data cut short": { data: sha256("localhost") },
        "data and more": { more: Buffer.alloc(3) },
        "client data that is no JSON": { raw: "<script>" },
        "client data with two challenges": { raw: `{"type":"webauthn.get","challenge":"A","challenge":"${old}"}` },
    };
    for (const [name, wrong] of Object.entries(wrongs)) {
        const { plain } = await alone(key, wrong);
        point(plain.status >= 400 && plain.status < 500 && !isIn(plain), `refused: ${name}`,
            plain.status + plain.page);
        if (/counter/.test(name))
            point(/may have been copied/.test(plain.page), "and it is said why", plain.page);
    }
    const { plain, answer } = await alone(key);
    point(isIn(plain), "with nothing wrong it is let in", plain.page);
    const again = await new Plain({ "vestibule-browser": plain.cookies["vestibule-browser"] })
        .ask("/sign-in/passkey", answer);
    point(!isIn(again), "once: the same answer again is not", again.status + again.page);
}

async function forgedSteps(key) {
    const begin = async login => new Plain().ask("/sign-in", { login, password });
    const step = await begin("ada");
    const other = await begin("ada");
    const send = (plain, answer) => plain.ask("/sign-in/passkey-step",
        { ...answer, step: plain.hidden.step });
    const hidden = step.hidden;
    await send(step, answerOf(key, other.challenge));
    point(!isIn(step), "refused: a step's challenge of another sign-in", step.page);
    step.hidden = hidden;
    const alone = await new Plain().ask("/sign-in");
    await send(other, answerOf(key, alone.challenge));
    point(!isIn(other), "refused: the challenge of a passkey alone as a step", other.page);
    const third = await begin("ada");
    await send(third, answerOf(key, third.challenge, { flags: 1 }));
    point(isIn(third), "a touch is enough after the password", third.page);
    const ben = await begin("ben");
    point(isIn(ben), "who has no passkey is not asked for one", ben.page);
}

// A new one that somebody else's session asked for, or that is known already.
async function forgedNew(key) {
    const ben = new Plain({ "vestibule-session": BEN });
    await ben.ask("/account/new-passkey");
    const { token } = ben.hidden;
    await ben.ask("/account/new-passkey", { token, name: "x", password: "wrong" });
    point(ben.status === 403 && !ben.challenge, "without the password no passkey is made", ben.page);
    await ben.ask("/account/new-passkey", { token, name: "x", password });
    const made = (id, challenge, wrong = {}) => {
        const jwk = crypto.createPublicKey(key.key).export({ format: "jwk" });
        const cose = Buffer.concat([Buffer.from("a5010203262001215820", "hex"),
            Buffer.from(jwk.x, "base64url"), Buffer.from("225820", "hex"),
            Buffer.from(jwk.y, "base64url")]);
        const len = Buffer.from([id.length >> 8, id.length & 255]);
        const data = Buffer.concat([sha256(wrong.host || "localhost"), Buffer.from([0x45, 0, 0, 0, 0]),
            Buffer.alloc(16), len, id, cose]);
        return { ...answerOf(key, challenge, { type: "webauthn.create", ...wrong, data }),
            id: text(id), token, name: "x" };
    };
    const ours = ben.challenge;
    const tries = {
        "for another host": made(crypto.randomBytes(32), ours, { host: "evil.example" }),
        "from another page": made(crypto.randomBytes(32), ours, { origin: "http://evil.example" }),
        "with somebody's challenge": made(crypto.randomBytes(32), (await new Plain().ask("/sign-in")).challenge),
        "that somebody has already": made(key.id, ours),
        "that calls itself otherwise": { ...made(crypto.randomBytes(32), ours), id: text(key.id) },
        "without a name": { ...made(crypto.randomBytes(32), ours), name: " " },
        "without a form's token": { ...made(crypto.randomBytes(32), ours), token: "" },
    };
    for (const [name, form] of Object.entries(tries)) {
        await ben.ask("/account/passkeys", form);
        point(ben.status >= 400 && ben.status < 500, `no new passkey ${name}`, ben.status + ben.page);
    }
    await ben.ask("/account/passkeys", made(crypto.randomBytes(32), ours));
    point(ben.status === 200 && /recovery codes/i.test(ben.page), "with all in order there is one", ben.page);
    await ben.ask("/account/passkeys", made(crypto.randomBytes(32), ours));
    point(ben.status === 409, "and not two by one challenge", ben.status + ben.page);
}

async function removed(who, key) {
    await signOut(who);
    await press(who, "Sign in with a passkey");
    await who.page.goto(`${place}/access-log`);
    const log = await words(who);
    for (const said of ["Passkey added", "Signed in by passkey", "A passkey did not hold",
        "A passkey may have been copied", "Signed in by password, and a second step"])
        point(log.includes(said), `the access log says: ${said}`, log);
    await who.page.goto(`${place}/account`);
    await who.page.getByRole("link", { name: /telephone/ }).click();
    await look(who, "remove");
    await who.page.fill("#password", password);
    await press(who, "Remove this passkey");
    point(/done=no-passkey/.test(who.page.url()), "a passkey is removed", await words(who));
    const { plain } = await alone(key);
    point(!isIn(plain) && /not known here/.test(plain.page), "and opens nothing any more", plain.page);
    await who.page.goto(`${place}/access-log`);
    point((await words(who)).includes("Passkey removed"), "which the access log says");
}

async function main() {
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    const ada = await person(ADA);
    await used(ada);
    const { credentials } = await ada.wire.send("WebAuthn.getCredentials",
        { authenticatorId: ada.authenticatorId });
    const [{ credentialId, privateKey, signCount, isResidentCredential }] = credentials;
    point(isResidentCredential, "it is one that can be found without a name");
    const key = { id: Buffer.from(credentialId, "base64"), counter: signCount,
        key: crypto.createPrivateKey({ key: Buffer.from(privateKey, "base64"), format: "der", type: "pkcs8" }) };
    await forged(key);
    await forgedSteps(key);
    await forgedNew(key);
    await ada.wire.send("WebAuthn.removeCredential", { authenticatorId: ada.authenticatorId, credentialId });
    await ada.wire.send("WebAuthn.addCredential", { authenticatorId: ada.authenticatorId,
        credential: { ...credentials[0], signCount: key.counter } });
    await removed(ada, key);
}

main().catch(error => point(false, "it runs to its end", error.stack)).finally(async () => {
    console.log(`1..${points}`);
    if (browser)
        await browser.close();
});
