/*
 * Making nodes: the unique tables, the pool of kids, memos.
 */
#include "diagram/inside.h"

#include <stdlib.h>

enum {
    FIRST_NODES = 1024,
    FIRST_BUCKETS = 16,
    FIRST_MEMOS = 4096,
    MOST_MEMOS = 1 << 20
};

/* malloc and realloc that stop the program when memory is out: the budget bounds
 * what is asked for. */
static void *must(void *memory)
{
    REQUIRE(memory != NULL);
    return memory;
}

struct diagram *diagram_new(const uint32_t *sizes, uint32_t vars, uint32_t budget)
{
    struct diagram *d = must(calloc(1, sizeof(*d)));
    size_t bytes = (size_t)(vars == 0 ? 1 : vars) * sizeof(uint32_t);

    d->vars = vars;
    d->budget = budget;
    d->sizes = must(malloc(bytes));
    d->level_of = must(malloc(bytes));
    d->var_at = must(malloc(bytes));
    d->tables = must(calloc(vars == 0 ? 1 : vars, sizeof(*d->tables)));
    for (uint32_t v = 0; v < vars; v++) {
        REQUIRE(sizes[v] >= 1 && sizes[v] <= DD_MAX_SIZE);
        d->sizes[v] = sizes[v];
        d->level_of[v] = v;
        d->var_at[v] = v;
    }
    for (uint32_t s = 0; s <= DD_MAX_SIZE; s++)
        d->free_kids[s] = NIL;
    d->free_node = NIL;
    d->memo_count = FIRST_MEMOS;
    d->memos = must(calloc(d->memo_count, sizeof(*d->memos)));
    d->generation = 1;
    return d;
}

void diagram_free(struct diagram *d)
{
    if (d == NULL)
        return;
    for (uint32_t v = 0; v < d->vars; v++)
        free(d->tables[v].buckets);
    free(d->tables);
    free(d->sizes);
    free(d->level_of);
    free(d->var_at);
    free(d->nodes);
    free(d->pool);
    free(d->memos);
    free(d->stack);
    free(d->refs);
    free(d);
}

bool diagram_failed(const struct diagram *d)
{
    return d->failed;
}

uint32_t diagram_vars(const struct diagram *d)
{
    return d->vars;
}

uint32_t diagram_size_of(const struct diagram *d, uint32_t var)
{
    return d->sizes[var];
}

uint32_t diagram_level_of(const struct diagram *d, uint32_t var)
{
    return d->level_of[var];
}

uint32_t diagram_var_at(const struct diagram *d, uint32_t level)
{
    return d->var_at[level];
}

uint32_t diagram_live(const struct diagram *d)
{
    return d->live;
}

uint32_t diagram_var(const struct diagram *d, dd a)
{
    return d->nodes[a].var;
}

const dd *diagram_kids(const struct diagram *d, dd a)
{
    return &d->pool[d->nodes[a].kids];
}

uint32_t level_of_node(const struct diagram *d, dd a)
{
    return dd_is_leaf(a) ? d->vars : d->level_of[d->nodes[a].var];
}

/* ---- memory for nodes, kids, and kids under construction ---- */

static uint32_t node_take(struct diagram *d)
{
    uint32_t node = d->free_node;

    if (node != NIL) {
        d->free_node = d->nodes[node].next;
        return node;
    }
    if (d->node_count == d->node_capacity) {
        d->node_capacity = d->node_capacity == 0 ? FIRST_NODES : d->node_capacity * 2;
        d->nodes = must(realloc(d->nodes, d->node_capacity * sizeof(*d->nodes)));
        if (d->refs != NULL)
            d->refs = must(realloc(d->refs, d->node_capacity * sizeof(*d->refs)));
    }
    return d->node_count++;
}

uint32_t kids_take(struct diagram *d, uint32_t size)
{
    uint32_t place = d->free_kids[size];

    if (place != NIL) {
        d->free_kids[size] = d->pool[place];
        return place;
    }
    while (d->pool_count + size > d->pool_capacity) {
        d->pool_capacity =
            d->pool_capacity == 0 ? 4 * FIRST_NODES : d->pool_capacity * 2;
        d->pool = must(realloc(d->pool, d->pool_capacity * sizeof(*d->pool)));
    }
    place = d->pool_count;
    d->pool_count += size;
    return place;
}

void kids_release(struct diagram *d, uint32_t place, uint32_t size)
{
    d->pool[place] = d->free_kids[size];
    d->free_kids[size] = place;
}

void node_release(struct diagram *d, uint32_t node)
{
    struct node *n = &d->nodes[node];

    kids_release(d, n->kids, d->sizes[n->var]);
    n->var = NIL;
    n->next = d->free_node;
    d->free_node = node;
    d->live--;
}

uint32_t stack_take(struct diagram *d, uint32_t count)
{
    uint32_t at = d->stack_top;

    while (at + count > d->stack_capacity) {
        d->stack_capacity =
            d->stack_capacity == 0 ? FIRST_NODES : d->stack_capacity * 2;
        d->stack = must(realloc(d->stack, d->stack_capacity * sizeof(*d->stack)));
    }
    d->stack_top += count;
    return at;
}

/* ---- unique tables ---- */

