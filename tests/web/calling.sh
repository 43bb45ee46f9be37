# Sourced by the scripts here after tests/cli/tap.sh: tests/web/timed.sh, and a mail server
# that keeps what arrives.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154

# shellcheck source=tests/web/timed.sh
. tests/web/timed.sh
mail=$work/mail
mkdir "$mail"

mkfifo "$work/post"
/usr/bin/python3 -B tests/web/calls.py "$mail" <"$work/post" >"$work/port" 2>"$work/post.log" &
exec 7>"$work/post"
trap 'exec 7>&-; stop; rm -rf "$work"' EXIT
until [ -s "$work/port" ]; do sleep 0.05; done

letters_to() { # ADDRESS WORDS: files, the newest last
    for n in $(seq 1 "$(find "$mail" -name '*.eml' | wc -l)"); do
        if grep -q "^Recipient: $1@" "$mail/$n.eml" && grep -qF "$2" "$mail/$n.eml"; then
            echo "$mail/$n.eml"
        fi
    done
}
has_letters() { # COUNT ADDRESS WORDS
    [ "$(letters_to "$2" "$3" | wc -l)" -ge "$1" ]
}
comes() { # COUNT ADDRESS WORDS NAME
    wait_for has_letters "$1" "$2" "$3"
    point $? "$4"
}
channels() { # PORT: the file of channels, with a mail server there
    cat >"$data/channels.conf" <<X
mail 127.0.0.1
    port $1
    security none
    from Vestibule <desk@hamline.example>
X
}
roster() { build/asan/tests/web/roster_peer "$data" "$@"; }
