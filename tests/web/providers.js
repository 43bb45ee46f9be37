// Signing in by OpenID Connect: with oidc-provider, in Debian's Chromium; and with a place
// of our own, which lies in one way at a time, or never answers.
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const http = require("http");
const net = require("net");
const path = require("path");
const { spawn, spawnSync } = require("child_process");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

const { VESTIBULE: program, WORK: work, ADA, SHOTS: shots } = process.env;
const password = "correct horse battery";
const data = `${work}/data`;
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let points = 0;
let browser;
let server;
let place;

function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good && detail !== undefined)
        console.log(String(detail).replace(/^/gm, "#   "));
}

const freePort = () => new Promise(done => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
        const { port } = probe.address();
        probe.close(() => done(port));
    });
});

async function serve(port, conf) {
    fs.writeFileSync(`${data}/sign-in.conf`, conf);
    server = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`],
        { stdio: ["ignore", "pipe", fs.openSync(`${work}/events`, "a")] });
    await new Promise((done, failed) => {
        server.stdout.on("data", said => /serving/.test(said) && done());
        server.on("exit", code => failed(new Error(`serve ended with ${code}`)));
    });
}

// ---- a browser without a page ----

class Plain {
    constructor(cookies) { this.cookies = cookies || {}; }
    async ask(address, form) {
        const answer = await fetch(new URL(address, place), {
            method: form ? "POST" : "GET", redirect: "manual",
            headers: { cookie: Object.entries(this.cookies).map(c => c.join("=")).join("; ") },
            body: form && new URLSearchParams(form) });
        for (const line of answer.headers.getSetCookie()) {
            const [name, value] = line.split(";")[0].split("=");
            this.cookies[name] = value;
        }
        this.status = answer.status;
        this.location = answer.headers.get("location") || "";
        this.refresh = answer.headers.get("refresh") || "";
        this.page = await answer.text();
        return this;
    }
    // Wait on the page that looks again, until it leads on.
    async wait() {
        do {
            await this.ask("/sign-in/waiting");
            if (this.refresh)
                await new Promise(done => setTimeout(done, 50));
        } while (this.refresh);
        return this;
    }
    get isIn() { return "vestibule-session" in this.cookies; }
}

// ---- the evil place ----

const text = bytes => Buffer.from(bytes).toString("base64url");
const rsa = () => crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });

class Evil {
    constructor() {
        this.key = rsa();
        this.ec = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
        this.kid = "one";
        this.seen = { keys: 0, token: 0 };
        this.held = [];
        this.sub = "evil-1";
    }
    async listen() {
        this.web = http.createServer((ask, answer) => this.answer(ask, answer));
        await new Promise(done => this.web.listen(0, "127.0.0.1", done));
        this.issuer = `http://127.0.0.1:${this.web.address().port}`;
        return this;
    }
    close() { this.held.forEach(answer => answer.destroy()); this.web.close(); }
    keys() {
        return [{ ...this.key.publicKey.export({ format: "jwk" }), kid: this.kid, use: "sig" },
            { ...this.ec.publicKey.export({ format: "jwk" }), kid: "ec" }];
    }
    answer(ask, answer) {
        const say = (value, status = 200) => {
            answer.writeHead(status, { "content-type": "application/json" });
            answer.end(JSON.stringify(value));
        };
        if (this.hangs && ask.url.startsWith(this.hangs))
            return this.held.push(answer);
        if (ask.url.startsWith("/.well-known/"))
            return say({ issuer: this.calls || this.issuer, authorization_endpoint: `${this.issuer}/auth`,
                token_endpoint: `${this.issuer}/token`, jwks_uri: `${this.issuer}/keys` });
        if (ask.url === "/keys") {
            this.seen.keys++;
            return say({ keys: this.keys() });
        }
        this.seen.token++;
        this.header = ask.headers.authorization;
        let body = "";
        ask.on("data", piece => { body += piece; });
        ask.on("end", () => {
            this.form = new URLSearchParams(body);
            if (this.refuses)
                return say({ error: "invalid_grant" }, 400);
            say({ access_token: "x", token_type: "Bearer", id_token: this.token() });
        });
    }
    token() {
        const now = Math.floor(Date.now() / 1000);
        const wrong = this.wrong || {};
        const head = { alg: "RS256", kid: this.kid, ...wrong.head };
        const body = { iss: this.issuer, aud: "desk", sub: this.sub, nonce: this.nonce,
            iat: now, exp: now + 300, hd: "hamline.example", tid: "t-1", ...wrong.body };
        const signed = `${text(JSON.stringify(head))}.${text(JSON.stringify(body))}`;
        const sign = wrong.sign || (head.alg === "ES256"
            ? bytes => crypto.sign("sha256", bytes, { key: this.ec.privateKey, dsaEncoding: "ieee-p1363" })
            : bytes => crypto.sign("sha256", bytes, (wrong.key || this.key).privateKey));
        return `${signed}.${text(sign(Buffer.from(signed)))}${wrong.tail || ""}`;
    }
}

