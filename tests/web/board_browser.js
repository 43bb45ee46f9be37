// Two browsers, one of the desk and one of the Law Department: what the one does the
// other sees without loading anything, also when the connection was lost in between or
// streams are blocked; and it is answered by keyboard alone.
//
//     node board_browser.js GO GONE
//
// The file GO asks for the server to be stopped, GONE says that it is; without GO it is
// started again.
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");
const { PLACE: place, FIRST: first } = process.env;
const [go, gone] = process.argv.slice(2);
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const WAIT = { timeout: 30000 };

let points = 0;
function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good)
        console.log(String(detail ?? "").replace(/^/gm, "#   "));
}

// Whether something comes to hold on a page; `what` is run in it.
const comes = (page, what, value) =>
    page.waitForFunction(what, value, WAIT).then(() => true, () => false);

async function person(browser, token) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.addCookies([{ name: "vestibule-session", value: token, url: place }]);
    const page = await context.newPage();
    await context.addInitScript(() => {
        window.sounds = 0;
        window.AudioContext = class {
            constructor() { this.destination = {}; this.currentTime = 0; this.state = "suspended"; }
            async resume() {
                if (navigator.userActivation.hasBeenActive)
                    this.state = "running";
            }
            createOscillator() { return { connect() {}, start() { window.sounds++; }, stop() {} }; }
        };
    });
    return page;
}

async function open(desk) {
    await desk.goto(place);
    await Promise.all([desk.waitForNavigation(),
        desk.getByRole("button", { name: "Someone is at the desk" }).click()]);
    const id = /visits\/([^/]+)/.exec(desk.url())[1];
    await state(desk, id, "emergency", "no");
    await state(desk, id, "where", "desk");
    await state(desk, id, "agency", "fbi", "read");
    return id;
}

async function state(desk, id, fact, value, basis) {
    await desk.goto(`${place}/visits/${id}/ask/${fact}`);
    await desk.locator(`label[for="answer-${value}"]`).click();
    if (basis)
        await desk.locator(`label[for="basis-${basis}"]`).click();
    await Promise.all([desk.waitForNavigation(),
        desk.getByRole("button", { name: "Continue" }).click()]);
}

const line = id => document.getElementById(`visit-${id}`) !== null;
const noLine = id => document.getElementById(`visit-${id}`) === null;
const text = ([id, words]) => document.getElementById(`visit-${id}`)?.textContent.includes(words);
const live = words => document.getElementById("live").textContent.includes(words);

async function arrives(desk, law) {
    await law.goto(`${place}/board`);
    await law.evaluate(() => { window.here = true; });
    point(await comes(law, live, "Live"), "the board is live");
    const news = law.locator("#news");
    point(await news.getAttribute("aria-live") === "assertive" && await news.innerText() === "",
        "it announces nothing that was there before");
    const id = await open(desk);
    point(await comes(law, line, id), "a visit that is opened at a desk appears");
    point(await law.evaluate(() => window.here), "and nothing was loaded for it");
    point(await comes(law, () => document.getElementById("news").textContent.includes("nobody has answered")),
        "it is announced, since nobody has answered");
    point(await law.locator("[aria-live=assertive], [role=alert]").count() === 1,
        "nothing else interrupts");
    point(await law.evaluate(() => window.sounds) === 0, "no sound unless it is asked for");
    const order = await law.locator("tbody tr").evaluateAll(rows => rows.map(row => row.id.slice(6)));
    point(order.length === 2 && order[0] === first && order[1] === id,
        "what has waited longest stands first", order);
    return id;
}

// j, j, a: down to the second line, and take its oldest call.
async function keyboard(desk, law, id) {
    await law.locator("h1").click();
    await law.keyboard.press("j");
    await law.keyboard.press("j");
    point(await law.evaluate(() => document.activeElement.closest("tr")?.id) === `visit-${id}`,
        "keys lead down the board");
    await law.keyboard.press("a");
    point(await comes(law, text, [id, "taken by counsel"]), "a call is taken by keyboard alone");
    point(await law.evaluate(() => document.activeElement.closest("tr")?.id) === `visit-${id}`,
        "the line keeps the keyboard");
    await desk.goto(`${place}/visits/${id}/answer`);
    point((await desk.locator("main").innerText()).includes("counsel"), "the desk sees who has it");
    await law.locator("#keys + label").click();
    await law.locator("h1").click();
    await law.keyboard.press("j");
    point(await law.evaluate(() => document.activeElement.tagName) !== "A",
        "keys do nothing when they are switched off");
}

