#!/bin/sh
# The desk without a network, in a real browser: see tests/web/offline.js.  BLESS=1 also
# keeps pictures in docs/screens/.
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
serve
export DESK SECOND
NODE_PATH="$PWD/build/npm/node_modules"
export NODE_PATH
for script in src/web/assets/*.js; do node --check "$script" || exit 1; done
PLACE=$place node tests/web/offline.js
