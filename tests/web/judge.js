// What is asked of a page that stands open in a browser; each answers with its faults.
"use strict";

// ---- in the page; each is a function that the browser runs ----

async function axe(rules) {
    const options = rules ? { runOnly: rules } : {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
    const found = await window.axe.run(document, { ...options, resultTypes: ["violations"] });
    return found.violations.filter(v => /serious|critical/.test(v.impact))
        .flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.html.slice(0, 160)}`));
}

function structure() {
    const wrong = [], count = (what, n) => {
        const there = document.querySelectorAll(what).length;
        if (there !== n) wrong.push(`${there} of ${what}`);
    };
    count("h1", 1);
    count("main", 1);
    count("header.top", 1);
    count("footer.end", 1);
    for (const e of document.querySelectorAll("details [role=log], details [role=status], details [aria-live]"))
        wrong.push(`news in what is folded are not read out: ${e.outerHTML.slice(0, 100)}`);
    if (!document.documentElement.lang) wrong.push("no language");
    if (!/ – Vestibule$/.test(document.title)) wrong.push(`title: ${document.title}`);
    if (document.querySelector("meta[http-equiv]")) wrong.push("it reloads by itself");
    return wrong;
}

function width() {
    const page = document.documentElement;
    const out = e => e.getBoundingClientRect().right > page.clientWidth + .5 || e.getBoundingClientRect().left < -.5;
    const cut = [...document.querySelectorAll("main *, header *, footer *, aside *")].filter(e =>
        e.checkVisibility() && !e.closest(".board, .wide, pre, .unseen, .skip, svg") && (out(e) ||
        (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflowX === "hidden" && !e.matches(".digest, .typed"))));
    if (page.scrollWidth <= page.clientWidth)
        return cut.slice(0, 3).map(e => `cut at ${page.clientWidth}: ${e.outerHTML.slice(0, 120)}`);
    const wide = [...document.querySelectorAll("main *, header *, footer *")].filter(e =>
        out(e) && !e.closest(".board, .wide, pre"));
    return [`${page.scrollWidth} pixels at ${page.clientWidth}: ${wide.slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join(" | ")}`];
}

// Links within a sentence are as high as the sentence (WCAG 2.5.5 lets them).
function targets() {
    const wrong = [];
    for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
        if (!e.checkVisibility() || e.matches(".skip"))
            continue;
        const box = e.getBoundingClientRect();
        const around = [...e.parentElement.childNodes].some(n =>
            n.nodeType === Node.TEXT_NODE && n.textContent.trim() !== "");
        const cover = getComputedStyle(e, "::after");
        if (getComputedStyle(e).display === "inline" && (around || cover.position === "absolute"))
            continue;
        if (box.height < 43.5 || box.width < 43.5)
            wrong.push(`${Math.round(box.width)}x${Math.round(box.height)}: ${e.outerHTML.slice(0, 120)}`);
    }
    return wrong;
}

function motion() {
    return document.getAnimations().some(a => a.playState === "running") ||
        [...document.querySelectorAll("*")].some(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01)
        ? ["it moves where reduced motion is asked for"] : [];
}

function paper() {
    const wrong = [];
    for (const e of document.querySelectorAll("button, .skip, .back, nav, .filter, .tongues"))
        if (e.checkVisibility()) wrong.push(`printed: ${e.outerHTML.slice(0, 100)}`);
    for (const e of document.querySelectorAll("main *")) {
        const style = getComputedStyle(e);
        const [r, g, b] = style.color.match(/[\d.]+/g).map(Number);
        if (e.checkVisibility() && e.textContent.trim() && r + g + b > 200)
            wrong.push(`${style.color} on paper: ${e.outerHTML.slice(0, 100)}`);
        if (/sticky|fixed/.test(style.position))
            wrong.push(`${style.position} on paper: ${e.outerHTML.slice(0, 100)}`);
    }
    return wrong.slice(0, 5);
}

// What a keyboard must reach: of radios of one name, one.
function stops() {
    const names = new Set();
    window.stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
        .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0)
        .filter(e => e.type !== "radio" || !names.has(`${e.form?.action} ${e.name}`) && names.add(`${e.form?.action} ${e.name}`));
    window.reached = new Set();
    window.last = null;
    return window.stops.length;
}

function stop() {
    const e = document.activeElement, wrong = [];
    if (e === document.body || e === document.documentElement ||
        (e !== window.last && window.reached.has(e)))
        return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const what = e.outerHTML.slice(0, 100);
    if (window.reached.size === 0 && !e.matches(".skip"))
        wrong.push(`the first stop is not the skip link: ${what}`);
    if (window.last && e !== window.last && !(window.last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING))
        wrong.push(`out of order: ${what}`);
    // Parts of a date within its field show their own.
    if (e !== window.last && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) && style.boxShadow === "none")
        wrong.push(`focus is not seen: ${what}`);
    if (box.bottom <= 0 || box.top >= innerHeight)
        wrong.push(`focus is off the screen: ${what}`);
    window.last = e;
    window.reached.add(e.type === "radio" ? `${e.form?.action} ${e.name}` : e);
    return wrong;
}

function missed() {
    return window.stops.filter(e => !window.reached.has(e.type === "radio" ? `${e.form?.action} ${e.name}` : e))
        .map(e => `a keyboard does not reach: ${e.outerHTML.slice(0, 100)}`);
}

// The page's own words, a block a sentence; not what it quotes from the law.
function words() {
    const copy = document.querySelector("main").cloneNode(true);
    for (const e of copy.querySelectorAll("time, code, svg, .digest, .reason, .cite, .rule, .who, .numbers, .proof, .timeline, .drill"))
        e.remove();
    return [...copy.querySelectorAll("h1, h2, h3, p, li, dt, dd, label, legend, button, summary, caption, th, td, a.action")]
        .filter(e => !e.querySelector("h1, h2, h3, p, li, dt, dd, label, legend, button, summary, td"))
        .map(e => e.textContent.replace(/\s+/g, " ").trim()).filter(text => text.length > 0);
}

// Phrases of a page that are not said to be of another language, nor those of people.
function phrases() {
    const own = document.documentElement.lang, found = [];
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    const add = (e, text) => {
        if (/\p{L}{2,}.*\s\p{L}{2,}/u.test(text) && e.closest("[lang]").lang === own &&
            !e.closest("script, bdi, [dir=auto], code, .name"))
            found.push(text.replace(/\s+/g, " ").trim());
    };
    for (let node = walk.nextNode(); node; node = walk.nextNode())
        add(node.parentElement, node.data);
    for (const e of document.querySelectorAll("[aria-label], [alt], [placeholder], svg title"))
        add(e, e.getAttribute("aria-label") || e.getAttribute("alt") || e.getAttribute("placeholder") || "");
    return found;
}

// ---- reading ----

function syllables(word) {
    const plain = word.toLowerCase().replace(/[^a-z]/g, "");
    if (plain.length <= 3)
        return 1;
    const cut = plain.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, "").replace(/^y/, "");
    return Math.max(1, (cut.match(/[aeiouy]{1,2}/g) || []).length);
}

// Flesch and Kincaid's grade of sentences; a block without a full stop is one as well.
function grade(blocks) {
    const sentences = blocks.flatMap(block => block.split(/[.!?:;]+(?=\s|$|”)/))
        .map(s => s.match(/[A-Za-z][A-Za-z'’-]*/g) || []).filter(s => s.length > 0);
    const all = sentences.flat();
    if (all.length === 0)
        return 0;
    return 0.39 * all.length / sentences.length +
        11.8 * all.reduce((sum, word) => sum + syllables(word), 0) / all.length - 15.59;
}

function sayings(protocol, most) {
    const found = [...protocol.matchAll(/^\s*say(?:\s+[a-z_]+)?:?\s+"([^"]+)"/gm)].map(m => m[1]);
    return found.length === 0 ? ["the protocol says nothing"] :
        found.filter(text => Math.round(grade([text])) > most).map(text => `grade ${grade([text]).toFixed(1)}: ${text}`);
}

// ---- all of it ----

async function inTongue(page, clerks) {
    const found = [];
    await page.emulateMedia({ media: "screen", colorScheme: "light", forcedColors: "none", reducedMotion: "reduce" });
    await page.setViewportSize({ width: 1280, height: 900 });
    found.push(...await page.evaluate(structure), ...await page.evaluate(axe));
    await page.emulateMedia({ colorScheme: "dark" });
    found.push(...(await page.evaluate(axe, ["color-contrast"])).map(f => `dark: ${f}`));
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 320, height: 640 });
    found.push(...await page.evaluate(width));
    if (clerks)
        found.push(...(await page.evaluate(targets)).map(f => `too small: ${f}`));
    return found;
}

async function walk(page) {
    const found = [], count = await page.evaluate(stops);
    for (let i = 0; i < count + 60; i++) {
        await page.keyboard.press("Tab");
        const wrong = await page.evaluate(stop);
        if (!wrong)
            return [...found, ...await page.evaluate(missed)];
        found.push(...wrong);
    }
    return [...found, "a keyboard does not get out again"];
}

// As in a language that runs from right to left, with the words that there are.
async function turned(page) {
    const found = [], turn = dir => { document.documentElement.dir = dir; };
    await page.evaluate(turn, "rtl");
    for (const [width_, height] of [[320, 640], [1280, 900]]) {
        await page.setViewportSize({ width: width_, height });
        found.push(...(await page.evaluate(width)).map(f => `right to left: ${f}`));
    }
    await page.evaluate(turn, "ltr");
    return found;
}

async function once(page, { clerks, grade: most }) {
    const found = [];
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ forcedColors: "active" });
    found.push(...(await page.evaluate(axe, ["color-contrast"])).map(f => `forced colours: ${f}`));
    found.push(...await page.evaluate(motion));
    await page.emulateMedia({ forcedColors: "none" });
    found.push(...await turned(page));
    await page.setViewportSize({ width: 1280, height: 900 });
    found.push(...await walk(page));
    await page.setViewportSize({ width: 680, height: 960 });
    await page.emulateMedia({ media: "print" });
    found.push(...await page.evaluate(paper), ...(await page.evaluate(width)).map(f => `on paper: ${f}`));
    await page.emulateMedia({ media: "screen" });
    const read = clerks ? grade(await page.evaluate(words)) : 0;
    if (Math.round(read) > most)
        found.push(`reading grade ${read.toFixed(1)}`);
    return found;
}

module.exports = { inTongue, once, phrases: page => page.evaluate(phrases), sayings, grade, words };
