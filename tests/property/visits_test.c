/*
 * Random work at the desk against a plain model: what memory holds is what the record
 * gives when it is read again; what counts is what was stated last; a duty is raised
 * once; the same submission twice is recorded once; two clerks lose nothing.
 */
#include "door.h"
#include "test.h"

enum {
    VISITS_MOST = 8,
    DEEDS_MOST = 160,
    STATED_MOST = 3,
    FACTS_MOST = 16,
    NOTE = FACTS_MOST, /* where what no protocol asks is known: one thing */
    KNOWN_MOST,
    ROUNDS = 4,
};

enum kind {
    OPEN,
    STATE,
    ACKNOWLEDGE,
    SEND,
    READ,
    HAND_OVER,
    CORRECT,
    ATTACH,
    END,
    KINDS
};

/* Something somebody did, so that it can be done again word for word. */
struct deed {
    enum kind kind;
    uint64_t number;
    size_t visit;
    str by;
    str role;
    struct desk_statement stated[STATED_MOST];
    size_t count;
    int64_t seen;
    int64_t n; /* of a duty, of what was wrong */
    bool done;
    str with;
    str value;
    /* What came of it. */
    bool succeeded;
    struct desk_done out;
};

/* What is known of a fact of a visit. */
struct known {
    str value; /* empty: not known */
    str by;
    int64_t n; /* of the statement that counts; -1: none */
};

struct model {
    struct door d;
    str ids[VISITS_MOST];
    bool closed[VISITS_MOST];
    struct known known[VISITS_MOST][KNOWN_MOST];
    size_t count;
    struct deed deeds[DEEDS_MOST];
    size_t deed_count;
};

static const str clerks[] = {STR_INIT("Ana"), STR_INIT("Ben"), STR_INIT("Law on call")};
static const str roles[] = {
    STR_INIT("desk"), STR_INIT("desk"), STR_INIT("law_department")};
static const str shared[] = {STR_INIT("agency"), STR_INIT("paper"), STR_INIT("zzz")};

static const struct image *image_of(const struct model *m)
{
    return &desk_bench(m->d.desk)->image;
}

/* ---- making deeds ---- */

static str random_value(struct model *m, uint32_t fact)
{
    const uint32_t *item = image_item(image_of(m), SECTION_FACTS, fact);
    uint32_t choice;

    if (test_random(8) == 0)
        return (str){0};
    if (item[FACT_KIND] == IMAGE_YES_NO)
        return test_random(2) == 0 ? STR("no") : STR("yes");
    choice = (uint32_t)test_random(item[FACT_CHOICE_COUNT]);
    return arena_str(&m->d.arena,
        image_str(image_of(m),
            image_item(image_of(m), SECTION_CHOICES, item[FACT_CHOICE_FIRST] + choice) +
                CHOICE_NAME));
}

static struct desk_statement random_statement(struct model *m)
{
    static const str bases[] = {STR_INIT("read"), STR_INIT("told"), STR_INIT("seen")};
    uint32_t fact = (uint32_t)test_random(image_of(m)->count[SECTION_FACTS]);
    struct desk_statement made = {.basis = bases[test_random(COUNT_OF(bases))]};

    if (test_random(10) == 0) {
        made.fact = STR("badge_number");
        made.value = STR("4711");
        made.is_note = true;
        return made;
    }
    made.fact = arena_str(&m->d.arena,
        image_str(
            image_of(m), image_item(image_of(m), SECTION_FACTS, fact) + FACT_NAME));
    made.value = random_value(m, fact);
    return made;
}

static struct deed random_deed(struct model *m)
{
    static const enum kind kinds[] = {OPEN, STATE, STATE, STATE, STATE, STATE, STATE,
        STATE, ACKNOWLEDGE, ACKNOWLEDGE, SEND, READ, HAND_OVER, CORRECT, CORRECT,
        ATTACH, END};
    size_t clerk = test_random(COUNT_OF(clerks));
    struct deed deed = {.kind = kinds[test_random(COUNT_OF(kinds))],
        .number = m->d.number++,
        .by = clerks[clerk],
        .role = roles[clerk],
        .seen = -1,
        .done = test_random(2) == 0};
    const struct visit *visit;
    struct err err = {0};

