#!/bin/sh
# The server is killed while visits are made: what was answered is there, what was sent
# again is there once, what a stop left undecided is decided, and the record is right.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
rounds=${KILLED_ROUNDS:-40}

server=
trap 'kill $server $killer 2>/dev/null; rm -rf "$work"' EXIT

serve() {
    : >"$work/said"
    "$VESTIBULE" serve --sample --data "$work/data" --listen "127.0.0.1:${port:-0}" --zone America/Chicago \
        >"$work/said" 2>"$work/log" </dev/null &
    server=$!
    while kill -0 $server 2>/dev/null && ! grep -q '^serving' "$work/said"; do sleep 0.02; done
    port=$(sed -n 's|^serving *http://.*:\(.*\)/$|\1|p' "$work/said")
    site=http://127.0.0.1:$port
}
stop() {
    kill $server
    wait $server 2>/dev/null
    server=
}
again() { # the server is gone: start it once more
    wait $server 2>/dev/null
    serve
}
# Ask until there is an answer, as a browser sends a form again: under the same key.
call() { # PATH WORD...
    path=$1
    shift
    sent=0
    until answer=$(curl -s -m 20 -H "Cookie: vestibule-session=$session" -o "$work/out" \
        -w '%{http_code} %{redirect_url}' "$@" "$site$path"); do
        sent=$((sent + 1))
        again
    done
    [ $sent = 0 ] || echo "$path" >>"$work/sent-again"
}
hidden() { # NAME
    sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/out" | head -n 1
}
send() { # FROM TO FIELD...: what it answered must have been done
    call "$1"
    token=$(hidden token)
    key=$(hidden key)
    shift
    to=$1
    shift
    call "$to" -d "token=$token" -d "key=$key" "$@"
    case $answer in
    303*) ;;
    *) echo "$to: $answer" >>"$work/refused" ;;
    esac
}

serve
curl -s -c "$work/jar" -o "$work/out" "$site/try" -d login=lou
session=$(awk '$6 == "vestibule-session" { print $7 }' "$work/jar")
: >"$work/sent-again"
: >"$work/refused"
: >"$work/visits"

# Chance decides only when a kill comes, never what is expected of it.
round=0
killer=
while [ $round -lt "$rounds" ]; do
    delay=$(awk -v seed="$round" 'BEGIN { srand(seed * 7919 + 17); printf "%.3f", rand() * 0.4 }')
    (sleep "$delay" && kill -9 $server) 2>/dev/null &
    killer=$!
    send / /visits
    visit=${answer#*"$site"}
    echo "${visit#/visits/}" >>"$work/visits"
    for said in emergency=no where=desk agency=ice credentials=read; do
        send "$visit/ask/${said%=*}" "$visit/ask/${said%=*}" -d "answer=${said#*=}" -d basis=read
    done
    wait $killer 2>/dev/null
    killer=
    kill -0 $server 2>/dev/null || again
    round=$((round + 1))
done

cat "$work/refused" >"$work/err"
check "nothing that was sent was refused" [ ! -s "$work/refused" ]
echo "# $(wc -l <"$work/sent-again") forms were sent again after $rounds kills"
check "each visit has a name of its own" [ "$(sort -u "$work/visits" | wc -l)" = "$rounds" ]

# A second start, at which nothing is left to be made good; but time goes on.
kill -9 $server
again
stop
"$VESTIBULE" log tail "$work/data/record" --last 100000 --json | grep -v duty_expired >"$work/events"
serve
stop
"$VESTIBULE" log tail "$work/data/record" --last 100000 --json | grep -v duty_expired >"$work/later"
check "another start has nothing to add" cmp "$work/events" "$work/later"
cat >"$work/judge.js" <<'JS'
const fs = require("fs");
const [events, asked] = process.argv.slice(2).map(f => fs.readFileSync(f, "utf8").trim().split("\n"));
const visits = new Map(asked.map(id => [id, []]));
for (const line of events) {
    const event = JSON.parse(line);
    if (visits.has(event.visit))
        visits.get(event.visit).push(event);
    else if (event.kind === "visit_opened" && event.fields.by === "Lou Sample")
        throw new Error(`nobody was told of ${event.visit}`);
}
for (const [id, all] of visits) {
    const of = kind => all.filter(event => event.kind === kind);
    const facts = of("fact_stated").map(event => event.fields.fact).sort().join();
    if (of("visit_opened").length !== 1) throw new Error(`${id}: opened ${of("visit_opened").length} times`);
    if (facts !== "agency,credentials,emergency,where") throw new Error(`${id}: ${facts}`);
    if (of("decision_made").length === 0) throw new Error(`${id}: undecided`);
    const last = of("decision_made").pop().fields.facts;
    for (const [fact, value] of Object.entries({ emergency: false, where: "desk", agency: "ice", credentials: "read" }))
        if (last[fact] !== value) throw new Error(`${id}: decided without ${fact}`);
    const duties = of("duty_raised").map(event => event.fields.duty);
    if (duties.length === 0 || new Set(duties).size !== duties.length) throw new Error(`${id}: duties ${duties}`);
}
JS
node "$work/judge.js" "$work/events" "$work/visits" >"$work/out" 2>"$work/err"
point $? "each is opened once, each fact is there once, decided, and each duty raised once"
record=$work/data/record
status 0 "all of the record fits together" log fsck "$record"
status 0 "it is published" log publish "$record"
status 0 "and right" log verify "$record/public" --key "$(cat "$record/public/vkey")"
status 0 "every decision is decided again" replay --record "$record"
ends
