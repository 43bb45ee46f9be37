// The desk without a network, in Debian's Chromium: what a device keeps, a visit that goes
// on when the network goes, and what arrives when it is back: all of it, once.
"use strict";
const fs = require("fs"), vm = require("vm");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

const { PLACE: place, BLESS: bless, DESK, SECOND } = process.env;
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

// ---- what is pure ----

function pure() {
    const context = vm.createContext({ crypto, TextEncoder, btoa, structuredClone, URLSearchParams, Intl });
    for (const name of ["entry", "decide"])
        vm.runInContext(fs.readFileSync(`src/web/assets/${name}.js`, "utf8"), context);
    const run = code => vm.runInContext(code, context);
    const key = run("uuid7(0x0194a0b89c3e, new Uint8Array(10).fill(255))");
    point(key === "0194a0b8-9c3e-7fff-bfff-ffffffffffff", "a key is a UUID of version 7", key);
    point(run("momentOf(new Date(2025, 0, 24, 9, 5, 7))").startsWith("2025-01-24T09:05:07"), "a moment is RFC 3339");
    const clock = run('clockOf(new Date("2025-01-24T17:15:00Z"), "America/Chicago")');
    point(clock.today === 20112 && clock.now === 675, "the clock is the school's", JSON.stringify(clock));
    point(run("schoolDays([[20115, 20115]], 20112, 20117, 99)") === 2, "school days leave out what is closed");
    const merged = run(`visitsOf({visits: [{visit: "a", facts: [{fact: "x", value: "1"}], duties: []}]}, [
        {do: "state", visit: "a", by: "Ada", at: "t", state: "waiting", fields: [["fact", "x"], ["answer", "2"], ["basis", "read"]]},
        {do: "state", visit: "a", by: "Ada", at: "t", state: "refused", fields: [["fact", "x"], ["answer", "3"], ["basis", "read"]]},
        {do: "open", visit: "b", by: "Ada", at: "t", state: "waiting", fields: []}])`);
    point(merged.length === 2 && merged[0].facts[0].value === "2", "what was done here stands over what is known",
        JSON.stringify(merged));
}

// ---- a device ----

async function device(token) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    if (token)
        await context.addCookies([{ name: "vestibule-session", value: token, url: place }]);
    const page = await context.newPage();
    page.on("pageerror", error => point(false, "no script fails", error.stack));
    page.on("console", line => {
        if (line.type() === "error" && !/Failed to load resource|ERR_|net::/.test(line.text()))
            point(false, "nothing is refused by the browser", line.text());
    });
    return { context, page };
}

// Until the worker has what a visit needs.
async function ready(who) {
    await who.page.goto(place);
    await until(who, async () => {
        const known = await caches.match("/offline/mark");
        return known && await known.text() === document.getElementById("away").dataset.mark &&
            navigator.serviceWorker.controller;
    });
}

// Ask the page, again when it was loading itself anew.
async function ask(who, what) {
    for (let i = 0; i < 5; i++) {
        const said = await who.page.evaluate(what).then(value => ({ value }), error => ({ error }));
        if (!said.error)
            return said.value;
        await who.page.waitForLoadState("load");
    }
    return who.page.evaluate(what);
}

const waiting = who => ask(who, async () => (await vault.entries()).filter(vault.waits).length);

async function cut(who, isCut) {
    await who.context.setOffline(isCut);
}

const heading = who => who.page.locator("h1").first().innerText();
const has = async (who, words) => (await who.page.locator("main").innerText()).includes(words);
const shell = who => who.page.evaluate(() => document.getElementById("away-gone").hidden === false);

async function press(who, name) {
    const before = await who.page.locator("main").innerHTML();
    await who.page.getByRole("button", { name, exact: true }).first().click();
    await who.page.waitForFunction(old => document.querySelector("main") &&
        document.querySelector("main").innerHTML !== old && document.querySelector("h1"), before);
    await who.page.waitForLoadState("load");
    await settled(who);
}

// The kept page has been filled in.
const settled = who => who.page.waitForFunction(
    () => document.readyState === "complete" && !document.getElementById("shell"));

