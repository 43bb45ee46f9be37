/*
 * GET /protocols/{name}/proofs: what is proved of an edition, and what was remarked.
 *
 * The proofs were made when the edition was compiled; here they are only written down.
 */
#include "web/protocol.h"

enum { SUMMARY_ROWS = 6 };

struct proving {
    const struct caller *caller;
    struct arena *arena;
    const struct room_edition *edition;
    const struct policy *policy;
    const struct tree *tree;
    struct proofs_view *view;
};

static str number(const struct proving *p, uint64_t value)
{
    struct text text = text_in(p->arena);

    text_add_u64(&text, value);
    return text_str(&text);
}

str count_words(struct arena *arena, struct dd_count count)
{
    struct text digits = text_in(arena);
    struct text text = text_in(arena);

    text_add_count(&digits, count);
    if (count.overflow)
        return text_str(&digits);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0)
            text_add_byte(&text, ',');
        text_add_byte(&text, digits.ptr[i]);
    }
    return text_str(&text);
}

static str found(const struct proving *p, str code)
{
    size_t count = 0;

    for (size_t i = 0; i < p->edition->diags.count; i++)
        count += str_equal(p->edition->diags.items[i].code, code);
    return count == 0 ? SAY("None") : number(p, count);
}

static void make_summary(const struct proving *p)
{
    struct row_view *rows = ARENA_ARRAY(p->arena, struct row_view, SUMMARY_ROWS);

    rows[0] = (struct row_view){.key = SAY("States"),
        .value = count_words(p->arena, p->policy->states),
        .note = SAY("Every allowed combination of answers; each has exactly one "
                    "result.")};
    rows[1] = (struct row_view){.key = SAY("Gaps"),
        .value = found(p, STR("P100")),
        .note = SAY("States in which no rule says anything.")};
    rows[2] = (struct row_view){.key = SAY("Conflicts"),
        .value = found(p, STR("P101")),
        .note = SAY("States in which two rules disagree.")};
    rows[3] = (struct row_view){
        .key = SAY("Rules that never stand"), .value = found(p, STR("P102"))};
    rows[4] = (struct row_view){
        .key = SAY("Examples passed"), .value = number(p, p->policy->examples.passed)};
    rows[5] = (struct row_view){
        .key = SAY("Examples failed"), .value = number(p, p->policy->examples.failed)};
    p->view->summary = (struct summary_view){.rows = rows, .count = SUMMARY_ROWS};
}

static void make_claims(const struct proving *p)
{
    uint32_t count = p->tree->property_count;
    struct claim_view *claims = ARENA_ARRAY(p->arena, struct claim_view, count);

    for (uint32_t i = 0; i < count; i++) {
        const struct property *property = &p->tree->properties[i];
        const struct property_result *result = &p->policy->property_results[i];
        struct text example = text_in(p->arena);

        if (!result->holds && result->example != NULL)
            text_add_facts(&example, p->tree, result->example);
        claims[i] = (struct claim_view){
            .kind = property->always ? SAY("Always") : SAY("Never"),
            .name = room_say(p->caller, property->always ? STR("always") : STR("never"),
                (str){0}, property->name),
            .condition = prose_claim(prose_statement(
                p->arena, &p->tree->scan, property->ground.block, property->span.line)),
            .holds = result->holds,
            .example = spoken_as_written(p->caller, text_str(&example))};
    }
    p->view->claims = claims;
    p->view->claim_count = count;
}

static void add_shares(const struct proving *p, uint32_t index, struct share_view *out)
{
    const struct outcome *outcome = &p->tree->outcomes[index];

    for (uint32_t v = 0; v < outcome->value_count; v++) {
        struct dd_count count = p->policy->counts[index][v];
        struct text share = text_in(p->arena);

        text_add_decimal(&share, count_ratio(count, p->policy->states) * 100, 1);
        text_add(&share, STR(" %"));
        out[v] = (struct share_view){.outcome = room_say(p->caller, STR("outcome"),
                                         outcome->name, outcome->label),
            .value = room_value(p->caller, outcome->name, &outcome->values[v]),
            .states = count_words(p->arena, count),
            .share = text_str(&share)};
    }
}

