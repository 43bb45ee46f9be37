#!/bin/sh
# People are called by the real program, through a real mail server, on a clock that is
# moved from outside (libfaketime): in the order of calling.conf, until somebody answers
# by the link of their letter or the desk is told to telephone; also over a kill -9.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/calling.sh
. tests/web/calling.sh

serve
stop
desk=$(person ada 'desk@Hamline')
law=$(person lea law)
channels "$(cat "$work/port")"
roster 'Lea Ortiz' law_department 1 mail lea@hamline.example
roster 'Bo Lind' law_department 2 mail bo@hamline.example
roster 'Sid Roy' safety_office 1 mail sid@hamline.example
roster 'Pia Noor' principal 1 mail pia@hamline.example
serve

# ---- the first step ----

fill "$desk" /
send 303 "somebody is at the desk" "$desk" /visits
visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
answer "$desk" "$visit" emergency=no where=desk agency=ice
comes 1 lea 'Law Department' "Law gets a letter"
comes 1 sid 'Safety' "and so does Safety"
comes 1 pia 'Principal' "and the principal"
letter=$(letters_to lea 'Law Department' | head -n 1)
cp "$letter" "$work/out"
says out "Subject: Hamline needs Law Department" "it says which school needs whom"
says out "Call the Law Department" "and for what"
grep -qiE 'ice|immigration|agent|ada' "$letter"
[ $? = 1 ]
point $? "and nothing of who is at the desk"
link=$(sed -n 's/.*\(\/calls\/[A-Za-z0-9_.-]*\).*/\1/p' "$letter" | head -n 1)

# ---- the answer ----

sees 200 "the link opens without signing in" nobody "$link"
says out "I have it: Lea Ortiz" "with one button"
sees 200 "nor does opening it twice" nobody "$link"
shows "$desk" "$visit/answer" "Taken on by Lea Ortiz"
[ $? = 1 ]
point $? "answer anything"
sees 404 "another contact is not proved by it" nobody "$(echo "$link" | sed 's/\.\([^.]*\.[^.]*\)$/.9\1/')"
sees 404 "nor is a proof that was cut" nobody "${link%?}"
token= key= seen=
send 303 "the button answers" nobody "$link"
sees 200 "then" nobody "$link"
says out "You have it since" "it says so"
sees 200 "the desk" "$desk" "$visit/answer"
says out "Taken on by Lea Ortiz" "sees who has it"
send 303 "pressed again" nobody "$link"
sees 200 "it" "$law" "/board$visit"
[ "$(grep -c 'taken by Lea Ortiz' "$work/out")" = 1 ]
point $? "is recorded once"
status 0 "the record shows while it is served" callouts audit --data "$data" --json
json 'd.visits === 1 && d.answered > 0 && d.before === 0 && d.answered + d.waiting === d.duties' \
    "that each duty is answered or somebody is called"

# ---- nobody answers ----

pass 95
comes 1 pia 'Safety' "after 90 seconds the principal is called for Safety, too"
has_letters 1 bo 'Law'
[ $? = 1 ]
point $? "and nobody else for Law, which has answered"
pass 210
wait_for shows "$desk" "$visit/answer" "Telephone them now"
point $? "after 300 seconds the desk is told to telephone"
sees 200 "what happened" "$desk" "$visit/answer"
says out "Telephone now: Office of Safety and Security, 773-553-3335" "with office and number"
says out "To Sid Roy, e-mail" "and who was tried"
comes 2 sid 'Safety' "everybody is called again"
# Nothing that Law does renews what Lea took on.
pass 400
comes 2 lea 'Law Department' "an answer that nothing followed lapses, and Law is called again"

# ---- a stop in the middle of a letter ----

touch "$mail/hold"
fill "$desk" /
send 303 "another visitor" "$desk" /visits
second=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
named=/calls/${second#/visits/}.
answer "$desk" "$second" emergency=no where=desk agency=ice
comes 1 lea "$named" "a letter is under way, and the mail server hangs"
kill_now
cut=$(letters_to lea "$named" | tail -n 1)
rm "$mail/hold"
serve
comes 2 lea "$named" "killed and started again, it is sent again"
again=$(letters_to lea "$named" | tail -n 1)
id() { sed -n 's/^Message-ID: //p' "$1"; }
[ -n "$(id "$cut")" ] && [ "$(id "$cut")" = "$(id "$again")" ]
point $? "under the same Message-ID"

# ---- over ----

for one in "$visit" "$second"; do
    fill "$desk" "$one/check?end=left"
    send 303 "they leave" "$desk" "$one/end" end=left
done
comes 1 lea 'is over' "Law is told that it is over"
comes 1 sid 'is over' "and Safety"
comes 1 pia 'is over' "and whoever else was called"
sees 200 "the link" nobody "$link"
says out "The visit is over" "says so, too"
stop
if grep -q '"event":"post_failed"\|"event":"clock_failed"' "$work/log"; then false; else true; fi
point $? "nothing failed meanwhile"
if grep -qF "${link#/calls/}" "$work/log"; then false; else true; fi
point $? "and no link stands in the log"

# ---- afterwards ----

status 1 "the clock was moved in leaps, so steps came late" callouts audit --data "$data" --json
json 'lines.slice(0, -1).every(x => x.finding === "late" && x.seconds > 10)' "and only that is found"
json '(x => x.answered + x.instructed + x.ended === x.duties && x.instructed > 0)(lines.at(-1))' \
    "each duty was answered, or the desk told, or the visit over"
ends
