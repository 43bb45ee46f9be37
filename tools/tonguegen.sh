#!/bin/sh
# Make C of the translations, a row of the table of languages each.
#
#     tools/tonguegen.sh po/es.po ...
#
# The catalogue becomes the bytes that msgfmt makes of it.  Its Plural-Forms are C by
# definition, so they become a function; X-Language-Name and X-Direction say the rest.
set -eu

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

field() {
    sed -n "/^msgid \"\"/,/^\$/s/^\"$2: \(.*\)\\\\n\"\$/\1/p" "$1"
}

plural() {
    printf '\nstatic unsigned long plural_%s(unsigned long n)\n{\n    return %s;\n}\n' "$1" "$2"
}

echo "/* Made by tools/tonguegen.sh from po; change the translations there. */"
echo "#include \"web/tongue.h\""
echo
echo "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
plural en "n != 1"
for po in "$@"; do
    code=$(basename "$po" .po)
    msgfmt --no-hash -o "$made/$code.mo" "$po"
    plural "$code" "$(field "$po" Plural-Forms | sed 's/.*plural=\(.*\);/\1/')"
done
echo
echo "const struct tongue web_tongues[] = {"
echo "    {STR_INIT(\"en\"), STR_INIT(\"English\"), true, plural_en, {0}},"
for po in "$@"; do
    code=$(basename "$po" .po)
    name=$(field "$po" X-Language-Name)
    rightward=$(field "$po" X-Direction | sed 's/ltr/true/; s/rtl/false/')
    [ -n "$name" ] && [ -n "$rightward" ] ||
        { echo "tonguegen: $po: say X-Language-Name and X-Direction" >&2 && exit 1; }
    echo "    {STR_INIT(\"$code\"), STR_INIT(\"$name\"), $rightward, plural_$code, STR_INIT("
    od -An -v -to1 "$made/$code.mo" | sed 's/ /\\/g; s/.*/        "&"/'
    echo "    )},"
done
echo "};"
echo
echo "const size_t web_tongue_count = COUNT_OF(web_tongues);"
