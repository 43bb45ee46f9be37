#include "study/graph.h"

/* Nodes met so far: an open hash from handles to the order they were met in. */
struct copier {
    struct arena *arena;
    const struct diagram *diagram;
    dd *keys; /* DD_NO where free: never a node */
    uint32_t *places;
    uint32_t capacity; /* a power of two */
    dd *met;
    size_t met_capacity;
    uint32_t count;
};

static uint32_t find_place(const struct copier *c, dd node)
{
    uint32_t at = (node * 2654435761u) & (c->capacity - 1);

    while (c->keys[at] != DD_NO && c->keys[at] != node)
        at = (at + 1) & (c->capacity - 1);
    return at;
}

static void enlarge(struct copier *c)
{
    c->capacity = c->capacity == 0 ? 256 : 2 * c->capacity;
    c->keys = ARENA_ARRAY(c->arena, dd, c->capacity);
    c->places = ARENA_ARRAY(c->arena, uint32_t, c->capacity);
    for (uint32_t i = 0; i < c->capacity; i++)
        c->keys[i] = DD_NO;
    for (uint32_t i = 0; i < c->count; i++)
        c->keys[find_place(c, c->met[i])] = c->met[i];
}

static void meet(struct copier *c, dd node)
{
    uint32_t size;
    uint32_t at;

    if (dd_is_leaf(node))
        return;
    if (2 * c->count >= c->capacity)
        enlarge(c);
    at = find_place(c, node);
    if (c->keys[at] == node)
        return;
    c->keys[at] = node;
    c->met = arena_grow(c->arena, c->met, c->count, &c->met_capacity, sizeof(*c->met));
    c->met[c->count++] = node;
    size = diagram_size_of(c->diagram, diagram_var(c->diagram, node));
    for (uint32_t v = 0; v < size; v++)
        meet(c, diagram_kids(c->diagram, node)[v]);
}

static uint32_t level_of(const struct copier *c, dd node)
{
    return diagram_level_of(c->diagram, diagram_var(c->diagram, node));
}

/* Number the nodes by level; within one, in the order they were met. */
static void number_by_level(struct copier *c)
{
    uint32_t vars = diagram_vars(c->diagram);
    uint32_t *starts = ARENA_ARRAY(c->arena, uint32_t, vars + 1);
    dd *sorted = ARENA_ARRAY(c->arena, dd, c->count);

    for (uint32_t i = 0; i < c->count; i++)
        starts[level_of(c, c->met[i]) + 1]++;
    for (uint32_t level = 0; level < vars; level++)
        starts[level + 1] += starts[level];
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t place = starts[level_of(c, c->met[i])]++;

        sorted[place] = c->met[i];
        c->places[find_place(c, c->met[i])] = place;
    }
    c->met = sorted;
}

struct graph graph_of(struct arena *arena, const struct diagram *diagram, dd root)
{
    struct copier c = {.arena = arena, .diagram = diagram};
    struct graph graph = {.root = dd_is_leaf(root) ? root : 0};

    meet(&c, root);
    if (c.count == 0)
        return graph;
    number_by_level(&c);
    graph.count = c.count;
    graph.nodes = ARENA_ARRAY(arena, struct graph_node, c.count);
    for (uint32_t i = 0; i < c.count; i++) {
        struct graph_node *node = &graph.nodes[i];

        node->slot = diagram_var(diagram, c.met[i]);
        node->size = diagram_size_of(diagram, node->slot);
        node->kids = arena_copy(
            arena, diagram_kids(diagram, c.met[i]), node->size, sizeof(*node->kids));
        for (uint32_t v = 0; v < node->size; v++)
            if (!dd_is_leaf(node->kids[v]))
                node->kids[v] = c.places[find_place(&c, node->kids[v])];
    }
    return graph;
}

bool graph_leads(dd kid, const bool *reaching, const bool *wanted, uint32_t count)
{
    if (dd_is_leaf(kid))
        return dd_value(kid) < count && wanted[dd_value(kid)];
    return reaching[kid];
}

bool *graph_reaching(
    struct arena *arena, const struct graph *graph, const bool *wanted, uint32_t count)
{
    bool *reaching = ARENA_ARRAY(arena, bool, graph->count);

    for (uint32_t i = graph->count; i-- > 0;)
        for (uint32_t v = 0; v < graph->nodes[i].size && !reaching[i]; v++)
            reaching[i] = graph_leads(graph->nodes[i].kids[v], reaching, wanted, count);
    return reaching;
}
