#!/bin/sh
# make run: the reference day told, sealed into a record, checked, and disclosed in part;
# then the desk itself, with a sample district, until Ctrl-C.  Where nobody looks, it is
# only asked whether it answers.
# Each step shows the command that does it; what it makes stays in build/run/.
set -eu

vestibule=${1:?the program}
day=${2:?the file of a day}
made=build/run
bold= plain=
[ ! -t 1 ] || bold=$(printf '\033[1m') plain=$(printf '\033[0m')

step() { # WORDS
    printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"
}

# Show a command as it can be typed.
show() { # WORD...
    line="  \$ $vestibule"
    for word; do
        case $word in
        *[!A-Za-z0-9./=_+,:-]*) word="'$word'" ;;
        esac
        if [ $((${#line} + ${#word})) -gt 76 ]; then
            printf '%s \\\n' "$line"
            line="      $word"
        else
            line="$line $word"
        fi
    done
    printf '%s\n' "$line"
}

run() { # WORD...
    show "$@"
    "$vestibule" "$@"
}

"$vestibule" day "$day"

rm -rf "$made"
mkdir -p "$made"
step "1. The same day as a record, sealed and published"
run day "$day" --record "$made/record"
key=$(cat "$made/record/public/vkey")

step "2. Anybody who has the public key checks all of it, offline"
run log verify "$made/record/public" --key "$key"

step "3. Every decision in it, decided again by its own edition"
run replay --record "$made/record"

step "4. One event proved to be in it, and nothing of what it says laid open"
run log disclose "$made/record" 5 --withhold '*=not needed to show that it is there' \
    -o "$made/event-5.json"
run log verify "$made/event-5.json" --key "$key"

step "5. A redacted copy for who asks for records, and a page to print"
run log disclose "$made/record" 2 5 6 --withhold 'by=name of staff' \
    --withhold 'account/2=not asked for' -o "$made/answer.json" --page "$made/answer.html"
run log verify "$made/answer.json" --key "$key"

step "6. The desk in the browser, with a sample district and this day in it"
desk="serve --sample --data $made/sample --listen 127.0.0.1:0"
# shellcheck disable=SC2086
show $desk
if [ -t 1 ]; then
    trap : INT
    # shellcheck disable=SC2086
    "$vestibule" $desk 2>"$made/events" || { cat "$made/events" >&2 && exit 1; }
    exit 0
fi

# shellcheck disable=SC2086
"$vestibule" $desk >"$made/desk" 2>"$made/events" &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while kill -0 $server 2>/dev/null && ! grep -q '^try it' "$made/desk"; do sleep 0.1; done
place=$(sed -n 's|^serving *http://\(.*\)/$|\1|p' "$made/desk")
[ -n "$place" ] || { cat "$made/desk" "$made/events" >&2 && exit 1; }

ask() { # PATH WORDS
    # shellcheck disable=SC2016
    if bash -c 'exec 3<>"/dev/tcp/${0%:*}/${0#*:}" &&
        printf "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$1" "$0" >&3 && cat <&3' \
        "$place" "$1" | grep -q "$2"; then
        echo "$1 answers"
    else
        echo "$1 does not answer" >&2 && exit 1
    fi
}
ask /healthz ok
ask /try "SAMPLE DISTRICT"
kill $server
wait $server
echo "No terminal here, so it was stopped again."
