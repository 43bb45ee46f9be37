/*
 * Example tables: columns and cells.
 */
#include "policy/parse.h"

static const str open_word = STR_INIT("open");

/* ---- columns ---- */

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

static str with_arrow(struct arena *arena, str name)
{
    return join_text(arena, STR("\xe2\x86\x92 "), name, (str){0});
}

/* What has this name: an outcome or a duty. */
static bool find_result(const struct parser *p, str name, struct column *column)
{
    uint32_t found = 0;

    if (map_find(&p->names, name, &found) && name_kind_of(found) == NAME_OUTCOME) {
        column->kind = COLUMN_OUTCOME;
        column->index = name_index_of(found);
        return true;
    }
    if (!map_find(&p->duties, name, &found))
        return false;
    column->kind = COLUMN_DUTY;
    column->index = found;
    return true;
}

static bool find_fact(struct parser *p, str name, struct column *column)
{
    uint32_t found = 0;
    bool today = str_equal(name, STR("today"));

    column->kind = COLUMN_FACT;
    if (today || str_equal(name, STR("now"))) {
        column->index = clock_fact(p, today, column->span);
        return true;
    }
    if (!map_find(&p->names, name, &found) || name_kind_of(found) != NAME_FACT)
        return false;
    column->index = name_index_of(found);
    return true;
}

static void note_column(
    struct parser *p, const struct column *column, str cell, str name)
{
    static const enum ref_kind refs[] = {REF_FACT, REF_OUTCOME, REF_DUTY};
    struct span span = column->span;
    uint32_t length = (uint32_t)str_width(name);

    if (column->kind == COLUMN_FACT &&
        (column->index == p->tree->today || column->index == p->tree->now))
        return;
    span.column += (uint32_t)str_width(cell) - length;
    span.length = length;
    add_ref(p, refs[column->kind], false, span, column->index, 0);
}

static void report_result(struct parser *p, str name, struct span span)
{
    const struct tree *t = p->tree;
    str *names = ARENA_ARRAY(p->arena, str, t->outcome_count + t->duty_count);
    uint32_t count = 0;
    str nearest;
    struct diag *diag;

    for (uint32_t i = 0; i < t->outcome_count; i++)
        names[count++] = t->outcomes[i].name;
    for (uint32_t i = 0; i < t->duty_count; i++)
        names[count++] = t->duties[i].name;
    nearest = nearest_name(&p->report, name, (struct names){names, count});
    diag = complain(p, "P080", span, STR("no outcome or duty has this name"),
        did_you_mean(p->arena, nearest, STR("a fact's column has no arrow")));
    if (nearest.len > 0)
        report_fix(&p->report, diag, span, with_arrow(p->arena, nearest));
}

static void report_fact(struct parser *p, str name, struct span span)
{
    struct column column = {0};
    uint32_t found = 0;
    struct diag *diag;

    if (find_result(p, name, &column)) {
        diag = complain(p, "P080", span,
            STR("what must come out needs an arrow in front of its name"),
            join_text(p->arena, STR("write: \xe2\x86\x92 "), name, (str){0}));
        report_fix(&p->report, diag, span, with_arrow(p->arena, name));
        return;
    }
    if (map_find(&p->names, name, &found)) {
        (void)complain(p, "P080", span, STR("a let cannot be a column"),
            STR("give a column to each of the facts it is made of"));
        return;
    }
    complain_name(p, "P080", span, STR("no fact has this name"), name, all_names(p),
        STR("a column is a fact; for an outcome write \xe2\x86\x92 and its name"));
}

static struct column read_column(struct parser *p, const struct scan_cell *cell)
{
    struct column column = {.span = cell->span};
    str name = cell->text;
    bool arrow = take_arrow(&name);

    if (arrow ? find_result(p, name, &column) : find_fact(p, name, &column)) {
        note_column(p, &column, cell->text, name);
        return column;
    }
    if (arrow)
        report_result(p, name, cell->span);
    else
        report_fact(p, name, cell->span);
    column.kind = COLUMN_BROKEN;
    return column;
}

static bool stands_before(
    const struct example_table *table, uint32_t count, const struct column *column)
{
    for (uint32_t c = 0; c < count; c++)
        if (column->kind != COLUMN_BROKEN && table->columns[c].kind == column->kind &&
            table->columns[c].index == column->index)
            return true;
    return false;
}

static void read_columns(
    struct parser *p, const struct scan_table *from, struct example_table *to)
{
    bool expects = false;

    to->column_count = (uint32_t)from->header.count - 1;
    to->columns = ARENA_ARRAY(p->arena, struct column, to->column_count);
    for (uint32_t c = 0; c < to->column_count; c++) {
        struct column column = read_column(p, &from->header.cells[c + 1]);

        if (stands_before(to, c, &column)) {
            (void)complain(p, "P081", column.span, STR("this column stands twice"),
                STR("remove one of them"));
            column.kind = COLUMN_BROKEN;
        }
        expects |= column.kind != COLUMN_FACT;
        to->columns[c] = column;
    }
    if (!expects)
        (void)complain(p, "P085", from->header.cells[0].span,
            STR("these examples do not say what must come out"),
            STR("add a column such as \xe2\x86\x92 entry"));
}

