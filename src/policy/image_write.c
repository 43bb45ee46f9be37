/*
 * A compiled policy to its image (eval/image.h, docs/image.md).
 *
 * Everything has one place: sections in order, items in document order, slots in
 * the order of the diagram, nodes kids first as roots reach them, each text once
 * where it is first named.  So a document has one image.
 */
#include "eval/eval.h"
#include "policy/compile_inside.h"

struct words {
    uint32_t *items;
    size_t count;
    size_t capacity;
};

struct writer {
    struct build *build;
    struct arena *arena;
    const struct policy *policy;
    const struct tree *tree;
    struct words section[SECTION_COUNT];
    uint32_t count[SECTION_COUNT];
    struct map known_strings; /* text → place */
    struct text strings;
    dd *nodes; /* open addressing: node → its edge */
    image_edge *edges;
    uint32_t node_capacity;
    uint32_t node_count;
    bool too_large;
};

static void put(struct writer *w, enum image_section section, uint32_t word)
{
    struct words *s = &w->section[section];

    s->items =
        arena_grow(w->arena, s->items, s->count, &s->capacity, sizeof(*s->items));
    s->items[s->count++] = word;
}

static void put_i32(struct writer *w, enum image_section section, int32_t value)
{
    put(w, section, (uint32_t)value);
}

/* The place of a text among the strings, added at the end when it is new. */
static uint32_t string_place(struct writer *w, str s)
{
    uint32_t place = (uint32_t)w->strings.len;

    if (s.len == 0)
        return 0;
    if (map_find(&w->known_strings, s, &place))
        return place;
    text_add(&w->strings, s);
    map_set(&w->known_strings, w->arena, s, place);
    return place;
}

static void put_str(struct writer *w, enum image_section section, str s)
{
    put(w, section, string_place(w, s));
    put(w, section, (uint32_t)s.len);
}

/* ---- nodes ---- */

static uint32_t node_slot(const struct writer *w, dd node)
{
    uint32_t at = (node * 2654435761u) & (w->node_capacity - 1);

    while (w->nodes[at] != DD_NO && w->nodes[at] != node)
        at = (at + 1) & (w->node_capacity - 1);
    return at;
}

static void enlarge_nodes(struct writer *w)
{
    struct writer bigger = *w;

    bigger.node_capacity = w->node_capacity == 0 ? 1024 : w->node_capacity * 2;
    bigger.nodes = ARENA_ARRAY(w->arena, dd, bigger.node_capacity);
    bigger.edges = ARENA_ARRAY(w->arena, image_edge, bigger.node_capacity);
    for (uint32_t i = 0; i < bigger.node_capacity; i++)
        bigger.nodes[i] = DD_NO;
    for (uint32_t i = 0; i < w->node_capacity; i++) {
        uint32_t at;

        if (w->nodes[i] == DD_NO)
            continue;
        at = node_slot(&bigger, w->nodes[i]);
        bigger.nodes[at] = w->nodes[i];
        bigger.edges[at] = w->edges[i];
    }
    w->node_capacity = bigger.node_capacity;
    w->nodes = bigger.nodes;
    w->edges = bigger.edges;
}

static uint32_t edge_leaves(const struct writer *w, image_edge e)
{
    if (edge_is_leaf(e))
        return 1u << edge_leaf(e);
    return w->section[SECTION_NODES].items[edge_place(e) - NODE_HEAD];
}

static image_edge leaf_edge(const struct writer *w, uint32_t leaf)
{
    return edge_make(w->policy->space.slot_count, leaf);
}

static void put_leaves(struct writer *w)
{
    for (uint32_t leaf = 0; leaf < IMAGE_LEAVES; leaf++)
        put(w, SECTION_NODES, leaf_edge(w, leaf));
}

static image_edge put_node(struct writer *w, dd node);

/* Write a node whose kids are written; returns the edge to it. */
static image_edge write_node(
    struct writer *w, uint32_t level, const image_edge *kids, uint32_t size)
{
    uint32_t place;
    uint32_t leaves = 0;

