#!/bin/sh
# vestibule day: the reference day, and days that are wrong.
. tests/cli/tap.sh

day=protocols/days/hamline-2025-01-24.json
status 0 "the reference day" day $day
says out "read by the school's staff, according to CPS" "a fact keeps its basis and its owner"
says out "inferred by CPS, chief education officer" "also one that was only inferred"
says out "Ask them to wait at the desk." "it begins with waiting"
says out "by 11:21" "calls have a time"
says out "Do not let them in." "it ends with a refusal"
says out "Which agency were they from?" "accounts stand side by side"
says out "Not ICE" "each as it was given"
says out "The same answer." "the agency's name does not matter at the door"
says out "What would have changed it" "it tells what would"
status 0 "in colour" day $day --color=always
status 0 "in JSON" day $day --json
[ -z "${BLESS:-}" ] || cp "$work/out" tests/data/hamline-told.json
check "as the desk's test expects it" cmp -s "$work/out" tests/data/hamline-told.json
json 'd.events.filter(e => e.fact).at(-1).decision.value === "refuse"' "has the decisions"
json 'd.events.filter(e => e.fact).at(-1).decision.known' "known at the end"
json 'd.variants[0].decision.value === "refuse"' "and the variant"
json 'd.events.flatMap(e => e.duties || []).some(x => x.name === "call_law" && x.due === "2025-01-24T11:21:00-06:00")' "duties have a moment"

change() { # NAME WORDS EDIT
    node -e '
        const fs = require("fs");
        const d = JSON.parse(fs.readFileSync(process.argv[1]));
        d.protocol = fs.realpathSync("protocols/chicago.md");
        eval(process.argv[3]);
        fs.writeFileSync(process.argv[2], JSON.stringify(d));' $day "$work/day.json" "$3"
    status 3 "$1" day "$work/day.json"
    says err "$2" "says: $2"
}
change "an unknown fact" 'did you mean `agency`' 'd.events.find(e => e.fact === "agency").fact = "agencie"'
change "an unknown value" 'not one of its values' 'd.events.find(e => e.fact === "agency").value = "kgb"'
change "no basis" 'how it was known' 'delete d.events.find(e => e.fact === "agency").basis'
change "a wrong basis" 'a basis is seen' 'd.events.find(e => e.fact === "agency").basis = "guessed"'
change "out of order" 'event 2' 'd.events[1].at = "2025-01-01T00:00:00-06:00"'
change "a misspelt member" 'did you mean `text`' 'd.events[0].txt = "x"'
change "an unknown source" 'none of the day' 'd.events[0].sources = ["S99"]'
change "an unknown topic" 'none of the day' 'd.events[0].topic = "weather"'
change "nobody who said it" 'by: this member is missing' 'delete d.events[0].by'
change "no events" 'events' 'd.events = []'
change "facts that cannot be a variant" 'variant' 'd.variants[0].facts = {agency: "kgb"}'
node -e '
    const fs = require("fs");
    const d = JSON.parse(fs.readFileSync(process.argv[1]));
    d.protocol = "nothing.md";
    fs.writeFileSync(process.argv[2], JSON.stringify(d));' $day "$work/day.json"
status 5 "a protocol that is not there" day "$work/day.json"
status 3 "no day at all" day $doc
status 5 "no file" day "$work/nothing.json"
ends
