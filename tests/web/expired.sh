#!/bin/sh
# Nobody answers: what a duty asked for in time runs out while the desk is served, without
# anybody asking for a page, and each screen says who is called then; once, whatever stops.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/timed.sh
. tests/web/timed.sh

expired() { # DUTY...: whether the record says that just these ran out, each once
    "$VESTIBULE" log tail "$data/record" --last 200 --json >"$work/events" 2>/dev/null
    node -e '
    const [file, ...wanted] = process.argv.slice(1), names = new Map(), gone = [];
    for (const line of require("fs").readFileSync(file, "utf8").trim().split("\n")) {
        const { kind, n, fields } = JSON.parse(line);
        if (kind === "duty_raised") names.set(n, fields.duty);
        if (kind === "duty_expired") gone.push(names.get(fields.raised));
    }
    process.exit(gone.sort().join() === wanted.sort().join() ? 0 : 1);' "$work/events" "$@"
}
runs_out() { # NAME DUTY...
    name=$1
    shift
    wait_for expired "$@"
    point $? "$name"
}

serve
stop
desk=$(person ada 'desk@Hamline')
law=$(person lea law)
serve
fill "$desk" /
send 303 "somebody is at the desk" "$desk" /visits
visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
answer "$desk" "$visit" emergency=no where=desk agency=ice
sees 200 "the desk" "$desk" "$visit/answer"
says out "Nobody has answered" "waits for whoever is called"
expired
point $? "nothing has run out"
curl -sN -H "Cookie: vestibule-session=$law" -H 'Accept: text/event-stream' "$place/board/events" >"$work/stream" &
stream=$!
wait_for test -s "$work/stream"
point $? "Law watches the board"
before=$(wc -c <"$work/stream")

pass 125
runs_out "after two minutes the call to the principal has run out, nobody having asked" call_principal
told() { [ "$(wc -c <"$work/stream")" -gt "$before" ]; }
wait_for told
point $? "the board is told at once"
kill "$stream"
sees 200 "the desk" "$desk" "$visit/answer"
says out "Nobody answered in time; Assistant principal is called now" "is told who is called now"
sees 200 "Law" "$law" /board
says out "Assistant principal" "sees it, too"
fill "$desk" "$visit/answer"
kill_now
serve
sees 200 "killed and started again, the desk" "$desk" "$visit/answer"
says out "Nobody answered in time; Assistant principal is called now" "says the same"
expired call_principal
point $? "and it has run out once"

pass 200
runs_out "after five minutes the calls to Law and Safety have, too" call_principal call_law call_safety
stop
pass 3600
serve
expired call_principal call_law call_safety
point $? "a stop over the hour adds nothing to what ran out"
stop
status 0 "every decision can be made again" replay --record "$data/record"
if grep -q '"event":"clock_failed"' "$work/log"; then false; else true; fi
point $? "nothing failed meanwhile"
ends
