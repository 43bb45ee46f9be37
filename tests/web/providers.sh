#!/bin/sh
# Signing in at another place: a real one, and an evil one: see tests/web/providers.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

"$VESTIBULE" serve --data "$work/data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
server=$!
for _ in $(seq 100); do
    if grep -q serving "$work/out"; then break; fi
    sleep 0.1
done
kill "$server"
wait "$server" 2>/dev/null
ADA=$(build/asan/tests/web/people_peer "$work/data" ada operator auditor)
export ADA
WORK=$work NODE_PATH="$PWD/build/npm/node_modules" node tests/web/providers.js
