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

# ---- a served folder: its people, too ----

serve() { # DIR
    : >"$work/said"
    "$VESTIBULE" serve --data "$1" --listen 127.0.0.1:0 >"$work/said" 2>"$work/events" </dev/null &
    server=$!
    trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
    while kill -0 $server 2>/dev/null && ! grep -q '^serving' "$work/said"; do sleep 0.05; done
    site=$(sed -n 's|^serving *\(http:.*\)/$|\1|p' "$work/said")
}
stop() {
    kill $server
    wait $server
}
comes_in() { # with the password
    curl -s -o "$work/out" -w '%{http_code}' -d login=ada --data-urlencode 'password=correct horse battery' "$site/sign-in" >"$work/status"
    grep -q 303 "$work/status"
}
is_in() { # by a session from before
    curl -s -o "$work/out" -w '%{http_code}' -b "vestibule-session=$session" "$site/account" >"$work/status"
    grep -q 200 "$work/status"
}

serve "$work/data"
stop
session=$(build/asan/tests/web/people_peer "$work/data" ada operator author)
build/asan/tests/web/roster_peer "$work/data" 'Lea Ortiz' law_department 1 mail lea@hamline.example
sed 's/^lane law_department/# Ours.\n&/' protocols/calling.conf >"$work/data/calling.conf"
cat >"$work/data/channels.conf" <<X
mail smtp.hamline.example
    from Vestibule <desk@hamline.example>
    user vestibule
    secret-file mail.secret
push mailto:it@hamline.example
X
echo hush >"$work/data/mail.secret"
chmod 600 "$work/data/mail.secret"
printf '\nA line that an operator wrote.\n' >>"$work/data/protocols/entry.md"
serve "$work/data"
check "somebody is signed in" is_in
form=$(curl -s -b "vestibule-session=$session" "$site/protocols/entry/drafts")
hidden() { # NAME
    echo "$form" | sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -1
}
curl -s -o "$work/out" -b "vestibule-session=$session" --data-urlencode "token=$(hidden token)" \
    --data-urlencode "key=$(hidden key)" "$site/protocols/entry/drafts"
check "and writes a draft" [ "$(find "$work/data/drafts" -name '*.json' | wc -l)" = 1 ]
status 6 "people are changed elsewhere" people lock ada --by me --data "$work/data"
says err "on its page /people" "while they are served"
status 0 "a served folder" backup "$work/data" "$work/whole"
stop
check "is copied with its people" sh -c "cd '$work/whole' && sha256sum --quiet -c manifest && grep -q ' people.db$' manifest && grep -q ' keys/people.key$' manifest"
check "with what is in force and what is being written" sh -c "cd '$work/whole' && grep -q ' protocols/entry.md$' manifest && grep -q ' drafts/.*json$' manifest"
check "and with who is called, in which order, by what" sh -c "cd '$work/whole' && grep -q ' roster.db$' manifest && grep -q ' calling.conf$' manifest && grep -q ' channels.conf$' manifest"
check "but without a secret" sh -c "! grep -rq hush '$work/whole'"
check "for its owner alone" sh -c "! find '$work/whole' -perm /077 | grep -q ."
status 0 "and put back" restore "$work/whole" "$work/back"
says out "secret to put there         mail.secret" "it says which secret is not there"
says out "secret to put there         push.key" "and that browsers know us by another"
check "the order and the channels are as they were" sh -c "cmp '$work/data/calling.conf' '$work/back/calling.conf' && cmp '$work/data/channels.conf' '$work/back/channels.conf'"
"$VESTIBULE" roster show --data "$work/data" --json >"$work/before" 2>"$work/err"
"$VESTIBULE" roster show --data "$work/back" --json >"$work/after" 2>"$work/err"
check "who is called is the same" sh -c "grep -q 'Lea Ortiz' '$work/before' && cmp '$work/before' '$work/after'"
status 5 "without the secret it" serve --data "$work/back" --listen 127.0.0.1:0
says err "mail.secret" "is not served"
cp -p "$work/data/mail.secret" "$work/back/"
serve "$work/back"
check "what is in force is what was" diff -r "$work/data/protocols" "$work/back/protocols"
check "and no other edition came into force by that" [ "$("$VESTIBULE" log tail "$work/back/record" --last 500 | grep -c edition_published)" = "$("$VESTIBULE" log tail "$work/data/record" --last 500 | grep -c edition_published)" ]
check "the draft is there" diff -r "$work/data/drafts" "$work/back/drafts"
check "for its owner alone, too" sh -c "! find '$work/back/drafts' -perm /077 | grep -q ."
check "who had a password has it" comes_in
! is_in
point $? "and who was signed in is not"
stop
rm "$work/whole/keys/people.key" "$work/whole/roster.db"
status 0 "without the key of people" restore "$work/whole" "$work/keyless"
says out "keys/people.key" "it says so"
says out "roster.db" "and of the roster, too"
printf x | dd of="$work/whole/people.db" bs=1 seek=5000 conv=notrunc 2>/dev/null
status 9 "damaged people" restore "$work/whole" "$work/damaged"
draft=$(cd "$work/back/drafts" && ls)
status 0 "once more" backup "$work/back" "$work/once"
printf x >>"$work/once/drafts/$draft"
status 9 "a damaged draft" restore "$work/once" "$work/never"
ends
