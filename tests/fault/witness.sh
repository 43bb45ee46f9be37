#!/bin/sh
# A witness, killed and failing: witness.js.
set -eu
: "${VESTIBULE:?names the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node tests/fault/witness.js "$work"
