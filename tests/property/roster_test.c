/*
 * Rosters against the rules as they are written down: random weeks, overrides, absences,
 * posts and addresses; who is called is looked up by going through everything, and gaps
 * are found by asking again each minute, on nights when clocks are set, too.
 */
#include "os/os.h"
#include "roster/roster.h"
#include "test.h"

enum { PERSONS = 6, WEEKS = 8, OVERRIDES = 4, ACTINGS = 5, ROUNDS = 400, NIGHTS = 12 };

static const str roles[] = {STR_INIT("principal"), STR_INIT("law_department")};
static const str schools[] = {STR_INIT(""), STR_INIT("Hamline"), STR_INIT("Burr")};

struct made {
    struct roster roster;
    struct roster_person persons[PERSONS];
    struct roster_post posts[PERSONS][2];
    struct roster_contact contacts[PERSONS][2];
    struct roster_week weeks[WEEKS];
    struct roster_override overrides[OVERRIDES];
    struct roster_acting actings[ACTINGS];
    int32_t day; /* around which everything is */
};

static uint64_t some_person(void)
{
    return (test_random(PERSONS) + 1) * 3;
}

static int32_t some_minute(void)
{
    return (int32_t)test_random(48) * 30 + (int32_t)test_random(2);
}

static int64_t some_time(const struct made *m)
{
    return ((int64_t)m->day - 1) * TIME_MINUTES + (int64_t)test_random(4) * 1440 +
        some_minute();
}

static void make_person(struct made *m, size_t i)
{
    struct roster_person *person = &m->persons[i];

    *person = (struct roster_person){.number = (i + 1) * 3,
        .name = STR("Somebody"),
        .is_gone = test_random(8) == 0,
        .posts = m->posts[i],
        .post_count = test_random(3),
        .contacts = m->contacts[i],
        .contact_count = test_random(3)};
    for (size_t p = 0; p < 2; p++)
        m->posts[i][p] = (struct roster_post){
            roles[p], schools[test_random(COUNT_OF(schools))], test_random(3) == 0};
    for (size_t c = 0; c < 2; c++)
        m->contacts[i][c] = (struct roster_contact){.number = 100 + i,
            .channel = (enum roster_channel)test_random(ROSTER_CHANNELS),
            .verified_at = (int64_t)test_random(3),
            .disabled = test_random(4) == 0 ? STR("gone") : (str){0}};
}

static void make(struct made *m, int32_t day)
{
    *m = (struct made){.day = day};
    for (size_t i = 0; i < PERSONS; i++)
        make_person(m, i);
    for (size_t i = 0; i < WEEKS; i++) {
        int32_t first = day - 3 + (int32_t)test_random(4);

        m->weeks[i] = (struct roster_week){.number = 200 + i,
            .role = roles[test_random(2)],
            .school = schools[test_random(COUNT_OF(schools))],
            .person = some_person(),
            .weekdays = (uint32_t)test_random(127) + 1,
            .from = some_minute() % TIME_MINUTES,
            .to = some_minute() % TIME_MINUTES,
            .rank = (uint32_t)test_random(3) + 1,
            .first = first,
            .last =
                test_random(2) == 0 ? ROSTER_OPEN : first + (int32_t)test_random(6)};
    }
    for (size_t i = 0; i < OVERRIDES; i++) {
        int64_t from = some_time(m);

        m->overrides[i] = (struct roster_override){.number = 300 + i,
            .role = roles[test_random(2)],
            .school = schools[test_random(COUNT_OF(schools))],
            .rank = (uint32_t)test_random(2) + 1,
            .person = test_random(3) == 0 ? 0 : some_person(),
            .from = from,
            .to = from + 1 + (int64_t)test_random(900)};
    }
    for (size_t i = 0; i < ACTINGS; i++) {
        int64_t from = some_time(m);

        m->actings[i] = (struct roster_acting){400 + i, some_person(), some_person(),
            from, from + 1 + (int64_t)test_random(2000)};
    }
    m->roster = (struct roster){m->persons, PERSONS, m->weeks, test_random(WEEKS + 1),
        m->overrides, test_random(OVERRIDES + 1), m->actings, test_random(ACTINGS + 1)};
}

/* ---- the rules, as they are written down ---- */

