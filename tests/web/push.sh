#!/bin/sh
# Somebody has their browser tell them when they are called: through a push service over TLS
# that verifies who asks and reads with the browser's key, until that is gone; and in a
# real browser, whose own service cannot be reached from here: see tests/web/push.js.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/asking.sh
. tests/web/asking.sh

NODE_PATH="$PWD/build/npm/node_modules"
GONE_FILE=$work/gone
export NODE_PATH GONE_FILE
mkfifo "$work/browser"
node tests/web/push_service.js <"$work/browser" >"$work/told" 2>"$work/told.log" &
exec 8>"$work/browser"
trap 'exec 8>&-; stop; rm -rf "$work"' EXIT
until [ "$(wc -l <"$work/told")" -ge 2 ]; do sleep 0.05; done
subscription=$(sed -n 2p "$work/told")

told() { # COUNT WORDS: that many messages hold them
    [ "$(tail -n +3 "$work/told" | grep -cF -- "$2")" -ge "$1" ]
}
wait_for() { # COMMAND...: until it is so; a minute at most
    for _ in $(seq 600); do
        if "$@"; then return 0; fi
        sleep 0.1
    done
    return 1
}
shows() { # TOKEN PATH WORDS
    call "$1" "$2"
    grep -qF -- "$3" "$work/out"
}
shows_not() {
    call "$1" "$2"
    ! grep -qF -- "$3" "$work/out"
}
switches() { # STATUS NAME SUBSCRIPTION
    fill "$law" /account
    send "$1" "$2" "$law" /account/push "subscription=$3"
}
begins() { # somebody is at the desk: $visit
    fill "$desk" /
    send 303 "somebody is at the desk" "$desk" /visits
    visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
    for fact in emergency=no where=desk agency=ice; do
        fill "$desk" "$visit/ask/${fact%=*}"
        send 303 "the desk answers ${fact%=*}" "$desk" "$visit/ask/${fact%=*}" \
            "answer=${fact#*=}" basis=read
    done
}

serve
stop
desk=$(person ada 'desk@Hamline')
law=$(person lea law)
other=$(person sam safety)
build/asan/tests/web/roster_peer "$data" 'Lea Ortiz' law_department 1 mail lea@hamline.example
build/asan/tests/web/roster_peer "$data" 'Sid Roy' safety_office 1 mail sid@hamline.example

# ---- whom it is for ----

serve
sees 200 "without a channel" "$law" /account/push
says out "this channel is not set up" "the page says so"
stop
cat >"$data/channels.conf" <<X
push mailto:desk@hamline.example
    authorities $PWD/build/tls/server.pem
allow-private 127.0.0.1
X
echo "origin https://desk.hamline.example" >"$data/sign-in.conf"
serve
sees 200 "somebody who is not on the roster" "$law" /account/push
says out "nobody on it has the login lea" "is told that"
switches 200 "and cannot switch it on" "$subscription"
person=$(curl -s -H "Cookie: vestibule-session=$law" "$place/roster" |
    sed -n 's/.*href="\(\/roster\/people\/[0-9]*\)".*/\1/p' | head -n 1)
sees 200 "who keeps the roster" "$law" "$person"
says out "Lea Ortiz" "sees a person"
fill "$law" "$person/change"
send 303 "and says by which login they sign in" "$law" "$person/change" \
    "name=Lea Ortiz" post=law_department@ login=lea
sees 200 "they" "$law" "$person"
says out "lea" "have it now"

# ---- on ----

switches 422 "what is no subscription is refused" '{"endpoint":"https://127.0.0.1/"}'
switches 303 "a browser is told from now on" "$subscription"
wait_for told 1 "So you are told when you are called."
point $? "and at once, to try it"
send 303 "the same form sent again" "$law" /account/push "subscription=$subscription"
switches 303 "or the same browser once more" "$subscription"
sees 200 "makes" "$law" /account/push
[ "$(grep -c 'name="number"' "$work/out")" = 1 ]
point $? "no second one"
says out "Works: tested today." "and it counts at once"
sees 200 "the roster" "$other" "$person"
says out "A browser of theirs" "says that there is a browser"
! grep -qF -- "$(echo "$subscription" | sed 's/.*"auth":"\([^"]*\)".*/\1/')" "$work/out"
point $? "and not which"

# ---- a call ----

begins
wait_for told 1 "Hamline needs Law Department"
point $? "who is called is told in their browser"
tail -n +3 "$work/told" | grep -F "needs Law" | tail -n 1 >"$work/out"
json 'd.by.aud.startsWith("https://127.0.0.1:") && d.by.sub === "mailto:desk@hamline.example" &&
    d.said.web_push === 8030 && d.said.notification.lang === "en" && d.said.notification.dir === "ltr" &&
    d.said.notification.tag === d.topic && d.said.notification.requireInteraction' \
    "by us, urgently, in its language"
grep -qiE 'ice|immigration|agent|ada' "$work/out"
[ $? = 1 ]
point $? "and nothing of who is at the desk"
link=$(sed -n 's/.*https:\/\/desk.hamline.example\(\/calls\/[A-Za-z0-9_.-]*\).*/\1/p' "$work/out")
sees 200 "its link opens without signing in" nobody "$link"
says out "I have it: Lea Ortiz" "with one button"
token='' key='' seen=''
send 303 "which answers" nobody "$link"
wait_for shows "$desk" "$visit/answer" "Taken on by Lea Ortiz"
point $? "and the desk sees it"

# ---- gone ----

touch "$GONE_FILE"
begins
wait_for shows "$law" /account/push "Is used no more: the push service"
point $? "a subscription that is gone is used no more"
rm "$GONE_FILE"
switches 303 "switched on again" "$subscription"
wait_for shows_not "$law" /account/push "Is used no more"
point $? "it counts again"
fill "$law" /account/push
number=$(hidden number)
fill "$other" /account
send 303 "somebody else" "$other" /account/push/off "number=$number"
sees 200 "cannot" "$law" /account/push
says out "Tell me no more there" "switch it off"
fill "$law" /account/push
send 303 "they themselves" "$law" /account/push/off "number=$number"
call "$law" /account/push
! grep -qF "Tell me no more there" "$work/out"
point $? "can"

# ---- a real browser ----

ended=$points
LAW=$law PLACE=$(echo "$place" | sed 's/127.0.0.1/localhost/') START=$ended node tests/web/push.js >"$work/real"
cat "$work/real"
points=$(sed -n 's/^[a-z ]*ok \([0-9]*\).*/\1/p' "$work/real" | tail -n 1)
ends
