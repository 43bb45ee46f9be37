#!/bin/sh
# Passkeys in a real browser, and forged ones: see tests/web/passkeys.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

serve
stop
ADA=$(person ada operator auditor)
BEN=$(person ben law)
serve
export ADA BEN
PLACE=$(echo "$place" | sed s/127.0.0.1/localhost/) SHOTS=${SHOTS:-} \
    NODE_PATH="$PWD/build/npm/node_modules" node tests/web/passkeys.js
