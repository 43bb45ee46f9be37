#!/bin/sh
# The address outside that watches: it is asked by the served program, and when it does not
# answer the log, the metrics and whoever runs the program hear of it, once.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/timed.sh
. tests/web/timed.sh

mkfifo "$work/watch"
/usr/bin/python3 -B tests/web/beats.py "$work" <"$work/watch" >"$work/port" 2>"$work/watch.log" &
exec 7>"$work/watch"
trap 'exec 7>&-; stop; rm -rf "$work"' EXIT
until [ -s "$work/port" ]; do sleep 0.05; done

told() { # COUNT EVENT
    [ "$(grep -c "\"event\":\"$2\"" "$work/log")" -ge "$1" ]
}
tells() { # COUNT EVENT NAME
    wait_for told "$1" "$2"
    point $? "$3"
    grep "\"event\":\"$2\"" "$work/log" | tail -n 1 >"$work/out"
}
metrics() {
    curl -s "$place/metrics" >"$work/out"
}

serve
stop
operator=$(person opa operator)
law=$(person lea law)
serve
metrics
! grep -q vestibule_heartbeat "$work/out"
point $? "without an address there is no heartbeat"
echo "heartbeat http://127.0.0.1:$(cat "$work/port")/ping/7" >"$data/channels.conf"
kill -HUP "$server"
tells 1 heartbeat_arrives "with one it arrives"
[ "$(sort -u "$work/beats")" = "GET /ping/7" ]
point $? "by asking that address"
metrics
says out "vestibule_heartbeat_arrives 1" "the metrics say so"
says out "vestibule_heartbeat_timestamp_seconds 1" "and when it was"
sees 200 "who runs the program" "$operator" /
! grep -q 'heartbeat' "$work/out"
point $? "reads nothing of it"

echo 503 >"$work/status"
kill -HUP "$server"
tells 1 heartbeat_failed "an address that refuses is told"
says out "answers with status 503" "with its answer"
! grep -q '/ping/7' "$work/log"
point $? "and never by itself, as it is a secret of theirs"
metrics
says out "vestibule_heartbeat_arrives 0" "the metrics say so"
! grep -q vestibule_heartbeat_timestamp "$work/out"
point $? "and that it never was"
sees 200 "who runs the program" "$operator" /
says out "The heartbeat does not arrive" "reads it"
says out "answers with status 503" "and why"
sees 200 "also" "$operator" / -H 'Accept-Language: es'
says out "El latido no llega" "in Spanish"
sees 200 "nobody else" "$law" /
! grep -q 'heartbeat' "$work/out"
point $? "does"

rm "$work/status"
kill -HUP "$server"
tells 2 heartbeat_arrives "an address that answers again is told, too"
rm "$data/channels.conf"
kill -HUP "$server"
tells 4 settings_read "without the word"
metrics
! grep -q vestibule_heartbeat "$work/out"
point $? "nobody is asked any more"
stop
ends