// A page that loads itself anew, because the network is back, may be in the way once.
async function open(who, address) {
    for (let i = 0; i < 3 && !await who.page.goto(address).then(() => true, () => false); i++)
        await who.page.waitForLoadState("load");
    await settled(who);
}

async function look(who, name, picture) {
    const found = await who.page.evaluate(`${axe}; axe.run({runOnly:
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})`);
    const bad = found.violations.filter(v => /serious|critical/.test(v.impact));
    point(bad.length === 0, `axe finds nothing serious without a network: ${name}`,
        bad.map(v => `${v.id}: ${v.nodes.map(n => n.html).join("\n")}`).join("\n"));
    const wide = await who.page.evaluate("document.documentElement.scrollWidth");
    point(wide <= 390, `it fits a telephone without a network: ${name}`, wide);
    if (bless && picture)
        await who.page.screenshot({ path: `docs/screens/${picture}.png` });
}

const day = {
    emergency: ["no"], where: ["desk"], agency: ["dhs", "read"],
    credentials: ["read", "read"], reason: ["yes", "told"], about: ["student", "told"],
    paper: ["none", "seen"], in_charge: ["principal", "seen"], exigency: ["no", "told"],
};

async function answer(who, value, basis) {
    await who.page.locator(`label[for="answer-${value}"]`).click();
    if (await who.page.locator("#basis").count() > 0 && value !== "")
        await who.page.locator(`label[for="basis-${basis}"]`).click();
    await press(who, "Continue");
}

const isAsked = who => who.page.locator("form.question").count();

async function factAsked(who) {
    const words = await heading(who);
    const known = { "Is someone's life": "emergency", "Where are they?": "where", "Which agency": "agency",
        "Did they show": "credentials", "Have they said": "reason", "Whom or what": "about", "What paper": "paper",
        "Who is in charge": "in_charge", "Do they say that there is a danger": "exigency" };
    return Object.entries(known).find(([begin]) => words.startsWith(begin))?.[1];
}

async function interview(who, most) {
    let count = 0;
    while (await isAsked(who) > 0 && count++ < (most ?? 20)) {
        const [value, basis] = day[await factAsked(who)] ?? ["", "seen"];
        await answer(who, value, basis);
    }
    return count;
}

// Look again and again, also while a page loads itself anew.
async function until(who, what) {
    for (let i = 0; i < 300; i++) {
        if (await who.page.evaluate(what).catch(() => false))
            return;
        await new Promise(resolve => setTimeout(resolve, 200));
    }
    throw new Error(`this never came to be: ${what}`);
}

const sent = who => until(who, async () => {
    document.dispatchEvent(new Event("vestibule-send"));
    return (await vault.entries()).filter(vault.waits).length === 0;
});

const stateOf = who => ask(who, async () => {
    const answer = await fetch("/offline/state", { cache: "no-store" });
    return (await answer.json()).visits;
});

const idOf = who => /visits\/([^/]+)/.exec(who.page.url())[1];

// ---- what happens ----

// Begun online; the network goes; the visit goes on to its answer, and all of it arrives.
async function midVisit(ada) {
    await press(ada, "Someone is at the desk");
    await interview(ada, 2);
    const visit = idOf(ada);
    point(!await shell(ada), "with a network the pages are the server's");
    await cut(ada, true);
    await answer(ada, ...day[await factAsked(ada)]);
    point(await shell(ada), "the network is cut: the banner says so");
    point(await isAsked(ada) === 1, "and the next question is asked", await heading(ada));
    point(await ada.page.locator("#away-unsent").isVisible(), "what is not sent cannot be missed");
    point(await ada.page.locator("#away .call").getAttribute("href") === "tel:7735533335", "with a number to call");
    await look(ada, "a question", "offline-question");
    await interview(ada);
    point(await heading(ada) === "Do not let them in.", "the answer is the protocol's", await heading(ada));
    point(await has(ada, "Call the Law Department") && await has(ada, "Say this") &&
        await has(ada, "ICE agents and any other federal representatives"), "with calls, words to say and why");
    await look(ada, "the answer", "offline-answer");
    await ada.page.goto(`${place}outbox`);
    await settled(ada);
    point(await has(ada, "waits to be sent"), "the outbox lists what waits");
    await look(ada, "the outbox", "offline-outbox");
    await open(ada, `${place}visits/${visit}/answer`);
    const offline = await waiting(ada);
    await cut(ada, false);
    await sent(ada);
    await ada.page.waitForFunction(() => document.querySelector(".timeline"));
    point(offline > 3 && !await shell(ada), "the network is back: the page is the server's again, by itself");
    point(await heading(ada) === "Do not let them in.", "and the server decides the same", await heading(ada));
    const [known] = (await stateOf(ada)).filter(one => one.visit === visit);
    const facts = known.facts.map(one => one.fact);
    point(new Set(facts).size === facts.length && facts.includes("agency") && facts.includes("exigency"),
        "every fact arrived, once", facts);
}

