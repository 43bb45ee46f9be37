#!/bin/sh
# The sample district: whole, marked on every page, a real record; and its open doors are
# nobody else's.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null; fi; rm -rf "$work"' EXIT

serve() { # DIR WORD...
    data=$work/$1
    shift
    : >"$work/said"
    "$VESTIBULE" serve --data "$data" --listen 127.0.0.1:0 "$@" >"$work/said" 2>"$work/log" </dev/null &
    server=$!
    while kill -0 $server 2>/dev/null && ! grep -q '^serving' "$work/said"; do sleep 0.05; done
    site=$(sed -n 's|^serving *\(http:.*\)/$|\1|p' "$work/said")
}
stop() {
    kill $server
    wait $server
    server=
}
ask() { # JAR PATH WORD...
    jar=$work/$1
    path=$2
    shift 2
    curl -s -m 20 -b "$jar" -c "$jar" -o "$work/out" -w '%{http_code} %{redirect_url}\n' "$@" "$site$path" >"$work/err"
}
sees() { # STATUS NAME JAR PATH WORD...
    wanted=$1
    name=$2
    shift 2
    ask "$@"
    grep -q "^$wanted " "$work/err"
    point $? "$name"
}
hidden() { # NAME
    sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/out" | head -n 1
}

# ---- it is whole ----

serve sample --sample --zone America/Chicago
grep -q "^try it *$site/try$" "$work/said"
point $? "the first start prints where to try it"
sees 303 "who is not signed in" nobody /board
says err "$site/try?next=%2Fboard" "is asked who they want to be"
sees 200 "there" nobody /try
says out "SAMPLE DISTRICT" "the page says what it is"
for login in dana eli priya lou noor hana toni lea sol rae cam ari ash udo otto; do
    ask "$login" /try -d "login=$login"
    grep -q '^303 ' "$work/err" && ask "$login" / && grep -q '>[A-Z][a-z]* Sample<' "$work/out" && grep -q 'SAMPLE DISTRICT' "$work/out"
    point $? "one click, and one is $login"
