# Sourced by the scripts here after tests/cli/tap.sh: tests/web/calling.sh on a clock that
# stands still until it is moved, so that everything happens at a second of its own.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154

# shellcheck source=tests/web/calling.sh
. tests/web/calling.sh

# Such a clock is read by the zone of the process.  Waits go by another one.
export FAKETIME_FMT=%s FAKETIME_FORCE_MONOTONIC_FIX=0 TZ=America/Chicago
stand() { # MOMENT: as `date` reads it, by the clocks of the schools
    date -d "$1" +%s >"$work/next"
    mv "$work/next" "$work/clock"
}
roster() { "$work/on_clock" build/asan/tests/web/roster_peer "$data" "$@"; }
steps_are() { # COUNT: so many steps were taken, and what came of each letter is known
    "$VESTIBULE" log tail "$data/record" --last 500 --json >"$work/tail" 2>"$work/err"
    node -e '
        const events = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n")
            .map(line => JSON.parse(line));
        const of = kind => events.filter(event => event.kind === kind);
        const letters = of("callout_step").reduce((sum, step) => sum + step.fields.letters, 0);
        process.exit(of("callout_step").length === Number(process.argv[2]) &&
            of("call_attempted").length === letters ? 0 : 1);
    ' "$work/tail" "$1"
}
settles() { # COUNT NAME
    wait_for steps_are "$1"
    point $? "$2"
}
