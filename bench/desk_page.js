// What a page that the clerk meets weighs, and when something of it is first seen: in
// Debian's Chromium with its processor slowed down, each time as if it had never been here.
//
//     node bench/desk_page.js PORT <SESSIONS
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");

const ROUNDS = 9, SLOWER = 4;
const place = `http://127.0.0.1:${process.argv[2]}`;
const [token, csrf] = fs.readFileSync(0, "utf8").split("\n")[0].split(" ");
const options = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
// Bytes a second and milliseconds, as Chromium's own "Slow 4G" has them; null: loopback as it is.
const networks = { "loopback": null, "1.6 Mbit/s, 150 ms": { downloadThroughput: 180000, uploadThroughput: 84375, latency: 150 } };
const median = values => values.sort((a, b) => a - b)[values.length >> 1];

function key() {
    const bytes = require("crypto").randomBytes(16);
    bytes.writeUIntBE(Date.now(), 0, 6);
    bytes[6] = bytes[6] & 15 | 112;
    bytes[8] = bytes[8] & 63 | 128;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function post(path, fields) {
    const answer = await fetch(place + path, { method: "POST", redirect: "manual",
        headers: { cookie: `vestibule-session=${token}` },
        body: new URLSearchParams({ token: csrf, key: key(), ...fields }) });
    if (answer.status !== 303) throw new Error(`${path}: ${answer.status}`);
    return answer.headers.get("location");
}

async function load(browser, path, network) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage(), session = await context.newCDPSession(page);
    let bytes = 0;
    await context.addCookies([{ name: "vestibule-session", value: token, url: place }]);
    await session.send("Network.enable");
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    if (network) await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
    session.on("Network.loadingFinished", event => { bytes += event.encodedDataLength; });
    await page.goto(place + path, { waitUntil: "load" });
    const first = await page.evaluate(() => new Promise(done => {
        const look = () => {
            const seen = performance.getEntriesByName("first-contentful-paint")[0];
            seen ? done(seen.startTime) : setTimeout(look, 20);
        };
        look();
    }));
    await context.close();
    return { bytes, first };
}

async function measure() {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
    const visit = await post("/visits", {});
    await post(`${visit}/ask/emergency`, { answer: "no" });
    const pages = { "signing in": "/sign-in", "the first page": "/", "a question": `${visit}/ask/agency`,
        "what to do": `${visit}/answer`, "the board": "/board" };
    console.log(`pages in Chromium ${browser.version()}, nothing kept from before, its processor ${SLOWER} times slower`);
    for (const [name, path] of Object.entries(pages))
        for (const [words, network] of Object.entries(networks)) {
            const rounds = [];
            for (let i = 0; i < ROUNDS; i++) rounds.push(await load(browser, path, network));
            const bytes = median(rounds.map(r => r.bytes)), first = median(rounds.map(r => r.first));
            const aim = (good, text) => `  ${good ? "reached" : "missed"}: ${text}`;
            if (!network) console.log(`  ${name.padEnd(44)}${(bytes / 1000).toFixed(1).padStart(8)} kB over the wire${aim(bytes < 60000, "under 60 kB")}`);
            console.log(`    ${`first paint, ${words}`.padEnd(42)}${first.toFixed(0).padStart(8)} ms  half of ${ROUNDS}${network ? "" : aim(first < 200, "under 200 ms")}`);
        }
    await browser.close();
}
measure().catch(error => { console.error(error); process.exit(1); });