/* ---- cells ---- */

static int32_t read_outcome_cell(struct parser *p, const struct outcome *outcome,
    const struct scan_cell *cell, uint32_t index)
{
    uint32_t value;

    if (cell->text.len == 0)
        return EXPECT_NOTHING;
    if (str_equal(cell->text, open_word))
        return EXPECT_OPEN;
    value = tree_find_choice(outcome->values, outcome->value_count, cell->text);
    if (value != TREE_NONE) {
        outcome->values[value].used = true;
        add_ref(p, REF_VALUE, false, cell->span, index, value);
        return (int32_t)value;
    }
    if (!outcome->broken)
        complain_value(p, "P082", cell->span,
            STR("this is not a value of the outcome, nor open"), cell->text,
            outcome->values, outcome->value_count);
    return CELL_BROKEN;
}

static int32_t read_duty_cell(struct parser *p, const struct scan_cell *cell)
{
    static const str words[] = {STR_INIT("no"), STR_INIT("yes"), STR_INIT("open")};

    if (cell->text.len == 0)
        return EXPECT_NOTHING;
    if (str_equal(cell->text, open_word))
        return EXPECT_OPEN;
    for (int32_t v = 0; v < 2; v++)
        if (str_equal(cell->text, words[v]))
            return v;
    complain_name(p, "P082", cell->span, STR("a duty's cell says yes, no or open"),
        cell->text, (struct names){words, COUNT_OF(words)},
        STR("empty means that nothing is expected"));
    return CELL_BROKEN;
}

static int32_t read_fact_cell(
    struct parser *p, uint32_t fact, const struct scan_cell *cell)
{
    const struct fact *f = &p->tree->facts[fact];
    int32_t value = VALUE_UNKNOWN;
    struct diag *diag;
    str message;
    str hint;
    str meant;

    if (f->broken)
        return VALUE_UNKNOWN;
    if (!tree_read_value(
            p->arena, p->tree, fact, cell->text, &value, &message, &hint)) {
        diag = complain(p, "P082", cell->span, message, hint);
        meant = nearest_value(&p->report, f, cell->text);
        if (meant.len > 0)
            report_fix(&p->report, diag, cell->span, meant);
        return VALUE_UNKNOWN;
    }
    if (f->kind == FACT_CHOICE && value != VALUE_UNKNOWN) {
        f->choices[value].used = true;
        add_ref(p, REF_CHOICE, false, cell->span, fact, (uint32_t)value);
    }
    return value;
}

static int32_t read_cell(
    struct parser *p, const struct column *column, const struct scan_cell *cell)
{
    switch (column->kind) {
    case COLUMN_FACT:
        return read_fact_cell(p, column->index, cell);
    case COLUMN_OUTCOME:
        return read_outcome_cell(
            p, &p->tree->outcomes[column->index], cell, column->index);
    case COLUMN_DUTY:
        return read_duty_cell(p, cell);
    case COLUMN_BROKEN:
        break;
    }
    return EXPECT_NOTHING;
}

/* ---- rows ---- */

static void read_example(struct parser *p, const struct scan_row *row,
    const struct example_table *table, struct example *out)
{
    out->name = row->cells[0].text;
    out->line = row->line;
    out->cells = ARENA_ARRAY(p->arena, int32_t, table->column_count);
    out->spans = ARENA_ARRAY(p->arena, struct span, table->column_count);
    if (out->name.len == 0)
        (void)complain(p, "P083", row->cells[0].span, STR("this example has no name"),
            STR("say in the first cell what it shows"));
    for (uint32_t c = 0; c < table->column_count; c++) {
        out->spans[c] = row->cells[c + 1].span;
        out->cells[c] = read_cell(p, &table->columns[c], &row->cells[c + 1]);
    }
}

static void check_names(struct parser *p, const struct scan_table *table)
{
    struct map lines = {0};

    for (size_t e = 0; e < table->count; e++) {
        const struct scan_cell *name = &table->rows[e].cells[0];
        struct text message = text_in(p->arena);
        uint32_t before = 0;

        if (name->text.len == 0)
            continue;
        if (!map_find(&lines, name->text, &before)) {
            map_set(&lines, p->arena, name->text, table->rows[e].line);
            continue;
        }
        text_add(&message, STR("the example on line "));
        text_add_u64(&message, before);
        text_add(&message, STR(" has the same name"));
        (void)complain(p, "P084", name->span, text_str(&message),
            STR("give each a name of its own"));
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
        check_names(p, from);
    }
}
