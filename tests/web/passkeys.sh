#!/bin/sh
# Passkeys in a real browser, and forged ones: see tests/web/passkeys.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server"; fi; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

serve() { # and wait until it listens
    : >"$work/out"
    "$VESTIBULE" serve --data "$work/data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
    server=$!
    for _ in $(seq 100); do
        if grep -q serving "$work/out"; then break; fi
        sleep 0.1
    done
    place=$(sed -n 's/.*http:..127.0.0.1\(:[0-9]*\).*/http:\/\/localhost\1/p' "$work/out" | head -n 1)
}

serve
kill "$server"
wait "$server" 2>/dev/null
ADA=$(build/asan/tests/web/people_peer "$work/data" ada operator auditor)
BEN=$(build/asan/tests/web/people_peer "$work/data" ben law)
serve
export ADA BEN
PLACE=$place SHOTS=${SHOTS:-} NODE_PATH="$PWD/build/npm/node_modules" node tests/web/passkeys.js
