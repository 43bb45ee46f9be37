# Sourced by the scripts here after tests/cli/tap.sh: people at a desk as asking.sh has them,
# served on a clock that is moved from outside (libfaketime).
# shellcheck shell=sh
# shellcheck disable=SC2154

echo +0 >"$work/clock"
cat >"$work/on_clock" <<END
#!/bin/sh
export LD_PRELOAD=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1)
export FAKETIME_TIMESTAMP_FILE=$work/clock FAKETIME_NO_CACHE=1 DONT_FAKE_MONOTONIC=1
exec "\$@"
END
cat >"$work/timed" <<END
#!/bin/sh
exec "$work/on_clock" $VESTIBULE "\$@"
END
chmod +x "$work/on_clock" "$work/timed"
VESTIBULE=$work/timed
# shellcheck source=tests/web/asking.sh
. tests/web/asking.sh

passes=0
pass() { # SECONDS
    passes=$((passes + $1))
    case $passes in
    -*) echo "$passes" ;;
    *) echo "+$passes" ;;
    esac >"$work/next"
    mv "$work/next" "$work/clock"
}
pass_to() { # MOMENT: by the clocks of the schools, as `date` reads it; then time goes on
    pass $(($(TZ=America/Chicago date -d "$1" +%s) - $(date +%s) - passes))
}
timed_person() { # LOGIN ROLE...: its token, signed in by the moved clock
    "$work/on_clock" build/asan/tests/web/people_peer "$data" "$@"
}
wait_for() { # COMMAND...: until it is so; a minute at most
    for _ in $(seq 600); do
        if "$@"; then return 0; fi
        sleep 0.1
    done
    return 1
}
shows() { # TOKEN PATH WORDS
    curl -s -H "Cookie: vestibule-session=$1" "$place$2" | grep -qF -- "$3"
}
kill_now() {
    kill -9 "$server"
    wait "$server" 2>/dev/null
    server=
}
answer() { # TOKEN VISIT FACT=VALUE...
    asked=$1
    stated=$2
    shift 2
    for fact in "$@"; do
        fill "$asked" "$stated/ask/${fact%=*}"
        send 303 "the desk answers $fact" "$asked" "$stated/ask/${fact%=*}" \
            "answer=${fact#*=}" basis=read
    done
}
