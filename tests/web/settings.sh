#!/bin/sh
# calling.conf and channels.conf are read anew while people are called: a mistake keeps what
# is in force, and letters that are out end as they began.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/calling.sh
. tests/web/calling.sh

events() { # COUNT NAME: so many such events were told
    [ "$(grep -c "\"event\":\"$2\"" "$work/log")" -ge "$1" ]
}
hang_up() { # COUNT EVENT NAME
    kill -HUP "$server"
    wait_for events "$1" "$2"
    point $? "$3"
    grep "\"event\":\"$2\"" "$work/log" | tail -n 1 >"$work/out"
}
visitor() { # NAME: and the answers that need Law
    fill "$desk" /
    send 303 "$1" "$desk" /visits
    visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
    answer "$desk" "$visit" emergency=no where=desk agency=ice
}

serve
stop
desk=$(person ada 'desk@Hamline')
port=$(cat "$work/port")
channels "$port"
roster 'Lea Ortiz' law_department 1 mail lea@hamline.example
roster 'Bo Lind' law_department 2 mail bo@hamline.example
serve

touch "$mail/hold"
visitor "somebody is at the desk"
first=$visit
comes 1 lea "/calls/${first#/visits/}." "a letter is under way, and the mail server hangs"

# ---- mistakes ----

echo 'mial smtp.hamline.example' >"$data/channels.conf"
hang_up 1 settings_refused "a mistake in channels.conf is refused"
json '/channels.conf: line 1: .*did you mean `mail`/.test(d.problem)' "with its line, and what to do"
channels "$port"
printf 'lane *\n    step 0 seconds: nobody by mail\n' >"$data/calling.conf"
hang_up 2 settings_refused "so is one in calling.conf"
json '/calling.conf: .*line 2/.test(d.problem)' "with its line, too"
rm "$mail/hold"
wait_for shows "$desk" "$first/answer" "It was passed on"
point $? "the letter that was out arrives all the same"

# ---- another order, other channels ----

touch "$mail/hold"
visitor "another visitor"
second=$visit
comes 1 lea "/calls/${second#/visits/}." "a letter is under way again"
printf 'mail 127.0.0.1\n    port %s\n    security none\n    from Office <office@hamline.example>\n' "$port" \
    >"$data/channels.conf"
cat >"$data/calling.conf" <<Y
lane *
    step 0 seconds: second by mail
    step 60 seconds: desk
    again 300 seconds
Y
hang_up 1 settings_read "both are read anew"
hang_up 2 settings_read "and once more, while the letter is out by what was first in force"
rm "$mail/hold"
wait_for shows "$desk" "$second/answer" "It was passed on"
point $? "which arrives"
visitor "a third visitor"
comes 1 bo "/calls/${visit#/visits/}." "the next visit calls in the new order"
grep -q '^From: Office' "$(letters_to bo "${visit#/visits/}" | head -n 1)"
point $? "by the new channels"
pass 95
comes 1 bo "/calls/${second#/visits/}." "a visit goes on by the order that it began with"

rm "$data/calling.conf" "$data/channels.conf"
hang_up 3 settings_read "without the files what the program carries counts"
stop
if grep -q '"event":"post_failed"\|"event":"clock_failed"' "$work/log"; then false; else true; fi
point $? "nothing failed meanwhile"
ends
