#!/bin/sh
# A record that the commands made, in the eyes of a verifier written from docs/record.md.
. tests/cli/tap.sh

log=$work/record
event=$work/event.jsonl
"$VESTIBULE" log new "$log" school.example/vestibule >"$work/out" 2>&1
key=$(cat "$log/public/vkey")
for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
    visit=AZRKEPEWd_OBbnF5bF9dX$(printf '%s' AQgw | cut -c $((i % 4 + 1)))
    printf '{"kind":"fact_stated","visit":"%s","fields":{"fact":"people","value":%d,"by":"desk","basis":"told"}}' \
        "$visit" $i >"$event"
    "$VESTIBULE" log add "$log" "$event" >"$work/out"
    [ $i = 6 ] && "$VESTIBULE" log publish "$log" >"$work/out"
done
"$VESTIBULE" log publish "$log" >"$work/out"
check "all of it was published" cmp -s "$work/out" "$log/public/checkpoint"
for seq in 0 5 12; do
    "$VESTIBULE" log prove "$log" $seq -o "$work/entry-$seq" >"$work/out"
done
judge() { # the other verifier
    node tests/interop/folder.js "$1" "$2" "$work"/entry-*.tlog-proof >"$work/out" 2>"$work/err"
}
judge "$log/public" "$key"
point $? "another verifier accepts the record and three proofs"
says out "13 entries, 4 visits" "and counts as we do"
"$VESTIBULE" log export "$log" "$work/copy" >"$work/out"
judge "$work/copy" "$key"
point $? "and a copy of it"
bundle=$(find "$work/copy/tile/entries" -type f | tail -n 1)
printf '\377' | dd of="$bundle" bs=1 seek=900 conv=notrunc 2>"$work/dd"
! judge "$work/copy" "$key"
point $? "but not a changed one"
ends
