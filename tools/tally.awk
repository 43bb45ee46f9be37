# Count the points of TAP files; the last line says `N passed, N failed`.
#
#     awk -f tools/tally.awk FILE.tap ...
#
# A point that a plan promised and that never came has failed, and so has a file
# without a plan.  "# SKIP" and "# TODO" count as what they are: not passed.

FNR == 1 {
    file_ends()
    file = FILENAME
    planned = -1
    seen = 0
}
/^1\.\.[0-9]+/ { planned = substr($1, 4) + 0 }
/^ok / {
    seen++
    if (toupper($0) ~ /# *(SKIP|TODO)/)
        skipped++
    else
        passed++
}
/^not ok / {
    seen++
    fail($0)
}

function file_ends() {
    if (file == "")
        return
    if (planned < 0)
        fail("no plan: it did not run")
    else if (planned != seen)
        fail(planned " points planned, " seen " came")
}

function fail(why) {
    failed++
    print "failed: " file ": " why
}

END {
    file_ends()
    if (skipped)
        print skipped " skipped"
    printf "%d passed, %d failed\n", passed, failed
    exit failed > 0 || passed == 0
}
