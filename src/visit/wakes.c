/*
 * Which visit has to be looked at next because time went on: a heap, so that what is not
 * due costs nothing.
 */
#include "visit/visits.h"

static bool is_earlier(const struct visits *visits, size_t a, size_t b)
{
    return visits->wakes[a]->wake_at < visits->wakes[b]->wake_at;
}

static void put_at(struct visits *visits, size_t place, struct visit *visit)
{
    visits->wakes[place] = visit;
    visit->wake = place + 1;
}

static void swap(struct visits *visits, size_t a, size_t b)
{
    struct visit *visit = visits->wakes[a];

    put_at(visits, a, visits->wakes[b]);
    put_at(visits, b, visit);
}

static void rise(struct visits *visits, size_t place)
{
    while (place > 0 && is_earlier(visits, place, (place - 1) / 2)) {
        swap(visits, place, (place - 1) / 2);
        place = (place - 1) / 2;
    }
}

static void sink(struct visits *visits, size_t place)
{
    for (;;) {
        size_t first = place;

        for (size_t child = 2 * place + 1; child <= 2 * place + 2; child++)
            if (child < visits->wake_count && is_earlier(visits, child, first))
                first = child;
        if (first == place)
            return;
        swap(visits, place, first);
        place = first;
    }
}

static void take_off(struct visits *visits, struct visit *visit)
{
    size_t place = visit->wake - 1;

    visits->wake_count--;
    if (place < visits->wake_count) {
        put_at(visits, place, visits->wakes[visits->wake_count]);
        rise(visits, place);
        sink(visits, place);
    }
    visit->wake = 0;
}

void visits_wake(struct visits *visits, struct visit *visit, int64_t at)
{
    if (at == CALLOUT_NEVER) {
        if (visit->wake > 0)
            take_off(visits, visit);
        return;
    }
    visit->wake_at = at;
    if (visit->wake == 0) {
        visits->wakes = arena_grow(&visits->arena, visits->wakes, visits->wake_count,
            &visits->wake_room, sizeof(struct visit *));
        put_at(visits, visits->wake_count++, visit);
    }
    rise(visits, visit->wake - 1);
    sink(visits, visit->wake - 1);
}

struct visit *visits_due(const struct visits *visits, int64_t now)
{
    return visits->wake_count > 0 && visits->wakes[0]->wake_at <= now ? visits->wakes[0]
                                                                      : NULL;
}
