#!/bin/sh
# What a record hands out, by a verifier that knows docs/record.md and nothing else.
set -eu
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
record=$work/record
{
    "$VESTIBULE" day protocols/days/hamline-2025-01-24.json --record "$record" >"$work/out"
    visit=$(sed -n 's/^visit *//p' "$work/out")
    build/asan/tests/cli/record_peer add "$record" 230
    "$VESTIBULE" log disclose "$record" --visit "$visit" --withhold 'by=name of staff' \
        --withhold 'account/1=not asked for' -o "$work/bundle.json"
    "$VESTIBULE" log prove "$record" 5 -o "$work/entry"
    "$VESTIBULE" log export "$record" "$work/copy"
} >"$work/talk"
export PYTHONDONTWRITEBYTECODE=1
/usr/bin/python3 tests/interop/page_test.py "$work"
