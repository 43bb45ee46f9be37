#!/bin/sh
# Run one step of `make test` and record it as one TAP test point.
#
#     tools/step.sh NAME COMMAND...
#
# The point goes to build/tap/NAME.tap for the tally, what the command says to
# build/tap/NAME.log, which is shown when it fails.  Always ends well: the tally
# decides at the end, so that one run tells everything.
set -u

name=$1
shift
mkdir -p build/tap
log=build/tap/$name.log
began=$(date +%s)
if "$@" >"$log" 2>&1; then
    verdict=ok
else
    verdict='not ok'
    cat "$log"
fi
printf '1..1\n%s 1 - %s\n' "$verdict" "$name" >"build/tap/$name.tap"
printf '%-7s %-28s %3d s\n' "$verdict" "$name" $(($(date +%s) - began))
