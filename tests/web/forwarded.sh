#!/bin/sh
# Behind a proxy: tries are counted against the address that it passes on, and nobody can
# choose that address.
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
once() { # HEADER...: the status of a wrong password
    curl -s -m 20 -o "$work/out" -D "$work/head" "$@" -d 'login=ada&password=wrong' "$place/sign-in"
    status=$(sed -n '1s/[^ ]* \([0-9]*\).*/\1/p' "$work/head")
    pause=$(tr -d '\r' <"$work/head" | sed -n 's/^[Rr]etry-[Aa]fter: //p')
}
try() { # until it was looked at: all addresses together have five tries a second
    once "$@"
    while [ "$status" = 429 ]; do
        sleep 1
        once "$@"
    done
}
waits() { # NAME HEADER...: it has to wait for more than the second that anybody may have to
    name=$1
    shift
    once "$@"
    [ "$status" = 429 ] && [ "$pause" -gt 1 ]
    point $? "$name"
}

serve
stop
echo 'forwarded-by 127.0.0.1
forwarded-by 10.0.0.7' >"$data/sign-in.conf"
serve
for _ in 1 2 3 4 5; do try -H 'X-Forwarded-For: 203.0.113.1'; done
waits "who tried too often waits" -H 'X-Forwarded-For: 203.0.113.1'
waits "also by another spelling" -H 'X-Forwarded-For: ::ffff:203.0.113.1'
waits "and with an invented address before it" -H 'X-Forwarded-For: 203.0.113.9, 203.0.113.1'
waits "in a header of its own" -H 'X-Forwarded-For: 203.0.113.9' -H 'X-Forwarded-For: 203.0.113.1'
waits "or behind two proxies" -H 'X-Forwarded-For: 203.0.113.9, 203.0.113.1, 10.0.0.7'
try -H 'X-Forwarded-For: 203.0.113.2'
check "somebody else does not" [ "$status" = 401 ]
for _ in 1 2 3 4; do try -H 'X-Forwarded-For: nonsense'; done
try -H 'X-Forwarded-For: 203.0.113.3, <b>'
waits "what is no address counts as the proxy" -H 'X-Forwarded-For: '
stop

echo 'forwarded-by 192.0.2.1' >"$data/sign-in.conf"
serve
for n in 1 2 3 4 5; do try -H "X-Forwarded-For: 203.0.113.$n"; done
waits "who is no listed proxy changes nothing by it" -H 'X-Forwarded-For: 203.0.113.77'
stop
echo 'forwarded-by localhost' >"$data/sign-in.conf"
status 3 "a name among the addresses stops the start" serve --data "$data" --listen 127.0.0.1:0
says err "no address" "and is said"

ends
