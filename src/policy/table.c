/*
 * Example tables: columns and cells.
 */
#include "policy/parse.h"

static void complain(
    struct parser *p, const char *code, struct span span, str message, str hint)
{
    diag_add(p->diags, p->arena, code, span, message, hint);
}

/* Take an arrow off the front of a header cell. */
static bool take_arrow(str *name)
{
    static const str arrows[] = {STR_INIT("\xe2\x86\x92"), STR_INIT("->")};

    for (size_t i = 0; i < COUNT_OF(arrows); i++)
        if (str_starts(*name, arrows[i])) {
            *name = str_trim(str_slice(*name, arrows[i].len, name->len));
            return true;
        }
    return false;
}

static uint32_t find_column_fact(struct parser *p, str name)
{
    if (str_equal(name, STR("today")))
        return clock_fact(p, true);
    if (str_equal(name, STR("now")))
        return clock_fact(p, false);
    return tree_find_fact(p->tree, name);
}

static struct column read_result_column(struct parser *p, str name, struct span span)
{
    const struct tree *t = p->tree;
    struct column column = {.kind = COLUMN_OUTCOME, .span = span};
    str *names = ARENA_ARRAY(p->arena, str, t->outcome_count + t->duty_count);
    uint32_t count = 0;

    for (uint32_t i = 0; i < t->outcome_count; i++)
        names[count++] = t->outcomes[i].name;
    for (uint32_t i = 0; i < t->duty_count; i++)
        names[count++] = t->duties[i].name;
    column.index = tree_find_outcome(t, name);
    if (column.index == TREE_NONE) {
        column.kind = COLUMN_DUTY;
        column.index = tree_find_duty(t, name);
    }
    if (column.index == TREE_NONE) {
        column.kind = COLUMN_BROKEN;
        complain(p, "P080", span, STR("no outcome or duty has this name"),
            did_you_mean(p->arena, name, names, count));
    }
    return column;
}

static struct column read_column(struct parser *p, const struct scan_cell *cell)
{
    const struct tree *t = p->tree;
    struct column column = {.kind = COLUMN_FACT, .span = cell->span};
    str name = cell->text;
    size_t count;
    const str *names;
    str hint;

    if (take_arrow(&name))
        return read_result_column(p, name, cell->span);
    column.index = find_column_fact(p, name);
    if (column.index != TREE_NONE) {
        add_ref(p, REF_FACT, false, cell->span, column.index, 0);
        return column;
    }
    column.kind = COLUMN_BROKEN;
    names = fact_names(p, &count);
    hint = did_you_mean(p->arena, name, names, count);
    if (tree_find_outcome(t, name) != TREE_NONE || tree_find_duty(t, name) != TREE_NONE) {
        struct text fix = text_in(p->arena);

        text_add(&fix, STR("\xe2\x86\x92 "));
        text_add(&fix, name);
        diag_fix(diag_add(p->diags, p->arena, "P080", cell->span,
                     STR("what must come out needs an arrow in front of its name"),
                     STR("write \xe2\x86\x92 or -> before it")),
            p->arena, cell->span, text_str(&fix));
    } else {
        complain(p, "P080", cell->span, STR("no fact has this name"), hint);
    }
    return column;
}

static void read_columns(
    struct parser *p, const struct scan_table *from, struct example_table *to)
{
    bool expects = false;

    to->column_count = (uint32_t)from->header.count - 1;
    to->columns = ARENA_ARRAY(p->arena, struct column, to->column_count);
    for (uint32_t c = 0; c < to->column_count; c++) {
        struct column column = read_column(p, &from->header.cells[c + 1]);

        for (uint32_t before = 0; before < c; before++)
            if (column.kind != COLUMN_BROKEN &&
                to->columns[before].kind == column.kind &&
                to->columns[before].index == column.index) {
                complain(p, "P081", column.span, STR("this column stands twice"),
                    STR("remove one of them"));
                column.kind = COLUMN_BROKEN;
            }
        expects |= column.kind == COLUMN_OUTCOME || column.kind == COLUMN_DUTY;
        to->columns[c] = column;
    }
    if (!expects)
        complain(p, "P085", from->header.cells[0].span,
            STR("these examples do not say what must come out"),
            STR("add a column such as \xe2\x86\x92 entry"));
}

