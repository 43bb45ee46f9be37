#!/bin/sh
# vestibule log verify: what it says of a log, of a proof, and of keys.
. tests/cli/tap.sh

log=$work/log
build/asan/tests/interop/log_peer "$log" 300
key=$(cat "$log/vkey")
cosigner=remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2

status 0 "a sound log" log verify "$log" --key "$key"
says out "entries      300" "is told with its size"
says out "leads to this root" "and what that means"
silent err "and nothing else"
status 0 "by the key beside it" log verify "$log/"
says err "not whose it is" "with a caution"
status 0 "quietly" log verify "$log" -q
silent err "without"
status 0 "a proof" log verify "$log/entry-299.tlog-proof" --key "$key"
says out "is entry 299 of this log" "is told"
status 0 "in JSON" log verify "$log/entry-299.tlog-proof" --key "$key" --json
json 'd.ok && d.entry === 299 && d.size === 300 && d.origin === "school.example/vestibule"' "too"

printf 'log %s\nquorum none\n' "$key" >"$work/policy"
status 0 "by a policy" log verify "$log" --policy "$work/policy"
printf 'log %s\nwitness W %s\nquorum W\n' "$key" "$cosigner" >"$work/policy"
status 4 "a policy that wants a witness" log verify "$log" --policy "$work/policy"
says err "too few witnesses" "is not reached"
printf 'log %s\n' "$key" >"$work/policy"
status 3 "a policy without a quorum" log verify "$log" --policy "$work/policy"
says err "no quorum line" "says so"
status 2 "both ways" log verify "$log" --key "$key" --policy "$work/policy"
status 3 "a key cut short" log verify "$log" --key "${key%???}"
status 3 "a key of a type that is not checked" log verify "$log" --key \
    PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
status 4 "another's key" log verify "$log" --key \
    PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
says err "no key that is trusted has signed" "says so"

rm "$log/tile/1/000.p/1"
status 1 "a tile is missing" log verify "$log" --key "$key"
says out "tile/1/000.p/1: there is no such file" "is named"
says out "All entries are as the log had them" "and what is left"
rm "$log/tile/entries/001.p/44"
status 1 "entries are missing" log verify "$log" --key "$key" --json
json '!d.ok && !d.has_all_entries && d.damages.length === 2' "both are named"
sed -i s/300/299/ "$log/checkpoint"
status 4 "a changed checkpoint" log verify "$log" --key "$key"
says err "does not hold" "says so"
rm "$log/vkey"
status 2 "without any key" log verify "$log"
status 5 "without a log" log verify "$work" --key "$key"
status 2 "without a name" log verify
status 2 "to do something else" log verfy "$log"
says err 'did you mean `log verify`' "is guessed"
ends
