#!/bin/sh
# What people read is in every catalogue: all of it, certain, and with the same places for
# values; also what the desk says of the protocols that the program carries.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

template=build/gen/vestibule.pot
whole() { # FILE NAME
    msgfmt --check --statistics -o /dev/null "$1" >"$work/out" 2>&1
    check "$2 passes msgfmt" [ $? = 0 ]
    grep -E 'fuzzy|untranslated|error|warning' "$work/out" >"$work/err"
    silent err "and nothing in it is missing or uncertain"
}

# A line a message: its context and key, and each translation, as JSON.
cat >"$work/read.js" <<'J'
exports.read = file => require("fs").readFileSync(file, "utf8").split("\n\n").slice(1).map(block => {
    const field = name => {
        const found = new RegExp(`^${name} ((?:".*"\n?)+)`, "m").exec(block);
        return found && found[1].trim().split("\n").map(line => JSON.parse(line)).join("");
    };
    const said = [field("msgstr"), field("msgstr\\[0\\]"), field("msgstr\\[1\\]")].filter(x => x !== null);
    return { context: field("msgctxt") || "", id: field("msgid"), plural: field("msgid_plural"), said };
}).filter(message => message.id !== null);
J

cmp -s "$template" po/vestibule.pot
point $? "the template is that of the pages and the code; else: make po"
for po in po/*.po; do
    whole "$po" "$po"
    msgcmp "$po" "$template" >"$work/out" 2>&1
    check "and has every message of the template" [ $? = 0 ]
    node -e '
    const places = text => JSON.stringify([...new Set(text.match(/%[1-9]/g) || [])].sort());
    for (const m of require(process.argv[2]).read(process.argv[1]))
        for (const said of m.said)
            if (places(said) !== places(m.plural || m.id)) console.log(m.id);
    ' "$po" "$work/read.js" >"$work/out" 2>&1
    silent out "with the same places for values"
done

for document in chicago roles; do
    "$VESTIBULE" strings "protocols/$document.md" >"$work/template"
    for po in protocols/"$document".*.po; do
        whole "$po" "$po"
        # Quotes are the law's own words.
        node -e '
        const { read } = require(process.argv[3]), key = m => m.context + "\n" + m.id;
        const known = new Set(read(process.argv[1]).map(key)), wanted = read(process.argv[2]);
        for (const m of wanted)
            if (!/^quote\b/.test(m.context) && !known.has(key(m))) console.log("missing", key(m));
        const all = new Set(wanted.map(key));
        for (const k of known) if (!all.has(k)) console.log("not in the document", k);
        ' "$po" "$work/template" "$work/read.js" >"$work/out" 2>&1
        silent out "and has what the desk says, no more"
    done
done
ends
