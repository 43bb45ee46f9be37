/*
 * Completion in an example table: columns in its header, values in its cells.
 *
 * A row that is being written does not fit the table yet, so rows are found by
 * their pipes, not by what Markdown made of them.
 */
#include "lsp/complete.h"

static str line_at(const struct completion *c, uint32_t line)
{
    struct range range = lines_line(&c->document->lines, line);

    return str_slice(c->document->text, range.start, range.end);
}

static bool has_pipe(str line)
{
    return str_find_byte(line, '|', 0) < line.len;
}

/* The text of a row's cell `wanted`, trimmed; empty when there is none. */
static str cell_of(str row, uint32_t wanted)
{
    size_t start = 0;
    uint32_t cell = 0;

    row = str_trim(row);
    if (str_starts(row, STR("|")))
        row = str_slice(row, 1, row.len);
    for (size_t i = 0; i <= row.len; i++) {
        if (i < row.len && (row.ptr[i] != '|' || (i > 0 && row.ptr[i - 1] == '\\')))
            continue;
        if (cell++ == wanted)
            return str_trim(str_slice(row, start, i));
        start = i + 1;
    }
    return (str){0};
}

/* Which cell the end of `before` stands in. */
static uint32_t cell_index(str before)
{
    bool leads = str_starts(str_trim(before), STR("|"));
    uint32_t pipes = 0;

    for (size_t i = 0; i < before.len; i++)
        pipes += before.ptr[i] == '|' && !(i > 0 && before.ptr[i - 1] == '\\');
    return leads ? pipes - 1 : pipes;
}

/* ---- what is offered ---- */

static void offer_result(struct completion *c, int kind, str name, str detail)
{
    struct text text = text_in(c->call->arena);

    text_add(&text, STR("→ "));
    text_add(&text, name);
    offer_as(c, kind, text_str(&text), text_str(&text), detail);
}

static void offer_columns(struct completion *c)
{
    const struct tree *t = c->tree;

    offer_facts(c, false);
    offer_word(c, "today");
    offer_word(c, "now");
    for (uint32_t i = 0; i < t->outcome_count; i++)
        offer_result(c, ITEM_ENUM, t->outcomes[i].name, t->outcomes[i].label);
    for (uint32_t i = 0; i < t->duty_count; i++)
        offer_result(c, ITEM_EVENT, t->duties[i].name, t->duties[i].text);
}

/* The name behind an arrow; false when there is none. */
static bool take_arrow(str *cell)
{
    static const str arrows[] = {STR_INIT("→"), STR_INIT("->")};

    for (size_t i = 0; i < COUNT_OF(arrows); i++)
        if (str_starts(*cell, arrows[i])) {
            *cell = str_trim(str_slice(*cell, arrows[i].len, cell->len));
            return true;
        }
    return false;
}

static void offer_cell(struct completion *c, str column)
{
    bool expects = take_arrow(&column);

    if (expects && tree_find_duty(c->tree, column) != TREE_NONE) {
        offer(c, ITEM_VALUE, STR("yes"), (str){0});
        offer(c, ITEM_VALUE, STR("no"), (str){0});
    }
    if (expects == (tree_find_outcome(c->tree, column) != TREE_NONE))
        offer_values(c, column);
    if (expects)
        offer_word(c, "open");
}

void complete_table(struct completion *c, size_t offset)
{
    uint32_t line = lines_place(&c->document->lines, offset).line;
    size_t start = lines_line(&c->document->lines, line).start;
    str before = str_slice(c->document->text, start, offset);
    uint32_t header = line;
    uint32_t cell;

    if (!has_pipe(before) && !has_pipe(line_at(c, line)))
        return;
    while (header > 0 && has_pipe(line_at(c, header - 1)))
        header--;
    cell = cell_index(before);
    if (!str_equal(cell_of(line_at(c, header), 0), STR("Example")) || cell == 0 ||
        line == header + 1)
        return;
    while (c->range.start > start && c->document->text.ptr[c->range.start - 1] != '|')
        c->range.start--;
    while (
        c->range.start < offset && char_is_space(c->document->text.ptr[c->range.start]))
        c->range.start++;
    if (line == header)
        offer_columns(c);
    else
        offer_cell(c, cell_of(line_at(c, header), cell));
}
