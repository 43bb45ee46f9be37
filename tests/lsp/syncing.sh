#!/bin/sh
# The language server's text against the client's.
exec node tests/lsp/syncing.js
