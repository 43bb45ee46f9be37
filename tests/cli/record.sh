#!/bin/sh
# vestibule day --record, replay --record, log disclose, erase and hold: what they say.
. tests/cli/tap.sh

day=protocols/days/hamline-2025-01-24.json
record=$work/record
status 0 "the reference day is told into a record" day $day --record "$record"
says out "events recorded, marked as an exercise" "as an exercise"
says out "hamline.example/vestibule" "and its checkpoint is printed"
status 0 "told twice" day $day --record "$record" --json
json 'd.added === 0 && d.size > 40 && d.checkpoint.includes("\n\n— ")' "it is there once"
status 6 "under another name" day $day --record "$record" --origin other.example/log
says err "holds the record of hamline.example/vestibule" "it is refused"
key=$(cat "$record/public/vkey")
status 0 "anybody can verify it" log verify "$record/public" --key "$key"

status 0 "every decision is decided again" replay --record "$record"
says out "came out as recorded" "and agrees"
status 0 "in JSON" replay --record "$record" --json
json 'lines.length > 5 && lines.every(l => l.finding === "agrees")' "too"
visit=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8").split("\n")[0]).visit' "$work/out")
status 2 "with a document as well" replay --record "$record" $doc
status 2 "with nothing at all" replay
status 5 "without a record" replay --record "$work/none"

answer=$work/answer.json
status 0 "some fields are disclosed" log disclose "$record" 2 5 --withhold 'by=name of staff' \
    --withhold 'account/2=not asked for' -o "$answer" --page "$work/answer.html"
status 0 "and verified with the key alone" log verify "$answer" --key "$key"
says out "withheld: name of staff" "reasons are told"
says out "account, paragraph 2" "for a paragraph too"
says out "value  desk" "the rest is laid open"
status 0 "in JSON" log verify "$answer" --key "$key" --json
json 'd.ok && d.events[1].fields.value === "desk" && !("by" in d.events[1].fields)' "too"
json 'd.events[0].fields.account[0] && d.events[0].fields.account[1] === null' "a paragraph is null"
check "the page shows it" grep -q "<td>desk</td>" "$work/answer.html"
check "and not what is withheld" sh -c '! grep -q "the principal and CPS" "$1"' - "$work/answer.html"
status 0 "a whole visit" log disclose "$record" --visit "$visit" -o "$work/visit.json"
status 0 "is shown to be whole" log verify "$work/visit.json" --key "$key"
says out "every event of this visit" "and says so"
status 0 "nothing but the proof" log disclose "$record" 5 --withhold '*=not asked for' -o "$work/proof.json"
status 0 "is verified too" log verify "$work/proof.json" --key "$key" --json
json 'd.ok && Object.keys(d.events[0].fields).length === 0' "and shows no field"

status 2 "a slip in a name" log disclose "$record" 5 --withhold nmae=x
says err "is no sealed field of these events" "lays nothing open"
status 2 "a field without a reason" log disclose "$record" 5 --field value
says err "neither laid open nor withheld with a reason" "is refused"
status 2 "no event at all" log disclose "$record"
status 2 "a reason that is empty" log disclose "$record" 5 --withhold by=
status 5 "an event that is not there" log disclose "$record" 999

sed 's/~",/~WyJzYWx0IiwgImJ5IiwgIm5vYm9keSJd~",/' "$answer" >"$work/forged.json"
status 1 "a forged disclosure" log verify "$work/forged.json" --key "$key"
says out "refused" "is refused"
node -e '
    const fs = require("fs"), bundle = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
    bundle.events[0].withheld[0].digest = bundle.events[1].withheld[0].digest;
    fs.writeFileSync(process.argv[2], JSON.stringify(bundle));
' "$answer" "$work/forged.json"
status 1 "a reason for another digest" log verify "$work/forged.json" --key "$key" --json
json '!d.ok && d.text.includes("without a reason")' "is refused in JSON"
status 4 "by another's key" log verify "$answer" --key \
    PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
echo '{"format": "vestibule-bundle-2"}' >"$work/other.json"
status 3 "another format" log verify "$work/other.json" --key "$key"

status 0 "there are no holds" log hold "$record"
says out "There are no holds." "and it says so"
status 2 "a hold without a reason" log hold "$record" 5 --by counsel
status 0 "a visit is held" log hold "$record" --visit "$visit" --reason 'Doe v. District' --by counsel
status 4 "then erasing" log erase "$record" 5 --schedule S1 --by registrar
says err "under hold 1, ordered by counsel: Doe v. District" "is refused, and says why"
status 0 "the hold is lifted" log hold "$record" --end 1 --reason settled --by counsel
status 0 "and listed as ended" log hold "$record" --json
json 'd.length === 1 && d[0].ends && d[0].visit' "in JSON"
status 5 "a hold that is not there" log hold "$record" --end 9 --reason settled --by counsel

status 0 "a field is erased" log erase "$record" 5 --field value --schedule S1 --by registrar
says out "1 value of event 5 is erased" "and it says so"
status 0 "again" log erase "$record" 5 --field value --schedule S1 --by registrar --json
json 'd.erased === 0' "it is done already"
status 2 "without a schedule" log erase "$record" 5 --by registrar
status 2 "what stands in the clear" log erase "$record" 6 --field edition --schedule S1 --by registrar
status 5 "a field that it has not" log erase "$record" 5 --field nope --schedule S1 --by registrar
status 0 "proofs still hold" log verify "$record/public" --key "$key"
status 0 "what was given away before still verifies" log verify "$answer" --key "$key"
status 0 "what is left is disclosed" log disclose "$record" 5 -o "$answer"
status 0 "and verified" log verify "$answer" --key "$key"
says out "erased; event" "with what is gone"
status 0 "a decision's facts are erased" log erase "$record" 6 --field facts --schedule S1 --by registrar
status 0 "it is not decided again" replay --record "$record"
says out "rest on what was erased" "and is told"
ends
