/*
 * What a provider says, with one thing wrong at a time: of itself, in its answer, in its
 * keys, in a token's head, claims and signature.
 */
#include "oidc/oidc.h"
#include "test.h"
#include "token_signer.h"

#include <stdlib.h>

static struct err err;

static const struct oidc_provider provider = {.name = STR_INIT("real"),
    .title = STR_INIT("your district account"),
    .issuer = STR_INIT("https://sign-in.example.org"),
    .client = STR_INIT("desk"),
    .secret = STR_INIT("s"),
    .domain = STR_INIT("example.org"),
    .tenant = STR_INIT("t")};

enum { NOW = 1737700000 };

static const struct oidc_claims claims = {STR_INIT("n0nce"), NOW};

static const str head_es256 = STR_INIT("{\"alg\":\"ES256\",\"kid\":\"k\"}");

/* Each claim, as it should be. */
static const struct {
    str name;
    str value;
} good[] = {{STR_INIT("iss"), STR_INIT("\"https://sign-in.example.org\"")},
    {STR_INIT("aud"), STR_INIT("\"desk\"")}, {STR_INIT("nonce"), STR_INIT("\"n0nce\"")},
    {STR_INIT("exp"), STR_INIT("1737700300")},
    {STR_INIT("iat"), STR_INIT("1737700000")},
    {STR_INIT("hd"), STR_INIT("\"example.org\"")}, {STR_INIT("tid"), STR_INIT("\"t\"")},
    {STR_INIT("sub"), STR_INIT("\"ada\"")}};

/* Claims of which one is otherwise; an empty value leaves it out. */
static str claims_with(struct arena *arena, str name, str value)
{
    struct text text = text_in(arena);
    bool is_first = true;

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        str is = str_equal(good[i].name, name) ? value : good[i].value;

        if (is.len == 0)
            continue;
        text_add(&text, is_first ? STR("{\"") : STR(",\""));
        text_add(&text, good[i].name);
        text_add(&text, STR("\":"));
        text_add(&text, is);
        is_first = false;
    }
    text_add_byte(&text, '}');
    return text_str(&text);
}

static str set_of(struct arena *arena, str key)
{
    struct text text = text_in(arena);

    text_add(&text, STR("{\"keys\":["));
    text_add(&text, key);
    text_add(&text, STR("]}"));
    return text_str(&text);
}

static bool judge(struct arena *arena, str token, str keys)
{
    struct oidc_identity who;

    err = (struct err){0};
    if (!oidc_token_judge(arena, &provider, token, keys, &claims, &who, &err)) {
        CHECK(err.kind == ERR_INVALID || err.kind == ERR_DENIED ||
            err.kind == ERR_NOT_FOUND || err.kind == ERR_LIMIT);
        CHECK(err.len > 0);
        return false;
    }
    CHECK_STR(who.issuer, provider.issuer);
    CHECK_STR(who.subject, STR("ada"));
    return true;
}

/* ---- claims ---- */

