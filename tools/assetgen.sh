#!/bin/sh
# Make C of files, so that the program carries them.
#
#     tools/assetgen.sh NAME FILE...
#
# Prints `const struct asset_set NAME`: of each file its name, media type, SHA-256,
# bytes, and the bytes as gzip has them where that saves something.  The fingerprint of
# the set is a digest of all of them, so an address that has it never means anything else.
set -eu

name=$1
shift

type_of() {
    case $1 in
    *.css) echo "text/css; charset=utf-8" ;;
    *.js) echo "text/javascript; charset=utf-8" ;;
    *.json) echo "application/json" ;;
    *.svg) echo "image/svg+xml" ;;
    *.png) echo "image/png" ;;
    *.wasm) echo "application/wasm" ;;
    *.md) echo "text/markdown; charset=utf-8" ;;
    *.conf) echo "text/plain; charset=utf-8" ;;
    *.mo) echo "application/x-gettext-translation" ;;
    *.webmanifest) echo "application/manifest+json" ;;
    *) echo "assetgen: $1: which media type is this?" >&2 && exit 1 ;;
    esac
}

# As a string literal: strings compile far faster than lists of numbers.
literal() {
    od -An -v -to1 | sed 's/ /\\/g; s/.*/        "&"/'
}

echo "/* Made by tools/assetgen.sh from files; change them there. */"
echo "#include \"web/asset.h\""
echo
echo "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
echo
echo "static const struct asset items[] = {"
for file in "$@"; do
    type=$(type_of "$file")
    digest=$(sha256sum <"$file")
    echo "    {STR_INIT(\"${file##*/}\"), STR_INIT(\"$type\"), STR_INIT(\"\\\"${digest%% *}\\\"\"), STR_INIT("
    literal <"$file"
    if [ "$(gzip -n9 <"$file" | wc -c)" -lt "$(wc -c <"$file")" ]; then
        echo "    ), STR_INIT("
        gzip -n9 <"$file" | literal
        echo "    )},"
    else
        echo "    ), {0}},"
    fi
done
echo "};"
echo
printf 'const struct asset_set %s = {items, COUNT_OF(items), STR_INIT("%s")};\n' "$name" \
    "$(for file in "$@"; do echo "${file##*/}" && sha256sum <"$file"; done | sha256sum | cut -c1-16)"
