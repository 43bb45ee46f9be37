/*
 * Passkeys in pages and forms: bytes are in base64url.
 */
#include "web/passkey.h"

static str shown(struct arena *arena, const void *bytes, size_t len)
{
    struct text text = text_in(arena);

    text_add_base64url(&text, bytes, len);
    return text_str(&text);
}

static bool add_known(const struct caller *caller, uint64_t account,
    struct passkey_view *view, struct err *err)
{
    struct text known = text_in(caller->arena);
    struct people_passkey *passkeys;
    size_t count;

    if (!people_passkeys(&caller->site->staff.people, caller->arena, account, &passkeys,
            &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        text_add(&known, i > 0 ? STR(" ") : STR(""));
        text_add_base64url(
            &known, (const uint8_t *)passkeys[i].id.ptr, passkeys[i].id.len);
    }
    view->known = text_str(&known);
    return true;
}

bool passkey_offer(const struct caller *caller, enum challenge_use use, str bound,
    uint64_t account, struct passkey_view *view, struct err *err)
{
    uint8_t challenge[CHALLENGE_BYTES];

    people_challenge(&caller->site->staff.people, use, bound, challenge);
    view->is_new = use == CHALLENGE_NEW;
    view->is_alone = use == CHALLENGE_ALONE;
    view->challenge = shown(caller->arena, challenge, sizeof(challenge));
    view->origin = caller->site->place.origin;
    view->host = caller->site->place.host;
    return account == 0 || add_known(caller, account, view, err);
}

static bool read_bytes(const struct caller *caller, str name, str *out)
{
    str field = caller_field(caller, name);
    uint8_t *bytes = ARENA_ARRAY(caller->arena, uint8_t, field.len + 1);
    size_t len = 0;

    if (field.len > 0 && !base64url_read(field, bytes, field.len, &len))
        return false;
    *out = (str){(const char *)bytes, len};
    return true;
}

bool passkey_read(
    const struct caller *caller, struct passkey_answer *out, struct err *err)
{
    if (caller->site->place.origin.len == 0)
        return err_set(err, ERR_NOT_FOUND, SAY("passkeys do not count here"));
    return (read_bytes(caller, STR("id"), &out->id) && out->id.len > 0 &&
               read_bytes(caller, STR("client-data"), &out->client_data) &&
               read_bytes(caller, STR("data"), &out->data) &&
               read_bytes(caller, STR("signature"), &out->signature)) ||
        err_set(err, ERR_INVALID,
            SAY("the passkey sent nothing that can be read; go back and try again"));
}
