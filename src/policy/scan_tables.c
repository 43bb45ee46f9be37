/*
 * Example tables: cmark says where a table is and what its cells say; how many
 * cells a row has, and where, is counted on the source line.
 *
 * A row that does not fit is reported and left out: its cells would land under
 * the wrong columns, and every one of them would be reported once more.
 */
#include "policy/mend.h"
#include "policy/scan_inside.h"

#include <cmark-gfm-core-extensions.h>

/* What reading one table needs at hand. */
struct table_reader {
    struct scanner *s;
    struct piece pieces[SCAN_MAX_COLUMNS];
    size_t columns;
    bool after_glued; /* the row above was text, not cells */
};

/* cmark gives a table the first line of the words above it: look for the dashes. */
static uint32_t header_line(const struct scanner *s, const struct leaf *leaf)
{
    uint32_t line = leaf->first_line;

    while (line < leaf->last_line && !row_may_delimit(scan_line(s, line + 1)))
        line++;
    return line;
}

static bool has_emphasis(cmark_node *cell, str text)
{
    size_t first = str_find_byte(text, '~', 0);

    for (cmark_node *n = cmark_node_first_child(cell); n != NULL;
         n = cmark_node_next(n))
        if (cmark_node_get_type(n) == CMARK_NODE_EMPH ||
            cmark_node_get_type(n) == CMARK_NODE_STRONG)
            return true;
    return first < text.len && str_find_byte(text, '~', first + 1) < text.len;
}

/* The text without the signs that strike it through. */
static str without_tildes(struct arena *arena, str text)
{
    struct text plain = text_in(arena);

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '~')
            text_add_byte(&plain, text.ptr[i]);
    return str_trim(text_str(&plain));
}

static void check_emphasis(struct scanner *s, cmark_node *node, struct scan_cell *cell)
{
    struct diag *diag;

    if (!has_emphasis(node, cell->text))
        return;
    cell->text = without_tildes(s->arena, cell->text);
    diag = diag_add(s->diags, s->arena, "P018", cell->span,
        STR("this cell is marked up (slanted, bold or struck out); it must be a plain "
            "name or value"),
        scan_join(s, STR("write "), cell->text, STR(" alone")));
    diag_fix(diag, s->arena, cell->span, cell->text);
}

static struct span cell_span(const struct scanner *s, uint32_t line, struct piece piece)
{
    str text = scan_line(s, line);
    size_t start = piece.start;
    size_t end = piece.end;

    while (start < end && char_is_space(text.ptr[start]))
        start++;
    while (end > start && char_is_space(text.ptr[end - 1]))
        end--;
    if (start == end)
        return scan_span(s, line, piece.start, piece.end);
    return scan_span(s, line, start, end);
}

static struct scan_row read_cells(
    struct table_reader *r, cmark_node *node, uint32_t line)
{
    struct scan_row row = {.line = line, .count = r->columns};
    cmark_node *cell = cmark_node_first_child(node);

    row.cells = ARENA_ARRAY(r->s->arena, struct scan_cell, r->columns);
    for (size_t c = 0; c < r->columns && cell != NULL; c++) {
        row.cells[c].text = flatten(r->s->arena, cell, HTML_KEPT);
        row.cells[c].span = cell_span(r->s, line, r->pieces[c]);
        if (c > 0)
            check_emphasis(r->s, cell, &row.cells[c]);
        cell = cmark_node_next(cell);
    }
    return row;
}

static str count_message(struct scanner *s, size_t count, size_t columns)
{
    struct text text = text_in(s->arena);

    text_add(&text, STR("this row has "));
    text_add_u64(&text, count);
    text_add(&text, count == 1 ? STR(" cell") : STR(" cells"));
    text_add(&text, STR(", but the table has "));
    text_add_u64(&text, columns);
    text_add(&text, columns == 1 ? STR(" column") : STR(" columns"));
    return text_str(&text);
}

