// browse.js FOLDER: open every page of a folder in Chromium, in light, dark and forced
// colours, as wide as a telephone and as wide as 1280 pixels at 400 %, and say what is
// wrong: what axe-core finds, what needs scrolling sideways, what is too small to touch.
const fs = require("fs"), path = require("path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core"), "utf8");
const folder = path.resolve(process.argv[2]);
const looks = [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active", reducedMotion: "reduce" }];
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"];

async function judge(page) {
    return page.evaluate(async () => {
        const wrong = (await axe.run()).violations.map(v => `${v.id}: ${v.nodes[0].html}`);
        const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        if (wide > 0) wrong.push(`${wide} pixels too wide`);
        for (const e of document.querySelectorAll("button, .choice input, .choice label"))
            if (e.getBoundingClientRect().height < 44) wrong.push(`too small: ${e.outerHTML}`);
        return wrong;
    });
}

(async () => {
    const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: quiet });
    for (const look of looks)
        for (const width of [320, 390]) {
            const context = await browser.newContext({ ...look, viewport: { width, height: 844 } });
            const page = await context.newPage();
            for (const name of fs.readdirSync(folder).filter(n => n.endsWith(".html"))) {
                await page.goto(`file://${folder}/${name}`);
                await page.evaluate(axe);
                for (const wrong of await judge(page))
                    console.log(`${name} at ${width}, ${JSON.stringify(look)}: ${wrong}`);
            }
            await context.close();
        }
    await browser.close();
})();
