/*
 * Cofactors: made bottom-up, unique, and remembered.
 */
#include "eval/cofactor.h"

enum { KIDS_A_NODE = 8 };

static uint32_t size_of(const struct cofactors *c, uint32_t slot)
{
    return image_item(c->image, SECTION_SLOTS, slot)[SLOT_SIZE];
}

/* ---- memory ---- */

static size_t aligned(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

static uint32_t stack_size(const struct image *image)
{
    uint32_t size = 0;

    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++)
        size += image_item(image, SECTION_SLOTS, s)[SLOT_SIZE];
    return size;
}

/* Take bytes from where *at stands; from NULL they are only counted. */
static void *take(uint8_t *bytes, size_t *at, size_t size)
{
    void *taken = bytes == NULL ? NULL : bytes + *at;

    *at += aligned(size);
    return taken;
}

static size_t lay_out(
    struct cofactors *c, const struct image *image, uint8_t *bytes, uint32_t capacity)
{
    size_t words = image->count[SECTION_NODES];
    size_t slots = image->count[SECTION_SLOTS];
    size_t at = 0;

    c->nodes = take(bytes, &at, capacity * sizeof(*c->nodes));
    c->totals = take(bytes, &at, slots * sizeof(*c->totals));
    c->kids = take(bytes, &at, (size_t)capacity * KIDS_A_NODE * sizeof(*c->kids));
    c->buckets = take(bytes, &at, capacity * sizeof(*c->buckets));
    c->memos = take(bytes, &at, capacity * sizeof(*c->memos));
    c->pairs = take(bytes, &at, capacity * sizeof(*c->pairs));
    c->places = take(bytes, &at, words * sizeof(*c->places));
    c->stamps = take(bytes, &at, words * sizeof(*c->stamps));
    c->stack = take(bytes, &at, stack_size(image) * sizeof(*c->stack));
    c->counted = take(bytes, &at, slots * sizeof(*c->counted));
    return at;
}

size_t cofactors_size(const struct image *image, uint32_t capacity)
{
    struct cofactors c;

    return lay_out(&c, image, NULL, capacity);
}

void cofactors_forget(struct cofactors *c)
{
    memset(c->buckets, 0, c->capacity * sizeof(*c->buckets));
    memset(c->memos, 0, c->capacity * sizeof(*c->memos));
    memset(c->pairs, 0, c->capacity * sizeof(*c->pairs));
    c->count = 1;
    c->kid_count = 0;
    c->stack_top = 0;
    c->full = false;
}

void cofactors_init(
    struct cofactors *c, const struct image *image, void *bytes, uint32_t capacity)
{
    *c = (struct cofactors){.image = image, .capacity = capacity};
    (void)lay_out(c, image, bytes, capacity);
    memset(c->stamps, 0, image->count[SECTION_NODES] * sizeof(*c->stamps));
    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++) {
        c->totals[s] = 0;
        for (uint32_t v = 0; v < size_of(c, s); v++)
            c->totals[s] += (double)image_weight(image, s, v);
    }
    cofactors_forget(c);
}

/* ---- nodes ---- */

uint32_t cofactor_leaves(const struct cofactors *c, cofactor f)
{
    uint32_t leaves =
        cofactor_is_leaf(f) ? leaf_bit(f & ~COFACTOR_LEAF) : c->nodes[f].leaves;

    return leaves & ~leaf_bit(LEAF_IMPOSSIBLE);
}

double cofactor_share(const struct cofactors *c, cofactor f)
{
    if (cofactor_is_leaf(f))
        return (f & ~COFACTOR_LEAF) == LEAF_IMPOSSIBLE ? 0 : 1;
    return c->nodes[f].share;
}

double cofactor_weight(const struct cofactors *c, uint32_t slot, uint32_t value)
{
    return (double)image_weight(c->image, slot, value) / c->totals[slot];
}

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static uint32_t *bucket_of(
    const struct cofactors *c, uint32_t slot, const cofactor *kids, uint32_t size)
{
    uint64_t h = slot;

    for (uint32_t v = 0; v < size; v++)
        h = mix(h, kids[v]);
    return &c->buckets[h & (c->capacity - 1)];
}

/* What is known of a node from its kids. */
static void describe(const struct cofactors *c, struct cofactor_node *node)
{
    for (uint32_t v = 0; v < size_of(c, node->slot); v++) {
        cofactor kid = c->kids[node->kids + v];

        node->share += cofactor_weight(c, node->slot, v) * cofactor_share(c, kid);
        node->leaves |= cofactor_is_leaf(kid) ? leaf_bit(kid & ~COFACTOR_LEAF)
                                              : c->nodes[kid].leaves;
    }
}

/* The node that tests `slot` and goes to kids[value]; one of the kids when all are
 * the same. */
static cofactor make(struct cofactors *c, uint32_t slot, const cofactor *kids)
{
    uint32_t size = size_of(c, slot);
    uint32_t same = 1;
    uint32_t *bucket;
    cofactor f;

    while (same < size && kids[same] == kids[0])
        same++;
    if (same == size)
        return kids[0];
    bucket = bucket_of(c, slot, kids, size);
    for (f = *bucket; f != 0; f = c->nodes[f].next)
        if (c->nodes[f].slot == slot &&
            memcmp(&c->kids[c->nodes[f].kids], kids, size * sizeof(*kids)) == 0)
            return f;
    if (c->count == c->capacity || c->kid_count + size > c->capacity * KIDS_A_NODE) {
        c->full = true;
        return kids[0];
    }
    f = c->count++;
    c->nodes[f] =
        (struct cofactor_node){.slot = slot, .kids = c->kid_count, .next = *bucket};
    memcpy(&c->kids[c->kid_count], kids, size * sizeof(*kids));
    c->kid_count += size;
    describe(c, &c->nodes[f]);
    *bucket = f;
    return f;
}

