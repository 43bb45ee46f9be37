// Opens every page that src/web/doors.c has, as each role, and says what keeps people from
// using it: what axe-core finds in every language, by day, by night and in forced colours;
// what does not fit 320 pixels (1280 at 400 %); what a keyboard cannot reach or see; what
// is too small to hit; what prints badly; what is hard to read; what weighs too much.
//
// Pages are found as people find them, by their links; a page with others' parts on it for
// another role is looked at once more.  A door that no role could open is a fault.
"use strict";
const fs = require("fs");
const { chromium } = require("playwright-core");
const judge = require("./judge.js");
const { Site, matcher } = require("./site.js");

const { PEOPLE: people, SHOTS: shots } = process.env;
const place = new URL(process.env.PLACE).origin;
const options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];
// What people called something, or wrote: said as it is in every language.
const names = /Hamline|Nowhere|Sample|the sample|^ada|^Eve|^the-|[Ff]ront desk|^Keep the door closed\.$|^I am here\./;
const SAMPLES = 3; // of one page a role
const LOOKS = 4;   // of one page altogether
const WEIGHT = 60000;
const GRADE = 8;

let points = 0;
function point(faults, name) {
    points++;
    console.log(`${faults.length > 0 ? "not ok" : "ok"} ${points} - ${name}`);
    for (const fault of new Set(faults))
        console.log(fault.replace(/^/gm, "#   "));
}

