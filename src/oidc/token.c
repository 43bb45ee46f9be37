/*
 * Whether a token is to be believed (OpenID Connect Core 1.0, 3.1.3.7).
 *
 * The signature first, by a key of the provider's own and one of two algorithms; only
 * then what the token says is looked at.
 */
#include "oidc/oidc.h"

#include "crypto/crypto.h"
#include "json/json.h"

enum {
    TOKEN_MAX = 1 << 16,
    SUBJECT_MAX = 255,
    CLOCKS_DIFFER = 60, /* seconds */
    OLDEST = 10 * 60,
};

static bool denied(struct err *err, str why)
{
    return err_set(err, ERR_DENIED, why);
}

static bool says(const struct json_value *object, str name, str wanted)
{
    const struct json_value *value = json_find(object, name);

    return value != NULL && value->kind == JSON_IS_TEXT &&
        str_equal(value->text, wanted);
}

/* ---- its signature ---- */

/* Read a part of the token between its dots. */
static bool read_part(
    struct arena *arena, str part, struct json_value *out, struct err *err)
{
    uint8_t *bytes = ARENA_ARRAY(arena, uint8_t, part.len + 1);
    size_t len;

    if (!base64url_read(part, bytes, part.len, &len))
        return err_set(err, ERR_INVALID, SAY("the provider's token is malformed"));
    return json_read(arena, (str){(const char *)bytes, len}, out, err) ||
        err_while(err, STR("the provider's token"));
}

static bool read_algorithm(
    const struct json_value *head, enum jws_algorithm *out, struct err *err)
{
    *out = says(head, STR("alg"), STR("ES256")) ? JWS_ES256 : JWS_RS256;
    if (*out == JWS_RS256 && !says(head, STR("alg"), STR("RS256")))
        return denied(err,
            SAY("the provider's token is not signed by RS256 or ES256; set one of them "
                "there"));
    return json_find(head, STR("crit")) == NULL ||
        denied(err, SAY("the provider's token demands what is not known here"));
}

static bool is_meant(
    const struct json_value *key, const struct json_value *kid, enum jws_algorithm alg)
{
    str kind = alg == JWS_RS256 ? STR("RSA") : STR("EC");
    const struct json_value *use = json_find(key, STR("use"));

    return says(key, STR("kty"), kind) &&
        (use == NULL || says(key, STR("use"), STR("sig"))) &&
        (kid == NULL || says(key, STR("kid"), kid->text));
}

/* The key that a token names; without a name, the only one of its kind. */
static const struct json_value *find_key(const struct json_value *set,
    const struct json_value *head, enum jws_algorithm algorithm)
{
    const struct json_value *keys = json_find(set, STR("keys"));
    const struct json_value *kid = json_find(head, STR("kid"));
    const struct json_value *found = NULL;

    if (keys == NULL || keys->kind != JSON_IS_ARRAY ||
        (kid != NULL && kid->kind != JSON_IS_TEXT))
        return NULL;
    for (size_t i = 0; i < keys->count; i++) {
        if (!is_meant(&keys->items[i], kid, algorithm))
            continue;
        if (found != NULL)
            return NULL;
        found = &keys->items[i];
    }
    return found;
}

/* The members of a key that are its numbers (RFC 7518, section 6), each of which must be
 * base64url, and nothing else that a provider writes into it. */
static bool write_key(struct arena *arena, const struct json_value *key,
    enum jws_algorithm algorithm, str *out, struct err *err)
{
    static const char *const members[][2] = {
        [JWS_RS256] = {"n", "e"}, [JWS_ES256] = {"x", "y"}};
    struct text text = text_in(arena);
    struct json_out json = json_start(&text, false);
    bool done = true;

    json_object(&json);
    json_key(&json, STR("kty"));
    json_str(&json, algorithm == JWS_RS256 ? STR("RSA") : STR("EC"));
    if (algorithm == JWS_ES256) {
        json_key(&json, STR("crv"));
        json_str(&json, STR("P-256"));
        done = says(key, STR("crv"), STR("P-256"));
    }
    for (size_t i = 0; i < 2; i++) {
        const struct json_value *number =
            json_find(key, str_from(members[algorithm][i]));
        size_t len;

        if (!done || number == NULL || number->kind != JSON_IS_TEXT ||
            !base64url_read(number->text, ARENA_ARRAY(arena, uint8_t, number->text.len),
                number->text.len, &len))
            return err_set(err, ERR_INVALID, SAY("a token, or its key, is malformed"));
        json_key(&json, str_from(members[algorithm][i]));
        json_str(&json, number->text);
    }
    json_end(&json);
    json_done(&json);
    *out = text_str(&text);
    return true;
}

