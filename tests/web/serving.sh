# Sourced by the scripts here once there is a folder $work: a server of $data, which ends
# with the script, and people of it.  $place is where it listens, without a last slash;
# $listen, where it is to.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154

data=$work/data
server=
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

serve() { # OPTION...: and wait until it listens
    : >"$work/serving"
    "$VESTIBULE" serve --data "$data" --listen "${listen:-127.0.0.1:0}" --zone America/Chicago \
        "$@" >"$work/serving" 2>"$work/log" </dev/null &
    server=$!
    until grep -q serving "$work/serving" || ! kill -0 "$server" 2>/dev/null; do
        sleep 0.1
    done
    place=$(sed -n 's|^serving *\(http:.*\)/$|\1|p' "$work/serving")
}
stop() { # and wait until it has ended
    if [ -n "$server" ]; then
        kill "$server"
        wait "$server" 2>/dev/null || :
        server=
    fi
}
person() { # LOGIN ROLE...: its token
    build/asan/tests/web/people_peer "$data" "$@"
}
