/*
 * Working out who is called: whose week it is, who stands in.
 */
#include "roster/inside.h"

int64_t roster_minute(const struct moment *local)
{
    return (int64_t)local->day * TIME_MINUTES + local->minute;
}

const struct roster_person *roster_find_person(
    const struct roster *roster, uint64_t number)
{
    size_t low = 0;
    size_t high = roster->person_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (roster->persons[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < roster->person_count && roster->persons[low].number == number
        ? &roster->persons[low]
        : NULL;
}

/* ---- when ---- */

static bool begins_on(const struct roster_hours *hours, int32_t day)
{
    return day >= hours->first && day <= hours->last &&
        (hours->weekdays >> date_weekday(day) & 1) != 0;
}

bool hours_hold(const struct roster_hours *hours, int32_t day, int32_t minute)
{
    bool after = minute >= hours->from && begins_on(hours, day);

    if (hours->from < hours->to)
        return after && minute < hours->to;
    return after || (minute < hours->to && begins_on(hours, day - 1));
}

/* ---- one question ---- */

struct calling {
    const struct roster *roster;
    str role;
    const struct moment *local;
    int64_t minute;
    struct arena *arena;
    struct roster_people out;
    size_t capacity;
};

static bool is_now(const struct calling *c, int64_t from, int64_t to)
{
    return c->minute >= from && c->minute < to;
}

/* Who stands in for somebody now: the newest word counts; 0: nobody does. */
static uint64_t stand_in(const struct calling *c, uint64_t person)
{
    for (size_t i = c->roster->acting_count; i-- > 0;) {
        const struct roster_acting *acting = &c->roster->actings[i];
        const struct roster_person *other;

        if (acting->person != person || !is_now(c, acting->from, acting->to))
            continue;
        other = roster_find_person(c->roster, acting->stand_in);
        if (other != NULL && !other->is_gone)
            return acting->stand_in;
    }
    return 0;
}

/* Who is called in the place of `person`: themselves, unless somebody stands in. */
static uint64_t present(const struct calling *c, uint64_t person)
{
    uint64_t current = person;

    for (size_t i = 0; i <= c->roster->acting_count; i++) {
        uint64_t next = stand_in(c, current);

        if (next == 0)
            return current;
        current = next;
    }
    return person; /* they stand in for each other */
}

static void add(struct calling *c, uint64_t number)
{
    const struct roster_person *person =
        roster_find_person(c->roster, present(c, number));

    if (person == NULL || person->is_gone)
        return;
    for (size_t i = 0; i < c->out.count; i++)
        if (c->out.items[i] == person)
            return;
    c->out.items = arena_grow(
        c->arena, c->out.items, c->out.count, &c->capacity, sizeof(const void *));
    c->out.items[c->out.count++] = person;
}

/* ---- posts ---- */

enum holders { HEADS, OTHERS, ALL };

static bool holds(const struct calling *c, const struct roster_person *person,
    str school, enum holders which)
{
    for (size_t i = 0; i < person->post_count; i++) {
        const struct roster_post *post = &person->posts[i];

        if (str_equal(post->role, c->role) && str_equal(post->school, school) &&
            (which == ALL || post->is_head == (which == HEADS)))
            return true;
    }
    return false;
}

/* Add who has the role there; false: nobody has. */
static bool add_holders(struct calling *c, str school, enum holders which)
{
    bool any = false;

    for (size_t i = 0; i < c->roster->person_count; i++) {
        const struct roster_person *person = &c->roster->persons[i];

        if (person->is_gone || !holds(c, person, school, which))
            continue;
        any = true;
        add(c, person->number);
    }
    return any;
}

static bool has_head(const struct calling *c, str school)
{
    for (size_t i = 0; i < c->roster->person_count; i++)
        if (!c->roster->persons[i].is_gone &&
            holds(c, &c->roster->persons[i], school, HEADS))
            return true;
    return false;
}

static void add_post(struct calling *c, str school, uint32_t rank)
{
    bool led = has_head(c, school);

    if (rank == 1)
        (void)add_holders(c, school, led ? HEADS : ALL);
    else if (rank == 2 && led)
        (void)add_holders(c, school, OTHERS);
}

/* ---- ranks ---- */

static const struct roster_override *find_override(
    const struct calling *c, str school, uint32_t rank)
{
    for (size_t i = c->roster->override_count; i-- > 0;) {
        const struct roster_override *override = &c->roster->overrides[i];

        if (override->rank == rank && is_now(c, override->from, override->to) &&
            str_equal(override->role, c->role) && str_equal(override->school, school))
            return override;
    }
    return NULL;
}

/* Add whose week it is; false: no week at all is planned for the role there. */
static bool add_weeks(struct calling *c, str school, uint32_t rank)
{
    bool planned = false;

    for (size_t i = 0; i < c->roster->week_count; i++) {
        const struct roster_week *week = &c->roster->weeks[i];
        const struct roster_hours hours = {
            week->weekdays, week->from, week->to, week->first, week->last};

        if (!str_equal(week->role, c->role) || !str_equal(week->school, school))
            continue;
        planned = true;
        if (week->rank == rank && hours_hold(&hours, c->local->day, c->local->minute))
            add(c, week->person);
    }
    return planned;
}

static void add_duty(struct calling *c, str school, uint32_t rank)
{
    const struct roster_override *override = find_override(c, school, rank);

    if (override != NULL)
        add(c, override->person);
    else if (!add_weeks(c, school, rank))
        add_post(c, school, rank);
}

static void add_rank(struct calling *c, str school, uint32_t rank)
{
    add_duty(c, school, rank);
    if (c->out.count == 0 && school.len > 0)
        add_duty(c, (str){0}, rank);
}

static void add_everybody(struct calling *c, str school)
{
    const str places[] = {school, {0}};
    size_t count = school.len > 0 ? 2 : 1;

    for (uint32_t rank = 1; rank <= ROSTER_RANKS; rank++)
        for (size_t i = 0; i < count; i++)
            add_duty(c, places[i], rank);
    for (size_t i = 0; i < count; i++)
        (void)add_holders(c, places[i], HEADS);
    for (size_t i = 0; i < count; i++)
        (void)add_holders(c, places[i], ALL);
}

void roster_called(const struct roster *roster, const struct roster_question *question,
    struct arena *arena, struct roster_people *out)
{
    struct calling c = {.roster = roster,
        .role = question->role,
        .local = &question->local,
        .minute = roster_minute(&question->local),
        .arena = arena};
    str school = question->school;

    switch (question->who) {
    case ROSTER_ON_DUTY:
        add_rank(&c, school, 1);
        break;
    case ROSTER_SECOND:
        add_rank(&c, school, 2);
        break;
    case ROSTER_HEAD:
        (void)add_holders(&c, school, HEADS);
        if (c.out.count == 0 && school.len > 0)
            (void)add_holders(&c, (str){0}, HEADS);
        break;
    case ROSTER_EVERYBODY:
        add_everybody(&c, school);
        break;
    }
    *out = c.out;
}

/* ---- addresses ---- */

bool roster_contact_works(const struct roster_contact *contact)
{
    return contact->verified_at != 0 && contact->disabled.len == 0;
}

bool roster_reachable(const struct roster_person *person, uint32_t channels)
{
    for (size_t i = 0; i < person->contact_count; i++)
        if ((channels >> person->contacts[i].channel & 1) != 0 &&
            roster_contact_works(&person->contacts[i]))
            return true;
    return false;
}

bool roster_contact_stale(const struct roster_contact *contact, int64_t now)
{
    enum { DAY_SECONDS = 24 * 60 * 60 };

    return roster_contact_works(contact) &&
        now - contact->tested_at > (int64_t)ROSTER_TEST_DAYS * DAY_SECONDS;
}

static const str channel_names[ROSTER_CHANNELS] = {
    [ROSTER_MAIL] = STR_INIT("mail"),
    [ROSTER_TEXT] = STR_INIT("text"),
    [ROSTER_VOICE] = STR_INIT("voice"),
    [ROSTER_PUSH] = STR_INIT("push"),
    [ROSTER_HOOK] = STR_INIT("webhook"),
};

str roster_channel_name(enum roster_channel channel)
{
    return channel_names[channel];
}

bool roster_find_channel(str name, enum roster_channel *out)
{
    for (size_t i = 0; i < ROSTER_CHANNELS; i++)
        if (str_equal(name, channel_names[i])) {
            *out = (enum roster_channel)i;
            return true;
        }
    return false;
}
