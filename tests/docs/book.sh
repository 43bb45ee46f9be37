#!/bin/sh
# Everything the language book shows is so: its examples compile or make the mistake
# they show, its sessions answer as shown, its table of mistakes is what authors are told.
set -u
: "${VESTIBULE:?names the program}"
book=$PWD/docs/language.md
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
n=0

point() { # RESULT NAME FILE
    n=$((n + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        sed 's/^/# /' "$3"
    fi
}

# Examples: a file of its own, or added to another by `from:`; kept under `file:`.
awk '
    /^<!-- / {
        file = from = expect = ""
        for (i = 2; i < NF; i++) {
            word = $(i + 1); sub(/,$/, "", word)
            if ($i == "file:") file = word
            if ($i == "from:") from = word
            if ($i == "expect:") expect = word
        }
    }
    /^````markdown$/ {
        count++
        if (file == "") file = "example-" count ".md"
        if (from != "") {
            while ((getline line < from) > 0) print line > file
            close(from); print "" > file
        }
        print file, (expect == "" ? "good" : expect), NR > "examples"
        inside = 1; next
    }
    /^````$/ { inside = 0; close(file); file = from = expect = ""; next }
    inside { print > file }
' "$book"
while read -r file want line; do
    "$VESTIBULE" check --json "$file" >said 2>&1
    code=$?
    if [ "$want" = good ]; then
        test $code = 0 && ! grep -q '"severity": "warning"' said
        point $? "line $line: the example is good" said
    else
        grep -q "\"$want\"" said
        point $? "line $line: the example shows $want" said
    fi
done <examples

# Sessions: every line shown stands in the answer.
awk '
    /^```console$/ { inside = 1; next }
    /^```$/ { inside = 0 }
    inside && /^\$ vestibule / { file = sprintf("session-%03d", ++count); sub(/^\$ vestibule /, ""); print > file; next }
    inside { print > file }
' "$book"
for session in session-*; do
    eval "set -- $(head -n 1 "$session")"
    NO_COLOR=1 "$VESTIBULE" "$@" >said 2>&1
    missing=0
    tail -n +2 "$session" >lines
    while read -r shown; do
        grep -qF -- "$shown" said || { missing=1; echo "missing: $shown" >>said; }
    done <lines
    point $missing "vestibule $(head -n 1 "$session")" said
done

# Mistakes: what is written, added to the library, is answered by code and words.
awk '
    /^<!-- mistakes -->$/ { table = 1; next }
    table && /^\| `/ {
        split($0, cell, " \\| ")
        wrong = cell[1]; sub(/^\| `/, "", wrong); sub(/`$/, "", wrong)
        told = cell[2]; sub(/ \|$/, "", told); sub(/ \(.*\)$/, "", told)
        print wrong > "wrong"; print told > "told"
    }
    table && /^$/ { exit }
' "$book"
exec 3<told
while read -r wrong; do
    read -r told <&3
    { cat library.md; printf '\n```protocol\n%s\n```\n' "$wrong"; } >mistake.md
    "$VESTIBULE" check mistake.md >said 2>&1
    grep -q "${told%%:*}" said && grep -qF -- "${told#*: }" said
    point $? "$wrong is answered: $told" said
done <wrong

# Every statement, attribute and kind of fact that the manual lists is shown.
for word in edition role fact let outcome rule duty say assume never always \
    'until known:' 'exception to' 'exception to section' 'answered by' 'ask first' private fixed \
    yes/no 'number 0 to' ': date' ': time' ': days since' ': school days since' 'in force from' ' until 20' \
    'within 5 minutes' 'within 2 hours' 'within 10 days' 'within 3 school days' ', otherwise' \
    ' and ' ' or ' 'not ' ' is ' ' in (' ' not in (' ' before ' ' after ' 'days of' between ' < ' ' <= ' ' >= ' ' > '; do
    cat ./*.md | grep -qF -- "$word"
    point $? "the examples show '$word'" /dev/null
done
echo "1..$n"
