/*
 * The roster: the order in which people are called, what is kept and refused, codes that
 * prove an address; and the one form that is digested.
 */
#include "roster/roster.h"

#include "kept.h"
#include "os/os.h"
#include "test.h"

static struct err err;
static const uint8_t key[CRYPTO_KEY_BYTES] = {7};
static const str law = STR_INIT("law_department");

static bool start(struct roster_book *book)
{
    *book = (struct roster_book){0};
    return roster_open(book, STR(":memory:"), DB_WRITE, key, &err);
}

static uint64_t person(
    struct roster_book *book, str name, str role, str school, bool head)
{
    const struct roster_post post = {role, school, head};
    const struct roster_person made = {.name = name, .posts = &post, .post_count = 1};
    uint64_t number = 0;

    CHECK(roster_put_person(book, &made, &number, &err));
    return number;
}

static uint64_t week(struct roster_book *book, str school, uint64_t who, uint32_t rank,
    int32_t from, int32_t to)
{
    const struct roster_week made = {.role = law,
        .school = school,
        .person = who,
        .weekdays = 127,
        .from = from,
        .to = to,
        .rank = rank,
        .last = ROSTER_OPEN};
    uint64_t number = 0;

    CHECK(roster_add_week(book, &made, &number, &err));
    return number;
}

/* The names of who is called, with a space between them. */
static str called(struct roster_book *book, struct arena *arena, enum roster_who who,
    str role, str school, str at)
{
    struct text names = text_in(arena);
    struct roster_question question = {who, role, school, {0}};
    struct roster_people out = {0};
    struct roster roster;

    CHECK(moment_parse(at, &question.local));
    if (roster_read(book, arena, &roster, &err))
        roster_called(&roster, &question, arena, &out);
    for (size_t i = 0; i < out.count; i++) {
        text_add(&names, i > 0 ? STR(" ") : STR(""));
        text_add(&names, out.items[i]->name);
    }
    return text_str(&names);
}

TEST(roster, calls_everybody_in_their_order)
{
    struct roster_book book;
    struct arena arena = {0};
    str at = STR("2026-11-25T10:00:00-06:00");
    uint64_t ann;
    uint64_t bob;

    CHECK_OR_STOP(start(&book));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    bob = person(&book, STR("Bob"), law, STR(""), false);
    (void)person(&book, STR("Cy"), law, STR(""), true);
    (void)person(&book, STR("Dee"), STR("principal"), STR("Hamline"), true);
    (void)week(&book, STR(""), bob, 1, 8 * 60, 20 * 60);
    (void)week(&book, STR(""), ann, 2, 8 * 60, 20 * 60);
    (void)week(&book, STR(""), ann, 1, 20 * 60, 8 * 60);
    CHECK_STR(
        called(&book, &arena, ROSTER_ON_DUTY, law, STR("Hamline"), at), STR("Bob"));
    CHECK_STR(
        called(&book, &arena, ROSTER_SECOND, law, STR("Hamline"), at), STR("Ann"));
    CHECK_STR(called(&book, &arena, ROSTER_HEAD, law, STR("Hamline"), at), STR("Cy"));
    CHECK_STR(called(&book, &arena, ROSTER_EVERYBODY, law, STR("Hamline"), at),
        STR("Bob Ann Cy"));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, law, STR("Hamline"),
                  STR("2026-11-26T07:59:00-06:00")),
        STR("Ann"));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, STR("principal"), STR("Hamline"),
                  STR("2026-11-26T03:00:00-06:00")),
        STR("Dee"));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, STR("principal"), STR("Burr"), at),
        STR(""));
    arena_clear(&arena);
    roster_close(&book);
}

