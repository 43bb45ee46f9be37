#!/bin/sh
# Whole editing sessions on the real protocols.
exec node tests/lsp/editing.js
