/*
 * Many visits: an array in the order of their ids, small enough to move.
 */
#include "visit/visits.h"

/* The place of a visit, or where it would stand. */
static size_t place_of(const struct visits *visits, str id)
{
    size_t low = 0;
    size_t high = visits->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (str_compare(visits->items[middle].visit->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const struct visits *visits, size_t place, str id)
{
    return place < visits->count && str_equal(visits->items[place].visit->id, id);
}

void visits_clear(struct visits *visits)
{
    for (size_t i = 0; i < visits->count; i++)
        visit_free(visits->items[i].visit);
    arena_clear(&visits->arena);
    *visits = (struct visits){.count = 0};
}

struct visit *visits_find(struct visits *visits, str id)
{
    size_t place = place_of(visits, id);

    if (!is_at(visits, place, id))
        return NULL;
    visits->items[place].used = ++visits->stamp;
    return visits->items[place].visit;
}

static void drop_at(struct visits *visits, size_t place)
{
    visits_wake(visits, visits->items[place].visit, CALLOUT_NEVER);
    visit_free(visits->items[place].visit);
    visits->count--;
    memmove(&visits->items[place], &visits->items[place + 1],
        (visits->count - place) * sizeof(*visits->items));
}

bool visits_take(struct visits *visits, struct visit *visit, struct err *err)
{
    size_t place = place_of(visits, visit->id);

    REQUIRE(!is_at(visits, place, visit->id));
    if (visits->count >= VISITS_MAX)
        return err_set(err, ERR_LIMIT,
            SAY("20,000 visits are open; close those that are over, and try again"));
    visits->items = arena_grow(&visits->arena, visits->items, visits->count,
        &visits->room, sizeof(*visits->items));
    memmove(&visits->items[place + 1], &visits->items[place],
        (visits->count - place) * sizeof(*visits->items));
    visits->items[place] = (struct visits_item){visit, ++visits->stamp};
    visits->count++;
    return true;
}

void visits_trim(struct visits *visits)
{
    for (;;) {
        size_t oldest = visits->count;
        size_t closed = 0;

        for (size_t i = 0; i < visits->count; i++) {
            if (visits->items[i].visit->is_open)
                continue;
            closed++;
            if (oldest == visits->count ||
                visits->items[i].used < visits->items[oldest].used)
                oldest = i;
        }
        if (closed <= VISITS_CLOSED_MAX)
            return;
        drop_at(visits, oldest);
    }
}

void visits_drop(struct visits *visits, str id)
{
    size_t place = place_of(visits, id);

    if (is_at(visits, place, id))
        drop_at(visits, place);
}

/* ---- lists ---- */

/* Whether `a` comes before `b` on a board. */
static bool comes_first(const struct visit *a, const struct visit *b)
{
    const struct visit_duty *duty_a = visit_unanswered(a);
    const struct visit_duty *duty_b = visit_unanswered(b);

    if (a->exercise != b->exercise)
        return b->exercise;
    if ((duty_a != NULL) != (duty_b != NULL))
        return duty_a != NULL;
    return duty_a != NULL ? duty_a->mark.seq < duty_b->mark.seq
                          : a->opened.seq > b->opened.seq;
}

static bool opened_first(const struct visit *a, const struct visit *b)
{
    return a->opened.seq < b->opened.seq;
}

/* Sort by merging runs that double. */
static void sort(struct visit **items, size_t count, struct visit **spare,
    bool (*before)(const struct visit *a, const struct visit *b))
{
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t from = 0; from < count; from += 2 * run) {
            size_t middle = from + run < count ? from + run : count;
            size_t end = middle + run < count ? middle + run : count;
            size_t left = from;
            size_t right = middle;

            for (size_t i = from; i < end; i++)
                spare[i] = left < middle &&
                        (right == end || !before(items[right], items[left]))
                    ? items[left++]
                    : items[right++];
        }
        for (size_t i = 0; i < count; i++)
            items[i] = spare[i];
    }
}

bool visits_in_earnest(const struct visit *visit, enum visits_earnest earnest)
{
    return earnest == VISITS_REAL_OR_NOT ||
        visit->exercise == (earnest == VISITS_EXERCISES);
}

bool visits_fit(const struct visit *visit, const struct visits_filter *filter)
{
    if (!visit->is_open || !visits_in_earnest(visit, filter->earnest) ||
        (filter->school.len > 0 && !str_equal(visit->school, filter->school)))
        return false;
    if (filter->which == VISITS_ALL_OPEN)
        return true;
    return (visit_unanswered(visit) != NULL) == (filter->which == VISITS_UNANSWERED);
}

size_t visits_list(const struct visits *visits, const struct visits_filter *filter,
    struct arena *arena, struct visit ***out)
{
    struct visit **spare = ARENA_ARRAY(arena, struct visit *, visits->count);
    size_t count = 0;

    *out = ARENA_ARRAY(arena, struct visit *, visits->count);
    for (size_t i = 0; i < visits->count; i++)
        if (visits_fit(visits->items[i].visit, filter))
            (*out)[count++] = visits->items[i].visit;
    sort(*out, count, spare, comes_first);
    return count;
}

size_t visits_party(const struct visits *visits, const struct visit *visit,
    struct arena *arena, struct visit ***out)
{
    str first = visit->with.len > 0 ? visit->with : visit->id;
    struct visit **spare = ARENA_ARRAY(arena, struct visit *, visits->count);
    size_t count = 0;

    *out = ARENA_ARRAY(arena, struct visit *, visits->count);
    for (size_t i = 0; i < visits->count; i++) {
        struct visit *other = visits->items[i].visit;

        if (str_equal(other->id, first) || str_equal(other->with, first))
            (*out)[count++] = other;
    }
    sort(*out, count, spare, opened_first);
    return count;
}
