#include "study/words.h"

/* A run of neighbouring intervals; an open end has no bound worth naming. */
struct run {
    int32_t low, high;
    bool low_open, high_open;
};

static bool is_choice(const struct fact *fact)
{
    return fact->kind == FACT_CHOICE || fact->kind == FACT_YES_NO;
}

void text_add_spaced(struct text *text, str name)
{
    str part;

    for (bool first = true; str_split(&name, '_', &part); first = false) {
        text_add(text, first ? STR("") : STR(" "));
        text_add(text, part);
    }
}

/* Take the first run of members at or after `*at`; false when there is none. */
static bool next_run(
    const struct slot *slot, const bool *members, uint32_t *at, struct run *run)
{
    while (*at < slot->size && !members[*at])
        (*at)++;
    if (*at == slot->size)
        return false;
    run->low = slot_low(slot, *at);
    run->low_open = *at == 0;
    while (*at + 1 < slot->size && members[*at + 1])
        (*at)++;
    run->high = slot_high(slot, *at);
    run->high_open = *at + 1 == slot->size;
    (*at)++;
    return true;
}

/* ---- numbers and times ---- */

static void add_number(struct text *text, const struct run *run)
{
    if (run->low == run->high) {
        text_add_i64(text, run->low);
    } else if (run->low_open && !run->high_open) {
        text_add(text, STR("at most "));
        text_add_i64(text, run->high);
    } else if (run->high_open && !run->low_open) {
        text_add(text, STR("at least "));
        text_add_i64(text, run->low);
    } else {
        text_add_i64(text, run->low);
        text_add(text, STR(" to "));
        text_add_i64(text, run->high);
    }
}

static void add_time(struct text *text, const struct run *run)
{
    if (run->low_open && !run->high_open) {
        text_add(text, STR("before "));
        text_add_time(text, run->high + 1);
    } else if (run->high_open && !run->low_open) {
        text_add(text, STR("from "));
        text_add_time(text, run->low);
        text_add(text, STR(" on"));
    } else {
        text_add(text, STR("between "));
        text_add_time(text, run->low);
        text_add(text, STR(" and "));
        text_add_time(text, run->high);
    }
}

/* ---- dates ---- */

static void add_day(struct text *text, const struct run *run)
{
    if (run->low_open) {
        text_add(text, STR("before "));
        text_add_date(text, run->high + 1);
    } else if (run->high_open) {
        text_add(text, STR("from "));
        text_add_date(text, run->low);
        text_add(text, STR(" on"));
    } else if (run->low == run->high) {
        text_add(text, STR("on "));
        text_add_date(text, run->low);
    } else {
        text_add(text, STR("from "));
        text_add_date(text, run->low);
        text_add(text, STR(" to "));
        text_add_date(text, run->high);
    }
}

static void add_days(struct text *text, int32_t days)
{
    text_add_i64(text, days);
    text_add(text, days == 1 ? STR(" day") : STR(" days"));
}

/* Half-open differences: before and after, one way or the other. */
static void add_open_difference(struct text *text, const struct run *run)
{
    int32_t bound = run->low_open ? run->high : run->low;
    int32_t days = bound < 0 ? -bound : bound;

    if (bound == 0) {
        text_add(text, run->low_open ? STR("not after") : STR("not before"));
        return;
    }
    if (bound == (run->low_open ? -1 : 1)) {
        text_add(text, run->low_open ? STR("before") : STR("after"));
        return;
    }
    if (run->low_open == (bound < 0))
        text_add(text, STR("at least "));
    else
        text_add(text, run->low_open ? STR("no later than ") : STR("no earlier than "));
    add_days(text, days);
    text_add(text, bound < 0 ? STR(" before") : STR(" after"));
}

static void add_difference(struct text *text, const struct run *run)
{
    if (run->low_open || run->high_open) {
        add_open_difference(text, run);
    } else if (run->low == 0 && run->high == 0) {
        text_add(text, STR("the same day as"));
    } else if (run->low == run->high) {
        add_days(text, run->low < 0 ? -run->low : run->low);
        text_add(text, run->low < 0 ? STR(" before") : STR(" after"));
    } else if (run->low >= 0) {
        text_add_i64(text, run->low);
        text_add(text, STR(" to "));
        add_days(text, run->high);
        text_add(text, STR(" after"));
    } else if (run->high <= 0) {
        text_add_i64(text, -run->high);
        text_add(text, STR(" to "));
        add_days(text, -run->low);
        text_add(text, STR(" before"));
    } else {
        text_add(text, STR("from "));
        add_days(text, -run->low);
        text_add(text, STR(" before to "));
        add_days(text, run->high);
        text_add(text, STR(" after"));
    }
}

/* ---- slots ---- */

static void add_run(struct text *text, const struct space *space,
    const struct slot *slot, const struct run *run)
{
    if (slot->kind == SLOT_CUT) {
        if (space->facts[slot->first].fact->kind == FACT_TIME)
            add_time(text, run);
        else
            add_number(text, run);
        return;
    }
    if (slot->second == TREE_NONE) {
        add_day(text, run);
        return;
    }
    add_difference(text, run);
    text_add_byte(text, ' ');
    text_add_spaced(text, space->facts[slot->second].fact->name);
}

static void add_choices(struct text *text, const struct space *space,
    const struct slot *slot, const bool *members)
{
    const struct space_fact *fact = &space->facts[slot->first];
    bool any = false;

    for (uint32_t v = 0; v < slot->size; v++) {
        if (!members[v])
            continue;
        if (any)
            text_add(text, STR(" or "));
        text_add(text, fact->values[v]);
        any = true;
    }
}

void text_add_slot_values(
    struct text *text, const struct space *space, uint32_t slot, const bool *members)
{
    const struct slot *s = &space->slots[slot];
    struct run run;
    uint32_t at = 0;
    bool any = false;

    if (s->kind == SLOT_VALUE) {
        add_choices(text, space, s, members);
        return;
    }
    while (next_run(s, members, &at, &run)) {
        if (any)
            text_add(text, STR(" or "));
        add_run(text, space, s, &run);
        any = true;
    }
}

void text_add_slot_is(
    struct text *text, const struct space *space, uint32_t slot, const bool *members)
{
    const struct slot *s = &space->slots[slot];
    const struct fact *fact = space->facts[s->first].fact;
    uint32_t missing = DD_FREE;
    uint32_t count = 0;

    for (uint32_t v = 0; v < s->size; v++) {
        count += members[v];
        if (!members[v])
            missing = v;
    }
    text_add(text, fact->name);
    if (is_choice(fact) && s->size > 2 && count + 1 == s->size) {
        text_add(text, STR(" is not "));
        text_add(text, space->facts[s->first].values[missing]);
        return;
    }
    text_add(text,
        fact->kind == FACT_DATE || fact->kind == FACT_TIME ? STR(" ") : STR(" is "));
    text_add_slot_values(text, space, slot, members);
}
