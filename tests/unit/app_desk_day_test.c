/*
 * The reference day, driven through the desk: it decides as `vestibule day` tells it.
 */
#include "door.h"
#include "test.h"

/* Take one event of the day's file; true when it states a fact. */
static bool tell(struct door *d, const struct json_value *event)
{
    const struct json_value *fact = json_find(event, STR("fact"));
    const struct json_value *value = json_find(event, STR("value"));
    struct moment at;

    if (fact == NULL)
        return false;
    CHECK(moment_parse(json_find(event, STR("at"))->text, &at));
    d->now = ((int64_t)at.day * TIME_MINUTES + at.minute - at.offset) * 60 + at.second;
    CHECK(door_state(d, fact->text, json_words(&d->arena, value),
        json_find(event, STR("by"))->text, STR("")));
    return true;
}

/* The decisions of the telling: one for every fact, with "entry" and whether known. */
static void check_decision(struct door *d, const struct json_value *told)
{
    const struct json_value *decision = json_find(told, STR("decision"));
    struct desk_answer answer;
    struct err err = {0};

    CHECK_OR_STOP(
        door_says(desk_answer(d->desk, d->visit, &d->arena, &answer, &err), &err));
    CHECK_STR(answer.outcomes[0].value.name, json_find(decision, STR("value"))->text);
    CHECK(answer.outcomes[0].is_known == json_find(decision, STR("known"))->truth);
    CHECK_STR(json_find(&visit_decided(d->visit)->outcomes, STR("entry"))->text,
        json_find(decision, STR("value"))->text);
    if (answer.ask_count > 0)
        CHECK_STR(answer.ask[0].name, json_find(decision, STR("ask"))->items[0].text);
}

static void check_duties(struct door *d, const struct json_value *told, size_t *raised)
{
    const struct json_value *duties = json_find(told, STR("duties"));

    CHECK_U64(d->visit->duty_count - *raised, duties->count);
    for (size_t i = 0; i < duties->count; i++) {
        const struct json_value *name = json_find(&duties->items[i], STR("name"));
        const struct json_value *due = json_find(&duties->items[i], STR("due"));
        const struct visit_duty *duty = visit_find_duty(d->visit, name->text);

        CHECK_OR_STOP(duty != NULL);
        CHECK_STR(duty->due, due == NULL ? STR("") : due->text);
    }
    *raised = d->visit->duty_count;
}

TEST(desk, decides_the_reference_day_as_it_is_told)
{
    struct door d;
    struct json_value day;
    struct json_value telling;
    const struct json_value *events;
    const struct json_value *told;
    struct err err = {0};
    size_t raised = 0;

    CHECK_OR_STOP(door_start(&d, STR("protocols/chicago.md")));
    CHECK_OR_STOP(json_read(&d.arena,
        door_file(&d.arena, STR("protocols/days/hamline-2025-01-24.json")), &day,
        &err));
    CHECK_OR_STOP(json_read(&d.arena,
        door_file(&d.arena, STR("tests/data/hamline-told.json")), &telling, &err));
    events = json_find(&day, STR("events"));
    told = json_find(&telling, STR("events"));
    CHECK_OR_STOP(events->count == told->count);
    CHECK_OR_STOP(door_open(&d));
    for (size_t i = 0; i < events->count; i++)
        if (tell(&d, &events->items[i])) {
            check_decision(&d, &told->items[i]);
            check_duties(&d, &told->items[i], &raised);
        }
    CHECK(raised > 0);
    door_finish(&d);
}

/* ---- use cases ---- */
