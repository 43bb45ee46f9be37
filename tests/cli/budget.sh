#!/bin/sh
# A diagram that outgrows its budget: the statement that did it is named, and why.
. tests/cli/tap.sh

# Pairs of facts that are declared far apart: in that order no diagram is small, and a
# rule and its exceptions are joined before the order is improved.
explode() { # PAIRS
    awk -v pairs="$1" 'BEGIN {
        print "# Pairs\n\n```protocol\nedition 2026-01-01, in force from 2026-01-01"
        for (i = 1; i <= 2 * pairs; i++) print "fact f" i ": yes/no \"Is it " i "?\""
        print "outcome entry: \"May they?\"\n  wait = \"No\"\n  admit = \"Yes\"\n  until known: wait"
        print "rule usually: entry is wait"
        for (i = 1; i <= pairs; i++)
            print "rule pair" i ", exception to usually: entry is admit if f" i " and f" i + pairs
        print "```"
    }'
}

explode 12 >"$work/small.md"
status 0 "twelve pairs are good" check "$work/small.md"

explode 23 >"$work/large.md"
status 1 "twenty-three are too much" check "$work/large.md"
says out "large.md:55:6: error P107: rule usually together with its exceptions (23, direct and through others)" \
    "the rule is named, with its place"
says out "ties 46 facts together (f1, f2, f3, f4, ...)" "and the facts that it ties together"
says out "6000000 nodes" "and the budget"
says out "hint: ask about fewer facts here" "and what to do"
ends
