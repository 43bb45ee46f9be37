#!/bin/sh
# A desk that is not heard from while its school is open is shown to those who look after
# it, on a moved clock; one at night, or a school without a device, never is.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/timed.sh
. tests/web/timed.sh

at_desk() { # PATH: as the browser of the enrolled computer
    curl -s -b "$work/desk" -c "$work/desk" -o "$work/out" "$place$1"
}
silent_desks() { # COUNT
    curl -s "$place/metrics" | grep -q "^vestibule_silent_desks $1$"
}
hides() { # WORDS NAME
    ! grep -qF -- "$1" "$work/out"
    point $? "$2"
}

pass_to 'next Wednesday 09:10'
serve
stop
echo 'hours 08:00 15:30' >"$data/calendar.conf"
operator=$(timed_person opa operator)
law=$(timed_person lea law)
principal=$(timed_person pia principal@Hamline)
other=$(timed_person oto principal@Elsewhere)
clerk=$(timed_person ada desk@Hamline)
serve
fill "$operator" /allow-device
sees 200 "a computer is to be the desk's" "$operator" /allow-device -d "token=$token" \
    -d 'name=Front desk' -d school=Hamline
code=$(sed -n 's|.*<code>\(.*\)</code>.*|\1|p' "$work/out" | head -n 1)
curl -s -b "$work/desk" -c "$work/desk" -o "$work/out" -d "code=$code" "$place/enrol"
at_desk /sign-in
says out 'beat.js' "where nobody has signed in its page asks by itself"

# ---- heard, and not ----

pass 240
at_desk /offline/state
pass 240
sees 200 "a desk that was heard from four minutes ago" "$law" /board
hides 'has not been heard from' "is not silent"
pass 120
wait_for silent_desks 1
point $? "six minutes later it is"
said='The desk at Hamline has not been heard from since'
when=$(TZ=America/Chicago date -d "@$(($(date +%s) + passes - 360))" +%H:%M)
sees 200 "the Law Department" "$law" /board
says out "$said" "reads so"
sees 200 "so does the principal" "$principal" /board
says out "$said" "on the board"
sees 200 "and who runs the program" "$operator" /
says out "$said" "on their first page"
grep -qE "$said [^<]*09:[0-9][0-9]" "$work/out"
point $? "with the time"
sees 200 "in Spanish" "$law" /board -H 'Accept-Language: es'
says out "No se sabe nada de la recepción de Hamline" "too"
sees 200 "another school's principal" "$other" /board
hides "$said" "does not"
sees 200 "nor does the desk" "$clerk" /board
hides "$said" "which would have to be heard from"
at_desk /sign-in
wait_for silent_desks 0
point $? "once it asks for anything it is not silent"

# ---- boards that are live ----

pass 240
node tests/web/board_watch.js "$place/board/events" "vestibule-session=$law" 1 "$work/ready" \
    stale >"$work/watched" 2>"$work/err" &
watcher=$!
wait_for [ -e "$work/ready" ]
pass 120
wait "$watcher"
grep -q '^1 ' "$work/watched"
point $? "who watches is told to look again when one falls silent"

# ---- when nobody has to be there ----

pass_to 'next Wednesday 15:29'
wait_for silent_desks 1
point $? "until the school closes it is silent"
pass 120
wait_for silent_desks 0
point $? "then it is not"
pass 59460
wait_for silent_desks 0
point $? "nor in the first minutes of the next day"
pass 600
wait_for silent_desks 1
point $? "then it is again"
stop
operator=$(timed_person ora operator)
serve
wait_for silent_desks 0
point $? "what was not heard while nothing was served is not held against it"
fill "$operator" /devices/1
send 303 "a device that is struck off" "$operator" /devices/1/remove
pass 600
wait_for silent_desks 0
point $? "is not missed"
stop
ends
