#!/bin/sh
# The board, the visit's file and the history: who sees what, who does what, who hears.
. tests/cli/tap.sh

site=$work/site
mkdir "$site"
# Nobody is called meanwhile: who watches hears of what people do, and of nothing else.
printf 'lane *\n    step 0 seconds: desk\n    again 20000 seconds\n' >"$site/calling.conf"
people=build/asan/tests/web/people_peer
visits=build/asan/tests/web/board_peer
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

start() {
    : >"$work/talk"
    "$VESTIBULE" serve --data "$site" --listen 127.0.0.1:0 --zone America/Chicago \
        >"$work/talk" 2>"$work/events" &
    server=$!
    until grep -q http "$work/talk" || ! kill -0 "$server" 2>/dev/null; do sleep 0.05; done
    at=$(sed -n 's/.*\(http:[^ ]*\)\/.*/\1/p' "$work/talk")
}

stop() {
    kill "$server"
    wait "$server"
    point $? "the server stops in order"
    server=
}

as() { # WHO PATH: $work/out is the page, $got its status
    got=$(curl -s -o "$work/out" -D "$work/head" -w '%{http_code}' \
        -b "vestibule-session=$(cat "$work/$1")" "$at$2" 2>"$work/err")
}

sees() { # STATUS WHO PATH NAME
    as "$2" "$3"
    [ "$got" = "$1" ]
    point $? "$4 ($got)"
}

lacks() { # WORDS NAME
    ! grep -qF -- "$1" "$work/out"
    point $? "$2"
}

field() { # FORM NAME: the value of a hidden field of the form that leads there
    sed -n "\\,action=\"$1\",,/<.form/p" "$work/out" |
        sed -n "s/.*name=\"$2\" value=\"\([^\"]*\)\".*/\1/p" | head -n 1
}

fill() { # WHO PAGE FORM: take what its form carries
    as "$1" "$2"
    token=$(field "$3" token)
    key=$(field "$3" key)
    seen=$(field "$3" seen)
}

send() { # STATUS WHO FORM NAME FIELD...
    wanted=$1
    who=$2
    form=$3
    name=$4
    shift 4
    for pair; do
        set -- "$@" --data-urlencode "$pair"
        shift
    done
    got=$(curl -s -o "$work/out" -w '%{http_code}' "$@" --data-urlencode "token=$token" \
        --data-urlencode "key=$key" --data-urlencode "seen=$seen" \
        -b "vestibule-session=$(cat "$work/$who")" "$at$form" 2>"$work/err")
    [ "$got" = "$wanted" ]
    point $? "$name ($got)"
}

lines() {
    grep -c '<tr id="visit-' "$work/out"
}

# ---- people and visits ----

start
stop
$people "$site" lawyer law >"$work/law"
$people "$site" lawyer2 law >"$work/law2"
$people "$site" guard safety >"$work/safety"
$people "$site" clerk desk@Hamline >"$work/desk"
$people "$site" head principal@Hamline >"$work/head_of"
$people "$site" press communications >"$work/press"
$people "$site" writer author >"$work/author"
$people "$site" una auditor >"$work/auditor"
paper="where=desk agency=ice credentials=read paper=arrest_warrant court=federal signer=clerk"
# shellcheck disable=SC2086
visit=$($visits "$site" Hamline $paper)
drill=$($visits "$site" '<b>North</b>' exercise where=desk agency=secret_service)
past=$($visits "$site" '=1+1' where=desk agency=none left)
start

# ---- who sees what ----

sees 200 law /board "Law sees the board"
[ "$(lines)" = 2 ]
point $? "with every school"
says out "Immigration and Customs Enforcement (ICE)<small>read</small>" "who came, and how that is known"
says out "EXERCISE" "a drill is marked"
says out "&lt;b&gt;North&lt;/b&gt;" "names are escaped"
lacks "<b>North" "everywhere"
first=$(sed -n 's/.*<tr id="visit-\([^"]*\)".*/\1/p' "$work/out" | head -n 1)
[ "$first" = "$visit" ]
point $? "what waits longest comes first"
sees 200 law "/board?school=Hamline&show=unanswered" "filtered"
[ "$(lines)" = 1 ]
point $? "it is shorter"
sees 200 law "/board?show=answered" "what is answered"
says out "No visit is open here." "is nothing yet"
sees 200 law "/board?kind=exercise" "exercises apart"
[ "$(lines)" = 1 ]
point $? "are one"
lacks "$visit" "and not the real one"
sees 200 law "/board?kind=real" "what is real"
says out "$visit" "is the other"
sees 200 desk /board "a desk sees the board"
[ "$(lines)" = 1 ]
point $? "of its own school"
lacks "North" "and hears of no other"
sees 200 press /board "Communications see it"
sees 403 author /board "authors do not"
sees 403 author /board/events "nor hear of it"
sees 200 law "/board/visits/$visit" "Law reads a visit"
says out "What does the Law Department say?" "and is asked what only Law may state"
sees 200 safety "/board/visits/$visit" "Safety reads it"
lacks "name=\"answer\"" "and is not asked"
sees 200 press "/board/visits/$visit" "Communications read it"
lacks 'action="/board/visits' "and can do nothing"
lacks "<h2>Papers" "nor see papers"
sees 403 desk "/board/visits/$drill" "a desk reads none of another school"
sees 404 law /board/visits/AAAAAAAAAAAAAAAAAAAAAA "a visit that is not there"
got=$(curl -s -o /dev/null -w '%{http_code}' "$at/board")
[ "$got" != 200 ]
point $? "strangers see nothing ($got)"

