/*
 * Identities at other places: one belongs to one account, and nobody loses the last way
 * by which they sign in.
 */
#include "authenticator.h"
#include "people_model.h"
#include "test.h"

static struct err err;

static const struct people_identity ada = {
    STR_INIT("https://sign-in.example.org"), STR_INIT("1")};
static const struct people_identity ada_elsewhere = {
    STR_INIT("https://elsewhere.example.org"), STR_INIT("1")};

/* An account that came in by an identity and has no password. */
static uint64_t bind(struct model *m, str login, const struct people_identity *identity)
{
    struct people_token link;
    uint64_t number = 0;

    CHECK(people_add(&m->people, login, STR("A clerk"), &number, &err) &&
        people_link(&m->people, number, false, &link, &err) &&
        people_bind(&m->people, people_token_str(&link), identity, &number, &err));
    return number;
}

static uint64_t let_in(struct model *m, const struct people_identity *identity)
{
    struct sign_in got;

    CHECK(people_sign_in_provider(&m->people, identity, &got, &err));
    return got.answer == SIGN_IN_DONE ? got.account : 0;
}

static size_t count_of(struct model *m, uint64_t account)
{
    struct people_connection *all;
    size_t count = 0;

    CHECK(people_connections(&m->people, &m->arena, account, &all, &count, &err));
    return count;
}

static bool add_passkey(struct model *m, uint64_t account)
{
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    uint8_t challenge[CHALLENGE_BYTES];
    struct text text = text_in(&m->arena);
    struct passkey_place place;
    struct authenticator a;
    struct sign_in in;
    struct new_passkey made = {.place = &place, .account = account, .name = STR("Key")};
    bool is_first;
    bool done;

    CHECK(people_sign_in_provider(&m->people, &ada, &in, &err));
    made.bound = people_token_str(&in.token);
    people_challenge(&m->people, CHALLENGE_NEW, made.bound, challenge);
    text_add_base64url(&text, challenge, sizeof(challenge));
    done = authenticator_open(&a, 1) &&
        passkey_place(STR("https://desk.example.org"), &place, &err);
    made.answer = authenticator_answer(&a, &m->arena,
        &(struct authenticator_asked){.type = STR("webauthn.create"),
            .challenge = text_str(&text),
            .origin = place.origin,
            .host = place.host,
            .flags =
                AUTHENTICATOR_PRESENT | AUTHENTICATOR_VERIFIED | AUTHENTICATOR_MAKES});
    done = done && people_add_passkey(&m->people, &made, &is_first, codes, &err);
    authenticator_close(&a);
    return done;
}

static uint64_t passkey_of(struct model *m, uint64_t account)
{
    struct people_passkey *all;
    size_t count = 0;

    CHECK(people_passkeys(&m->people, &m->arena, account, &all, &count, &err));
    return count > 0 ? all[0].number : 0;
}

TEST(people, hold_an_identity_alone)
{
    struct model *m = model_new();
    struct people_token link;
    uint64_t number;
    uint64_t ben;

    CHECK_OR_STOP(m != NULL);
    CHECK(let_in(m, &ada) == 0);
    CHECK(people_connect(&m->people, 1, &ada, &err));
    CHECK(people_connect(&m->people, 1, &ada, &err));
    CHECK_U64(count_of(m, 1), 1);
    CHECK_U64(let_in(m, &ada), 1);
    ben = bind(m, STR("ben"), &ada_elsewhere);
    CHECK(!people_connect(&m->people, ben, &ada, &err) && err.kind == ERR_CONFLICT);
    CHECK(people_link(&m->people, ben, false, &link, &err));
    CHECK(!people_bind(&m->people, people_token_str(&link), &ada, &number, &err) &&
        err.kind == ERR_CONFLICT);
    CHECK_U64(let_in(m, &ada), 1);
    CHECK_U64(let_in(m, &ada_elsewhere), ben);
    CHECK_U64(count_of(m, ben), 1);
    CHECK(people_disconnect(&m->people, 1, ada.issuer, 0, &err));
    CHECK(let_in(m, &ada) == 0);
    CHECK(people_connect(&m->people, ben, &ada, &err));
    CHECK_U64(let_in(m, &ada), ben);
    CHECK(people_set_state(&m->people, ben, STATE_LOCKED, &err));
    CHECK(let_in(m, &ada) == 0);
    CHECK(!people_connect(&m->people, ben, &ada, &err) && err.kind == ERR_DENIED);
    model_free(m);
}

TEST(people, keep_the_last_way_to_sign_in)
{
    struct model *m = model_new();
    uint64_t ben;
    uint64_t passkey;

    CHECK_OR_STOP(m != NULL);
    ben = bind(m, STR("ben"), &ada);
    CHECK(!people_disconnect(&m->people, ben, ada.issuer, 0, &err) &&
        err.kind == ERR_CONFLICT);
    CHECK(str_find(err_text(&err), STR("ask an operator for a link"), 0) < err.len);
    CHECK_U64(let_in(m, &ada), ben);
    CHECK(!people_disconnect(&m->people, ben, ada_elsewhere.issuer, 0, &err) &&
        err.kind == ERR_NOT_FOUND);
    CHECK_OR_STOP(add_passkey(m, ben));
    passkey = passkey_of(m, ben);
    CHECK(people_disconnect(&m->people, ben, ada.issuer, 0, &err));
    CHECK(let_in(m, &ada) == 0);
    CHECK(!people_remove_passkey(&m->people, ben, passkey, &err) &&
        err.kind == ERR_CONFLICT);
    CHECK(str_find(err_text(&err), STR("ask an operator for a link"), 0) < err.len);
    CHECK_U64(passkey_of(m, ben), passkey);
    CHECK(!people_remove_passkey(&m->people, 1, passkey, &err) &&
        err.kind == ERR_NOT_FOUND);
    CHECK(people_set_state(&m->people, ben, STATE_LOCKED, &err) &&
        people_set_state(&m->people, ben, STATE_ACTIVE, &err));
    CHECK(people_connect(&m->people, ben, &ada, &err));
    CHECK(people_remove_passkey(&m->people, ben, passkey, &err));
    CHECK_U64(let_in(m, &ada), ben);
    model_free(m);
}

TEST(people, with_a_password_let_go_of_everything_else)
{
    struct model *m = model_new();

    CHECK_OR_STOP(m != NULL);
    CHECK(people_connect(&m->people, 1, &ada, &err) && add_passkey(m, 1));
    CHECK(people_disconnect(&m->people, 1, ada.issuer, 0, &err));
    CHECK(people_remove_passkey(&m->people, 1, passkey_of(m, 1), &err));
    CHECK_U64(passkey_of(m, 1), 0);
    model_free(m);
}
