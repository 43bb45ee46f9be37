/*
 * Any bytes as what a provider of sign-in sends: of itself, as its answer, as its keys, as
 * a token; and as claims and heads that its own key signs.
 *
 * Whoever is believed to have signed in is named by claims that say so, to this client,
 * in this sign-in, now: read here a second time, each by itself.
 */
#include "oidc/oidc.h"
#include "token_signer.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { NOW = 1737700000 };

static const struct oidc_provider provider = {.name = STR_INIT("real"),
    .issuer = STR_INIT("https://sign-in.example.org"),
    .client = STR_INIT("desk")};
static const struct oidc_claims claims = {STR_INIT("n0nce"), NOW};
static const str head = STR_INIT("{\"alg\":\"ES256\",\"kid\":\"k\"}");
static const str body = STR_INIT(
    "{\"iss\":\"https://sign-in.example.org\",\"aud\":\"desk\",\"nonce\":\"n0nce\","
    "\"exp\":1737700300,\"iat\":1737700000,\"sub\":\"ada\"}");

/* The same key for a whole run. */
static const struct token_signer *signer(void)
{
    static struct token_signer made;

    if (made.key == NULL)
        REQUIRE(token_signer_open(&made, 0));
    return &made;
}

static str own_keys(struct arena *arena)
{
    struct text text = text_in(arena);

    text_add(&text, STR("{\"keys\":["));
    text_add(&text, token_signer_key(signer(), arena));
    text_add(&text, STR("]}"));
    return text_str(&text);
}

static bool judge(struct arena *arena, str token, str keys, struct oidc_identity *who)
{
    struct err err = {0};

    if (oidc_token_judge(arena, &provider, token, keys, &claims, who, &err)) {
        REQUIRE(str_equal(who->issuer, provider.issuer));
        REQUIRE(who->subject.len > 0 && who->subject.len <= 255);
        return true;
    }
    REQUIRE(err.kind == ERR_INVALID || err.kind == ERR_DENIED ||
        err.kind == ERR_NOT_FOUND || err.kind == ERR_LIMIT);
    REQUIRE(err.len > 0);
    return false;
}

/* ---- what is not signed ---- */

static void require_safe(str address)
{
    REQUIRE(str_starts(address, STR("https://")) ||
        str_starts(address, STR("http://127.0.0.1")) ||
        str_starts(address, STR("http://localhost")));
}

static void read_metadata(struct arena *arena, str input)
{
    struct oidc_metadata said;
    struct err err = {0};

    if (oidc_metadata_read(arena, &provider, input, &said, &err)) {
        require_safe(said.authorization);
        require_safe(said.token);
        require_safe(said.keys);
    } else {
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
    }
}

static void read_answer(struct arena *arena, str input)
{
    struct err err = {0};
    str token;

    if (oidc_token_read(arena, input, &token, &err))
        REQUIRE(token.len > 0);
    else
        REQUIRE(err.kind != ERR_NONE && err.len > 0);
}

/* Keys that were not made for it verify nothing. */
static void read_keys(struct arena *arena, str input)
{
    struct oidc_identity who;

    REQUIRE(!judge(arena, token_signer_sign(signer(), arena, head, body), input, &who));
}

/* A token that the key did not sign is nobody's. */
static void read_token(struct arena *arena, str input)
{
    struct oidc_identity who;

    REQUIRE(!judge(arena, input, own_keys(arena), &who));
}

/* ---- what is signed ---- */

static bool says(const struct json_value *said, str name, str wanted)
{
    const struct json_value *value = json_find(said, name);

    return value != NULL && value->kind == JSON_IS_TEXT &&
        str_equal(value->text, wanted);
}

static bool names_us(const struct json_value *said)
{
    const struct json_value *audience = json_find(said, STR("aud"));
    bool found = says(said, STR("aud"), provider.client);

    REQUIRE(audience != NULL);
    for (size_t i = 0; i < audience->count; i++)
        found = found || str_equal(audience->items[i].text, provider.client);
    return found && (audience->count < 2 || says(said, STR("azp"), provider.client));
}

static void read_claims(struct arena *arena, str input)
{
    struct oidc_identity who;
    struct json_value said;
    struct err err = {0};
    int64_t ends;

    if (!judge(arena, token_signer_sign(signer(), arena, head, input), own_keys(arena),
            &who))
        return;
    REQUIRE(json_read(arena, input, &said, &err));
    REQUIRE(says(&said, STR("iss"), provider.issuer) && names_us(&said));
    REQUIRE(says(&said, STR("nonce"), claims.nonce));
    REQUIRE(says(&said, STR("sub"), who.subject));
    ends = json_find(&said, STR("exp"))->integer;
    REQUIRE(ends > NOW || NOW - ends < 60);
}

static void read_head(struct arena *arena, str input)
{
    struct oidc_identity who;
    struct json_value said;
    struct err err = {0};

    if (!judge(arena, token_signer_sign(signer(), arena, input, body), own_keys(arena),
            &who))
        return;
    REQUIRE(json_read(arena, input, &said, &err));
    REQUIRE(says(&said, STR("alg"), STR("ES256")));
    REQUIRE(json_find(&said, STR("crit")) == NULL);
    REQUIRE(str_equal(who.subject, STR("ada")));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static void (*const read[])(struct arena *, str) = {
        read_metadata, read_answer, read_keys, read_token, read_claims, read_head};
    struct arena arena = {0};

    if (len == 0)
        return 0;
    read[bytes[0] % COUNT_OF(read)](&arena, (str){(const char *)bytes + 1, len - 1});
    arena_clear(&arena);
    return 0;
}
