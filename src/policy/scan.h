/*
 * scan: from a Markdown document to its formal parts.
 *
 * Finds headings, protocol blocks with the quotes before them, and example
 * tables, by cmark-gfm (GitHub-flavoured Markdown, tables extension), and reports
 * what Markdown would lose in silence.  Nothing here knows the language itself.
 */
#ifndef VESTIBULE_POLICY_SCAN_H
#define VESTIBULE_POLICY_SCAN_H

#include "policy/diag.h"

/* What a document may be at most; checked before parsing. */
enum {
    SCAN_MAX_BYTES = 1 << 20, /* 1 MiB */
    SCAN_MAX_LINE = 8192,     /* bytes in a line */
    SCAN_MAX_COLUMNS = 128,   /* cells in a table row */
};

#define SCAN_NONE UINT32_MAX

struct scan_heading {
    str text;       /* flattened: links give their text, emphasis is dropped */
    str short_text; /* without a final part in parentheses */
    str link;       /* of the last link in it; empty when none */
    uint32_t level; /* 1 to 6 */
    uint32_t line;
    uint32_t parent; /* nearest heading of a lower level above it, or SCAN_NONE */
    bool underlined; /* a line of text with dashes or equals signs under it */
};

struct scan_block {
    uint32_t fence_line; /* of the opening fence */
    uint32_t line_count; /* between the fences; the first is fence_line + 1 */
    uint32_t indent;     /* columns the fence is indented by; not part of statements */
    uint32_t heading;    /* innermost heading above, or SCAN_NONE */
    str quote;      /* block quote directly before, flattened to one line; or empty */
    str quote_link; /* a link in the quote's last line; or empty */
};

struct scan_cell {
    str text;         /* flattened and trimmed; "\|" is given as "|" */
    struct span span; /* of the trimmed text; of the gap between the pipes if empty */
};

struct scan_row {
    struct scan_cell *cells;
    size_t count; /* always the table's number of columns */
    uint32_t line;
};

/* A table whose first header cell is "Example".  Rows that do not fit its columns
 * were reported and are left out. */
struct scan_table {
    struct scan_row header;
    struct scan_row *rows;
    size_t count;
    uint32_t heading; /* innermost heading above, or SCAN_NONE */
};

struct scan {
    str *lines; /* [line - 1], without line ends */
    uint32_t line_count;
    str title; /* the first heading of level 1, flattened; or empty */
    struct scan_heading *headings;
    size_t heading_count;
    struct scan_block *blocks;
    size_t block_count;
    struct scan_table *tables;
    size_t table_count;
};

/*
 * Scan `source` into `out`, all in `arena`.  Mistakes go to `diags`.  Returns
 * false only when the document is beyond the limits above, would take Markdown
 * quadratic time, or is not text (NUL byte, not UTF-8): then there is a diagnostic
 * and `out` has no formal parts.
 */
bool scan_document(
    struct arena *arena, str source, struct diags *diags, struct scan *out) MUST_USE;

#endif
