#!/bin/sh
# The desk without a network, in a real browser: see tests/web/offline.js.  BLESS=1 also
# keeps pictures in docs/screens/.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

serve
stop
DESK=$(person 'ada' 'desk@Hamline Elementary')
SECOND=$(person 'ben' 'desk@Hamline Elementary')
serve
export DESK SECOND
NODE_PATH="$PWD/build/npm/node_modules"
export NODE_PATH
for script in src/web/assets/*.js; do node --check "$script" || exit 1; done
PLACE=$place/ node tests/web/offline.js
