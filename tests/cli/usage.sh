#!/bin/sh
# The command line itself: usage, help, completion, what is mistyped.
. tests/cli/tap.sh

status 2 "nothing" ""
status 2 "an unknown command" chek
says err 'did you mean `check`' "is named"
status 2 "an unknown one far from any" xyzzy
says err "vestibule help" "points to help"
status 2 "an unknown option" check --jsn $doc
says err 'did you mean `--json`' "is named"
status 2 "an option of another command" check --summary $doc
status 2 "an unknown letter" check -x $doc
status 2 "a missing argument" check
says err "vestibule check DOC" "shows the usage"
status 2 "one too many" version now
status 2 "a missing value" draw $doc --format
says err "--format wants a value" "is said"
status 2 "a value for a flag" check --json=yes $doc
status 2 "an option twice" draw $doc --format svg --format dot
status 0 "options after arguments" check $doc --json
status 0 "a value in the same word" draw $doc --format=dot
status 0 "a short option" draw $doc -o"$work/a.svg"
check "with its value attached" [ -s "$work/a.svg" ]
status 0 "short flags" fmt --check -q "$work/a.svg"
cp $doc "$work/-doc.md"
dir=$(pwd)
(cd "$work" && "$VESTIBULE" check -- -doc.md >"$work/out" 2>"$work/err")
check "-- ends the options" [ $? = 0 ]
cd "$dir" || exit 1

status 0 "help" help
cp "$work/out" "$work/help"
status 0 "--help" --help
check "is the same" cmp "$work/out" "$work/help"
"$VESTIBULE" >"$work/out" 2>"$work/err"
check "without a command it is shown on standard error" cmp "$work/err" "$work/help"
silent out "and is no answer"
status 0 "--version" --version
says out "vestibule 0.1.0" "is there"
status 2 "help for what is not there" help chek
status 0 "a listing for programs" help --all
sed -n 's/^command //p' "$work/out" >"$work/commands"
# A command may have two words.
# shellcheck disable=SC2086
while read -r command; do
    status 0 "help $command" help $command
    says out "usage: vestibule $command" "has its usage"
    check "fits on a screen" [ "$(wc -l <"$work/out")" -le 40 ]
    cp "$work/out" "$work/page"
    status 0 "$command --help" $command --help
    check "says the same" cmp "$work/out" "$work/page"
    check "is in the overview" grep -q "^  ${command%% *} " "$work/help"
done <"$work/commands"

# Every example on a help page works as it stands.
mkdir "$work/bin" "$work/here"
ln -s "$VESTIBULE" "$work/bin/vestibule"
printf '#!/bin/sh\ncat "${2#*:}"\n' >"$work/bin/git"
chmod +x "$work/bin/git"
cp -R protocols "$work/here"
"$VESTIBULE" day protocols/days/hamline-2025-01-24.json --record "$work/here/hamline" >"$work/out"
for said in '"id":1,"method":"initialize","params":{"capabilities":{}}' '"id":2,"method":"shutdown"' '"method":"exit"'; do
    said="{\"jsonrpc\":\"2.0\",$said}"
    printf 'Content-Length: %d\r\n\r\n%s' ${#said} "$said"
done >"$work/editor"
echo '{"kind":"visit_opened","fields":{"school":"Hamline","by":"desk","way":"door"}}' >"$work/here/event.json"
# shellcheck disable=SC2086
while read -r command; do
    input=/dev/null
    wanted=0
    case $command in # what comes before it
    lsp) input=$work/editor ;;
    "log import") rm "$work/here/record/record.db" ;;
    "log verify") cp "$work/here/record/public/vkey" "$work/here/our.vkey" ;;
    "log watch") wanted=8 ;; # its server is not there
    "callouts audit")
        mkdir "$work/here/vestibule-data"
        cp -R "$work/here/record" "$work/here/vestibule-data"
        ;;
    "roster gaps") wanted=1 ;; # nobody is on the roster
    "roster import")
        mkdir "$work/here/oneroster"
        echo sourcedId,name,type >"$work/here/oneroster/orgs.csv"
        echo sourcedId,givenName,familyName,role >"$work/here/oneroster/users.csv"
        ;;
    "people unlock") wanted=6 ;; # the invitation was never used
    esac
    "$VESTIBULE" help $command | awk '/^Example/ { getline; sub(/^ +/, ""); print }' >"$work/example"
    if [ "$command" = witness ] || [ "$command" = serve ]; then # it answers until it is stopped
        (cd "$work/here" && PATH=$work/bin:$PATH exec bash -c "exec $(cat "$work/example")") </dev/null >"$work/out" 2>"$work/err" &
        until grep -qE '^(vkey|serving)' "$work/out" || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
        kill $!
    else
        (cd "$work/here" && PATH=$work/bin:$PATH bash "$work/example") <"$input" >"$work/out" 2>"$work/err"
    fi
    check "the example works: $(cat "$work/example")" [ $? = $wanted ]
    check "and fits on a line" [ "$(wc -L <"$work/example")" -le 78 ]
done <"$work/commands"

for shell in bash zsh fish; do
    status 0 "completion for $shell" completion $shell
    check "knows every command" sh -c "while read -r c; do grep -q -- \"\${c%% *}\" '$work/out' || exit 1; done <'$work/commands'"
done
status 2 "completion for another shell" completion csh
if command -v bash >/dev/null; then
    complete() { # the completions of a line
        bash -c 'source <("$0" completion bash)
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vestibule; printf "%s\n" "${COMPREPLY[@]}"' "$VESTIBULE" "$@" \
            >"$work/out" 2>"$work/err"
    }
    complete vestibule de
    check "bash completes a command" [ "$(cat "$work/out")" = decide ]
    complete vestibule decide --z
    check "and its options" [ "$(cat "$work/out")" = --zone ]
    complete vestibule decide tests/data/work
    check "and files" [ "$(cat "$work/out")" = tests/data/worked.md ]
    complete vestibule completion f
    check "and shells" [ "$(cat "$work/out")" = fish ]
    silent err "without a word"
fi

status 0 "codes" codes
says out "P100" "lists all"
status 0 "one code" codes P101 --json
json 'd.codes.length === 1 && d.codes[0].code === "P101" && d.codes[0].severity === "error" && d.codes[0].title' "has a title"
status 2 "no such code" codes P999
status 0 "the version in JSON" version --json
json '/^\d+\.\d+\.\d+$/.test(d.version)' "is there"
ends
