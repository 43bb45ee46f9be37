// A protocol with two answers: both are at the desk, also without a network, on the board,
// in what happened and in the record, in the order of the document.
"use strict";
const { chromium } = require("playwright-core");

const { PLACE: place, PICTURES: pictures } = process.env;
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let points = 0;

function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good && detail !== undefined)
        console.log(String(detail).replace(/^/gm, "#   "));
}

async function person(browser, token) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await context.addCookies([{ name: "vestibule-session", value: token, url: place }]);
    const page = await context.newPage();
    page.on("pageerror", error => point(false, "no script fails", error.stack));
    return page;
}

async function answer(page, value, basis) {
    const before = page.url();
    await page.locator(`label[for="answer-${value}"]`).click();
    if (basis)
        await page.locator(`label[for="basis-${basis}"]`).click();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.waitForURL(url => url.href !== before);
    await settled(page);
}

const settled = page => page.waitForFunction(
    () => document.readyState === "complete" && !document.getElementById("shell"));

// Until the device has what a visit needs without a network.
async function ready(page) {
    await page.goto(place);
    await page.waitForFunction(async () => {
        const known = await caches.match("/offline/mark");
        return known && await known.text() === document.getElementById("away").dataset.mark &&
            navigator.serviceWorker.controller;
    });
}

async function look(page, name) {
    if (pictures)
        await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

// Every answer of the page: what it is about, its word, and its heading.
const answers = page => page.locator("section.verdict").evaluateAll(all => all.map(one =>
    [".about", "h1, h2"].map(part => one.querySelector(part)?.textContent).join(" ") +
    (one.querySelector("h1") ? " (h1)" : "")).join("; "));

async function has(page, wanted, name) {
    const found = await answers(page);
    point(found === wanted, name, found);
}

const FIRST = "May they come in? Let them in. (h1); May they go alone? ";

async function desk(ada) {
    await ready(ada);
    await ada.getByRole("button", { name: "Someone is at the desk", exact: true }).click();
    await ada.waitForURL(/ask\/who/);
    const visit = ada.url().replace(/\/ask\/.*/, "");
    await answer(ada, "vendor");
    await ada.locator("details", { hasText: "Why this is asked" }).locator("summary").click();
    const why = await ada.locator("main").innerText();
    point(why.includes("It can still be: Somebody goes with them, always. / They know the way."),
        "what is asked when one answer is known is what the other needs", why);
    await ada.goto(`${visit}/answer`);
    await has(ada, `${FIRST}Ask the principal.`, "what is known and what is not yet stand on one page");
    point(await ada.locator(".verdict.further p:not(.about)").count() === 1 &&
        await ada.locator(".verdict:not(.further) p:not(.about)").count() === 0,
        "and of which more must be known");
    await answer(await goTo(ada, `${visit}/ask/badge`), "yes", "seen");
    await ada.goto(`${visit}/answer`);
    await has(ada, `${FIRST}They know the way.`, "both are known");
    await ada.locator(".turns li").first().waitFor();
    const turns = await ada.locator(".turns").innerText();
    point(/Who is it\?.*An officer of an agency\s+May they come in\? Ask them to wait/.test(turns) &&
        /badge\?.*No\s+May they go alone\? Somebody goes with them/.test(turns),
        "what would change either is told", turns);
    await look(ada, "answers");
    return visit;
}

async function goTo(page, address) {
    await page.goto(address);
    return page;
}

// The page as the server has it: on a busy machine the worker may give the one that is kept
// for times without network, and what is sent meanwhile loads that anew.
async function fromServer(page, address, what) {
    for (let tries = 0; tries < 20; tries++)
        try {
            await page.goto(address);
            await settled(page);
            if (await page.locator(what).count() > 0)
                return;
        } catch (error) {
            if (!/interrupted|ERR_ABORTED|context was destroyed/.test(error.message))
                throw error;
        }
}

async function elsewhere(ada, counsel, visit) {
    const told = "Let them in. · May they go alone? They know the way.";
    await ada.goto(place);
    point((await ada.locator(".visits").innerText()).includes(told), "the list of visits has both");
    await ada.goto(`${visit}/answer`);
    await ada.locator("#log > summary").click();
    point(await ada.locator(".timeline li", { hasText: told }).count() === 1, "what happened has both");
    await counsel.goto(`${place}board`);
    point((await counsel.locator("#visits").innerText()).includes(told), "the board has both");
    await counsel.goto(visit.replace("/visits/", "/board/visits/"));
    await has(counsel, `${FIRST}They know the way.`, "the visit's file too");
}

async function offline(ada, visit) {
    await ada.context().setOffline(true);
    await ada.goto(`${visit}/answer`);
    await settled(ada);
    await has(ada, `${FIRST}They know the way.`, "without a network the device decides both");
    await answer(await goTo(ada, `${visit}/ask/badge`), "");
    await ada.goto(`${visit}/answer`);
    await settled(ada);
    await has(ada, `${FIRST}Ask the principal.`, "and says which is not known");
    await look(ada, "answers-offline");
    await ada.goto(place);
    await settled(ada);
    point((await ada.locator(".visits").innerText()).includes("Let them in. · May they go alone? Ask the principal."),
        "its list has both");
    await ada.goto(`${visit}/record`);
    await settled(ada);
    point((await ada.locator(".decided").allInnerTexts()).join("; ") ===
        "May they come in? Let them in.; May they go alone? Ask the principal.", "and its record",
        (await ada.locator(".decided").allInnerTexts()).join("; "));
    await ada.goto("about:blank");
    await ada.context().setOffline(false);
}

async function record(ada, counsel, visit) {
    await ada.goto(place);
    await ada.waitForFunction(async () => {
        document.dispatchEvent(new Event("vestibule-send"));
        return (await vault.entries()).filter(vault.waits).length === 0;
    });
    await fromServer(ada, `${visit}/check?end=left`, "main input[name=token]");
    await Promise.all([ada.waitForURL(/record/),
        ada.getByRole("button", { name: "Close the visit", exact: true }).click()]);
    await fromServer(ada, `${visit}/record`, ".decisions");
    await ada.emulateMedia({ media: "print" });
    point((await ada.locator(".decided").allInnerTexts()).join("; ") ===
        "May they come in? Let them in.; May they go alone? Ask the principal.",
        "the printed record has both",
        (await ada.locator(".decided").allInnerTexts()).join("; "));
    const decisions = await ada.locator(".decisions").innerText();
    point(decisions.includes("Let them in. · May they go alone? They know the way."),
        "and each decision", decisions);
    await look(ada, "answers-record");
    await counsel.goto(`${place}history`);
    point((await counsel.locator("main").innerText())
        .includes("Let them in. · May they go alone? Ask the principal."), "and so have closed visits");
}

(async () => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    try {
        const ada = await person(browser, process.env.DESK);
        const counsel = await person(browser, process.env.LAW);
        const visit = await desk(ada);
        await elsewhere(ada, counsel, visit);
        await offline(ada, visit);
        await record(ada, counsel, visit);
    } catch (error) {
        point(false, "the browser went the whole way", error.stack);
    } finally {
        await browser.close();
    }
    console.log(`1..${points}`);
})();
