#!/bin/sh
# Every page of src/web/doors.c, as each role, for everybody: see tests/web/accessible.js.
# SHOTS=FOLDER also keeps pictures of all of them there.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null; fi; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

serve() { # WORD..., and wait until it listens
    : >"$work/out"
    "$VESTIBULE" serve --data "$work/data" --listen 127.0.0.1:0 --zone America/Chicago \
        "$@" >"$work/out" 2>"$work/log" &
    server=$!
    until grep -q http "$work/out" || ! kill -0 "$server" 2>/dev/null; do sleep 0.05; done
    place=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$work/out")
}

person() { # LOGIN ROLE...: is kept with its token for the browser
    token=$(build/asan/tests/web/people_peer "$work/data" "$@") &&
        printf '%s %s\n' "$2" "$token" >>"$work/people"
}

visit() { # SCHOOL FACT=VALUE...
    build/asan/tests/web/board_peer "$work/data" "$@"
}

serve --sample # which has more pages than any other
kill "$server"
wait "$server" 2>/dev/null
person ada 'desk@Hamline Elementary'
person nora 'principal@Hamline Elementary'
for role in law safety records communications author auditor operator; do
    person "the-$role" "$role"
done
VISIT=$(visit "Hamline Elementary" where=desk agency=ice credentials=read paper=arrest_warrant court=federal)
visit 'Hamline Elementary' where=desk agency=none left >/dev/null
serve
PLACE=$place VISIT=$VISIT PEOPLE=$work/people NODE_PATH="$PWD/build/npm/node_modules" \
    node tests/web/accessible.js
