#!/bin/sh
# Webhooks to a receiver that verifies them, and to unkind ones: see tests/notify/hook.py.
exec /usr/bin/python3 -B tests/notify/hook.py
