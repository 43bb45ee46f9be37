#!/bin/sh
# Our logs by Go's sumdb/note and sumdb/tlog, and theirs by ours.
. tests/cli/tap.sh

made=build/interop
mkdir -p $made
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$PWD/$made/cache" GOFLAGS= CGO_ENABLED=0
go build -o $made/log tests/interop/log.go >"$work/out" 2>"$work/err"
point $? "the other program builds"
ours=build/asan/tests/interop/log_peer
theirs=$made/log

check "both sizes of tile are written" $ours "$work/ours-5" 5
"$theirs" golden >"$work/golden"
check "the checkpoint is the same to the last byte" cmp "$work/golden" "$work/ours-5/checkpoint"

for size in 1 255 256 257 1000 70000; do
    { $ours "$work/ours" $size && $theirs write "$work/theirs" $size; } >"$work/out" 2>"$work/err"
    point $? "both write a log of $size"
    check "every file of $size is the same" diff -r "$work/ours" "$work/theirs"
    $theirs verify "$work/ours" >"$work/out" 2>"$work/err"
    point $? "they verify our log of $size"
    key=$(cat "$work/theirs/vkey")
    status 0 "we verify their log of $size" log verify "$work/theirs" --key "$key" --json
    json "d.ok && d.size === $size && d.has_all_entries && d.damage_count === 0" "and say so"
    status 0 "and a proof of theirs" log verify "$work/theirs/entry-$((size - 1)).tlog-proof" --key "$key"
    [ $size = 70000 ] || rm -rf "$work/ours" "$work/theirs"
done

flip() { # FILE: its last byte becomes another
    node -e '
        const fs = require("fs"), bytes = fs.readFileSync(process.argv[1]);
        bytes[bytes.length - 1] ^= 1;
        fs.writeFileSync(process.argv[1], bytes);' "$1"
}

# What one refuses, both refuse, and we say which file.
for file in tile/0/000 tile/1/000 tile/2/000.p/1 tile/entries/000 tile/entries/273.p/112; do
    flip "$work/ours/$file"
    ! $theirs verify "$work/ours" >"$work/out" 2>"$work/err"
    point $? "they refuse a changed $file"
    status 1 "and so do we" log verify "$work/ours" --key "$key" --json
    json "!d.ok && d.damage_count === 1 && d.damages[0].file === \"$file\"" "naming it"
    flip "$work/ours/$file"
done
flip "$work/ours/entry-0"
! $theirs verify "$work/ours" >"$work/out" 2>"$work/err"
point $? "they refuse a proof of another entry"
status 1 "and so do we" log verify "$work/ours/entry-0.tlog-proof" --key "$key"
says out "is not shown to be entry 0" "in words"
ends