/* Report a row that is none, or does not fit; true when it does. */
static bool check_row(struct table_reader *r, uint32_t line)
{
    struct scanner *s = r->s;
    str text = scan_line(s, line);
    size_t count = row_split(text, r->pieces, SCAN_MAX_COLUMNS);
    bool is_glued = row_first_pipe(text) == text.len;
    size_t pipe = row_code_pipe(text);

    if (is_glued && !r->after_glued)
        mend_by_empty_line(
            scan_report(s, "P022", scan_line_span(s, line),
                STR("this line stands directly under a table and was read as a row of "
                    "it"),
                STR("leave an empty line between the table and the text")),
            s->arena, line);
    r->after_glued = is_glued;
    if (is_glued)
        return false;
    if (pipe < text.len)
        scan_report_pipe(s, line, pipe);
    else if (count < r->columns)
        scan_report(s, "P020", scan_line_span(s, line),
            count_message(s, count, r->columns),
            STR("write every cell, also the empty ones: a missing cell would mean not "
                "known"));
    else if (count > r->columns)
        scan_report(s, "P021",
            scan_span(s, line, r->pieces[r->columns].start, str_trim(text).len),
            count_message(s, count, r->columns),
            STR("remove what is too much, or write \\| for a pipe that is text"));
    return pipe == text.len && count == r->columns;
}

static void check_above(struct scanner *s, const struct leaf *leaf, uint32_t header)
{
    if (header > leaf->first_line)
        mend_by_empty_line(
            scan_report(s, "P014", scan_line_span(s, header - 1),
                STR("these words stand directly above the header row of a table"),
                STR("leave an empty line above the table")),
            s->arena, header);
}

static void read_table(struct table_reader *r, cmark_node *node, struct leaf *leaf)
{
    struct scan *out = r->s->out;
    struct scan_table table = {0};
    uint32_t header = header_line(r->s, leaf);
    cmark_node *row = cmark_node_first_child(node);
    size_t capacity = 0;

    table.heading =
        out->heading_count == 0 ? SCAN_NONE : (uint32_t)out->heading_count - 1;
    check_above(r->s, leaf, header);
    if (!check_row(r, header))
        return;
    table.header = read_cells(r, row, header);
    while ((row = cmark_node_next(row)) != NULL) {
        uint32_t line = (uint32_t)cmark_node_get_start_line(row);

        if (!check_row(r, line))
            continue;
        table.rows = arena_grow(
            r->s->arena, table.rows, table.count, &capacity, sizeof(*table.rows));
        table.rows[table.count++] = read_cells(r, row, line);
    }
    out->tables = arena_grow(r->s->arena, out->tables, out->table_count,
        &r->s->table_capacity, sizeof(table));
    out->tables[out->table_count++] = table;
}

/* The first header cell says nearly "Example": such a table would not be run. */
static void report_nearly(struct scanner *s, const struct leaf *leaf)
{
    uint32_t line = header_line(s, leaf);
    struct piece first = {0};
    struct span span;
    struct diag *diag;

    (void)row_split(scan_line(s, line), &first, 1);
    span = cell_span(s, line, first);
    diag = diag_add(s->diags, s->arena, "P015", span,
        STR("the first header cell must be exactly Example; this table is not run"),
        STR("write Example, or another word if these are no examples"));
    diag_fix(diag, s->arena, span, STR("Example"));
}

/* Whether a header says what must come out, as only examples do. */
static bool has_arrow(struct scanner *s, cmark_node *cell)
{
    for (; cell != NULL; cell = cmark_node_next(cell)) {
        str words = flatten(s->arena, cell, HTML_DROPPED);

        if (str_starts(words, STR("\xe2\x86\x92")) || str_starts(words, STR("->")))
            return true;
    }
    return false;
}

void scan_table(struct scanner *s, cmark_node *node, struct leaf *leaf)
{
    struct table_reader reader = {.s = s};
    cmark_node *cell = cmark_node_first_child(cmark_node_first_child(node));
    enum word_match match = WORD_OTHER;

    if (cell != NULL)
        match = example_match(flatten(s->arena, cell, HTML_DROPPED));
    if (match == WORD_EXACT &&
        (cmark_node_get_type(cmark_node_first_child(cell)) != CMARK_NODE_TEXT ||
            cmark_node_next(cmark_node_first_child(cell)) != NULL))
        match = WORD_ALMOST;
    if (match == WORD_OTHER && has_arrow(s, cell))
        match = WORD_ALMOST;
    if (match == WORD_OTHER)
        return;
    if (leaf->holder != HOLDER_NONE) {
        scan_report(s, "P016", scan_line_span(s, header_line(s, leaf)),
            STR("an example table inside a list item or a quote is not run"),
            STR("move it to the left margin, with an empty line above"));
        return;
    }
    if (match == WORD_ALMOST) {
        report_nearly(s, leaf);
        return;
    }
    leaf->is_formal = true;
    reader.columns = cmark_gfm_extensions_get_table_columns(node);
    read_table(&reader, node, leaf);
}
