#!/bin/sh
# The protocol room, to whoever asks by HTTP: documents in force as pages, their charts and
# proofs, and cases made up, which are decided as `vestibule decide` decides them.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
sees() { # STATUS NAME PATH WORD...: the page is in $work/out, its head in $work/err
    wanted=$1
    name=$2
    path=$3
    shift 3
    curl -s -o "$work/out" -D "$work/err" -H "Cookie: vestibule-session=$who" "$@" \
        "$place$path"
    grep -q "^HTTP/1.1 $wanted " "$work/err"
    point $? "$name"
}
lacks() { # WORDS NAME
    ! grep -qiF -- "$1" "$work/out"
    point $? "$2"
}

serve
stop
{
    sed 's/^# .*/# A hostile page <script>alert(1)<\/script>/' tests/data/worked.md
    cat <<'END'

<script>alert(2)</script>

<img src=x onerror=alert(3)> [a](javascript:alert(4)) [b](JAVASCRIPT:alert(5))
[c](data:text/html,x) [d](//evil.example/) ![e](https://evil.example/pixel.png)

[fine](https://good.example/) <b onclick="alert(6)">bold</b>

END
    node -e '
    const row = cell => "|" + Array(100).fill(cell).join("|") + "|\n";
    process.stdout.write(row("x") + row("-") + Array(2000).fill("| <script> |\n").join(""));'
} >"$data/protocols/hostile.md"
law=$(build/asan/tests/web/people_peer "$data" ada law)
serve

who=
sees 303 "a stranger is asked to sign in" /protocols
who=$law
sees 200 "who may read sees what is in force" /protocols
says out '<a href="/protocols/entry">' "with a way to each"
says out '<a href="/protocols/roles">' "of them"

sees 200 "a document is a page" /protocols/entry
says out '<h2 id="s-federal-agents">' "with places to lead to"
says out '<a href="#s-federal-agents">' "and what leads there"
says out '<blockquote>' "with its quotes"
says out '<p class="kind">Rule <code>agents_need_a_warrant</code></p>' "its rules"
says out "$("$VESTIBULE" check protocols/chicago.md --json | sed -n 's/.*"digest": "\(.*\)".*/\1/p')" \
    "and the digest of its edition"
sees 404 "none of another name" /protocols/exit
sees 200 "it can be had as written" /protocols/entry/source
check "byte for byte" cmp -s "$work/out" protocols/chicago.md

sees 200 "a hostile document is a page, too" /protocols/hostile
lacks "<script" "without its scripts"
lacks "onerror" "without what its tags would do"
lacks "onclick" "any of them"
lacks "\"javascript:" "without its links to scripts"
lacks "\"data:" "or to data"
lacks "//evil.example" "or to where it pretends to be here"
says out 'href="https://good.example/"' "and with those that are fine"
says err "Content-Security-Policy: default-src 'self';" "and nothing of it may run"
for page in chart try proofs; do
    sees 200 "its $page is harmless" "/protocols/hostile/$page"
    lacks "<script" "as well"
done

sees 200 "a chart" /protocols/entry/chart
says out "The same in words" "stands in words as well"
sees 200 "its picture" /protocols/entry/chart.svg?outcome=entry
says out "<svg " "is drawn"
says err "default-src 'none'" "and may load nothing"
"$VESTIBULE" draw protocols/chicago.md >"$work/drawn"
check "as the program draws it" cmp -s "$work/out" "$work/drawn"
tag=$(sed -n 's/^ETag: \(.*\)\r$/\1/p' "$work/err")
sees 304 "who has it need not fetch it again" /protocols/entry/chart.svg?outcome=entry \
    -H "If-None-Match: $tag"
sees 200 "under its digest" "/protocols/entry/chart.svg?edition=${tag#\"}"
says err "no-cache" "but for a wrong one"
edition=$(echo "$tag" | sed 's/"\(.*\)-entry"/\1/')
sees 200 "it is kept" "/protocols/entry/chart.svg?edition=$edition"
says err "immutable" "for ever"
sees 404 "there is no chart of nothing" /protocols/entry/chart.svg?outcome=nothing

sees 200 "what is proved" /protocols/entry/proofs
says out "an emergency is never delayed" "is every property"
says out "1,027,369,598,976,000" "over all states"
lacks "does not hold" "and they hold"

sees 200 "a case of which nothing is known" /protocols/entry/try
says out "Nothing here is recorded" "says that it is not recorded"
says out "Not known" "and offers every fact as not known"
sees 200 "a fact that there is not" "/protocols/entry/try?agenci=ice"
says out "did you mean" "is a mistake with what was meant"
sees 200 "so is a value" "/protocols/entry/try?agency=%3Cb%3E"
lacks "<b>" "that stays words"
sees 200 "and a moment" "/protocols/entry/try?as-of=noon"
says out 'href="#as-of"' "that leads to its field"
sees 200 "why not another answer" \
    "/protocols/entry/try?where=desk&agency=ice&paper=none&emergency=no&exigency=no&in_charge=principal&why-not=entry.admit"
says out "Why not: Let them in" "is told"
sees 200 "why not what is so" "/protocols/entry/try?agency=none&where=desk&emergency=no&why-not=entry.admit"
says out "That is the answer already." "is the answer"
sees 200 "why not what there is not" "/protocols/entry/try?why-not=entry.perhaps"
says out 'href="#why-not"' "is a mistake"

# Cases at random, out of the form: decided here as on the command line.
cat >"$work/cases.mjs" <<'END'
import { execFileSync } from "node:child_process";
const [place, program, who] = process.argv.slice(2);
const plain = html => html.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&").trim();
const all = (html, what) => [...html.matchAll(what)].map(m => plain(m[1]));
const page = async query => (await fetch(`${place}/protocols/entry/try?${query}`, {headers: {Cookie: `vestibule-session=${who}`}})).text();
const form = await page("");
const facts = [...form.matchAll(/<select class="typed" id="fact-(\w+)"[^]*?<\/select>/g)].map(m => [m[1], all(m[0], /<option (value="\w+")/g), [...m[0].matchAll(/value="(\w+)"/g)].map(v => v[1])]);
let seed = 20260901, wrong = 0, known = 0, refused = 0;
const random = n => ((seed = Math.imul(seed, 1103515245) + 12345 >>> 0) >>> 16) % n;
const at = "2026-09-01T10:00:00-05:00";
for (let i = 0; i < 40; i++) {
    const some = facts.filter(() => random(4) !== 0).map(([name, , values]) => `${name}=${values[random(values.length)]}`);
    const html = await page([...some, `as-of=${encodeURIComponent(at)}`].join("&"));
    let json;
    try { json = JSON.parse(execFileSync(program, ["decide", "protocols/chicago.md", ...some, "--at", at, "--json"], {stdio: ["ignore", "pipe", "ignore"]})); } catch { json = null; }
    if (json === null) {
        refused++;
        if (!html.includes("There is a problem")) { wrong++; console.log("not refused", some); }
        continue;
    }
    const entry = json.outcomes.entry;
    const there = {
        word: all(html, /<strong>([^<]*)<\/strong>\s*<\/p>/g)[0],
        value: (/<code>entry=(\w+)<\/code>/.exec(html) ?? [])[1],
        rules: entry.known ? all(html, /Rule <code>(\w+)<\/code>/g) : [],
        duties: all(html, /<li>([^<]*)<small>/g),
        says: all(html, /<blockquote>([^]*?)<\/blockquote>/g),
    };
    const here = {
        word: entry.label,
        value: entry.known ? entry.value : undefined,
        rules: entry.known ? entry.rules.map(r => r.name) : [],
        duties: json.duties.map(d => d.text),
        says: json.say ?? json.says,
    };
    known += entry.known;
    if (JSON.stringify(there) !== JSON.stringify(here)) { wrong++; console.log(some.join(" "), JSON.stringify(there), JSON.stringify(here)); }
}
console.log(`${facts.length} facts, ${known} known, ${refused} refused, ${wrong} wrong`);
process.exit(wrong === 0 && known > 5 && facts.length > 20 ? 0 : 1);
END
node "$work/cases.mjs" "$place" "$VESTIBULE" "$law" >"$work/out" 2>"$work/err"
check "cases are decided as the command line decides them" [ $? = 0 ]
stop

"$VESTIBULE" log tail "$data/record" >"$work/out" 2>"$work/err"
lacks "decision" "and nothing of it was recorded"
ends
