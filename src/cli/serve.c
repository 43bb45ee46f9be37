/*
 * vestibule serve: the desk, to browsers.
 *
 * Opens what is kept, makes what is not there yet, and serves until it is told to stop.
 * A signal handler may only ring the server's bell, so it is told where that is.
 */
#include "cli/serve.h"
#include "cli/log.h"
#include "cli/protocol.h"

#include "os/os.h"
#include "web/web.h"

/* So long an event may stand in the record without a signed checkpoint above it. */
enum { PUBLISH_SECONDS = 60 };

static struct http_server *ringing;
static struct site *rereading;

static void hear(enum os_signal signal)
{
    if (signal == OS_SIGNAL_STOP)
        http_stop(ringing);
    else {
        rereading->reread = true;
        http_call(ringing);
    }
}

/* ---- what is kept ---- */

/* Of a record that nobody named.  Nobody can have it: .invalid is reserved (RFC 2606). */
static const str unnamed_origin = STR_INIT("sample.invalid/vestibule");

static bool is_there(str path)
{
    struct err missing = {0};
    uint64_t size;

    return os_file_size(path, &size, &missing);
}

/* What a record that is made is called.  The name of samples is theirs alone. */
static bool choose_origin(const struct session *session, str *origin, struct err *err)
{
    *origin = option_given(session, OPTION_SAMPLE) ? sample_origin : unnamed_origin;
    if (!option_given(session, OPTION_ORIGIN))
        return true;
    if (option_given(session, OPTION_SAMPLE))
        return err_set(
            err, ERR_USAGE, STR("a sample has a name of its own; leave out --origin"));
    *origin = session->given[OPTION_ORIGIN];
    return !str_equal(*origin, sample_origin) ||
        err_set(err, ERR_USAGE,
            STR("this is the name of sample districts; make one with --sample"));
}

/* Make the record and the protocols, if they are not there. */
static bool make(struct session *session, str data, str protocols, struct err *err)
{
    str record = log_path(session->arena, data, STR("record"));
    bool is_new = !is_there(log_path(session->arena, record, STR("record.db")));
    struct keeper_clock clock = log_clock();
    str origin;

    if (!choose_origin(session, &origin, err) || !os_make_folder(data, OS_PRIVATE, err))
        return false;
    if (is_new && !keeper_create(record, origin, &clock, err))
        return false;
    if (is_new && option_given(session, OPTION_SAMPLE) &&
        !serve_sample_documents(session->arena, protocols, err))
        return false;
    return web_copy_documents(protocols, err);
}

/* A record stays what it was made as. */
static bool know_sample(
    const struct session *session, struct site *site, str data, struct err *err)
{
    str origin = keeper_origin(site->keeper);

    site->unnamed = str_equal(origin, unnamed_origin);
    site->sample = sample_is(site->keeper);
    if (site->sample || !option_given(session, OPTION_SAMPLE))
        return true;
    err_set(err, ERR_CONFLICT, data);
    err_add(err, STR(" holds the record of "));
    err_add(err, origin);
    return err_add(err, STR("; make a sample in a folder of its own, with --data"));
}

/* Show every mistake as `check` does. */
static bool refuse(struct session *session, const struct shelf *shelf, struct err *err)
{
    for (size_t i = 0; i < shelf->count; i++) {
        const struct compiled *item = shelf->items[i];

        for (size_t k = 0; k < item->diags.count; k++)
            if (item->diags.items[k].severity == SEVERITY_ERROR)
                page_diag(
                    &session->talk, item->path, item->source, &item->diags.items[k]);
    }
    err_set(err, ERR_INVALID, STR("the protocols have "));
    err_add_i64(err, (int64_t)shelf->mistakes);
    return err_add(err,
        shelf->mistakes == 1 ? STR(" mistake; correct it and start again")
                             : STR(" mistakes; correct them and start again"));
}

