#!/bin/sh
# The roster in the browser, by the real server and a real mail server on a moved clock: who
# may keep it, how an address is proved, who is called for that; two at once, forms that come
# twice, words that are none of ours.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/calling.sh
. tests/web/calling.sh

shown() { # the roster as another process reads it
    "$VESTIBULE" roster show --data "$data" --json >"$work/out" 2>"$work/err"
}
led() { # where the last answer leads, without the server
    sed -n "s|^[0-9]* $place\\(/[^?]*\\).*|\\1|p" "$work/err"
}
one() { # WORDS NAME: the page has them once
    [ "$(grep -cF -- "$1" "$work/out")" = 1 ]
    point $? "$2"
}
none() { # WORDS NAME
    ! grep -qF -- "$1" "$work/out"
    point $? "$2"
}
codes() { # the letters with a code, the newest last
    letters_to ann 'Your code is'
}
came() { # COUNT NAME: so many letters with a code, of which $code is the newest
    comes "$1" ann 'Your code is' "$2"
    code=$(sed -n 's/.*Your code is \([0-9]*\)\..*/\1/p' "$(codes | tail -n 1)")
}
wrong() { # a code that is another one
    printf '%06d' $(((${code#"${code%%[!0]*}"} + 1) % 1000000))
}
types() { # STATUS NAME CODE
    fill "$law" "$contact/code"
    send "$1" "$2" "$law" "$contact/code" "code=$3"
}
visitor() { # NAME: and the answers that need Law
    fill "$desk" /
    send 303 "$1" "$desk" /visits
    visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
    answer "$desk" "$visit" emergency=no where=desk agency=ice
}
leaves() {
    fill "$desk" "$visit/check?end=left"
    send 303 "they leave" "$desk" "$visit/end" end=left
}

serve
stop
law=$(person lea law)
law2=$(person bo law)
desk=$(person ada 'desk@Hamline')
for role in principal@Hamline safety records communications author auditor operator; do
    person "the-${role%@*}" "$role" >"$work/${role%@*}"
done
echo "$desk" >"$work/desk"
echo nobody >"$work/nobody"
channels "$(cat "$work/port")"
serve

# ---- who may ----

for role in safety operator auditor principal; do
    sees 200 "$role sees the roster" "$(cat "$work/$role")" /roster
done
for role in desk records communications author; do
    sees 403 "$role does not" "$(cat "$work/$role")" /roster
done
sed -n 's/^ *{HTTP_\([A-Z]*\), *STR_INIT("\(\/roster[^"]*\)"), *DOOR_MAY, MAY_CHANGE_ROSTER.*/\1 \2/p' \
    src/web/doors.c | sed 's/{number}/1/' >"$work/doors"
[ "$(wc -l <"$work/doors")" -gt 20 ]
point $? "the doors behind which it is changed are known"
for role in principal auditor desk records communications author nobody; do
    while read -r method path; do
        call "$(cat "$work/$role")" "$path" -X "$method"
        grep -qE '^(403 |[0-9]+ .*/sign-in)' "$work/err" || echo "$method $path" "$(cat "$work/err")"
    done <"$work/doors" >"$work/opened"
    check "$role changes nothing of it" [ ! -s "$work/opened" ]
done

# ---- somebody ----

sees 200 "a roster with nobody on it" "$law" /roster
says out "Nobody yet, so nobody is called." "says so"
says out "Nobody is on duty from" "and what is missing in the days to come"
says out "On school days from 07:00 to 18:00" "while schools are open"
fill "$law" /roster/new-person
send 422 "somebody without a name" "$law" /roster/new-person name= role=law_department
says out "Write their name." "is asked for it"
send 422 "a role that nobody is called in" "$law" /roster/new-person name=Ann role=desk
says out 'href="#role"' "is chosen again"
send 422 "a login of nobody" "$law" /roster/new-person name=Ann role=law_department login=x
says out "There is no account with this login." "is refused"
shown
json 'd.people.length === 0' "nothing came of that"
token=wrong send 403 "a form of somebody else's making" "$law" /roster/new-person name=Ann role=law_department
fill "$law" /roster/new-person
send 303 "a lawyer" "$law" /roster/new-person 'name=<b>Ann & "Co"</b>' role=law_department \
    head=yes login=lea
ann=$(led)
send 303 "sent twice" "$law" /roster/new-person 'name=<b>Ann & "Co"</b>' role=law_department \
    head=yes login=lea
shown
json 'd.people.length === 1 && d.people[0].roles[0].head' "is one"
for path in /roster "$ann" "$ann/change" "$ann/contact" "$ann/gone" /roster/new-week; do
    sees 200 "$path" "$law" "$path"
    says out "&lt;b&gt;Ann &amp; " "has the name"
    none '<b>Ann' "as words"
done
fill "$law" /roster/new-person
send 303 "a principal" "$law" /roster/new-person 'name=Pia Noor' role=principal school=hAMLINE
shown
json 'd.people[1].roles[0].school === "Hamline"' "has the school that is meant"

# ---- an address ----

fill "$law" "$ann/contact"
send 422 "an address that is none" "$law" "$ann/contact" channel=mail address=ann
says out 'href="#address"' "is typed again"
send 303 "a mail address" "$law" "$ann/contact" channel=mail address=ann@hamline.example
sees 200 "their page" "$law" "$ann"
says out "Not verified yet, so nothing is sent there." "says what it is worth"
contact=$(sed -n 's/.*href="\(\/roster\/contacts\/[0-9]*\)".*/\1/p' "$work/out")
sees 200 "another office" "$(cat "$work/auditor")" /roster
none "ann@hamline.example" "is shown no address"
visitor "somebody is at the desk"
wait_for shows "$desk" "$visit/answer" "Telephone now"
point $? "nobody can be reached, so the desk telephones"
leaves

# ---- the code ----

fill "$law" "$contact"
send 303 "a code" "$law" "$contact/send"
send 303 "and the same form once more" "$law" "$contact/send"
came 1 "comes by mail"
first=$code
sees 200 "the page for it" "$law" "$(sed -n "s|^303 $place||p" "$work/err")"
fill "$law" "$contact"
send 429 "another one at once" "$law" "$contact/send"
says out "wait a minute" "is too much"
types 422 "a wrong code" "$(wrong)"
says out "This is not the code." "is refused"
pass 61
fill "$law" "$contact"
send 303 "a minute later" "$law" "$contact/send"
came 2 "there is another: the form that came twice sent one"
[ "$first" = "$code" ] || types 422 "the one before" "$first"
pass 901
types 422 "the right one after a quarter of an hour" "$code"
says out "This code counts no more; go back and send another one." "is refused"
fill "$law" "$contact"
send 303 "a third" "$law" "$contact/send"
came 3 "comes"
for try in one two three four; do
    types 422 "wrong: $try" "$(wrong)"
done
says out "This is not the code." "may be tried again"
types 422 "wrong: five" "$(wrong)"
says out "This code counts no more" "is too often"
types 422 "then the right one" "$code"
says out "This code counts no more" "is refused, too"
shown
json '!d.people[0].addresses[0].works' "so far nothing is proved"
pass 61
fill "$law" "$contact"
send 303 "a fourth" "$law" "$contact/send"
came 4 "comes"
types 303 "read out in two halves" "$(echo "$code" | sed 's/.../& /')"
send 303 "and sent twice" "$law" "$contact/code" "code=$code"
sees 200 "the address" "$law" "$contact"
says out "Works: tested today." "works"
pass 61
types 422 "the same code later" "$code"
"$VESTIBULE" log tail "$data/record" --last 500 --json >"$work/out"
json 'lines.filter(e => /was proved by a code/.test(e.fields?.change ?? JSON.stringify(e))).length === 1' "the record tells it once"
none "ann@hamline.example" "and no address"
! grep -q "$code" "$work/log" "$work/out"
point $? "nor does the log have a code"

# ---- called ----

visitor "another visitor"
comes 1 ann 'Hamline needs Law Department' "who has a verified address is called"
leaves
comes 1 ann 'is over' "and told when it is over"

stop
rm "$data/channels.conf"
serve
sees 200 "without any channel" "$law" /roster
says out "No way to send anything is set up" "nobody is called"
says out "Their channel is not set up" "whoever has duty"
channels "$(cat "$work/port")"
stop
serve

# ---- two at once ----

plain() { # what a browser would send back
    seen=$(echo "$seen" | sed 's/&lt;/</g; s/&gt;/>/g; s/&#34;/"/g; s/&amp;/\&/g')
}
fill "$law2" "$ann/change"
plain
token2=$token key2=$key seen2=$seen
fill "$law" "$ann/change"
plain
send 303 "one changes the name" "$law" "$ann/change" name='Ann Lee' post=law_department! login=lea
send 303 "and sends it twice" "$law" "$ann/change" name='Ann Lee' post=law_department! login=lea
token=$token2 key=$key2 seen=$seen2
send 409 "the other, who saw it as it was," "$law2" "$ann/change" name=Anne role=safety_office
says out "Somebody else changed this a moment ago" "is told"
shown
json 'd.people[0].name === "Ann Lee" && d.people[0].roles.length === 1' "and nothing is lost"
fill "$law" /roster/new-week
send 422 "a week without a day" "$law" /roster/new-week person="${ann##*/}" role=law_department \
    rank=1 from=00:00 to=00:00 first=2020-01-01
says out 'href="#day"' "is asked for one"
set -- person="${ann##*/}" role=law_department rank=1 from=00:00 to=00:00 first=2020-01-01
for day in 0 1 2 3 4 5 6; do set -- "$@" day=$day; done
send 303 "a duty each week" "$law" /roster/new-week "$@"
send 303 "sent twice" "$law" /roster/new-week "$@"
sees 200 "the roster" "$law" /roster
one "Law Department, called first: Every day, for 24 hours from 00:00" "has it once"
week=$(sed -n 's/.*href="\(\/roster\/weeks\/[0-9]*\)".*/\1/p' "$work/out")
fill "$law2" "$week"
token2=$token key2=$key
fill "$law" "$week"
send 303 "one ends it" "$law" "$week/remove"
token=$token2 key=$key2
send 303 "and the other at the same moment" "$law2" "$week/remove"
sees 200 "then" "$law" /roster
none "for 24 hours" "it is not there"
fill "$law" /roster/new-week
send 303 "another" "$law" /roster/new-week "$@"

# ---- absences and changes ----

fill "$law" /roster/new-person
send 303 "a colleague" "$law" /roster/new-person 'name=Bo Lind' role=law_department
bo=$(led)
fill "$law" /roster/new-absence
send 422 "an absence that ends before it begins" "$law" /roster/new-absence person="${ann##*/}" \
    stand-in="${bo##*/}" from-day=2026-01-02 to-day=2026-01-01
send 422 "a day that is none" "$law" /roster/new-absence person="${ann##*/}" \
    stand-in="${bo##*/}" from-day=soon to-day=2099-01-01
says out 'href="#from-day"' "is typed again"
send 303 "an absence" "$law" /roster/new-absence person="${ann##*/}" stand-in="${bo##*/}" \
    from-day=2020-01-01 to-day=2099-01-01
sees 200 "the roster" "$law" '/roster?find=law+dep'
says out "<td>Bo Lind</td>" "has who stands in"
says out "Bo Lind is on duty and has no address that works" "and says that they cannot be reached"
none "Pia Noor" "and nobody who was not looked for"
fill "$law" /roster/new-change
send 303 "nobody for once" "$law" /roster/new-change person=0 role=law_department rank=1 \
    from-day=2020-01-01 from=10:00 to-day=2020-01-01 to=11:00
sees 200 "what is over" "$law" /roster
none "Law Department, called first: once" "is no duty any more"

# ---- let go, forgotten, tested again ----

fill "$law" "$bo/gone"
send 303 "a colleague leaves" "$law" "$bo/gone"
send 303 "and is let go twice" "$law" "$bo/gone"
sees 404 "their page" "$law" "$bo"
stop
pass $((121 * 24 * 3600))
mkdir "$work/staff"
echo 'sourcedId,name,type
s1,Hamline,school' >"$work/staff/orgs.csv"
{
    echo 'sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,email'
    for n in $(seq 41); do echo "u$n,true,s1,administrator,Ruth,Number$n,"; done
} >"$work/staff/users.csv"
status 0 "many people" roster import "$work/staff" --by IT --data "$data"
law=$(timed_person mia law)
serve
sees 200 "after a third of a year" "$law" "$ann"
says out "days ago: test it again." "an address is to be tested again"
fill "$law" /roster/new-week
says out '<datalist id="person-list">' "among many, somebody is searched"
send 422 "by a part of a name that many have" "$law" /roster/new-week 'person=number1' "$@"
says out "Several people are called so; choose one of them." "they are shown"
says out "Ruth Number19: Principal (Hamline)</option>" "to choose from"
shift
send 422 "by a name of nobody" "$law" /roster/new-week 'person=nemo' "$@"
says out "Nobody on the roster is called so." "they are told"
send 303 "by a whole name" "$law" /roster/new-week 'person=RUTH number7' "$@"
sees 200 "the roster" "$law" '/roster?find=number7'
one "Law Department, called first: Every day" "has their duty"
ends
