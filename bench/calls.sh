#!/bin/sh
# How long a call-out takes from the fact to the hand-over of its first letters, while many
# others are open.  Run by `make bench`, which builds what it needs.
#
#     bench/calls.sh [OPEN [ROUNDS]]
set -eu

open=${1:-1000}
rounds=${2:-200}
desks=50
work=build/bench/calls
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :' EXIT
rm -rf "$work"
mkdir -p "$work"

serve() { # until it says where
    build/vestibule serve --data "$work/data" --listen 127.0.0.1:0 --zone America/Chicago \
        >"$work/talk" 2>"$work/events" &
    server=$!
    until grep -q '^serving' "$work/talk"; do
        kill -0 "$server" || exit 1
        sleep 0.1
    done
    port=$(sed -n 's|^serving.*:\([0-9]*\)/$|\1|p' "$work/talk")
}
stop() {
    kill "$server"
    wait "$server" || :
    server=
}

serve
stop
build/bench/desk_people_bench "$work/data" "$desks" 1 "$work/sessions"
hook=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); })')
printf 'whsec_%s\n' "$(head -c 24 /dev/urandom | base64)" >"$work/data/hook.secret"
chmod 600 "$work/data/hook.secret"
cat >"$work/data/channels.conf" <<X
webhook pager
    url http://127.0.0.1:$hook/
    secret-file hook.secret
allow-private 127.0.0.0/8
X
cat >"$work/data/calling.conf" <<X
lane *
    step 0 seconds: webhook pager
    step 3600 seconds: desk
    again 3600 seconds
X
serve
head -n "$desks" "$work/sessions" |
    node bench/calls.js "$port" "$hook" "$open" "$rounds"
stop
rm -rf "$work"
