#!/bin/sh
# The board in two browsers, one of the desk and one of the Law Department: see
# tests/web/board_browser.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

serve
stop
DESK=$(person ada 'desk@Hamline Elementary')
LAW=$(person counsel law)
build/asan/tests/web/board_peer "$data" 'North High' where=desk agency=ice >"$work/first"
serve
export DESK LAW
PLACE=$place FIRST=$(cat "$work/first") NODE_PATH="$PWD/build/npm/node_modules" \
    node tests/web/board_browser.js "$work/go" "$work/gone" &
test=$!
# The browser asks for the server to go away, and to come back at the same address.
until [ -e "$work/go" ] || ! kill -0 "$test" 2>/dev/null; do sleep 0.05; done
if [ -e "$work/go" ]; then
    stop
    echo >"$work/gone"
    until [ ! -e "$work/go" ] || ! kill -0 "$test" 2>/dev/null; do sleep 0.05; done
    listen=${place#http://}
    serve
fi
wait "$test"
