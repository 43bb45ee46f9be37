#!/bin/sh
# How a session with the language server begins, goes wrong and ends.
exec node tests/lsp/lifecycle.js
