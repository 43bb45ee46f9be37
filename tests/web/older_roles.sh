#!/bin/sh
# A protocol of roles that is older than the program: the desk is served, nobody may what
# the document does not know, and those who can mend it are told.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
sees() { # STATUS NAME WHO PATH WORD...
    wanted=$1
    name=$2
    who=$3
    path=$4
    shift 4
    curl -s -o "$work/out" -D "$work/err" -H "Cookie: vestibule-session=$who" "$@" "$place$path"
    grep -q "^HTTP/1.1 $wanted " "$work/err"
    point $? "$name"
}
lacks() { # WORDS NAME
    ! grep -qF -- "$1" "$work/out"
    point $? "$2"
}
told() { # the events of one name, when there is another than there were
    for _ in $(seq 200); do
        if [ "$(grep -c "\"event\":\"$1\"" "$work/log")" -ge "$2" ]; then break; fi
        sleep 0.05
    done
    grep "\"event\":\"$1\"" "$work/log" >"$work/out"
}
rename_act() { # FROM TO
    sed "s/$1/$2/g" protocols/roles.md >"$work/roles.md"
    mv "$work/roles.md" "$data/protocols/roles.md"
}

serve
told request 0
check "nothing is told of a protocol that knows every act" [ "$(grep -c roles_lack_acts "$work/log")" = 0 ]
stop
law=$(person ada law)
author=$(person max author)
principal=$(person joy 'principal@Hamline')

rename_act run_exercise hold_party
serve
told roles_lack_acts 1
json 'lines.length === 1 && lines[0].acts === "run_exercise" && /roles.md$/.test(lines[0].file) && /SIGHUP/.test(lines[0].problem)' \
    "the start names what an older protocol lacks, and what to do"
sees 200 "the desk is served" "$principal" /
sees 403 "nobody may what it does not know" "$principal" /exercise
lacks hold_party "and nothing else stands in for it"
for who in "$law" "$author"; do
    sees 200 "who mends it reads it" "$who" /protocols/roles
    says out "no act here has its name: run_exercise." "and is told what it lacks"
    says out '<a class="way" href="/protocols/roles/drafts">' "and where it is mended"
done
sees 200 "in their language" "$law" /protocols/roles -H "Accept-Language: es"
says out "ningún acto lleva aquí su nombre: run_exercise." "too"
sees 200 "nobody else" "$principal" /protocols/roles
lacks "no act here has its name" "is told"
sees 200 "and no other protocol's page" "$law" /protocols/entry
lacks "no act here has its name" "says so"

rename_act run_exercise hold_parties
kill -HUP $server
told protocols_read 1
told roles_lack_acts 2
json 'lines.length === 2 && lines[1].acts === "run_exercise"' "it is said again when it is read again"
rename_act manage_people mind_people
kill -HUP $server
told protocols_refused 1
json 'lines.length === 1 && /no act .manage_people./.test(lines[0].problem)' \
    "what nobody could mend is refused by its name"
rename_act nothing_at_all nothing_at_all
kill -HUP $server
told protocols_read 2
told roles_lack_acts 2
json 'lines.length === 2' "a whole document is nothing to tell"
sees 200 "its page" "$law" /protocols/roles
lacks "no act here has its name" "says nothing of it"
sees 200 "and who may, may again" "$principal" /exercise
stop

for act in manage_people read_protocol draft_edition approve_edition; do
    rename_act $act something_else
    "$VESTIBULE" serve --data "$data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/err"
    check "without $act there is no start" [ $? = 3 ]
    says err "no act \`$act\`" "and it is named"
done
ends
