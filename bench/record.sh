#!/bin/sh
# What a record costs: receipts a second, verifying, a large record.
#
#     bench/record.sh [EVENTS]
set -eu

work=build/bench/record
rm -rf "$work"
mkdir -p "$work"
objects=$(ls src/*/*.c | grep -v '^src/cli/' | sed 's|\(.*\)c$|build/release/\1o|')
gcc -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -Isrc -Ibuild/gen -Itests \
    -o build/bench/record_bench bench/record.c tests/load.c \
    $objects build/release/gen/store/*.o \
    -lcmark-gfm-extensions -lcmark-gfm -ljansson -lcrypto -lsodium -lsqlite3 -lm
echo "the record"
build/bench/record_bench "$work" "${1:-200000}"
echo "  files            $(du -sk "$work/public" | cut -f1) kB public, $(du -sk "$work/record.db" | cut -f1) kB kept"
echo "  tiles            $(find "$work/public/tile/0" -type f -size 8192c | wc -l) of 8,192 bytes at level 0"
rm -rf "$work"
