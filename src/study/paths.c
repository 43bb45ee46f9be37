/*
 * A minimum flow in which every edge carries at least one path.
 *
 * First any such flow; then, as long as there is one, a way from the root to the
 * end along which flow can be taken off: forwards over edges that carry more than
 * one path, backwards over any.  When there is none the flow is smallest (by the
 * theorem of maximum flow and minimum cut, turned around).
 */
#include "study/paths.h"

struct edge {
    uint32_t from;
    uint32_t to; /* node, or the end: graph->count */
    uint32_t value;
    uint32_t flow;
};

struct cover_flow {
    struct arena *arena;
    const struct graph *graph;
    struct edge *edges; /* by `from` */
    uint32_t edge_count;
    uint32_t *first_out;  /* [node] into edges; one more at the end */
    uint32_t *first_in;   /* [node and end] into in; one more at the end */
    uint32_t *in;         /* edges by `to` */
    uint32_t *queue;      /* nodes met by the search */
    uint32_t *reached_by; /* [node and end] edge, or UNREACHED */
};

enum { ROOT = 0 };
#define UNREACHED UINT32_MAX
#define AT_ROOT   (UINT32_MAX - 1)

/* ---- the network ---- */

static void list_edges(struct cover_flow *f, const bool *wanted, uint32_t leaves)
{
    const struct graph *graph = f->graph;
    const bool *reaching = graph_reaching(f->arena, graph, wanted, leaves);
    uint32_t most = 0;

    for (uint32_t i = 0; i < graph->count; i++)
        most += graph->nodes[i].size;
    f->edges = ARENA_ARRAY(f->arena, struct edge, most);
    f->first_out = ARENA_ARRAY(f->arena, uint32_t, graph->count + 1);
    for (uint32_t i = 0; i < graph->count; i++) {
        const struct graph_node *node = &graph->nodes[i];

        f->first_out[i] = f->edge_count;
        for (uint32_t v = 0; v < node->size; v++) {
            dd kid = node->kids[v];

            if (graph_leads(kid, reaching, wanted, leaves))
                f->edges[f->edge_count++] =
                    (struct edge){i, dd_is_leaf(kid) ? graph->count : kid, v, 1};
        }
    }
    f->first_out[graph->count] = f->edge_count;
}

static void list_backwards(struct cover_flow *f)
{
    uint32_t nodes = f->graph->count + 1;
    uint32_t *next = ARENA_ARRAY(f->arena, uint32_t, nodes);

    f->first_in = ARENA_ARRAY(f->arena, uint32_t, nodes + 1);
    f->in = ARENA_ARRAY(f->arena, uint32_t, f->edge_count);
    for (uint32_t e = 0; e < f->edge_count; e++)
        f->first_in[f->edges[e].to + 1]++;
    for (uint32_t n = 0; n < nodes; n++) {
        f->first_in[n + 1] += f->first_in[n];
        next[n] = f->first_in[n];
    }
    for (uint32_t e = 0; e < f->edge_count; e++)
        f->in[next[f->edges[e].to]++] = e;
}

/* ---- some flow ---- */

static uint32_t flow_out(const struct cover_flow *f, uint32_t node)
{
    uint32_t sum = 0;

    for (uint32_t e = f->first_out[node]; e < f->first_out[node + 1]; e++)
        sum += f->edges[e].flow;
    return sum;
}

/* Send more from a node to the end, along first edges. */
static void push_down(struct cover_flow *f, uint32_t node, uint32_t more)
{
    while (node != f->graph->count) {
        f->edges[f->first_out[node]].flow += more;
        node = f->edges[f->first_out[node]].to;
    }
}

/* From the end up, give every node as much in as out. */
static void balance(struct cover_flow *f)
{
    for (uint32_t n = f->graph->count; n-- > 1;) {
        uint32_t out = flow_out(f, n);
        uint32_t in = f->first_in[n + 1] - f->first_in[n];

        if (in == 0)
            continue;
        if (out < in)
            push_down(f, n, in - out);
        else
            f->edges[f->in[f->first_in[n]]].flow += out - in;
    }
}

/* ---- the smallest flow ---- */

static void reach(struct cover_flow *f, uint32_t node, uint32_t edge, uint32_t *count)
{
    if (f->reached_by[node] != UNREACHED)
        return;
    f->reached_by[node] = edge;
    f->queue[(*count)++] = node;
}

/* Search breadth first for a way along which flow can be taken off. */
static bool find_way(struct cover_flow *f)
{
    uint32_t end = f->graph->count;
    uint32_t count = 0;

    for (uint32_t n = 0; n <= end; n++)
        f->reached_by[n] = UNREACHED;
    reach(f, ROOT, AT_ROOT, &count);
    for (uint32_t i = 0; i < count && f->reached_by[end] == UNREACHED; i++) {
        uint32_t n = f->queue[i];

        for (uint32_t e = f->first_out[n]; e < f->first_out[n + 1]; e++)
            if (f->edges[e].flow > 1)
                reach(f, f->edges[e].to, e, &count);
        for (uint32_t k = f->first_in[n]; k < f->first_in[n + 1]; k++)
            reach(f, f->edges[f->in[k]].from, f->in[k], &count);
    }
    return f->reached_by[end] != UNREACHED;
}

/* Take as much off along the way found as its edges allow. */
static void take_off(struct cover_flow *f)
{
    uint32_t end = f->graph->count;
    uint32_t most = UINT32_MAX;

    for (uint32_t n = end; n != ROOT;) {
        const struct edge *e = &f->edges[f->reached_by[n]];

        if (e->to == n && e->flow - 1 < most)
            most = e->flow - 1;
        n = e->to == n ? e->from : e->to;
    }
    for (uint32_t n = end; n != ROOT;) {
        struct edge *e = &f->edges[f->reached_by[n]];
        bool forwards = e->to == n;

        e->flow = forwards ? e->flow - most : e->flow + most;
        n = forwards ? e->from : e->to;
    }
}

/* ---- paths ---- */

/* Take one path off the flow, by the lowest values that still carry some. */
static uint32_t *take_path(struct cover_flow *f, uint32_t slots)
{
    uint32_t *values = ARENA_ARRAY(f->arena, uint32_t, slots);
    uint32_t node = ROOT;

    for (uint32_t s = 0; s < slots; s++)
        values[s] = DD_FREE;
    while (node != f->graph->count) {
        uint32_t e = f->first_out[node];

        while (f->edges[e].flow == 0)
            e++;
        f->edges[e].flow--;
        values[f->graph->nodes[node].slot] = f->edges[e].value;
        node = f->edges[e].to;
    }
    return values;
}

struct paths paths_of(struct arena *arena, const struct graph *graph, uint32_t slots,
    const bool *wanted, uint32_t leaves)
{
    struct cover_flow f = {.arena = arena, .graph = graph};
    struct paths paths = {0};

    if (graph->count == 0)
        return paths;
    list_edges(&f, wanted, leaves);
    list_backwards(&f);
    f.queue = ARENA_ARRAY(arena, uint32_t, graph->count + 1);
    f.reached_by = ARENA_ARRAY(arena, uint32_t, graph->count + 1);
    balance(&f);
    while (find_way(&f))
        take_off(&f);
    paths.edges = f.edge_count;
    paths.count = flow_out(&f, ROOT);
    paths.values = ARENA_ARRAY(arena, uint32_t *, paths.count);
    for (uint32_t p = 0; p < paths.count; p++)
        paths.values[p] = take_path(&f, slots);
    return paths;
}
