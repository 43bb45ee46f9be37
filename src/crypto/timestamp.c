/*
 * RFC 3161: a third party says that something existed at a time, by OpenSSL's TS.
 *
 * Courts know this form.  What is stamped is a digest, so the third party learns
 * nothing; what it answers is checked against what was asked, and later, offline,
 * against the certificates of those who are believed.
 */
#include "crypto/crypto.h"

#include <openssl/pem.h>
#include <openssl/ts.h>

enum { NONCE_BYTES = 8, DAY_SECONDS = 86400 };

/* ---- asking ---- */

static TS_MSG_IMPRINT *imprint_of(str message)
{
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    uint8_t digest[SHA256_BYTES];
    struct err ignored;

    REQUIRE(imprint != NULL && algorithm != NULL);
    X509_ALGOR_set_md(algorithm, EVP_sha256());
    REQUIRE(crypto_sha256(message, digest, &ignored) &&
        TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
        TS_MSG_IMPRINT_set_msg(imprint, digest, sizeof(digest)) == 1);
    X509_ALGOR_free(algorithm);
    return imprint;
}

str timestamp_request(const struct crypto *crypto, struct arena *arena, str message)
{
    TS_REQ *request = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = imprint_of(message);
    ASN1_INTEGER *nonce = ASN1_INTEGER_new();
    uint8_t random[NONCE_BYTES];
    uint64_t number = 0;
    uint8_t *bytes = NULL;
    str made;
    int len;

    crypto_random(crypto, random, sizeof(random));
    memcpy(&number, random, sizeof(number));
    REQUIRE(request != NULL && nonce != NULL &&
        ASN1_INTEGER_set_uint64(nonce, number) == 1 &&
        TS_REQ_set_version(request, 1) == 1 &&
        TS_REQ_set_msg_imprint(request, imprint) == 1 &&
        TS_REQ_set_nonce(request, nonce) == 1 && TS_REQ_set_cert_req(request, 1) == 1);
    len = i2d_TS_REQ(request, &bytes);
    REQUIRE(len > 0);
    made = arena_str(arena, (str){(const char *)bytes, (size_t)len});
    OPENSSL_free(bytes);
    ASN1_INTEGER_free(nonce);
    TS_MSG_IMPRINT_free(imprint);
    TS_REQ_free(request);
    return made;
}

/* ---- reading ---- */

static TS_RESP *read_reply(str bytes)
{
    const uint8_t *next = (const uint8_t *)bytes.ptr;
    TS_RESP *reply;

    if (bytes.len > TIMESTAMP_BYTES_MAX)
        return NULL;
    reply = d2i_TS_RESP(NULL, &next, (long)bytes.len);
    if (reply != NULL && next == (const uint8_t *)bytes.ptr + bytes.len)
        return reply;
    TS_RESP_free(reply);
    return NULL;
}

static bool unreadable(struct err *err)
{
    return err_set(
        err, ERR_INVALID, STR("this is no answer of a timestamp server (RFC 3161)"));
}

/* Judge a reply; `ctx` says by what. */
static bool judge(TS_VERIFY_CTX *ctx, TS_RESP *reply, struct err *err)
{
    if (TS_RESP_verify_response(ctx, reply) == 1)
        return true;
    return err_set(err, ERR_DENIED,
        STR("the timestamp is not one of this checkpoint by those who are believed"));
}

bool timestamp_answers(str request, str reply, struct err *err)
{
    const uint8_t *next = (const uint8_t *)request.ptr;
    TS_REQ *asked = d2i_TS_REQ(NULL, &next, (long)request.len);
    TS_RESP *answer = read_reply(reply);
    TS_VERIFY_CTX *ctx;
    bool done;

    REQUIRE(asked != NULL);
    ctx = TS_REQ_to_TS_VERIFY_CTX(asked, NULL);
    REQUIRE(ctx != NULL);
    /* By whom it is signed is judged by those who verify it. */
    TS_VERIFY_CTX_set_flags(ctx, TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    done = answer == NULL ? unreadable(err) : judge(ctx, answer, err);
    TS_VERIFY_CTX_free(ctx);
    TS_RESP_free(answer);
    TS_REQ_free(asked);
    return done;
}

/* ---- verifying ---- */

/* Seconds since 1970 of the moment that a reply states. */
static bool read_time(TS_RESP *reply, int64_t *at)
{
    TS_TST_INFO *info = TS_RESP_get_tst_info(reply);
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0;
    int seconds = 0;
    bool done = info != NULL && epoch != NULL &&
        ASN1_TIME_diff(&days, &seconds, epoch, TS_TST_INFO_get_time(info)) == 1;

    ASN1_TIME_free(epoch);
    *at = (int64_t)days * DAY_SECONDS + seconds;
    return done;
}

/* The certificates of a PEM file; NULL when there is none in it. */
static X509_STORE *read_authorities(str pem)
{
    X509_STORE *store = X509_STORE_new();
    BIO *bytes = BIO_new_mem_buf(pem.ptr, (int)pem.len);
    size_t count = 0;
    X509 *one;

    REQUIRE(store != NULL && bytes != NULL);
    while ((one = PEM_read_bio_X509(bytes, NULL, NULL, NULL)) != NULL) {
        count += X509_STORE_add_cert(store, one) == 1;
        X509_free(one);
    }
    BIO_free(bytes);
    if (count > 0)
        return store;
    X509_STORE_free(store);
    return NULL;
}

/* Certificates have to be valid at the moment that was stamped, not for ever. */
static bool verify(
    TS_RESP *reply, str message, X509_STORE *store, int64_t *at, struct err *err)
{
    TS_VERIFY_CTX *ctx = TS_VERIFY_CTX_new();
    BIO *data = BIO_new_mem_buf(message.ptr, (int)message.len);
    bool done;

    REQUIRE(ctx != NULL && data != NULL);
    TS_VERIFY_CTX_set_flags(ctx, TS_VFY_VERSION | TS_VFY_DATA | TS_VFY_SIGNATURE);
    TS_VERIFY_CTX_set_data(ctx, data); /* both belong to it now */
    TS_VERIFY_CTX_set_store(ctx, store);
    done = read_time(reply, at) || unreadable(err);
    if (done) {
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), *at);
        done = judge(ctx, reply, err);
    }
    TS_VERIFY_CTX_free(ctx);
    return done;
}

bool timestamp_verify(
    str reply, str message, str authorities, int64_t *at, struct err *err)
{
    X509_STORE *store = read_authorities(authorities);
    TS_RESP *read = read_reply(reply);
    bool done;

    if (store != NULL && read != NULL) {
        done = verify(read, message, store, at, err);
    } else {
        done = read == NULL
            ? unreadable(err)
            : err_set(err, ERR_INVALID,
                  STR("there is no certificate in this file; it wants PEM"));
        X509_STORE_free(store);
    }
    TS_RESP_free(read);
    return done;
}