static const struct {
    str name;
    str value;
    bool holds;
} wrongs[] = {
    {STR_INIT("nobody"), STR_INIT(""), true},
    {STR_INIT("iss"), STR_INIT(""), false},
    {STR_INIT("iss"), STR_INIT("\"https://sign-in.example.org/\""), false},
    {STR_INIT("iss"), STR_INIT("[\"https://sign-in.example.org\"]"), false},
    {STR_INIT("aud"), STR_INIT(""), false},
    {STR_INIT("aud"), STR_INIT("\"other\""), false},
    {STR_INIT("aud"), STR_INIT("[]"), false},
    {STR_INIT("aud"), STR_INIT("[\"desk\"]"), true},
    {STR_INIT("aud"), STR_INIT("[\"desk\",\"other\"]"), false},
    {STR_INIT("aud"), STR_INIT("[\"desk\",\"other\"],\"azp\":\"desk\""), true},
    {STR_INIT("aud"), STR_INIT("[\"other\",\"else\"],\"azp\":\"desk\""), false},
    {STR_INIT("aud"), STR_INIT("\"desk\",\"azp\":\"other\""), false},
    {STR_INIT("aud"), STR_INIT("\"desk\",\"azp\":null"), false},
    {STR_INIT("nonce"), STR_INIT(""), false},
    {STR_INIT("nonce"), STR_INIT("\"\""), false},
    {STR_INIT("nonce"), STR_INIT("\"n0ncE\""), false},
    {STR_INIT("exp"), STR_INIT(""), false},
    {STR_INIT("exp"), STR_INIT("1737699940"), false},
    {STR_INIT("exp"), STR_INIT("1737699941"), true},
    {STR_INIT("exp"), STR_INIT("-9223372036854775808"), false},
    {STR_INIT("exp"), STR_INIT("9223372036854775807"), true},
    {STR_INIT("exp"), STR_INIT("9223372036854775808"), false},
    {STR_INIT("exp"), STR_INIT("1737700300.5"), false},
    {STR_INIT("exp"), STR_INIT("\"1737700300\""), false},
    {STR_INIT("iat"), STR_INIT(""), false},
    {STR_INIT("iat"), STR_INIT("1737700060"), true},
    {STR_INIT("iat"), STR_INIT("1737700061"), false},
    {STR_INIT("iat"), STR_INIT("1737699400"), true},
    {STR_INIT("iat"), STR_INIT("1737699399"), false},
    {STR_INIT("iat"), STR_INIT("-9223372036854775808"), false},
    {STR_INIT("hd"), STR_INIT(""), false},
    {STR_INIT("hd"), STR_INIT("\"example.org.evil.example\""), false},
    {STR_INIT("tid"), STR_INIT("true"), false},
    {STR_INIT("sub"), STR_INIT(""), false},
    {STR_INIT("sub"), STR_INIT("\"\""), false},
    {STR_INIT("sub"), STR_INIT("7"), false},
    {STR_INIT("sub"), STR_INIT("\"ada\",\"sub\":\"ben\""), false},
};

static void try_all(const struct token_signer *signer, str head)
{
    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        struct arena arena = {0};
        str body = claims_with(&arena, wrongs[i].name, wrongs[i].value);
        str keys = set_of(&arena, token_signer_key(signer, &arena));

        (void)test_check(judge(&arena, token_signer_sign(signer, &arena, head, body),
                             keys) == wrongs[i].holds,
            __FILE__, __LINE__, wrongs[i].value.ptr);
        arena_clear(&arena);
    }
}

TEST(oidc, believes_a_token_only_with_every_claim)
{
    struct token_signer ec;
    struct token_signer rsa;

    CHECK_OR_STOP(token_signer_open(&ec, 0) && token_signer_open(&rsa, 2048));
    try_all(&ec, head_es256);
    try_all(&rsa, STR("{\"alg\":\"RS256\",\"kid\":\"k\"}"));
    token_signer_close(&ec);
    token_signer_close(&rsa);
}

TEST(oidc, believes_no_subject_that_is_too_long)
{
    struct arena arena = {0};
    struct text name = text_in(&arena);
    struct token_signer ec;

    CHECK_OR_STOP(token_signer_open(&ec, 0));
    text_add_byte(&name, '"');
    for (size_t i = 0; i < 256; i++)
        text_add_byte(&name, 'a');
    text_add_byte(&name, '"');
    CHECK(!judge(&arena,
        token_signer_sign(
            &ec, &arena, head_es256, claims_with(&arena, STR("sub"), text_str(&name))),
        set_of(&arena, token_signer_key(&ec, &arena))));
    CHECK(err.kind == ERR_INVALID);
    token_signer_close(&ec);
    arena_clear(&arena);
}

/* ---- heads ---- */

