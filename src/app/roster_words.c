/*
 * The roster in words, as the record is told and as commands show it.
 */
#include "app/roster.h"

static const str weekday_names[] = {STR_INIT("Monday"), STR_INIT("Tuesday"),
    STR_INIT("Wednesday"), STR_INIT("Thursday"), STR_INIT("Friday"),
    STR_INIT("Saturday"), STR_INIT("Sunday")};

static void add_name(struct text *text, const struct roster *roster, uint64_t person)
{
    const struct roster_person *found = roster_find_person(roster, person);

    text_add(text, found == NULL ? STR("nobody") : found->name);
}

static void add_post(struct text *text, str role, str school)
{
    text_add(text, role);
    if (school.len > 0) {
        text_add(text, STR(" at "));
        text_add(text, school);
    }
}

/* A minute as roster_minute() counts. */
static void add_minute(struct text *text, int64_t minute)
{
    int64_t day = minute / TIME_MINUTES - (minute % TIME_MINUTES < 0);

    text_add_date(text, (int32_t)day);
    text_add(text, STR(" "));
    text_add_time(text, (int32_t)(minute - day * TIME_MINUTES));
}

static void add_span(struct text *text, int64_t from, int64_t to)
{
    text_add(text, STR(" from "));
    add_minute(text, from);
    text_add(text, STR(" until "));
    add_minute(text, to);
}

static void add_rank(struct text *text, uint32_t rank)
{
    char digit = (char)('0' + rank % 10);

    text_add(text, STR(", number "));
    text_add(text, (str){&digit, 1});
}

void text_add_roster_week(
    struct text *text, const struct roster *roster, const struct roster_week *week)
{
    bool is_first = true;

    add_post(text, week->role, week->school);
    add_rank(text, week->rank);
    text_add(text, STR(": "));
    add_name(text, roster, week->person);
    text_add(text, STR(" on "));
    for (size_t i = 0; i < COUNT_OF(weekday_names); i++) {
        if ((week->weekdays >> i & 1) == 0)
            continue;
        text_add(text, is_first ? STR("") : STR(", "));
        text_add(text, weekday_names[i]);
        is_first = false;
    }
    text_add(text, STR(" from "));
    text_add_time(text, week->from);
    text_add(text, STR(" to "));
    text_add_time(text, week->to);
    text_add(text, STR(", from "));
    text_add_date(text, week->first);
    if (week->last != ROSTER_OPEN) {
        text_add(text, STR(" until "));
        text_add_date(text, week->last);
    }
}

void text_add_roster_override(struct text *text, const struct roster *roster,
    const struct roster_override *override)
{
    add_post(text, override->role, override->school);
    add_rank(text, override->rank);
    text_add(text, STR(": "));
    add_name(text, roster, override->person);
    add_span(text, override->from, override->to);
}

void text_add_roster_acting(
    struct text *text, const struct roster *roster, const struct roster_acting *acting)
{
    add_name(text, roster, acting->stand_in);
    text_add(text, STR(" stands in for "));
    add_name(text, roster, acting->person);
    add_span(text, acting->from, acting->to);
}

void text_add_roster_person(struct text *text, const struct roster_person *person)
{
    text_add(text, person->name);
    for (size_t i = 0; i < person->post_count; i++) {
        text_add(text, i == 0 ? STR(": ") : STR("; "));
        text_add(text, person->posts[i].is_head ? STR("head of ") : STR(""));
        add_post(text, person->posts[i].role, person->posts[i].school);
    }
    if (person->post_count == 0)
        text_add(text, STR(": no role"));
}
