/*
 * The classic way to draw what flows downwards (Sugiyama, Tagawa and Toda 1981):
 * layers by longest path, order by barycentres, then coordinates, then lines.
 */
#include "study/layout.h"

#include "study/layout_inside.h"

enum {
    PASS_WIDTH = 10,
    LABEL_GAP = 18, /* between a box and the labels below it */
    BOX_GAP = 22,   /* between labels and the boxes below them */
    STEEP = 12,     /* one unit more between layers for so many sideways */
    MOST_MORE = 46,
    PORT_STEP = 26,  /* between lines that leave a box */
    ENTRY_STEP = 16, /* between lines that reach one */
};

/* ---- layers ---- */

/* Boxes as far down as the longest way to them; labels have the odd layers. */
static void find_layers(const struct layout *layout, struct layering *l)
{
    for (uint32_t e = 0; e < layout->edge_count; e++) {
        const struct layout_edge *edge = &layout->edges[e];
        uint32_t layer = l->items[edge->from].layer + 2;

        if (l->items[edge->to].layer < layer)
            l->items[edge->to].layer = layer;
    }
    for (uint32_t b = 0; b < layout->box_count; b++)
        if (l->items[b].layer >= l->layer_count)
            l->layer_count = l->items[b].layer + 1;
}

static uint32_t add_item(struct layering *l, struct item item)
{
    l->items[l->item_count] = item;
    return l->item_count++;
}

/* An edge as a chain of links: by its label and through the layers between. */
static void add_chain(
    struct layering *l, const struct layout_edge *edge, uint32_t number)
{
    uint32_t last = l->items[edge->to].layer;
    uint32_t above = edge->from;
    uint32_t layer = l->items[above].layer + 1;
    uint32_t below = add_item(l,
        (struct item){.kind = ITEM_LABEL,
            .layer = layer,
            .width = edge->width,
            .height = edge->height});

    l->links[l->link_count++] = (struct link){above, below, 1};
    for (layer++; layer < last; layer++) {
        above = below;
        below = add_item(l,
            (struct item){.kind = ITEM_PASS,
                .layer = layer,
                .chain = number,
                .width = PASS_WIDTH});
        l->links[l->link_count++] =
            (struct link){above, below, l->items[above].kind == ITEM_PASS ? 8 : 3};
    }
    l->links[l->link_count++] = (struct link){below, edge->to, 6};
}

/* How many items and links there will be at most. */
static uint32_t count_items(const struct layout *layout, const struct layering *l)
{
    uint32_t count = layout->box_count;

    for (uint32_t e = 0; e < layout->edge_count; e++)
        count +=
            l->items[layout->edges[e].to].layer - l->items[layout->edges[e].from].layer;
    return count;
}

/* List each item's links, above and below. */
static void list_links(struct layering *l)
{
    uint32_t above = 0;
    uint32_t below = 0;

    l->above = ARENA_ARRAY(l->arena, uint32_t, l->link_count);
    l->below = ARENA_ARRAY(l->arena, uint32_t, l->link_count);
    for (uint32_t k = 0; k < l->link_count; k++) {
        l->items[l->links[k].above].below_count++;
        l->items[l->links[k].below].above_count++;
    }
    for (uint32_t i = 0; i < l->item_count; i++) {
        l->items[i].first_above = above;
        l->items[i].first_below = below;
        above += l->items[i].above_count;
        below += l->items[i].below_count;
        l->items[i].above_count = 0;
        l->items[i].below_count = 0;
    }
    for (uint32_t k = 0; k < l->link_count; k++) {
        struct item *a = &l->items[l->links[k].above];
        struct item *b = &l->items[l->links[k].below];

        l->below[a->first_below + a->below_count++] = k;
        l->above[b->first_above + b->above_count++] = k;
    }
}

static struct layering layering_of(struct arena *arena, const struct layout *layout)
{
    struct layering l = {.arena = arena,
        .item_count = layout->box_count,
        .chain_count = layout->edge_count};
    struct item *boxes = ARENA_ARRAY(arena, struct item, layout->box_count);

    for (uint32_t b = 0; b < layout->box_count; b++)
        boxes[b] = (struct item){.kind = ITEM_BOX,
            .width = layout->boxes[b].width,
            .height = layout->boxes[b].height};
    l.items = boxes;
    find_layers(layout, &l);
    l.items = ARENA_ARRAY(arena, struct item, count_items(layout, &l));
    memcpy(l.items, boxes, layout->box_count * sizeof(*boxes));
    l.links = ARENA_ARRAY(arena, struct link, count_items(layout, &l));
    for (uint32_t e = 0; e < layout->edge_count; e++)
        add_chain(&l, &layout->edges[e], e);
    list_links(&l);
    return l;
}

/* ---- heights ---- */

