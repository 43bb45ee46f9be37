/*
 * Many cases at once, in one of two ways; no branch depends on a case in either, so none
 * can be guessed wrong.
 *
 * Dealing: 512 cases go through the diagram side by side, a bit each.  A diagram that is
 * small enough becomes a list of moves.  Every slot's column is turned into one set of
 * cases for each value; then, from the root down, the cases that have come to a node are
 * dealt out to its kids.
 *
 * Walking: case by case, in batch_walk.c.
 */
#include "eval/batch.h"

/* A set of 512 cases.  A column is read in 16 groups of 32 values, each as large as a
 * set: case 32g + l of them has bit 4(g % 4) + g / 4 of the set's l-th 16 bits.  The
 * compiler makes of it whatever vectors the machine has. */
typedef uint64_t cases __attribute__((vector_size(64)));

enum {
    CASES = BATCH_CASES,
    GROUP = 32,
    GROUPS = CASES / GROUP,
    LEAF_BITS = 5,
    PROBES = 64
};
enum { NODES_MOST = 256, MOVES_MOST = 512, HOTS_MOST = 256, PLACES_MOST = 2048 };

/* Cases at a node that are in set `hot` go to `to`. */
struct move {
    uint16_t hot;
    uint16_t to;
};

struct stop {
    uint16_t moves_end; /* in the list of moves */
    uint16_t otherwise; /* where the cases go that no move takes */
};

/* The sets of a slot's values: hots[first + value]. */
struct column {
    uint16_t slot;
    uint16_t size;
    uint16_t bits; /* to write a value */
    uint16_t first;
};

struct moves {
    struct stop stops[NODES_MOST]; /* parents before kids */
    struct move list[MOVES_MOST];
    struct column columns[NODES_MOST];
    uint16_t number[PLACES_MOST];       /* of the stop for a place, 0 for none */
    uint16_t column_of[EVAL_MAX_SLOTS]; /* and one, 0 for none */
    uint32_t stop_count;
    uint32_t move_count;
    uint32_t column_count;
    uint32_t hot_count;
    uint32_t leaves; /* that there are, as bits */
};

/* ---- making the list ---- */

/* Leaves are the first stops that cases can come to; they have no moves. */
static uint16_t stop_of(const struct moves *m, image_edge e)
{
    return edge_is_leaf(e) ? (uint16_t)edge_leaf(e) : m->number[edge_place(e)];
}

/* Number the nodes below `root`: kids stand before their parents. */
static bool number_stops(
    struct moves *m, const struct image *image, image_edge root, uint16_t *places)
{
    m->number[edge_place(root)] = 1;
    for (uint32_t place = edge_place(root); place >= IMAGE_LEAVES; place--) {
        const uint32_t *kids = image->words + place;
        uint32_t size;

        if (m->number[place] == 0)
            continue;
        if (m->stop_count == NODES_MOST)
            return false;
        size = image_item(image, SECTION_SLOTS, kids[-1] ^ NODE_TAG)[SLOT_SIZE];
        m->number[place] = (uint16_t)(IMAGE_LEAVES + m->stop_count);
        places[m->stop_count++] = (uint16_t)place;
        for (uint32_t v = 0; v < size; v++)
            if (!edge_is_leaf(kids[v]))
                m->number[edge_place(kids[v])] = 1;
    }
    return true;
}

/* How many bits it takes to write a number. */
static uint32_t bits_for(uint32_t number)
{
    uint32_t bits = 0;

    while (number >> bits != 0)
        bits++;
    return bits;
}

/* The sets of a slot; NULL when there are too many. */
static const struct column *column_for(
    struct moves *m, const struct image *image, uint32_t slot)
{
    uint32_t size = image_item(image, SECTION_SLOTS, slot)[SLOT_SIZE];

