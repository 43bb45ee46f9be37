/*
 * The manager from within.
 *
 * Nodes stand in one array, their kids in one pool.  Every variable has its own
 * unique table, chained through the nodes.  Memos are direct-mapped and carry the
 * generation they were made in, so forgetting all of them is one increment.
 */
#ifndef VESTIBULE_DIAGRAM_INSIDE_H
#define VESTIBULE_DIAGRAM_INSIDE_H

#include "diagram/diagram.h"

#define NIL UINT32_MAX

/* Places in the pool; beyond them indices would wrap. */
#define MOST_KIDS (1u << 31)

struct node {
    uint32_t next; /* in its bucket, or among the free nodes */
    uint32_t kids; /* place of the first in the pool */
    uint32_t mark; /* stamp of the last traversal that came by */
    uint32_t var;  /* NIL when free */
};

/* The nodes of one variable. */
struct table {
    uint32_t *buckets; /* first node of the chain, or NIL */
    uint32_t bucket_count;
    uint32_t count;
};

struct memo {
    uint32_t tag; /* generation and operation; 0 is never used */
    dd a, b, c;
    dd result;
};

struct diagram {
    uint32_t vars;
    uint32_t *sizes;
    uint32_t *level_of;
    uint32_t *var_at;
    struct table *tables;
    struct node *nodes;
    uint32_t node_count; /* places used so far, free ones among them */
    uint32_t node_capacity;
    uint32_t free_node;
    uint32_t live;
    uint32_t budget;
    bool failed;
    uint32_t *pool;
    uint32_t pool_count;
    uint32_t pool_capacity;
    uint32_t free_kids[DD_MAX_SIZE + 1]; /* by size; chained through the first kid */
    struct memo *memos;
    uint32_t memo_count; /* a power of two */
    uint32_t generation;
    uint32_t stamp; /* of traversals */
    uint32_t call;  /* numbers calls whose memos must not mix */
    dd *stack;      /* kids under construction */
    uint32_t stack_top;
    uint32_t stack_capacity;
    uint32_t *refs;  /* [node] while sifting, else NULL */
    uint64_t effort; /* node visits left while sifting */
};

enum {
    OP_AND = 1,
    OP_OR,
    OP_NOT,
    OP_CHOOSE,
    OP_RESTRICT,
    OP_MAP,
    OP_FIX,
    OP_FIRST_FREE
};
_Static_assert(OP_FIRST_FREE <= 8, "callers' operations start at 8");

/* Level of the variable a node tests; leaves lie below all variables. */
uint32_t level_of_node(const struct diagram *d, dd a);

/* The kid of `a` where `var` has `value`; `a` itself when it does not test it. */
static inline dd kid_at(const struct diagram *d, dd a, uint32_t var, uint32_t value)
{
    if (dd_is_leaf(a) || d->nodes[a].var != var)
        return a;
    return d->pool[d->nodes[a].kids + value];
}

/* Reserve `count` places on the stack; their index.  The stack may move. */
uint32_t stack_take(struct diagram *d, uint32_t count);

/* Look up a memo; its place is returned through `slot` for memo_put. */
bool memo_get(struct diagram *d, uint32_t op, dd a, dd b, dd c, dd *result);
dd memo_put(struct diagram *d, uint32_t op, dd a, dd b, dd c, dd result);
void memo_forget(struct diagram *d);

/* Unique tables. */
void table_insert(struct diagram *d, uint32_t node);
void table_remove(struct diagram *d, uint32_t node);
void node_release(struct diagram *d, uint32_t node);
uint32_t kids_take(struct diagram *d, uint32_t size);
void kids_release(struct diagram *d, uint32_t place, uint32_t size);

/* Start a traversal: nodes marked with the returned stamp have been seen. */
uint32_t next_stamp(struct diagram *d);

/* List the distinct nodes reachable from the roots, parents before kids by level;
 * the caller frees the array. */
uint32_t *nodes_by_level(
    struct diagram *d, const dd *roots, size_t count, uint32_t *found);

#endif
