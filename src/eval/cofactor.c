/*
 * Cofactors: made bottom-up, unique, and remembered.
 */
#include "eval/cofactor.h"

enum { KIDS_A_NODE = 8, NODES_A_MEMO = 2 };

/* ---- memory ---- */

static size_t aligned(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

/* The values of all slots together. */
static uint32_t count_values(const struct image *image)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++)
        count += image_item(image, SECTION_SLOTS, s)[SLOT_SIZE];
    return count;
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
    size_t values = count_values(image);
    size_t sets = (size_t)capacity * cofactor_set_words(image);
    size_t memos = capacity / NODES_A_MEMO;
    size_t at = 0;

    c->slots = take(bytes, &at, slots * sizeof(*c->slots));
    c->weights = take(bytes, &at, values * sizeof(*c->weights));
    c->nodes = take(bytes, &at, capacity * sizeof(*c->nodes));
    c->notes = take(bytes, &at, capacity * sizeof(*c->notes));
    c->sets = take(bytes, &at, sets * sizeof(*c->sets));
    c->kids = take(bytes, &at, (size_t)capacity * KIDS_A_NODE * sizeof(*c->kids));
    c->buckets = take(bytes, &at, capacity * sizeof(*c->buckets));
    c->memos = take(bytes, &at, memos * sizeof(*c->memos));
    c->pairs = take(bytes, &at, memos * sizeof(*c->pairs));
    c->places = take(bytes, &at, words * sizeof(*c->places));
    c->stamps = take(bytes, &at, words * sizeof(*c->stamps));
    c->stack = take(bytes, &at, values * sizeof(*c->stack));
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
    memset(c->memos, 0, c->capacity / NODES_A_MEMO * sizeof(*c->memos));
    memset(c->pairs, 0, c->capacity / NODES_A_MEMO * sizeof(*c->pairs));
    c->count = 1;
    c->kid_count = 0;
    c->stack_top = 0;
    c->full = false;
}

static void describe_slots(struct cofactors *c)
{
    uint32_t place = 0;

    for (uint32_t s = 0; s < c->image->count[SECTION_SLOTS]; s++) {
        uint32_t size = image_item(c->image, SECTION_SLOTS, s)[SLOT_SIZE];
        double total = 0;

        c->slots[s] = (struct cofactor_slot){size, place};
        for (uint32_t v = 0; v < size; v++)
            total += (double)image_weight(c->image, s, v);
        for (uint32_t v = 0; v < size; v++)
            c->weights[place++] = (double)image_weight(c->image, s, v) / total;
    }
}

void cofactors_init(
    struct cofactors *c, const struct image *image, void *bytes, uint32_t capacity)
{
    *c = (struct cofactors){
        .image = image, .capacity = capacity, .set_words = cofactor_set_words(image)};
    (void)lay_out(c, image, bytes, capacity);
    memset(c->stamps, 0, image->count[SECTION_NODES] * sizeof(*c->stamps));
    describe_slots(c);
    cofactors_forget(c);
}

/* ---- nodes ---- */

double cofactor_share(const struct cofactors *c, cofactor f)
{
    if (cofactor_is_leaf(f))
        return (f & ~COFACTOR_LEAF) == LEAF_IMPOSSIBLE ? 0 : 1;
    return c->notes[f].share;
}

