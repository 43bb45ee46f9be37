# Check the direction of every #include against the page LAYERS.
#
#     awk -f tools/layers.awk LAYERS src/*/*.[ch]
#
# A quoted include names a folder and a file ("base/base.h"), is written from src/,
# stays in its own folder or enters an allowed one by its door X/X.h.  An include
# in angle brackets that LAYERS mentions is for the folders named there only.

FILENAME ~ /LAYERS$/ {
    if ($0 ~ /^#/ || NF == 0)
        next
    subject = $1
    sub(/:$/, "", subject)
    for (i = 2; i <= NF; i++)
        may[subject, $i] = 1
    if (subject ~ /^</)
        owned[subject] = 1
    else
        known[subject] = 1
    next
}

FNR == 1 {
    split(FILENAME, part, "/")
    here = part[2]
    if (!(here in known))
        bad("is a folder that LAYERS does not have")
}

/^[ \t]*#[ \t]*include/ {
    if ($0 ~ /^#include "[a-z_]+\/[a-z0-9_]+\.h"$/)
        check_ours(substr($2, 2, length($2) - 2))
    else if ($0 ~ /^#include <[A-Za-z0-9_\/.-]+>/)
        check_system($2)
    else
        bad("includes must be written #include \"folder/file.h\", from src/")
}

function check_ours(path,    inc, there) {
    split(path, inc, "/")
    there = inc[1]
    if (!(there in known))
        bad("may not include the unknown folder " there)
    else if (here != there && !((here, there) in may))
        bad("may not include " there)
    else if (here != there && inc[2] != there ".h")
        bad("must enter " there " by " there "/" there ".h, not " path)
}

function check_system(header,    rule, stem) {
    for (rule in owned) {
        stem = substr(rule, 1, length(rule) - 1)
        if (stem ~ /\*$/) {
            stem = substr(stem, 1, length(stem) - 1)
            if (index(header, stem) != 1)
                continue
        } else if (header != rule) {
            continue
        }
        if (!((rule, here) in may))
            bad("may not include " header)
    }
}

function bad(why) {
    printf "%s:%d: %s %s\n", FILENAME, FNR, here, why
    failed = 1
}

END { exit failed }
