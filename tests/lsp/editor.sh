#!/bin/sh
# A real editor: Neovim, with the settings that docs/editor.md gives, is led through
# everything that the page promises.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$VESTIBULE" "$work/bin/vestibule"
awk '/^## /{ours = /^## Neovim \(0\.7/} /^```/{inside = ours && /lua/; next} inside' docs/editor.md >"$work/init.lua"
HOME=$work XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work XDG_STATE_HOME=$work XDG_CACHE_HOME=$work \
    PATH="$work/bin:$PATH" WORK=$work \
    nvim --headless --clean -n -i NONE -c 'filetype on' -c "luafile $work/init.lua" \
    -c 'luafile tests/lsp/editor.lua' 2>"$work/talk" </dev/null
status=$?
[ $status = 0 ] || sed "s,^,# ," "$work/talk"
exit $status
