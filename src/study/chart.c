#include "study/chart.h"

#include "study/graph.h"
#include "study/words.h"

enum { LABEL_MOST = 56 };

#define IMPOSSIBLE dd_leaf(OUTCOME_IMPOSSIBLE)

struct charting {
    struct arena *arena;
    const struct policy *policy;
    struct chart *chart;
    struct graph graph;
    dd *instead;      /* [node] what stands for it */
    uint32_t *box_of; /* [node] or DD_FREE */
    size_t box_capacity;
    size_t edge_capacity;
};

/* ---- leaving out what cannot be ---- */

/* What all possible kids are, when they are one; else the node itself. */
static dd only_kid(const struct graph_node *node, dd self)
{
    dd only = IMPOSSIBLE;

    for (uint32_t v = 0; v < node->size; v++) {
        if (node->kids[v] == IMPOSSIBLE || node->kids[v] == only)
            continue;
        if (only != IMPOSSIBLE)
            return self;
        only = node->kids[v];
    }
    return only;
}

/* Whether two nodes ask the same and lead to the same wherever both can. */
static bool agree(const struct graph_node *a, const struct graph_node *b)
{
    if (a->slot != b->slot)
        return false;
    for (uint32_t v = 0; v < a->size; v++)
        if (a->kids[v] != b->kids[v] && a->kids[v] != IMPOSSIBLE &&
            b->kids[v] != IMPOSSIBLE)
            return false;
    return true;
}

/* Find a node further on that can stand for `index`, and let it. */
static dd find_twin(struct charting *c, uint32_t index)
{
    const struct graph_node *node = &c->graph.nodes[index];

    for (uint32_t j = index + 1; j < c->graph.count; j++) {
        struct graph_node *other = &c->graph.nodes[j];

        if (c->instead[j] != j || !agree(node, other))
            continue;
        for (uint32_t v = 0; v < node->size; v++)
            if (other->kids[v] == IMPOSSIBLE)
                other->kids[v] = node->kids[v];
        return j;
    }
    return index;
}

static void simplify(struct charting *c)
{
    c->instead = ARENA_ARRAY(c->arena, dd, c->graph.count);
    for (uint32_t i = c->graph.count; i-- > 0;) {
        struct graph_node *node = &c->graph.nodes[i];

        for (uint32_t v = 0; v < node->size; v++)
            if (!dd_is_leaf(node->kids[v]))
                node->kids[v] = c->instead[node->kids[v]];
        c->instead[i] = only_kid(node, i);
        if (c->instead[i] == i)
            c->instead[i] = find_twin(c, i);
    }
    if (!dd_is_leaf(c->graph.root))
        c->graph.root = c->instead[c->graph.root];
}

/* ---- words ---- */

/* What a person is asked for a fact. */
static void add_question(struct text *text, const struct space *space, uint32_t fact)
{
    const struct fact *f = space->facts[fact].fact;

    if (f->question.len > 0) {
        text_add(text, f->question);
    } else if (f->kind == FACT_DAYS_SINCE || f->kind == FACT_SCHOOL_DAYS_SINCE) {
        text_add(text,
            f->kind == FACT_DAYS_SINCE ? STR("How many days since: ")
                                       : STR("How many school days since: "));
        text_add_spaced(text, space->facts[space->facts[fact].since].fact->name);
        text_add_byte(text, '?');
    } else {
        text_add(text,
            f->kind == FACT_TIME ? STR("What time is it?") : STR("What day is it?"));
    }
}

static str question_of(struct charting *c, uint32_t slot)
{
    struct text text = text_in(c->arena);

    add_question(&text, &c->policy->space, c->policy->space.slots[slot].first);
    return text_str(&text);
}

static str note_of(struct charting *c, uint32_t slot)
{
    const struct slot *s = &c->policy->space.slots[slot];
    const struct fact *fact = c->policy->space.facts[s->first].fact;
    struct text text = text_in(c->arena);

    if (s->kind == SLOT_PAIR && s->second != TREE_NONE) {
        text_add(&text, STR("compared with "));
        text_add_spaced(&text, c->policy->space.facts[s->second].fact->name);
    }
    if (fact->answered_by != 0) {
        text_add(&text, text.len > 0 ? STR("; ") : STR(""));
        text_add(&text, STR("answered by: "));
        text_add(&text, c->policy->tree.roles[fact->answered_by].label);
    }
    return text_str(&text);
}

/* How the values of a choice are named on an edge. */
enum naming { BY_LABEL, BY_NAME };

static str name_choices(
    struct charting *c, const struct graph_node *node, dd kid, enum naming naming)
{
    const struct slot *slot = &c->policy->space.slots[node->slot];
    const struct space_fact *fact = &c->policy->space.facts[slot->first];
    struct text text = text_in(c->arena);

    for (uint32_t v = 0; v < node->size; v++) {
        if (node->kids[v] != kid)
            continue;
        if (text.len > 0)
            text_add(&text, naming == BY_LABEL ? STR(" / ") : STR(", "));
        if (fact->fact->kind == FACT_YES_NO)
            text_add(&text, v == 0 ? STR("no") : STR("yes"));
        else if (naming == BY_LABEL)
            text_add(&text, fact->fact->choices[v].label);
        else
            text_add_spaced(&text, fact->values[v]);
    }
    return text_str(&text);
}

static bool label_fits(struct charting *c, const struct graph_node *node, dd kid)
{
    return str_width(name_choices(c, node, kid, BY_LABEL)) <= LABEL_MOST;
}

/* Whether the edge to `kid` is the only one of its box that is too long, and stands
 * for several values: then "anything else" says it better. */
