/*
 * The order of items in their layers.
 *
 * Sweeps down and up put every item where its neighbours' middle is; the order
 * with the fewest crossings met on the way is kept.
 */
#include "study/layout_inside.h"

enum { SWEEPS = 28 };

struct ordering {
    struct layering *l;
    double *wish;     /* [item] where its neighbours are */
    uint32_t *best;   /* [item] place in the best order */
    uint32_t *counts; /* room for counting crossings: a binary indexed tree */
    uint32_t widest;  /* items of the largest layer */
};

/* ---- the first order ---- */

/* Put items into their layers in the order in which one meets them from the top. */
static void meet(struct ordering *o, uint32_t item, bool *met)
{
    struct layering *l = o->l;
    struct layer *layer = &l->layers[l->items[item].layer];

    if (met[item])
        return;
    met[item] = true;
    l->items[item].place = layer->count;
    layer->items[layer->count++] = item;
    for (uint32_t k = 0; k < l->items[item].below_count; k++)
        meet(o, l->links[l->below[l->items[item].first_below + k]].below, met);
}

static void fill_layers(struct ordering *o)
{
    struct layering *l = o->l;
    bool *met = ARENA_ARRAY(l->arena, bool, l->item_count);
    uint32_t *room = ARENA_ARRAY(l->arena, uint32_t, l->layer_count);

    l->layers = ARENA_ARRAY(l->arena, struct layer, l->layer_count);
    for (uint32_t i = 0; i < l->item_count; i++)
        room[l->items[i].layer]++;
    for (uint32_t n = 0; n < l->layer_count; n++) {
        l->layers[n].items = ARENA_ARRAY(l->arena, uint32_t, room[n]);
        if (room[n] > o->widest)
            o->widest = room[n];
    }
    for (uint32_t i = 0; i < l->item_count; i++)
        meet(o, i, met);
}

/* ---- crossings ---- */

/* Count one more at `place`, and return how many were counted right of it. */
static uint32_t count_at(struct ordering *o, uint32_t place, uint32_t total)
{
    uint32_t before = 0;

    for (uint32_t i = place + 1; i > 0; i -= i & (~i + 1))
        before += o->counts[i];
    for (uint32_t i = place + 1; i <= o->widest; i += i & (~i + 1))
        o->counts[i]++;
    return total - before;
}

/* The place of the item that a link below `item` leads to. */
static uint32_t place_below(
    const struct layering *l, const struct item *item, uint32_t link)
{
    return l->items[l->links[l->below[item->first_below + link]].below].place;
}

/* The first place right of `last` that `item` leads to, or UINT32_MAX; `any` takes
 * the first of all.  No item leads to one place twice. */
static uint32_t next_place(
    const struct layering *l, const struct item *item, bool any, uint32_t last)
{
    uint32_t next = UINT32_MAX;

    for (uint32_t k = 0; k < item->below_count; k++) {
        uint32_t place = place_below(l, item, k);

        if ((any || place > last) && place < next)
            next = place;
    }
    return next;
}

/* The crossings between a layer and the next: links, taken by their upper ends,
 * cross all earlier ones that end further right.  Links of one item are taken by
 * their lower ends. */
static uint64_t crossings_below(struct ordering *o, const struct layer *layer)
{
    const struct layering *l = o->l;
    uint64_t crossings = 0;
    uint32_t total = 0;

    memset(o->counts, 0, (o->widest + 1) * sizeof(*o->counts));
    for (uint32_t i = 0; i < layer->count; i++) {
        const struct item *item = &l->items[layer->items[i]];
        uint32_t place = next_place(l, item, true, 0);

        for (; place != UINT32_MAX; place = next_place(l, item, false, place))
            crossings += count_at(o, place, total++);
    }
    return crossings;
}

static uint64_t count_crossings(struct ordering *o)
{
    uint64_t sum = 0;

    for (uint32_t n = 0; n + 1 < o->l->layer_count; n++)
        sum += crossings_below(o, &o->l->layers[n]);
    return sum;
}

/* ---- sweeps ---- */

