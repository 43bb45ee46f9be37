#!/bin/sh
# Every example of the language book compiles, or makes the mistake it shows.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

awk -v out="$work" '
    /^<!-- expect: / { expect = $3 }
    /^````markdown$/ { n++; inside = 1; print (expect == "" ? "good" : expect) > (out "/" n ".want"); expect = ""; next }
    /^````$/ { inside = 0; next }
    inside { print > (out "/" n ".md") }
' docs/language.md

n=0
for doc in "$work"/*.md; do
    n=$((n + 1))
    want=$(cat "${doc%.md}.want")
    said=$("$VESTIBULE" check --json "$doc")
    code=$?
    case "$want:$code" in
    good:0) echo "ok $n - example $n compiles" ;;
    good:*) echo "not ok $n - example $n compiles"; printf '%s\n' "$said" | sed 's/^/# /' ;;
    *) case "$said" in
       *"\"$want\""*) echo "ok $n - example $n shows $want" ;;
       *) echo "not ok $n - example $n shows $want"; printf '%s\n' "$said" | sed 's/^/# /' ;;
       esac ;;
    esac
done
echo "1..$n"