# ---- calls ----

as law "/board/visits/$visit"
call=$(sed -n 's/.*class="take" method="post" action="\([^"]*\)".*/\1/p' "$work/out")
fill law2 "/board/visits/$visit" "$call"
late_token=$token
late_key=$key
late_seen=$seen
fill law "/board/visits/$visit" "$call"
send 403 safety "$call" "a form of somebody else is refused" how=take
send 303 law "$call" "a call is taken" how=take minutes=15
send 303 law "$call" "sent twice" how=take minutes=15
token=$late_token
key=$late_key
seen=$late_seen
send 409 law2 "$call" "and by a colleague at the same time" how=take minutes=60
says out "Somebody else has answered this just now" "who is told of it"
says out "<h2 id=\"theirs\">lawyer</h2><p><strong>I take this</strong>" "by whom"
says out 'name="minutes" value="60"' "and may insist, with what they sent"
as law "/board/visits/$visit"
says out "taken by lawyer" "it is the first one's"
[ "$(grep -c 'A call was answered' "$work/out")" = 1 ]
point $? "and told once"
fill law "/board/visits/$visit" "$call"
send 422 law "$call" "for no sensible time" how=take minutes=0

# ---- what others hear ----

since=$(as law /board; sed -n 's/.*data-events="[^"]*since=\([0-9]*\).*/\1/p' "$work/out")
cookie="vestibule-session=$(cat "$work/law")"
node tests/web/board_watch.js "$at/board/events?since=$since" "$cookie" 200 \
    "$work/ready" "done by lawyer" >"$work/watch" 2>&1 &
watch=$!
curl -sN -b "vestibule-session=$(cat "$work/desk")" "$at/board/events?since=$since&show=answered" >"$work/other" &
other=$!
until [ -f "$work/ready" ] && grep -q hello "$work/other" || ! kill -0 $watch 2>/dev/null; do sleep 0.05; done
fill law "/board/visits/$visit" "$call"
send 303 law "$call" "a call is done" how=done
wait $watch
cp "$work/watch" "$work/out"
says out "200 0 " "all who watch hear of it, once"
curl -s -b "$cookie" "$at/metrics" >"$work/out"
check "streams are counted" grep -q "^vestibule_streams [1-9]" "$work/out"
until grep -q 'event: gone' "$work/other" || ! kill -0 $other 2>/dev/null; do sleep 0.05; done
kill $other
cp "$work/other" "$work/out"
says out "$visit" "who filters it away is told that it is gone"
node tests/web/board_watch.js "$at/board/events?since=$since" "$cookie" 1 "$work/ready" \
    "event: stale" "$since" >"$work/out" 2>&1
says out "1 0 " "who was away loads anew"

# ---- facts, messages ----

