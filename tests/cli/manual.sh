#!/bin/sh
# The manual against the tables: every command and option has its place.
. tests/cli/tap.sh

page=man/vestibule.1
status 0 "a listing" help --all
cp "$work/out" "$work/all"

item() { # the manual's words on one command, up to the next command
    awk -v want=".It Ic $1" '
        index($0, want) == 1 && (length($0) == length(want) || substr($0, length(want) + 1, 1) == " ") { on = 1; print; next }
        /^\.It Ic / || /^\.El/ { on = 0 }
        on' $page
}
common() { # what stands before the commands
    awk '/^\.Ss Commands/ { exit } { print }' $page
}

while read -r kind command; do
    case $kind in
    command)
        item "$command" >"$work/out"
        check "$command has a place" [ -s "$work/out" ]
        ;;
    option)
        name=${command##* --}
        command=${command% --*}
        { item "$command"; common | grep -A9999 '^Every command takes' | grep -B9999 '^Commands that read facts'; } >"$work/out"
        grep -qE "Fl Fl $name( |\$)" "$work/out"
        point $? "$command --$name is told"
        ;;
    esac
done <"$work/all"

sed -n 's/^\.It Ic \([a-z -]*[a-z]\).*/\1/p' $page | while read -r command; do
    grep -qx "command $command" "$work/all" || echo "$command"
done >"$work/out"
check "no command is told that is not there" [ ! -s "$work/out" ]
grep -oE 'Fl Fl [a-z-]+' $page | awk '{ print $3 }' | sort -u | while read -r name; do
    grep -q -- " --$name\$" "$work/all" || echo "$name"
done >"$work/out"
check "no option is told that is not there" [ ! -s "$work/out" ]

for page in man/*.[1-9]; do
    check "$page passes mandoc" mandoc -Tlint -W warning "$page"
done

# The example of the document's page compiles.
awk '/^\.Bd -literal$/ { on = 1; next } /^\.Ed/ { on = 0 } on' man/vestibule-protocol.5 >"$work/example.md"
status 0 "the page's document is good" check "$work/example.md"
ends
