#!/bin/sh
# Replay what a fuzz target once found, then let it look for more.
#
#     tools/fuzz.sh build/fuzz/NAME_fuzz SECONDS
#
# tests/fuzz/found/NAME holds inputs that once broke something, tests/fuzz/seeds/NAME
# good ones to start from; what is learnt stays in build/fuzz/corpus/NAME.  A new
# finding is written to build/fuzz/NAME-crash-...: once mended, it moves to found/.
set -eu

# What a document only claims to need is refused by malloc, not the end of the target.
ASAN_OPTIONS=allocator_may_return_null=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS

target=$1
seconds=$2
name=$(basename "$target" _fuzz)
corpus=build/fuzz/corpus/$name
mkdir -p "$corpus"
set --
for dir in "tests/fuzz/found/$name" "tests/fuzz/seeds/$name"; do
    [ -d "$dir" ] && set -- "$@" "$dir"
done

[ $# = 0 ] || find "$@" -type f -exec "$target" -timeout=10 {} +
exec "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" "$corpus" "$@"
