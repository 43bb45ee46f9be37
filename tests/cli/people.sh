#!/bin/sh
# vestibule people: accounts without a browser, and what the record says of it.
. tests/cli/tap.sh

data=$work/data
mkdir "$data"
people() { # STATUS NAME WORD...
    wanted=$1
    name=$2
    shift 2
    status "$wanted" "$name" people "$@" --data "$data"
}

people 5 "a list of what is not there" list
people 5 "an invitation without a record" invite ada 'Ada Moreno' --role operator --by IT
"$VESTIBULE" log new "$data/record" school.example/vestibule >"$work/out" 2>&1

people 2 "nobody who does it" invite ada 'Ada Moreno' --role operator
says err "--by is needed" "is asked for"
people 2 "no role" invite ada 'Ada Moreno' --by IT
people 3 "a role that is none" invite ada 'Ada Moreno' --role operatr --by IT
says err 'did you mean `operator`' "with what was meant"
people 3 "a school that has no name" invite ada 'Ada Moreno' --role desk@ --by IT
people 3 "a login with a space" invite 'ada moreno' 'Ada Moreno' --role operator --by IT
people 0 "an invitation" invite Ada 'Ada Moreno' --role operator --role 'desk@Hamline Elementary' --by IT --json
json '/^\/link\/[A-Za-z0-9_-]{43}$/.test(d.link)' "gives a link"
link=$(sed -n 's/.*"link": "\/link\/\(.*\)".*/\1/p' "$work/out")
people 6 "a second one of this login" invite ada 'Another Ada' --role desk@Hamline --by IT
people 0 "a list" list --json
json 'd.length === 1 && d[0].login === "ada" && d[0].state === "invited" && same(d[0].rights, [{role: "operator"}, {role: "desk", school: "Hamline Elementary"}])' "has it"
people 0 "a list to read" list
says out "ada  Ada Moreno, invited: operator, desk@Hamline Elementary" "says as what"

people 0 "an invitation again" reset ADA --by IT --json
json 'd.login === "ada"' "is another link"
says out '"/link/' "that is shown"
people 6 "unlocking who never came" unlock ada --by IT
people 0 "locking" lock ada --by IT
says out "ada is locked." "says so"
people 6 "a link for who is locked" reset ada --by IT
says err "unlock it first" "says what to do"
people 5 "nobody" lock nobody --by IT
says err "vestibule people list" "says where to look"

check "the key is its owner's" [ "$(stat -c %a "$data/people.key")" = 600 ]
check "and so is the database" [ "$(stat -c %a "$data/people.db")" = 600 ]
! grep -qaF "$link" "$data/people.db" && [ ! -s "$data/people.db-wal" ]
point $? "no link stands in the file"
"$VESTIBULE" log tail "$data/record" --json >"$work/out"
json 'lines.filter(e => e.kind === "account_changed").map(e => e.fields.change).join() === "invited,reset,locked"' "the record tells each once"
json 'lines.every(e => e.kind !== "account_changed" || e.fields.account === "ada" && e.fields.by === "IT")' "of whom, and by whom"
! grep -qF "$link" "$work/out"
point $? "and no link"

mv "$data/people.key" "$work/key"
people 5 "a list without the key" list
people 5 "a change without the key" lock ada --by IT
check "makes no other key" [ ! -e "$data/people.key" ]

ends
