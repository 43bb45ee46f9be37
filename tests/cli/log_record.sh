#!/bin/sh
# vestibule log new, add, publish, tail, prove: a record from its first day on.
. tests/cli/tap.sh

log=$work/record
origin=school.example/vestibule
event() { # VISIT KIND FIELDS [MEMBERS]
    printf '{"visit":"%s","kind":"%s","fields":%s%s}' "$1" "$2" "$3" "${4-}" >"$work/event.json"
}

status 2 "an origin with a space" log new "$log" "school example"
status 0 "a record" log new "$log" $origin --json
json "d.origin === '$origin' && d.vkey.startsWith('$origin+')" "tells its key"
key=$(cat "$log/public/vkey")
status 6 "a second one in its place" log new "$log" $origin

status 5 "a proof before anything is signed" log prove "$log" 0 -o "$work/early"
says err "log publish" "says what to do"
printf '{"kind":"visit_opened","fields":{"school":"Hamline","by":"front desk","way":"door"}}' |
    "$VESTIBULE" log add "$log" - --json >"$work/opened"
visit=$(sed -n 's/.*"visit": "\(.*\)".*/\1/p' "$work/opened")
check "a visit begins on standard input" [ "${#visit}" = 22 ]
event "$visit" fact_stated '{"fact":"agency","value":"ice","by":"front desk","basis":"told"}' \
    ',"exercise":true,"key":"0194a0b8-9c3e-7d11-8a55-0123456789ab"'
status 0 "a fact" log add "$log" "$work/event.json"
says out "recorded as event 2, number 1 of visit $visit" "has its number"
status 0 "the same again" log add "$log" "$work/event.json" --json
json 'd.repeated && d.seq === 2 && d.key === "0194a0b8-9c3e-7d11-8a55-0123456789ab"' "is recorded once"
sed -i s/ice/cbp/ "$work/event.json"
status 6 "another under its key" log add "$log" "$work/event.json"
sed -i s/ab\"/AB\"/ "$work/event.json"
status 3 "a key that is no UUID" log add "$log" "$work/event.json"
event "$visit" fact_sated '{}'
status 3 "a kind that there is not" log add "$log" "$work/event.json"
says err "fact_stated" "is guessed"
event "$visit" fact_stated '{"fact":"agency"}'
status 3 "a fact without its value" log add "$log" "$work/event.json"
printf '{"kind":"visit_opened","by":"desk"}' >"$work/event.json"
status 3 "a field in the wrong place" log add "$log" "$work/event.json"
says err "stands in fields" "is told where it goes"

status 0 "what happened" log tail "$log"
says out "(exercise)" "shows a drill as one"
says out "agency" "and sealed fields"
status 0 "in JSON" log tail "$log" --json
json 'lines.length === 3 && lines[2].fields.value === "ice" && lines[2].n === 1 && lines[2].exercise' "a line an event"
status 0 "the last one" log tail "$log" --last 1 --json
json 'lines.length === 1 && lines[0].seq === 2' "alone"
status 0 "a visit" log tail "$log" --visit "$visit" --json
json 'lines.length === 2 && lines[0].kind === "visit_opened"' "from its beginning"
status 2 "a visit by another name" log tail "$log" --visit hamline
status 5 "a visit that nobody made" log tail "$log" --visit AAAAAAAAAAAAAAAAAAAAAA
status 2 "a count in words" log tail "$log" --last two
mv "$log/keys/seals" "$work/seals"
status 0 "without the keys of sealed fields" log tail "$log" --json
json 'lines[2].locked > 0 && !("value" in lines[2].fields)' "these are counted"
mv "$work/seals" "$log/keys/seals"

status 0 "publishing" log publish "$log"
says out "$origin" "prints the checkpoint"
cp "$work/out" "$work/checkpoint"
check "which is the public one" cmp -s "$work/checkpoint" "$log/public/checkpoint"
status 0 "again" log publish "$log" --json
json '!d.new && d.size === 3' "has nothing new"

status 0 "a proof" log prove "$log" 2 -o "$work/fact"
status 0 "verifies with the key" log verify "$work/fact.tlog-proof" --key "$key"
says out "is entry 2 of this log" "by its number"
rm -r "$log/public/tile"
status 0 "a proof without the public files" log prove "$log" 2 -o "$work/again" --json
json 'd.size === 3' "comes from the database"
check "and is the same" cmp -s "$work/fact.tlog-proof" "$work/again.tlog-proof"
status 5 "an event that is not there" log prove "$log" 3
status 2 "no number" log prove "$log" three
status 2 "one file for two" log prove "$log" 2 -o -
status 5 "no record" log tail "$work"
ends
