#!/bin/sh
# What the pages of a visit promise to whoever asks by HTTP: who is let in, that a form
# sent twice is done once, and that nothing a person writes becomes HTML.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT

serve() { # and wait until it listens
    : >"$work/serving"
    "$VESTIBULE" serve --data "$work/data" --listen 127.0.0.1:0 --zone America/Chicago \
        "$@" >"$work/serving" 2>"$work/log" &
    server=$!
    for _ in $(seq 100); do
        if grep -q serving "$work/serving"; then break; fi
        sleep 0.1
    done
    place=$(sed -n 's/.*\(http:[^ ]*\)\/.*/\1/p' "$work/serving")
}
stop() {
    kill "$server"
    wait "$server" 2>/dev/null
    server=
}
person() { # LOGIN ROLE...: its token
    build/asan/tests/web/people_peer "$work/data" "$@"
}

# Ask as somebody; the page is in $work/out, its status and where it leads in $work/err.
call() { # TOKEN PATH WORD...
    who=$1
    path=$2
    shift 2
    curl -s -o "$work/out" -w '%{http_code} %{redirect_url}\n' \
        -H "Cookie: vestibule-session=$who" "$@" "$place$path" >"$work/err"
}
sees() { # STATUS NAME TOKEN PATH WORD...
    wanted=$1
    name=$2
    shift 2
    call "$@"
    grep -q "^$wanted " "$work/err"
    point $? "$name"
}
leads() { # TO NAME
    grep -qF -- "$place$1" "$work/err"
    point $? "$2"
}
hidden() { # NAME: the value of a hidden field of the page
    sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/out" | head -n 1
}
fill() { # TOKEN PATH: read the form there, for `send`
    call "$1" "$2"
    token=$(hidden token)
    key=$(hidden key)
    seen=$(hidden seen)
}
send() { # STATUS NAME TOKEN PATH FIELD=VALUE...
    wanted=$1
    name=$2
    who=$3
    path=$4
    shift 4
    for field in "$@"; do
        set -- "$@" --data-urlencode "$field"
        shift
    done
    sees "$wanted" "$name" "$who" "$path" --data-urlencode "token=$token" \
        --data-urlencode "key=$key" --data-urlencode "seen=$seen" "$@"
}

serve
stop
desk=$(person ada 'desk@Hamline')
other=$(person eve 'desk@Lincoln')
law=$(person counsel law)
clerk=$(person rex records)
serve

sees 303 "a stranger is asked to sign in" nobody /
sees 200 "the desk has its first page" "$desk" /
says out "Someone is at the desk" "with one button"
sees 200 "counsel has another" "$law" /
if grep -q "Someone is at the desk" "$work/out"; then false; else true; fi
point $? "without that button"

fill "$desk" /
good=$token
token=forged
send 403 "a forged form opens nothing" "$desk" /visits
token=$good
send 303 "the button opens a visit" "$desk" /visits
visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
send 303 "sent twice" "$desk" /visits
leads "$visit" "it is the same visit"
sees 303 "a visit leads to its first question" "$desk" "$visit"
leads "$visit/ask/emergency" "which the protocol asks first"

sees 403 "the desk of another school may not see it" "$other" "$visit/answer"
sees 403 "nor be asked about it" "$other" "$visit/ask/emergency"
sees 403 "nor may the records clerk" "$clerk" "$visit/answer"
sees 403 "the desk does not answer for Law" "$desk" "$visit/ask/law"
sees 404 "there is no other visit" "$desk" /visits/AAAAAAAAAAAAAAAAAAAAAA
sees 200 "Law sees it, before it is known what to do" "$law" "$visit/answer"
says out "This holds until more is known" "and that it can change"

fill "$desk" "$visit/ask/emergency"
send 400 "nothing chosen" "$desk" "$visit/ask/emergency"
says out "There is a problem" "is said"
fill "$desk" "$visit/ask/agency"
send 400 "how they know it is asked of what was shown" "$desk" "$visit/ask/agency" answer=dhs
says out 'value="dhs" checked' "and the answer stays chosen"
send 400 "an agency that the protocol does not have" "$desk" "$visit/ask/agency" \
    answer=icy basis=read
fill "$desk" "$visit/ask/emergency"
send 303 "I do not know" "$desk" "$visit/ask/emergency" answer=
sees 303 "is remembered" "$desk" "$visit"
leads "$visit/ask/where" "and the next is asked"

fill "$desk" "$visit/ask/issued"
send 400 "a day that is none" "$desk" "$visit/ask/issued" answer=2026-02-30 basis=read
says out 'value="2026-02-30"' "stays as it was typed"
fill "$desk" "$visit/ask/issued"
send 303 "a day" "$desk" "$visit/ask/issued" answer=2026-02-20 basis=read
sees 200 "can be changed" "$desk" "$visit/ask/issued"
says out 'type="date"' "by a field for days"
says out 'value="2026-02-20"' "and is still there"

fill "$law" "$visit/ask/law"
send 303 "Law answers its own question" "$law" "$visit/ask/law" answer=waiting basis=told
fill "$desk" "$visit/answer"
send 303 "the desk writes a message" "$desk" "$visit/messages" to=law_department \
    'words=<script>alert("x")</script> & "so on"'
sees 200 "which everybody reads" "$law" "$visit/answer"
says out '&lt;script&gt;alert("x")&lt;/script&gt; &amp; "so on"' "as it was written"

sees 400 "an end that is none is asked again" "$desk" "$visit/check?end=maybe"
fill "$other" /
send 403 "nobody joins a visit of another school" "$other" /visits "with=${visit#/visits/}"
fill "$desk" /
send 303 "somebody else came along" "$desk" /visits "with=${visit#/visits/}" shared=agency
second=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
fill "$desk" "$second/ask/emergency"
send 303 "in an emergency" "$desk" "$second/ask/emergency" answer=yes
sees 303 "nothing more is asked" "$desk" "$second"
leads "$second/answer" "and the answer is there"
sees 200 "it can be read" "$desk" "$second/answer"
says out "Let them in" "it is to let them in"
says out "They came together" "beside the other"

fill "$desk" "$visit/check?end=left"
says out "How it ended" "the end is checked first"
send 303 "then the visit is closed" "$desk" "$visit/end" end=left \
    "account=<b>They left.</b>"
leads "$visit/record" "and leads to its record"
sees 200 "which counsel may read" "$law" "$visit/record"
says out "&lt;b&gt;They left.&lt;/b&gt;" "with the account"
fill "$desk" /
send 409 "nothing more can be stated" "$desk" "$visit/ask/where" answer=desk

stop
serve --exercise
sees 200 "what happened is there after a new start" "$desk" "$visit/record"
says out "EXERCISE" "and a drill says so on every page"
ends
