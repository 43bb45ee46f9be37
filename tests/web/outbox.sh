#!/bin/sh
# What POST /outbox promises to a device that had no network: done once under its key,
# with the time that the device says, refused with a reason or to be tried again, and
# nothing to those who may not.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
key() { # NUMBER: a key, a UUID of version 7
    printf '0194a0b8-9c3e-7d11-8a55-%012d' "$1"
}
call() { # STATUS NAME TOKEN PATH WORD...
    wanted=$1
    name=$2
    who=$3
    path=$4
    shift 4
    got=$(curl -s -o "$work/out" -w '%{http_code}' -H "Cookie: vestibule-session=$who" \
        "$@" "$place$path")
    echo "$got" >"$work/err"
    [ "$got" = "$wanted" ]
    point $? "$name"
}
known() { # TOKEN: what a device is told, for `send`
    call 200 "the state of the desk" "$1" /offline/state
    token=$(sed 's/.*"token":"\([^"]*\)".*/\1/' "$work/out")
}
send() { # STATUS NAME TOKEN KEY FIELD=VALUE...
    wanted=$1
    name=$2
    who=$3
    number=$4
    shift 4
    for field in "$@"; do
        set -- "$@" --data-urlencode "$field"
        shift
    done
    call "$wanted" "$name" "$who" /outbox -d "token=$token" -d "key=$(key "$number")" \
        --data-urlencode "now=$now" "$@"
}

serve
stop
desk=$(person ada 'desk@Hamline Elementary')
other=$(person eve 'desk@Another School')
law=$(person counsel law)
serve
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
at=2025-01-24T11:15:00-06:00

call 303 "a stranger is told nothing" none /offline/state
call 303 "and sends nothing" none /outbox -d "key=$(key 1)" -d do=open
call 403 "Law keeps no visits on a device" "$law" /offline/state
known "$desk"
json 'd.visits.length === 0 && d.name === "ada" && d.vault.length === 43' "nobody is at the desk"
right=$token
token=forged
send 403 "a forged form" "$desk" 1 do=open "at=$at"
token=$right

send 200 "a visit that was opened without a network" "$desk" 1 do=open "at=$at"
json 'd.done && !d.repeated' "is recorded"
visit=$(sed 's/.*"visit":"\([^"]*\)".*/\1/' "$work/out")
node -e '
const digest = require("crypto").createHash("sha256").update(`visit ${process.argv[1]}`).digest();
digest[0] &= 0x7F;
process.stdout.write(digest.subarray(0, 16).toString("base64url"));' "$(key 1)" >"$work/name"
[ "$visit" = "$(cat "$work/name")" ]
point $? "under the name that the device had for it"
send 200 "sent again" "$desk" 1 do=open at=2025-01-24T11:16:00-06:00
json "d.done && d.repeated && d.visit === '$visit'" "it is done already"
send 200 "what was stated" "$desk" 2 do=state "visit=$visit" fact=agency answer=dhs basis=read "at=$at"
now=$(date -u -d '+90 seconds' +%Y-%m-%dT%H:%M:%SZ)
send 200 "by a device whose clock is ahead" "$desk" 3 do=state "visit=$visit" fact=reason answer=yes \
    basis=told "at=$at"
send 200 "a call" "$desk" 4 do=state "visit=$visit" fact=exigency answer=no basis=told "at=$at"
send 422 "an agency that there is not" "$desk" 5 do=state "visit=$visit" fact=agency answer=xyz \
    basis=read "at=$at"
json '!d.done && !d.again && d.reason.length > 10' "is refused for good, with the reason"
send 403 "the desk does not answer for Law" "$desk" 6 do=state "visit=$visit" fact=law \
    answer=confirmed basis=told "at=$at"
send 422 "no moment" "$desk" 7 do=state "visit=$visit" fact=reason answer=no basis=told at=yesterday
send 404 "no such visit" "$desk" 8 do=state visit=AAAAAAAAAAAAAAAAAAAAAA fact=reason answer=no \
    basis=told "at=$at"
send 404 "a duty that nobody has" "$desk" 9 do=acknowledge "visit=$visit" duty=escort state=done "at=$at"
known "$other"
send 403 "the desk of another school" "$other" 10 do=state "visit=$visit" fact=reason answer=no \
    basis=told "at=$at"
known "$desk"
json "d.visits[0].visit === '$visit' && d.visits[0].facts.length === 3 && d.visits[0].facts.every(
    fact => fact.at === '$at' && !('words' in fact))" "the device learns what is known, and no quoted words"
send 200 "the end" "$desk" 11 do=end "visit=$visit" end=left "account=They left." "at=$at"
send 409 "nothing more can be stated" "$desk" 12 do=state "visit=$visit" fact=reason answer=no \
    basis=told "at=$at"
send 200 "but what was sent before is done" "$desk" 2 do=state "visit=$visit" fact=agency answer=dhs \
    basis=read "at=$at"
stop
"$VESTIBULE" log tail "$work/data/record" --json >"$work/out" 2>"$work/err"
says out '"so_at":"2025-01-24T11:15:00-06:00"' "the record has the device's time"
grep -oE 'entered without a network[^"]*' "$work/out" >"$work/err"
[ "$(grep -c . "$work/err")" = 3 ] && grep -qE 'clock was (8|9)[0-9] s ahead' "$work/err"
point $? "and how far its clock was off"
ends
