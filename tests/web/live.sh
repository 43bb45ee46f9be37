#!/bin/sh
# A visit while it happens, in a real browser: see tests/web/live.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

serve
stop
DESK=$(person 'ada' 'desk@Hamline Elementary')
SECOND=$(person 'ben' 'desk@Hamline Elementary')
LAW=$(person 'counsel' law)
SECOND_LAW=$(person 'lea' law)
serve
export DESK SECOND LAW SECOND_LAW
PLACE=$place/ NODE_PATH="$PWD/build/npm/node_modules" node tests/web/live.js
