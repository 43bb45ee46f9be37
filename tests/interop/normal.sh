#!/bin/sh
# What is normal text (NFC): JavaScript engines have tables of their own.
exec node tests/interop/normal.js
