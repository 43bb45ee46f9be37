#!/bin/sh
# Samples of every page, judged as a browser and a screen reader would read them.
. tests/cli/tap.sh

pages=$work/pages
mkdir "$pages"
check "every page is written" build/asan/tests/web/pages_peer "$pages"

for page in "$pages"/*.html; do
    node -e '
    const html = require("fs").readFileSync(process.argv[1], "utf8"), wrong = [];
    const all = what => [...html.matchAll(what)].map(m => m[1]);
    const once = (what, list) => { if (list.length !== 1) wrong.push(`${list.length} of ${what}`); };
    const ids = all(/ id="([^"]*)"/g);
    once("lang", all(/<html[^>]* lang="([a-z]+)"/g));
    once("title", all(/<title>(.+?)<\/title>/g));
    once("main", all(/(<main[ >])/g));
    once("h1", all(/(<h1[ >])/g));
    if (new Set(ids).size !== ids.length) wrong.push("an id stands twice");
    for (const name of [...all(/ for="([^"]*)"/g), ...all(/ aria-(?:labelledby|describedby)="([^"]*)"/g), ...all(/ href="#([^"]*)"/g)])
        if (!ids.includes(name)) wrong.push(`nothing has the id ${name}`);
    for (const [tag] of html.matchAll(/<input(?![^>]*type="hidden")[^>]*>/g))
        if (!all(/ for="([^"]*)"/g).includes(/ id="([^"]*)"/.exec(tag)?.[1])) wrong.push(`no label: ${tag}`);
    for (const [form] of html.matchAll(/<form[^]*?<\/form>/g))
        if (!/action="\/language"/.test(form) && (!/name="token"/.test(form) || !/name="key"/.test(form))) wrong.push("a form without token or key");
    if (/<textarea(?![^>]* dir=)/.test(html)) wrong.push("typed words without a direction of their own");
    if (/<svg(?![^>]*aria-hidden="true")/.test(html)) wrong.push("a picture that is read out");
    if (/<script(?! type="module" src="[^"]*"><\/script>)|<style| style=| on[a-z]+=/.test(html)) wrong.push("a script or style in the page");
    if (/\bhold\b/i.test(html)) wrong.push("the word hold");
    console.log(wrong.join("\n")); process.exit(wrong.length > 0 ? 1 : 0);
    ' "$page" >"$work/out" 2>"$work/err"
    point $? "$(basename "$page") can be read by everybody"
    xmllint --html --noout "$page" 2>&1 | grep -E ': (parser|HTML parser) error' | grep -v 'Tag .* invalid' >"$work/out"
    check "and is well-formed" [ ! -s "$work/out" ]
done

NODE_PATH=build/npm/node_modules node tests/web/browse.js "$pages" >"$work/out" 2>"$work/err"
check "a browser opens them all" [ $? = 0 ]
silent out "and finds nothing to complain about"

# Places are logical, or a page does not turn round for languages that run the other way.
grep -nE '[{; ]((margin|padding|border)-)?(left|right|top|bottom)(-[a-z]+)?:|[{; ](float|clear|width|height|(min|max)-(width|height)):|text-align: (left|right)' \
    src/web/assets/style.css | grep -v '@media' >"$work/out"
silent out "the style sheet says start and end, not left and right"

xmllint --html --xpath 'count(//b) + count(//@onclick)' "$pages/hostile" >"$work/out" 2>/dev/null
says out 0 "whatever is typed into a page stays words"
grep -c "&lt;b title=" "$pages/hostile" >"$work/out"
check "all of it" [ "$(cat "$work/out")" -gt 30 ]
ends
