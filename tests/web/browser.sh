#!/bin/sh
# The reference day in a real browser: see tests/web/browser.js.  BLESS=1 also keeps
# pictures of the main pages in docs/screens/.
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
serve
export DESK SECOND LAW
PLACE=$place/ NODE_PATH="$PWD/build/npm/node_modules" node tests/web/browser.js