static int32_t read_outcome_cell(
    struct parser *p, const struct outcome *outcome, const struct scan_cell *cell)
{
    uint32_t value;

    if (cell->text.len == 0)
        return EXPECT_NOTHING;
    if (str_equal(cell->text, STR("open")))
        return EXPECT_OPEN;
    value = tree_find_choice(outcome->values, outcome->value_count, cell->text);
    if (value != TREE_NONE)
        return (int32_t)value;
    complain(p, "P082", cell->span, STR("this is not a value of the outcome, nor open"),
        did_you_mean(p->arena, cell->text,
            choice_names(p->arena, outcome->values, outcome->value_count),
            outcome->value_count));
    return CELL_BROKEN;
}

static int32_t read_duty_cell(struct parser *p, const struct scan_cell *cell)
{
    static const str words[] = {STR_INIT("no"), STR_INIT("yes")};

    if (cell->text.len == 0)
        return EXPECT_NOTHING;
    if (str_equal(cell->text, STR("open")))
        return EXPECT_OPEN;
    for (int32_t v = 0; v < 2; v++)
        if (str_equal(cell->text, words[v]))
            return v;
    complain(p, "P082", cell->span, STR("a duty's cell says yes, no or open"), (str){0});
    return CELL_BROKEN;
}

static int32_t read_fact_cell(
    struct parser *p, uint32_t fact, const struct scan_cell *cell)
{
    struct fact *f = &p->tree->facts[fact];
    int32_t value;
    str message;
    str hint;

    if (!tree_read_value(
            p->arena, p->tree, fact, cell->text, &value, &message, &hint)) {
        complain(p, "P082", cell->span, message, hint);
        return VALUE_UNKNOWN;
    }
    if (f->kind == FACT_CHOICE && value != VALUE_UNKNOWN) {
        f->choices[value].used = true;
        add_ref(p, REF_CHOICE, false, cell->span, fact, (uint32_t)value);
    }
    return value;
}

static void read_example(struct parser *p, const struct scan_row *row,
    const struct example_table *table, struct example *out)
{
    out->name = row->cells[0].text;
    out->line = row->line;
    out->cells = ARENA_ARRAY(p->arena, int32_t, table->column_count);
    out->spans = ARENA_ARRAY(p->arena, struct span, table->column_count);
    if (out->name.len == 0)
        complain(p, "P083", row->cells[0].span, STR("this example has no name"),
            STR("say in the first cell what it shows"));
    for (uint32_t c = 0; c < table->column_count; c++) {
        const struct column *column = &table->columns[c];
        const struct scan_cell *cell = &row->cells[c + 1];

        out->spans[c] = cell->span;
        out->cells[c] = EXPECT_NOTHING;
        if (column->kind == COLUMN_FACT)
            out->cells[c] = read_fact_cell(p, column->index, cell);
        else if (column->kind == COLUMN_OUTCOME)
            out->cells[c] =
                read_outcome_cell(p, &p->tree->outcomes[column->index], cell);
        else if (column->kind == COLUMN_DUTY)
            out->cells[c] = read_duty_cell(p, cell);
    }
}

static void check_names(struct parser *p, const struct example_table *table)
{
    struct map lines = {0};

    for (uint32_t e = 0; e < table->example_count; e++) {
        uint32_t before;
        struct span span = {table->examples[e].line, 1, 1};

        if (map_find(&lines, table->examples[e].name, &before))
            complain(p, "P084", span, STR("another example has the same name"),
                STR("give each a name of its own"));
        map_set(&lines, p->arena, table->examples[e].name, table->examples[e].line);
    }
}

void read_tables(struct parser *p)
{
    struct tree *t = p->tree;

    t->table_count = (uint32_t)t->scan.table_count;
    t->tables = ARENA_ARRAY(p->arena, struct example_table, t->table_count);
    for (uint32_t i = 0; i < t->table_count; i++) {
        const struct scan_table *from = &t->scan.tables[i];
        struct example_table *to = &t->tables[i];

        read_columns(p, from, to);
        to->heading = from->heading;
        to->example_count = (uint32_t)from->count;
        to->examples = ARENA_ARRAY(p->arena, struct example, from->count);
        for (uint32_t e = 0; e < to->example_count; e++)
            read_example(p, &from->rows[e], to, &to->examples[e]);
        check_names(p, to);
    }
}