/* ---- fixing slots ---- */

static cofactor take_in(struct cofactors *c, image_edge e, const uint16_t *slots)
{
    uint32_t slot = edge_slot(e);
    uint32_t place = edge_place(e);
    uint32_t base = c->stack_top;

    while (!edge_is_leaf(e) && slots[slot] != SLOT_UNKNOWN) {
        e = c->image->words[place + slots[slot]];
        slot = edge_slot(e);
        place = edge_place(e);
    }
    if (edge_is_leaf(e))
        return COFACTOR_LEAF | edge_leaf(e);
    if (c->stamps[place] == c->stamp)
        return c->places[place];
    c->stack_top += size_of(c, slot);
    for (uint32_t v = 0; v < size_of(c, slot) && !c->full; v++)
        c->stack[base + v] = take_in(c, c->image->words[place + v], slots);
    c->stack_top = base;
    if (c->full)
        return COFACTOR_LEAF;
    c->stamps[place] = c->stamp;
    c->places[place] = make(c, slot, &c->stack[base]);
    return c->places[place];
}

cofactor cofactor_of(struct cofactors *c, image_edge root, const uint16_t *slots)
{
    c->stamp++;
    if (c->stamp == 0) {
        memset(c->stamps, 0, c->image->count[SECTION_NODES] * sizeof(*c->stamps));
        c->stamp = 1;
    }
    return take_in(c, root, slots);
}

cofactor cofactor_fix(struct cofactors *c, cofactor f, uint32_t slot, uint32_t value)
{
    struct cofactor_memo *memo;
    uint32_t base = c->stack_top;
    uint32_t size;
    cofactor result;

    if (cofactor_is_leaf(f) || c->nodes[f].slot > slot)
        return f;
    if (c->nodes[f].slot == slot)
        return c->kids[c->nodes[f].kids + value];
    memo = &c->memos[mix(mix(f, slot), value) & (c->capacity - 1)];
    if (memo->f == f && memo->slot == slot && memo->value == value)
        return memo->result;
    size = size_of(c, c->nodes[f].slot);
    c->stack_top += size;
    for (uint32_t v = 0; v < size && !c->full; v++)
        c->stack[base + v] =
            cofactor_fix(c, c->kids[c->nodes[f].kids + v], slot, value);
    c->stack_top = base;
    if (c->full)
        return COFACTOR_LEAF;
    result = make(c, c->nodes[f].slot, &c->stack[base]);
    *memo = (struct cofactor_memo){f, slot, value, result};
    return result;
}

/* ---- what a cofactor depends on ---- */

/* Mark the nodes below that were not met yet, and put their slots into the list. */
static void meet(struct cofactors *c, cofactor f, uint16_t *list, uint32_t *count)
{
    struct cofactor_node *node = &c->nodes[f];
    uint32_t at = *count;

    if (cofactor_is_leaf(f) || node->mark == c->mark)
        return;
    node->mark = c->mark;
    while (at > 0 && list[at - 1] > node->slot)
        at--;
    if (at == 0 || list[at - 1] != node->slot) {
        memmove(&list[at + 1], &list[at], (*count - at) * sizeof(*list));
        list[at] = (uint16_t)node->slot;
        (*count)++;
    }
    for (uint32_t v = 0; v < size_of(c, node->slot); v++)
        meet(c, c->kids[node->kids + v], list, count);
}

uint32_t cofactor_slots(struct cofactors *c, cofactor f, uint16_t *out)
{
    uint32_t count = 0;

    c->mark++;
    if (c->mark == 0) {
        for (uint32_t i = 0; i < c->count; i++)
            c->nodes[i].mark = 0;
        c->mark = 1;
    }
    meet(c, f, out, &count);
    return count;
}

uint32_t cofactor_slot_count(struct cofactors *c, cofactor f)
{
    if (cofactor_is_leaf(f))
        return 0;
    if (c->nodes[f].slots == 0)
        c->nodes[f].slots = cofactor_slots(c, f, c->counted);
    return c->nodes[f].slots;
}

bool cofactor_differ(struct cofactors *c, cofactor a, cofactor b)
{
    uint32_t slot_a = cofactor_is_leaf(a) ? EVAL_MAX_SLOTS : c->nodes[a].slot;
    uint32_t slot_b = cofactor_is_leaf(b) ? EVAL_MAX_SLOTS : c->nodes[b].slot;
    uint32_t slot = slot_a < slot_b ? slot_a : slot_b;
    struct cofactor_pair *pair;

    if (a == b || cofactor_leaves(c, a) == 0 || cofactor_leaves(c, b) == 0)
        return false;
    if (slot == EVAL_MAX_SLOTS)
        return true;
    pair = &c->pairs[mix(a, b) & (c->capacity - 1)];
    if (pair->a == a && pair->b == b)
        return false;
    for (uint32_t v = 0; v < size_of(c, slot); v++)
        if (cofactor_differ(c, slot_a == slot ? c->kids[c->nodes[a].kids + v] : a,
                slot_b == slot ? c->kids[c->nodes[b].kids + v] : b))
            return true;
    *pair = (struct cofactor_pair){a, b};
    return false;
}
