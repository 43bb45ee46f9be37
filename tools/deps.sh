#!/bin/sh
# Install the Debian packages that are missing, and say so.
#
#     tools/deps.sh PACKAGE|COMMAND:PACKAGE ...
#
# With COMMAND:PACKAGE the package is wanted only if there is no such command.
set -eu

missing=
for want; do
    case $want in
    *:*)
        command -v "${want%%:*}" >/dev/null 2>&1 && continue
        ;;
    *)
        state=$(dpkg-query -W -f='${db:Status-Status}' "$want" 2>/dev/null || true)
        [ "$state" = installed ] && continue
        ;;
    esac
    missing="$missing ${want##*:}"
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
    sudo=sudo
fi
if ! command -v apt-get >/dev/null || ! command -v ${sudo:-sh} >/dev/null; then
    echo "These packages are missing and cannot be installed from here:$missing" >&2
    echo "As root:  apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of words, on purpose
{ $sudo apt-get update -q && $sudo apt-get install -qy --no-install-recommends $missing; } \
    >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    echo "Could not install$missing (see above)." >&2
    exit 1
}
