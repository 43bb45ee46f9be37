#!/bin/sh
# vestibule decide: the JSON contract, facts from everywhere, what is refused.
. tests/cli/tap.sh

at=2025-01-24T11:15:00-06:00
status 0 "decided" decide $doc agency=ice credentials=read reason=no emergency=no --at $at
says out "Do not let them in." "by the value's label"
says out "Federal agents (Welcoming City Ordinance)" "with its ground"
says out "Agents may not enter unless" "in the words of the source"
says out "within 5 minutes, otherwise Principal" "duties have their terms"
says out "Please wait here." "words to say are there"

status 0 "JSON" decide $doc agency=ice credentials=read reason=no emergency=no --at $at --json
json 'd.protocol === "Chicago: who may come in" && d.edition === "2025-01-24"' "names the protocol"
json '/^sha256:[0-9a-f]{64}$/.test(d.digest)' "and its digest"
json 'd.at === "2025-01-24T11:15:00-06:00"' "and the moment"
json 'same([d.outcomes.entry.value, d.outcomes.entry.known], ["refuse", true])' "the value is known"
json 'd.outcomes.entry.rules[0].name === "agents_need_a_warrant" && d.outcomes.entry.rules[0].line === 72' "by its rule"
json 'same(d.outcomes.entry.ask, [])' "nothing is left to ask"
json 'd.duties[0].name === "call_law" && d.duties[0].to === "law_department" && same(d.duties[0].within, {amount: 5, unit: "minutes"}) && d.duties[0].otherwise === "principal"' "duties"
json 'd.say.length === 1' "words"

status 0 "nothing known: open" decide $doc --json
json '!d.outcomes.entry.known && d.outcomes.entry.value === "wait"' "the value is what is shown until known"
json 'same(d.outcomes.entry.possible, ["refuse", "wait", "admit"])' "with what is possible"
json 'd.outcomes.entry.ask[0] === "emergency"' "and what to ask first"
json 'd.possible_duties.includes("call_law")' "duties that may arise are named"
status 0 "for people" decide $doc
says out "Not known yet: refuse, wait or admit" "open is said"
says out "Still to ask, best first" "with the questions"
says out "law_department, answered by" "and who answers"

cat >"$work/facts.json" <<END
{"at": "$at", "facts": {"agency": "ice", "credentials": "read", "reason": false, "emergency": false, "paper": null}}
END
status 0 "facts from a file" decide $doc "$work/facts.json" --json
json 'd.outcomes.entry.value === "refuse" && d.at === "2025-01-24T11:15:00-06:00"' "decide"
status 0 "facts from standard input" decide $doc - --json <"$work/facts.json"
json 'd.outcomes.entry.value === "refuse"' "decide the same"
status 0 "NAME=VALUE corrects the file" decide $doc "$work/facts.json" agency=none --json
json 'd.outcomes.entry.value === "admit"' "whichever comes first"
status 0 "NAME= forgets" decide $doc "$work/facts.json" agency= --json
json '!d.outcomes.entry.known' "what the file said"
status 0 "the facts' moment goes before --at" decide $doc "$work/facts.json" --at 2020-01-01T00:00:00Z --json
json 'd.at === "2025-01-24T11:15:00-06:00"' "so that a record decides as it did"
status 0 "--zone shows its clocks" decide $doc --at 2025-01-24T17:15:00Z --zone America/Chicago --json
json 'd.at === "2025-01-24T11:15:00-06:00"' "winter time"
status 0 "and in summer" decide $doc --at 2025-07-24T17:15:00Z --zone America/Chicago --json
json 'd.at === "2025-07-24T12:15:00-05:00"' "summer time"
TZ=Asia/Tokyo status 0 "without --zone the computer's own" decide $doc --json
json 'd.at.endsWith("+09:00")' "is used"
status 0 "the document from standard input" decide - agency=none emergency=no --json <$doc
json 'd.outcomes.entry.value === "admit"' "decides"

"$VESTIBULE" build $doc -o "$work/image" -q
status 0 "an image" decide "$work/image" "$work/facts.json" --json
cp "$work/out" "$work/by_image"
"$VESTIBULE" decide $doc "$work/facts.json" --json >"$work/by_document"
check "decides byte for byte as its document" cmp "$work/by_image" "$work/by_document"
head -c 3000 "$work/image" >"$work/cut.image"
status 9 "a damaged image is refused" decide "$work/cut.image"
says err "damaged" "and called that"

