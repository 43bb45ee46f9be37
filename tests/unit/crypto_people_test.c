/*
 * What people prove themselves by: the examples of RFC 4226, RFC 6238 and RFC 4231,
 * and passwords that are hashed again when the cost of a try has changed.
 */
#include "crypto/crypto.h"
#include "test.h"

static const str rfc_key = STR_INIT("12345678901234567890");

TEST(crypto, makes_the_numbers_of_rfc_4226)
{
    static const uint32_t wanted[] = {
        755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};
    struct err err = {0};
    uint32_t got;

    for (uint64_t i = 0; i < COUNT_OF(wanted); i++) {
        CHECK_OR_STOP(crypto_hotp(rfc_key, i, &got, &err));
        CHECK_U64(got % 1000000, wanted[i]);
    }
}

/* Appendix B, the rows of SHA-1: eight digits at a moment. */
TEST(crypto, makes_the_numbers_of_rfc_6238)
{
    static const struct {
        uint64_t at;
        uint32_t wanted;
    } rows[] = {{59, 94287082}, {1111111109, 7081804}, {1111111111, 14050471},
        {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};
    struct err err = {0};
    uint32_t got;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CHECK_OR_STOP(crypto_hotp(rfc_key, rows[i].at / 30, &got, &err));
        CHECK_U64(got % 100000000, rows[i].wanted);
    }
}

/* Cases 1, 2 and 6. */
TEST(crypto, makes_the_codes_of_rfc_4231)
{
    static char long_key[131];
    static char short_key[20];
    struct {
        str key;
        str message;
        const char *wanted;
    } rows[] = {
        {{short_key, sizeof(short_key)}, STR("Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {STR("Jefe"), STR("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {{long_key, sizeof(long_key)},
            STR("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    };
    struct crypto crypto;
    struct err err = {0};
    uint8_t mac[SHA256_BYTES];
    char buffer[64];

    memset(long_key, 0xaa, sizeof(long_key));
    memset(short_key, 0x0b, sizeof(short_key));
    CHECK_OR_STOP(crypto_open(&crypto, &err));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct text text = text_fixed(buffer, sizeof(buffer));

        crypto_hmac(&crypto, rows[i].key, rows[i].message, mac);
        text_add_hex(&text, mac, sizeof(mac));
        CHECK_STR(text_str(&text), str_from(rows[i].wanted));
    }
    crypto_close(&crypto);
}

TEST(crypto, keeps_a_password_so_that_only_the_password_verifies)
{
    static const str password = STR_INIT("correct horse battery");
    struct crypto crypto;
    struct err err = {0};
    struct password_hash hash;
    struct password_hash again;

    CHECK_OR_STOP(crypto_open(&crypto, &err));
    CHECK_OR_STOP(password_hash(&crypto, &password_cost, password, &hash, &err));
    CHECK(str_starts(str_from(hash.text), STR("$argon2id$v=19$m=47104,t=2,p=1$")));
    CHECK(password_verify(&hash, password));
    CHECK(!password_verify(&hash, STR("correct horse batterz")));
    CHECK(!password_verify(&hash, STR("")));
    CHECK(!password_is_outdated(&hash, &password_cost));
    CHECK(password_is_outdated(&hash, &password_cost_least));
    CHECK(password_hash(&crypto, &password_cost_least, password, &again, &err));
    CHECK(password_is_outdated(&again, &password_cost));
    CHECK(password_hash(&crypto, &password_cost_least, password, &hash, &err));
    CHECK(!str_equal(str_from(hash.text), str_from(again.text)));
    CHECK(password_hash_read(str_from(again.text), &hash));
    CHECK(password_verify(&hash, password));
    CHECK(!password_hash_read((str){again.text, sizeof(again.text)}, &hash));
    CHECK(password_hash_read(STR("$argon2id$v=19$m=1"), &hash));
    CHECK(!password_verify(&hash, password));
    CHECK(crypto_equal("abc", "abd", 2) && !crypto_equal("abc", "abd", 3));
    crypto_close(&crypto);
}
