/*
 * Coordinates across.
 *
 * Every item wishes to stand at the mean of its neighbours.  In one layer the
 * nearest places to the wishes that keep order and distance are found exactly: in
 * coordinates with the distances taken out it is isotonic regression, solved by
 * pooling neighbours that are out of order.  Layers take turns until all settle;
 * in the end a long line's passes wish to stand above each other, more than boxes
 * wish for anything.
 */
#include "study/layout_inside.h"

enum { ROUNDS = 90, BOTH_SIDES_FROM = 25, STRAIGHT_FROM = 45, CHAIN_PULL = 40 };

/* Items that ended up shoulder to shoulder. */
struct pool {
    double sum; /* of weighted wishes */
    double weight;
    uint32_t count;
};

/* The passes of a line. */
struct chain {
    double sum; /* of their x */
    double count;
};

struct placing {
    struct layering *l;
    struct pool *pools;
    struct chain *chains; /* [edge] */
    bool above, below;    /* which neighbours count */
    bool straight;        /* lines are to be straight by now */
};

/* The distance that two neighbours keep from middle to middle. */
static double distance(const struct item *a, const struct item *b)
{
    bool boxes = a->kind == ITEM_BOX && b->kind == ITEM_BOX;

    return (a->width + b->width) / 2 + (boxes ? 24 : 14);
}

/* Where an item is pulled, and how hard. */
static double wish(const struct placing *p, const struct item *item, double *weight)
{
    const struct layering *l = p->l;
    const struct chain *chain = &p->chains[item->chain];
    double sum = 0;

    *weight = 0;
    for (uint32_t k = 0; p->above && k < item->above_count; k++) {
        const struct link *link = &l->links[l->above[item->first_above + k]];

        sum += link->pull * l->items[link->above].x;
        *weight += link->pull;
    }
    for (uint32_t k = 0; p->below && k < item->below_count; k++) {
        const struct link *link = &l->links[l->below[item->first_below + k]];

        sum += link->pull * l->items[link->below].x;
        *weight += link->pull;
    }
    if (p->straight && item->kind == ITEM_PASS) {
        sum += CHAIN_PULL * chain->sum / chain->count;
        *weight += CHAIN_PULL;
    }
    if (*weight > 0)
        return sum / *weight;
    *weight = 0.01;
    return item->x;
}

/* Place one layer's items as near to their wishes as order and distance allow. */
static void settle(struct placing *p, const struct layer *layer)
{
    struct layering *l = p->l;
    struct pool *pools = p->pools;
    uint32_t count = 0;
    uint32_t next = 0;
    double offset = 0;

    for (uint32_t i = 0; i < layer->count; i++) {
        const struct item *item = &l->items[layer->items[i]];
        double weight;
        double wanted = wish(p, item, &weight);

        if (i > 0)
            offset += distance(&l->items[layer->items[i - 1]], item);
        pools[count++] = (struct pool){(wanted - offset) * weight, weight, 1};
        while (count > 1 &&
            pools[count - 2].sum * pools[count - 1].weight >=
                pools[count - 1].sum * pools[count - 2].weight) {
            pools[count - 2].sum += pools[count - 1].sum;
            pools[count - 2].weight += pools[count - 1].weight;
            pools[count - 2].count += pools[count - 1].count;
            count--;
        }
    }
    offset = 0;
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < pools[k].count; i++, next++) {
            struct item *item = &l->items[layer->items[next]];

            if (next > 0)
                offset += distance(&l->items[layer->items[next - 1]], item);
            item->x = pools[k].sum / pools[k].weight + offset;
        }
}

/* Side by side, for a start. */
static void line_up(struct layering *l)
{
    for (uint32_t n = 0; n < l->layer_count; n++) {
        const struct layer *layer = &l->layers[n];
        double width = 0;

        for (uint32_t i = 1; i < layer->count; i++) {
            struct item *item = &l->items[layer->items[i]];
            const struct item *left = &l->items[layer->items[i - 1]];

            item->x = left->x + distance(left, item);
            width = item->x;
        }
        for (uint32_t i = 0; i < layer->count; i++)
            l->items[layer->items[i]].x -= width / 2;
    }
}

static void measure_chains(struct placing *p)
{
    memset(p->chains, 0, p->l->chain_count * sizeof(*p->chains));
    for (uint32_t i = 0; i < p->l->item_count; i++) {
        const struct item *item = &p->l->items[i];

        if (item->kind != ITEM_PASS)
            continue;
        p->chains[item->chain].sum += item->x;
        p->chains[item->chain].count++;
    }
}

void layering_place(struct layering *l)
{
    struct placing p = {.l = l};
    double left;

    p.pools = ARENA_ARRAY(l->arena, struct pool, l->item_count);
    p.chains = ARENA_ARRAY(l->arena, struct chain, l->chain_count);
    line_up(l);
    for (int round = 0; round < ROUNDS; round++) {
        bool both = round >= BOTH_SIDES_FROM;

        p.straight = round >= STRAIGHT_FROM;
        measure_chains(&p);
        for (uint32_t n = 0; n < l->layer_count; n++) {
            p.above = n > 0;
            p.below = both || n == 0;
            settle(&p, &l->layers[n]);
        }
        for (uint32_t n = l->layer_count; n-- > 0;) {
            p.above = both || n + 1 == l->layer_count;
            p.below = n + 1 < l->layer_count;
            settle(&p, &l->layers[n]);
        }
    }
    left = l->items[0].x;
    for (uint32_t i = 0; i < l->item_count; i++)
        if (l->items[i].x - l->items[i].width / 2 < left)
            left = l->items[i].x - l->items[i].width / 2;
    for (uint32_t i = 0; i < l->item_count; i++)
        l->items[i].x -= left;
}
