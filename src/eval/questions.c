/*
 * From slots that matter to questions people are asked, best first.
 */
#include "eval/ask.h"

struct question {
    uint32_t fact;
    bool first; /* to be asked before anything else */
    double score;
};

/* States of an interview that eval_interview follows before it settles for an
 * estimate. */
enum { INTERVIEW_STATES = 1000 };

/* The fact a person can answer to learn about a slot: the first that is unknown. */
static uint32_t fact_to_ask(const struct search *s, uint32_t slot)
{
    const uint32_t *item = image_item(s->image, SECTION_SLOTS, slot);

    for (uint32_t i = SLOT_FIRST; i <= SLOT_SECOND; i++) {
        uint32_t fact = item[i];
        const uint32_t *f;

        if (fact == IMAGE_ABSENT || s->facts[fact] != FACT_UNKNOWN)
            continue;
        f = image_item(s->image, SECTION_FACTS, fact);
        if ((f[FACT_FLAGS] & IMAGE_SUPPLIED) == 0)
            return fact;
        if (f[FACT_SINCE] != IMAGE_ABSENT && s->facts[f[FACT_SINCE]] == FACT_UNKNOWN)
            return f[FACT_SINCE];
    }
    return IMAGE_ABSENT;
}

static bool comes_before(const struct question *a, const struct question *b)
{
    if (a->first != b->first)
        return a->first;
    if (!a->first && a->score < b->score - 1e-9)
        return true;
    if (!a->first && a->score > b->score + 1e-9)
        return false;
    return a->fact < b->fact;
}

/* Add a question in its place, or improve the score of one that is there. */
static uint32_t insert(struct question *list, uint32_t count, struct question q)
{
    uint32_t at = 0;

    while (at < count && list[at].fact != q.fact)
        at++;
    if (at < count) {
        if (!comes_before(&q, &list[at]))
            return count;
        for (count--; at < count; at++)
            list[at] = list[at + 1];
    }
    for (at = count; at > 0 && comes_before(&q, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = q;
    return count + 1;
}

/* Mark the slots below the root that knowing could change anything about. */
static void mark_slots(const struct search *s, bool *wanted, bool all)
{
    for (uint32_t slot = 0; slot < s->image->count[SECTION_SLOTS]; slot++)
        wanted[slot] = s->slots[slot] == SLOT_UNKNOWN &&
            (all || search_matters((struct search *)s, slot)) &&
            fact_to_ask(s, slot) != IMAGE_ABSENT;
}

static uint32_t collect(struct search *s, const bool *wanted, struct question *list)
{
    uint32_t count = 0;

    for (uint32_t slot = 0; slot < s->image->count[SECTION_SLOTS]; slot++) {
        struct question q;
        const uint32_t *fact;

        if (!wanted[slot])
            continue;
        q.fact = fact_to_ask(s, slot);
        fact = image_item(s->image, SECTION_FACTS, q.fact);
        q.first = (fact[FACT_FLAGS] & IMAGE_ASK_FIRST) != 0;
        q.score = search_score(s, slot);
        count = insert(list, count, q);
    }
    return count;
}

/* Where assumptions tie facts together no single one may matter: then the one
 * that leaves least to ask is asked. */
static uint32_t collect_tied(struct search *s, bool *wanted, struct question *list)
{
    double mass;
    double rest = search_rest(s, &mass);
    uint32_t count;

    (void)rest;
    mark_slots(s, wanted, true);
    count = collect(s, wanted, list);
    return count > 1 ? 1 : count;
}

uint32_t eval_questions(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots, uint32_t *out)
{
    struct question list[EVAL_MAX_SLOTS];
    bool wanted[EVAL_MAX_SLOTS] = {false};
    const uint32_t *item = image_item(scratch->image, SECTION_OUTCOMES, outcome);
    uint32_t mask = eval_possible(scratch, item[OUTCOME_ROOT], facts, slots);
    struct search s;
    uint32_t count;

    if ((mask & (mask - 1)) == 0)
        return 0;
    s = search_new(scratch, outcome, facts, slots);
    s.fixed_slot = EDGE_LEAF_SLOT;
    mark_slots(&s, wanted, false);
    count = collect(&s, wanted, list);
    if (count == 0)
        count = collect_tied(&s, wanted, list);
    for (uint32_t i = 0; i < count; i++)
        out[i] = list[i].fact;
    return count;
}

/* ---- the whole interview ---- */

struct interview {
    struct eval_scratch *scratch;
    uint32_t outcome;
    int32_t *facts;
    uint16_t *slots;
    uint32_t states; /* followed so far */
    uint32_t worst;
    bool complete;
};

/* The slot that a question about `fact` answers: one that reads it. */
static uint32_t slot_read(const struct interview *in, uint32_t fact)
{
    const struct image *image = in->scratch->image;

    for (uint32_t s = 0; s < image->count[SECTION_SLOTS]; s++) {
        const uint32_t *item = image_item(image, SECTION_SLOTS, s);

        if (in->slots[s] == SLOT_UNKNOWN &&
            (item[SLOT_FIRST] == fact || item[SLOT_SECOND] == fact ||
                image_item(image, SECTION_FACTS, item[SLOT_FIRST])[FACT_SINCE] == fact))
            return s;
    }
    return IMAGE_ABSENT;
}

static double mass_now(struct interview *in, double *rest)
{
    struct search s = search_new(in->scratch, in->outcome, in->facts, in->slots);
    double mass;

    s.fixed_slot = EDGE_LEAF_SLOT;
    *rest = search_rest(&s, &mass);
    return mass;
}

/* Questions on average from here on, following the best question each time. */
static double follow(struct interview *in, uint32_t asked)
{
    uint32_t questions[EVAL_MAX_SLOTS];
    double rest;
    double all = 0;
    double sum = 0;
    uint32_t slot;

    if (in->states >= INTERVIEW_STATES) {
        in->complete = false;
        (void)mass_now(in, &rest);
        return rest;
    }
    in->states++;
    if (asked > in->worst)
        in->worst = asked;
    if (eval_questions(in->scratch, in->outcome, in->facts, in->slots, questions) == 0)
        return 0;
    slot = slot_read(in, questions[0]);
    if (slot == IMAGE_ABSENT)
        return 0;
    for (uint32_t v = 0;
         v < image_item(in->scratch->image, SECTION_SLOTS, slot)[SLOT_SIZE]; v++) {
        double mass;

        in->slots[slot] = (uint16_t)v;
        mass = (double)image_weight(in->scratch->image, slot, v) * mass_now(in, &rest);
        if (mass > 0)
            sum += mass * (1 + follow(in, asked + 1));
        all += mass;
        in->slots[slot] = SLOT_UNKNOWN;
    }
    return all > 0 ? sum / all : 0;
}

struct eval_cost eval_interview(struct eval_scratch *scratch, uint32_t outcome,
    const int32_t *facts, const uint16_t *slots)
{
    int32_t own_facts[EVAL_MAX_SLOTS];
    uint16_t own_slots[EVAL_MAX_SLOTS];
    struct interview in = {.scratch = scratch,
        .outcome = outcome,
        .facts = own_facts,
        .slots = own_slots,
        .complete = true};
    struct eval_cost cost;

    memcpy(own_facts, facts, scratch->image->count[SECTION_FACTS] * sizeof(*facts));
    memcpy(own_slots, slots, scratch->image->count[SECTION_SLOTS] * sizeof(*slots));
    cost.average = follow(&in, 0);
    cost.worst = in.worst;
    cost.exact = in.complete;
    return cost;
}
