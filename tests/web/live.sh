#!/bin/sh
# A visit while it happens, in a real browser: see tests/web/live.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

serve() { # and wait until it listens
    : >"$work/out"
    "$VESTIBULE" serve --data "$work/data" --listen 127.0.0.1:0 --zone America/Chicago \
        >"$work/out" 2>"$work/log" &
    server=$!
    for _ in $(seq 100); do
        if grep -q serving "$work/out"; then break; fi
        sleep 0.1
    done
    place=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$work/out")
}

serve
kill "$server"
wait "$server" 2>/dev/null
person() { # LOGIN ROLE...: its token
    build/asan/tests/web/people_peer "$work/data" "$@"
}
DESK=$(person 'ada' 'desk@Hamline Elementary')
SECOND=$(person 'ben' 'desk@Hamline Elementary')
LAW=$(person 'counsel' law)
serve
export DESK SECOND LAW
PLACE=$place NODE_PATH="$PWD/build/npm/node_modules" node tests/web/live.js
