#!/bin/sh
# vestibule diff.
. tests/cli/tap.sh

sed 's/^rule police_wait.*/rule police_wait, exception to visitors_sign_in: entry is refuse if agency is police/' \
    $doc >"$work/stricter.md"
status 0 "the same" diff $doc $doc
says out "decide the same" "is said"
status 0 "the same in JSON" diff $doc $doc --json
json 'd.same === true && d.states_differing === 0 && same(d.changes, [])' "has no changes"
json 'd.states_compared === 3456' "compared are all"

status 1 "different" diff $doc "$work/stricter.md"
says out "more protectively" "is told by how"
says out "when " "and when"
status 1 "different in JSON" diff $doc "$work/stricter.md" --json
json '!d.same && d.looser === 0 && d.stricter === d.states_differing && d.stricter > 0' "counts"
json 'd.changes.length === 1 && d.changes[0].from === "wait" && d.changes[0].to === "refuse"' "has a row"
json 'same(d.changes[0].when.agency, ["police"]) && same(d.changes[0].when.emergency, [false])' "with its condition"
json 'd.changes.reduce((n, c) => n + c.states, 0) === d.states_differing' "rows cover exactly what differs"
json 'd.changes[0].example.agency === "police"' "and an example"
json 'd.notes.length === 1 && d.notes[0].startsWith("edition 2025-01-24 is that of both")' "an edition without a date of its own is noted"
sed 's/^edition 2025-01-24/edition 2025-02-01/' "$work/stricter.md" >"$work/later.md"
status 1 "with one" diff $doc "$work/later.md" --json
json 'same(d.notes, [])' "nothing is"
status 1 "the other way round" diff "$work/later.md" $doc
says out "note: edition 2025-01-24 of the new document is earlier than 2025-02-01" "it is, too"
sed 's/^> Agents may/> No agent may/' $doc >"$work/words.md"
status 0 "other words of the law" diff $doc "$work/words.md"
says out "note: edition 2025-01-24 is that of both documents" "count, though nothing is decided differently"
sed -e 's/^The front office/Our front office/' -e 's/^rule visitors_sign_in: /&  /' -e 's/^let agents .*/& # federal/' $doc >"$work/prose.md"
status 0 "other prose, layout and remarks" diff $doc "$work/prose.md" --json
json 'same(d.notes, [])' "do not"
status 0 "stricter is not looser" diff --fail-if-looser $doc "$work/stricter.md"
status 1 "the other way round it is" diff --fail-if-looser "$work/stricter.md" $doc
status 1 "one from standard input" diff - "$work/stricter.md" <$doc
status 2 "not both" diff - - <$doc
sed 's/^rule police_wait/rule/' $doc >"$work/wrong.md"
status 3 "a document with mistakes" diff $doc "$work/wrong.md"
says err "wrong.md:" "shows them"
status 5 "a missing one" diff $doc "$work/nothing.md"
status 2 "one alone" diff $doc
ends
