/*
 * What looks formal and was lost.
 *
 * Every line that could open a protocol block or head an example table is asked
 * what Markdown made of it.  What became a formal part, or is plainly shown as an
 * example inside other fences, is fine; all else is reported with its cause.
 */
#include "policy/mend.h"
#include "policy/scan_inside.h"

/* Is the row below one of dashes, or at least (after a pipe) another row? */
static bool heads_something(const struct scanner *s, uint32_t line)
{
    str here = scan_line(s, line);
    str below = scan_line(s, line + 1);

    here = str_slice(here, line_after_markers(here), here.len);
    below = str_slice(below, line_after_markers(below), below.len);
    return row_is_delimiter(below) || str_starts(below, STR("---")) ||
        (str_starts(here, STR("|")) && str_starts(below, STR("|")));
}

/* Words that begin with code between longer backticks are no fence. */
static bool is_code_span(str line, const struct fence_line *fence)
{
    size_t same = 0;

    for (size_t at = fence->word; fence->byte == '`' && at < line.len; at++) {
        same = line.ptr[at] == '`' ? same + 1 : 0;
        if (same == fence->size && (at + 1 == line.len || line.ptr[at + 1] != '`'))
            return true;
    }
    return false;
}

static void report_unclosed(struct scanner *s, struct leaf *leaf, uint32_t line)
{
    leaf->is_reported = true;
    scan_report(s, "P023", scan_line_span(s, leaf->first_line),
        scan_join(s, STR("this fence is not closed before line "), scan_number(s, line),
            STR(": what begins there is read as part of it")),
        STR("close it with a line of nothing but the same fence; to show a block "
            "without meaning it, use a longer fence around it"));
}

static void report_indented(struct scanner *s, struct leaf *leaf, uint32_t line)
{
    leaf->is_reported = true;
    scan_report(s, "P024", scan_line_span(s, line),
        STR("this is indented by four columns or more: Markdown shows it as plain text"),
        STR("move it to the left margin"));
}

static void note_hidden(
    struct scanner *s, struct leaf *leaf, uint32_t line, uint32_t *counter)
{
    if (leaf->is_comment && !leaf->is_open) {
        (*counter)++;
        return;
    }
    if (leaf->is_reported)
        return;
    leaf->is_reported = true;
    if (leaf->is_comment)
        scan_report(s, "P008", scan_line_span(s, leaf->first_line),
            scan_join(s, STR("this comment is never closed: it hides line "),
                scan_number(s, line), STR(" and all that follows")),
            STR("write --> where it ends"));
    else
        scan_report(s, "P008", scan_line_span(s, line),
            STR("this stands inside raw HTML and is not read"),
            STR("leave an empty line between the HTML tag and this line"));
}

static void check_fence(
    struct scanner *s, uint32_t line, const struct fence_line *fence)
{
    struct leaf *leaf = &s->leaves[s->leaf_of[line - 1]];
    bool opens = line == leaf->first_line;

    if (leaf->kind == LEAF_FENCED && opens && leaf->holder != HOLDER_NONE)
        scan_report(s, "P025", scan_line_span(s, line),
            STR("a protocol block inside a list item or a quote is not read"),
            STR("move it to the left margin, with an empty line above"));
    if (leaf->kind == LEAF_FENCED && !opens && !leaf->is_formal && !leaf->is_reported &&
        (leaf->is_open ||
            (fence->byte == leaf->fence_byte && fence->size >= leaf->fence_size)))
        report_unclosed(s, leaf, line);
    if (leaf->kind == LEAF_HTML)
        note_hidden(s, leaf, line, &leaf->hidden_blocks);
    if (leaf->kind == LEAF_INDENTED && !leaf->is_reported)
        report_indented(s, leaf, line);
    if (leaf->kind != LEAF_WORDS && leaf->kind != LEAF_HEADING)
        return;
    if (line_indent(scan_line(s, line)) >= 4)
        report_indented(s, leaf, line);
    else if (!is_code_span(scan_line(s, line), fence))
        scan_report(s, "P009", scan_line_span(s, line),
            STR("Markdown takes this fence for words of a paragraph"),
            STR("write nothing but protocol after the fence: no backticks"));
}

/* Does this line belong to the words above only because it is not set apart? */
static bool is_lazy(const struct scanner *s, const struct leaf *leaf, uint32_t line)
{
    str text = scan_line(s, line);

    if (line == leaf->first_line)
        return false;
    if (leaf->holder == HOLDER_QUOTE)
        return !str_starts(str_trim(text), STR(">"));
    return line_indent(text) + 1 < leaf->column;
}

static void report_held(struct scanner *s, const struct leaf *leaf, uint32_t line)
{
    if (!is_lazy(s, leaf, line))
        scan_report(s, "P016", scan_line_span(s, line),
            STR("an example table inside a list item or a quote is not run"),
            STR("move it to the left margin, with an empty line above"));
    else if (leaf->holder == HOLDER_QUOTE)
        mend_by_empty_line(
            scan_report(s, "P011", scan_line_span(s, line),
                STR("this table is swallowed by the quote above it"),
                STR("leave an empty line between the quote and the table")),
            s->arena, line);
    else
        mend_by_empty_line(
            scan_report(s, "P011", scan_line_span(s, line),
                STR("this table is swallowed by the list above it"),
                STR("leave an empty line between the list and the table")),
            s->arena, line);
}

