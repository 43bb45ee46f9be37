/*
 * How good a question is: one look ahead, then a simple player to the end.
 *
 * What cannot be better than the best question found so far is not played to its end:
 * each question has a least score that costs little, and the most promising go first.
 */
#include "eval/ask.h"

/* Scores that differ by less are equal. */
#define SAME_SCORE 1e-9
#define ANY_SCORE  1e300

enum { EXACT_ROOM = (ASK_EXACT_SLOTS + 1) * ASK_EXACT_SLOTS };

/* ---- memory ---- */

static size_t aligned(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

static size_t set_size(const struct image *image)
{
    return cofactor_set_words(image) * sizeof(uint64_t);
}

/* Take bytes from where *at stands; from NULL they are only counted. */
static void *take(uint8_t *bytes, size_t *at, size_t size)
{
    void *taken = bytes == NULL ? NULL : bytes + *at;

    *at += aligned(size);
    return taken;
}

static size_t lay_out(struct asking *a, const struct image *image, uint8_t *bytes)
{
    size_t facts = image->count[SECTION_FACTS];
    size_t slots = image->count[SECTION_SLOTS];
    size_t at = aligned(sizeof(*a));

    a->known = take(bytes, &at, facts * sizeof(*a->known));
    a->learned = take(bytes, &at, slots * sizeof(*a->learned));
    a->unasked = take(bytes, &at, set_size(image));
    a->guesses = take(bytes, &at, (slots + 1) * sizeof(*a->guesses));
    a->list = take(bytes, &at, facts * sizeof(*a->list));
    a->tried = take(bytes, &at, slots * sizeof(*a->tried));
    a->tried_now = take(bytes, &at, slots * sizeof(*a->tried_now));
    a->tried_again = take(bytes, &at, slots * sizeof(*a->tried_again));
    a->tried_all = take(bytes, &at, EXACT_ROOM * sizeof(*a->tried_all));
    a->asked = take(bytes, &at, slots * sizeof(*a->asked));
    a->matter = take(bytes, &at, slots * sizeof(*a->matter));
    a->one = take(bytes, &at, slots * sizeof(*a->one));
    a->other = take(bytes, &at, slots * sizeof(*a->other));
    return at;
}

size_t asking_size(const struct image *image, uint32_t capacity)
{
    struct asking a;

    return lay_out(&a, image, NULL) + cofactors_size(image, capacity);
}

struct asking *asking_init(const struct image *image, void *bytes, uint32_t capacity)
{
    struct asking *a = bytes;
    size_t at;

    *a = (struct asking){.image = image};
    at = lay_out(a, image, bytes);
    a->guesses[0] = 0;
    for (uint32_t i = 1; i <= image->count[SECTION_SLOTS]; i++)
        a->guesses[i] = a->guesses[i - 1] + 1.0 / i;
    cofactors_init(&a->store, image, (uint8_t *)bytes + at, capacity);
    return a;
}

/* ---- what an answer costs ---- */

static bool is_open(uint32_t leaves)
{
    return (leaves & (leaves - 1)) != 0;
}

static bool is_first(const struct image *image, uint32_t fact)
{
    return (image_item(image, SECTION_FACTS, fact)[FACT_FLAGS] & IMAGE_ASK_FIRST) != 0;
}

/* Whether question `a` should be asked before `b`. */
static bool precedes(const struct question *a, const struct question *b)
{
    if (a->first != b->first)
        return a->first;
    if (!a->first && a->score < b->score - SAME_SCORE)
        return true;
    if (!a->first && a->score > b->score + SAME_SCORE)
        return false;
    return a->fact != b->fact ? a->fact < b->fact : a->slot < b->slot;
}

static void add_fact(const struct asking *a, struct learned *learned, uint32_t fact)
{
    struct question q = {.fact = fact, .first = is_first(a->image, fact)};
    uint32_t at = learned->count++;

    if (at > 0) {
        uint32_t other = learned->facts[0];
        struct question before = {.fact = other, .first = is_first(a->image, other)};

        if (precedes(&q, &before)) {
            learned->facts[1] = other;
            at = 0;
        }
    }
    learned->facts[at] = fact;
}

static struct learned learn(const struct asking *a, uint32_t slot)
{
    const uint32_t *item = image_item(a->image, SECTION_SLOTS, slot);
    struct learned learned = {0};

    for (uint32_t i = SLOT_FIRST; i <= SLOT_SECOND; i++) {
        uint32_t fact = item[i];
        const uint32_t *f;

        if (fact == IMAGE_ABSENT || a->known[fact])
            continue;
        f = image_item(a->image, SECTION_FACTS, fact);
        if ((f[FACT_FLAGS] & IMAGE_SUPPLIED) == 0)
            add_fact(a, &learned, fact);
        else if (f[FACT_SINCE] != IMAGE_ABSENT && !a->known[f[FACT_SINCE]])
            add_fact(a, &learned, f[FACT_SINCE]);
    }
    return learned;
}

void ask_prices(struct asking *a)
{
    memset(a->unasked, 0, set_size(a->image));
    a->prices = 1;
    for (uint32_t s = 0; s < a->image->count[SECTION_SLOTS]; s++) {
        a->learned[s] = learn(a, s);
        if (a->learned[s].count == 0)
            cofactor_set_add(a->unasked, s);
        if (a->learned[s].count == 2)
            a->prices = a->prices * 31 + s + 1;
    }
    a->prices |= 1;
}

/* ---- weighing a question ---- */

/* How somebody goes on asking: the questions that this takes on average, and the least
 * that can be said of it at once. */
struct player {
    double (*rest)(struct asking *, cofactor);
    double (*least)(struct asking *, cofactor);
};

/* What is left once a slot has a value; false when the answer is known then. */
static bool is_left(
    struct asking *a, cofactor f, uint32_t slot, uint32_t value, cofactor *left)
{
    *left = cofactor_fix(&a->store, f, slot, value);
    return !a->store.full && is_open(cofactor_leaves(&a->store, *left));
}

/* How often that is so. */
static double part_of(struct asking *a, uint32_t slot, uint32_t value, cofactor left)
{
    return cofactor_weight(&a->store, slot, value) * cofactor_share(&a->store, left);
}

/* The score of asking about a slot first. */
static double weigh(struct asking *a, cofactor f, uint32_t slot,
    double (*rest)(struct asking *, cofactor))
{
    double sum = 0;
    cofactor left;

    for (uint32_t v = 0; v < cofactor_size(&a->store, slot) && !a->store.full; v++)
        if (is_left(a, f, slot, v, &left))
            sum += part_of(a, slot, v, left) * rest(a, left);
    return a->learned[slot].count + sum / cofactor_share(&a->store, f);
}

/* The same for a question of which the least score is known; given up when that proves
 * to be more than `most`. */
static double weigh_within(struct asking *a, cofactor f, const struct question *q,
    const struct player *player, double most)
{
    double share = cofactor_share(&a->store, f);
    double least = q->least;
    double sum = 0;
    cofactor left;

    for (uint32_t v = 0; v < cofactor_size(&a->store, q->slot) && !a->store.full; v++) {
        double part;
        double known;
        double rest;

        if (!is_left(a, f, q->slot, v, &left))
            continue;
        part = part_of(a, q->slot, v, left);
        known = player->least(a, left);
        rest = player->rest(a, left);
        sum += part * rest;
        least += part * (rest - known) / share;
        if (least > most)
            return least;
    }
    return a->learned[q->slot].count + sum / share;
}

/* A guess at the questions left: the first is certain to be asked, each further one
 * is less likely than the one before. */
static double guess(struct asking *a, cofactor f)
{
    return a->guesses[cofactor_slot_count(&a->store, f)];
}

/* A question with the score that it has by guess, and its least one. */
static struct question estimate(struct asking *a, cofactor f, uint32_t slot,
    double (*least)(struct asking *, cofactor))
{
    struct question q = {.fact = a->learned[slot].facts[0], .slot = slot};
    double share = cofactor_share(&a->store, f);
    cofactor left;

    for (uint32_t v = 0; v < cofactor_size(&a->store, slot) && !a->store.full; v++) {
        double part;

        if (!is_left(a, f, slot, v, &left))
            continue;
        part = part_of(a, slot, v, left);
        q.score += part * guess(a, left);
        q.least += part * least(a, left);
    }
    q.first = is_first(a->image, q.fact);
    q.score = a->learned[slot].count + q.score / share;
    q.least = a->learned[slot].count + q.least / share;
    return q;
}

/* ---- choosing one ---- */

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

/* List what may be asked, by estimate. */
static uint32_t list_estimates(struct asking *a, cofactor f,
    double (*least)(struct asking *, cofactor), struct question *list)
{
    uint32_t slots = find_slots(a, f, a->matter);
    uint32_t count = 0;

    for (uint32_t i = 0; i < slots && !a->store.full; i++) {
        struct question q;
        uint32_t at;

        if (a->learned[a->matter[i]].count == 0)
            continue;
        q = estimate(a, f, a->matter[i], least);
        for (at = count++; at > 0 && precedes(&q, &list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = q;
    }
    return count;
}

/* The question that leaves fewest by guess; false when there is none. */
static bool choose_by_guess(struct asking *a, cofactor f, struct question *best)
{
    if (list_estimates(a, f, guess, a->tried_now) == 0)
        return false;
    *best = a->tried_now[0];
    return true;
}

/* The question that leaves fewest when a player goes on; `list` is working space. */
static bool choose(struct asking *a, cofactor f, const struct player *player,
    struct question *list, struct question *best)
{
    uint32_t count = list_estimates(a, f, player->least, list);
    bool found = false;

    for (uint32_t i = 0; i < count && !a->store.full; i++) {
        struct question q = list[i];
        double most = found ? best->score + 2 * SAME_SCORE : ANY_SCORE;

        q.score = q.least;
        if (found && !precedes(&q, best))
            continue;
        if (!q.first)
            q.score = weigh_within(a, f, &q, player, most);
        if (!found || precedes(&q, best))
            *best = q;
        found = true;
    }
    return found;
}

/* ---- the simple player ---- */

static double play(struct asking *a, cofactor f)
{
    struct cofactor_plan *plan = &a->store.notes[f].plan;
    struct question q;

    if (plan->prices == a->prices)
        return plan->average;
    plan->average = choose_by_guess(a, f, &q) ? weigh(a, f, q.slot, play) : 0;
    plan->prices = a->prices;
    return plan->average;
}

/* What is planned already, or one question: none only where nobody can be asked. */
static double least_of(
    const struct asking *a, cofactor f, const struct cofactor_plan *plan)
{
    if (plan->prices == a->prices)
        return plan->average;
    return cofactor_slot_in(&a->store, f, a->unasked) == IMAGE_ABSENT ? 1 : 0;
}

static double least_play(struct asking *a, cofactor f)
{
    return least_of(a, f, &a->store.notes[f].plan);
}

static const struct player simple_player = {play, least_play};

/* ---- the careful player: weighs each question by how the simple one would go on; in
 * the end, where few are left, by how it would go on itself: there is no better way ---- */

/* What depends on more slots than this is left to the simple player. */
enum { REPLAYED_SLOTS = 12 };

static double least_replay(struct asking *a, cofactor f)
{
    if (cofactor_slot_count(&a->store, f) > REPLAYED_SLOTS)
        return least_play(a, f);
    return least_of(a, f, &a->store.notes[f].replan);
}

static double replay(struct asking *a, cofactor f);

static const struct player careful_player = {replay, least_replay};

static double replay(struct asking *a, cofactor f)
{
    struct cofactor_plan *plan = &a->store.notes[f].replan;
    uint32_t slots = cofactor_slot_count(&a->store, f);
    struct question q;
    bool found;

    if (plan->prices == a->prices)
        return plan->average;
    if (slots > REPLAYED_SLOTS)
        return play(a, f);
    /* Each answer leaves fewer slots, so lists do not get in each other's way. */
    if (slots <= ASK_EXACT_SLOTS)
        found = choose(
            a, f, &careful_player, a->tried_all + (size_t)slots * ASK_EXACT_SLOTS, &q);
    else
        found = choose(a, f, &simple_player, a->tried_again, &q);
    plan->average = found ? weigh(a, f, q.slot, replay) : 0;
    plan->prices = a->prices;
    return plan->average;
}

/* ---- all questions ---- */

/* Add a question in its place, or improve the score of one that is there. */
static uint32_t insert(struct question *list, uint32_t count, struct question q)
{
    uint32_t at = 0;

    while (at < count && list[at].fact != q.fact)
        at++;
    if (at < count) {
        if (!precedes(&q, &list[at]))
            return count;
        for (count--; at < count; at++)
            list[at] = list[at + 1];
    }
    for (at = count; at > 0 && precedes(&q, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = q;
    return count + 1;
}

/* Questions about a slot: of the facts it reads, those that matter, or all. */
static uint32_t list_slot(struct asking *a, cofactor f, uint32_t slot, uint32_t count,
    double (*rest)(struct asking *, cofactor), bool all)
{
    const struct learned *learned = &a->learned[slot];

    for (uint32_t i = 0; i < learned->count && !a->store.full; i++) {
        struct question q = {.slot = slot, .fact = learned->facts[i]};

        if (!all && !ask_matters(a, f, slot, q.fact))
            continue;
        q.first = is_first(a->image, q.fact);
        q.score = weigh(a, f, slot, rest);
        count = insert(a->list, count, q);
    }
    return count;
}

static uint32_t list_slots(struct asking *a, cofactor f, uint32_t slots,
    double (*rest)(struct asking *, cofactor), bool all)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < slots && !a->store.full; i++)
        count = list_slot(a, f, a->asked[i], count, rest, all);
    return count;
}

/* Where assumptions tie facts together no single one may matter: then the one that
 * leaves least to ask is asked. */
static uint32_t list_questions(
    struct asking *a, cofactor f, double (*rest)(struct asking *, cofactor))
{
    uint32_t found = cofactor_slots(&a->store, f, a->asked);
    uint32_t count = list_slots(a, f, found, rest, false);

    if (count > 0 || a->store.full)
        return count;
    count = list_slots(a, f, found, rest, true);
    return count > 1 ? 1 : count;
}

/* What is left to decide, if anything is. */
static bool is_undecided(struct asking *a, cofactor *f)
{
    *f = cofactor_of(&a->store, a->root, a->slots);
    return !a->store.full && is_open(cofactor_leaves(&a->store, *f));
}

/* Whether there was memory enough.  What earlier calls left may have filled it: so each
 * thing is done twice before less is done. */
static bool was_enough(struct asking *a)
{
    if (!a->store.full)
        return true;
    cofactors_forget(&a->store);
    return false;
}

uint32_t ask_list(struct asking *a)
{
    for (int attempt = 0; attempt < 4; attempt++) {
        cofactor f;
        uint32_t count = is_undecided(a, &f)
            ? list_questions(a, f, attempt < 2 ? replay : guess)
            : 0;

        if (was_enough(a))
            return count;
    }
    return IMAGE_ABSENT;
}

bool ask_best(struct asking *a, struct question *best)
{
    for (int attempt = 0; attempt < 4; attempt++) {
        cofactor f;
        bool found = is_undecided(a, &f) &&
            (attempt < 2 ? choose(a, f, &careful_player, a->tried, best)
                         : choose_by_guess(a, f, best));

        if (was_enough(a))
            return found;
    }
    return false;
}
