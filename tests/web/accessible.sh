#!/bin/sh
# Every page of src/web/doors.c, as each role, for everybody: see tests/web/accessible.js.
# SHOTS=FOLDER also keeps pictures of all of them there.
set -u
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
# shellcheck source=tests/web/serving.sh
. tests/web/serving.sh

role() { # LOGIN ROLE...: somebody is kept with their token for the browser
    token=$(person "$@") && printf '%s %s\n' "$2" "$token" >>"$work/people"
}
visit() { # SCHOOL FACT=VALUE...
    build/asan/tests/web/board_peer "$data" "$@"
}

serve --sample # which has more pages than any other
stop
role ada 'desk@Hamline Elementary'
role nora 'principal@Hamline Elementary'
for role in law safety records communications author auditor operator; do
    role "the-$role" "$role"
done
VISIT=$(visit "Hamline Elementary" where=desk agency=ice credentials=read paper=arrest_warrant court=federal)
visit 'Hamline Elementary' where=desk agency=none left >/dev/null
serve
PLACE=$place VISIT=$VISIT PEOPLE=$work/people NODE_PATH="$PWD/build/npm/node_modules" \
    node tests/web/accessible.js
