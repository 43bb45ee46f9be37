# Make C of the SQL of a folder: a table of statements, and the steps of the schema.
#
#     awk -v form=header -v folder=store -f tools/sqlgen.awk src/db/sql/schema.sql \
#         src/store/schema/*.sql src/store/sql/*.sql
#
# form=header gives the names (an enum), form=source the texts.  A file in a folder
# `schema` is one step of the schema, taken as it stands.  Elsewhere each statement
# stands below a line that says how it is called, and ends with `;`:
#
#     -- event_by_seq(seq int) -> one
#     SELECT leaf, hash FROM event WHERE seq = :seq;
#
# Types are int, text and blob; a `?` behind one allows NULL.  How many rows come
# back: one (at most), many, none.  Every argument becomes the place of its
# declaration, `:seq` -> `?1`: SQLite numbers `$1` by first appearance, not by name.

BEGIN {
    letter["int"] = "i"
    letter["text"] = "t"
    letter["blob"] = "b"
    rows["one"] = "DB_ONE_ROW"
    rows["many"] = "DB_MANY_ROWS"
    rows["none"] = "DB_NO_ROWS"
    statements = 0
    steps = 0
    if (form != "header" && form != "source")
        wrong("say -v form=header or -v form=source")
    if (folder !~ /^[a-z]+$/)
        wrong("say -v folder=NAME: whose SQL it is")
}

FNR == 1 {
    statement_ends_with_file()
    is_step = FILENAME ~ /(^|\/)schema\/[^\/]*$/
    if (is_step)
        step_begins()
}
{ sub(/\r$/, "") }
is_step {
    step_text[steps] = step_text[steps] $0 "\n"
    next
}
/^-- .*->/ {
    statement_begins($0)
    next
}
/^[ \t]*(--|$)/ { next }
{ statement_goes_on($0) }

# ---- schema ----