answer=/board/visits/$visit/facts/law
fill law "/board/visits/$visit" "$answer"
send 422 law "$answer" "an answer must be chosen" words=x
fill law "/board/visits/$visit" "$answer"
send 303 law "$answer" "Law states what only Law may" answer=rejected "words=<i>unsigned</i>"
key=$late_key
seen=$late_seen
token=$late_token
send 409 law2 "$answer" "who states otherwise from an old page is asked" answer=confirmed words=signed
says out "It is not good for this entry" "what stands there"
says out "&lt;i&gt;unsigned&lt;/i&gt;" "and why"
says out "It is good for this entry" "beside what they would say"
says out "It is not good" "nothing is lost"
token=$(field "$answer" token)
key=$(field "$answer" key)
seen=$(field "$answer" seen)
send 303 law2 "$answer" "they insist" answer=confirmed words=signed
as law "/board/visits/$visit"
says out "Where accounts differ" "and both stay"
fill law "/board/visits/$visit" "$answer"
send 303 law "$answer" "the first one states it once more" answer=rejected "words=<i>unsigned</i>"
as law "/board/visits/$visit"
says out "It is not good for this entry" "it stands there"
says out "&lt;i&gt;unsigned&lt;/i&gt;" "with the reason"
fill head_of "/board/visits/$visit" "/board/visits/$visit/keeper"
send 403 head_of "$answer" "a principal may not" answer=confirmed
fill head_of "/board/visits/$visit" "/board/visits/$visit/keeper"
send 403 head_of /board/visits/"$visit"/facts/where "nor this way what is the desk's" answer=inside
message=/board/visits/$visit/messages
fill safety "/board/visits/$visit" "$message"
send 303 safety "$message" "Safety writes to the desk" "words=Hold the door."
send 303 safety "$message" "sent twice" "words=Hold the door."
as safety /board
says out "Message to the desk: Not read yet" "the board says that nobody has read it"
read=$(as desk "/visits/$visit/answer"; sed -n 's/.*action="\([^"]*\/messages\/[0-9]*\/read\)".*/\1/p' "$work/out")
fill law "/board/visits/$visit" "/board/visits/$visit/keeper"
send 403 law "$read" "Law does not say that the desk has read it"
fill safety "/board/visits/$visit" "/board/visits/$visit/keeper"
send 403 safety "$read" "nor does who wrote it"
send 404 safety "/visits/$visit/messages/0/read" "what is no message is not read"
fill desk "/visits/$visit/answer" "$read"
send 303 desk "$read" "the desk says that it has read it"
send 303 desk "$read" "sent twice"
as desk /offline
says out "Call" "what a device keeps has its calls"
lacks "I have read it" "and asks nobody whether they have read a message"
as safety /board
says out "Message to the desk: Read by clerk at" "the board says who has"
as desk "/visits/$visit/answer"
lacks 'class="banner news"' "it is no news any more"
[ "$(grep -c '<h3>Message read</h3>' "$work/out")" = 1 ]
point $? "and was read once"
as desk "/board/visits/$visit"
[ "$(grep -c '<div class="card"><p dir="auto">Hold the door.' "$work/out")" = 1 ]
point $? "it is there once"
fill law "/board/visits/$visit" "/board/visits/$visit/keeper"
send 303 law "/board/visits/$visit/keeper" "it is handed over" to=lawyer2 words=tired
as law "/board/visits/$visit"
says out "<dd>lawyer2</dd>" "and says to whom"
fill law2 "/board/visits/$visit" "/board/visits/$visit/keeper"
seen=0
send 409 law2 "/board/visits/$visit/keeper" "from an old page it is asked" to=lawyer3 words=fresh
says out "<strong>lawyer2</strong>" "who has it"
says out 'name="to" value="lawyer3"' "and what they would"
fill law "/board/visits/$visit" "/board/visits/$visit/keeper"
key=
send 422 law "$message" "a damaged form" words=x
token=x
send 403 law "$message" "a forged one" words=x

# ---- history ----

sees 200 law /history "Law searches what is over"
says out "$past" "and finds it"
lacks "$visit" "what is open is not there"
sees 200 law "/history?words=nothing+like+it" "other words"
says out "No closed visit fits." "find nothing"
sees 200 law "/history?words=A+P%C3%84RENT" "words in another case, with another accent"
says out "$past" "find it by what an answer is called"
sees 200 law "/history?end=admitted" "another end"
lacks "$past" "is another visit"
sees 200 law "/history?end=left&kind=real&from=2026-01-01&until=2999-12-31" "how, whether and when"
says out "$past" "it is found"
says out "<span>From 2026-01-01</span>" "which paper says as well"
sees 200 law "/history?until=2026-01-01" "too early"
lacks "$past" "it is not"
sees 200 law "/history?kind=exercise" "among exercises"
lacks "$past" "it is not either"
sees 422 law "/history?from=yesterday" "what is no day is no search"
sees 200 head_of /history "a principal too"
lacks "$past" "but only of their school"
sees 403 desk /history "a desk does not"
sees 403 press /history "nor do Communications"
sees 403 head_of /history.csv "a principal takes none away"
sees 200 safety /history.csv "Safety does"
grep -q "attachment" "$work/head"
point $? "as a file"
says out "\"$past\",\"'=1+1\",\"door\"," "and no field is a formula"
check "lines end as they must" sh -c 'grep -c "$(printf "\r")\$" "$1" | grep -qx 2' - "$work/out"
lacks "personal" "nothing personal is in it"

# ---- who read what ----

rows() { # WHO WORDS: how many rows of the access log say so of them
    tr '\n' ' ' <"$work/out" | sed 's/<tr/\n<tr/g' | grep -F ">$1<" | grep -cF "$2"
}

as law "/board/visits/$visit"
as law "/board/visits/$visit"
sees 200 auditor /access-log "the auditor sees who read what"
check "Law read the file of the visit, which counts once an hour" [ "$(rows lawyer "Read the file of a visit")" -ge 1 ]
check "of this visit" [ "$(rows lawyer "$visit")" = 1 ]
check "Safety took the table" [ "$(rows guard "Took the table of closed visits")" = 1 ]
check "the desk's own pages are no news" [ "$(rows clerk "Read")" = 0 ]
sees 403 law /access-log "nobody else does"
stop
ends