struct naive {
    bool called[PERSONS];
};

static size_t place_of(uint64_t number)
{
    return (size_t)(number / 3 - 1);
}

/* Who comes for somebody: themselves when the way leads in a circle. */
static uint64_t naive_stand_in(
    const struct made *m, uint64_t person, int64_t at, bool *seen)
{
    const struct roster_acting *newest = NULL;

    if (seen[place_of(person)])
        return 0;
    seen[place_of(person)] = true;
    for (size_t i = 0; i < m->roster.acting_count; i++)
        if (m->actings[i].person == person && m->actings[i].from <= at &&
            at < m->actings[i].to &&
            !m->persons[place_of(m->actings[i].stand_in)].is_gone)
            newest = &m->actings[i];
    return newest == NULL ? person : naive_stand_in(m, newest->stand_in, at, seen);
}

static bool naive_add(
    struct naive *n, const struct made *m, uint64_t person, int64_t at)
{
    bool seen[PERSONS] = {false};
    uint64_t comes = naive_stand_in(m, person, at, seen);

    comes = comes == 0 ? person : comes;
    if (m->persons[place_of(comes)].is_gone)
        return false;
    n->called[place_of(comes)] = true;
    return true;
}

static bool naive_has(const struct made *m, size_t i, str role, str school, bool head)
{
    for (size_t p = 0; p < m->persons[i].post_count; p++)
        if (str_equal(m->posts[i][p].role, role) &&
            str_equal(m->posts[i][p].school, school) &&
            (!head || m->posts[i][p].is_head))
            return !m->persons[i].is_gone;
    return false;
}

static bool naive_heads(
    struct naive *n, const struct made *m, str role, str school, int64_t at)
{
    bool any = false;

    for (size_t i = 0; i < PERSONS; i++)
        if (naive_has(m, i, role, school, true))
            any = naive_add(n, m, m->persons[i].number, at) || any;
    return any;
}

static bool naive_week_holds(const struct roster_week *week, int64_t at)
{
    for (int32_t day = (int32_t)(at / 1440) - 1; day <= at / 1440; day++) {
        int64_t from = (int64_t)day * 1440 + week->from;
        int64_t to =
            (int64_t)day * 1440 + week->to + (week->to <= week->from ? 1440 : 0);

        if (day >= week->first && day <= week->last &&
            (week->weekdays & 1u << date_weekday(day)) != 0 && from <= at && at < to)
            return true;
    }
    return false;
}

static bool naive_post(struct naive *n, const struct made *m, uint32_t rank, str role,
    str school, int64_t at)
{
    bool led = false;
    bool any = false;

    for (size_t i = 0; i < PERSONS; i++)
        led = led || naive_has(m, i, role, school, true);
    if (led && rank == 1)
        return naive_heads(n, m, role, school, at);
    for (size_t i = 0; rank == (led ? 2 : 1) && i < PERSONS; i++)
        if (naive_has(m, i, role, school, false) &&
            !naive_has(m, i, role, school, true))
            any = naive_add(n, m, m->persons[i].number, at) || any;
    return any;
}

static bool naive_duty(struct naive *n, const struct made *m, uint32_t rank, str role,
    str school, int64_t at)
{
    const struct roster_override *newest = NULL;
    bool planned = false;
    bool any = false;

    for (size_t i = 0; i < m->roster.override_count; i++) {
        const struct roster_override *o = &m->overrides[i];

        if (o->rank == rank && str_equal(o->role, role) &&
            str_equal(o->school, school) && o->from <= at && at < o->to)
            newest = o;
    }
    if (newest != NULL)
        return newest->person != 0 && naive_add(n, m, newest->person, at);
    for (size_t i = 0; i < m->roster.week_count; i++) {
        const struct roster_week *week = &m->weeks[i];

        if (!str_equal(week->role, role) || !str_equal(week->school, school))
            continue;
        planned = true;
        if (week->rank == rank && naive_week_holds(week, at))
            any = naive_add(n, m, week->person, at) || any;
    }
    return planned ? any : naive_post(n, m, rank, role, school, at);
}