// Go there as a browser would: what is asked there, by name.
async function goThere(plain, address) {
    await plain.ask(address);
    if (plain.location === "/sign-in/waiting")
        await plain.wait();
    return new URL(plain.location).searchParams;
}

async function tryEvil(evil, wrong, change) {
    const plain = new Plain();
    const asked = await goThere(plain, "/sign-in/with/evil?next=/account");
    evil.nonce = asked.get("nonce");
    evil.wrong = wrong;
    const back = { code: "c0de", state: asked.get("state"), ...change };
    await plain.ask(`/sign-in/back/evil?${new URLSearchParams(back)}`);
    if (plain.location === "/sign-in/waiting")
        await plain.wait();
    evil.wrong = null;
    return { plain, asked, back };
}

async function evilWays(evil, link) {
    // The link of an invitation binds.
    const first = new Plain();
    let asked = await goThere(first, `${link}/with/evil`);
    evil.nonce = asked.get("nonce");
    await first.ask(`/sign-in/back/evil?code=x&state=${asked.get("state")}`);
    await first.wait();
    point(first.isIn && first.location === "/", "an invitation's link binds an account, and signs it in", first.status + first.page);
    point(evil.header === `Basic ${Buffer.from("desk:s3cret%2f%2b").toString("base64")}` &&
        crypto.createHash("sha256").update(evil.form.get("code_verifier")).digest("base64url") ===
        asked.get("code_challenge") && asked.get("code_challenge_method") === "S256" &&
        evil.form.get("redirect_uri") === `${place}/sign-in/back/evil`,
        "with the secret, and the verifier of the challenge", evil.header + evil.form);
    const used = await new Plain().ask(link);
    point(used.status === 404, "the link is used up by it", used.status);

    let { plain, back } = await tryEvil(evil);
    point(plain.isIn && plain.location === "/account", "who is bound comes in, to where they wanted", plain.status + plain.page);
    const cookies = { "vestibule-browser": plain.cookies["vestibule-browser"] };
    const again = await new Plain(cookies).ask(`/sign-in/back/evil?${new URLSearchParams(back)}`);
    point(again.status === 401 && !again.isIn, "a code and state count once", again.status + again.page);
    ({ plain } = await tryEvil(evil, { head: { alg: "ES256", kid: "ec" } }));
    point(plain.isIn, "ES256 is believed, too", plain.page);

    const seen = evil.seen.keys;
    const old = evil.key;
    evil.key = rsa();
    evil.kid = "two";
    ({ plain } = await tryEvil(evil));
    point(plain.isIn && evil.seen.keys === seen + 1, "for a new key the keys are asked for once more", plain.page);
    ({ plain } = await tryEvil(evil, { head: { kid: "none" } }));
    point(!plain.isIn && evil.seen.keys === seen + 2, "for one that there is not, once", plain.page);

    const now = Math.floor(Date.now() / 1000);
    const pem = evil.key.publicKey.export({ format: "pem", type: "spki" });
    const wrongs = {
        "another issuer": { body: { iss: "https://accounts.google.com" } },
        "another audience": { body: { aud: "other" } },
        "two audiences and no azp": { body: { aud: ["desk", "other"] } },
        "another azp": { body: { aud: ["desk", "other"], azp: "other" } },
        "no audience": { body: { aud: undefined } },
        "another nonce": { body: { nonce: "x" } },
        "no nonce": { body: { nonce: undefined } },
        "a token that has ended": { body: { exp: now - 120 } },
        "a token without an end": { body: { exp: undefined } },
        "a token of tomorrow": { body: { iat: now + 86400, exp: now + 90000 } },
        "a token of yesterday": { body: { iat: now - 86400 } },
        "another domain": { body: { hd: "evil.example" } },
        "no domain": { body: { hd: undefined } },
        "another tenant": { body: { tid: "t-2" } },
        "nobody": { body: { sub: "" } },
        "a number for a subject": { body: { sub: 1 } },
        "no algorithm": { head: { alg: "none" }, sign: () => "" },
        "an algorithm in other letters": { head: { alg: "nOnE" }, sign: () => "" },
        "the public key as a secret": { head: { alg: "HS256" },
            sign: bytes => crypto.createHmac("sha256", pem).update(bytes).digest() },
        "a demand that is not known": { head: { crit: ["b64"], b64: false } },
        "the key of yesterday": { key: old },
        "RSA said to be EC": { head: { alg: "ES256" } },
        "one more part": { tail: ".e30" },
        "a signature cut short": { sign: () => "x" },
    };
    for (const [name, wrong] of Object.entries(wrongs)) {
        ({ plain } = await tryEvil(evil, wrong));
        point(!plain.isIn && plain.status === 401, `refused: ${name}`, plain.status + plain.page);
    }
    for (const [name, change] of Object.entries({
        "a state of its own": { state: "s.AAAA.Lw" },
        "no state": { state: "" },
        "no code": { code: "" },
        "an error": { code: "", error: "access_denied" },
    })) {
        ({ plain } = await tryEvil(evil, null, change));
        point(!plain.isIn && plain.status === 401, `refused: ${name}`, plain.status + plain.page);
    }
    const mine = new Plain();
    asked = await goThere(mine, "/sign-in/with/evil?next=/account");
    const theirs = await new Plain().ask("/sign-in");
    await theirs.ask(`/sign-in/back/evil?code=x&state=${asked.get("state")}`);
    point(!theirs.isIn && theirs.status === 401, "refused: the state of another browser", theirs.status);
    await mine.ask(`/sign-in/back/real?code=x&state=${asked.get("state")}`);
    point(!mine.isIn && mine.status === 401, "refused: the state of another provider", mine.status);
    asked = await goThere(mine, "/sign-in/with/evil?next=//evil.example");
    const next = Buffer.from(asked.get("state").split(".")[2] || "", "base64url").toString();
    point(next === "/", "and nobody is led elsewhere afterwards", next);
    evil.refuses = true;
    ({ plain } = await tryEvil(evil));
    point(!plain.isIn && /invalid_grant/.test(plain.page), "a refused code is told of", plain.page);
    evil.refuses = false;
    evil.sub = "<b>somebody";
    ({ plain } = await tryEvil(evil));
    point(!plain.isIn && /Nobody here is connected/.test(plain.page), "nobody is let in who was not invited", plain.page);
    evil.sub = "evil-1";
}

