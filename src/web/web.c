/*
 * The table of addresses, and what happens besides requests.
 */
#include "web/web.h"

#include "os/os.h"

/* clang-format off */
static const struct http_route routes[] = {
    {HTTP_GET,  STR_INIT("/"),                            show_start,      0,    {0}},
    {HTTP_GET,  STR_INIT("/about"),                       show_about,      0,    {0}},
    {HTTP_GET,  STR_INIT("/assets/{fingerprint}/{name}"), asset_show,      0,    {0}},
    {HTTP_GET,  STR_INIT("/healthz"),                     show_health,     0,    {0}},
    {HTTP_POST, STR_INIT("/language"),                    choose_language, 4096, {0}},
    {HTTP_GET,  STR_INIT("/metrics"),                     show_metrics,    0,    {0}},
};
/* clang-format on */

const struct http_route *web_routes(size_t *count)
{
    *count = COUNT_OF(routes);
    return routes;
}

static void reload(void *context)
{
    web_reload(context);
}

void web_settings(struct site *site, struct http_settings *settings)
{
    settings->routes = web_routes(&settings->route_count);
    settings->context = site;
    settings->dress = site_dress;
    settings->called = reload;
    settings->answered = event_answered;
}

/* ---- protocols ---- */

void web_reload(struct site *site)
{
    struct shelf fresh;
    struct err err = {0};
    bool good = shelf_read(&fresh, site->protocols, &err) && fresh.mistakes == 0 &&
        shelf_publish(&fresh, site->keeper, STR("operator"), site->exercise, &err);
    struct shelf old = site->shelf;

    if (good)
        site->shelf = fresh;
    event_protocols(site, &fresh, &err);
    shelf_clear(good ? &old : &fresh);
}

/* What the documents are called on the shelf. */
static const struct {
    str document;
    str name;
} shelf_names[] = {
    {STR_INIT("chicago.md"), STR_INIT("entry.md")},
    {STR_INIT("roles.md"), STR_INIT("roles.md")},
};

bool web_copy_documents(str folder, struct err *err)
{
    struct arena arena = {0};
    bool done = os_make_folder(folder, OS_SHARED, err);

    for (size_t i = 0; done && i < COUNT_OF(shelf_names); i++) {
        const struct asset *document =
            asset_find(&web_documents, shelf_names[i].document);
        struct text path = text_in(&arena);

        if (document == NULL)
            continue;
        text_add(&path, folder);
        text_add_byte(&path, '/');
        text_add(&path, shelf_names[i].name);
        done = os_keep_file(text_str(&path), document->bytes, OS_SHARED, err);
    }
    arena_clear(&arena);
    return done;
}
