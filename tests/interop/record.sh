#!/bin/sh
# Others read what we write: an SD-JWT library, a JSON Schema validator, and another
# canonical writer of JSON, all on the golden record.
exec env NODE_PATH="$PWD/build/npm/node_modules" node tests/interop/record.js