async function hanging(evil) {
    const plain = new Plain();
    const asked = await goThere(plain, "/sign-in/with/evil");
    evil.nonce = asked.get("nonce");
    evil.hangs = "/token";
    await plain.ask(`/sign-in/back/evil?code=x&state=${asked.get("state")}`);
    await plain.ask("/sign-in/waiting");
    point(/One moment/.test(plain.page) && /^1; /.test(plain.refresh), "while a provider hangs one waits", plain.page);
    const other = await new Plain().ask("/sign-in", { login: "ada", password });
    point(other.isIn, "and everybody else is served: a password still signs in", other.status);
    const slow = await new Plain().ask("/sign-in/with/dead");
    point(slow.location === "/sign-in/waiting", "so it is with one that does not say where to go", slow.status);
    await Promise.all([plain.wait(), slow.wait()]);
    point(plain.status === 401 && /in time|too long/.test(plain.page), "after its time the wait is over", plain.page);
    point(/<input[^>]*id="login"/.test(slow.page), "and the other ways are there", slow.page);
    evil.hangs = "/";
    const crowd = await Promise.all([...Array(10)].map(() => new Plain().ask("/sign-in/with/dead")));
    point(crowd.filter(one => one.status === 303).length === 8 &&
        crowd.filter(one => one.status === 503).length === 2,
        "not more than a few ask at a time", crowd.map(one => one.status));
    const health = await new Plain().ask("/healthz");
    point(health.status === 200, "and nobody else waits for them");
}