    if (m->column_of[slot] != 0)
        return &m->columns[m->column_of[slot] - 1];
    if (m->hot_count + size > HOTS_MOST)
        return NULL;
    m->columns[m->column_count] = (struct column){(uint16_t)slot, (uint16_t)size,
        (uint16_t)bits_for(size - 1), (uint16_t)m->hot_count};
    m->hot_count += size;
    m->column_of[slot] = (uint16_t)++m->column_count;
    return &m->columns[m->column_count - 1];
}

/* The kid that most values lead to needs no move. */
static image_edge commonest(const uint32_t *kids, uint32_t size)
{
    uint32_t most = 0;
    uint32_t best = 0;

    for (uint32_t v = 0; v < size; v++) {
        uint32_t same = 0;

        for (uint32_t w = v; w < size; w++)
            same += kids[w] == kids[v];
        if (same > most) {
            most = same;
            best = v;
        }
    }
    return kids[best];
}

static bool make_moves(struct moves *m, const struct image *image, image_edge root)
{
    uint16_t places[NODES_MOST];

    if (edge_is_leaf(root) || edge_place(root) >= PLACES_MOST ||
        !number_stops(m, image, root, places))
        return false;
    m->leaves = image->words[edge_place(root) - NODE_HEAD];
    for (uint32_t i = 0; i < m->stop_count; i++) {
        const uint32_t *kids = image->words + places[i];
        const struct column *column = column_for(m, image, kids[-1] ^ NODE_TAG);
        image_edge otherwise;

        if (column == NULL || m->move_count + column->size > MOVES_MOST)
            return false;
        otherwise = commonest(kids, column->size);
        for (uint32_t v = 0; v < column->size; v++)
            if (kids[v] != otherwise)
                m->list[m->move_count++] =
                    (struct move){(uint16_t)(column->first + v), stop_of(m, kids[v])};
        m->stops[i] = (struct stop){(uint16_t)m->move_count, stop_of(m, otherwise)};
    }
    return true;
}

/* ---- columns to sets ---- */

/* Four groups from the g-th on, of each value the bits from `low` up that are in `mask`:
 * four a value. */
static inline void pack(
    const uint16_t *column, uint32_t low, uint64_t mask, size_t g, cases *packed)
{
    cases values[4];

    memcpy(values, column + g * GROUP, sizeof(values));
    *packed = (values[0] >> low & mask) | (values[1] >> low & mask) << 4 |
        (values[2] >> low & mask) << 8 | (values[3] >> low & mask) << 12;
}

/* `count` (1 to 4) bits of every value, from bit `low` up, as planes: the cases whose
 * value has that bit.  `mask` leaves four bits of each value. */
static inline void take_planes(
    const uint16_t *column, uint32_t low, uint64_t mask, uint32_t count, cases *planes)
{
    const uint64_t ones = 0x1111111111111111u;
    cases packed[4];

    for (size_t i = 0; i < 4; i++)
        pack(column, low, mask, 4 * i, &packed[i]);
    for (uint32_t bit = 0; bit < count; bit++)
        planes[bit] = (packed[0] >> bit & ones) | (packed[1] >> bit & ones) << 1 |
            (packed[2] >> bit & ones) << 2 | (packed[3] >> bit & ones) << 3;
}

/* The planes of all bits; most slots have few values, whose other bits are 0. */
static void take_all_planes(const uint16_t *column, uint32_t bits, cases *planes)
{
    if (bits <= 4)
        take_planes(column, 0, UINT64_MAX, bits, planes);
    else
        for (uint32_t low = 0; low < bits; low += 4)
            take_planes(column, low, 0x000f000f000f000fu, 4, planes + low);
}

/* Set hots[value] to the cases that have the value. */
static void take_hots(const uint16_t *column, const struct column *c, cases *hots)
{
    cases planes[16];

    take_all_planes(column, c->bits, planes);
    hots[0] = ~(cases){0};
    for (uint32_t bit = 0; bit < c->bits; bit++) {
        uint32_t made = 1u << bit;

        for (uint32_t v = 0; v < made; v++) {
            if (v + made < c->size)
                hots[v + made] = hots[v] & planes[bit];
            hots[v] &= ~planes[bit];
        }
    }
}