/* What decides who may do what, and what happens at the door. */
static bool open_desk(struct session *session, struct site *site, struct err *err)
{
    const struct compiled *entry = shelf_find(&site->shelf, STR("entry"));
    const struct compiled *roles = shelf_find(&site->shelf, STR("roles"));
    struct desk_settings settings = {.keeper = site->keeper,
        .exercise = site->exercise,
        .zone = session->given[OPTION_ZONE],
        .document = entry};

    if (entry == NULL || roles == NULL) {
        err_set(err, ERR_NOT_FOUND, site->protocols);
        return err_add(err, STR(": entry.md and roles.md must both be there"));
    }
    return calendar_read_file(
               session->arena, serve_data(session), &settings.calendar, err) &&
        may_open(roles, &site->may, err) && desk_open(&settings, &site->desk, err);
}

str serve_data(const struct session *session)
{
    if (option_given(session, OPTION_DATA))
        return session->given[OPTION_DATA];
    return option_given(session, OPTION_SAMPLE) ? STR("vestibule-sample")
                                                : STR("vestibule-data");
}

/* Put in force what was approved when the program was stopped.  A draft that cannot be read
 * keeps no desk closed: it is tried again, and told, each minute. */
static bool settle_drafts(struct site *site, struct err *err)
{
    struct drafts_settled settled;

    site->drafts.keeper = site->keeper;
    site->drafts.exercise = site->exercise;
    if (drafts_settle(&site->drafts, &settled, err)) {
        site->next_edition = settled.next;
        return true;
    }
    if (err->kind != ERR_CORRUPT)
        return false;
    *err = (struct err){0};
    site->next_edition = INT32_MIN;
    return true;
}

static bool open_site(struct session *session, struct site *site, struct err *err)
{
    str data = serve_data(session);

    site->protocols = log_path(session->arena, data, STR("protocols"));
    site->drafts.folder = log_path(session->arena, data, STR("drafts"));
    site->drafts.protocols = site->protocols;
    site->drafts.zone = session->given[OPTION_ZONE];
    site->clock = log_clock();
    site->exercise = option_given(session, OPTION_EXERCISE);
    site->version = program_version();
    if (!make(session, data, site->protocols, err) ||
        !keeper_open(log_path(session->arena, data, STR("record")), &site->clock,
            &site->keeper, err) ||
        !settle_drafts(site, err) || !shelf_read(&site->shelf, site->protocols, err) ||
        !spoken_read(&site->spoken, site->protocols, err))
        return false;
    if (site->shelf.mistakes > 0)
        return refuse(session, &site->shelf, err);
    return know_sample(session, site, data, err) &&
        shelf_publish(
            &site->shelf, site->keeper, STR("operator"), site->exercise, err) &&
        staff_open(&site->staff, data, site->keeper, &site->clock, err) &&
        rota_open(data, site->keeper, &site->rota, err) &&
        open_desk(session, site, err) && aside_open(&site->aside, err) &&
        (!site->sample || serve_sample(session, site, err));
}

/* ---- serving ---- */

static bool read_settings(
    const struct session *session, struct http_settings *settings, struct err *err)
{
    settings->certificate = session->given[OPTION_CERTIFICATE];
    settings->key = session->given[OPTION_PRIVATE_KEY];
    settings->address = STR("127.0.0.1");
    settings->port = 8080;
    return !option_given(session, OPTION_LISTEN) ||
        session_listen(session, &settings->address, &settings->port, err);
}

static str place_of(struct session *session, const struct http_settings *settings)
{
    bool wide = str_find_byte(settings->address, ':', 0) < settings->address.len;
    struct text place = text_in(session->arena);

    text_add(&place, settings->certificate.len > 0 ? STR("https://") : STR("http://"));
    text_add(&place, wide ? STR("[") : STR(""));
    text_add(&place, settings->address);
    text_add(&place, wide ? STR("]:") : STR(":"));
    text_add_u64(&place, http_port(ringing));
    return text_str(&place);
}

/* While nobody has an account, whoever started the program may make the first. */
static bool say_first_link(
    struct session *session, struct site *site, str place, struct err *err)
{
    struct people_token token;
    struct text link = text_in(session->arena);

