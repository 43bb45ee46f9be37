#!/bin/sh
# tools/sqlgen.awk: what it makes of a small schema, and what it says of mistakes.
set -u

points=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/schema"

point() { # RESULT NAME
    points=$((points + 1))
    if [ "$1" = 0 ]; then
        echo "ok $points - $2"
    else
        echo "not ok $points - $2"
        sed 's/^/#   /' "$work/out" "$work/err" | head -n 20
    fi
}

generate() { # FORM FILE...
    form=$1
    shift
    (cd "$work" && awk -v form="$form" -v folder=keep -f "$top/tools/sqlgen.awk" "$@") \
        >"$work/out" 2>"$work/err"
}

golden() { # NAME: the wanted text is standard input
    cat >"$work/wanted"
    diff "$work/wanted" "$work/out" >"$work/err"
    point $? "$1"
}

mistake() { # NAME WANTED: the SQL is standard input
    cat >"$work/wrong.sql"
    generate header wrong.sql
    got=$?
    [ "$got" = 1 ] && [ ! -s "$work/out" ] && grep -qxF "$2" "$work/err"
    point $? "$1"
}

top=$(pwd)
printf 'CREATE TABLE t (\n    a "x\\y" -- why\n);\n' >"$work/schema/001.sql"
printf 'ALTER TABLE t ADD b;\n' >"$work/schema/002.sql"
cat >"$work/t.sql" <<'END'
-- What t is for.

-- Prose above a statement, even with an arrow - > like this.
-- t_put(a int, b blob?) -> none
INSERT INTO t (a, b)
    VALUES (:b, :a); -- b comes first

-- t_get(a int, a_b text) -> many
SELECT ':a', "q" FROM t WHERE x = :a_b AND y = :a AND z = :a_b;

-- t_all() -> one
SELECT count(*) FROM t;
END

generate header schema/001.sql schema/002.sql t.sql
golden "names and counts go to the header" <<'END'
/* Made by tools/sqlgen.awk from src/keep; change the SQL there. */
#ifndef VESTIBULE_KEEP_SQL_H
#define VESTIBULE_KEEP_SQL_H

#include "db/db.h"

enum sql_id {
    SQL_T_PUT, /* (iB) */
    SQL_T_GET, /* (it) */
    SQL_T_ALL, /* () */
    SQL_COUNT
};

enum { SCHEMA_STEPS = 2 };

extern const struct db_statement keep_statements[SQL_COUNT];
extern const char *const keep_steps[SCHEMA_STEPS];

#endif
END

generate source schema/001.sql schema/002.sql t.sql
golden "texts go to the source, arguments by place" <<'END'
/* Made by tools/sqlgen.awk from src/keep; change the SQL there. */
#include "keep/sql.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

const struct db_statement keep_statements[SQL_COUNT] = {
    [SQL_T_PUT] = {"t_put", "iB", DB_NO_ROWS,
        "INSERT INTO t (a, b) VALUES (?2, ?1)"},
    [SQL_T_GET] = {"t_get", "it", DB_MANY_ROWS,
        "SELECT ':a', \"q\" FROM t WHERE x = ?2 AND y = ?1 AND z = ?2"},
    [SQL_T_ALL] = {"t_all", "", DB_ONE_ROW,
        "SELECT count(*) FROM t"},
};

const char *const keep_steps[SCHEMA_STEPS] = {
    "CREATE TABLE t (\n"
    "    a \"x\\y\" -- why\n"
    ");\n",
    "ALTER TABLE t ADD b;\n",
};
END

mistake "an argument must be declared" \
    "wrong.sql:2: the argument b is not declared" <<'END'
-- t_get(a int) -> one
SELECT :a, :b FROM t;
END
mistake "an argument must be used" "wrong.sql:2: the argument b is not used" <<'END'

-- t_get(a int, b int) -> one
SELECT a FROM t
WHERE a = :a;
END
mistake "an argument has one declaration" \
    "wrong.sql:1: the argument a is declared twice" <<'END'
-- t_get(a int, a int) -> one
SELECT a FROM t WHERE a = :a;
END
mistake "an argument has a type" \
    "wrong.sql:1: an argument is \`name int\`, \`name text\` or \`name blob\`, perhaps with ?" <<'END'
-- t_get(a integer) -> one
SELECT a FROM t;
END
mistake "a name is given once" "wrong.sql:3: t_get stands at wrong.sql:1 already" <<'END'
-- t_get() -> one
SELECT 1;
-- t_get() -> one
SELECT 2;
END
mistake "a statement has a header" \
    "wrong.sql:3: this statement has no header \`-- name(argument type, ...) -> ...\`" <<'END'
-- t_get() -> one
SELECT 1;
SELECT 2;
END
mistake "a header is written one way" \
    "wrong.sql:1: write \`-- name(argument type, ...) -> one|many|none\`" <<'END'
-- t_get -> few
SELECT 1;
END
mistake "a statement ends before the next" \
    "wrong.sql:3: the statement above has no \`;\`" <<'END'
-- t_get() -> one
SELECT 1
-- t_put() -> none
SELECT 2;
END
mistake "a statement ends with its file" "wrong.sql:1: this statement has no \`;\`" <<'END'
-- t_get() -> one
SELECT 1
END
mistake "a quotation ends on its line" \
    "wrong.sql:2: a quotation does not end on its line" <<'END'
-- t_get() -> one
SELECT 'a;
END

generate header schema/002.sql
grep -qxF "schema/002.sql:1: this step of the schema should be 001.sql" "$work/err"
point $? "the steps of the schema have no gap"

echo "1..$points"