// A whole visit with no network, closed and printed; the browser is closed in between.
async function whole(ada) {
    await cut(ada, true);
    await open(ada, place);
    await look(ada, "the first page");
    await press(ada, "Someone is at the desk");
    const visit = idOf(ada);
    await press(ada, "Continue").catch(() => {});
    point(await ada.page.locator(".mistakes").isVisible(), "nothing chosen is a mistake");
    await interview(ada);
    point(await heading(ada) === "Do not let them in.", "a whole visit is decided", await heading(ada));
    const rules = await ada.page.locator(".rule").allInnerTexts();
    await ada.page.getByRole("link", { name: "They left" }).click();
    await ada.page.waitForSelector("#end-left", { state: "attached" });
    await ada.page.locator('label[for="end-left"]').click();
    await press(ada, "Continue");
    await look(ada, "checking the answers");
    await ada.page.locator("#account").fill("They left two cards.");
    await press(ada, "Close the visit");
    point(await has(ada, "NOT SENT YET") && await has(ada, "They left two cards."), "its record says that it is not sent");
    await look(ada, "the record", "offline-record");
    await ada.page.emulateMedia({ media: "print" });
    point(await ada.page.locator(".unsent").isVisible() && !await ada.page.locator("#away").isVisible() &&
        (await ada.page.pdf({ format: "Letter" })).length > 5000, "and can be printed");
    await ada.page.emulateMedia({ media: "screen" });
    const count = await waiting(ada);
    await ada.page.close();
    ada.page = await ada.context.newPage();
    await open(ada, place);
    point(await waiting(ada) === count && count > 5, "a closed page forgets nothing", count);
    return { visit, rules };
}

// Answers are lost on the way: what is sent again is done once.
async function lost(ada, { visit, rules }) {
    await ada.page.evaluate(() => {
        const ask = fetch;
        window.dropped = 0;
        window.fetch = async (...words) => {
            const answer = await ask(...words);
            if (words[0] === "/outbox" && window.dropped < 3) {
                sessionStorage.dropped = ++window.dropped;
                throw new TypeError("the answer was lost");
            }
            return answer;
        };
    });
    await cut(ada, false);
    await sent(ada);
    const dropped = Number(await ask(ada, () => sessionStorage.dropped));
    point(dropped === 3, "three answers were lost on the way", dropped);
    await open(ada, `${place}visits/${visit}/record`);
    const titles = await ada.page.locator(".timeline h3").allInnerTexts();
    const questions = await ada.page.locator(".summary dt").allInnerTexts();
    point(await has(ada, "They left two cards.") && new Set(questions).size === questions.length,
        "the record has each statement once", questions);
    point(titles.filter(title => /opened|at the door|asks/i.test(title)).length <= 1, "and one opening", titles);
    const decided = await ada.page.locator(".decisions small").allInnerTexts();
    point(rules.every(rule => decided.at(-1).includes(rule.replace("Rule ", ""))), "the same rules decided there",
        `${rules} / ${decided}`);
    const seen = await ada.page.locator("main").innerText();
    point((seen.match(/They left two cards\./g) ?? []).length <= 2, "the end stands once", seen);
}

