/*
 * Example tables, run on the image exactly as the desk would run it.
 */
#include "eval/eval.h"
#include "policy/compile_inside.h"

struct runner {
    struct build *build;
    const struct tree *tree;
    struct image image;
    struct eval_scratch scratch;
    int32_t *facts;
    uint16_t *slots;
};

static bool runner_start(struct runner *r, struct build *b)
{
    struct err err = {0};
    size_t size;

    *r = (struct runner){.build = b, .tree = &b->policy->tree};
    if (!image_open(&r->image, b->policy->image.ptr, b->policy->image.len, &err)) {
        diag_add(b->diags, b->arena, "P116", b->policy->tree.edition.span,
            err_text(&err),
            STR("this is a fault of the compiler; please report the document"));
        return false;
    }
    size = eval_scratch_size(&r->image);
    eval_scratch_init(&r->scratch, &r->image, arena_alloc(b->arena, 1, size), size);
    r->facts = ARENA_ARRAY(b->arena, int32_t, r->tree->fact_count);
    r->slots = ARENA_ARRAY(b->arena, uint16_t, image_row(&r->image));
    return true;
}

/* The names of the leaves in `mask`: "wait or admit". */
static void add_leaves(struct text *text, const struct outcome *outcome, uint32_t mask)
{
    bool any = false;

    for (uint32_t v = 0; v < outcome->value_count; v++) {
        if ((mask >> v & 1) == 0)
            continue;
        if (any)
            text_add(text, STR(" or "));
        text_add(text, outcome->values[v].name);
        any = true;
    }
}

static bool is_single(uint32_t mask)
{
    return mask != 0 && (mask & (mask - 1)) == 0;
}

/* What the first fact that can still matter is, as a hint. */
static str missing_hint(struct runner *r, uint32_t outcome)
{
    uint32_t *asked = ARENA_ARRAY(r->build->arena, uint32_t, r->tree->fact_count);
    struct text hint = text_in(r->build->arena);
    uint32_t count;

    count = eval_questions(&r->scratch, outcome, r->facts, r->slots, asked);
    if (count == 0)
        return (str){0};
    text_add(&hint, STR("it still depends on "));
    for (uint32_t i = 0; i < count && i < 3; i++) {
        text_add(&hint, i == 0 ? STR("") : STR(", "));
        text_add(&hint, r->tree->facts[asked[i]].name);
    }
    text_add(&hint,
        count > 3 ? STR(" and more; an empty cell means not known")
                  : STR("; an empty cell means not known"));
    return text_str(&hint);
}

/* Which rule gives an outcome its value: "rule `usually` (line 10) says so". */
static str known_hint(struct runner *r, uint32_t outcome)
{
    const struct tree *tree = r->tree;
    struct text hint = text_in(r->build->arena);

    for (uint32_t i = 0; i < tree->rule_count; i++) {
        const uint32_t *item = image_item(&r->image, SECTION_RULES, i);

        if (tree->rules[i].outcome != outcome ||
            eval_possible(&r->scratch, item[RULE_ROOT], r->facts, r->slots) !=
                leaf_bit(LEAF_YES))
            continue;
        text_add(&hint, STR("rule `"));
        text_add(&hint, tree->rules[i].name);
        text_add(&hint, STR("` (line "));
        text_add_u64(&hint, tree->rules[i].span.line);
        text_add(&hint, STR(") says so; "));
        break;
    }
    text_add(&hint, STR("change the example, or the rules"));
    return text_str(&hint);
}

static void report(struct runner *r, struct span span, const struct example *example,
    struct text *message, str hint)
{
    struct text text = text_in(r->build->arena);

    text_add(&text, STR("example \""));
    text_add(&text, example->name);
    text_add(&text, STR("\": "));
    text_add(&text, text_str(message));
    diag_add(r->build->diags, r->build->arena, "P106", span, text_str(&text), hint);
}

