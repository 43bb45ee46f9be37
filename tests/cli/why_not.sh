#!/bin/sh
# vestibule why-not and prove.
. tests/cli/tap.sh

facts="agency=ice emergency=no paper=none"
# shellcheck disable=SC2086  # words, on purpose
status 0 "reachable" why-not $doc entry=admit $facts
says out "Now:    Do not let them in." "says what is"
says out "Wanted: Let them in, with an escort." "and what is wanted"
# shellcheck disable=SC2086
status 0 "JSON" why-not $doc entry=admit $facts --json
json 'same(d.target, {outcome: "entry", value: "admit"}) && d.reachable === true' "names its target"
json 'same(d.ways[0].set, {emergency: true})' "smallest first"
json 'd.ways[1].set.law_department === "confirmed" && d.ways[1].set.reason === true' "values have their kinds"
json 'd.ways.every(w => !("agency" in w.set))' "what is fixed is never changed"
status 1 "not reachable" why-not $doc entry=refuse agency=none
says out "There is no way" "is said"
status 1 "not reachable in JSON" why-not $doc entry=refuse agency=none --json
json 'd.reachable === false && same(d.ways, [])' "has no ways"
status 0 "reached already" why-not $doc entry=admit agency=none emergency=no
says out "That is the answer already." "is said"
status 2 "an unknown value" why-not $doc entry=admitt
says err 'did you mean `admit`' "is named"
status 2 "no value" why-not $doc entry
status 3 "a wrong fact" why-not $doc entry=admit agency=icy
status 3 "an image" why-not "$VESTIBULE" entry=admit
printf '{"facts": {"agency": "ice", "emergency": false}}' >"$work/in.json"
status 0 "facts from standard input" why-not $doc entry=admit - <"$work/in.json"

status 0 "a property that holds" prove $doc 'never "ice": agency is ice and entry is admit and not emergency and not judge_signed'
says out "holds" "is said to"
status 1 "a property that does not" prove $doc 'never "ice": agency is ice and entry is admit' --json
json 'd.holds === false && d.kind === "never" && d.name === "ice" && d.example.agency === "ice"' "comes with an example"
json 'Object.keys(d.example).length === 2' "a small one"
status 1 "for people" prove $doc 'always "all": entry is admit'
says out "refuted" "it is said"
printf 'always "saved":\n  if emergency then entry is admit\n' >"$work/in"
status 0 "the property from standard input" prove $doc - <"$work/in"
cat >"$work/pages.md" <<'DOCUMENT'
```protocol
edition 2026-01-01, in force from 2026-01-01
fact pages: number 0 to 50 "How many pages?"
fact issued: date "When was it issued?"
fact served: date "When was it served?"
outcome entry: "May they come in?"
  wait  = "Wait."
  admit = "Come in."
  until known: wait
rule usually: entry is wait
rule long, exception to usually: entry is admit if pages >= 20
```
DOCUMENT
sed 's/if pages.*/if served within 5 days of issued/' "$work/pages.md" >"$work/dates.md"
status 0 "two dates, both unknown" why-not "$work/dates.md" entry=admit --json
json 'same(d.ways, [{set: {issued: {}, served: {days_after: {issued: {min: 0, max: 5}}}}}])' "are offered together"
status 0 "the same for people" why-not "$work/dates.md" entry=admit
says out "0 to 5 days after: When was it issued?" "says how far apart"
status 0 "one of them known" why-not "$work/dates.md" entry=admit issued=2026-03-01 --json
json 'same(d.ways, [{set: {served: {min: "2026-03-01", max: "2026-03-06"}}}])' "gives days of the calendar"
status 1 "a number that the document never names" prove "$work/pages.md" 'never "x": pages = 30 and entry is admit' --json
json 'same(d.example, {pages: 30})' "is told apart"
status 1 "dates that it never compares" prove "$work/pages.md" 'never "x": served before issued and entry is admit' --json
json 'd.example.served < d.example.issued' "are compared"
status 3 "a misspelt property" prove $doc 'nevr "x": emergency'
says err "^^^^" "is shown with a caret"
status 3 "an unknown name in it" prove $doc 'never "x": emergencie'
says err "emergency" "with a hint"
status 3 "no property at all" prove $doc ''
status 2 "both from standard input" prove - - <$doc

status 0 "days that pass are a way" why-not protocols/chicago-records.md release=release_scope emergency=no \
    requester=federal wanted=record telephone=no paper=order signer=judge names_student=yes secret=no law=confirmed \
    told=yes contested=no --json
json 'd.ways.some(w => w.set.school_days_since_received?.min === 5)' "up to the fifth school day"
status 1 "a fixed fact that is not known" why-not protocols/chicago.md entry=admit agency=ice
says out "Where are they? [where]" "is asked for"
ends
