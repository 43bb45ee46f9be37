#!/bin/sh
# What the pages of a visit promise to whoever asks by HTTP: who is let in, that a form
# sent twice is done once, and that nothing a person writes becomes HTML.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/asking.sh
. tests/web/asking.sh

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

fill "$desk" /
send 303 "an agency comes" "$desk" /visits
called=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
for answer in emergency=no where=desk agency=ice; do
    fill "$desk" "$called/ask/${answer%=*}"
    send 303 "and is asked about" "$desk" "$called/ask/${answer%=*}" "answer=${answer#*=}" basis=read
done
fill "$desk" "$called/answer"
duty=$(sed -n 's/.*action="\([^"]*\/duties\/[0-9]*\)\/call".*/\1/p' "$work/out" | head -n 1)
send 422 "a call has a time" "$desk" "$duty/call" state=no_answer at=noon
send 303 "nobody answered" "$desk" "$duty/call" state=no_answer at=00:00
call "$desk" "$called/answer"
says out "ada called at 00:00, and nobody answered" "is said"
send 303 "sent twice" "$desk" "$duty/call" state=no_answer at=00:00
fill "$desk" "$called/answer"
send 303 "then somebody did" "$desk" "$duty/call" state=reached at=00:00 'spoke_with=<i>Ms Lee</i>'
call "$law" "$called/answer"
says out "ada reached them at 00:00, and spoke with &lt;i&gt;Ms Lee&lt;/i&gt;" "which Law reads too"
says out "Taken on by ada" "and the call is taken on"
send 403 "another school calls nobody" "$other" "$duty/call" state=reached

fill "$desk" "$visit/answer"
send 422 "a visit is handed over to somebody" "$desk" "$visit/keeper" to=
send 303 "by name" "$desk" "$visit/keeper" 'to=Ms Ortiz' 'words=They wait in the hall'
call "$desk" "$visit/answer"
says out "Ms Ortiz looks after it now" "and it says who has it"
fill "$law" "$visit/answer"
send 303 "or taken over" "$law" "$visit/keeper" who=me
sees 200 "then" "$desk" "$visit/answer"
says out "counsel looks after it now" "it says so"

# Two hand it over at once, each from a page that shows what was before both.
hand() { # NAME TOKEN TO WORDS: what curl would send from the page that $2 has
    fill "$2" "$visit/answer"
    printf '%s\n' "cookie = \"vestibule-session=$2\"" "url = \"$place$visit/keeper\"" \
        "output = \"$work/$1.out\"" 'write-out = "%{http_code}\n"' silent >"$work/$1.curl"
    for field in token="$token" key="$key" seen="$seen" to="$3" words="$4"; do
        printf 'data-urlencode = "%s"\n' "$field"
    done >>"$work/$1.curl"
}
hand one "$desk" 'Ms Ahern' 'The hall is <locked>'
hand two "$law" 'Mr Boone' 'They come at noon'
curl -K "$work/one.curl" >"$work/one.code" &
first=$!
curl -K "$work/two.curl" >"$work/two.code"
wait "$first"
sort "$work/one.code" "$work/two.code" | tr '\n' ' ' >"$work/out"
says out "303 409 " "of two who hand it over at once the second one is asked"
if grep -q 409 "$work/one.code"; then late=one; who=$desk; else late=two; who=$law; fi
cp "$work/$late.out" "$work/out"
says out "It has just been handed over" "and told so"
says out "<strong>Ms Ahern</strong>" "with the one"
says out "The hall is &lt;locked&gt;" "and its words"
says out "<strong>Mr Boone</strong>" "beside the other"
says out "They come at noon" "and its words"
curl -K "$work/$late.curl" | grep -q 409
point $? "sent again as it was, they are asked again"
cp "$work/$late.out" "$work/out"
token=$(hidden token)
key=$(hidden key)
seen=$(hidden seen)
to=$(hidden to)
words=$(hidden words)
send 303 "they insist" "$who" "$visit/keeper" "to=$to" "words=$words"
send 303 "sent twice" "$who" "$visit/keeper" "to=$to" "words=$words"
sees 200 "then" "$desk" "$visit/answer"
says out "$to looks after it now" "it is as they say"
says out "Ms Ahern looks after it now" "both stay"
says out "Mr Boone looks after it now" "in what happened"

# One person at two screens is asked, too.
hand one "$desk" 'Ms Ahern' 'At the first screen'
hand two "$desk" 'Mr Boone' 'At the second'
[ "$(curl -K "$work/one.curl")$(curl -K "$work/two.curl")" = 303409 ]
point $? "and one person at two screens"

call "$desk" "$visit/facts"
wrong=$(sed -n 's/.*href="\([^"]*\/correct\/[0-9]*\)".*/\1/p' "$work/out" | tail -n 1)
fill "$desk" "$wrong"
says out "How the mistake came about" "a mistake is corrected"
send 422 "not without a reason" "$desk" "$wrong" answer=2026-02-21 reason=
send 422 "nor with what is no answer" "$desk" "$wrong" answer=2026-02-31 reason=x
send 303 "but with both" "$desk" "$wrong" answer=2026-02-21 'reason=<u>read a 0 for a 1</u>'
call "$law" "$visit/answer"
says out "It is: 21 February 2026. The reason: &lt;u&gt;read a 0 for a 1&lt;/u&gt;" "everybody reads what and why"
call "$desk" "$visit/facts"
says out "Written down as “20 February 2026”; corrected by ada" "and what stood there before"
sees 403 "another school corrects nothing" "$other" "$wrong"

fill "$desk" /
send 303 "somebody telephones" "$desk" /visits way=telephone
third=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
call "$desk" "$third/answer"
says out "They telephone" "which is told from who came"

fill "$desk" "$visit/check?end=left"
says out "How it ended" "the end is checked first"
send 303 "then the visit is closed" "$desk" "$visit/end" end=left \
    "account=<b>They left.</b>"
leads "$visit/record" "and leads to its record"
sees 200 "which counsel may read" "$law" "$visit/record"
says out "&lt;b&gt;They left.&lt;/b&gt;" "with the account"
fill "$desk" /
send 409 "nothing more can be stated" "$desk" "$visit/ask/where" answer=desk
says out "ended before you sent this" "and it is said why"
send 409 "nor is it closed again" "$desk" "$visit/end" end=admitted "account=They <i>came</i> in."
says out "&lt;b&gt;They left.&lt;/b&gt;" "what happened is shown"
says out "They &lt;i&gt;came&lt;/i&gt; in." "beside what was sent"
send 409 "nor handed over" "$desk" "$visit/keeper" 'to=Ms Ortiz' 'words=They wait'
says out "Ms Ortiz looks after it now" "which is not lost either"

stop
serve --exercise
sees 200 "what happened is there after a new start" "$desk" "$visit/record"
says out "EXERCISE" "and a drill says so on every page"
ends
