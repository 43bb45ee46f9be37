#!/bin/sh
# vestibule backup and restore: what they say, and that they agree.
. tests/cli/tap.sh

record=$work/record
build/asan/tests/cli/record_peer new "$record"
build/asan/tests/cli/record_peer add "$record" 5

status 0 "a backup" backup "$record" "$work/backup"
says out "events  6" "is told with its size"
says out "Keep keys/ apart" "and how to keep it"
check "its manifest is one that others check" sh -c "cd '$work/backup' && sha256sum --quiet -c manifest"
check "it is its owner's alone" sh -c "! find '$work/backup' -perm /077 | grep -q ."
status 6 "over another" backup "$record" "$work/backup"
says err "name a new folder" "is refused"
status 5 "of nothing" backup "$work/nothing" "$work/other"
says err "there is no record here" "too"
check "without leaving anything" [ ! -e "$work/other" ]

status 0 "put back" restore "$work/backup" "$work/again"
says err "second version" "with a caution"
status 6 "over it" restore "$work/backup" "$work/again"
build/asan/tests/cli/record_peer add "$record" 300
status 2 "by nobody" restore "$work/backup" "$work/newer" --published "$record/public"
status 0 "with what was published since" restore "$work/backup" "$work/newer" --published "$record/public" --by 'the clerk' --json
json 'd.events === 6 && d.continued === 300 && d.missing.length === 0 && d.recorded' "goes on from there"
silent err "without a caution"
status 0 "its last event" log tail "$work/newer" --last 1 --json
json 'd.events ? 0 : lines[0].kind === "overridden" && lines[0].fields.by === "the clerk" && /6 events .* 300 /.test(lines[0].fields.reason)' "says who put it back"
build/asan/tests/cli/record_peer add "$work/newer" 1
status 0 "and further" log verify "$work/newer/public" --key "$(cat "$record/public/vkey")"
says out "entries      308" "under the same key"

cp "$record/public/checkpoint" "$work/again/public/checkpoint"
build/asan/tests/cli/record_peer add "$work/again" 1 2>"$work/err"
check "an old one signs nothing" [ $? = 1 ]
says err "was an old backup restored?" "and says why"

rm "$work/backup/manifest"
status 3 "an unfinished one" restore "$work/backup" "$work/third"
says err "there is no manifest" "is none"
ends
