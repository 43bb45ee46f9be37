/*
 * What passkeys sign, with one thing wrong at a time: another host, nobody there, a byte
 * changed anywhere, bytes that lack at the end; and what people make of it: another
 * page, another challenge, a counter that went back.
 */
#include "authenticator.h"
#include "people_model.h"
#include "test.h"

#include <stdlib.h>

static struct err err;

static const str origin = STR_INIT("https://desk.example.org");
static const str host = STR_INIT("desk.example.org");

static const struct authenticator_asked good_new = {.type = STR_INIT("webauthn.create"),
    .challenge = STR_INIT("AAAA"),
    .origin = STR_INIT("https://desk.example.org"),
    .host = STR_INIT("desk.example.org"),
    .flags = AUTHENTICATOR_PRESENT | AUTHENTICATOR_VERIFIED | AUTHENTICATOR_MAKES,
    .counter = 7};

static const struct authenticator_asked good_get = {.type = STR_INIT("webauthn.get"),
    .challenge = STR_INIT("AAAA"),
    .origin = STR_INIT("https://desk.example.org"),
    .host = STR_INIT("desk.example.org"),
    .flags = AUTHENTICATOR_PRESENT | AUTHENTICATOR_VERIFIED,
    .counter = 8};

/* A copy that ends where the bytes do, so that reading on is found out. */
static str tight(str bytes)
{
    char *copy = malloc(bytes.len + (bytes.len == 0));

    REQUIRE(copy != NULL);
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    return (str){copy, bytes.len};
}

static bool reads_new(
    struct arena *arena, str data, struct passkey_key *key, struct passkey_said *said)
{
    str exact = tight(data);
    str id;
    bool done;

    err = (struct err){0};
    done = passkey_read_new(arena, exact, host, key, &id, said, &err);
    CHECK(done || err.kind == ERR_INVALID || err.kind == ERR_DENIED);
    CHECK(!done || id.len == AUTHENTICATOR_ID);
    free((void *)exact.ptr);
    return done;
}

static bool verifies(const struct passkey_key *key, const struct passkey_answer *answer)
{
    struct passkey_said said;
    str data = tight(answer->data);
    str client_data = tight(answer->client_data);
    str signature = tight(answer->signature);
    bool done;

    err = (struct err){0};
    done = passkey_verify(key, data, client_data, signature, host, &said, &err);
    CHECK(done || err.kind == ERR_INVALID || err.kind == ERR_DENIED);
    free((void *)data.ptr);
    free((void *)client_data.ptr);
    free((void *)signature.ptr);
    return done;
}

/* ---- a new one ---- */

TEST(passkey, is_made_for_one_host_by_somebody_who_is_there)
{
    struct arena arena = {0};
    struct authenticator a;
    struct passkey_key key;
    struct passkey_said said;
    struct authenticator_asked asked = good_new;

    CHECK_OR_STOP(authenticator_open(&a, 1));
    CHECK(
        reads_new(&arena, authenticator_answer(&a, &arena, &asked).data, &key, &said));
    CHECK(key.algorithm == -7 && key.len == 64);
    CHECK(said.verified && said.counter == 7);
    asked.host = STR("evil.example.org");
    CHECK(
        !reads_new(&arena, authenticator_answer(&a, &arena, &asked).data, &key, &said));
    CHECK(err.kind == ERR_DENIED);
    asked = good_new;
    asked.flags = AUTHENTICATOR_VERIFIED | AUTHENTICATOR_MAKES;
    CHECK(
        !reads_new(&arena, authenticator_answer(&a, &arena, &asked).data, &key, &said));
    CHECK(err.kind == ERR_DENIED);
    asked.flags = AUTHENTICATOR_PRESENT;
    CHECK(
        !reads_new(&arena, authenticator_answer(&a, &arena, &asked).data, &key, &said));
    authenticator_close(&a);
    arena_clear(&arena);
}

