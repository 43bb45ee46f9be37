/*
 * How good a question is: one look ahead, then a simple player to the end.
 */
#include "eval/ask.h"

static size_t aligned(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

enum { EXACT_ROOM = (ASK_EXACT_SLOTS + 1) * ASK_EXACT_SLOTS };

size_t asking_size(const struct image *image, uint32_t capacity)
{
    return aligned(sizeof(struct asking)) +
        aligned(image->count[SECTION_FACTS] * sizeof(struct question)) +
        aligned(image->count[SECTION_FACTS] * sizeof(bool)) +
        5 * aligned(image->count[SECTION_SLOTS] * sizeof(uint16_t)) +
        aligned(EXACT_ROOM * sizeof(uint16_t)) + cofactors_size(image, capacity);
}

struct asking *asking_init(const struct image *image, void *bytes, uint32_t capacity)
{
    size_t slots = aligned(image->count[SECTION_SLOTS] * sizeof(uint16_t));
    uint8_t *at = bytes;
    struct asking *a = bytes;

    *a = (struct asking){.image = image};
    at += aligned(sizeof(*a));
    a->list = (void *)at;
    at += aligned(image->count[SECTION_FACTS] * sizeof(*a->list));
    a->known = (void *)at;
    at += aligned(image->count[SECTION_FACTS] * sizeof(*a->known));
    a->asked = (void *)at;
    a->tried = (void *)(at + slots);
    a->one = (void *)(at + 2 * slots);
    a->other = (void *)(at + 3 * slots);
    a->tried_again = (void *)(at + 4 * slots);
    a->tried_all = (void *)(at + 5 * slots);
    at += 5 * slots + aligned(EXACT_ROOM * sizeof(*a->tried_all));
    cofactors_init(&a->store, image, at, capacity);
    return a;
}

static bool is_open(uint32_t leaves)
{
    return (leaves & (leaves - 1)) != 0;
}

static uint32_t size_of(const struct asking *a, uint32_t slot)
{
    return image_item(a->image, SECTION_SLOTS, slot)[SLOT_SIZE];
}

static bool is_first(const struct image *image, uint32_t fact)
{
    return (image_item(image, SECTION_FACTS, fact)[FACT_FLAGS] & IMAGE_ASK_FIRST) != 0;
}

uint32_t ask_facts(const struct asking *a, uint32_t slot, uint32_t facts[2])
{
    const uint32_t *item = image_item(a->image, SECTION_SLOTS, slot);
    uint32_t count = 0;

    for (uint32_t i = SLOT_FIRST; i <= SLOT_SECOND; i++) {
        uint32_t fact = item[i];
        const uint32_t *f;

        if (fact == IMAGE_ABSENT || a->known[fact])
            continue;
        f = image_item(a->image, SECTION_FACTS, fact);
        if ((f[FACT_FLAGS] & IMAGE_SUPPLIED) == 0)
            facts[count++] = fact;
        else if (f[FACT_SINCE] != IMAGE_ABSENT && !a->known[f[FACT_SINCE]])
            facts[count++] = f[FACT_SINCE];
    }
    return count;
}

void ask_prices(struct asking *a)
{
    uint32_t facts[2];

    a->prices = 1;
    for (uint32_t s = 0; s < a->image->count[SECTION_SLOTS]; s++)
        if (ask_facts(a, s, facts) == 2)
            a->prices = a->prices * 31 + s + 1;
    a->prices |= 1;
}

/* ---- weighing one slot ---- */

/* A guess at the questions left: the first is certain to be asked, each further one
 * is less likely than the one before. */
static double guess(struct asking *a, cofactor f)
{
    uint32_t slots = cofactor_slot_count(&a->store, f);
    double sum = 0;

    for (uint32_t i = 1; i <= slots; i++)
        sum += 1.0 / i;
    return sum;
}

static double play(struct asking *a, cofactor f);

static double weigh(struct asking *a, cofactor f, uint32_t slot, uint32_t price,
    double (*rest)(struct asking *, cofactor))
{
    double sum = 0;

    for (uint32_t v = 0; v < size_of(a, slot) && !a->store.full; v++) {
        cofactor left = cofactor_fix(&a->store, f, slot, v);

        if (!a->store.full && is_open(cofactor_leaves(&a->store, left)))
            sum += cofactor_weight(&a->store, slot, v) *
                cofactor_share(&a->store, left) * rest(a, left);
    }
    return price + sum / cofactor_share(&a->store, f);
}

static double replay(struct asking *a, cofactor f);

double ask_score(struct asking *a, cofactor f, uint32_t slot, enum ask_depth depth)
{
    uint32_t facts[2];

    return weigh(
        a, f, slot, ask_facts(a, slot, facts), depth == ASK_PLAYED ? replay : guess);
}

/* ---- the simple player ---- */

bool question_before(const struct question *a, const struct question *b)
{
    if (a->first != b->first)
        return a->first;
    if (!a->first && a->score < b->score - 1e-9)
        return true;
    if (!a->first && a->score > b->score + 1e-9)
        return false;
    return a->fact < b->fact;
}

/* The slots that a player may ask about: those that matter, or all when none does. */
static uint32_t find_slots(struct asking *a, cofactor f, uint16_t *slots)
{
    uint32_t count = cofactor_slots(&a->store, f, slots);
    uint32_t matter = 0;

    for (uint32_t i = 0; i < count; i++) {
        uint16_t slot = slots[i];

        if (!ask_slot_matters(a, f, slot))
            continue;
        slots[i] = slots[matter];
        slots[matter++] = slot;
    }
    return matter > 0 ? matter : count;
}

/* A player's next question, by what it expects of the rest; *price is 0 when there is
 * none.  `slots` is its working space. */
static struct question choose(struct asking *a, cofactor f, uint16_t *slots,
    double (*rest)(struct asking *, cofactor), uint32_t *price)
{
    struct question best = {0};
    uint32_t count = find_slots(a, f, slots);

    *price = 0;
    for (uint32_t i = 0; i < count && !a->store.full; i++) {
        struct question q = {.slot = slots[i]};
        uint32_t facts[2];
        uint32_t asked = ask_facts(a, q.slot, facts);

        if (asked == 0)
            continue;
        q.fact = facts[0];
        q.first = is_first(a->image, q.fact);
        q.score = q.first ? 0 : weigh(a, f, q.slot, asked, rest);
        if (*price != 0 && !question_before(&q, &best))
            continue;
        best = q;
        *price = asked;
    }
    return best;
}

static double play(struct asking *a, cofactor f)
{
    struct cofactor_plan *plan = &a->store.notes[f].plan;
    struct question q;
    uint32_t price;
    double average;

    if (plan->prices == a->prices)
        return plan->average;
    q = choose(a, f, a->tried, guess, &price);
    average = price == 0 ? 0 : weigh(a, f, q.slot, price, play);
    plan->average = average;
    plan->prices = a->prices;
    return average;
}

/* ---- the careful player: weighs each question by how the simple one would go on; in
 * the end, where few are left, by how it would go on itself: there is no better way ---- */

/* What depends on more slots than this is left to the simple player. */
enum { REPLAYED_SLOTS = 12 };

static double replay(struct asking *a, cofactor f)
{
    struct cofactor_plan *plan = &a->store.notes[f].replan;
    struct question q;
    uint32_t price;
    uint32_t slots;
    double average;

    if (plan->prices == a->prices)
        return plan->average;
    slots = cofactor_slot_count(&a->store, f);
    if (slots > REPLAYED_SLOTS)
        return play(a, f);
    /* Each answer leaves fewer slots, so lists do not get in each other's way. */
    if (slots <= ASK_EXACT_SLOTS)
        q = choose(
            a, f, a->tried_all + (size_t)slots * ASK_EXACT_SLOTS, replay, &price);
    else
        q = choose(a, f, a->tried_again, play, &price);
    average = price == 0 ? 0 : weigh(a, f, q.slot, price, replay);
    plan->average = average;
    plan->prices = a->prices;
    return average;
}

/* ---- all questions ---- */

/* Add a question in its place, or improve the score of one that is there. */
static uint32_t insert(struct question *list, uint32_t count, struct question q)
{
    uint32_t at = 0;

    while (at < count && list[at].fact != q.fact)
        at++;
    if (at < count) {
        if (!question_before(&q, &list[at]))
            return count;
        for (count--; at < count; at++)
            list[at] = list[at + 1];
    }
    for (at = count; at > 0 && question_before(&q, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = q;
    return count + 1;
}

/* Questions about a slot: of the facts it reads, those that matter, or all. */
static uint32_t list_slot(struct asking *a, cofactor f, uint32_t slot, uint32_t count,
    enum ask_depth depth, bool all)
{
    uint32_t facts[2];
    uint32_t asked = ask_facts(a, slot, facts);

    for (uint32_t i = 0; i < asked && !a->store.full; i++) {
        struct question q = {.slot = slot, .fact = facts[i]};

        if (!all && !ask_matters(a, f, slot, q.fact))
            continue;
        q.first = is_first(a->image, q.fact);
        q.score = ask_score(a, f, slot, depth);
        count = insert(a->list, count, q);
    }
    return count;
}

static uint32_t list_slots(
    struct asking *a, cofactor f, uint32_t slots, enum ask_depth depth, bool all)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < slots && !a->store.full; i++)
        count = list_slot(a, f, a->asked[i], count, depth, all);
    return count;
}

/* Where assumptions tie facts together no single one may matter: then the one that
 * leaves least to ask is asked. */
static uint32_t list_questions(struct asking *a, enum ask_depth depth)
{
    cofactor f = cofactor_of(&a->store, a->root, a->slots);
    uint32_t found;
    uint32_t count;

    if (a->store.full || !is_open(cofactor_leaves(&a->store, f)))
        return 0;
    found = cofactor_slots(&a->store, f, a->asked);
    count = list_slots(a, f, found, depth, false);
    if (count > 0 || a->store.full)
        return count;
    count = list_slots(a, f, found, depth, true);
    return count > 1 ? 1 : count;
}

uint32_t ask_list(struct asking *a)
{
    static const enum ask_depth depths[] = {ASK_PLAYED, ASK_GUESSED};

    for (size_t d = 0; d < COUNT_OF(depths); d++)
        for (int attempt = 0; attempt < 2; attempt++) {
            uint32_t count = list_questions(a, depths[d]);

            if (!a->store.full)
                return count;
            /* What earlier calls left there may have filled it. */
            cofactors_forget(&a->store);
        }
    return IMAGE_ABSENT;
}
