#!/bin/sh
# vestibule log cosign and witness: real witnesses on loopback, and some that lie.
. tests/cli/tap.sh

pids=
trap 'kill $pids 2>/dev/null; rm -rf "$work"' EXIT
peer=build/asan/tests/cli/record_peer

witness() { # NAME VKEY...: start one, and wait until it says where it is and its key
    name=$1
    shift
    "$VESTIBULE" witness "$work/w-$name" "$@" --listen 127.0.0.1:0 --name "$name.example/w" >"$work/$name" 2>&1 &
    eval "pid_$name=$!"
    pids="$pids $!"
    until grep -qs '^vkey' "$work/$name" || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
    echo "witness $name $(awk '/^vkey/ { print $2 }' "$work/$name") http://$(awk '/^listening/ { print $3 }' "$work/$name")/"
}
fake() { # KIND VKEY REAL: start a liar, under the key of a real one
    node tests/cli/fake_witness.js "$1" "$work/port-$1" "$3" &
    pids="$pids $!"
    until [ -s "$work/port-$1" ] || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
    echo "witness $1 $2 http://127.0.0.1:$(cat "$work/port-$1")"
}
field() { # N LINE
    echo "$2" | awk -v n="$1" '{ print $n }'
}

record=$work/record
$peer new "$record"
$peer add "$record" 3
key=$(cat "$record/public/vkey")
status 0 "without witnesses" log cosign "$record"
says out "no witnesses" "says what that means"

one=$work/one.line two=$work/two.line
witness one "$key" >"$one"
witness two "$key" >"$two"
{ cat "$one" "$two"; printf 'group both all one two\nquorum both\n'; } >"$record/witnesses"
status 0 "with two" log cosign "$record" --json
json 'd.quorum && d.cosigned === 2 && d.size === 4' "both cosign"
$peer add "$record" 300
status 0 "as it grows" log cosign "$record" --json
json 'd.quorum && d.cosigned === 2 && d.size === 304' "too"
{ echo "log $key"; cat "$record/witnesses"; } >"$work/policy"
status 0 "by a policy that wants both" log verify "$record/public" --policy "$work/policy"
says out "cosigned by  two.example/w" "it holds"

hash=$(printf school.example/vestibule | sha256sum | cut -d' ' -f1)
url=$(field 4 "$(cat "$one")")
node -e 'fetch(process.argv[1]).then(async r => console.log(r.status, await r.text()))' "$url$hash/checkpoint" >"$work/out"
says out "200 school.example/vestibule" "a witness shows what it cosigned last"
node -e '
(async () => {
    const at = process.argv[1] + "add-checkpoint", held = await (await fetch(process.argv[1] + process.argv[2] + "/checkpoint")).text();
    const post = async body => (await fetch(at, { method: "POST", body })).status;
    console.log(await post("nonsense"), await post("old 0\n\n" + held), await post("old 304\n\n" + held),
        await post("old 999\n\n" + held), await post("old 304\n\n" + held.replace(/^school/, "skool")),
        await post("old 304\n\n" + held.replace("\n304\n", "\n305\n")));
})()' "$url" "$hash" >"$work/out"
says out "400 409 200 400 404 403" "and answers as the standard says"

# Stopped and started, it still knows.
kill "$pid_one" && wait "$pid_one" 2>/dev/null
witness one "$key" >"$one"
{ cat "$one" "$two"; printf 'group both all one two\nquorum both\n'; } >"$record/witnesses"
status 0 "after a restart" log cosign "$record" --json
json 'd.quorum' "it cosigns again"

# Liars hold nothing up, and nothing of theirs is kept.
vkey=$(field 3 "$(cat "$two")") real=$(field 4 "$(cat "$two")")
real=${real%/}
other=$work/other
for kind in silent ahead moving broken binary forged replayed; do
    rm -rf "$other"
    $peer new "$other"
    $peer add "$other" 2
    witness "real$kind" "$(cat "$other/public/vkey")" >"$work/real"
    rvkey=$(field 3 "$(cat "$work/real")") rurl=$(field 4 "$(cat "$work/real")")
    { fake "$kind" "$rvkey" "${rurl%/}"; echo "quorum none"; } >"$other/witnesses"
    [ $kind = replayed ] && "$VESTIBULE" log cosign "$other" -q >/dev/null
    $peer add "$other" 2
    status 0 "a witness that is $kind" log cosign "$other" --json
    json 'd.cosigned === 0 && d.witnesses[0].text.length > 10' "is named, and counts for nothing"
    status 0 "and the log" log verify "$other/public" --key "$(cat "$other/public/vkey")" --json
    json 'd.ok && d.signed_by.length === 1' "holds without it"
done

# One is down: named, and the other is enough.
kill "$pid_two" && wait "$pid_two" 2>/dev/null
$peer add "$record" 1
status 1 "one is down" log cosign "$record"
says out "1 of 2 witnesses" "is told"
{ cat "$one" "$two"; printf 'group any any one two\nquorum any\n'; } >"$record/witnesses"
status 0 "one is enough" log cosign "$record"

# An old backup, and everything else of the machine gone.
status 0 "a backup" backup "$record" "$work/backup"
$peer add "$record" 1
status 0 "the record goes on" log cosign "$record"
status 0 "the backup" restore "$work/backup" "$work/again" -q
cp "$record/witnesses" "$work/again/witnesses"
status 9 "is rolled back" log cosign "$work/again"
says err "has seen more of this record" "the witness says"
check "and that is kept" [ -s "$work/again/evidence/306-theirs" ]
"$peer" add "$work/again" 3 2>"$work/err"
check "two copies grow apart" [ $? = 1 ]
says err "SPLIT VIEW" "and that is said"
check "with both checkpoints" [ -s "$work/again/evidence/306-theirs" -a -s "$work/again/evidence/306-ours" ]

# Nobody can be asked.
kill "$pid_one" && wait "$pid_one" 2>/dev/null
$peer add "$record" 1 2>"$work/err"
check "none is there" [ $? = 1 ]
status 4 "no witness" log cosign "$record"
says err "no witness answers" "so nothing is signed"
status 4 "nor published" log publish "$record"
status 2 "but who answers for it" log cosign "$record" --without-witness "network down"
status 1 "must be told" log cosign "$record" --without-witness "network down" --by principal --json
json 'd.size === 308 && d.cosigned === 0' "and stands in the record"
$peer add "$record" 1 2>"$work/err"
status 2 "the same" log publish "$record" --by principal
status 0 "publishing" log publish "$record" --without-witness "still down" --by principal --json
json 'd.size === 310 && d.new' "signs as well"
status 0 "the record" log tail "$record" --last 1 --json
json 'lines[0].fields.what === "signed_without_witness" && lines[0].fields.reason === "still down"' "says why"
ends
