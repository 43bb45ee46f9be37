#!/bin/sh
# What durability costs: events a second that are on the disk, in fdatasyncs.
set -eu

work=build/bench/store
rm -rf "$work"
mkdir -p "$work"
gcc -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -Isrc -o "$work/store" bench/store.c \
    build/release/src/store/*.o build/release/gen/store/*.o build/release/src/db/*.o \
    build/release/src/base/*.o -lsqlite3
echo "the record's store"
"$work/store" "$work"
rm -rf "$work"