// Two devices without a network state the same fact otherwise: both stay, the newest counts.
async function merge(ada, ben) {
    await cut(ada, false);
    await open(ada, place);
    await press(ada, "Someone is at the desk");
    const visit = idOf(ada);
    await open(ben, `${place}visits/${visit}/ask/agency`);
    await ready(ben);
    await ready(ada);
    await cut(ada, true);
    await cut(ben, true);
    await open(ada, `${place}visits/${visit}/ask/agency`);
    await answer(ada, "dhs", "read");
    await new Promise(resolve => setTimeout(resolve, 1100));
    await open(ben, `${place}visits/${visit}/ask/agency`);
    await answer(ben, "ice", "inferred");
    await cut(ben, false);
    await sent(ben);
    await cut(ada, false);
    await sent(ada);
    const [known] = (await stateOf(ada)).filter(one => one.visit === visit);
    point(known.facts.find(one => one.fact === "agency").value === "ice",
        "two devices: the newest statement counts, in whatever order they arrive", JSON.stringify(known.facts));
    await open(ada, `${place}visits/${visit}/answer`);
    point(await has(ada, "Two accounts differ"), "and the difference is shown");
    return visit;
}

// The session ends while something waits; another person finds nothing to read or send.
async function signedOut(ada, visit) {
    await cut(ada, true);
    await open(ada, `${place}visits/${visit}/ask/reason`);
    await answer(ada, "yes", "told");
    const cookies = await ada.context.cookies();
    await ada.context.clearCookies();
    await cut(ada, false);
    await open(ada, `${place}outbox`);
    await ada.page.waitForSelector("#away-sign-in:not([hidden])");
    point(await waiting(ada) === 1, "the session has ended: it still waits, and asks to sign in");
    await ada.context.addCookies([{ name: "vestibule-session", value: SECOND, url: place }]);
    await ask(ada, () => sendOnce());
    const kept = await ask(ada, async () => (await vault.entries()).map(({ locked, fields }) => ({ locked, fields })));
    point(kept.length === 1 && kept[0].locked && !kept[0].fields, "somebody else can neither read nor send it",
        JSON.stringify(kept));
    await ada.context.clearCookies();
    await ada.context.addCookies(cookies);
    await open(ada, place);
    await sent(ada);
    const [known] = (await stateOf(ada)).filter(one => one.visit === visit);
    point(known.facts.some(one => one.fact === "reason" && one.by === "ada"), "who signs in again sends it");
}

// The visit was closed meanwhile: refused for good, with the reason, until it is dropped.
async function refused(ada, ben, visit) {
    await cut(ada, true);
    await open(ada, `${place}visits/${visit}/ask/about`);
    await answer(ada, "student", "told");
    await open(ben, `${place}visits/${visit}/check?end=left`);
    await press(ben, "Close the visit");
    await cut(ada, false);
    await sent(ada);
    await open(ada, `${place}outbox`);
    point(await has(ada, "this visit is over") || await has(ada, "This visit is over"), "what is refused is kept, with the reason",
        await ada.page.locator("main").innerText());
    await ada.page.getByRole("button", { name: /Drop it/ }).click();
    await until(ada, async () => (await vault.entries()).length === 0);
    point(true, "until somebody has dealt with it");
}

// Signing out leaves nothing to read; the kept page says that nobody is signed in.
async function leaves(ben) {
    await open(ben, `${place}account`);
    await Promise.all([ben.page.waitForNavigation(),
        ben.page.getByRole("button", { name: "Sign out" }).first().click()]);
    await cut(ben, true);
    await ben.page.goto(place);
    point((await ben.page.locator("main").innerText()).includes("Nobody is signed in"),
        "signed out, the device keeps nothing of the visits");
    await cut(ben, false);
}

async function headers() {
    const of = async path => (await fetch(new URL(path, place), { headers: { cookie: `vestibule-session=${DESK}` } }))
        .headers.get("content-security-policy");
    point(/'wasm-unsafe-eval'/.test(await of("/offline")) && !/wasm|unsafe/.test(await of("/")),
        "WebAssembly may run on the kept page, and on no other");
}

async function main() {
    pure();
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    await headers();
    const ada = await device(DESK);
    const ben = await device(SECOND);
    await ready(ada);
    point(true, "the device has all that a visit needs");
    await midVisit(ada);
    await lost(ada, await whole(ada));
    const visit = await merge(ada, ben);
    await signedOut(ada, visit);
    await refused(ada, ben, visit);
    await leaves(ben);
}

main().catch(error => point(false, "it runs to its end", error.stack)).finally(async () => {
    console.log(`1..${points}`);
    if (browser)
        await browser.close();
});
