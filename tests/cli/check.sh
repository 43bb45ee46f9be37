#!/bin/sh
# vestibule check: verdicts, the JSON contract, several documents.
. tests/cli/tap.sh

status 0 "a good document is good" check $doc
says out "3,456" "states are counted, with commas"
says out "24.8 %" "and shared out among the values"
says out "6 passed" "examples are run"
says out "3 of 3 proved" "properties are proved"
says out "gaps none, conflicts none, dead rules none" "soundness is said"
says out "sha256:" "the image is named"
silent err "nothing else is said"

status 0 "JSON of a good document" check $doc --json
json 'd.ok === true && d.states === 3456' "it is ok, states are an integer"
json 'same(d.outcomes, {entry: {refuse: 858, wait: 291, admit: 2307}})' "values are counted"
json 'same(d.examples, {passed: 6, failed: 0})' "examples are counted"
json 'd.properties.length === 3 && d.properties.every(p => p.holds)' "properties hold"
json 'd.properties[0].kind === "never" && d.properties[1].kind === "always"' "by kind"
json 'Array.isArray(d.diagnostics)' "diagnostics are a list"
json 'd.questions.average < 2 && d.questions.worst >= 1' "questions have a worst and an average"
json 'd.interview.entry.complete === true' "and are listed for each outcome"
json '/^sha256:[0-9a-f]{64}$/.test(d.image.digest)' "the image has a digest"

sed 's/if agents and not complete/if agents and not compleet/' $doc >"$work/typo.md"
status 1 "a mistake is a no" check "$work/typo.md"
says out "typo.md:72:" "it is shown with its line"
says out "^^^^" "and a caret"
says out "complete" "and what was meant"
status 1 "JSON of a mistake" check "$work/typo.md" --json
json 'd.ok === false && d.states === null && d.questions === null' "nothing is counted"
json 'd.diagnostics.some(x => /^P\d{3}$/.test(x.code) && x.severity === "error" && x.line === 72 && x.column > 0 && x.message && "hint" in x)' \
    "the diagnostic has code, severity, line, column, message, hint"

sed 's/^rule visitors_sign_in: entry is admit/& if agency is none/' $doc >"$work/gap.md"
status 1 "a gap is a no" check "$work/gap.md"
says out "P100" "with its code"

sed 's/ and not emergency$//' $doc >"$work/refuted.md"
status 1 "a refuted property is a no" check "$work/refuted.md" --json
json 'd.properties.some(p => !p.holds && typeof p.example === "object" && p.example.emergency === true)' \
    "the property carries an example"

status 1 "several documents: one wrong is a no" check $doc "$work/typo.md"
says out "worked.md: " "each has its verdict"
says out "typo.md: " "in order"
status 1 "JSON of several" check $doc "$work/typo.md" --json
json 'd.ok === false && d.documents.length === 2 && d.documents[0].ok && !d.documents[1].ok' \
    "lists them"

status 5 "a missing file is an error" check "$work/nothing.md" $doc
says err "nothing.md: there is no such file" "that names it"
says out "good" "the others are checked all the same"

status 0 "- is standard input" check - <$doc
says out "standard input: good" "and is called that"
printf 'no protocol here\n' >"$work/prose.md"
status 1 "prose alone is no protocol" check "$work/prose.md"
: >"$work/empty.md"
status 1 "nor is an empty file" check "$work/empty.md"
head -c 3000000 /dev/zero | tr '\0' 'x' >"$work/large.md"
status 1 "too large a document is a mistake" check "$work/large.md"
printf 'a\0b\n' >"$work/nul.md"
status 1 "a NUL byte is a mistake" check "$work/nul.md"
printf '# \033[31mred\n' >"$work/escape.md"
status 1 "a document cannot colour the terminal" check "$work/escape.md"
check "no escape comes through" sh -c "! grep -q '$(printf '\033')' '$work/out'"

printf '%s\n' '# T' '```protocol' 'edition 2026-01-01, in force from 2026-01-01' 'fact a: yes/no "A?"' \
    'outcome o: "O?"' '  no = "N"' '  yes = "Y"' '  until known: no' 'rule s: o is yes if a' 'rule r: o is no' '```' \
    '' '| Example | a | -> o |' '|---|---|---|' '| One | yes | yes |' >"$work/both.md"
status 1 "rules that disagree" check "$work/both.md"
says out "not run" "leave examples for later"
says out "write: rule s, exception to r:" "the rule that always holds is not the exception"
check "and nothing is said of facts that may yet matter" sh -c "! grep -q P115 '$work/out'"
printf '%s\n' '# T' '```protocol' 'edition 2026-01-01, in force from 2026-01-01' 'fact a: yes/no "A?"' \
    'fact b: yes/no "B?"' 'fact c: yes/no "C?"' 'outcome o: "O?"' '  no = "N"' '  yes = "Y"' '  until known: no' \
    'rule u: o is no' 'rule w, exception to u: o is yes if a' 'rule x, exception to u: o is no if b' \
    'rule y, exception to u: o is no if c' '```' >"$work/pairs.md"
status 1 "rules that disagree in pairs" check "$work/pairs.md"
says out "w says yes, x says no, when a is yes, b is yes" "each pair has an example"
says out "w says yes, y says no, when a is yes, c is yes" "in which these two stand"
for real in protocols/*.md; do
    status 0 "$real is good" check "$real"
    says out "conflicts none" "and sound"
    status 0 "$real is laid out" fmt --check "$real"
done
ends