/* Wish every item of a layer to the mean of its neighbours on one side. */
static void wish(struct ordering *o, const struct layer *layer, bool by_above)
{
    const struct layering *l = o->l;

    for (uint32_t i = 0; i < layer->count; i++) {
        const struct item *item = &l->items[layer->items[i]];
        uint32_t count = by_above ? item->above_count : item->below_count;
        double sum = 0;

        for (uint32_t k = 0; k < count; k++)
            sum += by_above
                ? l->items[l->links[l->above[item->first_above + k]].above].place
                : l->items[l->links[l->below[item->first_below + k]].below].place;
        o->wish[layer->items[i]] = count == 0 ? item->place : sum / count;
    }
}

/* Sort a layer by the wishes, ties as they stand. */
static void sort(struct ordering *o, struct layer *layer)
{
    for (uint32_t i = 1; i < layer->count; i++) {
        uint32_t item = layer->items[i];
        uint32_t at = i;

        for (; at > 0 && o->wish[layer->items[at - 1]] > o->wish[item]; at--)
            layer->items[at] = layer->items[at - 1];
        layer->items[at] = item;
    }
    for (uint32_t i = 0; i < layer->count; i++)
        o->l->items[layer->items[i]].place = i;
}

static void sweep(struct ordering *o, bool down)
{
    uint32_t count = o->l->layer_count;

    for (uint32_t n = 1; n < count; n++) {
        struct layer *layer = &o->l->layers[down ? n : count - 1 - n];

        wish(o, layer, down);
        sort(o, layer);
    }
}

/* How often the links of two items cross, `first` standing left of `second`. */
static uint64_t crossings_of(const struct layering *l, uint32_t first, uint32_t second)
{
    const struct item *a = &l->items[first];
    const struct item *b = &l->items[second];
    uint64_t crossings = 0;

    for (uint32_t i = 0; i < a->below_count; i++)
        for (uint32_t k = 0; k < b->below_count; k++)
            crossings += l->items[l->links[l->below[a->first_below + i]].below].place >
                l->items[l->links[l->below[b->first_below + k]].below].place;
    for (uint32_t i = 0; i < a->above_count; i++)
        for (uint32_t k = 0; k < b->above_count; k++)
            crossings += l->items[l->links[l->above[a->first_above + i]].above].place >
                l->items[l->links[l->above[b->first_above + k]].above].place;
    return crossings;
}

/* Swap neighbours wherever that takes crossings away: those of others stay. */
static void swap_neighbours(struct ordering *o)
{
    struct layering *l = o->l;

    for (uint32_t n = 0; n < l->layer_count; n++)
        for (uint32_t i = 0; i + 1 < l->layers[n].count; i++) {
            struct layer *layer = &l->layers[n];
            uint32_t left = layer->items[i];
            uint32_t right = layer->items[i + 1];

            if (crossings_of(l, right, left) >= crossings_of(l, left, right))
                continue;
            layer->items[i] = right;
            layer->items[i + 1] = left;
            l->items[right].place = i;
            l->items[left].place = i + 1;
        }
}

static void keep(struct ordering *o)
{
    for (uint32_t i = 0; i < o->l->item_count; i++)
        o->best[i] = o->l->items[i].place;
}

/* Put the items where the best order has them. */
static void restore(struct ordering *o)
{
    for (uint32_t i = 0; i < o->l->item_count; i++) {
        o->l->items[i].place = o->best[i];
        o->l->layers[o->l->items[i].layer].items[o->best[i]] = i;
    }
}

void layering_order(struct layering *l)
{
    struct ordering o = {.l = l};
    uint64_t fewest;
    bool small;

    fill_layers(&o);
    o.wish = ARENA_ARRAY(l->arena, double, l->item_count);
    o.best = ARENA_ARRAY(l->arena, uint32_t, l->item_count);
    o.counts = ARENA_ARRAY(l->arena, uint32_t, o.widest + 1);
    small = o.widest < 200;
    keep(&o);
    fewest = count_crossings(&o);
    for (int i = 0; i < SWEEPS && fewest > 0; i++) {
        uint64_t now;

        sweep(&o, i % 2 == 0);
        if (small)
            swap_neighbours(&o);
        now = count_crossings(&o);
        if (now < fewest) {
            fewest = now;
            keep(&o);
        }
    }
    restore(&o);
}
