#!/bin/sh
# Every code is shown by a document, said as expected, and explained in docs/codes.md.
exec node tests/cases/diagnostics.js "$VESTIBULE"