    if (m->count == 0 || (deed.kind == OPEN && m->count == VISITS_MOST))
        deed.kind = m->count == 0 ? OPEN : STATE;
    if (deed.kind == OPEN) {
        deed.visit = m->count;
        if (m->count > 0 && test_random(2) == 0)
            deed.with = m->ids[test_random(m->count)];
        return deed;
    }
    deed.visit = test_random(m->count);
    CHECK(desk_visit(m->d.desk, m->ids[deed.visit], &visit, &err));
    deed.count = 1 + test_random(STATED_MOST);
    for (size_t i = 0; i < deed.count; i++)
        deed.stated[i] = random_statement(m);
    if (test_random(3) == 0)
        deed.seen = (int64_t)test_random((size_t)visit->next + 1);
    deed.n = (int64_t)test_random((size_t)visit->next);
    if (deed.kind == READ && visit->message_count > 0)
        deed.n = visit->messages[test_random(visit->message_count)].mark.n;
    if (deed.kind == ACKNOWLEDGE && visit->duty_count > 0)
        deed.n = visit->duties[test_random(visit->duty_count)].mark.n;
    return deed;
}

/* ---- doing them ---- */

static bool do_open(struct model *m, struct deed *deed, const struct desk_act *act)
{
    struct desk_opening opening = {.school = STR("Example Elementary"),
        .way = STR("door"),
        .with = deed->with,
        .shared = shared,
        .shared_count = COUNT_OF(shared)};

    return desk_open_visit(m->d.desk, act, &opening, &deed->out, &m->d.err);
}

static bool do_rest(struct model *m, struct deed *deed, const struct desk_act *act)
{
    static const str words[] = {STR_INIT("Wait for page 2."), STR_INIT("I read it.")};
    struct desk_message message = {
        .to = STR("principal"), .words = words, .count = COUNT_OF(words)};
    struct desk_handing handing = {
        .to = STR("Ms. Roe"), .words = words, .count = COUNT_OF(words), .seen = -1};
    struct desk_acknowledgement answer = {
        .raised = deed->n, .channel = STR("screen"), .done = deed->done};
    struct desk_document paper = {
        .bytes = -1, .pages = 2, .title = STR("Warrant"), .copy = STR("photocopy")};
    struct desk_correction right = {.n = deed->n,
        .field = STR("value"),
        .value = deed->stated[0].value,
        .reason = STR("misheard")};
    struct desk_ending ending = {.end = STR("left")};

    switch (deed->kind) {
    case ACKNOWLEDGE:
        return desk_acknowledge(m->d.desk, act, &answer, &deed->out, &m->d.err);
    case SEND:
        return desk_send(m->d.desk, act, &message, &deed->out, &m->d.err);
    case READ:
        return desk_mark_read(m->d.desk, act, deed->n, &deed->out, &m->d.err);
    case HAND_OVER:
        return desk_hand_over(m->d.desk, act, &handing, &deed->out, &m->d.err);
    case CORRECT:
        return desk_correct(m->d.desk, act, &right, &deed->out, &m->d.err);
    case ATTACH:
        return desk_attach(m->d.desk, act, &paper, &deed->out, &m->d.err);
    default:
        return desk_end(m->d.desk, act, &ending, &deed->out, &m->d.err);
    }
}

static bool perform(struct model *m, struct deed *deed)
{
    struct desk_act act = door_act(&m->d, deed->number, deed->by, deed->role);
    struct desk_stating stating = {deed->stated, deed->count, deed->seen};

    m->d.err = (struct err){0};
    act.visit = deed->kind == OPEN ? (str){0} : m->ids[deed->visit];
    if (deed->kind == OPEN)
        return do_open(m, deed, &act);
    if (deed->kind == STATE)
        return desk_state(m->d.desk, &act, &stating, &deed->out, &m->d.err);
    return do_rest(m, deed, &act);
}

