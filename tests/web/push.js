// The page and its worker in Debian's Chromium.  No push service is to be reached from
// here, so messages are handed to the worker as the browser itself does it.
"use strict";
const assert = require("assert");
const fs = require("fs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");

const { PLACE: place, LAW, START } = process.env;
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
let points = Number(START);

function point(good, name, detail) {
    points++;
    console.log(`${good ? "ok" : "not ok"} ${points} - ${name}`);
    if (!good && detail !== undefined)
        console.log(String(detail).replace(/^/gm, "#   "));
}

// What the worker has the browser show, and whether the browser takes it.
const watch = worker => worker.evaluate(() => {
    const show = self.registration.showNotification.bind(self.registration);
    self.shown = [];
    self.registration.showNotification = async (title, { body, lang, dir, tag, requireInteraction, data }) => {
        await show(title, { body, lang, dir, tag, requireInteraction, data });
        self.shown.push({ title, body, lang, dir, tag, requireInteraction, data });
    };
});
async function shown(worker, count) { // half a minute at most
    let all = [];
    for (let i = 0; i < 600 && all.length < count; i++) {
        all = await worker.evaluate(() => self.shown);
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    return all;
}

async function main() {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const wrong = [];
    await context.addCookies([{ name: "vestibule-session", value: LAW, url: place }]);
    await context.grantPermissions(["notifications"], { origin: place });
    const page = await context.newPage();
    page.on("pageerror", error => wrong.push(String(error)));
    page.on("console", said => {
        if (/Content Security Policy/.test(said.text()))
            wrong.push(said.text());
    });
    const wire = await context.newCDPSession(page);
    const versions = [];
    wire.on("ServiceWorker.workerVersionUpdated", ({ versions: all }) => versions.push(...all));
    await wire.send("ServiceWorker.enable");

    await page.goto(`${place}/account/push`);
    const button = page.getByRole("button", { name: "Tell me on this device" });
    point(await button.isVisible() && !await page.locator("#no-push").count(), "a browser that can be told has a button");
    await button.click();
    await page.waitForFunction(() => document.querySelector("[role=status]").textContent !== "");
    point(/could not be set up/.test(await page.locator("[role=status]").innerText()),
        "without a push service it says that it could not be set up");

    const running = () => versions.find(one => one.scriptURL.endsWith("/push-worker.js") && one.status === "activated");
    while (!running())
        await new Promise(resolve => setTimeout(resolve, 50));
    const say = message => wire.send("ServiceWorker.deliverPushMessage", { origin: place,
        registrationId: running().registrationId, data: message });
    const worker = context.serviceWorkers().find(one => one.url().endsWith("/push-worker.js"));
    const notification = { title: "Hamline needs Law Department", body: "Somebody is at the desk of Hamline.",
        lang: "ar", dir: "rtl", tag: "t1", requireInteraction: true };
    await watch(worker);
    await say(JSON.stringify({ web_push: 8030, notification: { ...notification, navigate: `${place}/calls/Zx9` } }));
    await shown(worker, 1);
    await say("no JSON");
    const [first, other] = await shown(worker, 2);
    assert.deepStrictEqual(first, { ...notification, data: { navigate: `${place}/calls/Zx9` } });
    point(true, "a message is shown as it was written");
    point(other && other.title === "Vestibule" && other.requireInteraction,
        "what cannot be read is shown all the same, until somebody looks", JSON.stringify(other));

    await worker.evaluate(() => ended()); // eslint-disable-line no-undef
    const last = (await shown(worker, 3))[2];
    point(last && /ended its subscription/.test(last.body) && last.lang === "en" && last.dir === "ltr" &&
        last.data.navigate === `${place}/account/push`, "so is that a browser ended its subscription", JSON.stringify(last));

    const targets = await worker.evaluate(links => links.map(link => target(link)), // eslint-disable-line no-undef
        [`${place}/calls/Zx9`, `${place}/account/push`, "https://evil.example/calls/Zx9", `${place}/account`, "javascript:alert(1)", undefined, 7]);
    point(JSON.stringify(targets) === JSON.stringify([`${place}/calls/Zx9`, `${place}/account/push`, ...Array(5).fill(`${place}/`)]),
        "only an answer to a call is opened, or this page, and only here", JSON.stringify(targets));

    const copy = await context.newPage(), body = await page.content();
    await copy.route(page.url(), route => route.fulfill({ contentType: "text/html", body }));
    await copy.goto(page.url());
    const found = await copy.evaluate(`${axe}; axe.run()`);
    point(found.violations.length === 0, "axe finds nothing on the page", JSON.stringify(found.violations.map(v => v.id)));
    await context.clearPermissions();
    await page.goto(`${place}/account/push`);
    await page.evaluate(() => { Notification.requestPermission = async () => "denied"; });
    await page.getByRole("button", { name: "Tell me on this device" }).click();
    await page.waitForFunction(() => document.querySelector("[role=status]").textContent !== "");
    point(/told to show no messages/.test(await page.locator("[role=status]").innerText()),
        "who refuses messages is told where to allow them");
    point(wrong.length === 0, "nothing goes against the policy", wrong.join("\n"));
    await browser.close();
}

main().catch(error => {
    point(false, "the browser does what it is told", error.stack);
    process.exit(1);
});
