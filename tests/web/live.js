// The answer of a visit, live, in a browser with scripts: what Law states is there without
// a reload, what is half typed stays, and the browser's own buttons lose nothing.
"use strict";
const { chromium } = require("playwright-core");

const { PLACE: place, PICTURES: pictures } = process.env;
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let points = 0;

function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good && detail)
        console.log(String(detail).replace(/^/gm, "#   "));
}

async function person(browser, token, scripts = true) {
    const context = await browser.newContext(
        { javaScriptEnabled: scripts, viewport: { width: 390, height: 844 } });
    await context.addCookies([{ name: "vestibule-session", value: token, url: place }]);
    return context.newPage();
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();

async function answer(page, visit, fact, value, basis) {
    await page.goto(`${visit}/ask/${fact}`);
    await page.locator(`label[for="answer-${value}"]`).click();
    if (basis)
        await page.locator(`label[for="basis-${basis}"]`).click();
    await press(page, "Continue");
    await page.waitForURL(url => !url.href.includes(`/ask/${fact}`));
}

// Wait until the page has the words; false: it has them after no time that is sensible.
const comes = (page, where, words) => page.locator(where, { hasText: words }).first()
    .waitFor({ timeout: 60000 }).then(() => true, () => false);

async function arrive(ada) {
    await ada.goto(place);
    await press(ada, "Someone is at the desk");
    await ada.waitForURL(/\/ask\//);
    const visit = ada.url().replace(/\/ask\/.*/, "");
    for (const [fact, value, basis] of [["emergency", "no"], ["where", "desk"],
        ["agency", "ice", "read"], ["credentials", "read", "read"]])
        await answer(ada, visit, fact, value, basis);
    await ada.goto(`${visit}/answer`);
    return visit;
}

async function look(page, name) {
    if (pictures)
        await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

async function live(ada, ben, counsel, visit) {
    const stays = await ada.evaluate("window.stays = Math.random()");
    await ada.locator("summary", { hasText: "Write a message" }).click();
    await ada.locator("#words").fill("half a mess");
    await ada.locator("#words").blur();
    await answer(counsel, visit, "law", "rejected", "confirmed");
    point(await comes(ada, "#live", "What does the Law Department say?"),
        "what Law states is said to who listens, though the log is folded");
    await ada.locator("#log > summary").click();
    point(await comes(ada, ".timeline", "counsel"), "and stands in the log");
    await ben.goto(`${visit}/answer`);
    await ben.getByRole("button", { name: /^I reached them/ }).first().click();
    await ben.waitForURL(/answer/);
    point(await comes(ada, ".duties", "ben reached them at"), "and so does a call of a colleague");
    point(await ada.locator("#words").inputValue() === "half a mess", "what is half typed stays");
    point(await ada.evaluate("window.stays") === stays, "the page was never loaded anew");
    await look(ada, "answer");
}

// Law writes to the desk, and sees whether it was read.
async function news(ada, ben, law, visit) {
    await law.goto(visit.replace("/visits/", "/board/visits/"));
    await law.locator("#words").fill("Keep them <b>outside</b>.");
    await press(law, "Send to the desk");
    await law.waitForLoadState();
    point(await comes(law, ".read", "Not read yet"), "what Law writes is not read at first");
    point(await comes(ada, ".news", "Keep them <b>outside</b>."),
        "it comes to the desk by itself, above everything");
    point(await law.locator(".news").count() === 0, "and is no news to who wrote it");
    await ben.goto(`${visit}/ask/reason`);
    point(await comes(ben, ".news", "Keep them <b>outside</b>."), "also where a question is asked");
    await look(ada, "news");
    await ada.getByRole("button", { name: /^I have read it/ }).click();
    point(await comes(law, ".read", "Read by ada at"), "who has read it and when comes to Law by itself");
    await look(law, "read");
    await ben.getByRole("button", { name: /^I have read it/ }).click();
    await ben.waitForURL(url => !/messages/.test(url.href));
    await ben.goto(`${visit}/answer`);
    point(await ben.locator(".news").count() === 0 && await comes(ben, ".read", "Read by ada at"),
        "who says so later does not take it over");
    await ada.locator("#to").selectOption("law_department");
    await ada.locator("#words").fill("They wait.");
    await press(ada, "Send");
    point(await comes(law, ".news", "They wait."), "what the desk writes is news to Law");
    await law.getByRole("button", { name: /^I have read it/ }).click();
    await law.waitForURL(/board/);
    await ada.goto(`${visit}/answer`);
    point(await comes(ada, ".read", "Read by lea at"), "and the desk sees who has read it");
}

async function back(ada, visit) {
    await ada.goto(`${visit}/ask/reason`);
    await ada.locator("#words").waitFor();
    await ada.locator('label[for="answer-yes"]').click();
    await ada.locator('label[for="basis-told"]').click();
    await ada.locator("#words").fill("we came for a pupil");
    await ada.goto(`${visit}/answer`);
    await ada.goBack();
    point(await ada.locator("#answer-yes").isChecked() &&
        await ada.locator("#words").inputValue() === "we came for a pupil",
        "going back finds the form as it was left");
    await press(ada, "Continue");
    await ada.waitForURL(url => !/ask\/reason/.test(url.href));
    await ada.goBack();
    await ada.waitForURL(/ask\/reason/);
    await press(ada, "Continue");
    await ada.waitForURL(url => !/ask\/reason/.test(url.href));
    await ada.goto(`${visit}/answer`);
    const said = await ada.locator(".timeline li", { hasText: "we came for a pupil" }).count();
    point(said >= 1, "and sending it again does no harm", said);
}

async function papers(ada, counsel, visit) {
    await ada.goto(`${visit}/papers`);
    await look(ada, "papers");
    await ada.locator("#file").setInputFiles({ name: "<b>.png", mimeType: "image/png",
        buffer: await ada.screenshot() });
    await ada.locator("#appears").selectOption("administrative_warrant");
    await press(ada, "Attach it");
    await ada.waitForURL(/papers\/\d+$/);
    await counsel.goto(ada.url());
    const shown = await counsel.locator("img.paper-file").evaluate(
        image => image.complete && image.naturalWidth);
    point(shown === 390, "Law sees the photograph that the desk took", shown);
    await look(counsel, "paper");
}

async function over(ada, ben, visit) {
    await ada.goto(`${visit}/answer`);
    await ben.goto(`${visit}/check?end=left`);
    await press(ben, "Close the visit");
    await ben.waitForURL(/record/);
    point(await ada.waitForFunction(() => document.getElementById("live").textContent.includes("over"),
        null, { timeout: 60000 }).then(() => true, () => false), "that it is over is said too");
    await ben.setViewportSize({ width: 1280, height: 900 });
    await look(ben, "record");
}

(async () => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    try {
        const ada = await person(browser, process.env.DESK);
        const ben = await person(browser, process.env.SECOND, false);
        const counsel = await person(browser, process.env.LAW, false);
        const visit = await arrive(ada);
        await live(ada, ben, counsel, visit);
        await news(ada, ben, await person(browser, process.env.SECOND_LAW), visit);
        await back(ada, visit);
        await papers(ada, counsel, visit);
        await over(ada, ben, visit);
    } catch (error) {
        point(false, "the browser went the whole way", error.stack);
    } finally {
        await browser.close();
    }
    console.log(`1..${points}`);
})();
