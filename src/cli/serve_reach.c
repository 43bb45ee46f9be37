/*
 * What DIR/calling.conf and DIR/channels.conf say of calling people, for
 * `vestibule serve`.
 */
#include "cli/serve.h"

#include "web/web.h"

/* On a thread that sends. */
static void ring(void *server)
{
    http_call(server);
}

bool serve_reach(struct session *session, struct site *site, struct err *err)
{
    static const struct roster nobody = {0};
    const struct asset *orders = asset_find(&web_documents, STR("calling.conf"));
    struct reach_settings settings = {.keeper = site->keeper,
        .desk = site->desk,
        .directory = serve_data(session),
        .roster = &nobody,
        .add_link = called_add_link,
        .context = site,
        .ring = ring,
        .ring_context = site->server};

    REQUIRE(orders != NULL);
    settings.orders = orders->bytes;
    return reach_open(&settings, &site->reach, err);
}
