#!/bin/sh
# An exercise at a school, from end to end: who may run it, what is marked, and that it
# and what is real never become each other.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
ask() { # JAR PATH WORD...
    jar=$work/$1
    path=$2
    shift 2
    curl -s -m 20 -b "$jar" -c "$jar" -o "$work/out" -w '%{http_code} %{redirect_url}\n' "$@" "$place$path" >"$work/err"
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
send() { # STATUS NAME JAR FROM TO FIELD=VALUE...
    wanted=$1
    name=$2
    who=$3
    to=$5
    ask "$who" "$4"
    token=$(hidden token)
    key=$(hidden key)
    shift 5
    for field; do set -- "$@" --data-urlencode "$field" && shift; done
    sees "$wanted" "$name" "$who" "$to" -d "token=$token" -d "key=$key" "$@"
}
led() { # where the last answer led
    sed -n "s|.* $place||p" "$work/err"
}
without() { # WORDS NAME
    grep -q -- "$1" "$work/out"
    [ $? = 1 ]
    point $? "$2"
}
hill='school=Nowhere Hill School'

serve --sample
for login in dana priya lea toni noor; do ask $login /try -d "login=$login"; done

# ---- who may ----

sees 403 "the desk runs no exercise" dana /exercise
sees 403 "nor does Law" lea /exercise
send 409 "none runs, so nobody is practising" dana / /visits "$hill" exercise=yes
send 303 "the principal begins one" priya /exercise /exercise
sees 303 "once, however often it is sent" priya /exercise -d "token=$token" -d "key=$key"
send 409 "two do not run at once" priya /exercise /exercise
ask noor /
without "EXERCISE" "another school has none"
send 409 "and cannot practise" noor / /visits exercise=yes

# ---- what is marked ----

ask dana /
says out "EXERCISE: someone comes to the desk" "the desk has a second button"
says out 'name="way" value="door">Someone is at the desk' "and the first is the real one"
send 303 "a practice visit is opened" dana / /visits "$hill" exercise=yes
drill=$(led)
for page in /ask/emergency /ask/agency /answer /facts /with /end "/check?end=left"; do
    sees 200 "its page $page" dana "$drill$page"
    says out '<aside class="exercise" aria-label="EXERCISE">' "says EXERCISE"
    says out "This is real: someone is at the desk" "and a real visit is one tap away"
done
sees 404 "a page that is not there has no banner of it" dana "$drill/nothing"
sees 200 "so does its file" lea "/board$drill"
says out '<aside class="exercise"' "for Law too"
ask dana "$drill/ask/emergency"
send 303 "one tap" dana "$drill/ask/emergency" /visits "$hill"
real=$(led)
sees 200 "opens a real visit" dana "$real/ask/emergency"
without 'class="exercise"' "which is none"
send 303 "who comes along with an exercise" dana "$drill/with" /visits "with=${drill#/visits/}"
sees 200 "is part of it" dana "$(led)/ask/emergency"
says out 'class="exercise"' "and says so"
send 303 "who comes along with a real visitor" dana "$real/with" /visits "with=${real#/visits/}" exercise=yes
sees 200 "is real" dana "$(led)/ask/emergency"
without 'class="exercise"' "whatever was sent"

# ---- the board, and what is over ----

sees 200 "the board" lea /board
order=$(sed -n 's/^<tr id="visit-.*data-drill.*/drill/p; t; s/^<tr id="visit-.*/real/p' "$work/out" | uniq | tr '\n' ' ')
check "has exercises apart, after all that is real" [ "$order" = "real drill " ]
for fact in emergency=no where=desk agency=ice; do
    send 303 "it is answered: $fact" dana "$drill/ask/${fact%=*}" "$drill/ask/${fact%=*}" "answer=${fact#*=}" basis=read
done
send 303 "the exercise's visit ends" dana "$drill/check?end=left" "$drill/end" end=left
sees 200 "its record" dana "$drill/record"
says out '<aside class="exercise"' "says EXERCISE, as it is printed"
send 303 "and the real one" dana "$real/check?end=mistaken" "$real/end" end=mistaken
sees 200 "exercises alone" lea "/history?kind=exercise"
says out "$drill\"" "have the one"
without "$real\"" "and not the other"
sees 200 "what was real alone" lea "/history?kind=real"
says out "$real\"" "has the other"
without "$drill\"" "and not the one"
sees 200 "the table" lea /history.csv
check "has it in a column" grep -q "^\"${drill#/visits/}\".*\"yes\"" "$work/out"
check "of both" grep -q "^\"${real#/visits/}\".*\"no\"" "$work/out"

# ---- it goes on after a stop, and ends ----

kill -9 $server
wait $server 2>/dev/null
serve --sample
ask dana /
says out "EXERCISE: someone comes to the desk" "after a stop it still runs"
ask priya /exercise
send 303 "the principal ends it" priya /exercise /exercise/end
send 409 "once" priya /exercise /exercise/end
ask dana /
without "EXERCISE: someone" "the button is gone"
sees 200 "the principal reads what came of it" priya /exercise
says out "Seconds to the first answer" "by role"
says out "Law Department" "who was called"
without "Dana Sample\|Lea Sample" "and by no name"
sees 200 "what was an exercise" lea "/board$drill"
says out 'class="exercise"' "stays one"

# ---- several schools ----

sees 200 "somebody with two schools" toni /
says out "At which school are you?" "is asked where they are"
send 403 "a school that is not theirs is refused" toni /school /school "school=Nowhere High School"
send 303 "they choose" toni /school /school "school=Nowhere Lake School"
sees 200 "and are at the desk" toni /
says out 'name="school" value="Nowhere Lake School"' "of that school"
says out 'href="/school"' "until they change it"
send 303 "a visit" toni / /visits "school=Nowhere Lake School"
sees 200 "is opened" toni "$(led)/ask/emergency"
send 403 "and at no school of others" toni / /visits "school=Nowhere High School"
stop
record=$work/data/record
status 0 "the record" log fsck "$record"
status 0 "is published" log publish "$record"
status 0 "and right" log verify "$record/public" --key "$(cat "$record/public/vkey")"
ends