/* How far the links below a layer run sideways, at most. */
static double widest_link(const struct layering *l, const struct layer *layer)
{
    double widest = 0;

    for (uint32_t i = 0; i < layer->count; i++) {
        const struct item *item = &l->items[layer->items[i]];

        for (uint32_t k = 0; k < item->below_count; k++) {
            const struct link *link = &l->links[l->below[item->first_below + k]];
            double far = l->items[link->below].x - item->x;

            far = far < 0 ? -far : far;
            if (far > widest)
                widest = far;
        }
    }
    return widest;
}

static void find_heights(struct layering *l)
{
    double top = 0;

    for (uint32_t n = 0; n < l->layer_count; n++) {
        struct layer *layer = &l->layers[n];
        double more = widest_link(l, layer) / STEEP;

        layer->top = top;
        for (uint32_t i = 0; i < layer->count; i++)
            if (l->items[layer->items[i]].height > layer->height)
                layer->height = l->items[layer->items[i]].height;
        top += layer->height + (n % 2 == 0 ? LABEL_GAP : BOX_GAP) +
            (more > MOST_MORE ? MOST_MORE : more);
    }
}

/* ---- lines ---- */

/* Where on a box the k-th of its `count` lines is: spread around its middle. */
static double port(const struct item *box, uint32_t k, uint32_t count, double step)
{
    double room = box->width - 2 * step;

    if (count > 1 && step * (count - 1) > room)
        step = room / (count - 1);
    return box->x + (k - (count - 1) / 2.0) * step;
}

/* How many of the links in `list` lead to items left of that of link `own`. */
static uint32_t rank_of(const struct layering *l, const uint32_t *list, uint32_t count,
    uint32_t own, bool below)
{
    uint32_t rank = 0;

    for (uint32_t k = 0; k < count; k++) {
        const struct link *a = &l->links[list[k]];
        const struct link *b = &l->links[own];

        rank += below ? l->items[a->below].place < l->items[b->below].place
                      : l->items[a->above].place < l->items[b->above].place;
    }
    return rank;
}

static void add_point(struct layout_edge *edge, double x, double y)
{
    edge->way[edge->way_count++] = (struct point){x, y};
}

/* The x nearest to `x` that is well within an item.  A line may shift behind its
 * own label, which spares it a bend on either side. */
static double within(const struct item *item, double x)
{
    double reach = item->kind == ITEM_LABEL ? item->width * 0.3 : 0;

    if (x < item->x - reach)
        return item->x - reach;
    return x > item->x + reach ? item->x + reach : x;
}

/* Run an edge along its chain, whose first link is `first`.  Returns the link
 * after its last. */
static uint32_t route(struct layering *l, const struct layout *layout,
    struct layout_edge *edge, uint32_t first)
{
    const struct item *from = &l->items[edge->from];
    const struct item *to = &l->items[edge->to];
    uint32_t steps = to->layer - from->layer;
    uint32_t last = first + steps - 1;
    double x = port(from,
        rank_of(l, &l->below[from->first_below], from->below_count, first, true),
        from->below_count, PORT_STEP);
    double end =
        port(to, rank_of(l, &l->above[to->first_above], to->above_count, last, false),
            to->above_count, ENTRY_STEP);

    edge->way = ARENA_ARRAY(l->arena, struct point, 2 * (size_t)steps + 3);
    add_point(edge, x, layout->boxes[edge->from].top.y + from->height);
    add_point(edge, x, l->layers[from->layer].top + l->layers[from->layer].height);
    for (uint32_t k = first; k < last; k++) {
        const struct item *item = &l->items[l->links[k].below];
        const struct layer *layer = &l->layers[item->layer];

        if (k == first)
            edge->label = (struct point){item->x, layer->top + item->height / 2};
        add_point(edge, within(item, x), layer->top);
        x = k + 1 < last ? l->items[l->links[k + 1].below].x : end;
        x = within(item, x);
        add_point(edge, x, layer->top + (k == first ? item->height : layer->height));
        if (k == first && item->height < layer->height)
            add_point(edge, x, layer->top + layer->height);
    }
    add_point(edge, end, layout->boxes[edge->to].top.y);
    return last + 1;
}

void layout_run(struct arena *arena, struct layout *layout)
{
    struct layering l = layering_of(arena, layout);
    uint32_t link = 0;

    layering_order(&l);
    layering_place(&l);
    find_heights(&l);
    layout->width = 0;
    for (uint32_t i = 0; i < l.item_count; i++)
        if (l.items[i].x + l.items[i].width / 2 > layout->width)
            layout->width = l.items[i].x + l.items[i].width / 2;
    layout->height =
        l.layers[l.layer_count - 1].top + l.layers[l.layer_count - 1].height;
    for (uint32_t b = 0; b < layout->box_count; b++)
        layout->boxes[b].top =
            (struct point){l.items[b].x, l.layers[l.items[b].layer].top};
    for (uint32_t e = 0; e < layout->edge_count; e++)
        link = route(&l, layout, &layout->edges[e], link);
}
