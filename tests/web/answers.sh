#!/bin/sh
# A protocol that answers two questions, in a real browser: see tests/web/answers.js.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

serve
stop
cp tests/data/two_answers.md "$data/protocols/entry.md"
DESK=$(person 'ada' 'desk@Hamline Elementary')
LAW=$(person 'counsel' law)
serve
export DESK LAW
PLACE=$place/ NODE_PATH="$PWD/build/npm/node_modules" node tests/web/answers.js