# 001.sql is the first step, 002.sql the second: a gap would never be noticed later.
function step_begins(    name) {
    name = FILENAME
    sub(/.*\//, "", name)
    steps++
    step_text[steps] = ""
    if (name != sprintf("%03d.sql", steps))
        wrong(sprintf("this step of the schema should be %03d.sql", steps))
}

# ---- statements ----

function statement_begins(line,    head, tail, name) {
    if (open)
        wrong("the statement above has no `;`")
    head = line
    sub(/^-- /, "", head)
    if (head !~ /^[a-z][a-z0-9_]*\([^()]*\) -> (one|many|none)$/) {
        wrong("write `-- name(argument type, ...) -> one|many|none`")
        return
    }
    name = head
    sub(/\(.*/, "", name)
    tail = head
    sub(/.*-> /, "", tail)
    sub(/^[^(]*\(/, "", head)
    sub(/\).*/, "", head)
    if (name in first_at)
        wrong(name " stands at " first_at[name] " already")
    first_at[name] = FILENAME ":" FNR
    statements++
    name_of[statements] = name
    rows_of[statements] = rows[tail]
    text_of[statements] = ""
    open = 1
    header_line = FNR
    read_arguments(head)
}

function read_arguments(list,    n, i, part, word, type) {
    args_of[statements] = ""
    args = 0
    split("", place)
    split("", used)
    n = split(list, part, /,/)
    for (i = 1; i <= n; i++) {
        if (split(part[i], word, /[ \t]+/) && word[1] == "") {
            word[1] = word[2]
            word[2] = word[3]
        }
        type = word[2]
        sub(/\?$/, "", type)
        if (word[1] !~ /^[a-z][a-z0-9_]*$/ || !(type in letter)) {
            wrong("an argument is `name int`, `name text` or `name blob`, perhaps with ?")
            continue
        }
        if (word[1] in place)
            wrong("the argument " word[1] " is declared twice")
        args++
        place[word[1]] = args
        args_of[statements] = args_of[statements] \
            (word[2] ~ /\?$/ ? toupper(letter[type]) : letter[type])
    }
}

function statement_goes_on(line,    text) {
    if (!open) {
        wrong("this statement has no header `-- name(argument type, ...) -> ...`")
        open = header_missing = 1
        statements++
    }
    text = with_places(line)
    sub(/^[ \t]+/, "", text)
    sub(/[ \t]+$/, "", text)
    text_of[statements] = text_of[statements] (text_of[statements] == "" ? "" : " ") text
    if (text ~ /;$/)
        statement_ends()
}

# Turn :name into ?N outside of 'quotes'.
function with_places(line,    out, quoted, i, c, name) {
    out = ""
    quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "'")
            quoted = !quoted
        if (!quoted && c == "-" && substr(line, i + 1, 1) == "-")
            break
        if (quoted || c != ":" || !match(substr(line, i + 1), /^[a-z][a-z0-9_]*/)) {
            out = out c
            continue
        }
        name = substr(line, i + 1, RLENGTH)
        i += RLENGTH
        if (!(name in place) && !header_missing)
            wrong("the argument " name " is not declared")
        used[name] = 1
        out = out "?" place[name]
    }
    if (quoted)
        wrong("a quotation does not end on its line")
    return out
}

function statement_ends(    name) {
    for (name in place)
        if (!(name in used) && !header_missing)
            wrong_at(header_line, "the argument " name " is not used")
    sub(/[ \t]*;$/, "", text_of[statements])
    open = header_missing = 0
}

function statement_ends_with_file() {
    if (open)
        wrong_in(previous_file, header_line, "this statement has no `;`")
    open = 0
    previous_file = FILENAME
}

# ---- mistakes ----

function wrong(what) {
    wrong_at(FNR, what)
}

function wrong_at(line, what) {
    wrong_in(FILENAME, line, what)
}

function wrong_in(file, line, what) {
    printf "%s:%d: %s\n", file, line, what >"/dev/stderr"
    failed = 1
}

# ---- output ----

END {
    if (open)
        wrong_in(FILENAME, header_line, "this statement has no `;`")
    if (failed)
        exit 1
    print "/* Made by tools/sqlgen.awk from src/" folder "; change the SQL there. */"
    if (form == "header")
        print_header()
    else
        print_source()
}

function print_header(    i, guard) {
    guard = "VESTIBULE_" toupper(folder) "_SQL_H"
    print "#ifndef " guard "\n#define " guard "\n"
    print "#include \"db/db.h\"\n\nenum sql_id {"
    for (i = 1; i <= statements; i++)
        printf "    SQL_%s, /* (%s) */\n", toupper(name_of[i]), args_of[i]
    print "    SQL_COUNT\n};\n"
    printf "enum { SCHEMA_STEPS = %d };\n\n", steps
    print "extern const struct db_statement " folder "_statements[SQL_COUNT];"
    print "extern const char *const " folder "_steps[SCHEMA_STEPS];\n\n#endif"
}

function print_source(    i, n, line, k) {
    print "#include \"" folder "/sql.h\"\n"
    print "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
    print "const struct db_statement " folder "_statements[SQL_COUNT] = {"
    for (i = 1; i <= statements; i++)
        printf "    [SQL_%s] = {\"%s\", \"%s\", %s,\n        \"%s\"},\n", \
            toupper(name_of[i]), name_of[i], args_of[i], rows_of[i], escaped(text_of[i])
    print "};\n\nconst char *const " folder "_steps[SCHEMA_STEPS] = {"
    for (i = 1; i <= steps; i++) {
        n = split(step_text[i], line, /\n/)
        for (k = 1; k < n; k++)
            printf "    \"%s\\n\"%s\n", escaped(line[k]), k == n - 1 ? "," : ""
    }
    print "};"
}

function escaped(text) {
    gsub(/[\\"]/, "\\\\&", text)
    return text
}