static bool check_signature(struct arena *arena, str token,
    const struct json_value *head, str keys, struct err *err)
{
    const struct json_value *key;
    enum jws_algorithm algorithm;
    struct json_value set;
    str written = {0};

    if (!read_algorithm(head, &algorithm, err))
        return false;
    if (!json_read(arena, keys, &set, err))
        return err_while(err, STR("the provider's keys"));
    key = find_key(&set, head, algorithm);
    if (key == NULL)
        return err_set(
            err, ERR_NOT_FOUND, SAY("the provider has no key such as the token names"));
    return write_key(arena, key, algorithm, &written, err) &&
        jws_verify(token, algorithm, written, err);
}

/* ---- what it says ---- */

static bool is_for_us(const struct json_value *body, str client)
{
    const struct json_value *audience = json_find(body, STR("aud"));
    const struct json_value *azp = json_find(body, STR("azp"));
    bool several = false;
    bool found = false;

    if (audience == NULL)
        return false;
    if (audience->kind == JSON_IS_TEXT)
        found = str_equal(audience->text, client);
    for (size_t i = 0; audience->kind == JSON_IS_ARRAY && i < audience->count; i++)
        found = found ||
            (audience->items[i].kind == JSON_IS_TEXT &&
                str_equal(audience->items[i].text, client));
    several = audience->kind == JSON_IS_ARRAY && audience->count > 1;
    return found && (azp == NULL ? !several : says(body, STR("azp"), client));
}

static bool is_of_now(const struct json_value *body, int64_t now)
{
    const struct json_value *ends = json_find(body, STR("exp"));
    const struct json_value *made = json_find(body, STR("iat"));

    return ends != NULL && ends->kind == JSON_IS_INTEGER && made != NULL &&
        made->kind == JSON_IS_INTEGER && ends->integer > now - CLOCKS_DIFFER &&
        made->integer <= now + CLOCKS_DIFFER && made->integer >= now - OLDEST;
}

static bool judge(const struct oidc_provider *provider, const struct json_value *body,
    const struct oidc_claims *claims, struct err *err)
{
    if (!says(body, STR("iss"), provider->issuer))
        return denied(err, SAY("the token is another provider's"));
    if (!is_for_us(body, provider->client))
        return denied(err, SAY("the token is for somebody else"));
    if (!says(body, STR("nonce"), claims->nonce))
        return denied(err, SAY("the token belongs to another sign-in"));
    if (!is_of_now(body, claims->now))
        return denied(err,
            SAY("the token has ended, or is not of now; do both clocks run right?"));
    if (provider->domain.len > 0 && !says(body, STR("hd"), provider->domain))
        return denied(err, SAY("this account is not of the district's domain"));
    if (provider->tenant.len > 0 && !says(body, STR("tid"), provider->tenant))
        return denied(err, SAY("this account is not of the district's tenant"));
    return true;
}

bool oidc_token_judge(struct arena *arena, const struct oidc_provider *provider,
    str token, str keys, const struct oidc_claims *claims, struct oidc_identity *out,
    struct err *err)
{
    const struct json_value *subject;
    struct json_value head;
    struct json_value body;
    str rest = token;
    str parts[3];

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (token.len > TOKEN_MAX || !str_split(&rest, '.', &parts[i]))
            return err_set(err, ERR_INVALID, SAY("the provider's token is malformed"));
    if (!read_part(arena, parts[0], &head, err) ||
        !check_signature(arena, token, &head, keys, err) ||
        !read_part(arena, parts[1], &body, err) || !judge(provider, &body, claims, err))
        return false;
    subject = json_find(&body, STR("sub"));
    if (subject == NULL || subject->kind != JSON_IS_TEXT || subject->text.len == 0 ||
        subject->text.len > SUBJECT_MAX)
        return err_set(err, ERR_INVALID, SAY("the token does not say who it was"));
    *out = (struct oidc_identity){provider->issuer, subject->text};
    return true;
}
