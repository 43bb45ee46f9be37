/*
 * A comparison in JSON (docs/json.md).
 */
#include "cli/diff.h"

static void put_day(struct json_out *json, int32_t day)
{
    char buffer[16];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_date(&text, day);
    json_str(json, text_str(&text));
}

static void put_time(struct json_out *json, int32_t minute)
{
    char buffer[16];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_time(&text, minute);
    json_str(json, text_str(&text));
}

/* A bound of a slot's interval, in the form of what the slot measures. */
static void put_bound(struct json_out *json, str key, const struct space *space,
    const struct slot *slot, int32_t bound)
{
    enum fact_kind kind = space->facts[slot->first].fact->kind;

    json_key(json, key);
    if (slot->kind == SLOT_PAIR && slot->second == TREE_NONE)
        put_day(json, bound);
    else if (slot->kind == SLOT_CUT && kind == FACT_TIME)
        put_time(json, bound);
    else
        json_i64(json, bound);
}

/* Intervals side by side are one range; an open end has no bound. */
static void put_ranges(
    struct json_out *json, const struct space *space, const struct study_when *when)
{
    const struct slot *slot = &space->slots[when->slot];
    bool bounded = slot->kind == SLOT_CUT;

    for (uint32_t v = 0; v < slot->size; v++) {
        uint32_t last = v;

        if (!when->members[v])
            continue;
        while (last + 1 < slot->size && when->members[last + 1])
            last++;
        json_object(json);
        if (bounded || v > 0)
            put_bound(json, STR("min"), space, slot, slot_low(slot, v));
        if (bounded || last + 1 < slot->size)
            put_bound(json, STR("max"), space, slot, slot_high(slot, last));
        json_end(json);
        v = last;
    }
}

static void put_values(
    struct json_out *json, const struct space *space, const struct study_when *when)
{
    const struct slot *slot = &space->slots[when->slot];
    const struct space_fact *fact = &space->facts[slot->first];

    for (uint32_t v = 0; v < slot->size; v++) {
        if (!when->members[v])
            continue;
        if (fact->fact->kind == FACT_YES_NO)
            json_bool(json, v == 1);
        else
            json_str(json, fact->values[v]);
    }
}

static void put_when(struct json_out *json, const struct space *space,
    const struct study_difference *row)
{
    json_key(json, STR("when"));
    json_object(json);
    for (uint32_t i = 0; i < row->when_count; i++) {
        const struct study_when *when = &row->when[i];
        const struct slot *slot = &space->slots[when->slot];
        char buffer[160];
        struct text key = text_fixed(buffer, sizeof(buffer));

        text_add(&key, space->facts[slot->first].fact->name);
        if (slot->kind == SLOT_PAIR && slot->second != TREE_NONE) {
            text_add(&key, STR(" minus "));
            text_add(&key, space->facts[slot->second].fact->name);
        }
        json_key(json, text_str(&key));
        json_array(json);
        if (slot->kind == SLOT_VALUE)
            put_values(json, space, when);
        else
            put_ranges(json, space, when);
        json_end(json);
    }
    json_end(json);
}

static void put_example(
    struct json_out *json, const struct space *space, const int32_t *facts)
{
    json_key(json, STR("example"));
    json_object(json);
    for (uint32_t f = 0; f < space->fact_count; f++) {
        const struct space_fact *fact = &space->facts[f];

        if (facts[f] == VALUE_UNKNOWN)
            continue;
        json_key(json, fact->fact->name);
        if (fact->fact->kind == FACT_YES_NO)
            json_bool(json, facts[f] == 1);
        else if (fact->values != NULL)
            json_str(json, fact->values[facts[f]]);
        else if (fact->fact->kind == FACT_DATE)
            put_day(json, facts[f]);
        else if (fact->fact->kind == FACT_TIME)
            put_time(json, facts[f]);
        else
            json_i64(json, facts[f]);
    }
    json_end(json);
}

static void put_change(struct json_out *json, const struct policy_pair *pair,
    const struct study_difference *change)
{
    const struct outcome *new_outcome =
        &pair->new_policy.tree.outcomes[change->outcome];
    const struct outcome *old_outcome =
        &pair->old_policy.tree
             .outcomes[tree_find_outcome(&pair->old_policy.tree, new_outcome->name)];

    json_object(json);
    json_key(json, STR("outcome"));
    json_str(json, new_outcome->name);
    put_when(json, &pair->new_policy.space, change);
    json_key(json, STR("from"));
    json_str(json, old_outcome->values[change->from].name);
    json_key(json, STR("to"));
    json_str(json, new_outcome->values[change->to].name);
    json_count(json, STR("states"), change->states);
    put_example(json, &pair->new_policy.space, change->example);
    json_end(json);
}

void diff_json(struct session *session, const struct policy_pair *pair,
    const struct study_diff *diff)
{
    struct json_out json = json_start(&session->out.text, true);

    json_object(&json);
    json_key(&json, STR("same"));
    json_bool(&json, diff->same);
    json_count(&json, STR("states_compared"), diff->compared);
    json_count(&json, STR("states_differing"), diff->differing);
    json_count(&json, STR("looser"), diff->looser);
    json_count(&json, STR("stricter"), diff->stricter);
    json_key(&json, STR("changes"));
    json_array(&json);
    for (uint32_t i = 0; i < diff->change_count; i++)
        put_change(&json, pair, &diff->changes[i]);
    json_end(&json);
    json_key(&json, STR("complete"));
    json_bool(&json, !diff->cut_short);
    json_key(&json, STR("notes"));
    json_array(&json);
    for (uint32_t i = 0; i < diff->note_count; i++)
        json_str(&json, diff->notes[i]);
    json_end(&json);
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
}
