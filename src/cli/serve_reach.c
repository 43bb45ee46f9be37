/*
 * Who is called, in which order and by what, for `vestibule serve`: DIR/roster.db,
 * DIR/calling.conf and DIR/channels.conf.
 */
#include "cli/serve.h"

#include "web/web.h"

/* On a thread that sends. */
static void ring(void *server)
{
    http_call(server);
}

/* An address of the roster works, or never will. */
static void heard(void *context, uint64_t contact, str why)
{
    struct site *site = context;
    struct err err = {0};

    if (!rota_heard(
            site->rota, contact, why, site->clock.now(site->clock.context), &err))
        event_not_sent(site, &err);
}

static void changed(void *context, const struct roster *now)
{
    struct site *site = context;
    struct err err = {0};

    if (!reach_people(site->reach, now, &err))
        event_not_sent(site, &err);
}

/* On the thread that beats. */
static void beaten(void *site, enum heart_state state, const struct err *err)
{
    event_beaten(site, state, err);
}

bool serve_reach(struct session *session, struct site *site, struct err *err)
{
    const struct asset *orders = asset_find(&web_documents, STR("calling.conf"));
    struct reach_settings settings = {.keeper = site->keeper,
        .desk = site->desk,
        .directory = serve_data(session),
        .add_link = called_add_link,
        .heard = heard,
        .beaten = beaten,
        .context = site,
        .ring = ring,
        .ring_context = site->server};

    REQUIRE(orders != NULL);
    settings.orders = orders->bytes;
    settings.roster = rota_snapshot(site->rota);
    if (!reach_open(&settings, &site->reach, err))
        return false;
    rota_watch(site->rota, changed, site);
    return true;
}
