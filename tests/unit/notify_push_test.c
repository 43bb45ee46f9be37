/* Web Push as RFC 8291 has it, byte for byte. */
#include "notify/inside.h"
#include "test.h"

/* Appendix A.  The salt and the server's key are given, as nobody else would do. */
static const str subscription = STR_INIT(
    "{\"endpoint\": \"https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV\", "
    "\"keys\": {\"auth\": \"BTBZMqHH6r4Tts7J_aSIgg\", "
    "\"p256dh\": \"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6"
    "SRpkNtoIAiw4\"}}");
static const str server_secret =
    STR_INIT("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
static const str salt = STR_INIT("DGv6ra1nlYgDCS1FRnbzlw");

TEST(push, seals_as_the_standard_says)
{
    struct text sealed;
    struct arena arena = {0};
    struct crypto crypto;
    struct push_target target;
    struct push_once once;
    uint8_t secret[P256_SECRET_BYTES];
    struct err err = {0};
    size_t len;
    str body;

    CHECK_OR_STOP(crypto_open(&crypto, &err));
    sealed = text_in(&arena);
    CHECK(push_read_target(&arena, subscription, &target, &err));
    CHECK_STR(target.origin, STR("https://push.example.net"));
    CHECK_STR(target.host, STR("push.example.net"));
    CHECK(base64url_read(server_secret, secret, sizeof(secret), &len) &&
        p256_read(secret, &once.key));
    CHECK(base64url_read(salt, once.salt, sizeof(once.salt), &len));
    CHECK(push_seal(&arena, &crypto, &target, &once,
        STR("When I grow up, I want to be a watermelon"), 0, &body));
    text_add_base64url(&sealed, (const uint8_t *)body.ptr, body.len);
    CHECK_STR(text_str(&sealed),
        STR("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vC"
            "YLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXL"
            "WyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"));
    crypto_close(&crypto);
    arena_clear(&arena);
}

/* What is kept says the same, in one way, and no more. */
TEST(push, keeps_a_subscription_in_one_form)
{
    struct arena arena = {0};
    struct err err = {0};
    str kept;
    str again;

    CHECK(notify_read_subscription(&arena,
        STR("{\"keys\":{\"p256dh\":\"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjy"
            "Pjs7Vd8pZGH6SRpkNtoIAiw4\",\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\"},\"more\":[1],"
            "\"expirationTime\":1737739500123,\"endpoint\":\"https://push.example.net/x\"}"),
        &kept, &err));
    CHECK_STR(kept,
        STR("{\"endpoint\":\"https://push.example.net/x\",\"expirationTime\":1737739500000,"
            "\"keys\":{\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\",\"p256dh\":\"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-"
            "JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4\"}}"));
    CHECK(notify_read_subscription(&arena, kept, &again, &err));
    CHECK_STR(again, kept);
    arena_clear(&arena);
}
