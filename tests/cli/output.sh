#!/bin/sh
# Writing: full disks, readers who leave, files that cannot be made; colour.
. tests/cli/tap.sh

full() { "$VESTIBULE" "$@" >/dev/full 2>"$work/err"; }
: >"$work/out"
for command in "check $doc" "decide $doc" "cases $doc" "draw $doc" "fmt $doc" "strings $doc" "help" "codes" "version" \
    "why-not $doc entry=admit" "diff $doc $doc"; do
    # shellcheck disable=SC2086  # words, on purpose
    full $command
    check "a full disk is an error: $command" [ $? = 8 ]
    says err "disk is full" "that says so"
done
printf '{"facts": {}}\n' >"$work/in.jsonl"
full replay $doc "$work/in.jsonl"
check "and in a replay" [ $? = 8 ]

gone() { # a reader who reads one line
    "$VESTIBULE" replay $doc "$work/many.jsonl" 2>"$work/err" | head -n 1 >"$work/out"
}
node -e 'process.stdout.write("{\"facts\": {}}\n".repeat(20000))' >"$work/many.jsonl"
check "a reader who leaves" gone
silent err "ends it quietly"
"$VESTIBULE" help >&- 2>"$work/err"
check "a closed standard output is an error" [ $? = 8 ]

status 5 "a folder that is not there" build $doc -o "$work/no/image"
says err "no/image" "is named"
status 8 "a folder for a file" build $doc -o "$work"
printf 'old' >"$work/image"
chmod 640 "$work/image"
status 0 "an old file" build $doc -o "$work/image" -q
check "is replaced" [ "$(head -c 4 "$work/image")" = VSTB ]
check "and keeps its mode" [ "$(stat -c %a "$work/image")" = 640 ]
printf 'old' >"$work/target"
ln -s target "$work/link"
"$VESTIBULE" build $doc -o "$work/link" -q
check "a link keeps pointing" [ -L "$work/link" ]
check "to the new file" [ "$(head -c 4 "$work/target")" = VSTB ]
status 8 "a full device" build $doc -o /dev/full
printf 'old' >"$work/image"
limited() { # a file may have 512 bytes at most
    sh -c 'ulimit -f 1; trap "" XFSZ; exec "$@"' sh "$VESTIBULE" build $doc -o "$work/image" 2>"$work/err"
}
limited
check "a write that fails" [ $? = 8 ]
check "leaves the old file" [ "$(cat "$work/image")" = old ]
check "and nothing else" [ -z "$(find "$work" -name '.vestibule-*')" ]
status 0 "/dev/null" build $doc -o /dev/null -q
check "stays what it is" [ -c /dev/null ]

escape=$(printf '\033')
status 0 "no colour where no terminal is" decide $doc
check "not an escape" sh -c "! grep -q '$escape' '$work/out'"
status 0 "--color=always" decide $doc --color=always
check "has some" grep -q "$escape" "$work/out"
status 0 "--color never" decide $doc --color never
check "has none" sh -c "! grep -q '$escape' '$work/out'"
status 2 "--color sometimes" decide $doc --color sometimes
if command -v script >/dev/null; then
    on_terminal() { script -qec "$*" /dev/null </dev/null >"$work/out" 2>&1; }
    on_terminal "$VESTIBULE decide $doc"
    check "a terminal has colour" grep -q "$escape" "$work/out"
    NO_COLOR=1 on_terminal "$VESTIBULE decide $doc"
    check "but not with NO_COLOR" sh -c "! grep -q '$escape' '$work/out'"
    TERM=dumb on_terminal "$VESTIBULE decide $doc"
    check "nor on a dumb one" sh -c "! grep -q '$escape' '$work/out'"
fi

for command in "check protocols/chicago.md" "decide protocols/chicago.md agency=ice" help "help decide" \
    "day protocols/days/hamline-2025-01-24.json" "why-not $doc entry=admit"; do
    # shellcheck disable=SC2086
    status 0 "runs: $command" $command
    check "80 columns are enough" node -e '
        const wide = require("fs").readFileSync(process.argv[1], "utf8").split("\n")
            .filter(line => [...line].length > 80 && !line.includes("sha256:"));
        if (wide.length) console.log("# " + wide[0]);
        process.exit(wide.length)' "$work/out"
done
ends
