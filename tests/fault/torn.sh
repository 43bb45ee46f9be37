#!/bin/sh
# The power goes at every write and every sync; of what was not synced the disk keeps any
# part, in sectors of 512 or of 4,096 bytes.  What was received is there, and what was
# published is the beginning of what comes.
. tests/cli/tap.sh

peer=build/asan/tests/fault/keeper_peer
torn=$work/torn.so
# Every cut has its own chances; one that was unlucky is repeated by its number.
rounds=${TORN_ROUNDS:-2}

gcc -std=c17 -Wall -Wextra -Werror -O1 -fPIC -shared -o "$torn" tests/fault/torn.c -ldl -lpthread \
    >"$work/out" 2>"$work/err"
point $? "the power can be cut"

$peer new "$work/before" >"$work/out" 2>"$work/err" &&
    $peer work "$work/before" 0 2 >"$work/said" 2>"$work/err"
point $? "there is a record"

cut() { # AT SEED SECTOR
    rm -rf "$work/now"
    cp -R "$work/before" "$work/now"
    TORN_AT=$1 TORN_SEED=$2 TORN_SECTOR=$3 TORN_IN=$work/now TORN_CALLS=$work/calls \
        LD_PRELOAD=$torn $peer "$way" "$work/now" 10 4 >"$work/out" 2>"$work/err"
}

# Each commit waits for the disk, or one wait is for several.
for way in work soon; do
    cut 0 0 512
    point $? "it works with power ($way)"
    calls=$(cat "$work/calls")
    [ "$calls" -gt 24 ]
    point $? "and its writes and syncs are seen ($calls)"
    wrong=
    at=1
    while [ $at -le "$calls" ]; do
        round=1
        while [ $round -le "$rounds" ]; do
            seed=$((at * 1000 + round))
            sector=$(((at + round) % 2 == 0 ? 512 : 4096))
            cut $at $seed $sector 2>/dev/null
            cat "$work/said" "$work/out" >"$work/all"
            $peer check "$work/now" <"$work/all" >"$work/check" 2>>"$work/err" ||
                wrong="$wrong
# cut $way $at $seed $sector: $(tail -n 1 "$work/err")"
            round=$((round + 1))
        done
        at=$((at + 1))
    done
    [ -z "$wrong" ]
    point $? "nothing that was received is lost, wherever the power goes"
    [ -z "$wrong" ] || echo "$wrong" | grep .
done
ends
