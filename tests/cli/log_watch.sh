#!/bin/sh
# vestibule log watch: a log that grows, one that goes back, one that is rewritten.
. tests/cli/tap.sh

peer=build/asan/tests/cli/record_peer
record=$work/record
$peer new "$record"
$peer add "$record" 3
key=$(cat "$record/public/vkey")
node tests/cli/serve_files.js "$work" "$work/port" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/port" ] || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
url=http://127.0.0.1:$(cat "$work/port")/record/public

status 2 "without a key" log watch "$url" "$work/seen"
says err "by which key?" "asks for one"
status 0 "the first time" log watch "$url" "$work/seen" --key "$key"
says out "first time" "says so"
status 0 "once more" log watch "$url/" "$work/seen" --key "$key" --json
json 'd.verdict === "same" && d.size === 4 && d.before === 4' "nothing is new"
cp -R "$record/public" "$work/past"
status 0 "a backup" backup "$record" "$work/backup"
for count in 1 300 70; do
    $peer add "$record" $count
    status 0 "$count more" log watch "$url" "$work/seen" --key "$key" --json
    json "d.verdict === 'grew' && d.size === d.before + $count" "continue it"
done
cmp -s "$work/seen" "$record/public/checkpoint"
point $? "what was seen is kept"
status 1 "an old copy" log watch "${url%/record/public}/past" "$work/seen" --key "$key"
says out "SMALLER" "is noticed"
check "and kept" [ -s "$work/seen.other-4" ]

status 0 "a copy" restore "$work/backup" "$work/again" -q
$peer add "$work/again" 374
status 1 "that signs other things" log watch "${url%/record/public}/again/public" "$work/seen" --key "$key"
says out "FORK" "is a fork"
check "and kept" [ -s "$work/seen.other-378" ]
cmp -s "$work/seen" "$record/public/checkpoint"
point $? "beside what was seen"
status 5 "a log that is nowhere" log watch "$url/nowhere" "$work/seen" --key "$key"
status 4 "under another's key" log watch "$url" "$work/seen" --key \
    PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
kill $server
wait $server 2>/dev/null
status 8 "out of reach" log watch "$url" "$work/seen" --key "$key"
ends
