# shellcheck shell=sh
# What the scripts here share: TAP points about one run of the program at a time.
#
#     status 3 "a wrong value is refused" decide DOC agency=icy
#     says err "did you mean" "and says what was meant"
#     json "d.outcomes.entry.known === false" "the answer is open"
#     ends
#
# `status` runs $VESTIBULE with the words after the name; its output stands in
# $work/out and $work/err until the next run.  Standard input comes through.

set -u
: "${VESTIBULE:?names the program}"
points=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
doc=tests/data/worked.md
unset NO_COLOR TZ 2>/dev/null || :

point() { # RESULT NAME
    points=$((points + 1))
    if [ "$1" = 0 ]; then
        echo "ok $points - $2"
    else
        echo "not ok $points - $2"
        sed 's/^/#   out: /' "$work/out" | head -n 20
        sed 's/^/#   err: /' "$work/err" | head -n 20
    fi
}

status() { # STATUS NAME WORD...
    wanted=$1
    name=$2
    shift 2
    "$VESTIBULE" "$@" >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" = "$wanted" ] || name="$name (exit status $got, not $wanted)"
    [ "$got" = "$wanted" ]
    point $? "$name"
}

says() { # out|err WORDS NAME
    grep -qF -- "$2" "$work/$1"
    point $? "$3"
}

silent() { # out|err NAME
    [ ! -s "$work/$1" ]
    point $? "$2"
}

# `d` is the output as JSON, `lines` one value a line of it.
json() { # EXPRESSION NAME
    node -e '
        const text = require("fs").readFileSync(process.argv[1], "utf8");
        let d, lines = [];
        try { d = JSON.parse(text); } catch {}
        try { lines = text.trim().split("\n").map(x => JSON.parse(x)); } catch {}
        const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
        process.exit(eval(process.argv[2]) ? 0 : 1);
    ' "$work/out" "$1" 2>>"$work/err"
    point $? "$2"
}

check() { # NAME COMMAND...
    name=$1
    shift
    "$@"
    point $? "$name"
}

ends() {
    echo "1..$points"
}
