#!/bin/sh
# The languages: which one is spoken to whom, and that a whole visit is in Spanish.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/asking.sh
. tests/web/asking.sh

serve
stop
desk=$(person ada 'desk@Hamline')
law=$(person counsel law)
serve

spoken() { # LANGUAGE NAME WORD...: curl's words
    language=$1
    name=$2
    shift 2
    curl -s -D "$work/err" -o "$work/out" "$@" "$place/sign-in"
    grep -qi "^content-language: $language" "$work/err" && grep -q "<html lang=\"$language\"" "$work/out"
    point $? "$name"
}
spoken en "who asks for no language reads English"
spoken es "who accepts Spanish reads it" -H "Accept-Language: es-MX, en;q=0.5"
spoken en "who accepts neither reads English" -H "Accept-Language: fr"
spoken es "a chosen language counts more" -H "Accept-Language: en" -H "Cookie: language=es"
spoken en "one that there is not counts nothing" -H "Cookie: language=xx"
curl -s -D "$work/err" -o "$work/out" --data language=es --data back=//evil.example "$place/language"
says err "Set-Cookie: language=es; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax" "a choice is kept for a year"
grep -qi '^location: .*evil' "$work/err"
point $((1 - $?)) "and leads nowhere else"
curl -s -o "$work/out" -w '%{http_code}' --data language=xx "$place/language" >"$work/err"
says err 422 "no other language can be chosen"
[ -f "$work/data/protocols/entry.es.mo" ]
point $? "the protocol has its translation beside it"

node -e '
const fs = require("fs"), words = [];
for (const file of process.argv.slice(1))
    for (const block of fs.readFileSync(file, "utf8").split("\n\n").slice(1)) {
        const field = name => (new RegExp(`^${name} ((?:".*"\n?)+)`, "m").exec(block + "\n") || ["", ""])[1]
            .trim().split("\n").filter(line => line).map(line => JSON.parse(line)).join("");
        const [id, said] = [field("msgid"), field("msgstr")];
        if (id && said && id !== said && !/%[1-9]/.test(id)) words.push(id);
    }
console.log(JSON.stringify(words));
' po/es.po protocols/chicago.es.po protocols/roles.es.po >"$work/words.json"
NODE_PATH=build/npm/node_modules node tests/web/language.js "$place" "$desk" "$law" \
    "$work/words.json" ${SHOTS:+"$SHOTS"} >"$work/out" 2>"$work/err"
check "a visit is run in Spanish, from the door to the record" [ $? = 0 ]
tail -n +1 "$work/out" | grep . >"$work/err"
silent err "and no English stands on its pages"

stop
printf 'no catalogue' >"$work/data/protocols/roles.es.mo"
status 9 "a catalogue that is none is refused" serve --data "$work/data" --listen 127.0.0.1:0
says err "roles.es.mo: this is no file that msgfmt made" "by name"
ends