TEST(oidc, lets_no_token_choose_how_it_is_verified)
{
    static const str heads[] = {STR_INIT("{\"alg\":\"none\"}"),
        STR_INIT("{\"alg\":\"None\",\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"\",\"kid\":\"k\"}"), STR_INIT("{\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"HS256\",\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"RS256\",\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"ES384\",\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"es256\",\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":[\"ES256\"],\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"ES256\",\"alg\":\"none\",\"kid\":\"k\"}"),
        STR_INIT("{\"alg\":\"ES256\",\"kid\":\"other\"}"),
        STR_INIT("{\"alg\":\"ES256\",\"kid\":7}"),
        STR_INIT("{\"alg\":\"ES256\",\"kid\":\"k\",\"crit\":[\"exp\"],\"exp\":1}"),
        STR_INIT("[\"ES256\"]"), STR_INIT("\"ES256\""), STR_INIT("{"), STR_INIT("")};
    struct arena arena = {0};
    struct token_signer ec;
    str body = claims_with(&arena, STR("nobody"), STR(""));
    str keys;
    str token;

    CHECK_OR_STOP(token_signer_open(&ec, 0));
    keys = set_of(&arena, token_signer_key(&ec, &arena));
    CHECK(judge(&arena, token_signer_sign(&ec, &arena, head_es256, body), keys));
    CHECK(judge(&arena,
        token_signer_sign(&ec, &arena, STR("{\"alg\":\"ES256\"}"), body), keys));
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        token = token_signer_sign(&ec, &arena, heads[i], body);
        CHECK(!judge(&arena, token, keys));
        while (token.len > 0 && token.ptr[token.len - 1] != '.')
            token.len--;
        CHECK(!judge(&arena, token, keys));
    }
    token_signer_close(&ec);
    arena_clear(&arena);
}

/* ---- the token as a whole ---- */

TEST(oidc, believes_no_token_that_was_cut_changed_or_lengthened)
{
    struct arena arena = {0};
    struct token_signer ec;
    struct text much = text_in(&arena);
    str keys;
    str token;

    CHECK_OR_STOP(token_signer_open(&ec, 0));
    keys = set_of(&arena, token_signer_key(&ec, &arena));
    token = token_signer_sign(
        &ec, &arena, head_es256, claims_with(&arena, STR("nobody"), STR("")));
    CHECK(judge(&arena, token, keys));
    for (size_t i = 0; i < token.len; i++) {
        char *copy = malloc(token.len);

        CHECK_OR_STOP(copy != NULL);
        memcpy(copy, token.ptr, token.len);
        CHECK(!judge(&arena, (str){copy, i}, keys));
        copy[i] = copy[i] == 'A' ? '!' : '.';
        CHECK(!judge(&arena, (str){copy, token.len}, keys) || token.ptr[i] == '.');
        free(copy);
    }
    text_add(&much, token);
    text_add(&much, STR(".x"));
    CHECK(!judge(&arena, text_str(&much), keys));
    while (text_str(&much).len <= 1 << 16)
        text_add_byte(&much, 'A');
    CHECK(!judge(&arena, text_str(&much), keys) && err.kind == ERR_INVALID);
    token_signer_close(&ec);
    arena_clear(&arena);
}

/* ---- keys ---- */

TEST(oidc, verifies_with_one_key_of_the_right_kind)
{
    struct arena arena = {0};
    struct token_signer ec;
    struct token_signer other;
    struct token_signer weak;
    struct text two = text_in(&arena);
    str body = claims_with(&arena, STR("nobody"), STR(""));
    str token;
    str keys;

    CHECK_OR_STOP(token_signer_open(&ec, 0) && token_signer_open(&other, 0) &&
        token_signer_open(&weak, 1024));
    token = token_signer_sign(&ec, &arena, head_es256, body);
    CHECK(!judge(&arena, token, set_of(&arena, token_signer_key(&other, &arena))));
    CHECK(err.kind == ERR_DENIED);
    text_add(&two, token_signer_key(&ec, &arena));
    text_add_byte(&two, ',');
    text_add(&two, token_signer_key(&other, &arena));
    CHECK(!judge(&arena, token, set_of(&arena, text_str(&two))));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(!judge(&arena, token, STR("{\"keys\":[]}")) && err.kind == ERR_NOT_FOUND);
    CHECK(!judge(&arena, token, STR("{\"keys\":{}}")) && err.kind == ERR_NOT_FOUND);
    CHECK(!judge(&arena, token, STR("{}")) && err.kind == ERR_NOT_FOUND);
    CHECK(!judge(&arena, token,
        STR("{\"keys\":[7,null,{\"kty\":\"EC\",\"kid\":\"k\",\"crv\":\"P-256\"}]}")));
    keys = set_of(&arena, token_signer_key(&ec, &arena));
    for (size_t i = 0; i < keys.len; i++)
        CHECK(!judge(&arena, token, str_slice(keys, 0, i)));
    CHECK(!judge(&arena,
        token_signer_sign(
            &weak, &arena, STR("{\"alg\":\"RS256\",\"kid\":\"k\"}"), body),
        set_of(&arena, token_signer_key(&weak, &arena))));
    token_signer_close(&ec);
    token_signer_close(&other);
    token_signer_close(&weak);
    arena_clear(&arena);
}

