#!/bin/sh
# What the desk costs: a district's day over HTTP, boards that are live, what a page
# weighs.  Run by `make bench`, which builds what it needs.
#
#     bench/desk.sh [DESKS [BOARDS [SECONDS]]]
set -eu

desks=${1:-500}
boards=${2:-2000}
seconds=${3:-20}
work=build/bench/desk
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :' EXIT
rm -rf "$work"
mkdir -p "$work"

serve() { # until it says where
    build/vestibule serve --data "$work/data" --listen 127.0.0.1:0 --zone America/Chicago \
        --limit "connections=$((desks + boards + 100))" --limit "streams=$((boards + 50))" \
        --limit "connections_per_address=$((desks + boards + 100))" \
        --limit "streams_per_address=$((boards + 50))" >"$work/talk" 2>"$work/events" &
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

echo "the desk over HTTP; the client shares the machine"
serve
stop
build/bench/desk_people_bench "$work/data" "$desks" "$boards" "$work/sessions"
serve
build/bench/desk_bench "$port" "$server" "$work" "$desks" "$boards" "$seconds" <"$work/sessions"
if [ -d build/npm/node_modules/playwright-core ] && command -v chromium >/dev/null; then
    NODE_PATH=$PWD/build/npm/node_modules node bench/desk_page.js "$port" <"$work/sessions"
else
    echo "  chromium or playwright-core is not here: pages are not measured"
fi
stop
rm -rf "$work"