TEST(passkey, is_not_made_of_bytes_that_are_cut_or_too_many)
{
    struct arena arena = {0};
    struct text text = text_in(&arena);
    struct authenticator a;
    struct passkey_key key;
    struct passkey_said said;
    str data;

    CHECK_OR_STOP(authenticator_open(&a, 1));
    data = authenticator_answer(&a, &arena, &good_new).data;
    for (size_t len = 0; len < data.len; len++)
        CHECK(!reads_new(&arena, str_slice(data, 0, len), &key, &said));
    text_add(&text, data);
    while (text_str(&text).len <= PASSKEY_DATA_MAX)
        text_add_byte(&text, 'x');
    CHECK(!reads_new(&arena, text_str(&text), &key, &said));
    CHECK(err.kind == ERR_INVALID);
    authenticator_close(&a);
    arena_clear(&arena);
}

/* ---- a signature ---- */

/* Each byte of each part changed, and each part cut at each. */
static void spoil(
    const struct passkey_key *key, const struct passkey_answer *answer, size_t part)
{
    struct passkey_answer bad = *answer;
    str *parts[] = {&bad.data, &bad.client_data, &bad.signature};
    str good = *parts[part];

    for (size_t i = 0; i < good.len; i++) {
        str copy = tight(good);

        ((char *)copy.ptr)[i] ^= 1;
        *parts[part] = copy;
        CHECK(!verifies(key, &bad));
        free((void *)copy.ptr);
        *parts[part] = str_slice(good, 0, i);
        CHECK(!verifies(key, &bad));
    }
    *parts[part] = good;
    CHECK(verifies(key, &bad));
}

TEST(passkey, signs_all_that_it_says)
{
    struct arena arena = {0};
    struct authenticator a;
    struct authenticator other;
    struct passkey_key key;
    struct passkey_said said;
    struct passkey_answer answer;

    CHECK_OR_STOP(authenticator_open(&a, 1) && authenticator_open(&other, 2));
    CHECK_OR_STOP(reads_new(
        &arena, authenticator_answer(&a, &arena, &good_new).data, &key, &said));
    answer = authenticator_answer(&a, &arena, &good_get);
    for (size_t part = 0; part < 3; part++)
        spoil(&key, &answer, part);
    answer = authenticator_answer(&other, &arena, &good_get);
    CHECK(!verifies(&key, &answer) && err.kind == ERR_DENIED);
    key.algorithm = -8;
    answer = authenticator_answer(&a, &arena, &good_get);
    CHECK(!verifies(&key, &answer));
    key.algorithm = 0;
    CHECK(!verifies(&key, &answer));
    authenticator_close(&a);
    authenticator_close(&other);
    arena_clear(&arena);
}

/* ---- signing in ---- */

struct desk {
    struct model *m;
    struct authenticator a;
    struct passkey_place place;
    struct people_token bound; /* the browser */
};

/* Ask for a challenge and answer it, with something wrong when `asked` says so. */
static struct passkey_answer answer_of(const struct desk *desk, enum challenge_use use,
    const struct authenticator_asked *asked)
{
    uint8_t challenge[CHALLENGE_BYTES];
    struct authenticator_asked full = *asked;
    struct text text = text_in(&desk->m->arena);

    people_challenge(&desk->m->people, use, people_token_str(&desk->bound), challenge);
    text_add_base64url(&text, challenge, sizeof(challenge));
    if (str_equal(asked->challenge, STR("AAAA")))
        full.challenge = text_str(&text);
    return authenticator_answer(&desk->a, &desk->m->arena, &full);
}

static bool make(struct desk *desk, const struct authenticator_asked *asked)
{
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    struct new_passkey made = {.place = &desk->place,
        .account = 1,
        .bound = people_token_str(&desk->bound),
        .name = STR("A key"),
        .answer = answer_of(desk, CHALLENGE_NEW, asked)};
    bool is_first;

    err = (struct err){0};
    return people_add_passkey(&desk->m->people, &made, &is_first, codes, &err);
}

static struct sign_in try_answer(struct desk *desk, const struct passkey_answer *answer)
{
    struct sign_in got = {0};

    err = (struct err){0};
    desk->m->now += 3600; /* so that nobody waits */
    if (!people_sign_in_passkey(&desk->m->people, &desk->place,
            people_token_str(&desk->bound), STR("peer"), answer, &got, &err))
        got.answer = SIGN_IN_REFUSED;
    return got;
}

