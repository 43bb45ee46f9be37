# Sourced by the scripts here after tests/cli/tap.sh: a server, people of it, and their
# forms, as somebody with no more than curl sees them.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154

# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

# Ask as somebody; the page is in $work/out, its status and where it leads in $work/err.
call() { # TOKEN PATH WORD...
    who=$1
    path=$2
    shift 2
    curl -s -o "$work/out" -w '%{http_code} %{redirect_url}\n' \
        -H "Cookie: vestibule-session=$who" "$@" "$place$path" >"$work/err"
}
sees() { # STATUS NAME TOKEN PATH WORD...
    wanted=$1
    name=$2
    shift 2
    call "$@"
    grep -q "^$wanted " "$work/err"
    point $? "$name"
}
leads() { # TO NAME
    grep -qF -- "$place$1" "$work/err"
    point $? "$2"
}
hidden() { # NAME: the value of a hidden field of the page
    sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/out" | head -n 1
}
fill() { # TOKEN PATH: read the form there, for `send`
    call "$1" "$2"
    token=$(hidden token)
    key=$(hidden key)
    seen=$(hidden seen)
}
send() { # STATUS NAME TOKEN PATH FIELD=VALUE...
    wanted=$1
    name=$2
    who=$3
    path=$4
    shift 4
    for field in "$@"; do
        set -- "$@" --data-urlencode "$field"
        shift
    done
    sees "$wanted" "$name" "$who" "$path" --data-urlencode "token=$token" \
        --data-urlencode "key=$key" --data-urlencode "seen=$seen" "$@"
}
