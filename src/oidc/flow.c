/*
 * What is asked of a provider, and what it says of itself.
 */
#include "oidc/oidc.h"

#include "crypto/crypto.h"
#include "json/json.h"

/* ---- addresses ---- */

/* Whether an address is encrypted, or of this machine, where nobody can listen. */
static bool is_safe(str address)
{
    static const str here[] = {
        STR_INIT("http://127.0.0.1"), STR_INIT("http://localhost")};

    for (size_t i = 0; i < COUNT_OF(here); i++) {
        char next = address.len > here[i].len ? address.ptr[here[i].len] : '/';

        if (str_starts(address, here[i]) && (next == ':' || next == '/'))
            return true;
    }
    return str_starts(address, STR("https://"));
}

bool oidc_check_issuer(str issuer, struct err *err)
{
    return is_safe(issuer) ||
        err_set(err, ERR_INVALID,
            SAY("an issuer is the https:// address by which the provider calls itself"));
}

static void add_escaped(struct text *text, str words)
{
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];

        if (char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '.' ||
            c == '-' || c == '_' || c == '~') {
            text_add_byte(text, c);
            continue;
        }
        text_add_byte(text, '%');
        text_add_hex(text, (const uint8_t *)&c, 1);
    }
}

static void add_field(struct text *text, char before, str name, str value)
{
    if (before != '\0')
        text_add_byte(text, before);
    text_add(text, name);
    text_add_byte(text, '=');
    add_escaped(text, value);
}

/* ---- what the provider says of itself ---- */

str oidc_metadata_address(struct arena *arena, const struct oidc_provider *provider)
{
    struct text text = text_in(arena);

    text_add(&text, provider->issuer);
    if (!str_ends(provider->issuer, STR("/")))
        text_add_byte(&text, '/');
    text_add(&text, STR(".well-known/openid-configuration"));
    return text_str(&text);
}

static str text_of(const struct json_value *object, str name)
{
    const struct json_value *value = json_find(object, name);

    return value != NULL && value->kind == JSON_IS_TEXT ? value->text : (str){0};
}

/* Whether a list has a word. */
static bool lists(const struct json_value *object, str name, str word)
{
    const struct json_value *list = json_find(object, name);

    if (list == NULL || list->kind != JSON_IS_ARRAY)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == JSON_IS_TEXT && str_equal(list->items[i].text, word))
            return true;
    return false;
}

bool oidc_metadata_read(struct arena *arena, const struct oidc_provider *provider,
    str json, struct oidc_metadata *out, struct err *err)
{
    static const str methods = STR_INIT("token_endpoint_auth_methods_supported");
    struct json_value said;

    if (!json_read(arena, json, &said, err))
        return err_while(err, STR("what the provider says of itself"));
    if (!str_equal(text_of(&said, STR("issuer")), provider->issuer)) {
        err_set(err, ERR_DENIED, SAY("the provider calls itself "));
        err_add(err, text_of(&said, STR("issuer")));
        err_add(err, STR(" and not "));
        err_add(err, provider->issuer);
        return err_add(err, STR("; write its own name into sign-in.conf"));
    }
    *out = (struct oidc_metadata){text_of(&said, STR("authorization_endpoint")),
        text_of(&said, STR("token_endpoint")), text_of(&said, STR("jwks_uri")),
        lists(&said, methods, STR("client_secret_post")) &&
            !lists(&said, methods, STR("client_secret_basic"))};
    return (is_safe(out->authorization) && is_safe(out->token) && is_safe(out->keys)) ||
        err_set(err, ERR_INVALID,
            SAY("the provider names no addresses to sign in at, or some that are not "
                "encrypted"));
}

/* ---- one sign-in ---- */

str oidc_authorization(struct arena *arena, const struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_attempt *attempt)
{
    bool has_query =
        str_find_byte(metadata->authorization, '?', 0) < metadata->authorization.len;
    struct text challenge = text_in(arena);
    struct text text = text_in(arena);
    uint8_t digest[SHA256_BYTES];
    struct err err = {0};

    REQUIRE(crypto_sha256(attempt->verifier, digest, &err));
    text_add_base64url(&challenge, digest, sizeof(digest));
    text_add(&text, metadata->authorization);
    add_field(&text, has_query ? '&' : '?', STR("response_type"), STR("code"));
    add_field(&text, '&', STR("client_id"), provider->client);
    add_field(&text, '&', STR("redirect_uri"), attempt->redirect);
    add_field(&text, '&', STR("scope"), STR("openid"));
    add_field(&text, '&', STR("state"), attempt->state);
    add_field(&text, '&', STR("nonce"), attempt->nonce);
    add_field(&text, '&', STR("code_challenge"), text_str(&challenge));
    add_field(&text, '&', STR("code_challenge_method"), STR("S256"));
    if (provider->domain.len > 0)
        add_field(&text, '&', STR("hd"), provider->domain);
    return text_str(&text);
}

/* RFC 6749, 2.3.1: both are escaped before they are put together. */
static str basic(struct arena *arena, const struct oidc_provider *provider)
{
    struct text pair = text_in(arena);
    struct text text = text_in(arena);

    add_escaped(&pair, provider->client);
    text_add_byte(&pair, ':');
    add_escaped(&pair, provider->secret);
    text_add(&text, STR("Basic "));
    text_add_base64(&text, (const uint8_t *)pair.ptr, pair.len);
    return text_str(&text);
}

str oidc_token_form(struct arena *arena, const struct oidc_provider *provider,
    const struct oidc_metadata *metadata, const struct oidc_attempt *attempt, str code,
    str *header)
{
    bool in_header = provider->secret.len > 0 && !metadata->posts_secret;
    struct text text = text_in(arena);

    *header = in_header ? basic(arena, provider) : (str){0};
    add_field(&text, '\0', STR("grant_type"), STR("authorization_code"));
    add_field(&text, '&', STR("code"), code);
    add_field(&text, '&', STR("redirect_uri"), attempt->redirect);
    add_field(&text, '&', STR("code_verifier"), attempt->verifier);
    if (in_header)
        return text_str(&text);
    add_field(&text, '&', STR("client_id"), provider->client);
    if (provider->secret.len > 0)
        add_field(&text, '&', STR("client_secret"), provider->secret);
    return text_str(&text);
}

bool oidc_token_read(struct arena *arena, str json, str *token, struct err *err)
{
    struct json_value said;

    if (!json_read(arena, json, &said, err))
        return err_while(err, STR("the provider's answer"));
    *token = text_of(&said, STR("id_token"));
    if (token->len > 0)
        return true;
    err_set(err, ERR_DENIED, SAY("the provider gave no token: "));
    return err_add(err, str_slice(text_of(&said, STR("error")), 0, 80));
}