static struct naive naive_called(
    const struct made *m, enum roster_who who, str role, str school, int64_t at)
{
    struct naive n = {{false}};
    uint32_t rank = who == ROSTER_ON_DUTY ? 1 : 2;

    if (who == ROSTER_HEAD) {
        if (!naive_heads(&n, m, role, school, at))
            (void)naive_heads(&n, m, role, STR(""), at);
        return n;
    }
    if (who != ROSTER_EVERYBODY) {
        if (!naive_duty(&n, m, rank, role, school, at))
            (void)naive_duty(&n, m, rank, role, STR(""), at);
        return n;
    }
    for (rank = 1; rank <= ROSTER_RANKS; rank++) {
        (void)naive_duty(&n, m, rank, role, school, at);
        (void)naive_duty(&n, m, rank, role, STR(""), at);
    }
    for (size_t i = 0; i < PERSONS; i++)
        if (naive_has(m, i, role, school, false) ||
            naive_has(m, i, role, STR(""), false))
            (void)naive_add(&n, m, m->persons[i].number, at);
    return n;
}

/* ---- who is called ---- */

static void same(const struct made *m, struct arena *arena, str role, str school,
    enum roster_who who, const struct moment *local)
{
    struct naive n = naive_called(m, who, role, school, roster_minute(local));
    const struct roster_question question = {who, role, school, *local};
    struct roster_people got;
    size_t wanted = 0;

    roster_called(&m->roster, &question, arena, &got);
    for (size_t i = 0; i < PERSONS; i++)
        wanted += n.called[i];
    CHECK_U64(got.count, wanted);
    for (size_t i = 0; i < got.count; i++) {
        CHECK(n.called[place_of(got.items[i]->number)]);
        for (size_t other = 0; other < i; other++)
            CHECK(got.items[other] != got.items[i]);
    }
}

TEST(roster, calls_whom_the_rules_name)
{
    struct arena arena = {0};

    for (size_t round = 0; round < ROUNDS; round++) {
        static struct made m;
        int32_t day = 20000 + (int32_t)test_random(400);

        make(&m, day);
        for (size_t ask = 0; ask < 40; ask++) {
            struct moment local = {.day = day - 1 + (int32_t)test_random(4),
                .minute = some_minute() % TIME_MINUTES};

            for (unsigned who = ROSTER_ON_DUTY; who <= ROSTER_EVERYBODY; who++)
                same(&m, &arena, roles[test_random(2)],
                    schools[test_random(COUNT_OF(schools))], (enum roster_who)who,
                    &local);
        }
        arena_clear(&arena);
    }
}

/* ---- gaps ---- */

static bool zone_moment(
    void *context, int64_t instant, struct moment *out, struct err *err)
{
    return os_moment(*(const str *)context, instant, out, err);
}

/* Whether a gap says it of an instant; and no two of them do. */
static bool said(const struct roster_gap_list *gaps, enum roster_fault fault,
    const struct roster_person *person, int64_t at)
{
    size_t times = 0;

    for (size_t i = 0; i < gaps->count; i++)
        times += gaps->items[i].fault == fault && gaps->items[i].person == person &&
            gaps->items[i].from <= at && at < gaps->items[i].to;
    CHECK(times <= 1);
    return times == 1;
}

static bool naive_reachable(const struct roster_person *person)
{
    for (size_t i = 0; i < person->contact_count; i++)
        if (person->contacts[i].verified_at > 0 &&
            person->contacts[i].disabled.len == 0)
            return true;
    return false;
}

/* The fault of a minute in which somebody is needed: none, or whose. */
static bool is_at_fault(
    const struct made *m, const struct roster_need *need, size_t person, int64_t minute)
{
    struct naive first =
        naive_called(m, ROSTER_ON_DUTY, need->role, need->school, minute);
    struct naive second =
        naive_called(m, ROSTER_SECOND, need->role, need->school, minute);

    if (person < PERSONS)
        return (first.called[person] || second.called[person]) &&
            !naive_reachable(&m->persons[person]);
    for (size_t i = 0; i < PERSONS; i++)
        if (first.called[i])
            return false;
    return true;
}

/* Every third day is a holiday; hours that pass midnight are of the day before. */
static bool is_school_day(const void *context, int32_t day)
{
    return (day + *(const int32_t *)context) % 3 != 0;
}