TEST(roster, puts_the_newest_word_first)
{
    struct roster_book book;
    struct arena arena = {0};
    str school = STR("Hamline");
    str at = STR("2026-11-25T10:00:00-06:00");
    struct moment ten;
    struct roster_override change = {.role = law, .rank = 1};
    struct roster_acting away;
    uint64_t number;
    uint64_t ann;
    uint64_t bob;

    CHECK_OR_STOP(start(&book) && moment_parse(at, &ten));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    bob = person(&book, STR("Bob"), law, STR(""), false);
    (void)week(&book, STR(""), ann, 1, 0, 0);
    change.from = roster_minute(&ten);
    change.to = change.from + 1;
    CHECK(roster_add_override(&book, &change, &number, &err));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, law, school, at), STR(""));
    change.person = bob;
    CHECK(roster_add_override(&book, &change, &number, &err));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, law, school, at), STR("Bob"));
    away = (struct roster_acting){0, bob, ann, change.from, change.to};
    CHECK(roster_add_acting(&book, &away, &number, &err));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, law, school, at), STR("Ann"));
    away = (struct roster_acting){0, ann, bob, change.from, change.to};
    CHECK(roster_add_acting(&book, &away, &number, &err));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, law, school, at), STR("Bob"));
    CHECK(roster_remove(&book, ROSTER_ACTING, number, &err));
    CHECK(!roster_remove(&book, ROSTER_ACTING, number, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(roster_remove_person(&book, bob, &err));
    CHECK_STR(called(&book, &arena, ROSTER_ON_DUTY, law, school, at), STR("Ann"));
    arena_clear(&arena);
    roster_close(&book);
}

/* The night of 1 November 2026: 01:30 comes twice, an hour apart. */
static bool chicago(void *context, int64_t instant, struct moment *out, struct err *e)
{
    (void)context;
    return os_moment(STR("America/Chicago"), instant, out, e);
}

TEST(roster, counts_the_hour_that_comes_twice_as_two)
{
    static const struct roster_need need = {STR_INIT("law_department"), {0}, 127, 0, 0};
    struct roster_ahead ahead = {&need, 1, 0, 1, {chicago, NULL}, {NULL, NULL}};
    struct roster_book book;
    struct arena arena = {0};
    struct roster_gap_list gaps;
    struct roster roster;
    struct moment midnight;
    uint64_t contact;
    uint64_t ann;

    CHECK_OR_STOP(start(&book));
    CHECK_OR_STOP(moment_parse(STR("2026-11-01T05:00:00Z"), &midnight));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    CHECK(roster_put_contact(
        &book, ann, ROSTER_MAIL, STR("ann@example.org"), &contact, &err));
    (void)week(&book, STR(""), ann, 1, 2 * 60, 60); /* but not from 01:00 to 02:00 */
    CHECK_OR_STOP(roster_read(&book, &arena, &roster, &err));
    ahead.from = roster_minute(&midnight) * 60;
    CHECK_OR_STOP(roster_gaps(&roster, &ahead, &arena, &gaps, &err));
    CHECK_OR_STOP(
        gaps.count == 3); /* without an address that works: before, and after */
    CHECK(gaps.items[0].fault == ROSTER_UNREACHABLE);
    CHECK(gaps.items[0].person->number == ann);
    CHECK(gaps.items[1].fault == ROSTER_NOBODY);
    CHECK(gaps.items[1].to - gaps.items[1].from == 2 * 3600);
    arena_clear(&arena);
    roster_close(&book);
}

TEST(roster, keeps_addresses_in_one_form)
{
    static const struct {
        enum roster_channel channel;
        str written;
        str kept; /* empty: refused */
    } addresses[] = {
        {ROSTER_MAIL, STR_INIT(" ann@example.org "), STR_INIT("ann@example.org")},
        {ROSTER_MAIL, STR_INIT("ann@example"), STR_INIT("")},
        {ROSTER_MAIL, STR_INIT("ann@example.org\r\nBcc: x@y.z"), STR_INIT("")},
        {ROSTER_MAIL, STR_INIT("a@b@example.org"), STR_INIT("")},
        {ROSTER_MAIL, STR_INIT("Ann <ann@example.org>"), STR_INIT("")},
        {ROSTER_TEXT, STR_INIT("(312) 555-0142"), STR_INIT("+13125550142")},
        {ROSTER_VOICE, STR_INIT("+1 312.555.0142"), STR_INIT("+13125550142")},
        {ROSTER_VOICE, STR_INIT("+49 30 1234567"), STR_INIT("+49301234567")},
        {ROSTER_VOICE, STR_INIT("555-0142"), STR_INIT("")},
        {ROSTER_VOICE, STR_INIT("+0 312 555 0142"), STR_INIT("")},
        {ROSTER_VOICE, STR_INIT("+1312555014x"), STR_INIT("")},
        {ROSTER_HOOK, STR_INIT("centre-1"), STR_INIT("centre-1")},
        {ROSTER_HOOK, STR_INIT("https://example.org"), STR_INIT("")},
        {ROSTER_PUSH, STR_INIT("{\"endpoint\":\"\"}"), STR_INIT("{\"endpoint\":\"\"}")},
        {ROSTER_PUSH, STR_INIT("x"), STR_INIT("")},
    };
    struct roster_book book;
    struct arena arena = {0};
    struct roster roster;
    size_t kept = 0;
    uint64_t number;
    uint64_t ann;

    CHECK_OR_STOP(start(&book));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        bool done = roster_put_contact(
            &book, ann, addresses[i].channel, addresses[i].written, &number, &err);

        CHECK(done == (addresses[i].kept.len > 0));
        CHECK_OR_STOP(roster_read(&book, &arena, &roster, &err));
        kept += done;
        CHECK_U64(roster.persons[0].contact_count, kept);
        if (done && roster.persons[0].contact_count == kept)
            CHECK_STR(roster.persons[0].contacts[kept - 1].address, addresses[i].kept);
    }
    CHECK(!roster_put_contact(
        &book, ann + 100, ROSTER_MAIL, STR("a@example.org"), &number, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    arena_clear(&arena);
    roster_close(&book);
}

/* ---- codes ---- */

static enum roster_code enter(
    struct roster_book *book, uint64_t contact, str code, int64_t now)
{
    enum roster_code out = ROSTER_CODE_OVER;

    CHECK(roster_enter_code(book, contact, code, now, &out, &err));
    return out;
}

/* Another code of six digits. */
static str wrong_for(const char code[ROSTER_CODE_DIGITS], char out[ROSTER_CODE_DIGITS])
{
    memcpy(out, code, ROSTER_CODE_DIGITS);
    out[5] = (char)('0' + (out[5] - '0' + 1) % 10);
    return (str){out, ROSTER_CODE_DIGITS};
}

static const struct roster_contact *only_contact(
    struct roster_book *book, struct arena *arena)
{
    struct roster roster;

    REQUIRE(roster_read(book, arena, &roster, &err));
    REQUIRE(roster.persons[0].contact_count == 1);
    return &roster.persons[0].contacts[0];
}

TEST(roster, believes_an_address_when_its_code_comes_back)
{
    struct roster_book book;
    struct arena arena = {0};
    char code[ROSTER_CODE_DIGITS];
    char other[ROSTER_CODE_DIGITS];
    str right = {code, sizeof(code)};
    int64_t now = 1764068400;
    uint64_t contact;
    uint64_t ann;

    CHECK_OR_STOP(start(&book));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    CHECK(roster_put_contact(
        &book, ann, ROSTER_TEXT, STR("+13125550142"), &contact, &err));
    CHECK(enter(&book, contact, STR("000000"), now) == ROSTER_CODE_OVER);
    CHECK(roster_new_code(&book, contact, now, code, &err));
    CHECK(!roster_new_code(&book, contact, now + 59, other, &err));
    CHECK(err.kind == ERR_LIMIT);
    for (int i = 0; i < ROSTER_CODE_TRIES - 1; i++)
        CHECK(enter(&book, contact, wrong_for(code, other), now) == ROSTER_CODE_WRONG);
    CHECK(enter(&book, contact, wrong_for(code, other), now) == ROSTER_CODE_OVER);
    CHECK(enter(&book, contact, right, now) == ROSTER_CODE_OVER);
    CHECK(only_contact(&book, &arena)->verified_at == 0);
    CHECK(roster_new_code(&book, contact, now + 60, code, &err));
    CHECK(enter(&book, contact, right, now + 60 + ROSTER_CODE_SECONDS) ==
        ROSTER_CODE_OVER);
    CHECK(enter(&book, contact, right, now + 59 + ROSTER_CODE_SECONDS) ==
        ROSTER_CODE_RIGHT);
    CHECK(enter(&book, contact, right, now + 70) == ROSTER_CODE_OVER);
    CHECK(roster_contact_works(only_contact(&book, &arena)));
    arena_clear(&arena);
    roster_close(&book);
}

TEST(roster, doubts_an_address_that_was_not_heard_of)
{
    enum { DAY = 24 * 60 * 60 };
    struct roster_book book;
    struct arena arena = {0};
    char code[ROSTER_CODE_DIGITS];
    int64_t now = 1764068400;
    uint64_t contact;
    uint64_t ann;

    CHECK_OR_STOP(start(&book));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    CHECK(roster_put_contact(
        &book, ann, ROSTER_MAIL, STR("a@example.org"), &contact, &err));
    CHECK(!roster_contact_stale(only_contact(&book, &arena), now));
    CHECK(roster_new_code(&book, contact, now, code, &err));
    CHECK(enter(&book, contact, (str){code, sizeof(code)}, now) == ROSTER_CODE_RIGHT);
    CHECK(!roster_contact_stale(only_contact(&book, &arena), now + 120 * DAY));
    CHECK(roster_contact_stale(only_contact(&book, &arena), now + 120 * DAY + 1));
    CHECK(roster_contact_heard(&book, contact, now + 100 * DAY, &err));
    CHECK(!roster_contact_stale(only_contact(&book, &arena), now + 200 * DAY));
    CHECK(roster_contact_dead(&book, contact, STR("The mailbox is gone."), &err));
    CHECK(!roster_contact_works(only_contact(&book, &arena)));
    CHECK(roster_new_code(&book, contact, now + 200 * DAY, code, &err));
    CHECK(enter(&book, contact, (str){code, sizeof(code)}, now + 200 * DAY) ==
        ROSTER_CODE_RIGHT);
    CHECK(roster_contact_works(only_contact(&book, &arena)));
    CHECK(roster_remove_person(&book, ann, &err));
    CHECK(!roster_contact_heard(&book, contact, now, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    arena_clear(&arena);
    roster_close(&book);
}

/* ---- what is kept ---- */

TEST(roster, refuses_what_cannot_be)
{
    struct roster_book book;
    const struct roster_person nameless = {.name = STR("")};
    const struct roster_person spaced = {.name = STR(" Ann")};
    struct roster_week wrong = {.role = law, .weekdays = 1, .rank = 1, .last = 3};
    struct roster_acting away = {0, 1, 1, 5, 9};
    uint64_t number;
    uint64_t ann;

    CHECK_OR_STOP(start(&book));
    ann = person(&book, STR("Ann"), law, STR(""), false);
    CHECK(
        !roster_put_person(&book, &nameless, &number, &err) && err.kind == ERR_INVALID);
    CHECK(!roster_put_person(&book, &spaced, &number, &err) && err.kind == ERR_INVALID);
    CHECK(!roster_add_week(&book, &wrong, &number, &err) && err.kind == ERR_NOT_FOUND);
    wrong.person = ann;
    wrong.rank = 10;
    CHECK(!roster_add_week(&book, &wrong, &number, &err) && err.kind == ERR_INVALID);
    wrong.rank = 1;
    wrong.first = 4;
    CHECK(!roster_add_week(&book, &wrong, &number, &err) && err.kind == ERR_INVALID);
    wrong.first = 0;
    wrong.role = STR("Law Department");
    CHECK(!roster_add_week(&book, &wrong, &number, &err) && err.kind == ERR_INVALID);
    CHECK(!roster_add_acting(&book, &away, &number, &err) && err.kind == ERR_INVALID);
    away.stand_in = 99;
    CHECK(!roster_add_acting(&book, &away, &number, &err) && err.kind == ERR_NOT_FOUND);
    roster_close(&book);
}

TEST(roster, is_digested_in_one_form)
{
    struct roster_book book = {0};
    str path = kept_file("roster_canonical.db");
    struct arena arena = {0};
    struct roster_override nobody = {.role = law,
        .school = STR("Hamline"),
        .rank = 2,
        .from = 29400000,
        .to = 29400060};
    struct roster_acting away;
    struct roster roster;
    uint64_t number;
    uint64_t ann;
    uint64_t bob;

    CHECK_OR_STOP(roster_open(&book, path, DB_WRITE, key, &err));
    ann = person(&book, STR("Ann"), law, STR(""), true);
    CHECK(roster_put_contact(
        &book, ann, ROSTER_MAIL, STR("a@example.org"), &number, &err));
    bob = person(&book, STR("Bob"), STR("principal"), STR("Hamline"), false);
    (void)week(&book, STR(""), ann, 1, 0, 0);
    CHECK(roster_add_override(&book, &nobody, &number, &err));
    away = (struct roster_acting){0, ann, bob, 29400000, 29400001};
    CHECK(roster_add_acting(&book, &away, &number, &err));
    roster_close(&book);
    CHECK_OR_STOP(roster_open(&book, path, DB_READ, key, &err));
    CHECK_OR_STOP(roster_read(&book, &arena, &roster, &err));
    CHECK_STR(roster_canonical(&roster, &arena),
        STR("{\"persons\":[{\"number\":1,\"name\":\"Ann\",\"login\":\"\",\"sourced\":\"\","
            "\"gone\":false,\"posts\":[{\"role\":\"law_department\",\"school\":\"\",\"head\":"
            "true}],\"contacts\":[{\"number\":2,\"channel\":\"mail\",\"address\":"
            "\"a@example.org\",\"verified\":false,\"used\":true}]},{\"number\":3,\"name\":"
            "\"Bob\",\"login\":\"\",\"sourced\":\"\",\"gone\":false,\"posts\":[{\"role\":"
            "\"principal\",\"school\":\"Hamline\",\"head\":false}],\"contacts\":[]}],"
            "\"weeks\":[{\"number\":4,\"role\":\"law_department\",\"school\":\"\",\"person\":1,"
            "\"weekdays\":127,\"from\":0,\"to\":0,\"rank\":1,\"first\":0,\"last\":2147483647}],"
            "\"overrides\":[{\"number\":5,\"role\":\"law_department\",\"school\":\"Hamline\","
            "\"rank\":2,\"person\":0,\"from\":29400000,\"to\":29400060}],"
            "\"acting\":[{\"number\":6,\"person\":1,\"stand_in\":3,\"from\":29400000,"
            "\"to\":29400001}]}"));
    roster_close(&book);
    arena_clear(&arena);
}
