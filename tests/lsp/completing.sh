#!/bin/sh
# What the language server offers to write.
exec node tests/lsp/completing.js