    for (uint32_t v = 0; v < size; v++)
        leaves |= edge_leaves(w, kids[v]);
    put(w, SECTION_NODES, leaves);
    put(w, SECTION_NODES, NODE_TAG | level);
    place = (uint32_t)w->section[SECTION_NODES].count;
    for (uint32_t v = 0; v < size; v++)
        put(w, SECTION_NODES, kids[v]);
    if (w->section[SECTION_NODES].count >= 1u << EDGE_PLACE_BITS)
        w->too_large = true;
    return edge_make(level, place & ((1u << EDGE_PLACE_BITS) - 1));
}

static image_edge put_node(struct writer *w, dd node)
{
    struct diagram *d = w->policy->diagram;
    image_edge *kids;
    image_edge edge;
    uint32_t size;
    uint32_t at;

    if (dd_is_leaf(node))
        return leaf_edge(w, dd_value(node));
    if (2 * w->node_count >= w->node_capacity)
        enlarge_nodes(w);
    at = node_slot(w, node);
    if (w->nodes[at] == node)
        return w->edges[at];
    size = diagram_size_of(d, diagram_var(d, node));
    kids = ARENA_ARRAY(w->arena, image_edge, size);
    for (uint32_t v = 0; v < size; v++)
        kids[v] = put_node(w, diagram_kids(d, node)[v]);
    edge = write_node(w, diagram_level_of(d, diagram_var(d, node)), kids, size);
    if (2 * w->node_count >= w->node_capacity)
        enlarge_nodes(w);
    at = node_slot(w, node);
    w->nodes[at] = node;
    w->edges[at] = edge;
    w->node_count++;
    return edge;
}

/* A yes/no diagram, narrowed to the allowed states. */
static image_edge put_folded(struct writer *w, dd node)
{
    const struct policy *p = w->policy;

    return put_node(
        w, diagram_choose(p->diagram, p->allowed, node, dd_leaf(OUTCOME_IMPOSSIBLE)));
}

/* ---- sections ---- */

static uint32_t put_choices(
    struct writer *w, const struct choice *choices, uint32_t count)
{
    uint32_t first = w->count[SECTION_CHOICES];

    for (uint32_t v = 0; v < count; v++) {
        put_str(w, SECTION_CHOICES, choices[v].name);
        put_str(w, SECTION_CHOICES, choices[v].label);
    }
    w->count[SECTION_CHOICES] += count;
    return first;
}

static uint32_t fact_flags(const struct tree *tree, uint32_t index)
{
    const struct fact *fact = &tree->facts[index];
    uint32_t flags = 0;

    flags |= fact->ask_first ? IMAGE_ASK_FIRST : 0;
    flags |= fact->is_private ? IMAGE_PRIVATE : 0;
    flags |= fact->fixed ? IMAGE_FIXED : 0;
    flags |= fact->supplied ? IMAGE_SUPPLIED : 0;
    flags |= index == tree->today ? IMAGE_TODAY : 0;
    flags |= index == tree->now ? IMAGE_NOW : 0;
    return flags;
}

static void put_fact(struct writer *w, uint32_t index)
{
    const struct policy *p = w->policy;
    const struct fact *fact = &w->tree->facts[index];
    uint32_t slot = p->space.facts[index].slot;

    put_str(w, SECTION_FACTS, fact->name);
    put_str(w, SECTION_FACTS, fact->question);
    put(w, SECTION_FACTS, fact->kind);
    put(w, SECTION_FACTS, fact_flags(w->tree, index));
    put_i32(w, SECTION_FACTS, fact->low);
    put_i32(w, SECTION_FACTS, fact->high);
    put(w, SECTION_FACTS,
        fact->kind == FACT_DAYS_SINCE || fact->kind == FACT_SCHOOL_DAYS_SINCE
            ? fact->since
            : IMAGE_ABSENT);
    put(w, SECTION_FACTS, fact->answered_by);
    put(w, SECTION_FACTS, put_choices(w, fact->choices, fact->choice_count));
    put(w, SECTION_FACTS, fact->choice_count);
    put(w, SECTION_FACTS,
        slot == TREE_NONE ? IMAGE_ABSENT : diagram_level_of(p->diagram, slot));
    w->count[SECTION_FACTS]++;
}