/* ---- dealing out ---- */

static void deal(const struct moves *m, const cases *hots, cases *at)
{
    uint32_t next = 0;

    for (uint32_t i = 0; i < m->stop_count; i++) {
        cases here = at[IMAGE_LEAVES + i];
        cases rest = here;

        for (; next < m->stops[i].moves_end; next++) {
            cases gone = here & hots[m->list[next].hot];

            at[m->list[next].to] |= gone;
            rest ^= gone;
        }
        at[m->stops[i].otherwise] |= rest;
    }
}

/* The numbers of the leaves that the cases came to, as planes; returns how many. */
static uint32_t leaf_planes(const struct moves *m, const cases *at, cases *planes)
{
    uint32_t count = 0;

    for (uint32_t b = 0; b < LEAF_BITS; b++)
        planes[b] = (cases){0};
    for (uint32_t leaf = 0; leaf < IMAGE_LEAVES; leaf++) {
        if ((m->leaves >> leaf & 1) == 0)
            continue;
        count = bits_for(leaf);
        for (uint32_t b = 0; b < count; b++)
            if ((leaf >> b & 1) != 0)
                planes[b] |= at[leaf];
    }
    return count;
}

static void write_leaves(const struct moves *m, const cases *at, uint8_t *leaves)
{
    const uint64_t ones = 0x0001000100010001u;
    cases planes[LEAF_BITS];
    uint32_t count = leaf_planes(m, at, planes);

    for (size_t g = 0; g < GROUPS; g++) {
        cases numbers = {0};

        for (uint32_t b = 0; b < count; b++)
            numbers |= (planes[b] >> (4 * (g % 4) + g / 4) & ones) << b;
        numbers = (numbers | numbers >> 8) & 0x0000ffff0000ffffu;
        numbers |= numbers >> 16;
        for (size_t i = 0; i < GROUP / 4; i++) {
            uint32_t four = (uint32_t)numbers[i];

            memcpy(leaves + g * GROUP + i * 4, &four, sizeof(four));
        }
    }
}

static void decide_all(
    const struct moves *m, const uint16_t *columns, size_t stride, uint8_t *leaves)
{
    cases hots[HOTS_MOST];
    cases at[IMAGE_LEAVES + NODES_MOST];

    for (uint32_t i = 0; i < m->column_count; i++) {
        const struct column *column = &m->columns[i];

        take_hots(columns + column->slot * stride, column, hots + column->first);
    }
    for (uint32_t i = 0; i < IMAGE_LEAVES + m->stop_count; i++)
        at[i] = (cases){0};
    at[IMAGE_LEAVES] = ~(cases){0};
    deal(m, hots, at);
    write_leaves(m, at, leaves);
}

/* ---- which of the two ---- */

/* Dealing costs the same whatever the cases are, walking by the step.  So look at some,
 * spread over all of them: are most undecided after two steps? */
static bool are_long(const struct image *image, image_edge root,
    const uint16_t *columns, size_t stride, size_t count)
{
    uint32_t left = 0;

    for (size_t i = 0; i < PROBES; i++)
        left += !edge_is_leaf(
            batch_two_steps(image, root, columns + i * (count / PROBES), stride));
    return left > PROBES / 4 * 3;
}

void eval_batch(const struct image *image, image_edge root, const uint16_t *columns,
    size_t stride, size_t count, uint8_t *leaves)
{
    struct moves moves;
    size_t done = 0;

    if (count >= CASES && are_long(image, root, columns, stride, count)) {
        moves = (struct moves){0};
        if (make_moves(&moves, image, root))
            for (; done + CASES <= count; done += CASES)
                decide_all(&moves, columns + done, stride, leaves + done);
    }
    while (done < count) {
        size_t next = count - done < CASES ? count - done : CASES;

        batch_walk(image, root, columns + done, stride, next, leaves + done);
        done += next;
    }
}
