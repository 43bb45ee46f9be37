/*
 * Tokens by cjose, once it is sure that key and algorithm belong together: a public key
 * must never be taken for a secret that both sides share.
 */
#include "crypto/crypto.h"

#include <cjose/cjose.h>

static bool fits(const cjose_jwk_t *key, enum jws_algorithm algorithm)
{
    cjose_err why;
    cjose_jwk_kty_t kind = cjose_jwk_get_kty(key, &why);

    if (algorithm == JWS_RS256)
        return kind == CJOSE_JWK_KTY_RSA && cjose_jwk_get_keysize(key, &why) >= 2048;
    return kind == CJOSE_JWK_KTY_EC &&
        cjose_jwk_EC_get_curve(key, &why) == CJOSE_JWK_EC_P_256;
}

static bool says_algorithm(cjose_jws_t *jws, enum jws_algorithm algorithm)
{
    cjose_err why;
    const char *said =
        cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_ALG, &why);

    return said != NULL &&
        str_equal(str_from(said), algorithm == JWS_RS256 ? STR("RS256") : STR("ES256"));
}

/* cjose ends the program at a length that no base64url has, so it is not shown any. */
static bool is_base64url(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_lower(s.ptr[i]) && !char_is_upper(s.ptr[i]) &&
            !char_is_digit(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '_')
            return false;
    return s.len % 4 != 1;
}

static bool is_compact(str token)
{
    for (int i = 0; i < 2; i++) {
        size_t end = str_find_byte(token, '.', 0);

        if (end == token.len || !is_base64url(str_slice(token, 0, end)))
            return false;
        token = str_slice(token, end + 1, token.len);
    }
    return is_base64url(token);
}

static bool verify(str token, enum jws_algorithm algorithm, str key, struct err *err)
{
    cjose_err why;
    cjose_jws_t *jws = cjose_jws_import(token.ptr, token.len, &why);
    cjose_jwk_t *jwk = cjose_jwk_import(key.ptr, key.len, &why);
    bool done = true;

    if (jws == NULL || jwk == NULL)
        done = err_set(err, ERR_INVALID, SAY("a token, or its key, is malformed"));
    else if (!fits(jwk, algorithm) || !says_algorithm(jws, algorithm))
        done = err_set(err, ERR_DENIED, SAY("a token's key is not of its kind"));
    else if (!cjose_jws_verify(jws, jwk, &why))
        done = err_set(err, ERR_DENIED, SAY("a token's signature does not hold"));
    if (jwk != NULL)
        (void)cjose_jwk_release(jwk);
    if (jws != NULL)
        cjose_jws_release(jws);
    return done;
}

bool jws_verify(str token, enum jws_algorithm algorithm, str key, struct err *err)
{
    return is_compact(token)
        ? verify(token, algorithm, key, err)
        : err_set(err, ERR_INVALID, SAY("a token, or its key, is malformed"));
}