static void put_slots(struct writer *w)
{
    const struct policy *p = w->policy;

    for (uint32_t level = 0; level < p->space.slot_count; level++) {
        const struct slot *slot = &p->space.slots[diagram_var_at(p->diagram, level)];

        put(w, SECTION_SLOTS, slot->kind);
        put(w, SECTION_SLOTS, slot->first);
        put(w, SECTION_SLOTS, slot->second);
        put(w, SECTION_SLOTS, slot->size);
        put(w, SECTION_SLOTS, w->count[SECTION_CUTS]);
        for (uint32_t i = 0; i < slot->cut_count; i++)
            put_i32(w, SECTION_CUTS, slot->cuts[i]);
        w->count[SECTION_CUTS] += slot->cut_count;
    }
    w->count[SECTION_SLOTS] = p->space.slot_count;
}

static void put_outcomes(struct writer *w)
{
    for (uint32_t i = 0; i < w->tree->outcome_count; i++) {
        const struct outcome *outcome = &w->tree->outcomes[i];

        put_str(w, SECTION_OUTCOMES, outcome->name);
        put_str(w, SECTION_OUTCOMES, outcome->label);
        put(w, SECTION_OUTCOMES, put_choices(w, outcome->values, outcome->value_count));
        put(w, SECTION_OUTCOMES, outcome->value_count);
        put(w, SECTION_OUTCOMES, outcome->until_known);
        put(w, SECTION_OUTCOMES, put_node(w, w->policy->outcomes[i]));
    }
    w->count[SECTION_OUTCOMES] = w->tree->outcome_count;
}

/* The headings above a rule, outermost first; returns how many. */
static uint32_t put_cites(struct writer *w, uint32_t heading)
{
    const struct scan_heading *h;
    uint32_t above;

    if (heading == SCAN_NONE)
        return 0;
    h = &w->tree->scan.headings[heading];
    above = put_cites(w, h->parent);
    put_str(w, SECTION_CITES, h->text);
    put_str(w, SECTION_CITES, h->link);
    w->count[SECTION_CITES]++;
    return above + 1;
}

static void put_rule(struct writer *w, uint32_t index)
{
    const struct rule *rule = &w->tree->rules[index];
    const struct scan_block *block = &w->tree->scan.blocks[rule->ground.block];

    put_str(w, SECTION_RULES, rule->name);
    put(w, SECTION_RULES, rule->outcome);
    put(w, SECTION_RULES, rule->value);
    put(w, SECTION_RULES, rule->span.line);
    put(w, SECTION_RULES, w->count[SECTION_CITES]);
    put(w, SECTION_RULES, put_cites(w, rule->ground.heading));
    put_str(w, SECTION_RULES, block->quote);
    put_str(w, SECTION_RULES, block->quote_link);
    put(w, SECTION_RULES, put_folded(w, w->policy->rule_stands[index]));
    w->count[SECTION_RULES]++;
}

