/*
 * The table of addresses, and what happens besides requests.
 */
#include "web/web.h"

#include "os/os.h"
#include "web/door.h"

/* Those for which nobody is asked who they are. */
/* clang-format off */
static const struct http_route routes[] = {
    {HTTP_GET,  STR_INIT("/assets/{fingerprint}/{name}"), asset_show,      0,    {0}},
    {HTTP_GET,  STR_INIT("/healthz"),                     show_health,     0,    {0}},
    {HTTP_POST, STR_INIT("/language"),                    choose_language, 4096, {0}},
    {HTTP_GET,  STR_INIT("/metrics"),                     show_metrics,    0,    {0}},
    {HTTP_GET,  STR_INIT("/worker.js"),                   show_worker,     0,
        /* It fetches, and takes scripts of ours. */
        STR_INIT("default-src 'none'; connect-src 'self'; script-src 'self'")},
    {HTTP_GET,  STR_INIT("/push-worker.js"),              show_push_worker, 0,
        /* It shows a picture of ours. */
        STR_INIT("default-src 'none'; connect-src 'self'; img-src 'self'")},
};
/* clang-format on */

static void add_doors(struct http_route *to)
{
    for (size_t i = 0; i < door_count; i++)
        to[i] = (struct http_route){.method = doors[i].method,
            .pattern = doors[i].pattern,
            .handle = door_show,
            .body_limit = door_body_limit(&doors[i])};
}

enum { CALLED_MS = 1000, AGAIN_SECONDS = 60 };

/* When the first day of an approved edition begins, it takes over. */
static void take_over(struct site *site)
{
    int64_t now = site->clock.now(site->clock.context);
    struct drafts_settled settled;
    struct moment moment;
    struct err err = {0};

    if (site->next_edition == INT32_MAX || now < site->settle_at)
        return;
    site->settle_at = now + AGAIN_SECONDS;
    if (!desk_now(site->desk, &moment, &err) || moment.day < site->next_edition) {
        site->settle_at = 0;
        return;
    }
    if (!drafts_settle(&site->drafts, &settled, &err)) {
        event_protocols(site, &site->shelf, &err);
        return;
    }
    if (!web_reload(site))
        return;
    site->next_edition = settled.next;
    site->settle_at = 0;
}

/* Letters that were written go out, and what came of others is recorded. */
static bool reach_out(struct site *site)
{
    struct err err = {0};

    if (site->reach == NULL || reach_work(site->reach, &err))
        return true;
    event_not_sent(site, &err);
    return false;
}

/* What time alone brings about at the desk; those who watch are told. */
static void tick(struct site *site)
{
    struct err err = {0};
    bool done = desk_tick(site->desk, &err);

    if (!done)
        event_ticked(site, &err);
    done = reach_out(site) && done;
    if (done && site->reach != NULL)
        reach_lives(site->reach);
    desks_watch(site);
    board_tell(site);
    if (desk_has_more(site->desk))
        http_call(site->server);
}

/* What operators have written since; a mistake in one keeps nothing else from counting. */
static void reread(struct site *site)
{
    struct err err = {0};

    site->reread = false;
    (void)web_reload(site);
    if (site->reach == NULL)
        return;
    (void)!reach_reread(site->reach, &err);
    event_settings(site, &err);
}

static void called(void *context)
{
    struct site *site = context;

    if (site->reread)
        reread(site);
    take_over(site);
    tick(site);
}

/* What the disk has confirmed may be answered. */
static bool confirmed(void *context, uint64_t *number)
{
    struct site *site = context;

    if (!keeper_confirmed(site->keeper, number, &site->lost))
        return false;
    if (site->reach != NULL)
        reach_confirmed(site->reach, *number);
    return true;
}

/* Before the next request is looked at, those who watch know what this one changed. */
static void answered(
    const struct http_request *request, unsigned status, const struct err *err)
{
    event_answered(request, status, err);
    (void)reach_out(site_of(request));
    board_tell(site_of(request));
}

void web_settings(
    struct arena *arena, struct site *site, struct http_settings *settings)
{
    struct http_route *all =
        ARENA_ARRAY(arena, struct http_route, COUNT_OF(routes) + door_count);

    memcpy(all, routes, sizeof(routes));
    add_doors(all + COUNT_OF(routes));
    settings->routes = all;
    settings->route_count = COUNT_OF(routes) + door_count;
    settings->context = site;
    settings->dress = site_dress;
    settings->admits = door_admits;
    settings->called = called;
    settings->called_ms = CALLED_MS;
    settings->answered = answered;
    settings->confirmed = confirmed;
    board_listen(site);
    desks_begin(site);
}

/* ---- protocols ---- */

/* Who may do what, and what the desk decides by. */
static bool enforce(struct site *site, const struct shelf *shelf, struct err *err)
{
    const struct compiled *entry = shelf_find(shelf, STR("entry"));
    const struct compiled *roles = shelf_find(shelf, STR("roles"));
    struct may *may;

    if (entry == NULL || roles == NULL) {
        err_set(err, ERR_INVALID, site->protocols);
        return err_add(err, STR(": entry.md and roles.md must both be there"));
    }
    if (!may_open(roles, &may, err))
        return false;
    if (!desk_enforce(site->desk, entry, err)) {
        may_close(may);
        return false;
    }
    may_close(site->may);
    site->may = may;
    return true;
}

bool web_reload(struct site *site)
{
    struct shelf fresh;
    struct spoken words = {0};
    struct err err = {0};
    bool good = shelf_read(&fresh, site->protocols, &err) && fresh.mistakes == 0 &&
        spoken_read(&words, site->protocols, &err) &&
        shelf_publish(&fresh, site->keeper, STR("operator"), site->exercise, &err) &&
        enforce(site, &fresh, &err);
    struct shelf old = site->shelf;
    struct spoken old_words = site->spoken;

    if (good) {
        site->shelf = fresh;
        site->spoken = words;
    }
    event_protocols(site, &fresh, &err);
    if (good)
        event_roles(site);
    shelf_clear(good ? &old : &fresh);
    spoken_clear(good ? &old_words : &words);
    return good;
}

/* What a document, or its translation, is called on the shelf. */
static void add_name(struct text *path, str name)
{
    static const str door = STR_INIT("chicago.");

    text_add(path, str_starts(name, door) ? STR("entry.") : STR(""));
    text_add(path, str_slice(name, str_starts(name, door) ? door.len : 0, name.len));
}

static bool is_there(str path)
{
    struct err missing = {0};
    uint64_t size;

    return os_file_size(path, &size, &missing);
}

bool web_copy_documents(str folder, struct err *err)
{
    struct arena arena = {0};
    bool done = os_make_folder(folder, OS_SHARED, err);

    for (size_t i = 0; done && i < web_documents.count; i++) {
        const struct asset *document = &web_documents.items[i];
        struct text path = text_in(&arena);

        if (!str_ends(document->name, STR(".md")) &&
            !str_ends(document->name, STR(".mo")))
            continue;
        text_add(&path, folder);
        text_add_byte(&path, '/');
        add_name(&path, document->name);
        done = is_there(text_str(&path)) ||
            os_keep_file(text_str(&path), document->bytes, OS_SHARED, err);
    }
    arena_clear(&arena);
    return done;
}
