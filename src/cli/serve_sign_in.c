/*
 * What DIR/sign-in.conf says of signing in, for `vestibule serve`.
 */
#include "cli/serve.h"

#include "web/web.h"

bool serve_sign_in(struct session *session, struct http_settings *settings,
    struct site *site, struct err *err)
{
    str data = serve_data(session);
    struct sign_in_file *file = ARENA_NEW(session->arena, struct sign_in_file);

    if (!sign_in_file_read(session->arena, data, file, err))
        return false;
    site->place = file->place;
    settings->forwarders = file->forwarders;
    settings->forwarder_count = file->forwarder_count;
    for (size_t i = 0; i < file->forwarder_count; i++)
        if (!http_is_address(file->forwarders[i])) {
            err_set(err, ERR_INVALID, STR("sign-in.conf: forwarded-by "));
            err_add(err, file->forwarders[i]);
            return err_add(err, STR(" is no address; write it as digits, as 10.0.0.7"));
        }
    site->providers = providers_open(
        session->arena, file->providers, file->provider_count, &site->clock, err);
    return site->providers != NULL;
}

void serve_try_passkeys(
    struct session *session, const struct http_settings *settings, struct site *site)
{
    struct text origin = text_in(session->arena);
    struct err err = {0};
    bool is_here = str_equal(settings->address, STR("127.0.0.1")) ||
        str_equal(settings->address, STR("::1"));

    if (site->place.origin.len > 0 || !is_here || settings->certificate.len > 0)
        return;
    text_add(&origin, STR("http://localhost:"));
    text_add_u64(&origin, http_port(site->server));
    REQUIRE(passkey_place(text_str(&origin), &site->place, &err));
}
