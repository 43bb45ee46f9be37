#!/bin/sh
# vestibule ask: an interview whose answers are the lines of a file.
. tests/cli/tap.sh

talk() { # STATUS NAME ANSWERS WORD...
    answers=$3
    wanted=$1
    name=$2
    shift 3
    printf "$answers" >"$work/in"
    status "$wanted" "$name" ask $doc "$@" <"$work/in"
}

talk 0 "a visitor" '2\n1\n'
says out "Do you see that someone's life is in danger right now?" "the first question is asked first"
says out "   1  Yes" "answers are numbered"
says out "I don't know" "not knowing is an answer"
says out "Let them in, with an escort." "it ends with the decision"
check "two questions are enough" [ "$(grep -c '^> ' "$work/out")" = 2 ]

talk 0 "answers by name" 'no\npolice\n'
says out "Ask them to wait at the desk." "are understood"
says out "Call Safety and Security" "duties are told"
talk 0 "y and n" 'y\n'
says out "Let them in, with an escort." "are understood"

talk 0 "not known" '?\n?\n?\n?\n?\n?\n?\n'
says out "Not known yet: refuse, wait or admit" "ends open"
check "no question comes twice" [ -z "$(grep -E '^(Which|Did|Have|What|Who|Has|Do) ' "$work/out" | sort | uniq -d | grep -v '^Do$')" ]

talk 0 "what another role answers" 'no\nice\ncriminal\nfederal_judge\nread\nyes\nconfirmed\n'
says out "Law Department answers this:" "says which question is another role's"
says out "Let them in, with an escort." "and ends with the decision"

talk 0 "back" 'no\nice\nback\nnone\n'
says out "Let them in, with an escort." "takes the last answer back"
talk 0 "back at the beginning" 'b\nb\n1\n'
says out "Let them in, with an escort." "does no harm"
talk 0 "why" 'w\nq\n'
says out "So far it may be refuse, wait or admit" "tells what is known"
says out "Yes → admit" "and what each answer would leave"
talk 0 "a wrong answer" '9\nperhaps\n-1\n1\n'
says out "Please answer with a number from 1 to 3" "is asked again"
says out "Let them in, with an escort." "until there is one"
talk 0 "the end of the answers" '2\n'
says out "Not known yet" "ends with what is known"
talk 0 "nothing at all" ''
says out "Not known yet" "too"
talk 0 "very long nonsense" "$(head -c 20000 /dev/zero | tr '\0' x)\n1\n"
says out "Let them in, with an escort." "is left out"

talk 0 "--json" '2\n1\n' --json
json 'd.outcomes.entry.value === "admit"' "answers in JSON"
says err "Which agency" "the talk is on standard error"
talk 0 "one outcome" '2\n1\n' --outcome entry
talk 2 "an unknown outcome" '' --outcome entri
says err 'did you mean `entry`' "is named"
status 2 "the document cannot come with the answers" ask - <$doc
"$VESTIBULE" build $doc -o "$work/image" -q
printf 'q\n' >"$work/in"
status 0 "an edition that is not in force" ask $doc --at 2024-12-31T08:00:00-06:00 <"$work/in"
says err "not in force on 2024-12-31" "says so before it asks"
status 0 "nor for another value" why-not $doc entry=admit agency=ice --at 2024-12-31T08:00:00-06:00
says err "not in force on 2024-12-31" "says so"
printf '2\n1\n' >"$work/in"
status 0 "an image" ask "$work/image" <"$work/in"
says out "Let them in, with an escort." "asks the same"
ends
