#!/bin/sh
# The figures, measured on this machine: each protocol's speed in process, and how
# long compiling and proving it takes.
set -eu

program=build/vestibule
mkdir -p build/bench
gcc -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -ffp-contract=off -Isrc -o build/bench/speed \
    bench/speed.c $(ls build/release/src/eval/*.o build/release/src/base/*.o)
for doc in protocols/*.md; do
    echo "$doc"
    "$program" build "$doc" -o build/bench/image >/dev/null 2>&1
    build/bench/speed build/bench/image
    "$program" check "$doc" | grep '^  Time' | sed 's/^  Time  */  /'
done
echo "no peers are measured yet"
