#!/bin/sh
# Fail when an object file of a pure folder has writable data.
#
#     tools/globals.sh build/release/src/base/*.o ...
#
# Constant tables of pointers stand in .data.rel.ro, which the loader seals before
# main(): they pass.  .data, .bss and their thread-local kin do not.
set -eu

found=$(nm -A -f sysv "$@" | awk -F'|' '
    { gsub(/ /, "", $7) }
    $7 ~ /^\.data\.rel\.ro/ { next }
    $7 ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ {
        sub(/ +$/, "", $1)
        print $1 ": writable, in " $7
    }')
[ -z "$found" ] || {
    echo "$found"
    exit 1
}
