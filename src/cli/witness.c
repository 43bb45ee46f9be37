/*
 * vestibule witness: cosign the checkpoints of others (C2SP tlog-witness).
 *
 *     POST /add-checkpoint            weigh one, and cosign it
 *     GET  /SHA-256(origin)/checkpoint   the one that was cosigned last
 */
#include "cli/command.h"

#include "app/app.h"
#include "http/http.h"
#include "os/os.h"

/* A signal handler may only ring the server's bell, so it is told where that is.  There
 * is nothing to read anew, so SIGHUP ends it too. */
static struct http_server *ringing;

static void hear(enum os_signal signal)
{
    (void)signal;
    http_stop(ringing);
}

/* A checkpoint with room for signatures, and a proof before it. */
enum { REQUEST_MAX = 64 * 1024 };

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

/* ---- routes ---- */

static bool add_checkpoint(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct cosigner_reply reply;

    if (!cosigner_add(request->context, request->arena, request->body, &reply, err))
        return false;
    http_say(answer, reply.status, reply.type, reply.body);
    return true;
}

static bool show_checkpoint(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    str note;

    if (!cosigner_find(request->context, http_part(request, STR("origin")), &note))
        return err_set(
            err, ERR_NOT_FOUND, STR("this witness has cosigned nothing of such a log"));
    http_say(answer, 200, STR("text/plain; charset=utf-8"), note);
    return true;
}

/* clang-format off */
static const struct http_route routes[] = {
    {HTTP_POST, STR_INIT("/add-checkpoint"), add_checkpoint, REQUEST_MAX, {0}},
    {HTTP_GET, STR_INIT("/{origin}/checkpoint"), show_checkpoint, 0, {0}},
};
/* clang-format on */

/* ---- serving ---- */

static bool say_ready(struct session *session, const struct cosigner *cosigner,
    const struct http_settings *settings, uint16_t port, struct err *err)
{
    struct text place = text_in(session->arena);

    text_add(&place, settings->address);
    text_add_byte(&place, ':');
    text_add_u64(&place, port);
    page_item(&session->out, STYLE_PLAIN, STR("listening on  "), text_str(&place));
    page_raw(&session->out, STR("vkey          "));
    page_line(&session->out, STYLE_BOLD, cosigner_vkey(cosigner, session->arena));
    return session_flush(session, err);
}

/* Serve until somebody wants it to end. */
static void serve(struct session *session, struct http_server *server)
{
    ringing = server;
    os_on_signals(hear);
    http_run(server);
    os_on_signals(NULL);
    session_talk(session, STR("stopped; what was cosigned is on the disk"));
}

bool run_witness(struct session *session, struct err *err)
{
    const struct cosigner_settings who = {.directory = session->arguments[0],
        .name = session->given[OPTION_NAME],
        .vkeys = session->arguments + 1,
        .count = session->argument_count - 1,
        .clock = {now, NULL}};
    struct http_settings settings = {.routes = routes, .route_count = COUNT_OF(routes)};
    struct cosigner *cosigner = NULL;
    struct http_server *server = NULL;
    bool done;

    done = session_listen(session, &settings.address, &settings.port, err) &&
        cosigner_open(&who, &cosigner, err);
    settings.context = cosigner;
    if (done)
        server = http_open(session->arena, &settings, err);
    done = server != NULL &&
        say_ready(session, cosigner, &settings, http_port(server), err);
    if (done)
        serve(session, server);
    http_close(server);
    cosigner_close(cosigner);
    return done;
}
