# Refuse files over 500 lines and functions over 60, from brace to brace.
# In this layout a brace alone at column 0 opens a function and nothing else, so
# tables of rows, which may be long, are not counted.
#
#     awk -f tools/size.awk src/*/*.[ch] tests/*.[ch] ...

FNR == 1 {
    file_ends()
    opened = 0
}
/^[^ \t{}#\/*]/ { title = $0 }
/^\{$/ { opened = FNR }
/^\}$/ && opened {
    if (FNR - opened - 1 > 60)
        bad(FILENAME ":" opened ": a function of " FNR - opened - 1 " lines: " title)
    opened = 0
}
{
    file = FILENAME
    lines = FNR
}

function file_ends() {
    if (lines > 500)
        bad(file ": " lines " lines")
}

function bad(why) {
    print why
    failed = 1
}

END {
    file_ends()
    exit failed
}