static struct sign_in try_in(struct desk *desk, const struct authenticator_asked *asked)
{
    struct passkey_answer answer;

    desk->m->now += 3600;
    answer = answer_of(desk, CHALLENGE_ALONE, asked);
    desk->m->now -= 3600;
    return try_answer(desk, &answer);
}

static bool open_desk(struct desk *desk)
{
    struct sign_in in;

    *desk = (struct desk){.m = model_new()};
    if (desk->m == NULL)
        return false;
    CHECK(people_sign_in_proxy(&desk->m->people, STR("ada"), &in, &err));
    desk->bound = in.token;
    return passkey_place(origin, &desk->place, &err) && authenticator_open(&desk->a, 1);
}

static void close_desk(struct desk *desk)
{
    authenticator_close(&desk->a);
    model_free(desk->m);
}

TEST(passkey, counts_for_one_page_one_host_and_one_challenge)
{
    static const struct {
        size_t field;
        str value;
    } wrongs[] = {{0, STR_INIT("webauthn.create")}, {0, STR_INIT("")},
        {1, STR_INIT("")}, {1, STR_INIT("AAAB")},
        {2, STR_INIT("https://desk.example.org.evil.example")},
        {2, STR_INIT("http://desk.example.org")},
        {2, STR_INIT("https://desk.example.org:8443")}, {2, STR_INIT("")},
        {3, STR_INIT("example.org")}, {3, STR_INIT("")}};
    struct desk desk;
    struct authenticator_asked asked;
    struct passkey_answer again;
    struct sign_in got;

    CHECK_OR_STOP(open_desk(&desk));
    CHECK_OR_STOP(make(&desk, &good_new));
    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        str *fields[] = {&asked.type, &asked.challenge, &asked.origin, &asked.host};

        asked = good_get;
        *fields[wrongs[i].field] = wrongs[i].value;
        CHECK(try_in(&desk, &asked).answer == SIGN_IN_REFUSED);
    }
    again = answer_of(&desk, CHALLENGE_ALONE, &good_get);
    CHECK(people_sign_in_passkey(&desk.m->people, &desk.place,
              people_token_str(&desk.bound), STR("peer"), &again, &got, &err) &&
        got.answer == SIGN_IN_DONE);
    CHECK(!people_sign_in_passkey(&desk.m->people, &desk.place,
              people_token_str(&desk.bound), STR("peer"), &again, &got, &err) &&
        err.kind == ERR_NOT_FOUND);
    close_desk(&desk);
}

TEST(passkey, whose_counter_goes_back_is_a_copy)
{
    struct desk desk;
    struct authenticator_asked asked = good_get;

    CHECK_OR_STOP(open_desk(&desk));
    CHECK_OR_STOP(make(&desk, &good_new));
    asked.counter = 7;
    CHECK(try_in(&desk, &asked).why == WHY_COPIED);
    asked.counter = 6;
    CHECK(try_in(&desk, &asked).why == WHY_COPIED);
    asked.counter = 0;
    CHECK(try_in(&desk, &asked).why == WHY_COPIED);
    asked.counter = UINT32_MAX;
    CHECK(try_in(&desk, &asked).answer == SIGN_IN_DONE);
    CHECK(try_in(&desk, &asked).why == WHY_COPIED);
    asked.flags = AUTHENTICATOR_PRESENT;
    CHECK(try_in(&desk, &asked).why == WHY_PASSKEY);
    close_desk(&desk);
}

TEST(passkey, that_does_not_count_starts_from_nothing_each_time)
{
    struct desk desk;
    struct authenticator_asked made = good_new;
    struct authenticator_asked asked = good_get;

    CHECK_OR_STOP(open_desk(&desk));
    made.counter = 0;
    asked.counter = 0;
    CHECK_OR_STOP(make(&desk, &made));
    CHECK(try_in(&desk, &asked).answer == SIGN_IN_DONE);
    CHECK(try_in(&desk, &asked).answer == SIGN_IN_DONE);
    CHECK(!make(&desk, &made) && err.kind == ERR_CONFLICT);
    close_desk(&desk);
}
