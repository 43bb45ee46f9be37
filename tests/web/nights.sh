#!/bin/sh
# The nights on which the clocks of the schools are put forward and back: people are called
# after as many seconds as ever, by who has duty then, and when nobody at all answers the desk
# is told.  Steps are counted in seconds, duty by clocks, and neither is doubled or lost.
# shellcheck source=tests/cli/tap.sh
. tests/cli/tap.sh
# shellcheck source=tests/web/standing.sh
. tests/web/standing.sh

visitor() { # and the answers that need the principal, Law and Safety
    fill "$desk" /
    send 303 "somebody is at the desk" "$desk" /visits
    visit=$(sed -n 's/.*\(\/visits\/[^ ]*\).*/\1/p' "$work/err")
    answer "$desk" "$visit" emergency=no where=desk agency=ice
}
is_called() { # STEP WHOM: by Law, at that step
    "$VESTIBULE" log tail "$data/record" --last 500 --json 2>"$work/err" |
        grep '"kind":"callout_step"' | grep "\"round\":0,\"step\":$1,.*\"called\":\[$2\]" >"$work/out"
}
calls() { # STEP WHOM NAME
    wait_for is_called "$1" "$2"
    point $? "$3"
}
is_told() { # each duty, and nothing is late
    "$VESTIBULE" callouts audit --data "$data" --json >"$work/out" 2>"$work/err" &&
        node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1]));
            process.exit(d.duties > 0 && d.instructed === d.duties ? 0 : 1)' "$work/out"
}
begins() { # MOMENT: another data folder, at that moment
    stop
    data=$work/$(echo "$1" | tr -c '0-9A-Z\n' -)
    stand "$1"
    serve
    stop
    desk=$(timed_person ada desk@Hamline)
    channels "$(cat "$work/port")"
    cat >"$data/calling.conf" <<X
lane law_department
    step 0 seconds: duty by mail
    step 120 seconds: duty by mail
    step 300 seconds: desk, everybody by mail
    again 300 seconds
lane *
    step 0 seconds: duty by mail
    step 300 seconds: desk
    again 300 seconds
X
    # From the evening until half past two, and from then on.
    roster 'Lea Ortiz' law_department 1 mail lea@hamline.example 1080 150
    roster 'Bo Lind' law_department 1 mail bo@hamline.example 150 1080
    serve
}
ends_well() { # and the record agrees
    wait_for is_told
    point $? "for every duty the desk was told, and nothing was late, left out or doubled"
    stop
}

# ---- forward: half past two does not come ----

begins '2025-03-09 01:59:00 CST'
visitor
calls 0 '"Lea Ortiz: mail"' "Law is called by who has duty until half past two"
stand '2025-03-09 03:01:00 CDT'
calls 1 '"Bo Lind: mail"' "two minutes later it is three, and whoever begins at half past two has duty"
stand '2025-03-09 03:04:00 CDT'
calls 2 '"Bo Lind: mail","Lea Ortiz: mail"' "five minutes after the beginning everybody is"
ends_well

# ---- back: half past one comes twice ----

begins '2025-11-02 01:58:00 CDT'
visitor
calls 0 '"Lea Ortiz: mail"' "Law is called by who has duty"
stand '2025-11-02 01:00:00 CST'
calls 1 '"Lea Ortiz: mail"' "two minutes later it is one o'clock again, and the same person has duty, once"
stand '2025-11-02 01:03:00 CST'
calls 2 '"Lea Ortiz: mail","Bo Lind: mail"' "five minutes after the beginning everybody is"
ends_well
begins '2025-11-02 02:30:00 CST'
visitor
calls 0 '"Bo Lind: mail"' "at half past two somebody else has duty"
ends