static uint64_t *set_of(const struct cofactors *c, cofactor f)
{
    return &c->sets[(size_t)f * c->set_words];
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
static void describe(const struct cofactors *c, cofactor f)
{
    struct cofactor_node *node = &c->nodes[f];
    uint64_t *set = set_of(c, f);
    double share = 0;
    uint32_t slots = 0;

    memset(set, 0, c->set_words * sizeof(*set));
    cofactor_set_add(set, node->slot);
    for (uint32_t v = 0; v < cofactor_size(c, node->slot); v++) {
        cofactor kid = c->kids[node->kids + v];

        share += cofactor_weight(c, node->slot, v) * cofactor_share(c, kid);
        node->leaves |= cofactor_all_leaves(c, kid);
        for (uint32_t w = 0; w < c->set_words && !cofactor_is_leaf(kid); w++)
            set[w] |= set_of(c, kid)[w];
    }
    for (uint32_t w = 0; w < c->set_words; w++)
        slots += (uint32_t)__builtin_popcountll(set[w]);
    node->slots = (uint16_t)slots;
    c->notes[f] = (struct cofactor_note){.share = share};
}

static bool is_node(const struct cofactors *c, cofactor f, uint32_t slot,
    const cofactor *kids, uint32_t size)
{
    const cofactor *own = &c->kids[c->nodes[f].kids];
    uint32_t v = 0;

    if (c->nodes[f].slot != slot)
        return false;
    while (v < size && own[v] == kids[v])
        v++;
    return v == size;
}

/* The node that tests `slot` and goes to kids[value]; one of the kids when all are
 * the same. */
static cofactor make(struct cofactors *c, uint32_t slot, const cofactor *kids)
{
    uint32_t size = cofactor_size(c, slot);
    uint32_t same = 1;
    uint32_t *bucket;
    cofactor f;

    while (same < size && kids[same] == kids[0])
        same++;
    if (same == size)
        return kids[0];
    bucket = bucket_of(c, slot, kids, size);
    for (f = *bucket; f != 0; f = c->nodes[f].next)
        if (is_node(c, f, slot, kids, size))
            return f;
    if (c->count == c->capacity || c->kid_count + size > c->capacity * KIDS_A_NODE) {
        c->full = true;
        return kids[0];
    }
    f = c->count++;
    c->nodes[f] = (struct cofactor_node){
        .slot = (uint16_t)slot, .kids = c->kid_count, .next = *bucket};
    memcpy(&c->kids[c->kid_count], kids, size * sizeof(*kids));
    c->kid_count += size;
    describe(c, f);
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
    c->stack_top += cofactor_size(c, slot);
    for (uint32_t v = 0; v < cofactor_size(c, slot) && !c->full; v++)
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

static cofactor rebuild(struct cofactors *c, cofactor f, uint32_t slot, uint32_t value);

/* Most calls end here, without a step down. */
static inline cofactor fix(
    struct cofactors *c, cofactor f, uint32_t slot, uint32_t value)
{
    if (!cofactor_depends(c, f, slot))
        return f;
    if (c->nodes[f].slot == slot)
        return c->kids[c->nodes[f].kids + value];
    return rebuild(c, f, slot, value);
}

/* Fix a slot that lies below the one that `f` tests. */
static cofactor rebuild(struct cofactors *c, cofactor f, uint32_t slot, uint32_t value)
{
    struct cofactor_memo *memo =
        &c->memos[mix(mix(f, slot), value) & (c->capacity / NODES_A_MEMO - 1)];
    const struct cofactor_node *node = &c->nodes[f];
    const cofactor *kids = &c->kids[node->kids];
    uint32_t size = cofactor_size(c, node->slot);
    cofactor *made = &c->stack[c->stack_top];
    cofactor result;

    if (memo->f == f && memo->slot == slot && memo->value == value)
        return memo->result;
    c->stack_top += size;
    for (uint32_t v = 0; v < size && !c->full; v++)
        made[v] = v > 0 && kids[v] == kids[v - 1] ? made[v - 1]
                                                  : fix(c, kids[v], slot, value);
    c->stack_top -= size;
    if (c->full)
        return COFACTOR_LEAF;
    result = make(c, node->slot, made);
    *memo = (struct cofactor_memo){f, slot, value, result};
    return result;
}

cofactor cofactor_fix(struct cofactors *c, cofactor f, uint32_t slot, uint32_t value)
{
    return fix(c, f, slot, value);
}

/* ---- what a cofactor depends on ---- */

uint32_t cofactor_slots(const struct cofactors *c, cofactor f, uint16_t *out)
{
    uint32_t count = 0;

    for (uint32_t w = 0; w < c->set_words && !cofactor_is_leaf(f); w++)
        for (uint64_t left = set_of(c, f)[w]; left != 0; left &= left - 1)
            out[count++] = (uint16_t)(w * 64 + (uint32_t)__builtin_ctzll(left));
    return count;
}

uint32_t cofactor_slot_in(const struct cofactors *c, cofactor f, const uint64_t *set)
{
    for (uint32_t w = 0; w < c->set_words && !cofactor_is_leaf(f); w++) {
        uint64_t common = set_of(c, f)[w] & set[w];

        if (common != 0)
            return w * 64 + (uint32_t)__builtin_ctzll(common);
    }
    return IMAGE_ABSENT;
}

bool cofactor_differ(struct cofactors *c, cofactor a, cofactor b)
{
    uint32_t slot_a = cofactor_is_leaf(a) ? EVAL_MAX_SLOTS : c->nodes[a].slot;
    uint32_t slot_b = cofactor_is_leaf(b) ? EVAL_MAX_SLOTS : c->nodes[b].slot;
    uint32_t slot = slot_a < slot_b ? slot_a : slot_b;
    struct cofactor_pair *pair;

    if (a == b || cofactor_leaves(c, a) == 0 || cofactor_leaves(c, b) == 0)
        return false;
    if (cofactor_is_total(c, a) && cofactor_is_total(c, b))
        return true;
    pair = &c->pairs[mix(a, b) & (c->capacity / NODES_A_MEMO - 1)];
    if (pair->a == a && pair->b == b)
        return false;
    for (uint32_t v = 0; v < cofactor_size(c, slot); v++)
        if (cofactor_differ(c, slot_a == slot ? c->kids[c->nodes[a].kids + v] : a,
                slot_b == slot ? c->kids[c->nodes[b].kids + v] : b))
            return true;
    *pair = (struct cofactor_pair){a, b};
    return false;
}