static bool is_rest(struct charting *c, const struct graph_node *node, dd kid)
{
    uint32_t values = 0;

    for (uint32_t v = 0; v < node->size; v++) {
        dd other = node->kids[v];

        values += other == kid;
        if (other != kid && other != IMPOSSIBLE && !label_fits(c, node, other))
            return false;
    }
    return values > 1;
}

static str label_of(
    struct charting *c, const struct graph_node *node, dd kid, const bool *members)
{
    struct text text = text_in(c->arena);

    if (c->policy->space.slots[node->slot].kind != SLOT_VALUE) {
        text_add_slot_values(&text, &c->policy->space, node->slot, members);
        return text_str(&text);
    }
    if (label_fits(c, node, kid))
        return name_choices(c, node, kid, BY_LABEL);
    return is_rest(c, node, kid) ? STR("anything else")
                                 : name_choices(c, node, kid, BY_NAME);
}

struct chart_tone chart_tone(const struct outcome *outcome, uint32_t value)
{
    static const struct chart_tone tones[] = {
        {STR_INIT("#fce8e6"), STR_INIT("#b3261e"), STR_INIT("#7a1712"), SIGN_STOP},
        {STR_INIT("#fdeedd"), STR_INIT("#b4560b"), STR_INIT("#6f3606"), SIGN_PARTLY},
        {STR_INIT("#fff6d8"), STR_INIT("#94700a"), STR_INIT("#5c4500"), SIGN_PARTLY},
        {STR_INIT("#f1f7da"), STR_INIT("#5f7d14"), STR_INIT("#3c500a"), SIGN_PARTLY},
        {STR_INIT("#e4f4e6"), STR_INIT("#22772b"), STR_INIT("#14491a"), SIGN_GO},
    };
    uint32_t last = outcome->value_count - 1;
    struct chart_tone tone = tones[last == 0 ? 2 : (4 * value + last / 2) / last];

    /* Between the ends no shade is called red or green. */
    if (value > 0 && value < last && tone.sign != SIGN_PARTLY)
        tone = tones[tone.sign == SIGN_STOP ? 1 : 3];
    if (tone.sign == SIGN_PARTLY && value == outcome->until_known)
        tone.sign = SIGN_WAIT;
    return tone;
}

/* ---- boxes and edges ---- */

static uint32_t add_box(struct charting *c, struct chart_box box)
{
    struct chart *chart = c->chart;

    chart->boxes = arena_grow(
        c->arena, chart->boxes, chart->box_count, &c->box_capacity, sizeof(box));
    chart->boxes[chart->box_count] = box;
    return chart->box_count++;
}

static uint32_t add_answer(struct charting *c, dd leaf)
{
    uint32_t value = dd_value(leaf);

    REQUIRE(value < c->chart->outcome->value_count);
    return add_box(c,
        (struct chart_box){.is_answer = true,
            .value = value,
            .text = c->chart->outcome->values[value].label});
}

/* The boxes of all questions that can be reached, in the graph's order. */
static void add_questions(struct charting *c)
{
    bool *reached = ARENA_ARRAY(c->arena, bool, c->graph.count);

    c->box_of = ARENA_ARRAY(c->arena, uint32_t, c->graph.count);
    reached[c->graph.root] = true;
    for (uint32_t i = 0; i < c->graph.count; i++) {
        const struct graph_node *node = &c->graph.nodes[i];

        if (!reached[i])
            continue;
        for (uint32_t v = 0; v < node->size; v++)
            if (!dd_is_leaf(node->kids[v]))
                reached[node->kids[v]] = true;
        c->box_of[i] = add_box(c,
            (struct chart_box){.slot = node->slot,
                .text = question_of(c, node->slot),
                .note = note_of(c, node->slot)});
    }
    for (uint32_t i = 0; i < c->graph.count; i++)
        if (!reached[i])
            c->box_of[i] = DD_FREE;
}

static void add_edge(struct charting *c, uint32_t index, dd kid)
{
    const struct graph_node *node = &c->graph.nodes[index];
    bool *members = ARENA_ARRAY(c->arena, bool, node->size);
    struct chart_edge edge = {.from = c->box_of[index], .members = members};
    struct chart *chart = c->chart;

    for (uint32_t v = 0; v < node->size; v++)
        members[v] = node->kids[v] == kid;
    edge.label = label_of(c, node, kid, members);
    edge.to = dd_is_leaf(kid) ? add_answer(c, kid) : c->box_of[kid];
    chart->edges = arena_grow(
        c->arena, chart->edges, chart->edge_count, &c->edge_capacity, sizeof(edge));
    chart->edges[chart->edge_count++] = edge;
}

/* One edge for all values that lead to the same. */
static void add_edges(struct charting *c, uint32_t index)
{
    const struct graph_node *node = &c->graph.nodes[index];

    for (uint32_t v = 0; v < node->size; v++) {
        uint32_t first = 0;

        while (node->kids[first] != node->kids[v])
            first++;
        if (first == v && node->kids[v] != IMPOSSIBLE)
            add_edge(c, index, node->kids[v]);
    }
}

struct chart chart_of(
    struct arena *arena, const struct policy *policy, uint32_t outcome)
{
    struct chart chart = {
        .tree = &policy->tree, .outcome = &policy->tree.outcomes[outcome]};
    struct charting c = {.arena = arena, .policy = policy, .chart = &chart};

    c.graph = graph_of(arena, policy->diagram, policy->outcomes[outcome]);
    simplify(&c);
    if (dd_is_leaf(c.graph.root)) {
        add_answer(&c, c.graph.root);
        return chart;
    }
    add_questions(&c);
    for (uint32_t i = 0; i < c.graph.count; i++)
        if (c.box_of[i] != DD_FREE)
            add_edges(&c, i);
    return chart;
}
