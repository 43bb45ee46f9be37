#include "study/notes.h"

/* One document, seen from the other. */
struct side {
    const struct tree *ours;
    const struct tree *theirs;
    str only; /* " is only in the old document" */
};

struct noting {
    struct arena *arena;
    struct policy_pair *pair;
    struct study_diff *out;
    size_t capacity;
    bool alike;
};

static void note(struct noting *n, str what, str name, str rest)
{
    struct study_diff *out = n->out;
    struct text text = text_in(n->arena);

    text_add(&text, what);
    text_add_byte(&text, ' ');
    text_add(&text, name);
    text_add(&text, rest);
    out->notes = arena_grow(
        n->arena, out->notes, out->note_count, &n->capacity, sizeof(*out->notes));
    out->notes[out->note_count++] = text_str(&text);
}

/* "value ice of fact agency is only in ..." */
static void note_value(struct noting *n, str value, str of, str name, str only)
{
    struct text what = text_in(n->arena);

    text_add(&what, STR("value "));
    text_add(&what, value);
    text_add(&what, of);
    note(n, text_str(&what), name, only);
}

static void compare_choices(struct noting *n, const struct side *side,
    const struct fact *ours, const struct fact *theirs)
{
    if (ours->kind != FACT_CHOICE)
        return;
    for (uint32_t v = 0; v < ours->choice_count; v++)
        if (tree_find_choice(theirs->choices, theirs->choice_count,
                ours->choices[v].name) == TREE_NONE)
            note_value(
                n, ours->choices[v].name, STR(" of fact"), ours->name, side->only);
}

static void compare_facts(struct noting *n, const struct side *side)
{
    for (uint32_t f = 0; f < side->ours->fact_count; f++) {
        const struct fact *fact = &side->ours->facts[f];
        uint32_t other = tree_find_fact(side->theirs, fact->name);

        if (other != TREE_NONE)
            compare_choices(n, side, fact, &side->theirs->facts[other]);
        else if (f != side->ours->today && f != side->ours->now)
            note(n, STR("fact"), fact->name, side->only);
    }
}

static void compare_outcomes(struct noting *n, const struct side *side)
{
    for (uint32_t i = 0; i < side->ours->outcome_count; i++) {
        const struct outcome *ours = &side->ours->outcomes[i];
        uint32_t other = tree_find_outcome(side->theirs, ours->name);

        if (other == TREE_NONE) {
            note(n, STR("outcome"), ours->name, side->only);
            n->alike = false;
            continue;
        }
        for (uint32_t v = 0; v < ours->value_count; v++)
            if (tree_find_choice(side->theirs->outcomes[other].values,
                    side->theirs->outcomes[other].value_count,
                    ours->values[v].name) == TREE_NONE)
                note_value(n, ours->values[v].name, STR(" of outcome"), ours->name,
                    side->only);
    }
}

static void compare_duties(struct noting *n, const struct side *side)
{
    for (uint32_t i = 0; i < side->ours->duty_count; i++) {
        if (tree_find_duty(side->theirs, side->ours->duties[i].name) != TREE_NONE)
            continue;
        note(n, STR("duty"), side->ours->duties[i].name, side->only);
        n->alike = false;
    }
}

static void compare_ranges(struct noting *n)
{
    const struct tree *o = &n->pair->old_policy.tree;
    const struct tree *t = &n->pair->new_policy.tree;

    for (uint32_t f = 0; f < t->fact_count; f++) {
        uint32_t old = tree_find_fact(o, t->facts[f].name);

        if (old != TREE_NONE && t->facts[f].kind == FACT_NUMBER &&
            (o->facts[old].low != t->facts[f].low ||
                o->facts[old].high != t->facts[f].high))
            note(n, STR("fact"), t->facts[f].name,
                STR(" has another range; only what both allow is compared"));
    }
}

/* ---- duties that both have ---- */

static str role_name(const struct tree *tree, uint32_t role)
{
    return role == TREE_NONE ? (str){0} : tree->roles[role].name;
}

static bool reads_alike(const struct tree *o, const struct duty *a,
    const struct tree *t, const struct duty *b)
{
    return str_equal(role_name(o, a->to), role_name(t, b->to)) &&
        str_equal(role_name(o, a->otherwise), role_name(t, b->otherwise)) &&
        a->has_within == b->has_within &&
        (!a->has_within || (a->amount == b->amount && a->unit == b->unit));
}

