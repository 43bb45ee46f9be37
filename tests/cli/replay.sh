#!/bin/sh
# vestibule replay: streaming, in order, constant memory, bad lines.
. tests/cli/tap.sh

node -e '
    const agencies = ["none", "ice", "cbp", "federal", "police", "responder"];
    for (let i = 0; i < 10000; i++)
        console.log(JSON.stringify({at: "2025-01-24T11:15:00-06:00",
            facts: {agency: agencies[i % 6], emergency: i % 7 === 0,
                paper: i % 5 === 0 ? "none" : null}}));' >"$work/in.jsonl"
status 0 "ten thousand cases" replay $doc "$work/in.jsonl"
check "have ten thousand answers" [ "$(wc -l <"$work/out")" = 10000 ]
json 'lines.length === 10000 && lines.every(x => x.outcomes.entry)' "each a decision"
json 'lines[0].outcomes.entry.value === "admit" && lines[4].outcomes.entry.value === "wait"' "in order"
json 'lines[0].at === "2025-01-24T11:15:00-06:00"' "at its moment"
"$VESTIBULE" decide $doc - --json <<END >"$work/one"
{"at": "2025-01-24T11:15:00-06:00", "facts": {"agency": "ice", "emergency": false}}
END
check "a line is what decide says" node -e '
    const fs = require("fs");
    const line = fs.readFileSync(process.argv[1], "utf8").split("\n")[1];
    const one = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
    process.exit(JSON.stringify(one) === line ? 0 : 1)' "$work/out" "$work/one"

memory() { # LINES
    node -e '
        const n = +process.argv[1];
        const line = "{\"facts\": {\"agency\": \"ice\"}}\n";
        for (let i = 0; i < n; i += 1000) process.stdout.write(line.repeat(1000));' "$1" |
        sh -c 'ulimit -v 200000; exec "$@"' sh "$VESTIBULE" replay $doc - --summary >"$work/out" 2>"$work/err"
}
check "memory does not grow with the lines" memory 200000
says out "200,000" "and all are counted"

status 0 "one outcome's value" replay $doc "$work/in.jsonl" --value entry
check "a word a line" [ "$(head -n 5 "$work/out" | tr '\n' ' ')" = "admit open open open wait " ]
status 2 "of an outcome that is there" replay $doc "$work/in.jsonl" --value entri

status 0 "a summary" replay $doc "$work/in.jsonl" --summary
says out "10,000" "counts"
says out "a second" "and has the speed"
status 0 "in JSON" replay $doc "$work/in.jsonl" --summary --json
json 'd.cases === 10000 && d.errors === 0 && d.per_second > 0' "counts"
json 'Object.values(d.outcomes.entry).reduce((a, b) => a + b) === 10000 && "open" in d.outcomes.entry' "each value and open"

printf '%s\n' '{"facts": {"agency": "none", "emergency": false}}' '{"facts": {"agency": "icy"}}' '' 'nonsense' \
    '{"facts": {"emergency": true}}' >"$work/bad.jsonl"
status 3 "bad lines" replay $doc "$work/bad.jsonl"
json 'lines.length === 4 && lines[1].error.line === 2 && /did you mean/.test(lines[1].error.message)' "are answered in their place"
json 'lines[2].error.line === 4 && lines[3].outcomes.entry.value === "admit"' "and the others go on"
status 3 "in a summary" replay $doc "$work/bad.jsonl" --summary --json
json 'd.cases === 4 && d.errors === 2' "they are counted"
says err "line 2: agency" "and told"
printf '{"facts": {}}' >"$work/last.jsonl"
status 0 "a last line without its end" replay $doc "$work/last.jsonl"
check "is a line" [ "$(wc -l <"$work/out")" = 1 ]
printf '{"facts": {}}\r\n{"facts": {}}\r\n' >"$work/dos.jsonl"
status 0 "lines that end with carriage returns" replay $doc "$work/dos.jsonl"
{ printf '{"facts": {}, "'; head -c 3000000 /dev/zero | tr '\0' x; printf '"}\n{"facts": {}}\n'; } >"$work/long.jsonl"
status 3 "a line too long" replay $doc "$work/long.jsonl"
json 'lines.length === 2 && /1 MiB/.test(lines[0].error.message) && lines[1].outcomes' "is left out"
: >"$work/empty.jsonl"
status 0 "no lines" replay $doc "$work/empty.jsonl"
silent out "have no answers"
status 5 "no file" replay $doc "$work/nothing.jsonl"

# A program that asks and waits gets its answer at once.
check "each line is answered before the next is read" timeout 20 node -e '
    const child = require("child_process").spawn(process.argv[1],
        ["replay", process.argv[2], "-", "--value", "entry"]);
    let asked = 1;
    child.stdin.write("{\"facts\": {\"emergency\": true}}\n");
    child.stdout.on("data", () => {
        if (asked++ < 3) child.stdin.write("{\"facts\": {\"emergency\": true}}\n");
        else child.stdin.end();
    });
    child.on("exit", code => process.exit(code));' "$VESTIBULE" $doc

"$VESTIBULE" build $doc -o "$work/image" -q
"$VESTIBULE" replay $doc "$work/in.jsonl" >"$work/by_document"
status 0 "an image" replay "$work/image" "$work/in.jsonl"
check "replays the same" cmp "$work/out" "$work/by_document"

cat >"$work/days.jsonl" <<'END'
{"at": "2024-12-31T11:15:00-06:00", "facts": {"emergency": true}}
{"at": "2025-01-24T11:15:00-06:00", "facts": {"emergency": true}}
{"facts": {"emergency": true}}
END
status 0 "days outside the edition" replay $doc "$work/days.jsonl"
says err "1 of 3 cases lie on days on which this edition is not in force" "are counted"
json 'lines[0].in_force === false && !("in_force" in lines[1]) && !("in_force" in lines[2])' "and marked"
status 0 "a summary" replay $doc "$work/days.jsonl" --summary --json
json 'd.not_in_force === 1' "counts them"
silent err "without words"
ends
