#!/bin/sh
# Web Push to a service over TLS, read by other people's software: see tests/notify/push.js.
exec env NODE_PATH="$PWD/build/npm/node_modules" node tests/notify/push.js