/* The common states in which the duty arises. */
static dd arises(struct noting *n, dd duty)
{
    static const uint32_t to[OUTCOME_LEAVES] = {0, 1};
    struct diagram *d = n->pair->new_policy.diagram;

    return diagram_and(
        d, n->pair->common, diagram_map_leaves(d, duty, to, OUTCOME_LEAVES));
}

static void compare_duty(struct noting *n, uint32_t old, uint32_t new)
{
    const struct policy *o = &n->pair->old_policy;
    const struct policy *t = &n->pair->new_policy;
    const struct duty *duty = &t->tree.duties[new];
    dd before = arises(n, o->duties[old]);
    dd after = arises(n, t->duties[new]);
    struct diagram *d = t->diagram;

    if (!reads_alike(&o->tree, &o->tree.duties[old], &t->tree, duty)) {
        note(n, STR("duty"), duty->name,
            STR(" goes to somebody else or has another time"));
        n->alike = false;
    }
    if (before == after)
        return;
    n->alike = false;
    if (diagram_and(d, before, diagram_not(d, after)) == DD_NO)
        note(n, STR("duty"), duty->name, STR(" arises in more states"));
    else if (diagram_and(d, after, diagram_not(d, before)) == DD_NO)
        note(n, STR("duty"), duty->name, STR(" arises in fewer states"));
    else
        note(n, STR("duty"), duty->name, STR(" arises in other states"));
}

/* ---- the date that tells editions apart ---- */

/* Add what counts of a line: neither white space nor a remark. */
static void add_line(struct text *text, str line)
{
    bool quoted = false;

    for (size_t i = 0; i < line.len && (quoted || line.ptr[i] != '#'); i++) {
        if (line.ptr[i] == '"' && (i == 0 || line.ptr[i - 1] != '\\'))
            quoted = !quoted;
        if (quoted || !char_is_space(line.ptr[i]))
            text_add_byte(text, line.ptr[i]);
    }
    text_add_byte(text, '\n');
}

/* All statements but the edition, and the quotes above them, whatever their layout:
 * documents that have the same differ in their prose alone. */
static str formal_words(struct arena *arena, const struct tree *tree)
{
    const struct scan *scan = &tree->scan;
    struct text words = text_in(arena);

    for (size_t b = 0; b < scan->block_count; b++) {
        const struct scan_block *block = &scan->blocks[b];

        text_add(&words, block->quote);
        text_add_byte(&words, '\n');
        for (uint32_t i = 1; i <= block->line_count; i++)
            if (block->fence_line + i != tree->edition.span.line)
                add_line(&words, scan->lines[block->fence_line + i - 1]);
    }
    return text_str(&words);
}

/* Records name an edition by its date: two must not share one. */
static void compare_editions(struct noting *n)
{
    const struct tree *o = &n->pair->old_policy.tree;
    const struct tree *t = &n->pair->new_policy.tree;
    struct text date = text_in(n->arena);

    text_add_date(&date, t->edition.date);
    if (t->edition.date < o->edition.date) {
        text_add(&date, STR(" of the new document is earlier than "));
        text_add_date(&date, o->edition.date);
        text_add(&date, STR(" of the old one: are they the right way round?"));
        note(n, STR("edition"), text_str(&date), (str){0});
    } else if (t->edition.date == o->edition.date &&
        !str_equal(formal_words(n->arena, o), formal_words(n->arena, t))) {
        note(n, STR("edition"), text_str(&date),
            STR(" is that of both documents, but they differ: give the new one a date "
                "of its own"));
    }
}

bool notes_compare(
    struct arena *arena, struct policy_pair *pair, struct study_diff *out)
{
    const struct tree *o = &pair->old_policy.tree;
    const struct tree *t = &pair->new_policy.tree;
    struct noting n = {.arena = arena, .pair = pair, .out = out, .alike = true};
    const struct side sides[] = {{o, t, STR_INIT(" is only in the old document")},
        {t, o, STR_INIT(" is only in the new document")}};

    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        compare_facts(&n, &sides[i]);
        compare_outcomes(&n, &sides[i]);
        compare_duties(&n, &sides[i]);
    }
    compare_editions(&n);
    compare_ranges(&n);
    for (uint32_t i = 0; i < t->duty_count; i++) {
        uint32_t old = tree_find_duty(o, t->duties[i].name);

        if (old != TREE_NONE)
            compare_duty(&n, old, i);
    }
    if (pair->common == DD_NO) {
        note(&n, STR("no"), STR("state"), STR(" is allowed by both documents"));
        n.alike = false;
    }
    return n.alike;
}