static str mismatch_message(struct scanner *s, size_t cells, size_t dashes)
{
    struct text text = text_in(s->arena);

    text_add(&text, STR("this header row has "));
    text_add_u64(&text, cells);
    text_add(&text, cells == 1 ? STR(" cell") : STR(" cells"));
    text_add(&text, STR(", but the row of dashes below it has "));
    text_add_u64(&text, dashes);
    text_add(&text, STR(": Markdown sees no table at all"));
    return text_str(&text);
}

/* A row of dashes for so many cells. */
static str dashes_for(struct scanner *s, size_t cells)
{
    struct text text = text_in(s->arena);

    for (size_t i = 0; i < cells; i++)
        text_add(&text, STR("|---"));
    text_add_byte(&text, '|');
    return text_str(&text);
}

static void report_mismatch(
    struct scanner *s, uint32_t line, size_t cells, size_t dashes)
{
    diag_fix(scan_report(s, "P012", scan_line_span(s, line),
                 mismatch_message(s, cells, dashes),
                 STR("give both rows the same number of cells")),
        s->arena, scan_line_span(s, line + 1), dashes_for(s, cells));
}

/* A header row that no table came of. */
static void report_no_table(struct scanner *s, uint32_t line)
{
    str header = scan_line(s, line);
    str below = scan_line(s, line + 1);
    size_t cells = row_split(header, NULL, 0);
    size_t dashes = row_split(below, NULL, 0);
    size_t pipe = row_code_pipe(header);

    if (pipe < header.len)
        scan_report_pipe(s, line, pipe);
    else if ((row_is_delimiter(below) || str_starts(str_trim(below), STR("---"))) &&
        cells != dashes)
        report_mismatch(s, line, cells, dashes);
    else
        mend_by_line(
            scan_report(s, "P013", scan_line_span(s, line),
                STR("this looks like the header row of an example table, but no row of "
                    "dashes follows"),
                STR("write a row like |---|---| below it, one part a column")),
            s->arena, s->out, line, 0, dashes_for(s, cells));
}

static void check_header(struct scanner *s, uint32_t line)
{
    struct leaf *leaf = &s->leaves[s->leaf_of[line - 1]];

    switch (leaf->kind) {
    case LEAF_FENCED:
        if (leaf->is_open && !leaf->is_formal && !leaf->is_reported)
            report_unclosed(s, leaf, line);
        break;
    case LEAF_INDENTED:
        if (!leaf->is_reported)
            report_indented(s, leaf, line);
        break;
    case LEAF_HTML:
        note_hidden(s, leaf, line, &leaf->hidden_tables);
        break;
    case LEAF_WORDS:
    case LEAF_HEADING:
        if (leaf->holder == HOLDER_NONE)
            report_no_table(s, line);
        else
            report_held(s, leaf, line);
        break;
    case LEAF_TABLE:
        break;
    }
}

/* "2 blocks", "1 example table" */
static void add_amount(struct text *text, uint32_t count, str noun)
{
    text_add_u64(text, count);
    text_add_byte(text, ' ');
    text_add(text, noun);
    if (count != 1)
        text_add_byte(text, 's');
}

static void report_commented_out(struct scanner *s, const struct leaf *leaf)
{
    struct text text = text_in(s->arena);

    if (leaf->hidden_blocks > 0)
        add_amount(&text, leaf->hidden_blocks, STR("block"));
    if (leaf->hidden_blocks > 0 && leaf->hidden_tables > 0)
        text_add(&text, STR(" and "));
    if (leaf->hidden_tables > 0)
        add_amount(&text, leaf->hidden_tables, STR("example table"));
    text_add(&text,
        leaf->hidden_blocks + leaf->hidden_tables == 1 ? STR(" is commented out")
                                                       : STR(" are commented out"));
    scan_report(s, "P027", scan_line_span(s, leaf->first_line), text_str(&text),
        STR("to bring it into force, remove <!-- and -->"));
}

void scan_check_lost(struct scanner *s)
{
    for (uint32_t line = 1; line <= s->out->line_count; line++) {
        str text = scan_line(s, line);
        struct fence_line fence;

        if (s->leaf_of[line - 1] == SCAN_NONE)
            continue;
        if (line_is_fence(text, &fence) && fence.match != WORD_OTHER)
            check_fence(s, line, &fence);
        else if (row_example(text) != WORD_OTHER && heads_something(s, line))
            check_header(s, line);
    }
    for (size_t i = 0; i < s->leaf_count; i++)
        if (s->leaves[i].hidden_blocks + s->leaves[i].hidden_tables > 0)
            report_commented_out(s, &s->leaves[i]);
}

void scan_check_cut_off(struct scanner *s, const struct leaf *table, uint32_t line)
{
    str text = scan_line(s, line);
    bool is_near = line == table->last_line + 1 && row_first_pipe(text) < text.len;

    if (row_example(text) == WORD_OTHER &&
        (is_near || str_starts(str_trim(text), STR("|"))))
        scan_report(s, "P010", scan_line_span(s, line),
            STR("this row is cut off from the example table above and is not run"),
            STR("remove the line between them"));
}