static bool is_needed(
    const struct roster_need *need, const struct roster_days *open, int64_t minute)
{
    for (int32_t back = 0; back < 2; back++) {
        int32_t began = (int32_t)(minute / TIME_MINUTES) - back;
        int64_t from = (int64_t)began * TIME_MINUTES + need->from;
        int64_t to = (int64_t)began * TIME_MINUTES + need->to +
            (need->to <= need->from ? TIME_MINUTES : 0);

        if ((need->weekdays >> date_weekday(began) & 1) != 0 && minute >= from &&
            minute < to &&
            (open->is_open == NULL || is_school_day(open->context, began)))
            return true;
    }
    return false;
}

static size_t count_of(const struct roster_gap_list *gaps, enum roster_fault fault,
    const struct roster_person *person)
{
    size_t count = 0;

    for (size_t i = 0; i < gaps->count; i++)
        count += gaps->items[i].fault == fault && gaps->items[i].person == person;
    return count;
}

/* A gap covers every minute at fault, none that is well, and of those in which nobody is
 * needed only what lies between two of the former; so each is as long as can be. */
static void check_gaps(const struct made *m, const struct roster_ahead *ahead,
    const struct roster_gap_list *gaps, size_t person)
{
    enum roster_fault fault = person < PERSONS ? ROSTER_UNREACHABLE : ROSTER_NOBODY;
    const struct roster_person *who = person < PERSONS ? &m->persons[person] : NULL;
    int64_t last = ahead->from + (int64_t)ahead->days * 86400;
    bool was_said = false; /* when somebody was needed before */
    bool is_between = false;
    size_t runs = 0;

    for (int64_t at = ahead->from; at < last; at += 60) {
        struct moment local;
        struct err err = {0};
        bool is_said = said(gaps, fault, who, at);

        CHECK_OR_STOP(ahead->zone.moment(ahead->zone.context, at, &local, &err));
        if (!is_needed(ahead->needs, &ahead->open, roster_minute(&local))) {
            is_between = is_between || is_said;
            continue;
        }
        CHECK(is_said == is_at_fault(m, ahead->needs, person, roster_minute(&local)));
        CHECK(!is_between || (was_said && is_said));
        runs += is_said && !was_said;
        was_said = is_said;
        is_between = false;
    }
    CHECK(!is_between);
    CHECK_U64(count_of(gaps, fault, who), runs);
}

static void check_night(str zone_name, const char *date, uint32_t days)
{
    static struct made m;
    struct roster_need need = {roles[test_random(2)],
        schools[test_random(COUNT_OF(schools))], (uint32_t)test_random(127) + 1,
        some_minute() % TIME_MINUTES, some_minute() % TIME_MINUTES};
    int32_t holiday = (int32_t)test_random(3);
    struct roster_ahead ahead = {&need, 1, 0, days, {zone_moment, &zone_name},
        {test_random(2) == 0 ? is_school_day : NULL, &holiday}};
    struct arena arena = {0};
    struct roster_gap_list gaps;
    struct err err = {0};
    int32_t day;

    CHECK_OR_STOP(date_parse(str_from(date), &day));
    make(&m, day);
    ahead.from = ((int64_t)day * 1440 + (int64_t)test_random(900)) * 60;
    CHECK_OR_STOP(roster_gaps(&m.roster, &ahead, &arena, &gaps, &err));
    for (size_t person = 0; person <= PERSONS; person++)
        check_gaps(&m, &ahead, &gaps, person);
    arena_clear(&arena);
}

TEST(roster, finds_each_gap_also_when_clocks_are_set)
{
    static const struct {
        str zone;
        const char *date;
    } nights[] = {
        {STR_INIT("America/Chicago"), "2026-03-07"}, /* 02:00 to 03:00 never comes */
        {STR_INIT("America/Chicago"), "2026-10-31"}, /* 01:00 to 02:00 comes twice */
        {STR_INIT("Australia/Lord_Howe"), "2026-04-04"}, /* by half an hour */
        {STR_INIT("America/Chicago"), "2026-06-10"},
    };

    for (size_t round = 0; round < NIGHTS; round++)
        for (size_t i = 0; i < COUNT_OF(nights); i++)
            check_night(nights[i].zone, nights[i].date, 3);
}
