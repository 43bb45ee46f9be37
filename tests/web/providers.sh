#!/bin/sh
# Signing in at another place: a real one, and an evil one: see tests/web/providers.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

serve
stop
ADA=$(person ada operator auditor)
export ADA
WORK=$work NODE_PATH="$PWD/build/npm/node_modules" node tests/web/providers.js
