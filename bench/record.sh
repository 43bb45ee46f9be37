#!/bin/sh
# What a record costs: receipts a second, verifying, a large record.  Run by `make bench`,
# which builds what it needs.
#
#     bench/record.sh [EVENTS]
set -eu

# Disks as they stand in most schools confirm a write in a millisecond or more; this one
# may well be faster.  So submitting is measured on slower ones too.
for slower in 1000 4000; do
    work=build/bench/record-$slower
    rm -rf "$work"
    mkdir -p "$work"
    echo "the record, each fdatasync made to take $slower us longer"
    build/bench/record_bench "$work" 0 "$slower"
    rm -rf "$work"
done

work=build/bench/record
rm -rf "$work"
mkdir -p "$work"
echo "the record; with EVENTS=1000000 a large one, which takes some minutes"
build/bench/record_bench "$work" "${1:-200000}"
echo "  files            $(du -sk "$work/public" | cut -f1) kB public, $(du -sk "$work/record.db" | cut -f1) kB kept"
echo "  tiles            $(find "$work/public/tile/0" -type f -size 8192c | wc -l) of 8,192 bytes at level 0"
rm -rf "$work"
