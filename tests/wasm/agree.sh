#!/bin/sh
# The browser's evaluator answers with the same bytes as the server's.
echo "1..4"
n=0
for doc in protocols/chicago.md protocols/chicago-records.md protocols/california.md tests/data/worked.md; do
    n=$((n + 1))
    if node tests/wasm/agree.js "$VESTIBULE" build/vestibule.wasm "$doc" 300 >&2; then
        echo "ok $n - $doc decides the same as WebAssembly"
    else
        echo "not ok $n - $doc decides the same as WebAssembly"
    fi
done
