/*
 * Any bytes as what a browser sends of a passkey: the data of a new one, the data, the
 * client data and the signature of one that is known; signed by its true key, or not.
 *
 * Nothing is read past its end; nothing is believed that is for another host or that
 * nobody touched, and nothing at all that the key did not sign.
 */
#include "authenticator.h"
#include "crypto/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct authenticator_asked asked_new = {
    .type = STR_INIT("webauthn.create"),
    .challenge = STR_INIT("AAAA"),
    .origin = STR_INIT("https://desk.example.org"),
    .host = STR_INIT("desk.example.org"),
    .flags = AUTHENTICATOR_PRESENT | AUTHENTICATOR_VERIFIED | AUTHENTICATOR_MAKES,
    .counter = 1};

static const struct authenticator_asked asked = {.type = STR_INIT("webauthn.get"),
    .challenge = STR_INIT("AAAA"),
    .origin = STR_INIT("https://desk.example.org"),
    .host = STR_INIT("desk.example.org"),
    .flags = AUTHENTICATOR_PRESENT | AUTHENTICATOR_VERIFIED,
    .counter = 2};

/* The same passkey for a whole run, and its public key as it is kept. */
static const struct authenticator *passkey(struct arena *arena, struct passkey_key *key)
{
    static struct authenticator made;
    struct passkey_said said;
    struct err err = {0};
    str id;

    if (made.key == NULL)
        REQUIRE(authenticator_open(&made, 1));
    REQUIRE(passkey_read_new(arena, authenticator_answer(&made, arena, &asked_new).data,
        asked.host, key, &id, &said, &err));
    return &made;
}

/* ---- a new one ---- */

static void require_judged(str data, const struct err *err, bool done)
{
    uint8_t digest[SHA256_BYTES];
    struct err ignored = {0};

    if (!done) {
        REQUIRE(err->kind == ERR_INVALID || err->kind == ERR_DENIED);
        REQUIRE(err->len > 0);
        return;
    }
    REQUIRE(crypto_sha256(asked.host, digest, &ignored));
    REQUIRE(data.len > sizeof(digest) && data.len <= PASSKEY_DATA_MAX);
    REQUIRE(memcmp(data.ptr, digest, sizeof(digest)) == 0);
    REQUIRE((data.ptr[sizeof(digest)] & AUTHENTICATOR_PRESENT) != 0);
}

static void read_new(struct arena *arena, str data)
{
    struct passkey_key key;
    struct passkey_said said;
    struct err err = {0};
    str id = {0};
    bool done = passkey_read_new(arena, data, asked.host, &key, &id, &said, &err);

    require_judged(data, &err, done);
    if (!done)
        return;
    REQUIRE(id.len > 0 && id.len <= PASSKEY_ID_MAX && key.len <= sizeof(key.bytes));
    REQUIRE(key.algorithm == -7 || key.algorithm == -8 || key.algorithm == -257);
}

/* The same behind the true digest, which is hard to guess. */
static void read_new_here(struct arena *arena, str input)
{
    struct text data = text_in(arena);
    uint8_t digest[SHA256_BYTES];
    struct err err = {0};

    REQUIRE(crypto_sha256(asked.host, digest, &err));
    text_add(&data, (str){(const char *)digest, sizeof(digest)});
    text_add(&data, input);
    read_new(arena, text_str(&data));
}

/* ---- a signature ---- */

static bool verify(const struct passkey_key *key, const struct passkey_answer *answer)
{
    struct passkey_said said;
    struct err err = {0};
    bool done = passkey_verify(key, answer->data, answer->client_data,
        answer->signature, asked.host, &said, &err);

    require_judged(answer->data, &err, done);
    return done;
}

/* One part that is not what was signed. */
static void read_part(struct arena *arena, str input, size_t part)
{
    struct passkey_key key;
    const struct authenticator *a = passkey(arena, &key);
    struct passkey_answer answer = authenticator_answer(a, arena, &asked);
    str *parts[] = {&answer.data, &answer.client_data, &answer.signature};
    bool same = str_equal(*parts[part], input);

    *parts[part] = input;
    REQUIRE(verify(&key, &answer) == same);
}

static void read_data(struct arena *arena, str input)
{
    read_part(arena, input, 0);
}

static void read_client(struct arena *arena, str input)
{
    read_part(arena, input, 1);
}

static void read_signature(struct arena *arena, str input)
{
    read_part(arena, input, 2);
}

/* Any algorithm, any bytes of a key: as a damaged database might hold them. */
static void read_key(struct arena *arena, str input)
{
    static const int32_t algorithms[] = {-7, -8, -257, 0};
    struct passkey_key key;
    const struct authenticator *a = passkey(arena, &key);
    struct passkey_answer answer = authenticator_answer(a, arena, &asked);

    if (input.len == 0 || input.len - 1 > sizeof(key.bytes))
        return;
    key.algorithm = algorithms[(uint8_t)input.ptr[0] % COUNT_OF(algorithms)];
    key.len = input.len - 1;
    memcpy(key.bytes, input.ptr + 1, key.len);
    (void)verify(&key, &answer);
}

/* ---- signing in ---- */

static int64_t now_of(void *context)
{
    (void)context;
    return 1737700000;
}

/* Nobody knows the passkey; the client data stand around a challenge that is ours: its place is
 * where the input has `@`.  Nobody comes in. */
static void sign_in(struct arena *arena, str input)
{
    static const uint8_t secret[PEOPLE_KEY_BYTES] = {7};
    static const str bound = STR_INIT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    const struct passkey_place place = {asked.origin, asked.host};
    struct people people = {0};
    uint8_t challenge[CHALLENGE_BYTES];
    struct text client = text_in(arena);
    size_t at = str_find_byte(input, '@', 0);
    struct passkey_key key;
    struct passkey_answer answer =
        authenticator_answer(passkey(arena, &key), arena, &asked);
    struct sign_in got = {0};
    struct err err = {0};

    REQUIRE(people_open(&people, STR(":memory:"), DB_WRITE, secret,
        (struct people_clock){now_of, NULL}, &err));
    people_challenge(&people, CHALLENGE_ALONE, bound, challenge);
    text_add(&client, str_slice(input, 0, at));
    if (at < input.len)
        text_add_base64url(&client, challenge, sizeof(challenge));
    text_add(&client, str_slice(input, at + 1, input.len));
    answer.client_data = text_str(&client);
    if (people_sign_in_passkey(
            &people, &place, bound, STR("peer"), &answer, &got, &err))
        REQUIRE(got.answer == SIGN_IN_REFUSED);
    else
        REQUIRE(err.kind == ERR_NOT_FOUND || err.kind == ERR_LIMIT);
    people_close(&people);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static void (*const read[])(struct arena *, str) = {read_new, read_new_here,
        read_data, read_client, read_signature, read_key, sign_in};
    struct arena arena = {0};

    if (len == 0)
        return 0;
    read[bytes[0] % COUNT_OF(read)](&arena, (str){(const char *)bytes + 1, len - 1});
    arena_clear(&arena);
    return 0;
}