static void make_shares(const struct proving *p)
{
    struct share_view *shares;
    size_t count = 0;

    for (uint32_t o = 0; o < p->tree->outcome_count; o++)
        count += p->tree->outcomes[o].value_count;
    shares = ARENA_ARRAY(p->arena, struct share_view, count);
    for (uint32_t o = 0; o < p->tree->outcome_count; o++) {
        add_shares(p, o, &shares[p->view->share_count]);
        p->view->share_count += p->tree->outcomes[o].value_count;
    }
    p->view->shares = shares;
}

static void make_remarks(const struct proving *p)
{
    const struct diags *diags = &p->edition->diags;
    struct remark_view *remarks =
        ARENA_ARRAY(p->arena, struct remark_view, diags->count);

    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].severity == SEVERITY_WARNING)
            remarks[p->view->remark_count++] =
                (struct remark_view){.code = diags->items[i].code,
                    .line = diags->items[i].span.line,
                    .words = spoken_as_written(p->caller, diags->items[i].message),
                    .hint = spoken_as_written(p->caller, diags->items[i].hint)};
    p->view->remarks = remarks;
}

/* ---- examples ---- */

static void add_is(struct text *text, str name, str value)
{
    text_add(text, text->len > 0 ? STR(", ") : STR(""));
    text_add(text, name);
    text_add(text, STR(" is "));
    text_add(text, value);
}

static void add_cell(const struct proving *p, const struct column *column, int32_t cell,
    struct text *given, struct text *expected)
{
    struct text value = text_in(p->arena);

    if (column->kind == COLUMN_FACT && cell != VALUE_UNKNOWN) {
        text_add_value(&value, p->tree, column->index, cell);
        add_is(given, p->tree->facts[column->index].name, text_str(&value));
    } else if (column->kind == COLUMN_OUTCOME && cell != EXPECT_NOTHING) {
        const struct outcome *outcome = &p->tree->outcomes[column->index];

        add_is(expected, outcome->name,
            cell == EXPECT_OPEN ? STR("open") : outcome->values[cell].name);
    } else if (column->kind == COLUMN_DUTY && cell != EXPECT_NOTHING) {
        add_is(expected, p->tree->duties[column->index].name,
            cell == EXPECT_OPEN ? STR("open")
                : cell == 0     ? STR("no")
                                : STR("yes"));
    }
}

static struct example_view example_of(const struct proving *p,
    const struct example_table *table, const struct example *example)
{
    struct text given = text_in(p->arena);
    struct text expected = text_in(p->arena);

    for (uint32_t c = 0; c < table->column_count; c++)
        add_cell(p, &table->columns[c], example->cells[c], &given, &expected);
    return (struct example_view){spoken_as_written(p->caller, example->name),
        spoken_as_written(p->caller, text_str(&given)),
        spoken_as_written(p->caller, text_str(&expected))};
}

static void make_examples(const struct proving *p)
{
    struct example_view *examples;
    size_t count = 0;

    for (uint32_t t = 0; t < p->tree->table_count; t++)
        count += p->tree->tables[t].example_count;
    examples = ARENA_ARRAY(p->arena, struct example_view, count);
    for (uint32_t t = 0; t < p->tree->table_count; t++)
        for (uint32_t e = 0; e < p->tree->tables[t].example_count; e++)
            examples[p->view->example_count++] =
                example_of(p, &p->tree->tables[t], &p->tree->tables[t].examples[e]);
    p->view->examples = examples;
}

void proofs_fill(
    struct caller *caller, const struct room_edition *edition, struct proofs_view *view)
{
    const struct proving p = {.caller = caller,
        .arena = caller->arena,
        .edition = edition,
        .policy = &edition->policy,
        .tree = &edition->policy.tree,
        .view = view};

    make_summary(&p);
    make_claims(&p);
    make_shares(&p);
    make_remarks(&p);
    make_examples(&p);
}

bool show_protocol_proofs(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct room_edition *edition;
    struct proofs_view view = {0};
    struct html html;

    if (!caller_protocol(caller, &document, &edition, err))
        return false;
    proofs_fill(caller, edition, &view);
    html = room_begin(caller, document, ROOM_PROOFS, &view.head);
    view_proofs(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
