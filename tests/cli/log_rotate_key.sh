#!/bin/sh
# vestibule log rotate-key: what it says, and that others can check the log throughout.
. tests/cli/tap.sh

record=$work/record
build/asan/tests/cli/record_peer new "$record"
build/asan/tests/cli/record_peer add "$record" 3
old=$(cat "$record/public/vkey")

status 2 "without a reason" log rotate-key "$record" --by operator
says err "--why planned|lost|stolen" "says what is missing"
status 3 "for another reason" log rotate-key "$record" --by operator --why whim
check "has changed nothing" [ "$(cat "$record/public/vkey")" = "$old" ]

status 0 "a planned one" log rotate-key "$record" --by operator --why planned
says out "Both keys sign" "says what follows"
new=$(cat "$record/public/vkey")
check "there is another key" [ "$new" != "$old" ]
build/asan/tests/cli/record_peer add "$record" 2
status 0 "by the old key" log verify "$record/public" --key "$old"
status 0 "by the new key" log verify "$record/public" --key "$new"
printf 'log %s\nlog %s\nquorum none\n' "$old" "$new" >"$work/policy"
status 0 "by both" log verify "$record/public" --policy "$work/policy"

status 0 "retired" log rotate-key "$record" --retire
build/asan/tests/cli/record_peer add "$record" 2
status 4 "then the old key" log verify "$record/public" --key "$old"
status 0 "and the new one" log verify "$record/public" --key "$new"
status 1 "twice" log rotate-key "$record" --retire
says out "No old key" "says that there is none"
status 2 "both at once" log rotate-key "$record" --retire --why planned

status 0 "a bundle over both keys" log disclose "$record" 1 6 -o "$work/both.json"
status 1 "by the new key alone" log verify "$work/both.json" --key "$new"
says out "the entry is signed by the key" "is not believed"
says out "--leaf-key VKEY" "says what is missing"
status 0 "by both" log verify "$work/both.json" --key "$new" --leaf-key "$old"
status 4 "the old key alone" log verify "$work/both.json" --key "$old" --leaf-key "$new"
status 3 "no key" log verify "$work/both.json" --key "$new" --leaf-key "x"

status 0 "a stolen one" log rotate-key "$record" --by operator --why stolen --json
json "!d.keeps_old && d.old_key === '$new' && d.from_size === 10" "is told as JSON"
status 4 "the stolen key" log verify "$record/public" --key "$new"
check "is not kept" sh -c "! ls '$record/keys' | grep -q old"
check "all keys are told" [ "$(wc -l <"$record/public/vkeys")" = 3 ]

# The key itself is lost.
status 0 "a backup of before" backup "$record" "$work/backup"
old=$(cat "$record/public/vkey")
mv "$record/keys/log.key" "$work/found.key"
status 5 "without its key" log rotate-key "$record" --by operator --why planned
status 0 "a lost one" log rotate-key "$record" --by operator --why lost
says out "nothing in the record vouches for it" "is said for what it is"
new=$(cat "$record/public/vkey")
build/asan/tests/cli/record_peer add "$record" 3
status 0 "to its keeper all agrees" log fsck "$record"
status 4 "to whoever knows the old key" log verify "$record/public" --key "$old"
status 1 "to whoever was given the new one" log verify "$record/public" --key "$new"
says out "people can say" "it is nobody's"
status 0 "to whoever was given both" log verify "$record/public" --key "$new" --leaf-key "$old"
says out "only the new key has signed it" "it is what they said"
status 0 "as JSON" log verify "$record/public" --key "$new" --leaf-key "$old" --json
json 'd.ok && d.lost_keys.length === 1 && d.lost_keys[0] === 10' "with the entry"
printf 'log %s\nlog %s\nquorum none\n' "$old" "$new" >"$work/policy"
status 0 "by a policy" log verify "$record/public" --policy "$work/policy"
status 4 "the backup with what came since" restore "$work/backup" "$work/again" --published "$record/public" --by clerk
says err "only the new one says so" "is not believed"
status 0 "the backup alone" restore "$work/backup" "$work/back" -q
cp "$record/keys/log.key" "$work/back/keys/log.key"
status 0 "by the new key" log import "$record/public" "$work/back" --by clerk
status 0 "goes on" log fsck "$work/back"
cp "$work/found.key" "$record/keys/log.key"
status 3 "the old key, found again" log publish "$record"
ends
