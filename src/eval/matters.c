/*
 * Does a fact still matter: are there two allowed states that differ in it alone and
 * differ in value?
 *
 * A fact that has a slot of its own is fixed at two of its values, and what is left
 * compared.  A date among dates that are not known may be read by several slots, which
 * move with it; there every way in which the dates can lie is tried, with the date in
 * question lying in two of them.
 */
#include "eval/ask.h"

/* Ways tried before a date is said to matter untried. */
enum { WAYS_MOST = 4000 };

bool ask_slot_matters(struct asking *a, cofactor f, uint32_t slot)
{
    uint32_t size = cofactor_size(&a->store, slot);

    if (cofactor_is_total(&a->store, f))
        return cofactor_depends(&a->store, f, slot);
    for (uint32_t v = 0; v < size; v++)
        for (uint32_t w = v + 1; w < size; w++) {
            cofactor one = cofactor_fix(&a->store, f, slot, v);
            cofactor other = cofactor_fix(&a->store, f, slot, w);

            if (a->store.full || cofactor_differ(&a->store, one, other))
                return true;
        }
    return false;
}

struct looking {
    struct asking *asking;
    uint32_t slot;
    uint32_t ties; /* those beyond are of the date's second place */
    uint32_t ways;
    bool found;
};

/* Stop when an answer is found, or there is no memory or time to look on. */
static bool go_on(struct looking *l)
{
    l->ways++;
    l->found |= l->asking->store.full || l->ways > WAYS_MOST;
    return !l->found;
}

/* The slot is none that compares dates: does it matter with the dates lying so? */
static bool look_at_slot(struct ties *ties, void *context)
{
    struct looking *l = context;
    struct asking *a = l->asking;

    for (uint32_t i = 0; i < ties->count; i++)
        a->one[ties->items[i].slot] = ties->values[i];
    l->found = ask_slot_matters(a, cofactor_of(&a->store, a->root, a->one), l->slot);
    return go_on(l);
}

/* Does the value differ between the two places of the date? */
static bool look_at_date(struct ties *ties, void *context)
{
    struct looking *l = context;
    struct asking *a = l->asking;

    for (uint32_t i = 0; i < ties->count; i++) {
        if (i < l->ties)
            a->one[ties->items[i].slot] = ties->values[i];
        a->other[ties->items[i].slot] = ties->values[i];
    }
    l->found = cofactor_differ(&a->store, cofactor_of(&a->store, a->root, a->one),
        cofactor_of(&a->store, a->root, a->other));
    return go_on(l);
}

bool ask_matters(struct asking *a, cofactor f, uint32_t slot, uint32_t fact)
{
    size_t size = a->image->count[SECTION_SLOTS] * sizeof(*a->slots);
    struct looking l = {.asking = a, .slot = slot};
    struct ties ties;
    uint32_t after;
    uint32_t before;

    if (a->ties == NULL)
        return ask_slot_matters(a, f, slot);
    ties = *a->ties;
    l.ties = ties.count;
    memcpy(a->one, a->slots, size);
    memcpy(a->other, a->slots, size);
    if (!image_dates(a->image, slot, &after, &before))
        ties_each(&ties, look_at_slot, &l);
    else if (ties_add_twin(&ties, fact))
        ties_each(&ties, look_at_date, &l);
    else
        return true;
    return l.found;
}