/* ---- what it says of itself, and its answer ---- */

TEST(oidc, takes_addresses_only_of_the_provider_and_only_encrypted)
{
    static const struct {
        str from, to;
        bool holds;
    } edits[] = {
        {STR_INIT("nothing"), STR_INIT(""), true},
        {STR_INIT("\"https://sign-in.example.org\""),
            STR_INIT("\"https://sign-in.example.org/\""), false},
        {STR_INIT("\"https://sign-in.example.org\""), STR_INIT("7"), false},
        {STR_INIT("\"issuer\""), STR_INIT("\"issued\""), false},
        {STR_INIT("https://a"), STR_INIT("http://a"), false},
        {STR_INIT("https://t"), STR_INIT("http://localhost.evil.example"), false},
        {STR_INIT("https://t"), STR_INIT("http://127.0.0.1:9/t"), true},
        {STR_INIT("https://k"), STR_INIT("file:///etc/passwd"), false},
        {STR_INIT("https://k"), STR_INIT(""), false},
        {STR_INIT("\"jwks_uri\""), STR_INIT("\"jwks\""), false},
        {STR_INIT("}"), STR_INIT(",\"issuer\":\"x\"}"), false},
    };
    static const str source =
        STR_INIT("{\"issuer\":\"https://sign-in.example.org\","
                 "\"authorization_endpoint\":\"https://a\",\"token_endpoint\":"
                 "\"https://t\",\"jwks_uri\":\"https://k\"}");

    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct arena arena = {0};
        struct text text = text_in(&arena);
        size_t at = str_find(source, edits[i].from, 0);
        struct oidc_metadata said;

        err = (struct err){0};
        text_add(&text, str_slice(source, 0, at));
        text_add(&text, at < source.len ? edits[i].to : STR(""));
        text_add(&text, str_slice(source, at + edits[i].from.len, source.len));
        (void)test_check(oidc_metadata_read(&arena, &provider, text_str(&text), &said,
                             &err) == edits[i].holds,
            __FILE__, __LINE__, edits[i].from.ptr);
        arena_clear(&arena);
    }
    for (size_t len = 0; len < source.len; len++) {
        struct arena arena = {0};
        struct oidc_metadata said;

        CHECK(!oidc_metadata_read(
            &arena, &provider, str_slice(source, 0, len), &said, &err));
        arena_clear(&arena);
    }
}

TEST(oidc, takes_a_token_out_of_an_answer_that_has_one)
{
    static const str bad[] = {STR_INIT(""), STR_INIT("{}"), STR_INIT("[]"),
        STR_INIT("{\"id_token\":\"\"}"), STR_INIT("{\"id_token\":7}"),
        STR_INIT("{\"id_token\":\"a\",\"id_token\":\"b\"}"),
        STR_INIT("{\"error\":\"invalid_grant\"}"), STR_INIT("<html>")};
    struct arena arena = {0};
    str token;

    CHECK(oidc_token_read(&arena, STR("{\"id_token\":\"a.b.c\"}"), &token, &err));
    CHECK_STR(token, STR("a.b.c"));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!oidc_token_read(&arena, bad[i], &token, &err));
    arena_clear(&arena);
}
