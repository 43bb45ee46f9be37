#!/bin/sh
# The browser's evaluator answers with the same bytes as the server's.
set -- protocols/*.md tests/data/worked.md
echo "1..$#"
n=0
for doc; do
    n=$((n + 1))
    if node tests/wasm/agree.js "$VESTIBULE" build/vestibule.wasm "$doc" 300 >&2; then
        echo "ok $n - $doc decides the same as WebAssembly"
    else
        echo "not ok $n - $doc decides the same as WebAssembly"
    fi
done