static bool check_outcome(struct runner *r, const struct example *example,
    uint32_t index, int32_t expected, struct span span)
{
    const struct outcome *outcome = &r->tree->outcomes[index];
    const uint32_t *item = image_item(&r->image, SECTION_OUTCOMES, index);
    uint32_t mask = eval_possible(&r->scratch, item[OUTCOME_ROOT], r->facts, r->slots);
    struct text message = text_in(r->build->arena);
    bool open = !is_single(mask);

    if (expected == EXPECT_OPEN ? open : mask == 1u << expected)
        return true;
    text_add(&message, outcome->name);
    text_add(&message, STR(" should be "));
    text_add(&message,
        expected == EXPECT_OPEN ? STR("open") : outcome->values[expected].name);
    text_add(&message, open ? STR(" but is open: ") : STR(" but is "));
    add_leaves(&message, outcome, mask);
    report(r, span, example, &message,
        open ? missing_hint(r, index) : known_hint(r, index));
    return false;
}

static bool check_duty(struct runner *r, const struct example *example, uint32_t index,
    int32_t expected, struct span span)
{
    static const str said[] = {
        STR_INIT("nothing"), STR_INIT("no"), STR_INIT("yes"), STR_INIT("open")};
    const uint32_t *item = image_item(&r->image, SECTION_DUTIES, index);
    uint32_t mask = eval_possible(&r->scratch, item[DUTY_ROOT], r->facts, r->slots);
    uint32_t wanted = expected == EXPECT_OPEN ? 3 : 1u << expected;
    struct text message = text_in(r->build->arena);

    if (mask == wanted)
        return true;
    text_add(&message, STR("the duty "));
    text_add(&message, r->tree->duties[index].name);
    text_add(&message, STR(" should be "));
    text_add(&message, said[wanted]);
    text_add(&message, STR(" but is "));
    text_add(&message, said[mask & 3]);
    report(r, span, example, &message,
        STR("change the example, or the condition of the duty"));
    return false;
}

/* Take the facts of an example's cells; false when assumptions rule them out. */
static bool give_facts(
    struct runner *r, const struct example_table *table, const struct example *example)
{
    struct text message = text_in(r->build->arena);
    struct err err = {0};

    for (uint32_t f = 0; f < r->tree->fact_count; f++)
        r->facts[f] = FACT_UNKNOWN;
    for (uint32_t c = 0; c < table->column_count; c++)
        if (table->columns[c].kind == COLUMN_FACT)
            r->facts[table->columns[c].index] = example->cells[c];
    eval_bind(&r->image, r->facts, r->slots);
    if (eval_check(&r->scratch, r->facts, r->slots, &err))
        return true;
    text_add(&message, err_text(&err));
    report(r,
        (struct span){example->line, 1,
            (uint32_t)str_width(r->tree->scan.lines[example->line - 1])},
        example, &message, STR("change a cell, or the assumption"));
    return false;
}

static bool run_example(
    struct runner *r, const struct example_table *table, const struct example *example)
{
    bool passed = give_facts(r, table, example);

    for (uint32_t c = 0; passed && c < table->column_count; c++) {
        const struct column *column = &table->columns[c];
        int32_t expected = example->cells[c];

        if (expected == EXPECT_NOTHING)
            continue;
        if (column->kind == COLUMN_OUTCOME)
            passed =
                check_outcome(r, example, column->index, expected, example->spans[c]);
        else if (column->kind == COLUMN_DUTY)
            passed = check_duty(r, example, column->index, expected, example->spans[c]);
    }
    return passed;
}

void run_examples(struct build *b)
{
    struct runner r;

    if (!runner_start(&r, b))
        return;
    for (uint32_t t = 0; t < r.tree->table_count; t++) {
        const struct example_table *table = &r.tree->tables[t];

        for (uint32_t e = 0; e < table->example_count; e++) {
            if (run_example(&r, table, &table->examples[e]))
                b->policy->examples.passed++;
            else
                b->policy->examples.failed++;
        }
    }
}
