// A whole visit in Spanish: no words of the catalogues stand on a page in English, except
// where the page says that they are English.
//
//     node language.js PLACE COOKIE-OF-A-DESK COOKIE-OF-LAW WORDS.json SHOTS
"use strict";
const { chromium } = require("playwright-core");
const [place, desk, law, words, shots] = process.argv.slice(2);
const english = JSON.parse(require("fs").readFileSync(words, "utf8"));
const wrong = [];

// The texts of a page as they are read: of elements, labels and hints.
const texts = () => {
    const found = [], walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
        if (!node.parentElement.closest("script, style, [lang=en]")) found.push(node.data.trim());
    for (const element of document.querySelectorAll("[aria-label], [title], [data-words], [data-live]"))
        if (!element.closest("[lang=en]"))
            for (const name of element.getAttributeNames())
                if (/^(aria-label|title|data-)/.test(name)) found.push(element.getAttribute(name).trim());
    return found.filter(text => text !== "");
};

async function judge(page, name) {
    const url = new URL(page.url()).pathname.replace(/[A-Za-z0-9_-]{22}/, "ID");
    for (const text of await page.evaluate(texts))
        if (english.includes(text)) wrong.push(`${url}: in English: ${text}`);
    if (await page.evaluate(() => document.documentElement.lang) !== "es") wrong.push(`${url}: is not said to be Spanish`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wrong.push(`${url}: ${over} pixels too wide`);
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

(async () => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
    const open = async cookie => {
        const context = await browser.newContext({ locale: "es-MX", viewport: { width: 390, height: 844 } });
        if (cookie) await context.addCookies([{ name: "vestibule-session", value: cookie, url: place }]);
        return context.newPage();
    };
    const nobody = await open(), page = await open(desk), counsel = await open(law);
    const see = async (who, path, name) => { await who.goto(place + path); await judge(who, name); };

    await see(nobody, "/sign-in", "sign-in");
    await see(page, "/", "start");
    await page.click("form.arrival button");
    const answers = { emergency: "no", where: "desk", agency: "ice", credentials: "read", paper: "i200", in_charge: "principal" };
    for (let asked = 0; asked < 30 && /\/ask\//.test(page.url()); asked++) {
        const fact = /\/ask\/([a-z_0-9]+)/.exec(page.url())[1];
        await judge(page, `ask-${fact}`);
        const answer = answers[fact] || "";
        if (await page.$(`[name=answer][value="${answer}"]`)) await page.check(`[name=answer][value="${answer}"]`);
        else await page.check("#unknown");
        if (answer && await page.$("#basis-read")) await page.check("#basis-read");
        await page.click("form.question button[type=submit]");
    }
    const visit = /(\/visits\/[^/]+)/.exec(page.url())[1];
    for (const tail of ["answer", "facts", "with", "end", "check?end=left"]) await see(page, `${visit}/${tail}`, tail.slice(0, 6));
    await page.goto(`${place}${visit}/answer`);
    if (!await page.$("blockquote[lang=en] + .meaning")) wrong.push("no meaning beside what is to be said");
    await see(counsel, "/", "law");
    await see(counsel, "/board", "board");
    await see(counsel, `/board${visit}`, "file");
    await see(counsel, "/account", "account");
    await see(page, "/about", "about");
    await see(page, "/people", "refused");
    await page.goto(`${place}${visit}/check?end=left`);
    await page.click("main form[method=post] button[type=submit]");
    await judge(page, "record");
    await see(counsel, "/history", "history");

    // The switcher: languages in their own names; what is chosen stays.
    const names = await page.$$eval("form.tongues button", all => all.map(one => `${one.lang} ${one.textContent}`));
    if (names.join() !== "en English,es español") wrong.push(`the switcher has: ${names}`);
    await page.click("form.tongues button[lang=en]");
    await page.goto(place + "/");
    if (await page.evaluate(() => document.documentElement.lang) !== "en") wrong.push("English was chosen, and is not spoken");
    await browser.close();
    console.log(wrong.join("\n"));
    process.exit(wrong.length > 0 ? 1 : 0);
})().catch(error => { console.log(error.stack); process.exit(1); });
