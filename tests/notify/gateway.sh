#!/bin/sh
# Text messages and calls through gateways of several kinds: see tests/notify/gateway.py.
exec /usr/bin/python3 -B tests/notify/gateway.py
