#!/bin/sh
# vestibule cases, draw, fmt, build and strings.
. tests/cli/tap.sh

status 0 "cases" cases $doc
says out "| Example |" "are an example table"
says err "edges" "and say what they take"
cp "$work/out" "$work/table"
{ cat $doc; echo; cat "$work/table"; } >"$work/with.md"
status 0 "pasted into the document" check "$work/with.md" --json
json 'd.ok && d.examples.passed > 6' "they pass"
status 0 "quietly" cases $doc -q
silent err "nothing is said"
status 0 "cases in JSON" cases $doc --json
json 'd.cases.length > 0 && d.edges > 0 && d.cases.every(c => c.facts && "entry" in c.outcomes)' "have facts and outcomes"

status 0 "the chart" draw $doc
says out "<svg" "is SVG"
check "well-formed to a reader of XML" xmllint --noout "$work/out"
status 0 "as DOT" draw $doc --format dot
says out "digraph" "for Graphviz"
check "which lays it out" dot -Tplain -o /dev/null "$work/out"
status 0 "as Mermaid" draw $doc --format mermaid
says out "flowchart" "for Markdown pages"
status 2 "as a photograph" draw $doc --format png
status 0 "to a file" draw $doc -o "$work/chart.svg"
silent out "answers nothing else"
check "the file is there" grep -q '<svg' "$work/chart.svg"
status 0 "in JSON" draw $doc --json --format dot
json 'd.outcome === "entry" && d.format === "dot" && d.drawing.includes("digraph")' "names what it is"
status 2 "of an unknown outcome" draw $doc --outcome exit

cp $doc "$work/doc.md"
status 1 "a document not laid out" fmt --check "$work/doc.md"
says err "would be laid out anew" "is told"
check "is not changed by --check" cmp $doc "$work/doc.md"
status 0 "laid out" fmt "$work/doc.md"
cp "$work/out" "$work/once.md"
status 0 "and again" fmt "$work/once.md"
check "is the same" cmp "$work/out" "$work/once.md"
status 0 "--write changes the file" fmt -w "$work/doc.md"
check "to what was printed" cmp "$work/doc.md" "$work/once.md"
status 0 "then nothing would change" fmt --check "$work/doc.md"
status 0 "and it means the same" diff $doc "$work/doc.md"
status 0 "standard input" fmt - <$doc
check "is laid out" cmp "$work/out" "$work/once.md"
status 2 "but not written" fmt -w - <$doc
status 2 "nor both" fmt -w --check "$work/doc.md"
status 1 "in JSON" fmt --check --json $doc "$work/doc.md"
json 'd.documents.length === 2 && d.documents[0].changed && !d.documents[1].changed' "tells which"

status 0 "build" build $doc -o "$work/a.image"
says err "sha256:" "says the digest"
"$VESTIBULE" build $doc -o "$work/b.image" -q
check "twice gives the same bytes" cmp "$work/a.image" "$work/b.image"
status 0 "in JSON" build $doc -o "$work/a.image" --json
json 'd.bytes > 0 && /^sha256:/.test(d.digest) && d.image.endsWith("a.image")' "says where"
check "the digest is that of the bytes" [ "sha256:$(sha256sum "$work/a.image" | cut -d' ' -f1)" = \
    "$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).digest' "$work/out")" ]
status 2 "nowhere" build $doc
"$VESTIBULE" build $doc -o - >"$work/c.image"
check "- is standard output" cmp "$work/a.image" "$work/c.image"
sed 's/^rule police_wait/rule/' $doc >"$work/wrong.md"
status 3 "a document with mistakes" build "$work/wrong.md" -o "$work/wrong.image"
check "makes no image" [ ! -e "$work/wrong.image" ]

status 0 "strings" strings $doc
says out 'msgid "Which agency do they say they are from?"' "are a template"
says out "worked.md:14" "with places"
msginit --no-translator -l es_US.UTF-8 -i "$work/out" -o "$work/es.po" 2>/dev/null
check "a catalogue begins with" msgfmt --check -o /dev/null "$work/es.po"
status 0 "to a file" strings $doc -o "$work/strings.pot"
check "the same" cmp "$work/out" /dev/null
status 0 "in JSON" strings $doc --json
json 'd.template.includes("msgid")' "wrapped"
ends
