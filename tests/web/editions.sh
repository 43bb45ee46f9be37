#!/bin/sh
# Editions of a protocol, to whoever asks by HTTP: which was in force when, each as a page,
# and what one decides otherwise than another.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh
entry=$data/protocols/worked.md

sees() { # STATUS NAME PATH: the page is in $work/out
    curl -s -o "$work/out" -D "$work/err" -H "Cookie: vestibule-session=$who" "$place$3"
    grep -q "^HTTP/1.1 $1 " "$work/err"
    point $? "$2"
}
ready() { # the same of a page that looks again until it is whole
    for _ in $(seq 200); do
        curl -s -o "$work/out" -D "$work/err" -H "Cookie: vestibule-session=$who" "$place$3"
        grep -q '^Refresh:' "$work/err" || break
        sleep 0.1
    done
    sees "$@"
}
lacks() { # WORDS NAME
    ! grep -qF -- "$1" "$work/out"
    point $? "$2"
}
digest() { # FILE: of its image, in hexadecimal
    "$VESTIBULE" check "$1" --json | sed -n 's/.*"digest": "sha256:\(.*\)".*/\1/p'
}
text() { # FILE: of the document itself
    sha256sum "$1" | cut -d' ' -f1
}
kept() { # WHERE: both documents of the one image
    for file in first kinder; do
        sees 200 "$file is kept $1" "/protocols/worked/editions/$(text "$work/$file.md")/source"
        check "to the byte" cmp -s "$work/out" "$work/$file.md"
    done
}
editions() { # how many the page lists
    grep -c '<section class="card">' "$work/out"
}
reread() { # the operator has put another document there
    kill -HUP "$server"
    for _ in $(seq 100); do
        if grep -q protocols_re "$work/log"; then break; fi
        sleep 0.1
    done
    : >"$work/log"
}

serve
stop
cp tests/data/worked.md "$entry"
law=$(build/asan/tests/web/people_peer "$data" ada law)
serve
first=$(digest "$entry")
cp "$entry" "$work/first.md"
{
    sed 's/^rule police_wait.*/rule police_wait, exception to visitors_sign_in: entry is refuse if agency is police/
        s/^edition 2025-01-24/edition 2025-02-01/' "$entry"
    printf '\n```protocol\nsay "Please <b>wait</b> here." if agency is police\n```\n'
} >"$work/second.md"
second=$(digest "$work/second.md")

who=
sees 303 "a stranger is asked to sign in" /protocols/worked/editions
who=$law
sees 200 "who may read sees what was in force" /protocols/worked/editions
check "one edition so far" [ "$(editions)" = 1 ]
says out "sha256:$first" "with its digest"
says out "Put there by" "which an operator put there"
sees 404 "there is none of another protocol" /protocols/exit/editions

cp "$work/second.md" "$entry"
reread
sees 200 "another document is another edition" /protocols/worked/editions
check "now there are two" [ "$(editions)" = 2 ]
cp "$work/first.md" "$entry"
reread
sees 200 "the first one comes back" /protocols/worked/editions
check "which is a third time in force" [ "$(editions)" = 3 ]
stop
serve
sees 200 "a new start changes nothing" /protocols/worked/editions
check "of that" [ "$(editions)" = 3 ]

sees 200 "a moment before all of it" "/protocols/worked/editions?at=2001-09-09T01:46"
says out "Nothing was in force here on" "has no edition"
sees 200 "a day to come" "/protocols/worked/editions?at=2999-01-01T00:00"
says out ">In force on " "has the one in force"
sees 422 "a moment that is none" "/protocols/worked/editions?at=%3Cb%3Enoon"
says out 'href="#at"' "is a mistake that leads to its field"
lacks "<b>noon" "and stays words"

sees 200 "an old edition is a page" "/protocols/worked/editions/$second"
says out "This edition is not in force now" "which says so"
says out "Please &lt;b&gt;wait&lt;/b&gt; here." "with what it said"
lacks "<b>wait" "as words"
sees 200 "the one in force, too" "/protocols/worked/editions/$first"
says out "This edition is in force" "and says so"
sees 200 "a document can be had as written" "/protocols/worked/editions/$second/source"
check "byte for byte" cmp -s "$work/out" "$work/second.md"
sees 200 "its proofs" "/protocols/worked/editions/$second/proofs"
says out "What must always be true" "are there"
sees 404 "no other digest" "/protocols/worked/editions/${first%?????}00000"
sees 404 "nor something else" "/protocols/worked/editions/%3Cb%3E"
sees 404 "nor one of another protocol" "/protocols/roles/editions/$first"

ready 200 "two editions compared" "/protocols/worked/compare?from=$first&to=$second"
says out "3,456" "over all cases"
says out "agency is police" "with those that are decided otherwise"
says out 'say "Please &lt;b&gt;wait&lt;/b&gt; here." if agency is police</ins>' "and their lines"
lacks "<b>wait" "as words"
ready 200 "an edition is what itself is" "/protocols/worked/compare?from=$first&to=$first"
says out "No line differs" "to the last line"
sees 404 "one of them not there" "/protocols/worked/compare?from=$first&to=00"

{
    cat "$work/first.md"
    printf '\nSaid more <i>kindly</i>.\n'
} >"$work/kinder.md"
check "words alone are the same decisions" [ "$(digest "$work/kinder.md")" = "$first" ]
cp "$work/kinder.md" "$entry"
reread
sees 200 "an operator changes the words alone" /protocols/worked/editions
check "which is an edition" [ "$(editions)" = 4 ]
says out "sha256:$(text "$work/kinder.md")" "with the digest of its text"
kept "here"
ready 200 "both compared" "/protocols/worked/compare?from=$(text "$work/first.md")&to=$(text "$work/kinder.md")"
says out "Said more &lt;i&gt;kindly&lt;/i&gt;.</ins>" "differ in that line"
stop
serve
sees 200 "a new start changes nothing" /protocols/worked/editions
check "of all that" [ "$(editions)" = 4 ]
stop
status 0 "a backup" backup "$data" "$work/backup"
status 0 "is put back" restore "$work/backup" "$work/again"
original=$data
data=$work/again
law=$(build/asan/tests/web/people_peer "$data" bea law)
who=$law
serve
sees 200 "nothing has changed there" /protocols/worked/editions
check "either" [ "$(editions)" = 4 ]
kept "there"
stop
data=$original

"$VESTIBULE" log tail "$data/record" >"$work/out" 2>"$work/err"
check "each taking over is an event" [ "$(grep -c edition_published "$work/out")" = 6 ]
status 0 "and every decision can be made again" replay --record "$data/record"
ends
