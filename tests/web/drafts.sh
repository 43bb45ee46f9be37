#!/bin/sh
# A new edition from its first line to the answer at the door: written by one person,
# approved by another, in force at once; and everything that must not go that way.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
entry=$data/protocols/entry.md

sees() { # STATUS NAME PATH [CURL OPTIONS]: the page is in $work/out
    status=$1
    name=$2
    path=$3
    shift 3
    curl -s -o "$work/out" -D "$work/err" -H "Cookie: vestibule-session=$who" "$@" \
        "$place$path"
    grep -q "^HTTP/1.1 $status " "$work/err"
    point $? "$name"
}
lacks() { # WORDS NAME
    ! grep -qF -- "$1" "$work/out"
    point $? "$2"
}
hidden() { # NAME: of the last page's first form
    sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/page" | head -1
}
page() { # PATH: a page whose forms are sent next
    curl -s -o "$work/page" -H "Cookie: vestibule-session=$who" "$place$1"
}
posts() { # STATUS NAME PATH [CURL OPTIONS]: with what the last page's forms carry
    status=$1
    name=$2
    path=$3
    shift 3
    sees "$status" "$name" "$path" --data-urlencode "token=$(hidden token)" \
        --data-urlencode "key=$(hidden key)" --data-urlencode "seen=$(hidden seen)" "$@"
}
goes() { # STATUS NAME PAGE TAIL [CURL OPTIONS]: what a button of a draft's page does
    page "$3"
    tail=$4
    status=$1
    name=$2
    path=$3
    shift 4
    posts "$status" "$name" "$path$tail" "$@"
}
begin() { # ada begins a draft; it is $draft
    who=$ada
    page /protocols/entry/drafts
    posts 303 "an author begins a draft" /protocols/entry/drafts
    draft=$(sed -n 's/^Location: \([^ ]*\)\r$/\1/p' "$work/err")
}
comes() { # WORDS NAME: what the desk is told when the police come
    who=$desk
    page /
    posts 303 "somebody comes" /visits
    visit=$(sed -n 's/^Location: \([^ ]*\)\r$/\1/p' "$work/err" | sed 's|\(/visits/[^/]*\).*|\1|')
    page "$visit/ask/emergency"
    posts 303 "nobody is in danger" "$visit/ask/emergency" --data-urlencode answer=no \
        --data-urlencode basis=told
    page "$visit/ask/agency"
    posts 303 "the police" "$visit/ask/agency" --data-urlencode answer=police \
        --data-urlencode basis=told
    sees 200 "there is an answer" "$visit/answer"
    says out "$1" "$2"
}
ready() { # STATUS NAME PATH: a page that looks again until it is whole
    for _ in $(seq 200); do
        curl -s -o "$work/out" -D "$work/err" -H "Cookie: vestibule-session=$who" "$place$3"
        grep -q '^Refresh:' "$work/err" || break
        sleep 0.1
    done
    grep -q "^HTTP/1.1 $1 " "$work/err" && ! grep -q '^Refresh:' "$work/err"
    point $? "$2"
}
someone() { # AGENCY [FACT VALUE]...: somebody from there comes, and more is said of them
    who=$desk
    page /
    posts 303 "somebody from $1 comes" /visits
    visit=$(sed -n 's/^Location: \([^ ]*\)\r$/\1/p' "$work/err" | sed 's|\(/visits/[^/]*\).*|\1|')
    set -- emergency no agency "$@"
    while [ $# -gt 0 ]; do
        page "$visit/ask/$1"
        posts 303 "$1 is $2" "$visit/ask/$1" --data-urlencode "answer=$2" --data-urlencode basis=told
        shift 2
    done
}
# What the command line decides of every visit, by a document: "VISIT was would" a line of
# those that differ; and on the other output how many there are.
by_hand() { # FILE
    "$VESTIBULE" log tail "$data/record" --last 500 --json >"$work/events" 2>"$work/err"
    node -e '
    const { spawnSync } = require("child_process"), [program, file, events] = process.argv.slice(1);
    const newest = new Map();
    for (const line of require("fs").readFileSync(events, "utf8").trim().split("\n")) {
        const event = JSON.parse(line);
        if (event.kind === "decision_made") newest.set(event.visit, event.fields);
    }
    for (const [visit, { facts, as_of, outcomes }] of newest) {
        const said = Object.entries(facts).map(([name, value]) =>
            name + "=" + (value === true ? "yes" : value === false ? "no" : value));
        const run = spawnSync(program, ["decide", file, "--json", "--at", as_of, ...said]);
        const { entry } = JSON.parse(run.stdout).outcomes;
        if (entry.value !== outcomes.entry) console.log(visit, outcomes.entry, entry.value);
    }
    console.error(newest.size);' "$VESTIBULE" "$1" "$work/events" 2>"$work/all" | sort >"$work/differ"
}
judged() { # what the record says was judged: "JUDGEMENT WRITERS BY DAY" a line
    "$VESTIBULE" log tail "$data/record" --last 500 --json | node -e '
    for (const line of require("fs").readFileSync(0, "utf8").trim().split("\n")) {
        const { kind, fields } = JSON.parse(line);
        if (kind === "edition_judged")
            console.log(fields.judgement, fields.writers, fields.by ?? "-", fields.in_force ?? "-");
    }'
}
text() { # FILE: the digest of the document itself
    sha256sum "$1" | cut -d' ' -f1
}
digest() { # FILE
    "$VESTIBULE" check "$1" --json | sed -n 's/.*"digest": "sha256:\(.*\)".*/\1/p'
}

serve
stop
cp tests/data/worked.md "$entry"
ada=$(build/asan/tests/web/people_peer "$data" ada author)
ben=$(build/asan/tests/web/people_peer "$data" ben author law)
cleo=$(build/asan/tests/web/people_peer "$data" cleo law)
desk=$(build/asan/tests/web/people_peer "$data" desk desk@Hamline)
dora=$(build/asan/tests/web/people_peer "$data" dora auditor)
serve
cp "$entry" "$work/first.md"
sed 's/^rule police_wait.*/rule police_wait, exception to visitors_sign_in: entry is refuse if agency is police/
    s/^edition 2025-01-24/edition 2025-02-01/' "$entry" >"$work/second.md"
sed 's/^rule police_wait.*/rule police_wait, exception to visitors_sign_in: entry is <b>bad<\/b> if agency is police/' \
    "$entry" >"$work/wrong.md"

who=
sees 303 "a stranger is asked to sign in" /protocols/entry/drafts
who=$dora
sees 403 "who writes and approves nothing sees no draft" /protocols/entry/drafts
comes "Ask them to wait" "before it, they wait"
someone ice credentials read reason no
someone police paper none
someone none
by_hand "$work/second.md"
check "two of four visits would be decided otherwise" [ "$(cat "$work/all") $(wc -l <"$work/differ")" = "4 2" ]
begin
who=$dora
sees 403 "nor one of them" "$draft"
who=$cleo
goes 403 "who approves writes none" "$draft" "" --data-urlencode "source@$work/second.md"
page /protocols/entry/drafts
posts 403 "and begins none" /protocols/entry/drafts

who=$ada
goes 303 "it is saved with its mistakes" "$draft" "" --data-urlencode "source@$work/wrong.md"
sees 200 "which the page shows" "$draft"
says out "error P" "with their code"
says out "^" "a caret below"
says out "&lt;b&gt;bad&lt;/b&gt;" "and the line"
lacks "<b>bad" "as words"
lacks "/ask\"" "it cannot be sent"
goes 422 "not even by hand" "$draft" /ask
says out "The draft has mistakes" "which is said"
sees 200 "the lines can be compared" "$draft/compare"
lacks "<b>bad" "as words too"
sees 404 "there are no proofs" "$draft/proofs"

sed '/^always "an emergency/s/admit$/refuse/' "$work/second.md" >"$work/false.md"
goes 303 "what does not hold" "$draft" "" --data-urlencode "source@$work/false.md"
sees 200 "is shown" "$draft"
check "before any hint" [ "$(grep -oE '(error|warning|info) P[0-9]+' "$work/out" | uniq | tr '\n' ' ')" = "error P103 info P059 " ]

cp "$work/first.md" "$work/same.md"
goes 303 "what was in force" "$draft" "" --data-urlencode "source@$work/same.md"
goes 422 "is no new edition" "$draft" /ask
says out "write another date" "which is said"

who=$ada
page "$draft"
cp "$work/page" "$work/early"
goes 303 "ada saves" "$draft" "" --data-urlencode "source@$work/second.md"
cp "$work/early" "$work/page"
posts 409 "who saw an older one does not overwrite it" "$draft" \
    --data-urlencode "source=mine <i>alone</i>"
says out "theirs and yours" "but sees both"
says out "mine &lt;i&gt;alone&lt;/i&gt;" "with nothing lost"
lacks "<i>alone" "as words"
sees 200 "saved is what came first" "$draft"
says out "entry is refuse if agency is police" "whole"
says out "Examples passed" "with its results"
sees 200 "and its proofs" "$draft/proofs"

goes 303 "ada sends it" "$draft" /ask
goes 409 "what is sent stays as it is" "$draft" "" --data-urlencode "source=x"
goes 403 "nobody approves their own" "$draft" /approve
who=$cleo
ready 200 "cleo compares" "$draft/compare"
says out "Decided otherwise" "counted over all cases"
says out "Recorded visits" "and over all visits"
cut -d' ' -f1 "$work/differ" >"$work/visits"
sed -n 's|.*href="/board/visits/\([^"]*\)".*|\1|p' "$work/out" | sort >"$work/listed"
check "those are listed that the command line finds" cmp -s "$work/listed" "$work/visits"
check "with what was and what would be" [ "$(grep -c 'Was</span> <span class="line">May they come in? · Ask them to wait' "$work/out") $(grep -c 'Would be</span> <span class="line">May they come in? · Do not let them in' "$work/out")" = "2 2" ]
sees 200 "the draft's own page" "$draft"
says out "Visits decided anew" "says how many"
who=$ada
ready 200 "ada compares, too" "$draft/compare"
says out "Visits decided anew" "and learns how many"
lacks "/board/visits/" "but not which"
lacks "Hamline" "nor where"
who=$cleo
goes 422 "back it goes only with words" "$draft" /send-back
goes 303 "cleo sends it back" "$draft" /send-back --data-urlencode "words=Police <u>wait</u>."
sees 200 "the page says why" "$draft"
says out "Police &lt;u&gt;wait&lt;/u&gt;." "in cleo's words"
who=$ben
goes 303 "ben writes on" "$draft" "" --data-urlencode "source@$work/second.md"
goes 303 "and sends it" "$draft" /ask
goes 403 "who wrote any of it does not approve, in no role" "$draft" /approve
says out "You wrote some of this draft" "and learns why"
stop
serve

sed 's/^edition 2025-01-24/edition 2025-01-30/' "$work/first.md" >"$entry"
kill -HUP "$server"
for _ in $(seq 100); do
    if grep -q protocols_re "$work/log"; then break; fi
    sleep 0.1
done
who=$cleo
goes 409 "what an operator put there meanwhile counts" "$draft" /approve
says out "no longer in force" "which is said"
who=$ada
goes 303 "ada takes it back" "$draft" /take-back
goes 409 "it has to be compared again" "$draft" /ask
goes 303 "ada has" "$draft" /newer
goes 303 "and sends it again" "$draft" /ask

who=$cleo
page "$draft"
posts 303 "cleo approves" "$draft/approve"
posts 303 "sent twice, done once" "$draft/approve"
sees 200 "it is in force" /protocols/entry/editions
says out "sha256:$(digest "$work/second.md")" "by its digest"
says out "Approved by" "with who approved it"
check "the document is replaced" cmp -s "$entry" "$work/second.md"
check "the draft is gone" [ -z "$(ls "$data/drafts")" ]
sees 404 "from the pages too" "$draft"
comes "Do not let them in." "what is decided from now on is decided by it"
stop
serve
sees 200 "a new start changes nothing" /protocols/entry/editions
check "of that" [ "$(grep -c '<section class="card">' "$work/out")" = 4 ]
begin
sed 's/^edition 2025-02-01, in force from 2025-01-24/edition 2999-01-01, in force from 2999-01-02/' "$work/second.md" >"$work/later.md"
goes 303 "one whose first day is to come" "$draft" "" --data-urlencode "source@$work/later.md"
goes 303 "can be sent" "$draft" /ask
who=$cleo
sees 200 "cleo reads" "$draft"
says out "2999-01-02" "when it would come into force"
page "$draft"
posts 303 "and approves it" "$draft/approve"
posts 303 "sent twice, it is approved once" "$draft/approve"
sees 200 "it waits" "$draft"
says out "This draft is approved" "and says so"
check "the old one is in force" cmp -s "$entry" "$work/second.md"
stop
serve
sees 200 "it waits after a new start" "$draft"
says out "This draft is approved" "as before"
goes 303 "it can be sent back until then" "$draft" /send-back --data-urlencode "words=Not yet."
who=$ada
sees 200 "ada has it again" "$draft"
says out "Not yet." "with why"
goes 303 "a draft can be thrown away" "$draft" /drop
sees 404 "and is gone" "$draft"
begin
{
    cat "$entry"
    printf '\nSaid more <i>kindly</i>.\n'
} >"$work/kinder.md"
check "words alone are the same decisions" [ "$(digest "$work/kinder.md")" = "$(digest "$work/second.md")" ]
goes 303 "a draft of other words alone" "$draft" "" --data-urlencode "source@$work/kinder.md"
goes 303 "can be sent" "$draft" /ask
who=$cleo
page "$draft"
posts 303 "and approved" "$draft/approve"
check "the document has them" cmp -s "$entry" "$work/kinder.md"
sees 200 "they are an edition" "/protocols/entry/editions/$(text "$work/kinder.md")"
says out "This edition is in force" "which is in force"
sees 200 "and can be had" "/protocols/entry/editions/$(text "$work/kinder.md")/source"
check "in these words" cmp -s "$work/out" "$work/kinder.md"
sees 200 "what was in force before" "/protocols/entry/editions/$(text "$work/second.md")"
says out "This edition is not in force now" "is another"
sees 200 "which can be had" "/protocols/entry/editions/$(text "$work/second.md")/source"
check "as it was written" cmp -s "$work/out" "$work/second.md"
stop

# Stopped after a draft's file said that it was sent back, and before the record did.
serve
begin
goes 303 "another one to be judged" "$draft" "" --data-urlencode "source@$work/later.md"
goes 303 "is sent" "$draft" /ask
stop
node -e '
const fs = require("fs"), [file] = process.argv.slice(1), draft = JSON.parse(fs.readFileSync(file, "utf8"));
draft.state = "written";
draft.revision++;
draft.key = "01900000-0000-7000-8000-000000000001";
draft.steps.push({ at: draft.steps.at(-1).at, deed: "sent_back", by: "cleo", words: "Not so." });
fs.writeFileSync(file, JSON.stringify(draft));' "$data"/drafts/*.json
serve
stop
serve
stop
judged >"$work/out"
cat >"$work/expected" <<'END'
sent_back ada cleo -
approved ada cleo 2999-01-02
sent_back ada cleo -
sent_back ada cleo -
END
check "what was judged, by whom and for which day, is recorded once" cmp -s "$work/expected" "$work/out"
echo '{' >"$data/drafts/01900000-0000-7000-8000-000000000002.json"
serve
sees 200 "a draft's file that is broken keeps no desk closed" /sign-in
for _ in $(seq 100); do
    grep -q '01900000-0000-7000-8000-000000000002.json' "$work/log" && break
    sleep 0.1
done
check "and is named in the log" grep -q 'protocols_refused.*000000000002.json' "$work/log"
stop
"$VESTIBULE" log tail "$data/record" --last 500 >"$work/out" 2>"$work/err"
check "one approval, one event" [ "$(grep -c 'approved_by' "$work/out")" = 2 ]
status 0 "and every decision can be made again" replay --record "$data/record"
ends