static uint32_t hash_kids(const dd *kids, uint32_t size)
{
    uint64_t h = size;

    for (uint32_t i = 0; i < size; i++)
        h = (h ^ kids[i]) * 0x9e3779b97f4a7c15u + (h >> 29);
    return (uint32_t)(h >> 32);
}

static uint32_t *bucket_of(struct diagram *d, uint32_t var, const dd *kids)
{
    struct table *t = &d->tables[var];

    return &t->buckets[hash_kids(kids, d->sizes[var]) & (t->bucket_count - 1)];
}

static void enlarge_table(struct diagram *d, uint32_t var)
{
    struct table *t = &d->tables[var];
    struct table old = *t;

    t->bucket_count = old.bucket_count == 0 ? FIRST_BUCKETS : old.bucket_count * 2;
    t->buckets = must(malloc(t->bucket_count * sizeof(*t->buckets)));
    for (uint32_t i = 0; i < t->bucket_count; i++)
        t->buckets[i] = NIL;
    for (uint32_t i = 0; i < old.bucket_count; i++)
        for (uint32_t node = old.buckets[i], next; node != NIL; node = next) {
            uint32_t *bucket = bucket_of(d, var, &d->pool[d->nodes[node].kids]);

            next = d->nodes[node].next;
            d->nodes[node].next = *bucket;
            *bucket = node;
        }
    free(old.buckets);
}

void table_insert(struct diagram *d, uint32_t node)
{
    uint32_t var = d->nodes[node].var;
    struct table *t = &d->tables[var];
    uint32_t *bucket;

    if (t->count >= t->bucket_count)
        enlarge_table(d, var);
    bucket = bucket_of(d, var, &d->pool[d->nodes[node].kids]);
    d->nodes[node].next = *bucket;
    *bucket = node;
    t->count++;
}

void table_remove(struct diagram *d, uint32_t node)
{
    uint32_t var = d->nodes[node].var;
    uint32_t *at = bucket_of(d, var, &d->pool[d->nodes[node].kids]);

    while (*at != node)
        at = &d->nodes[*at].next;
    *at = d->nodes[node].next;
    d->tables[var].count--;
}

static bool same_kids(const dd *a, const dd *b, uint32_t size)
{
    return memcmp(a, b, size * sizeof(*a)) == 0;
}

/* The node of `var` with these kids, if there is one; else NIL. */
static uint32_t find_node(struct diagram *d, uint32_t var, const dd *kids)
{
    uint32_t node;

    if (d->tables[var].bucket_count == 0)
        return NIL;
    node = *bucket_of(d, var, kids);
    while (
        node != NIL && !same_kids(&d->pool[d->nodes[node].kids], kids, d->sizes[var]))
        node = d->nodes[node].next;
    return node;
}

dd diagram_node(struct diagram *d, uint32_t var, const dd *kids)
{
    uint32_t size = d->sizes[var];
    uint32_t same = 1;
    uint32_t node;
    uint32_t place;

    while (same < size && kids[same] == kids[0])
        same++;
    if (same == size)
        return kids[0];
    if (d->failed)
        return DD_NO;
    node = find_node(d, var, kids);
    if (node != NIL)
        return node;
    if (d->live >= d->budget || (d->refs == NULL && d->pool_count > MOST_KIDS - size)) {
        d->failed = true;
        return DD_NO;
    }
    node = node_take(d);
    place = kids_take(d, size);
    memcpy(&d->pool[place], kids, size * sizeof(*kids));
    d->nodes[node] = (struct node){.kids = place, .var = var};
    d->live++;
    if (d->refs != NULL) {
        d->refs[node] = 0;
        for (uint32_t v = 0; v < size; v++)
            if (!dd_is_leaf(kids[v]))
                d->refs[kids[v]]++;
    }
    table_insert(d, node);
    return node;
}

/* ---- memos ---- */

static struct memo *memo_slot(struct diagram *d, uint32_t tag, dd a, dd b, dd c)
{
    uint64_t h = tag;

    h = (h ^ a) * 0x9e3779b97f4a7c15u;
    h = (h ^ (h >> 31) ^ b) * 0xbf58476d1ce4e5b9u;
    h = (h ^ (h >> 31) ^ c) * 0x94d049bb133111ebu;
    return &d->memos[(h >> 32) & (d->memo_count - 1)];
}

static uint32_t tag_of(const struct diagram *d, uint32_t op)
{
    return d->generation << 8 | op;
}

bool memo_get(struct diagram *d, uint32_t op, dd a, dd b, dd c, dd *result)
{
    const struct memo *m = memo_slot(d, tag_of(d, op), a, b, c);

    if (m->tag != tag_of(d, op) || m->a != a || m->b != b || m->c != c)
        return false;
    *result = m->result;
    return true;
}

dd memo_put(struct diagram *d, uint32_t op, dd a, dd b, dd c, dd result)
{
    if (d->live > d->memo_count && d->memo_count < MOST_MEMOS) {
        free(d->memos);
        d->memo_count *= 4;
        d->memos = must(calloc(d->memo_count, sizeof(*d->memos)));
    }
    if (!d->failed)
        *memo_slot(d, tag_of(d, op), a, b, c) =
            (struct memo){tag_of(d, op), a, b, c, result};
    return result;
}

void memo_forget(struct diagram *d)
{
    d->generation++;
    if (d->generation < 1u << 24)
        return;
    d->generation = 1;
    memset(d->memos, 0, d->memo_count * sizeof(*d->memos));
}