static void put_acts(struct writer *w)
{
    const struct tree *tree = w->tree;

    for (uint32_t i = 0; i < tree->duty_count; i++) {
        const struct duty *duty = &tree->duties[i];

        put_str(w, SECTION_DUTIES, duty->name);
        put_str(w, SECTION_DUTIES, duty->text);
        put(w, SECTION_DUTIES, duty->to);
        put(w, SECTION_DUTIES, duty->otherwise);
        put(w, SECTION_DUTIES, duty->has_within ? duty->amount : IMAGE_ABSENT);
        put(w, SECTION_DUTIES, duty->unit);
        put(w, SECTION_DUTIES, put_node(w, w->policy->duties[i]));
    }
    w->count[SECTION_DUTIES] = tree->duty_count;
    for (uint32_t i = 0; i < tree->say_count; i++) {
        put_str(w, SECTION_SAYS, tree->says[i].words);
        put(w, SECTION_SAYS, put_node(w, w->policy->says[i]));
    }
    w->count[SECTION_SAYS] = tree->say_count;
    for (uint32_t i = 0; i < tree->assume_count; i++) {
        put_str(w, SECTION_ASSUMES, tree->assumes[i].why);
        put(w, SECTION_ASSUMES, tree->assumes[i].span.line);
        put(w, SECTION_ASSUMES, put_node(w, w->policy->assumes[i]));
    }
    w->count[SECTION_ASSUMES] = tree->assume_count;
    for (uint32_t i = 0; i < tree->role_count; i++) {
        put_str(w, SECTION_ROLES, tree->roles[i].name);
        put_str(w, SECTION_ROLES, tree->roles[i].label);
    }
    w->count[SECTION_ROLES] = tree->role_count;
}

/* ---- the whole ---- */

static void put_head(struct writer *w, uint32_t *head)
{
    const struct edition *edition = &w->tree->edition;

    head[HEAD_MAGIC] = IMAGE_MAGIC;
    head[HEAD_VERSION] = IMAGE_VERSION;
    head[HEAD_TITLE] = string_place(w, w->tree->scan.title);
    head[HEAD_TITLE_LEN] = (uint32_t)w->tree->scan.title.len;
    head[HEAD_EDITION] = (uint32_t)edition->date;
    head[HEAD_FROM] = (uint32_t)edition->from;
    head[HEAD_UNTIL] = (uint32_t)(edition->has_until ? edition->until : INT32_MIN);
    head[HEAD_ALLOWED] = put_folded(w, DD_YES);
}

/* Join head, sections and strings; words are written little-endian. */
static str join(struct writer *w, uint32_t *head)
{
    size_t bytes = HEAD_WORDS * sizeof(uint32_t);
    struct text out = text_in(w->arena);

    w->count[SECTION_NODES] = (uint32_t)w->section[SECTION_NODES].count;
    w->count[SECTION_STRINGS] = (uint32_t)w->strings.len;
    while (w->strings.len % sizeof(uint32_t) != 0)
        text_add_byte(&w->strings, '\0');
    for (int s = 0; s < SECTION_COUNT; s++) {
        head[HEAD_COUNTS + s] = w->count[s];
        bytes += w->section[s].count * sizeof(uint32_t);
    }
    head[HEAD_BYTES] = (uint32_t)(bytes + w->strings.len);
    for (int s = -1; s < SECTION_STRINGS; s++) {
        const uint32_t *words = s < 0 ? head : w->section[s].items;
        size_t count = s < 0 ? HEAD_WORDS : w->section[s].count;

        for (size_t i = 0; i < count; i++)
            for (unsigned shift = 0; shift < 32; shift += 8)
                text_add_byte(&out, (char)(words[i] >> shift & 0xff));
    }
    text_add(&out, text_str(&w->strings));
    return text_str(&out);
}

bool image_write(struct build *b)
{
    struct writer w = {.build = b,
        .arena = b->arena,
        .policy = b->policy,
        .tree = &b->policy->tree,
        .strings = text_in(b->arena)};
    uint32_t head[HEAD_WORDS];

    put_leaves(&w);
    put_head(&w, head);
    for (uint32_t i = 0; i < w.tree->fact_count; i++)
        put_fact(&w, i);
    put_slots(&w);
    put_outcomes(&w);
    for (uint32_t i = 0; i < w.tree->rule_count; i++)
        put_rule(&w, i);
    put_acts(&w);
    if (w.too_large) {
        diag_add(b->diags, b->arena, "P113", w.tree->edition.span,
            STR("the decision diagram is larger than an image can hold (4 million "
                "edges)"),
            STR("simplify the rules that tie many facts together"));
        return false;
    }
    b->policy->image = join(&w, head);
    return true;
}
