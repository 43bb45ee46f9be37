/*
 * Every short history of two duties, and of those who are called when nobody answers, against
 * what the duties alone say: who has to be called, and who is left in peace.
 *
 * Law and Safety each have a duty that leads to the chief of the network when it runs out.
 * Each history is added up anew, as after a restart; between two acts so much time passes that
 * what was taken on can lapse.
 */
#include "test.h"
#include "visit/visit.h"

#include <stdio.h>

enum { DEPTH = 4, PASSES = 1000 };

enum act { ACT_TAKE, ACT_DO, ACT_EXPIRE, ACT_STEP, ACT_CHIEF, ACT_COUNT };
enum { LAW, SAFETY, CHIEF, LANES };
enum { DUTIES = 2 };

static const char *const roles[LANES] = {"law", "safety", "chief"};

struct history {
    struct {
        enum act act;
        int duty;
    } items[DEPTH];
    size_t count;
};

static bool add(struct visit *visit, enum record_kind kind, const char *fields)
{
    struct arena arena = {0};
    struct record_event event = {
        .kind = kind, .visit = visit->id, .n = visit->next, .at = visit->next * PASSES};
    struct err err = {0};
    bool added = json_read(&arena, str_from(fields), &event.fields, &err) &&
        visit_add(visit, (uint64_t)(100 + visit->next), &event);

    arena_clear(&arena);
    return added;
}

static struct visit_callout *lane_of(const struct visit *visit, int lane)
{
    return visit_lane(visit, str_from(roles[lane]));
}

static bool open_lane(struct visit *visit, int lane)
{
    char text[300];

    (void)snprintf(text, sizeof(text),
        "{\"lane\": \"%s\", \"raised\": 1, \"order\": [\"lane %s\", "
        "\"acknowledged-for 600 seconds\", \"step 0 seconds: duty by mail\", "
        "\"step 60 seconds: desk\", \"again 300 seconds\"]}",
        roles[lane], roles[lane]);
    return add(visit, RECORD_CALLOUT_OPENED, text);
}

/* Do it, as far as it can be done; an expired duty opens the chief's lane, once. */
static bool act(struct visit *visit, enum act what, int duty)
{
    int64_t raised = visit->duties[duty].mark.n;
    struct visit_callout *lane = lane_of(visit, duty);
    struct callout_due due = callout_due(&lane->ladder);
    char text[200];

    if (what == ACT_STEP) {
        if (due.at > visit->next * PASSES)
            return true;
        (void)snprintf(text, sizeof(text),
            "{\"callout\": %d, \"what\": \"call\", \"round\": %d, \"step\": %d, "
            "\"letters\": 0, \"called\": []}",
            (int)lane->mark.n, (int)due.round, (int)due.step);
        return add(visit, RECORD_CALLOUT_STEP, text);
    }
    if (what == ACT_EXPIRE) {
        if (visit->duties[duty].state == VISIT_DUTY_DONE ||
            visit->duties[duty].state == VISIT_DUTY_EXPIRED)
            return true;
        (void)snprintf(text, sizeof(text),
            "{\"duty\": \"call\", \"raised\": %d, \"why\": \"no_answer\", "
            "\"next\": \"chief\"}",
            (int)raised);
        return add(visit, RECORD_DUTY_EXPIRED, text) &&
            (lane_of(visit, CHIEF) != NULL || open_lane(visit, CHIEF));
    }
    (void)snprintf(text, sizeof(text),
        "{\"duty\": \"call\", \"raised\": %d, \"by\": \"Ana\", \"role\": \"%s\", "
        "\"done\": %s}",
        (int)raised, roles[what == ACT_CHIEF ? CHIEF : duty],
        what == ACT_DO ? "true" : "false");
    return add(visit, RECORD_DUTY_ACKNOWLEDGED, text);
}

static struct visit *fold(const struct history *h)
{
    struct visit *visit = visit_new(STR("AAAAAAAAAAAAAAAAAAAAAA"));
    bool done = add(visit, RECORD_VISIT_OPENED,
                    "{\"school\": \"Example\", \"by\": \"Ana\", \"way\": \"door\"}") &&
        add(visit, RECORD_DUTY_RAISED, "{\"duty\": \"call\", \"to\": \"law\"}") &&
        add(visit, RECORD_DUTY_RAISED, "{\"duty\": \"call\", \"to\": \"safety\"}") &&
        open_lane(visit, LAW) && open_lane(visit, SAFETY);

    for (size_t i = 0; done && i < h->count; i++)
        done = act(visit, h->items[i].act, h->items[i].duty);
    CHECK(done);
    return visit;
}

/* What has to be so of a lane whose duty is in this state. */
static bool fits(
    const struct callout *ladder, enum visit_duty_state duty, bool by_chief)
{
    switch (duty) {
    case VISIT_DUTY_DONE:
        return ladder->state == CALLOUT_RESTING;
    case VISIT_DUTY_TAKEN:
        /* Whoever stands in has the duty, and its own office is called all the same. */
        return by_chief ? ladder->state != CALLOUT_RESTING
                        : ladder->state == CALLOUT_TAKEN;
    case VISIT_DUTY_RAISED:
    case VISIT_DUTY_EXPIRED:
        return ladder->state != CALLOUT_RESTING;
    }
    return false;
}

static bool holds(const struct visit *visit)
{
    const struct visit_callout *chief = lane_of(visit, CHIEF);
    bool is_needed = false;

    for (int i = 0; i < DUTIES; i++) {
        const struct visit_duty *duty = &visit->duties[i];
        bool by_chief = str_equal(duty->role, STR("chief"));

        is_needed =
            is_needed || (duty->state == VISIT_DUTY_EXPIRED && duty->next.len > 0);
        if (!fits(&lane_of(visit, i)->ladder, duty->state, by_chief))
            return false;
    }
    return chief == NULL ? !is_needed
                         : is_needed == (chief->ladder.state != CALLOUT_RESTING);
}

/* Whether two ladders will do the same. */
static bool same(const struct callout *a, const struct callout *b)
{
    struct callout_due due = callout_due(a);
    struct callout_due other = callout_due(b);

    return a->state == b->state && due.at == other.at && due.round == other.round &&
        due.step == other.step;
}

static size_t tried;

static bool try_all(struct history *h, const struct visit *before)
{
    bool good = true;

    if (h->count == DEPTH)
        return true;
    for (int i = 0; good && i < ACT_COUNT * DUTIES; i++) {
        struct visit *visit;
        int duty = i % DUTIES;
        int other = 1 - duty;

        h->items[h->count].act = (enum act)(i / DUTIES);
        h->items[h->count++].duty = duty;
        visit = fold(h);
        tried++;
        good = holds(visit) &&
            same(&lane_of(visit, other)->ladder, &lane_of(before, other)->ladder) &&
            try_all(h, visit);
        if (!good && h->count > 0)
            printf("# %d of %s\n", (int)h->items[h->count - 1].act, roles[duty]);
        h->count--;
        visit_free(visit);
    }
    return good;
}

TEST(visit, calls_whoever_is_needed_and_stops_one_lane_alone)
{
    struct history h = {0};
    struct visit *visit = fold(&h);

    CHECK(holds(visit));
    CHECK(try_all(&h, visit));
    CHECK_U64(tried, 10 + 100 + 1000 + 10000);
    visit_free(visit);
}
