/*
 * When everything is read: what is missing, and what nothing uses.
 */
#include "policy/mend.h"
#include "policy/parse.h"

/* ---- missing ---- */

/* Whether scanning reported a block that it could not read: what seems to be
 * missing may stand there. */
static bool has_hidden_blocks(const struct parser *p)
{
    static const str codes[] = {STR_INIT("P008"), STR_INIT("P009"), STR_INIT("P023"),
        STR_INIT("P024"), STR_INIT("P025"), STR_INIT("P026")};
    const struct diags *diags = p->report.diags;

    for (size_t i = 0; i < diags->count; i++)
        for (size_t c = 0; c < COUNT_OF(codes); c++)
            if (str_equal(diags->items[i].code, codes[c]))
                return true;
    return false;
}

static void check_rules(struct parser *p)
{
    const struct tree *t = p->tree;
    bool *decided = ARENA_ARRAY(p->arena, bool, t->outcome_count);
    uint32_t taken;

    for (uint32_t r = 0; r < t->rule_count; r++)
        if (t->rules[r].outcome != TREE_NONE)
            decided[t->rules[r].outcome] = true;
    for (uint32_t o = 0; o < t->outcome_count; o++) {
        const struct outcome *outcome = &t->outcomes[o];
        struct text rule = text_in(p->arena);

        if (decided[o] || outcome->broken)
            continue;
        text_add(&rule, STR("rule usually"));
        if (map_find(&p->rules, STR("usually"), &taken)) {
            text_add_byte(&rule, '_');
            text_add(&rule, outcome->name);
        }
        text_add(&rule, STR(": "));
        text_add(&rule, outcome->name);
        text_add(&rule, STR(" is "));
        text_add(&rule, outcome->values[outcome->until_known].name);
        mend_by_statement(
            complain(p, "P057", outcome->span, STR("no rule decides this outcome"),
                join_text(p->arena,
                    STR("add one that holds unless others say otherwise: "),
                    text_str(&rule), (str){0})),
            p->arena, &t->scan, outcome->ground.block, text_str(&rule));
    }
}

void check_missing(struct parser *p)
{
    const struct tree *t = p->tree;
    struct span document = {0};
    struct span block = {0};

    if (has_hidden_blocks(p))
        return;
    if (t->scan.block_count == 0) {
        (void)complain(p, "P057", document, STR("the document has no protocol block"),
            STR("begin one with a line of three backticks and the word protocol"));
        return;
    }
    block.line = t->scan.blocks[0].fence_line;
    block.column = t->scan.blocks[0].indent + 1;
    block.length = (uint32_t)str_width(str_trim(t->scan.lines[block.line - 1]));
    if (!t->edition.present && !p->lost)
        (void)complain(p, "P056", block,
            STR("the document does not say which edition it is"),
            STR("add to the first block: edition 2025-01-24, in force from 2025-01-24"));
    if (t->outcome_count == 0 && !p->lost)
        (void)complain(p, "P057", block,
            STR("the document decides nothing: it has no outcome"),
            STR("add one, for example: outcome entry: \"May they come in?\""));
    if (!p->lost && !p->lost_rule)
        check_rules(p);
}

/* ---- unused ---- */

static void check_values(
    struct parser *p, const struct choice *choices, uint32_t count, str message)
{
    for (uint32_t v = 0; v < count; v++)
        if (!choices[v].used)
            (void)complain(p, "P059", choices[v].span, message,
                STR("fine if it is one of the others on purpose; else a rule or an example "
                    "is missing"));
}

static void check_facts(struct parser *p)
{
    const struct tree *t = p->tree;

    for (uint32_t i = 0; i < t->fact_count; i++) {
        const struct fact *f = &t->facts[i];

        if (!f->used)
            (void)complain(p, "P058", f->span, STR("no condition uses this fact"),
                STR("remove it, or add the rule it is for"));
        else
            check_values(p, f->choices, f->choice_count,
                STR("no condition and no example names this value"));
    }
}

/* Only in a document without mistakes: a statement that could not be read may use
 * anything. */
void check_unused(struct parser *p)
{
    const struct tree *t = p->tree;

    if (p->report.diags->errors > 0)
        return;
    check_facts(p);
    for (uint32_t i = 0; i < t->outcome_count; i++)
        check_values(p, t->outcomes[i].values, t->outcomes[i].value_count,
            STR("no rule, condition or example names this value"));
    for (uint32_t i = 0; i < t->let_count; i++)
        if (!t->lets[i].used)
            (void)complain(p, "P060", t->lets[i].span, STR("nothing uses this let"),
                STR("remove it, or use it"));
    for (uint32_t i = 1; i < t->role_count; i++)
        if (!t->roles[i].used)
            (void)complain(p, "P061", t->roles[i].span, STR("nothing uses this role"),
                STR("remove it, or give it a duty or a fact to answer"));
}
