#!/bin/sh
# Mail against a real server that is kind, and unkind: see tests/notify/mail.py.
exec /usr/bin/python3 -B tests/notify/mail.py