refused() { # NAME WORDS JSON
    printf '%s' "$3" >"$work/in.json"
    status 3 "$1 is refused" decide $doc - <"$work/in.json"
    says err "$2" "saying: $2"
    silent out "and nothing is answered"
}
refused "an unknown fact" 'did you mean `agency`' '{"facts": {"agencie": "ice"}}'
refused "an unknown value" 'did you mean `ice`' '{"facts": {"agency": "icy"}}'
refused "a text for yes or no" "true or false" '{"facts": {"reason": "yes"}}'
refused "a number for a choice" "name of a value" '{"facts": {"agency": 1}}'
refused "an empty text" "write null" '{"facts": {"agency": ""}}'
refused "a fact outside facts" 'facts stand inside' '{"agency": "ice"}'
refused "a misspelt member" 'did you mean `facts`' '{"fact": {}}'
refused "a wrong moment" "at: write a moment" '{"at": "noon", "facts": {}}'
refused "a duplicate" "duplicate" '{"facts": {"agency": "ice", "agency": "ice"}}'
refused "a broken object" "line 2, column" '{"facts":
 {"agency": }}'
refused "a list" "an object" '["ice"]'
refused "nothing" "empty" ''
refused "a second value" "line 1" '{"facts": {}} {}'
refused "a huge integer" "integer" '{"facts": {"agency": 123456789012345678901234567890}}'
printf '{"facts": %s' "$(printf '[%.0s' $(seq 5000))" >"$work/in.json"
status 7 "deep nesting is refused" decide $doc - <"$work/in.json"
printf '{"facts": {"agency": "\377"}}' >"$work/in.json"
status 3 "what is not UTF-8 is refused" decide $doc - <"$work/in.json"

status 3 "an unknown fact as an argument" decide $doc agencie=ice
says err 'did you mean `agency`' "with a hint"
status 3 "neither yes nor no" decide $doc reason=perhaps
status 2 "two files" decide $doc a.json b.json
status 2 "standard input for both" decide - - <$doc
status 2 "a wrong --at" decide $doc --at noon
status 2 "an unknown zone" decide $doc --zone Mars/Base
status 2 "a zone that leaves its folder" decide $doc --zone ../../etc/passwd
status 5 "a missing document" decide "$work/nothing.md"
sed 's/^rule police_wait/rule/' $doc >"$work/wrong.md"
status 3 "a document with mistakes" decide "$work/wrong.md"
says err "wrong.md:" "they are shown on standard error"
silent out "and nothing is answered"

status 0 "a day before the edition" decide $doc agency=ice --at 2025-01-23T23:59:00-06:00
says err "not in force on 2025-01-23: this edition is in force from 2025-01-24" "is told"
says out "in force from 2025-01-24" "and every decision says when it is"
status 0 "--quiet" decide $doc agency=ice --at 2025-01-23T23:59:00-06:00 -q
silent err "leaves it out"
status 0 "JSON" decide $doc agency=ice --at 2025-01-23T23:59:00-06:00 --json
json 'd.in_force === false' "has a member for it"
silent err "and no words"
status 0 "on the first day" decide $doc agency=ice --at 2025-01-24T00:00:00-06:00
silent err "there is nothing to tell"
status 0 "JSON" decide $doc agency=ice --at 2025-01-24T00:00:00-06:00 --json
json '!("in_force" in d)' "neither"

cat >"$work/days.md" <<'END'
# Days
```protocol
edition 2025-01-01, in force from 2025-01-01
fact asked: date "When was it asked?"
fact waited: school days since asked
fact number: number 1 to 9 "How many?"
outcome answer: "Is it time?"
  no = "Not yet."
  yes = "Yes."
  until known: no
rule later: answer is no
rule in_time, exception to later: answer is yes if waited >= 5 and number > 2 and now between 08:00 and 16:00
```
END
at=2025-01-13T09:00:00-06:00
status 0 "school days are counted" decide "$work/days.md" asked=2025-01-06 number=3 --at $at --json
json 'd.outcomes.answer.value === "yes"' "from Monday to Friday"
printf '# winter\n2025-01-07 # snow\n\n2024-12-23 2025-01-03\n' >"$work/closed"
status 0 "a calendar" decide "$work/days.md" asked=2025-01-06 number=3 --at $at --calendar "$work/closed" --json
json 'd.outcomes.answer.value === "no"' "takes its days out"
printf '2025-01-07\nnext week\n' >"$work/closed"
status 3 "a wrong calendar" decide "$work/days.md" --calendar "$work/closed"
says err "line 2" "is told by its line"
status 0 "the clock supplies now" decide "$work/days.md" asked=2025-01-06 number=3 --at 2025-01-13T20:00:00-06:00 --json
json 'd.outcomes.answer.value === "no"' "by the moment"
status 0 "now may be stated" decide "$work/days.md" asked=2025-01-06 number=3 now=10:00 --at 2025-01-13T20:00:00-06:00 --json
json 'd.outcomes.answer.value === "yes"' "and then goes before the clock"
status 3 "a number out of range" decide "$work/days.md" number=10
says err "from 1 to 9" "is told its range"
status 3 "a date that does not exist" decide "$work/days.md" asked=2025-02-30
printf '{"facts": {"number": 3.5}}' >"$work/in.json"
status 3 "a number that is not whole" decide "$work/days.md" "$work/in.json"
printf '{"facts": {"number": "3"}}' >"$work/in.json"
status 3 "a number in quotes" decide "$work/days.md" "$work/in.json"
ends
