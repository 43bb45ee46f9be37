#!/bin/sh
# People and programs are called at once by several channels, each against a real other
# side: one that hangs keeps no other waiting, a kill -9 sends again under the same key, and
# when none works the desk is told to telephone.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/calling.sh
. tests/web/calling.sh

NODE_PATH="$PWD/build/npm/node_modules"
HOLD=$work/hold
export NODE_PATH HOLD
secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
mkfifo "$work/hook"
node tests/notify/hook.js "$secret" <"$work/hook" >"$work/heard" 2>"$work/hook.log" &
exec 8>"$work/hook"
trap 'exec 7>&- 8>&-; stop; rm -rf "$work"' EXIT
until [ -s "$work/heard" ]; do sleep 0.05; done
port=$(sed -n '1s/\[\([0-9]*\),.*/\1/p' "$work/heard")

hook() { # PATH: where the webhook and the gateway are
    cat >>"$data/channels.conf" <<X
text http://127.0.0.1:$port$1
    header X-Key: {key}
    json {"to": "{to}", "text": "{words}"}
    reference id
webhook office
    url http://127.0.0.1:$port$1
    secret-file office.secret
allow-private 127.0.0.0/8
X
}
heard() { # COUNT WORDS: that many requests to the webhook hold them
    [ "$(grep -cF -- "$2" "$work/heard")" -ge "$1" ]
}
begins() { # somebody is at the desk: $visit
    fill "$desk" /
    send 303 "somebody is at the desk" "$desk" /visits
    visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
    answer "$desk" "$visit" emergency=no where=desk agency=ice
}

serve
stop
desk=$(person ada 'desk@Hamline')
law=$(person lea law)
(umask 077 && echo "$secret" >"$data/office.secret")
channels "$(cat "$work/port")"
roster 'Lea Ortiz' law_department 1 mail lea@hamline.example
roster 'Bo Lind' law_department 1 text +16515550100
cat >"$data/calling.conf" <<X
lane law_department
    step 0 seconds: duty, webhook office by mail text
    step 80000 seconds: desk
lane *
    step 0 seconds: desk
    again 20000 seconds
X
"$VESTIBULE" serve --data "$data" --listen 127.0.0.1:0 >"$work/out" 2>"$work/err"
[ $? = 3 ]
point $? "the program does not start when an order tells a webhook that is not set up"
says err "channels.conf does not have" "and says so"
hook /held
echo "origin https://desk.hamline.example" >"$data/sign-in.conf"
serve

# ---- one hangs, the other does not wait ----

touch "$mail/hold"
begins
first=$visit
wait_for heard 1 "\"id\\\":\\\"${visit#/visits/}"
point $? "a webhook is told while mail hangs"
wait_for heard 1 "/calls/${visit#/visits/}."
point $? "and a telephone"
link=$(grep -o "/calls/${visit#/visits/}[A-Za-z0-9_.-]*" "$work/heard" | head -n 1)
grep -F "$link" "$work/heard" | grep -qF 'Hamline needs Law Department https://desk.hamline.example/calls/'
point $? "with who needs whom, in so few words as a message has"
sees 200 "its link opens" nobody "$link"
says out "I have it: Bo Lind" "for whoever was called"
begins
wait_for heard 1 "${visit#/visits/}"
point $? "both are told again"
wait_for has_letters 1 lea 'Law Department'
point $? "while a letter still waits for the mail server"
rm "$mail/hold"
node -e '
const lines = require("fs").readFileSync(0, "utf8").trim().split("\n").slice(1).map(JSON.parse);
const at = lines.find(line => line.event && line.body.includes(process.argv[1]));
const data = { id: process.argv[1], link: `https://desk.hamline.example/board/visits/${process.argv[1]}` };
process.exit(at.by.length === 1 && at.event.type === "callout.call" &&
    JSON.stringify(at.event.data) === JSON.stringify(data) ? 0 : 1);
' "${first#/visits/}" <"$work/heard"
point $? "what it is told is verified, and says which visit and no more"

# ---- a stop in the middle ----

touch "$HOLD"
begins
wait_for heard 2 "${visit#/visits/}"
point $? "a program takes a webhook, a gateway a message, and they hang"
kill_now
rm "$HOLD"
serve
wait_for heard 4 "${visit#/visits/}"
point $? "killed and started again, each is told again"
[ "$(grep -F "${visit#/visits/}" "$work/heard" | grep -o '"webhook-id":"[^"]*"' | sort -u | wc -l)" = 1 ] &&
    [ "$(grep -F "${visit#/visits/}" "$work/heard" | grep -o '"x-key":"[^"]*"' | sort -u | wc -l)" = 1 ]
point $? "under the same ID, as is a telephone"
named() { # the record has the name that the gateway gave
    "$VESTIBULE" log tail "$data/record" --last 500 --json 2>"$work/err" |
        grep '"kind": *"call_attempted"' | grep '"reference": *"SM17"' | grep -q '"channel": *"text"'
}
wait_for named
point $? "and the record has the name that the gateway gave the message"

# ---- none works ----

stop
channels 1 # where nobody listens
hook /broken
serve
begins
tried() { # COUNT: so many tries of all three stand in what happened
    call "$desk" "$visit/answer"
    [ "$(grep -o "webhook answers with status 500" "$work/out" | wc -l)" -ge "$1" ] &&
        [ "$(grep -o "gateway answers with status 500" "$work/out" | wc -l)" -ge "$1" ] &&
        [ "$(grep -o "nobody answers there" "$work/out" | wc -l)" -ge "$1" ]
}
for try in '1 5' '2 15' '3 60'; do
    wait_for tried "${try% *}"
    point $? "what is broken is tried by each of three channels: ${try% *}"
    pass "${try#* }"
done
wait_for shows "$desk" "$visit/answer" "Telephone now: Law"
point $? "when nobody can be reached the desk is told to telephone, long before its step"
ends
