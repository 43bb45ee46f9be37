#!/bin/sh
# The board in two browsers, one of the desk and one of the Law Department: see
# tests/web/board_browser.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null; fi; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

serve() { # LISTEN, and wait until it listens
    : >"$work/out"
    "$VESTIBULE" serve --data "$work/data" --listen "$1" --zone America/Chicago \
        >"$work/out" 2>"$work/log" &
    server=$!
    until grep -q http "$work/out" || ! kill -0 "$server" 2>/dev/null; do sleep 0.05; done
    place=$(sed -n 's/.*http:\/\/\([^/ ]*\).*/\1/p' "$work/out")
}

person() { # LOGIN ROLE...: its token
    build/asan/tests/web/people_peer "$work/data" "$@"
}

serve 127.0.0.1:0
kill "$server"
wait "$server" 2>/dev/null
DESK=$(person ada 'desk@Hamline Elementary')
LAW=$(person counsel law)
build/asan/tests/web/board_peer "$work/data" 'North High' where=desk agency=ice >"$work/first"
serve 127.0.0.1:0
export DESK LAW
PLACE=http://$place FIRST=$(cat "$work/first") NODE_PATH="$PWD/build/npm/node_modules" \
    node tests/web/board_browser.js "$work/go" "$work/gone" &
test=$!
# The browser asks for the server to go away, and to come back at the same address.
until [ -e "$work/go" ] || ! kill -0 "$test" 2>/dev/null; do sleep 0.05; done
if [ -e "$work/go" ]; then
    kill "$server"
    wait "$server" 2>/dev/null
    echo >"$work/gone"
    until [ ! -e "$work/go" ] || ! kill -0 "$test" 2>/dev/null; do sleep 0.05; done
    serve "$place"
fi
wait "$test"
