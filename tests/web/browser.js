// The reference day from the door to the closed record, in Debian's Chromium on the
// screen of a telephone, without JavaScript; axe-core looks at every page on the way.
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

const { PLACE: place, BLESS: bless } = process.env;
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let points = 0;
let browser;

function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good && detail)
        console.log(String(detail).replace(/^/gm, "#   "));
}

// A browser of somebody, on a telephone; another, with scripts, is shown the same pages.
async function person(token) {
    const cookies = [{ name: "vestibule-session", value: token, url: place }];
    const plain = await browser.newContext(
        { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const checking = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await plain.addCookies(cookies);
    await checking.addCookies(cookies);
    return { page: await plain.newPage(), checker: await checking.newPage() };
}

const pictured = new Set(["start", "question-agency", "answer", "both", "check", "record"]);
const looked = new Set();
async function look(who, name) {
    if (looked.has(name))
        return;
    looked.add(name);
    const address = who.page.url();
    const body = await who.page.content();
    await who.checker.route(address, route => route.fulfill({ contentType: "text/html", body }));
    await who.checker.goto(address);
    await who.checker.unroute(address);
    const found = await who.checker.evaluate(`${axe}; axe.run({runOnly:
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})`);
    const bad = found.violations.filter(v => /serious|critical/.test(v.impact));
    point(bad.length === 0, `axe finds nothing serious: ${name}`,
        bad.map(v => `${v.id}: ${v.nodes.map(n => n.html).join("\n")}`).join("\n"));
    const wide = await who.checker.evaluate("document.documentElement.scrollWidth");
    point(wide <= 390, `it fits a telephone: ${name}`, wide);
    if (bless && pictured.has(name))
        await who.page.screenshot({ path: `docs/screens/${name}.png` });
}

async function press(who, name) {
    await Promise.all([who.page.waitForNavigation(),
        who.page.getByRole("button", { name, exact: true }).first().click()]);
}

async function follow(who, name) {
    await Promise.all([who.page.waitForNavigation(),
        who.page.getByRole("link", { name }).first().click()]);
}

const heading = who => who.page.locator("h1").first().innerText();
const asked = who => decodeURIComponent(who.page.url()).replace(/.*\/ask\//, "");

// Answer the question that is shown, as the day had it.
async function answer(who, value, basis) {
    await who.page.locator(`label[for="answer-${value}"]`).click();
    if (await who.page.locator("#basis").count() > 0 && value !== "")
        await who.page.locator(`label[for="basis-${basis}"]`).click();
    if (value === "dhs")
        await who.page.locator("#words").fill("Department of Homeland Security");
    await press(who, "Continue");
}

const day = {
    emergency: ["no"], where: ["desk"], agency: ["dhs", "read"],
    credentials: ["read", "read"], reason: ["yes", "told"], about: ["student", "told"],
    paper: ["none", "seen"], in_charge: ["principal", "seen"], exigency: ["no", "told"],
};

async function interview(who) {
    const order = [];
    while (/\/ask\//.test(who.page.url())) {
        const fact = asked(who);
        order.push(fact);
        await look(who, order.length === 1 ? "question" : `question-${fact}`);
        const [value, basis] = day[fact] || ["", "seen"];
        await answer(who, value, basis);
        if (order.length > 20)
            break;
    }
    return order;
}

// Also what is folded away.
const has = async (who, words) => (await who.page.locator("main").textContent()).includes(words);

// From the door to the answer; who cannot say is not asked the same again at once.
async function arrive(ada) {
    await ada.page.goto(place);
    await look(ada, "start");
    await press(ada, "Someone is at the desk");
    await press(ada, "Continue");
    point(await ada.page.locator(".mistakes").count() === 1, "nothing chosen is a mistake");
    await look(ada, "mistake");
    const order = await interview(ada);
    point(order.length < 10 && new Set(order).size === order.length,
        `each question is asked once (${order.join(", ")})`, order);
    point(await heading(ada) === "Do not let them in.", "the answer is known", await heading(ada));
    await look(ada, "answer");
    point(await has(ada, "Call the Law Department"), "it says whom to call");
    return ada.page.url();
}

async function change(ada) {
    await follow(ada, "Answer more, or change an answer");
    await look(ada, "facts");
    point(await has(ada, "read it: “Department of Homeland Security”"),
        "the very words of the credential are kept");
    await follow(ada, /^Change Which agency/);
    point(await ada.page.locator("#answer-dhs").isChecked() &&
        await ada.page.locator("#basis-read").isChecked(), "what was answered is still there");
    await look(ada, "change");
    await follow(ada, /Did they show|Back/);
    await ada.page.goBack();
    await answer(ada, "", "");
    point(/\/(ask|answer)/.test(ada.page.url()), "it can be unknown again", ada.page.url());
}

// Two clerks have one question open; the second sees what the first has said.
async function conflict(ada, ben, visit) {
    const question = visit.replace(/answer$/, "ask/agency");
    await ben.page.goto(question);
    await ada.page.goto(question);
    await answer(ada, "dhs", "read");
    await answer(ben, "ice", "inferred");
    point(await has(ben, "Somebody else has answered"), "two clerks at once: both are shown");
    await look(ben, "both");
    await press(ben, "Mine: state it");
    await ada.page.goto(visit);
    point(await has(ada, "Two accounts differ"), "the difference stands side by side");
    await ada.page.goto(question);
    await answer(ada, "dhs", "read");
}

async function together(ada, visit) {
    await ada.page.goto(visit);
    await follow(ada, "Somebody else came along");
    await look(ada, "with");
    await press(ada, "Continue with the other person");
    point(asked(ada) === "agency", "what holds for both is not asked again", ada.page.url());
    await ada.page.goto(visit);
    point(await has(ada, "They came together"), "the party is listed");
}

async function counsel(law, ada, visit) {
    await law.page.goto(visit);
    await look(law, "answer-law");
    point(await law.page.getByRole("link", { name: "Somebody else came along" }).count() === 0,
        "Law is not asked what the desk sees");
    const duty = law.page.locator("li.duty", { hasText: "Call the Law Department" });
    await Promise.all([law.page.waitForNavigation(),
        duty.getByRole("button", { name: /^Done/ }).click()]);
    await law.page.getByText("Write a message").click();
    await law.page.locator("#words").fill("Keep the door closed. I am on my way.");
    await press(law, "Send");
    await ada.page.goto(visit);
    point(await has(ada, "Done by counsel") && await has(ada, "I am on my way"),
        "the desk sees that Law has answered, and what it wrote");
}

async function leave(ada, visit) {
    await ada.page.goto(visit);
    await follow(ada, "They left, came in, or it was a mistake");
    await look(ada, "end");
    await ada.page.locator('label[for="end-left"]').click();
    await press(ada, "Continue");
    await look(ada, "check");
    await follow(ada, /^Change Who is in charge/);
    await answer(ada, "assistant", "told");
    point(await heading(ada) === "Check the answers before you close the visit" &&
        await has(ada, "The assistant principal"), "changing one leads back to checking");
    await ada.page.locator("#account").fill("They stood outside for ten minutes.\nThey left two cards.");
    await press(ada, "Close the visit");
    point(/record$/.test(ada.page.url()), "the visit is closed", ada.page.url());
    await look(ada, "record");
    point(await has(ada, "They left two cards.") && await has(ada, "ICE"),
        "the record has the account, and also what does not count any more");
    await ada.page.goto(visit);
    point(/record$/.test(ada.page.url()), "a closed visit leads to its record");
}

// What a browser that has nothing yet must fetch for a page.
async function weigh(who, address, name) {
    const fresh = await browser.newContext({ javaScriptEnabled: false });
    await fresh.addCookies(await who.page.context().cookies());
    const page = await fresh.newPage();
    const session = await fresh.newCDPSession(page);
    let bytes = 0;
    await session.send("Network.enable");
    session.on("Network.loadingFinished", event => { bytes += event.encodedDataLength; });
    await page.goto(address, { waitUntil: "networkidle" });
    point(bytes > 0 && bytes < 60000, `less than 60 kB over the wire: ${name} (${bytes})`, bytes);
    await fresh.close();
}

async function main() {
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    const ada = await person(process.env.DESK);
    const ben = await person(process.env.SECOND);
    const law = await person(process.env.LAW);
    const visit = await arrive(ada);
    await weigh(ada, visit, "the answer");
    await weigh(ada, visit.replace(/answer$/, "ask/agency"), "a question");
    await change(ada);
    await conflict(ada, ben, visit);
    await together(ada, visit);
    await counsel(law, ada, visit);
    await leave(ada, visit);
}

main().catch(error => point(false, "the day runs to its end", error.stack)).finally(async () => {
    console.log(`1..${points}`);
    if (browser)
        await browser.close();
});
