#!/bin/sh
# vestibule log export, import, fsck, verify: either half of a record from the other.
. tests/cli/tap.sh

log=$work/record
origin=school.example/vestibule
add() { # VISIT KIND FIELDS
    printf '{"visit":"%s","kind":"%s","fields":%s}' "$1" "$2" "$3" |
        "$VESTIBULE" log add "$log" - >"$work/added"
}
visit=AZRKEPEWd_OBbnF5bF9dXg
facts() { # COUNT
    for _ in $(seq "$1"); do
        add $visit fact_stated '{"fact":"agency","value":"ice","by":"desk","basis":"told"}'
    done
}

status 0 "a record" log new "$log" $origin
key=$(cat "$log/public/vkey")
add $visit visit_opened '{"school":"Hamline","by":"desk","way":"door"}'
facts 3
status 5 "an export before anything is signed" log export "$log" "$work/copy"
status 0 "all agrees before" log fsck "$log"
"$VESTIBULE" log publish "$log" >"$work/published"
status 0 "and after" log fsck "$log" --json
json 'd.ok && d.events === 5 && d.published === 5 && d.sealed > 10 && d.damages.length === 0' "with numbers"
status 0 "its public folder verifies" log verify "$log/public" --key "$key"
says out "Every entry is an event" "event by event"

status 0 "an export" log export "$log" "$work/copy" --json
json 'd.size === 5 && d.files === 2' "writes what there is"
status 0 "verifies" log verify "$work/copy" --key "$key" --json
json 'd.ok && d.events && d.wrong.length === 0' "event by event"
status 0 "proves an event by itself" log prove "$work/copy" 2 -o "$work/two"
status 0 "that verifies" log verify "$work/two.tlog-proof" --key "$key"
facts 2
"$VESTIBULE" log publish "$log" >"$work/published"
status 0 "an export again" log export "$log" "$work/copy" --json
json 'd.size === 7' "brings the copy up to date"
echo mine >"$work/mine"
mkdir "$work/other" && cp "$work/mine" "$work/other"
status 6 "a folder with something else" log export "$log" "$work/other"
check "is left alone" [ "$(ls "$work/other")" = mine ]
"$VESTIBULE" log new "$work/second" $origin >"$work/out" 2>&1
"$VESTIBULE" log publish "$work/second" >"$work/out" 2>&1
status 6 "a copy of another record" log export "$work/second" "$work/copy"
status 2 "an import by nobody" log import "$work/copy" "$log"
says err "--by is needed" "is refused"
status 2 "an import of what is there" log import "$work/copy" "$log" --by clerk
status 4 "an import of another record's files" log import "$work/second/public" "$log" --by clerk

# An old backup of the database comes back.
cp "$log/record.db" "$work/old.db"
facts 4
"$VESTIBULE" log publish "$log" >"$work/published"
cp "$work/old.db" "$log/record.db"
status 9 "an old database" log publish "$log"
says err "help log import" "says where to look"
status 1 "is noticed" log fsck "$log" --json
json 'd.damages.length === 1 && d.damages[0].kind === "behind"' "as what it is"
cp -r "$log" "$work/before"
status 2 "an export that is older still" log import "$work/copy" "$log" --by clerk
status 0 "its own public files" log import "$log/public" "$log" --by clerk --json
json 'd.brought === 4 && !d.rebuilt' "bring back what it lacks"
status 0 "all agrees" log fsck "$log"
status 0 "the record tells of it" log tail "$log" --last 1 --json
json 'lines[0].kind === "overridden" && lines[0].fields.what === "rebuilt_from_tiles"' "itself"
status 0 "and goes on" log publish "$log"

# The database is gone, and the record goes on from its own tiles.
rm "$log/record.db"
status 1 "no database" log fsck "$log"
says out "log import DIR/public DIR" "says what repairs it"
status 0 "is made again" log import "$log/public" "$log" --by clerk --json
json 'd.rebuilt && d.brought === 12 && d.values === 0' "without sealed fields"
status 0 "all agrees" log fsck "$log"
facts 1
status 0 "and goes on" log publish "$log"
status 0 "nothing of it is new to whoever has the copy" log export "$log" "$work/copy" --json
json 'd.size === 14' "which follows"

# Public files go.
rm -r "$log/public/tile"
echo nonsense >"$log/public/checkpoint"
status 1 "no public files" log fsck "$log" --json
json 'd.damages.every(x => x.kind === "files")' "are named"
status 3 "nothing is signed" log publish "$log"
status 0 "until they are made again" log fsck "$log" --repair
status 0 "as they were" log export "$log" "$work/copy"
status 0 "and verify" log verify "$log/public" --key "$key"

# Two versions, each signed by the record's own key.
"$VESTIBULE" log fsck "$work/before" >"$work/out"
rm "$work/before/public/checkpoint"
log=$work/before
facts 9
"$VESTIBULE" log publish "$work/before" >"$work/out" 2>&1
status 6 "a fork cannot be imported" log import "$work/before/public" "$work/record" --by clerk
status 6 "or exported over the other" log export "$work/before" "$work/copy"
status 5 "no record" log fsck "$work/nowhere"
ends