/* ---- the model ---- */

static struct known *known_of(struct model *m, size_t visit, str fact)
{
    uint32_t place = image_find_fact(image_of(m), fact);

    return &m->known[visit][place == IMAGE_ABSENT ? NOTE : place];
}

/* Whether another clerk stated one of the facts otherwise since this one looked. */
static bool is_contested(struct model *m, const struct deed *deed)
{
    for (size_t i = 0; deed->seen >= 0 && i < deed->count; i++) {
        const struct known *known = known_of(m, deed->visit, deed->stated[i].fact);

        if (known->n >= deed->seen && !str_equal(known->by, deed->by) &&
            !str_equal(known->value, deed->stated[i].value))
            return true;
    }
    return false;
}

static bool is_denied(const struct deed *deed)
{
    for (size_t i = 0; i < deed->count; i++)
        if (str_equal(deed->stated[i].fact, STR("law_department")) &&
            !str_equal(deed->role, STR("law_department")))
            return true;
    return false;
}

static void check_state(struct model *m, const struct deed *deed)
{
    bool closed = m->closed[deed->visit];

    if (deed->succeeded) {
        CHECK(!closed && !is_denied(deed) && !is_contested(m, deed));
        for (size_t i = 0; i < deed->count; i++) {
            struct known *known = known_of(m, deed->visit, deed->stated[i].fact);

            *known = (struct known){
                deed->stated[i].value, deed->by, deed->out.n + (int64_t)i};
        }
        return;
    }
    CHECK(closed || is_denied(deed) || is_contested(m, deed));
    if (m->d.err.kind == ERR_DENIED)
        CHECK(is_denied(deed));
    if (deed->out.theirs != NULL)
        CHECK(m->d.err.kind == ERR_CONFLICT && is_contested(m, deed));
}

static void check_open(struct model *m, const struct deed *deed)
{
    size_t visit = m->count;

    CHECK_OR_STOP(deed->succeeded);
    m->ids[m->count++] = arena_str(&m->d.arena, deed->out.visit->id);
    for (size_t f = 0; f < KNOWN_MOST; f++)
        m->known[visit][f] = (struct known){.n = -1};
    for (size_t i = 0; i < deed->out.visit->statement_count; i++) {
        const struct visit_statement *s = &deed->out.visit->statements[i];
        struct known *known = known_of(m, visit, s->fact);

        for (size_t v = 0; v < visit; v++)
            if (str_equal(m->ids[v], deed->with))
                *known = *known_of(m, v, s->fact);
        known->n = s->mark.n;
        CHECK_STR(json_words(&m->d.arena, &s->value), known->value);
    }
}

static void check_correction(struct model *m, const struct deed *deed)
{
    const struct visit_entry *entry;

    if (!deed->succeeded || deed->out.visit == NULL)
        return;
    entry = &deed->out.visit->timeline[deed->n];
    for (size_t f = 0; f < KNOWN_MOST; f++)
        if (entry->kind == RECORD_FACT_STATED &&
            m->known[deed->visit][f].n == entry->mark.n)
            m->known[deed->visit][f].value = deed->stated[0].value;
}

/* What a visit is now is what the model says. */
static void check_visit(struct model *m, size_t which)
{
    const struct visit *visit;
    struct err err = {0};

    CHECK_OR_STOP(desk_visit(m->d.desk, m->ids[which], &visit, &err));
    CHECK(visit->is_open == !m->closed[which]);
    CHECK(
        !visit->is_open || visit_decided(visit) == NULL || visit->statement_count > 0);
    for (uint32_t f = 0; f < image_of(m)->count[SECTION_FACTS]; f++) {
        const struct known *known = &m->known[which][f];
        const struct visit_statement *s = visit_find(visit,
            image_str(
                image_of(m), image_item(image_of(m), SECTION_FACTS, f) + FACT_NAME));

        CHECK((s != NULL) == (known->n >= 0));
        if (s != NULL && known->n >= 0)
            CHECK_STR(json_words(&m->d.arena, visit_value(visit, s)), known->value);
    }
    for (size_t i = 0; i < visit->duty_count; i++) {
        const struct visit_duty *duty = &visit->duties[i];

        CHECK(visit_find_duty(visit, duty->name) == duty);
        CHECK(duty->decision >= 0 && duty->decision < visit->next &&
            visit->timeline[duty->decision].kind == RECORD_DECISION_MADE);
    }
}

