#!/bin/sh
# The reference day once more, with everybody called: its facts through the served program,
# letters through a real mail server, a clock that stands still until it is moved.  The trail
# of the record, and what the desk's screen said meanwhile, is tests/data/hamline-called.txt.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/standing.sh
. tests/web/standing.sh

at() { # TIME: of that day
    time=$1
    stand "2025-01-24 $1"
}
looks() { # keep what the desk reads now
    call "$desk" "$visit/answer"
    mv "$work/out" "$work/screen-$(echo "$time" | tr : -).html"
    : >"$work/out"
}
opens() { # LETTER: the link in it, and its button
    link=$(sed -n 's/.*\(\/calls\/[A-Za-z0-9_.-]*\).*/\1/p' "$1" | head -n 1)
    token= key= seen=
}

at 11:10
serve
stop
desk=$(timed_person ada desk@Hamline)
channels "$(cat "$work/port")"
roster 'Lea Ortiz' law_department 1 mail lea@hamline.example
roster 'Bo Lind' law_department 2 mail bo@hamline.example
roster 'Sid Roy' safety_office 1 mail sid@hamline.example
roster 'Pia Noor' principal 1 mail pia@hamline.example
roster 'Ned Cho' network_chief 1 mail ned@hamline.example
serve

# ---- what was known at the door ----

node -e '
    const day = JSON.parse(require("fs").readFileSync(process.argv[1]));
    for (const e of day.events)
        if (e.fact && e.at < "2025-01-24T12")
            console.log(e.at.slice(11, 16), e.fact, e.value === false ? "no" : e.value, e.basis);
' protocols/days/hamline-2025-01-24.json >"$work/facts"
at 11:15
fill "$desk" /
send 303 "agents are at the school" "$desk" /visits
visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
while read -r moment fact value basis; do
    at "$moment"
    fill "$desk" "$visit/ask/$fact"
    send 303 "$moment $fact is $value" "$desk" "$visit/ask/$fact" "answer=$value" "basis=$basis"
done <"$work/facts"
settles 4 "the principal, Law and Safety are called at once, and the principal hears more"
looks

# ---- who answers ----

at 11:17:30
settles 7 "after 90 seconds others are called as well"
looks
at 11:17:40
opens "$(letters_to bo Law | tail -n 1)"
send 303 "the second of Law has it" nobody "$link"
at 11:18:00
opens "$(letters_to pia Principal | head -n 1)"
send 303 "and so has the principal" nobody "$link"
at 11:19:00
settles 8 "after 180 seconds Safety has nobody else"
looks
at 11:21:00
settles 10 "after 300 seconds the desk is told to telephone Safety, and the network's chief is called"
looks
at 11:22:00
duty=$(sed -n '/"duty":"call_safety","to"/s/.*"n":\([0-9]*\).*/\1/p' "$work/tail" | head -n 1)
fill "$desk" "$visit/answer"
send 303 "it does, and reaches them" "$desk" "$visit/duties/$duty/call" state=done \
    at=11:22 "spoke_with=Sid Roy"
looks
at 11:27:00
fill "$desk" "$visit/check?end=left"
send 303 "they leave" "$desk" "$visit/end" end=left
settles 14 "whoever was called hears that it is over"
stop

# ---- the trail ----

node tests/web/trail.js "$work/tail" "$work"/screen-*.html >"$work/out" 2>"$work/err"
point $? "the trail can be read"
[ -z "${BLESS:-}" ] || cp "$work/out" tests/data/hamline-called.txt
diff "$work/out" tests/data/hamline-called.txt >"$work/err"
point $? "the trail shows who was tried, when, what answered, and what the desk read"
status 0 "the record alone shows" callouts audit --data "$data" --json
json '(x => x.duties > 3 && x.answered + x.instructed === x.duties)(d)' \
    "that every duty ended answered, or with the desk told to telephone"
status 0 "and every decision is decided so again" replay --record "$data/record"
ends