    if (!people_first_link(&site->staff.people, &token, err)) {
        bool had_one = err->kind == ERR_CONFLICT;

        if (had_one)
            *err = (struct err){0};
        return had_one;
    }
    text_add(&link, place);
    text_add_link(&link, &token);
    page_item(&session->out, STYLE_BOLD, STR("first account  "), text_str(&link));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0,
        STR("Open it in a browser to make the account that invites all others. It counts "
            "once, and until this time tomorrow."));
    return true;
}

static bool say_sample(struct session *session, str place)
{
    struct text link = text_in(session->arena);

    text_add(&link, place);
    text_add(&link, STR("/try"));
    page_wrap(&session->out, STYLE_PLAIN, 0, 0,
        STR("A sample district: everybody in it is invented, and whoever reaches this "
            "address may be any of them. Open it in a browser; Ctrl-C ends it."));
    page_item(&session->out, STYLE_BOLD, STR("try it   "), text_str(&link));
    return true;
}

static bool say_ready(struct session *session, struct site *site,
    const struct http_settings *settings, struct err *err)
{
    str place = place_of(session, settings);
    struct text root = text_in(session->arena);

    text_add(&root, place);
    text_add_byte(&root, '/');
    page_item(&session->out, STYLE_BOLD, STR("serving  "), text_str(&root));
    return (site->sample ? say_sample(session, place)
                         : say_first_link(session, site, place, err)) &&
        session_flush(session, err);
}

/* On the thread that waits for the disk. */
static void confirm(void *server)
{
    http_confirm(server);
}

/* On the thread that publishes. */
static void tell_published(
    void *site, const struct publication *publication, const struct err *err)
{
    event_published(site, publication, err);
}

/* Answers go out once the disk has what they say, and many wait for it together. */
static bool answer(struct site *site, struct err *err)
{
    if (!keeper_defer(site->keeper, confirm, site->server, err))
        return false;
    http_run(site->server);
    keeper_defer_end(site->keeper);
    *err = site->lost;
    return err->kind == ERR_NONE;
}

/* Serve until told to stop, and sign all the while what is recorded. */
static bool run(struct site *site, struct err *err)
{
    struct publisher_settings settings = {.keeper = site->keeper,
        .seconds = PUBLISH_SECONDS,
        .told = tell_published,
        .context = site};
    struct publisher *publisher;
    bool done;

    if (!publisher_open(&settings, &publisher, err))
        return false;
    done = answer(site, err);
    publisher_close(publisher);
    return done;
}

static bool serve(struct session *session, struct site *site, struct err *err)
{
    struct http_settings settings = {0};
    bool done;

    if (!read_settings(session, &settings, err) ||
        !serve_limits(session, &settings.limits, err) ||
        !serve_proxy(session, &site->proxy, err) || !open_site(session, site, err) ||
        !serve_sign_in(session, &settings, site, err))
        return false;
    web_settings(session->arena, site, &settings);
    ringing = http_open(session->arena, &settings, err);
    if (ringing == NULL)
        return false;
    site->server = ringing;
    rereading = site;
    event_roles(site);
    serve_try_passkeys(session, &settings, site);
    done = serve_reach(session, site, err);
    os_on_signals(hear);
    done = done && say_ready(session, site, &settings, err);
    done = done && run(site, err);
    os_on_signals(NULL);
    aside_close(site->aside); /* it may be sending a letter of theirs */
    site->aside = NULL;
    reach_close(site->reach);
    http_close(ringing);
    return done;
}

bool run_serve(struct session *session, struct err *err)
{
    struct site *site = ARENA_NEW(session->arena, struct site);
    bool done = serve(session, site, err);

    aside_close(site->aside);
    providers_close(site->providers);
    desk_close(site->desk);
    may_close(site->may);
    rota_close(site->rota);
    staff_close(&site->staff);
    keeper_close(site->keeper);
    room_clear(&site->room);
    desks_clear(&site->desks);
    shelf_clear(&site->shelf);
    spoken_clear(&site->spoken);
    return done;
}