// ---- a real one, in a browser ----

async function realPlace() {
    const port = await freePort();
    const issuer = `http://localhost:${port}`;
    const { default: Provider } = await import(path.resolve("build/npm/node_modules/oidc-provider/lib/index.js"));
    console.warn = console.info = () => {};
    const real = new Provider(issuer, {
        clients: [{ client_id: "desk", client_secret: "s3cret/+", redirect_uris: [`${place}/sign-in/back/real`] }],
        cookies: { keys: ["a test"] },
    });
    const web = real.listen(port, "127.0.0.1");
    await new Promise(done => web.on("listening", done));
    return { issuer, web };
}

async function look(page, name) {
    const found = await page.evaluate(`${axe}; axe.run({runOnly:
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})`);
    const bad = found.violations.filter(v => /serious|critical/.test(v.impact));
    point(bad.length === 0, `axe finds nothing serious: ${name}`, JSON.stringify(bad));
    if (!shots)
        return;
    await page.screenshot({ path: `${shots}/${name}-390.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: `${shots}/${name}-1280.png` });
    await page.setViewportSize({ width: 390, height: 844 });
}

// Until the page that looks again each second has led on.
async function arrived(page) {
    await page.waitForURL(url => url.href.startsWith(place));
    await page.getByRole("heading", { name: "One moment" }).waitFor({ state: "detached" });
}

async function through(page, login) {
    await page.fill("input[name=login]", login);
    await page.fill("input[name=password]", "any");
    await page.click("button[type=submit]");
    await page.waitForLoadState();
    if (/localhost/.test(page.url()) && !page.url().startsWith(place))
        await page.click("button[type=submit]");
    await arrived(page);
}

async function realWay(link) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(place + link);
    await look(page, "link-provider");
    await page.getByRole("link", { name: "Sign in with your district account" }).click();
    await through(page, "m.okafor");
    point(page.url() === `${place}/`, "a link leads through a real provider, and in", page.url());
    await page.goto(`${place}/account`);
    point((await page.locator("main").innerText()).includes("By an account at another place"), "the account says so");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${place}/sign-in`);
    await look(page, "sign-in-provider");
    await page.getByRole("link", { name: "Sign in with your district account" }).click();
    await arrived(page);
    point(page.url() === `${place}/`, "and in again, without a link", page.url());
    await context.close();
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${place}/sign-in`);
    await stranger.getByRole("link", { name: "Sign in with your district account" }).click();
    await through(stranger, "stranger");
    point((await stranger.locator("main").innerText()).includes("Nobody here is connected"), "a stranger stays outside");
}

// Somebody who has a password connects an account, comes in by it, and disconnects it.
async function connecting(evil, link) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    page.on("console", line => {
        if (/Content Security Policy/.test(line.text()))
            point(false, "nothing is refused by the browser", line.text());
    });
    const main = () => page.locator("main").innerText();
    await page.goto(place + link);
    await page.fill("#new-password", password);
    await page.fill("#again", password);
    await page.locator("main button[type=submit]").first().click();
    await page.waitForLoadState();
    await page.goto(`${place}/sign-in?with=password`);
    await page.fill("#login", "ed");
    await page.fill("#password", password);
    await page.locator("main button[type=submit]").first().click();
    await page.waitForURL(`${place}/`);
    await page.goto(`${place}/account/providers/real`);
    await look(page, "account-provider");
    await page.fill("#password", "not my password");
    await page.getByRole("button", { name: "Go there and connect it" }).click();
    await page.waitForLoadState();
    point((await main()).includes("not the password"), "to connect asks for the password", page.url());
    await page.fill("#password", password);
    await page.getByRole("button", { name: "Go there and connect it" }).click();
    await page.waitForURL(/\/interaction\//);
    await through(page, "e.real");
    point(page.url() === `${place}/account?done=connected` && /Connected since/.test(await main()),
        "then a real provider is connected", page.url() + await main());
    await look(page, "account-connected");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${place}/sign-in`);
    await page.getByRole("link", { name: "Sign in with your district account" }).click();
    await arrived(page);
    point(page.url() === `${place}/`, "and lets in", page.url());
    const plain = new Plain(Object.fromEntries((await context.cookies()).map(c => [c.name, c.value])));
    await elsewhere(evil, plain);
    await page.goto(`${place}/account/providers/real`);
    await page.fill("#password", password);
    await page.getByRole("button", { name: "Disconnect it" }).click();
    await page.waitForURL(/done=disconnected/);
    point(/does not count here any more/.test(await main()), "it is disconnected");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${place}/sign-in`);
    await page.getByRole("link", { name: "Sign in with your district account" }).click();
    await arrived(page);
    point((await main()).includes("Nobody here is connected"), "and lets nobody in any more");
    await context.close();
}

// Go to connect `evil` as who has these cookies; where it leads and the page are in it.
async function connectEvil(evil, plain) {
    await plain.ask("/account/providers/evil");
    const token = plain.page.match(/name="token" value="([^"]*)"/)[1];
    const key = plain.page.match(/name="key" value="([^"]*)"/)[1];
    await plain.ask("/account/providers/evil", { token, key, password });
    await plain.wait();
    const asked = new URL(plain.location).searchParams;
    evil.nonce = asked.get("nonce");
    return `/sign-in/back/evil?code=x&state=${asked.get("state")}`;
}

async function elsewhere(evil, ed) {
    evil.sub = "evil-1"; // who is connected to di's account
    let back = await connectEvil(evil, ed);
    const other = new Plain({ ...ed.cookies, "vestibule-session": ADA });
    await other.ask(back);
    await other.wait();
    point(other.status === 409 && /signed in or out meanwhile/.test(other.page),
        "what one session began another does not end", other.status + other.page);
    back = await connectEvil(evil, ed);
    const stranger = new Plain({ "vestibule-browser": ed.cookies["vestibule-browser"] });
    await stranger.ask(back);
    await stranger.wait();
    point(!stranger.isIn && stranger.status === 401, "nor does a browser without one", stranger.status + stranger.page);
    const forged = new Plain({ ...ed.cookies, "vestibule-browser": "x" });
    await forged.ask(await connectEvil(evil, new Plain({ ...ed.cookies })));
    point(forged.status === 409 && /another browser/.test(forged.page), "nor another browser", forged.status + forged.page);
    back = await connectEvil(evil, ed);
    await ed.ask(back);
    await ed.wait();
    point(ed.status === 409 && /connected to another account/.test(ed.page),
        "the identity of another account is refused", ed.status + ed.page);
    const again = await ed.ask(back);
    point(again.status === 409, "and each state counts once", again.status);
    evil.refuses = true;
    await ed.ask(await connectEvil(evil, ed));
    await ed.wait();
    point(ed.status === 409 && /invalid_grant/.test(ed.page), "what goes wrong there is told", ed.status + ed.page);
    evil.refuses = false;
    await ed.ask("/account");
    point((ed.page.match(/Connected since/g) || []).length === 1, "nothing came of all that", ed.page);
    await ed.ask("/account/providers/none");
    point(ed.status === 404, "there is no other provider", ed.status);
}

// Who came by an invitation's link has no password: their only way stays.
async function onlyWay(evil) {
    const { plain } = await tryEvil(evil);
    await plain.ask("/account/providers/evil");
    const token = plain.page.match(/name="token" value="([^"]*)"/)[1];
    const key = plain.page.match(/name="key" value="([^"]*)"/)[1];
    point(!/type="password"/.test(plain.page), "who has no password is not asked for one");
    await plain.ask("/account/providers/evil", { token, key });
    point(plain.status === 409 && /nothing else/.test(plain.page), "and keeps the only way in", plain.status + plain.page);
}

async function invite(login) {
    const ada = new Plain({ "vestibule-session": ADA });
    await ada.ask("/invite");
    const token = ada.page.match(/name="token" value="([^"]*)"/)[1];
    await ada.ask("/invite", { token, name: login, login, role: "desk", school: "Hamline" });
    return ada.page.match(/\/link\/[^<]*/)[0];
}

// ---- sign-in.conf ----

function mistakes() {
    const say = conf => {
        fs.writeFileSync(`${work}/empty/sign-in.conf`, conf);
        return spawnSync(program, ["serve", "--data", `${work}/empty`, "--listen", "127.0.0.1:0"],
            { encoding: "utf8", timeout: 20000 }).stderr;
    };
    const whole = "origin https://a.example\nprovider a\ntitle A\nissuer https://b.example\nclient c\n";
    fs.mkdirSync(`${work}/empty`);
    fs.writeFileSync(`${work}/empty/open`, "secret", { mode: 0o644 });
    for (const [conf, line, said] of [
        ["orign https://a.example\n", 1, /did you mean `origin`/],
        ["\norigin http://a.example\n", 2, /https:/],
        ["origin https://a.example\norigin https://b.example\n", 2, /twice/],
        ["title A\n", 1, /behind `provider`/],
        ["provider A!\n", 1, /small letters/],
        [`${whole}issuer`, 6, /missing/],
        [whole.replace("https://b", "http://b"), 4, /https:/],
        [`${whole}secret-file open\n`, 6, /chmod 600/],
    ]) {
        const told = say(conf).replace(/\s+/g, " ");
        point(told.includes(`sign-in.conf: line ${line}`) && said.test(told),
            `a mistake is told by its line: ${JSON.stringify(conf.slice(-30))}`, told);
    }
    point(/needs title, issuer and client/.test(say("origin https://a.example\nprovider a\n").replace(/\s+/g, " ")), "and what is missing");
}

async function main() {
    mistakes();
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    const port = await freePort();
    place = `http://localhost:${port}`;
    const evil = await new Evil().listen();
    const dead = await new Evil().listen();
    dead.hangs = "/";
    const real = await realPlace();
    fs.writeFileSync(`${data}/secret`, "s3cret/+\n", { mode: 0o600 });
    const block = (name, issuer, more) => `provider ${name}\n    title Sign in with ${more}\n` +
        `    issuer ${issuer}\n    client desk\n    secret-file secret\n`;
    await serve(port, `# how people sign in\norigin ${place}\n${block("real", real.issuer, "your district account")}` +
        `${block("evil", evil.issuer, "evil")}    domain hamline.example\n    tenant t-1\n${block("dead", dead.issuer, "nobody")}`);
    await realWay(await invite("cy"));
    await evilWays(evil, await invite("di"));
    await onlyWay(evil);
    await connecting(evil, await invite("ed"));
    await hanging(evil);
    const log = new Plain({ "vestibule-session": ADA });
    await log.ask("/access-log");
    point(/Disconnected from an account at another place/.test(log.page) &&
        /Connected to an account at another place/.test(log.page) && /Signed in at another place/.test(log.page),
        "the access log says both", log.page);
    evil.close();
    dead.close();
    real.web.close();
    real.web.closeAllConnections();
}

main().catch(error => point(false, "it runs to its end", error.stack)).finally(async () => {
    console.log(`1..${points}`);
    await browser?.close();
    if (server?.kill())
        await new Promise(done => server.once("exit", done));
    process.exit();
});