/* The decision in force is the one that what counts leads to. */
static void check_decision(struct model *m, size_t which)
{
    const struct visit_decision *decision;
    const struct visit *visit;
    struct desk_answer answer;
    struct err err = {0};

    CHECK_OR_STOP(desk_visit(m->d.desk, m->ids[which], &visit, &err));
    decision = visit_decided(visit);
    if (!visit->is_open || decision == NULL)
        return;
    CHECK_OR_STOP(
        door_says(desk_answer(m->d.desk, visit, &m->d.arena, &answer, &err), &err));
    CHECK_STR(json_find(&decision->outcomes, STR("entry"))->text,
        answer.outcomes[0].value.name);
    CHECK((decision->open.count == 0) == answer.outcomes[0].is_known);
}

/* ---- doing again ---- */

static void repeat(struct model *m)
{
    struct deed *deed = &m->deeds[test_random(m->deed_count)];
    uint64_t before = door_events(&m->d);
    struct desk_done first = deed->out;

    if (!deed->succeeded)
        return;
    CHECK(door_says(perform(m, deed), &m->d.err));
    CHECK(deed->out.repeated && deed->out.n == first.n && deed->out.seq == first.seq);
    CHECK(!deed->out.decided && deed->out.raised == 0);
    CHECK_U64(door_events(&m->d), before);
}

/* Everything is as it was after reading all of it again. */
static void reopen(struct model *m)
{
    str before[VISITS_MOST];
    uint64_t events = door_events(&m->d);
    const struct visit *visit;
    struct err err = {0};

    for (size_t i = 0; i < m->count; i++) {
        CHECK_OR_STOP(desk_visit(m->d.desk, m->ids[i], &visit, &err));
        before[i] = door_dump(&m->d.arena, visit);
    }
    CHECK_OR_STOP(door_reopen(&m->d));
    CHECK_U64(door_events(&m->d), events);
    for (size_t i = 0; i < m->count; i++) {
        CHECK_OR_STOP(desk_visit(m->d.desk, m->ids[i], &visit, &err));
        CHECK_STR(door_dump(&m->d.arena, visit), before[i]);
    }
}

static void step(struct model *m)
{
    struct deed deed = random_deed(m);
    uint64_t before = door_events(&m->d);

    m->d.now += (int64_t)test_random(90);
    deed.succeeded = perform(m, &deed);
    if (!deed.succeeded)
        CHECK_U64(door_events(&m->d), before);
    if (deed.kind == OPEN)
        check_open(m, &deed);
    else if (deed.kind == STATE)
        check_state(m, &deed);
    else if (deed.kind == CORRECT)
        check_correction(m, &deed);
    else if (deed.kind == END) {
        CHECK(deed.succeeded == !m->closed[deed.visit]);
        m->closed[deed.visit] = true;
    }
    m->deeds[m->deed_count++] = deed;
    check_visit(m, deed.visit);
    check_decision(m, deed.visit);
}

static void work(struct model *m)
{
    while (m->deed_count < DEEDS_MOST) {
        step(m);
        if (test_random(3) == 0)
            repeat(m);
        if (test_random(40) == 0)
            reopen(m);
    }
    reopen(m);
}

TEST(visits, are_what_the_record_says_after_any_work)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct arena arena = {0};
        struct model *m = ARENA_NEW(&arena, struct model);

        CHECK_OR_STOP(door_start(&m->d, STR("tests/data/worked.md")));
        work(m);
        door_finish(&m->d);
        arena_clear(&arena);
    }
}
