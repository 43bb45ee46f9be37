/*
 * What to say when a diagram outgrows its budget: which statement did it, and why.
 *
 * A diagram explodes when facts are tied together that have little to do with each
 * other, so the message counts them and names the first.
 */
#include "policy/compile_inside.h"

enum { FACTS_NAMED = 4 };

void budget_mark(const struct tree *tree, const struct cond *cond, bool *tied)
{
    if (cond == NULL)
        return;
    budget_mark(tree, cond->left, tied);
    budget_mark(tree, cond->right, tied);
    switch (cond->kind) {
    case COND_LET:
        budget_mark(tree, tree->lets[cond->index].cond, tied);
        break;
    case COND_MEMBER:
    case COND_NUMBER:
    case COND_BETWEEN:
        tied[cond->index] = true;
        break;
    case COND_BEFORE:
    case COND_AFTER:
    case COND_WITHIN:
        if (cond->first.fact != TREE_NONE)
            tied[cond->first.fact] = true;
        if (cond->second.fact != TREE_NONE)
            tied[cond->second.fact] = true;
        break;
    default:
        break;
    }
}

static uint32_t count_facts(const struct tree *tree, const bool *tied)
{
    uint32_t count = 0;

    for (uint32_t f = 0; f < tree->fact_count; f++)
        count += tied[f] ? 1 : 0;
    return count;
}

static void add_facts(struct text *text, const struct tree *tree, const bool *tied)
{
    uint32_t count = count_facts(tree, tied);
    uint32_t named = 0;

    text_add_u64(text, count);
    text_add(text, STR(" facts together ("));
    for (uint32_t f = 0; f < tree->fact_count && named < FACTS_NAMED; f++) {
        if (!tied[f])
            continue;
        text_add(text, named++ == 0 ? STR("") : STR(", "));
        text_add(text, tree->facts[f].name);
    }
    text_add(text, count > named ? STR(", ...)") : STR(")"));
}

void budget_report(struct build *b, struct span span, str what, const bool *tied)
{
    const struct tree *tree = &b->policy->tree;
    struct text message = text_in(b->arena);

    if (b->failed)
        return;
    b->failed = true;
    text_add(&message, what);
    text_add(&message, STR(" ties "));
    if (count_facts(tree, tied) > 1)
        add_facts(&message, tree, tied);
    else
        text_add(&message, STR("so many facts together"));
    text_add(&message, STR(": the diagram outgrows its budget of "));
    text_add_u64(&message, NODE_BUDGET);
    text_add(&message, STR(" nodes"));
    diag_add(b->diags, b->arena, "P107", span, text_str(&message),
        STR("ask about fewer facts here; of many exceptions, let each group begin with "
            "one fact that tells it from the others (matter is visit), so that few of "
            "them can meet in one state"));
}
