/*
 * Example tables, their columns aligned.
 *
 * Cells are taken as written, between pipes that no backslash stands before.  A
 * table that would become very wide keeps one space around each cell instead.
 */
#include "study/format.h"

enum { TABLE_WIDTH = 600 };

struct row {
    str cells[SCAN_MAX_COLUMNS + 2];
    uint32_t count;
};

/* Cut a line at its pipes. */
static void split(str line, struct row *row)
{
    size_t start = 0;

    line = str_trim(line);
    row->count = 0;
    if (line.len > 0 && line.ptr[0] == '|')
        start = 1;
    while (start < line.len && row->count < COUNT_OF(row->cells)) {
        size_t end = start;

        for (; end < line.len && line.ptr[end] != '|'; end++)
            if (line.ptr[end] == '\\' && end + 1 < line.len && line.ptr[end + 1] == '|')
                end++;
        row->cells[row->count++] = str_trim(str_slice(line, start, end));
        start = end + 1;
    }
}

static void write_row(struct text *out, const struct row *row, const size_t *widths)
{
    for (uint32_t c = 0; c < row->count; c++) {
        size_t width = str_width(row->cells[c]);

        text_add(out, STR("| "));
        text_add(out, row->cells[c]);
        text_add_repeated(out, ' ', widths[c] > width ? widths[c] - width : 0);
        text_add_byte(out, ' ');
    }
    text_add(out, STR("|\n"));
}

/* The row of dashes; colons that say how a column is aligned stay. */
static void write_dashes(struct text *out, const struct row *row, const size_t *widths)
{
    for (uint32_t c = 0; c < row->count; c++) {
        bool left = str_starts(row->cells[c], STR(":"));
        bool right = str_ends(row->cells[c], STR(":"));

        text_add(out, left ? STR("|:") : STR("|-"));
        text_add_repeated(out, '-', widths[c] > 1 ? widths[c] : 1);
        text_add(out, right ? STR(":") : STR("-"));
    }
    text_add(out, STR("|\n"));
}

static str line_of(
    const struct scan *scan, const struct scan_table *table, size_t index)
{
    if (index < 2)
        return scan->lines[table->header.line - 1 + index];
    return scan->lines[table->rows[index - 2].line - 1];
}

bool format_table(struct arena *arena, const struct scan *scan,
    const struct scan_table *table, struct text *out)
{
    size_t widths[SCAN_MAX_COLUMNS + 2] = {0};
    struct row *row = ARENA_NEW(arena, struct row);
    size_t total = 0;

    for (size_t r = 0; r < table->count + 2; r++) {
        split(line_of(scan, table, r), row);
        if (row->count != table->header.count)
            return false;
        for (uint32_t c = 0; c < row->count && r != 1; c++)
            if (str_width(row->cells[c]) > widths[c])
                widths[c] = str_width(row->cells[c]);
    }
    for (uint32_t c = 0; c < table->header.count; c++)
        total += widths[c] + 3;
    if (total > TABLE_WIDTH)
        memset(widths, 0, sizeof(widths));
    for (size_t r = 0; r < table->count + 2; r++) {
        split(line_of(scan, table, r), row);
        if (r == 1)
            write_dashes(out, row, widths);
        else
            write_row(out, row, widths);
    }
    return true;
}