async function breaks(desk, law) {
    fs.writeFileSync(go, "");
    while (!fs.existsSync(gone))
        await new Promise(done => setTimeout(done, 50));
    point(await law.locator("tbody tr").count() === 2, "with the connection lost, all stays as it was");
    fs.rmSync(go);
    for (let up = false; !up;)
        up = await desk.goto(place).then(() => true, () => false);
    await law.locator("#sound + label").click();
    const id = await open(desk);
    point(await comes(law, line, id), "back again, what was missed is there");
    point(await law.evaluate(() => window.here), "and still nothing was loaded");
    point(await comes(law, live, "Live"), "it is live again");
    point(await law.evaluate(() => window.sounds) > 0, "who asked for a sound hears it");
    return id;
}

// What was chosen counts for the next page, once somebody has touched that.
async function remembered(law) {
    const page = await law.context().newPage();
    await page.clock.install();
    await page.goto(`${place}/board`);
    const heard = () => page.evaluate(() => window.sounds);
    point(await page.locator("#sound").isChecked(), "the browser remembers who asked for a sound");
    point(await comes(page, () => !document.getElementById("muted").hidden) && await heard() === 0,
        "and says that it makes none yet");
    await page.locator("h1").click();
    point(await comes(page, () => window.sounds === 1) && !await page.locator("#muted").isVisible(),
        "touched, it sounds, since somebody waits");
    await page.clock.runFor(45000);
    point(await heard() === 1, "not again at once");
    await page.clock.runFor(30000);
    point(await heard() === 2, "but after a minute");
    await page.locator("#sound + label").click();
    await page.clock.runFor(90000);
    point(await heard() === 2, "and no more once it is switched off");
    await page.close();
}

// A network that lets no streams through, and a clock that does not wait.
async function blocked(desk, browser) {
    const law = await person(browser, process.env.LAW);
    await law.route("**/board/events*", route => route.fulfill({ status: 502, body: "" }));
    await law.clock.install();
    await law.goto(`${place}/board`);
    const id = await open(desk);
    await desk.goto(`${place}/visits/${id}/end`);
    for (let i = 0; i < 20 && !await law.evaluate(line, id); i++) {
        await law.clock.runFor(16000);
        await law.waitForTimeout(100);
    }
    point(await law.evaluate(line, id), "where streams are blocked, the board looks again");
    point(await law.evaluate(live, "Not live"), "and says that it is not live");
    await law.close();
    return id;
}

async function ends(desk, law, id) {
    await desk.goto(`${place}/visits/${id}/check?end=left`);
    await Promise.all([desk.waitForNavigation(),
        desk.getByRole("button", { name: "Close the visit" }).click()]);
    point(await comes(law, noLine, id), "a visit that is over leaves the board");
}

async function main() {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    try {
        const desk = await person(browser, process.env.DESK);
        const law = await person(browser, process.env.LAW);
        const id = await arrives(desk, law);
        await keyboard(desk, law, id);
        await breaks(desk, law);
        await remembered(law);
        await blocked(desk, browser);
        await ends(desk, law, id);
        await prints(law);
    } finally {
        await browser.close();
    }
}

// On paper: black words on white, no buttons, and how many pages there are.
async function prints(law) {
    await law.goto(`${place}/history`);
    await law.emulateMedia({ media: "print" });
    point(await law.locator("button, .filter").filter({ visible: true }).count() === 0 &&
        (await law.locator("main").innerText()).includes("As it was at"), "the history prints as a list");
    const rules = await law.evaluate(() => [...document.styleSheets]
        .flatMap(sheet => [...sheet.cssRules]).flatMap(rule => rule.cssRules ? [...rule.cssRules] : [])
        .map(rule => rule.cssText).filter(rule => rule.startsWith("@page")).join(" "));
    point(/counter\(page\)/.test(rules) && /counter\(pages\)/.test(rules), "with the number of each page, of how many", rules);
}

main().catch(error => point(false, "it runs to its end", error.stack))
    .finally(() => console.log(`1..${points}`));
