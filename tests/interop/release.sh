#!/bin/sh
# A bundle that we make is read by an SD-JWT library that is not ours, and says the same.
set -eu
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$VESTIBULE" day protocols/days/hamline-2025-01-24.json --record "$work/record" >"$work/out"
visit=$(sed -n 's/^visit *//p' "$work/out")
"$VESTIBULE" log disclose "$work/record" --visit "$visit" --withhold 'by=name of staff' \
    --withhold 'account/1=not asked for' -o "$work/bundle.json"
"$VESTIBULE" log verify "$work/bundle.json" --key "$(cat "$work/record/public/vkey")" \
    --json >"$work/shown.json"
exec env NODE_PATH="$PWD/build/npm/node_modules" node tests/interop/release.js "$work"
