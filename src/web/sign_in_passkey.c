/*
 * Signing in by a passkey: alone, or as the second step.
 */
#include "web/passkey.h"
#include "web/sign_in.h"

/* What the answer of a refused passkey says; nothing of whose it is. */
static str refusal(const struct sign_in *in)
{
    if (in->why == WHY_COPIED)
        return SAY("This passkey was refused: it may have been copied. Sign in another "
                   "way, remove it from your account and make a new one.");
    if (in->why == WHY_UNKNOWN)
        return SAY("This passkey is not known here. It may have been removed.");
    return SAY("This passkey was refused.");
}

static str too_late(void)
{
    return SAY("Too much time went by, or this was sent already. Try once more.");
}

bool take_passkey(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = caller->on_device ? WAY_PIN : WAY_PASSWORD,
        .wanted = wanted_before(caller),
        .at = STR("passkey")};
    struct passkey_answer made;
    struct sign_in in;

    if (!passkey_read(caller, &made, err))
        return false;
    if (staff_sign_in_passkey(&caller->site->staff, &caller->site->place,
            cookie_find(caller->request, COOKIE_BROWSER), caller->request->peer, &made,
            &in, err)) {
        proof.mistake = refusal(&in);
        return sign_in_conclude(caller, &proof, &in, answer, err);
    }
    if (err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    proof.mistake = too_late();
    return sign_in_ask(caller, &proof, answer, err);
}

bool take_passkey_step(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = WAY_CODE,
        .wanted = wanted_before(caller),
        .step = caller_field(caller, STR("step")),
        .at = STR("passkey")};
    struct passkey_answer made;
    struct sign_in in;

    if (!passkey_read(caller, &made, err))
        return false;
    if (staff_sign_in_step(
            &caller->site->staff, &caller->site->place, proof.step, &made, &in, err)) {
        proof.mistake = refusal(&in);
        return sign_in_conclude(caller, &proof, &in, answer, err);
    }
    if (err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    proof.way = WAY_PASSWORD;
    proof.at = STR("login");
    proof.mistake = too_late();
    return sign_in_ask(caller, &proof, answer, err);
}