const doors = [...fs.readFileSync("src/web/doors.c", "utf8")
    .matchAll(/\{HTTP_GET,\s*STR_INIT\("([^"]+)"\)/g)].map(m => m[1]);
const patternOf = matcher(doors);
// What is opened only with a device that makes passkeys, with somebody else's sign-in, or
// with a letter that was sent; tests of their own do.
const elsewhere = ["/account/passkeys/{number}/remove", "/account/providers/{provider}",
    "/sign-in/with/{provider}", "/calls/{token}",
    "/sign-in/back/{provider}", "/link/{token}/with/{provider}"];
const faults = new Map(doors.map(pattern => [pattern, []]));
const opened = new Set();
const chosen = []; // {role, path, pattern, body?}
const isClerks = look => ["desk", "device"].includes(look.role) &&
    /^\/($|visits|sign-in|enrol)/.test(look.path);

// ---- finding pages ----

// What stands on a page, whatever the words: when it is the same, one look is enough.
function skeleton(html) {
    const main = html.slice(html.indexOf("<main"));
    const tags = main.match(/<[a-z0-9]+(?: class="[^"]*"| type="[^"]*"| role="[^"]*")*/g);
    return [...new Set(tags)].sort().join("");
}

function links(answer) {
    const found = [...answer.body.matchAll(/ (?:href|data-image)="(\/[^"#]*)/g)].map(m => m[1]);
    return [...found, ...answer.location ? [answer.location] : []]
        .map(address => address.replaceAll("&amp;", "&"));
}

async function crawl(site, role, starts) {
    const seen = new Map(), asked = new Set(), queue = [...starts];
    while (queue.length > 0) {
        const path = queue.shift().replace(/#.*/, "");
        const pattern = patternOf(path);
        const count = seen.get(pattern) || 0;
        if (!pattern || asked.has(path) || (pattern.includes("{") && count >= SAMPLES) ||
            count >= 2 * SAMPLES)
            continue;
        asked.add(path);
        seen.set(pattern, count + 1);
        const answer = await site.get(role, path);
        if (answer.status >= 500)
            faults.get(pattern).push(`${role}: ${path} answers ${answer.status}`);
        if (answer.status < 400)
            opened.add(pattern);
        queue.push(...links(answer), ...site.forms(answer.body).filter(form => form.get).map(form => form.get));
        if (answer.status < 400 && /^text\/html/.test(answer.type))
            choose(role, path, pattern, answer.body);
    }
}

const kinds = new Map();
function choose(role, path, pattern, html, body) {
    const known = kinds.get(pattern) || new Set();
    const kind = skeleton(html);
    kinds.set(pattern, known);
    if (known.has(kind) || known.size >= LOOKS)
        return;
    known.add(kind);
    chosen.push({ role, path, pattern, body });
}

// ---- making something to see ----

async function prepare(site) {
    const invited = await site.send("operator", "/invite", "/invite",
        { name: "Eve New", login: "eve", role: "author", roles: "author", school: "" });
    const link = /\/link\/[A-Za-z0-9_-]+/.exec(invited.body);
    const allowed = await site.send("principal", "/allow-device", "/allow-device",
        { school: "Hamline Elementary", name: "Front desk" });
    const code = /<code>([a-z0-9-]+)<\/code>/.exec(allowed.body);
    if (code) {
        await site.send("nobody", "/enrol", "/enrol", { code: code[1] });
        site.jars.set("device", site.jars.get("nobody"));
        site.jars.delete("nobody");
    }
    const file = `/board/visits/${process.env.VISIT}`;
    await site.send("law", file, `${file}/messages`, { words: "Keep the door closed." });
    await site.send("law", file, `${file}/duties`, { how: "take" });
    await site.send("law", file, `${file}/keeper`, { to: "the-safety", words: "Please." });
    const visit = file.replace("/board", "");
    await site.send("principal", `${visit}/ask/agency`, "/visits", { answer: "police", basis: "told" });
    await site.attach("principal", `${visit}/papers`, { appears: "search_warrant", title: "Warrant" },
        { photo: Buffer.from("ffd8ffe000104a464946", "hex") });
    const drafts = "/protocols/entry/drafts";
    const draft = (await site.send("author", drafts, drafts, {})).location;
    await site.send("author", draft, draft, { source: "# Nothing\n\n```protocol\nwrong\n```\n" });
    await site.send("author", drafts, drafts, {});
    return link ? [link[0]] : [];
}

// A change of the sample's roster for once, and an absence; and the page of a code, which
// nobody is led to where none can be sent.
async function roster(site) {
    const found = async (path, what) => what.exec((await site.get("law", path)).body)[0];
    const person = await found("/roster", /\/roster\/people\/[0-9]+/);
    const number = /[0-9]+$/.exec(person)[0];
    const times = { "from-day": "2099-11-30", from: "07:30", "to-day": "2099-11-30", to: "" };
    await site.send("law", "/roster/new-change", "/roster/new-change",
        { person: "0", role: "law_department", school: "", rank: "1", ...times });
    await site.send("law", "/roster/new-absence", "/roster/new-absence",
        { person: number, "stand-in": "Lea Sample", ...times });
    return [`${await found(person, /\/roster\/contacts\/[0-9]+/)}/code`];
}

// A protocol with one edition leads nowhere to compare it with; with itself it can be.
async function comparison(site) {
    const { body } = await site.get("author", "/protocols/entry/editions");
    const edition = /editions\/([0-9a-f]+)"/.exec(body);
    return edition ? [`/protocols/entry/compare?from=${edition[1]}&to=${edition[1]}`] : [];
}

// Forms sent empty say what is wrong with them; a page that says so is looked at as well.
async function mistake(site, look) {
    const { body } = await site.get(look.role, look.path);
    for (const form of site.forms(body)) {
        if (form.method !== "post" || !form.asks)
            continue;
        const answer = await site.post(look.role, form.action, form.hidden);
        if (!/class="mistakes"/.test(answer.body))
            continue;
        if (!answer.body.includes("<title>Error: "))
            faults.get(look.pattern).push(`${look.path}: mistakes, and no "Error:" in the title`);
        choose(look.role, look.path, look.pattern, answer.body + "mistakes", answer.body);
    }
}

// ---- looking at them ----

class Browser {
    static async start(site, tongues) {
        const made = new Browser();
        made.chromium = await chromium.launch({ executablePath: "/usr/bin/chromium", args: options });
        made.site = site;
        made.tongues = tongues;
        made.pages = new Map();
        return made;
    }
    async page(role, tongue) {
        if (!this.pages.has(role)) {
            const context = await this.chromium.newContext({ reducedMotion: "reduce" });
            await context.addInitScript({ path: require.resolve("axe-core") });
            await context.addCookies(this.site.cookies(role));
            const page = await context.newPage();
            page.said = [];
            page.on("pageerror", error => page.said.push(String(error)));
            page.on("console", said => {
                if (said.type() === "error" && !/status of 4/.test(said.text()))
                    page.said.push(said.text());
            });
            this.pages.set(role, page);
        }
        const page = this.pages.get(role);
        await page.context().addCookies([{ name: "language", value: tongue, url: place }]);
        return page;
    }
    async open(look, tongue) {
        const page = await this.page(look.role, tongue);
        if (look.body)
            await page.route(place + look.path, route =>
                route.fulfill({ contentType: "text/html", body: look.body }));
        await page.goto(place + look.path);
        // What a device keeps is of the language before until it has kept what a page of
        // the server names.
        if (!look.body && await page.getAttribute("html", "lang") !== tongue) {
            await page.goto(place);
            await page.evaluate(async () => {
                const { mark } = document.getElementById("away").dataset;
                const kept = async () => (await caches.match("/offline/mark"))?.text();
                while (await kept() !== mark)
                    await new Promise(resolve => setTimeout(resolve, 100));
            });
            await page.goto(place + look.path);
        }
        if (look.body)
            await page.unroute(place + look.path);
        return page;
    }
}

async function inspect(browser, look) {
    const found = faults.get(look.pattern);
    let english = [];
    for (const [i, tongue] of browser.tongues.entries()) {
        if (look.body && i > 0)
            break;
        const page = await browser.open(look, tongue);
        const say = list => found.push(...list.map(fault =>
            `${look.role}, ${look.path}, ${tongue}: ${fault}`));
        say(await judge.inTongue(page, isClerks(look)));
        const said = await judge.phrases(page);
        if (i === 0)
            english = new Set(said);
        else
            say(said.filter(phrase => english.has(phrase) && !names.test(phrase)).map(phrase => `in English: ${phrase}`));
        if (i === 0)
            say(await judge.once(page, { clerks: isClerks(look), grade: GRADE }));
        say(page.said.splice(0));
    }
    if (shots)
        await picture(browser, look);
}

let pictures = 0;
async function picture(browser, look) {
    const name = `${shots}/${String(pictures++).padStart(3, "0")}-${look.role}${look.path.replace(/[^a-z]+/gi, "-").slice(0, 60)}`;
    for (const [tongue, width, height, colorScheme, dir] of [["es", 390, 844, "light"],
            ["en", 390, 844, "light"], ["en", 1280, 900, "light"], ["en", 390, 844, "dark"],
            ["en", 390, 844, "light", "rtl"], ["en", 1280, 900, "light", "rtl"]]) {
        const page = await browser.open(look, tongue);
        await page.emulateMedia({ media: "screen", forcedColors: "none", colorScheme });
        await page.setViewportSize({ width, height });
        await page.evaluate(to => { document.documentElement.dir = to; }, dir || "ltr");
        await page.screenshot({ path: `${name}-${tongue}-${width}-${dir || colorScheme}.png`, fullPage: true });
    }
    const page = await browser.open(look, "en");
    await page.emulateMedia({ media: "print" });
    fs.writeFileSync(`${name}.pdf`, await page.pdf({ format: "A4" }));
}

async function weigh(site, look) {
    const page = await site.get(look.role, look.path);
    let bytes = page.bytes;
    for (const [, path] of page.body.matchAll(/<(?:link|script)[^>]* (?:href|src)="([^"]+)"/g))
        bytes += (await site.get(look.role, path)).bytes;
    return bytes < WEIGHT ? [] : [`${look.path} weighs ${bytes} bytes`];
}

async function main() {
    const site = new Site(place, fs.readFileSync(people, "utf8"));
    const more = await prepare(site);
    const code = await roster(site);
    const fixed = doors.filter(pattern => !pattern.includes("{"));
    for (const role of site.jars.keys())
        await crawl(site, role, fixed);
    await crawl(site, "author", await comparison(site));
    await crawl(site, "law", code);
    await crawl(site, "nobody", [...fixed, ...more]);
    for (const look of [...chosen])
        await mistake(site, look);
    const about = await site.get("nobody", "/about");
    const tongues = [...about.body.matchAll(/name="language" value="([a-z-]+)"/g)].map(m => m[1]);
    const browser = await Browser.start(site, tongues.length > 0 ? tongues : ["en"]);
    try {
        for (const look of chosen)
            await inspect(browser, look);
    } finally {
        await browser.chromium.close();
    }
    for (const look of chosen.filter(isClerks))
        faults.get(look.pattern).push(...await weigh(site, look));
    for (const path of elsewhere)
        opened.add(path);
    for (const [pattern, list] of faults)
        point(opened.has(pattern) ? list : ["nobody could open it", ...list], pattern);
    for (const name of fs.readdirSync("protocols").filter(file => file.endsWith(".md") && file !== "roles.md"))
        point(judge.sayings(fs.readFileSync(`protocols/${name}`, "utf8"), GRADE),
            `what ${name} says at the door is easy to understand`);
}

main().catch(error => point([error.stack], "it runs to its end"))
    .finally(() => console.log(`1..${points}`));