done
sees 404 "nobody of another name" none /try -d login=ada
sees 200 "the board" lea /board
check "has a visit at two schools" [ "$(grep -c '<th scope="row"><a href="/board/visits/' "$work/out")" = 2 ]
says out "SAMPLE DISTRICT" "and says what it is"
visit=$(sed -n 's|.*href="\(/board/visits/[^"]*\)".*|\1|p' "$work/out" | head -n 1)
sees 200 "one of them" lea "$visit"
says out "I am here. Send me every page" "has what was written to the desk"
sees 200 "the closed visits" lea /history
day=$(sed -n 's|.*href="\(/board/visits/[^"]*\)">Hamline.*|\1|p' "$work/out")
sees 200 "have the reference day" lea "$day"
says out "concluded, not seen" "with who concluded what"
says out "EXERCISE" "told again, so no more than an exercise"
sees 200 "and as it is printed" lea "/visits${day#/board/visits}/record"
says out "SAMPLE DISTRICT" "marked too"
sees 404 "also a page that is not there" lea /nothing
says out "SAMPLE DISTRICT" "is marked"
ask dana /
check "no number that can be called is anybody's" [ "$(grep -c 'tel:' "$work/out")" -gt 0 ] &&
    [ "$(grep 'tel:' "$work/out" | grep -vc 'tel:[0-9]*55501[0-9][0-9]"')" = 0 ]
sees 200 "the roster" lea /roster
says out "These people and addresses are invented. Nothing is sent to them" "says what it is worth"
check "at every hour somebody has duty" [ "$(grep -c 'Has an address that works\|The second has no' "$work/out")" = 6 ]
check "as far as one looks ahead" sh -c "! grep -q 'Nobody is on duty' '$work/out'"
contact() { # somebody's page, and that of their address
    ask lea /roster
    ask lea "$(sed -n 's|.*href="\(/roster/people/[0-9]*\)".*|\1|p' "$work/out" | tail -n 1)"
    ask lea "$(sed -n 's|.*href="\(/roster/contacts/[0-9]*\)".*|\1|p' "$work/out")"
}
contact
says out "In a sample nothing is sent, so no code either." "to an address of it"
ask toni /try
sees 303 "a browser becomes a desk" toni /try/desk -d "token=$(hidden token)" --data-urlencode 'school=Nowhere Hill School'
rm -f "$work/pin"
ask pin /try/desk --data-urlencode 'school=Nowhere Hill School'
sees 200 "where people sign in" pin /sign-in
number=$(sed -n 's|.*name="account" [^>]*value="\([0-9]*\)".*|\1|p' "$work/out" | head -n 1)
sees 303 "with the PIN of the sample" pin /sign-in/pin -d "account=$number" -d pin=4682
sees 303 "or with its password" word /sign-in -d login=dana --data-urlencode 'password=sample district only'
for _ in $(seq 600); do # letters are tried beside all this
    "$VESTIBULE" log tail "$work/sample/record" --last 1000 --json | grep -q '"kind":"call_attempted"' && break
    sleep 0.1
done
stop

# ---- its record is a real one, and made once ----

record=$work/sample/record
status 0 "its record" log verify "$record/public" --key "$(cat "$record/public/vkey")"
status 0 "is as it was signed" log fsck "$record"
"$VESTIBULE" log tail "$record" --last 1000 --json >"$work/out"
made() { # what is there, but for what time brings
    grep -vcE '"kind":"(signed_in|call_[a-z]*|callout_[a-z]*)"' "$work/out"
}
before=$(made)
json 'lines.some(e => e.kind === "call_attempted") && lines.every(e => e.kind !== "call_attempted" || (e.fields.result === "never" && /not set up/.test(e.fields.why)))' \
    "people were called, and nothing was sent"
json '!lines.some(e => e.kind === "callout_step" && JSON.stringify(e).includes("nobody is on the roster"))' "though somebody was there for each"
printf 'mail 127.0.0.1\n    port 9\n    security none\n    from A <a@sample-district.example>\n' >"$work/sample/channels.conf"
serve sample --zone America/Chicago
contact
says out "In a sample nothing is sent, so no code either." "whatever a file of channels says"
stop
"$VESTIBULE" log tail "$record" --last 1000 --json >"$work/out"
check "another start adds nothing" [ "$(made)" = "$before" ]
"$VESTIBULE" serve --data "$work/half" --sample --listen 127.0.0.1:0 >"$work/said" 2>"$work/log" </dev/null &
server=$!
while kill -0 $server && [ ! -s "$work/half/people.db" ]; do sleep 0.02; done
kill -9 $server
wait $server 2>/dev/null
serve half --sample
check "what a stop left unmade is made" [ "$("$VESTIBULE" people list --data "$work/half" --json | grep -c '"active"')" = 15 ]
stop

# ---- nobody else's doors are open ----

serve real --origin school.example/vestibule
first=$(sed -n 's|^first account .*\(/link/.*\)|\1|p' "$work/said")
ask boss "$first" -d 'name=Ada&login=dana' --data-urlencode 'new-password=correct horse battery' --data-urlencode 'again=correct horse battery'
sees 404 "a real district has no such page" nobody /try
check "nor the mark" sh -c "! grep -q 'SAMPLE' '$work/out'"
sees 404 "nobody is let in without proof" nobody /try -d login=dana
check "no session is given" sh -c "! grep -q vestibule-session '$work/nobody'"
sees 404 "no browser becomes a desk" nobody /try/desk -d school=Nowhere
check "no desk's token is given" sh -c "! grep -q vestibule-desk '$work/nobody'"
stop
status 6 "it cannot be made a sample" serve --data "$work/real" --sample --listen 127.0.0.1:0
says err "school.example/vestibule" "which says whose it is"
serve unnamed
sees 404 "a record without a name is none either" nobody /try
stop
status 6 "and stays none" serve --data "$work/unnamed" --sample --listen 127.0.0.1:0
status 2 "a sample is named by nobody" serve --data "$work/new" --sample --origin school.example/v
status 2 "and nothing else is named so" serve --data "$work/new" --origin sample-district.invalid/vestibule
ends
