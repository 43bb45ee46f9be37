/*
 * The server: one loop that waits, lets the library work, and cuts who is late.
 *
 * The library's own timeouts are for idleness, which a client that sends a byte a second
 * never meets.  Here every connection has one absolute deadline, set anew at each step
 * of an exchange, and whoever misses it is cut, whatever trickles.  The loop is ours
 * (the library polls nothing by itself), so no lock is needed anywhere.
 */
#include "http/exchange.h"

#include "os/os.h"

static const uint64_t second_ns = 1000000000u;

enum { MS_NS = 1000000, LONGEST_WAIT_MS = 60000, TLS_PACE_MS = 2, OPTIONS_MAX = 16 };

/* A PEM file at most, and what the library needs besides a request's head. */
enum { PEM_MAX = 1 << 20, POOL_BESIDES = 16384 };

static void plan_call(struct http_server *server, uint64_t now)
{
    uint32_t ms = server->settings.called_ms;

    server->next_call_ns = ms == 0 ? UINT64_MAX : now + ms * (uint64_t)MS_NS;
}

/* ---- opening ---- */

/* clang-format off */
static const struct http_limits usual = {
    .connections = 1000,
    .connections_per_address = 64,
    .requests_per_connection = 1000,
    .header_bytes = 16384,
    .body_bytes_together = 268435456,
    .head_seconds = 10,
    .body_seconds = 30,
    .answer_seconds = 60,
    .idle_seconds = 30,
    .stop_seconds = 10,
    .streams = 750,
    .streams_per_address = 32,
    .stream_bytes = 65536,
    .beat_seconds = 15,
};
/* clang-format on */

static uint32_t either(uint32_t chosen, uint32_t otherwise)
{
    return chosen != 0 ? chosen : otherwise;
}

static struct http_limits limits_of(const struct http_limits *chosen)
{
    struct http_limits limits = usual;

    limits.connections = either(chosen->connections, usual.connections);
    limits.connections_per_address =
        either(chosen->connections_per_address, usual.connections_per_address);
    limits.requests_per_connection =
        either(chosen->requests_per_connection, usual.requests_per_connection);
    limits.header_bytes = either(chosen->header_bytes, usual.header_bytes);
    if (chosen->body_bytes_together != 0)
        limits.body_bytes_together = chosen->body_bytes_together;
    limits.head_seconds = either(chosen->head_seconds, usual.head_seconds);
    limits.body_seconds = either(chosen->body_seconds, usual.body_seconds);
    limits.answer_seconds = either(chosen->answer_seconds, usual.answer_seconds);
    limits.idle_seconds = either(chosen->idle_seconds, usual.idle_seconds);
    limits.stop_seconds = either(chosen->stop_seconds, usual.stop_seconds);
    limits.streams = either(chosen->streams, usual.streams);
    limits.streams_per_address =
        either(chosen->streams_per_address, usual.streams_per_address);
    if (chosen->stream_bytes != 0)
        limits.stream_bytes = chosen->stream_bytes;
    limits.beat_seconds = either(chosen->beat_seconds, usual.beat_seconds);
    return limits;
}

struct options {
    struct MHD_OptionItem items[OPTIONS_MAX];
    size_t count;
};

static void option(
    struct options *options, enum MHD_OPTION name, intptr_t value, const void *pointer)
{
    REQUIRE(options->count < OPTIONS_MAX);
    options->items[options->count++] =
        (struct MHD_OptionItem){name, value, (void *)pointer};
}

/* Read a PEM file as text that ends in NUL. */
static bool read_pem(struct arena *arena, str path, const char **out, struct err *err)
{
    struct text text = text_in(arena);
    str bytes;

    if (!os_read_file(arena, path, PEM_MAX, &bytes, err))
        return false;
    text_add(&text, bytes);
    text_add_byte(&text, '\0');
    *out = text.ptr;
    return true;
}

static bool add_tls(struct http_server *server, struct arena *arena,
    struct options *options, struct err *err)
{
    const struct http_settings *settings = &server->settings;
    const char *certificate;
    const char *key;

    if (settings->certificate.len == 0 && settings->key.len == 0)
        return true;
    if (settings->certificate.len == 0 || settings->key.len == 0)
        return err_set(err, ERR_USAGE,
            STR("TLS needs a certificate and its key; name both files"));
    if (!read_pem(arena, settings->certificate, &certificate, err) ||
        !read_pem(arena, settings->key, &key, err))
        return false;
    option(options, MHD_OPTION_HTTPS_MEM_CERT, 0, certificate);
    option(options, MHD_OPTION_HTTPS_MEM_KEY, 0, key);
    option(options, MHD_OPTION_HTTPS_PRIORITIES, 0,
        "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2");
    return true;
}

static struct MHD_Daemon *start(
    struct http_server *server, struct options *options, int socket)
{
    const struct http_limits *limits = &server->settings.limits;
    bool tls = server->settings.certificate.len > 0;
    unsigned flags =
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (tls ? (unsigned)MHD_USE_TLS : 0);

    option(options, MHD_OPTION_LISTEN_SOCKET, socket, NULL);
    option(options, MHD_OPTION_CONNECTION_LIMIT, (intptr_t)limits->connections, NULL);
    option(options, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (intptr_t)(server->settings.forwarder_count > 0
                ? limits->connections
                : limits->connections_per_address),
        NULL);
    option(options, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (intptr_t)limits->header_bytes + POOL_BESIDES, NULL);
    option(options, MHD_OPTION_CONNECTION_TIMEOUT, 0, NULL);
    option(options, MHD_OPTION_END, 0, NULL);
    return MHD_start_daemon(flags, 0, NULL, NULL, http_on_request, server,
        MHD_OPTION_URI_LOG_CALLBACK, http_on_target, server,
        MHD_OPTION_NOTIFY_CONNECTION, http_on_connection, server,
        MHD_OPTION_NOTIFY_COMPLETED, http_on_completed, server, MHD_OPTION_ARRAY,
        options->items, MHD_OPTION_END);
}

/* Everything after the bell: false leaves only that to be closed. */
static bool listen_and_start(
    struct http_server *server, struct arena *arena, struct err *err)
{
    const struct http_settings *settings = &server->settings;
    struct options options = {0};
    int socket;

    if (!add_tls(server, arena, &options, err) ||
        !net_listen(settings->address, settings->port, &socket, &server->port, err))
        return false;
    server->daemon = start(server, &options, socket);
    if (server->daemon == NULL) {
        net_close(socket);
        return err_set(err, ERR_INVALID,
            settings->certificate.len > 0
                ? STR("the server does not start; check that the key belongs to the "
                      "certificate, and that both are PEM")
                : STR("the server does not start; too many files may be open"));
    }
    server->epoll =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    return true;
}

struct http_server *http_open(
    struct arena *arena, const struct http_settings *settings, struct err *err)
{
    struct http_server *server = ARENA_NEW(arena, struct http_server);
    uint32_t count;

    http_routes_require(settings->routes, settings->route_count);
    server->settings = *settings;
    server->settings.limits = limits_of(&settings->limits);
    server->clock_ns = os_monotonic_ns;
    server->next_reap_ns = UINT64_MAX;
    plan_call(server, server->clock_ns());
    server->last_held = &server->first_held;
    count = server->settings.limits.connections;
    server->slots = ARENA_ARRAY(arena, struct http_slot, count);
    for (uint32_t i = count; i-- > 0;) {
        server->slots[i].next_free = server->first_free;
        server->first_free = &server->slots[i];
    }
    if (!net_bell_open(&server->bell, err))
        return NULL;
    if (listen_and_start(server, arena, err))
        return server;
    net_bell_close(&server->bell);
    return NULL;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

/* ---- deadlines ---- */

void http_slot_arm(struct http_slot *slot, enum http_phase phase, uint64_t seconds)
{
    struct http_server *server = slot->server;

    slot->phase = phase;
    slot->deadline_ns = server->clock_ns() + seconds * second_ns;
    if (slot->deadline_ns < server->next_reap_ns)
        server->next_reap_ns = slot->deadline_ns;
}

void http_slot_cut(struct http_slot *slot)
{
    net_cut(slot->socket);
    slot->cut = true;
    http_stream_wake(&slot->stream);
}

/* Its time is over: it is cut, unless it only has to show that it lives. */
static void fall_due(struct http_slot *slot)
{
    if (slot->phase == HTTP_STREAMING)
        http_stream_beat(&slot->stream);
    else
        http_slot_cut(slot);
}

/* Cut who is late, and note who will be next. */
static void reap(struct http_server *server, uint64_t now)
{
    if (now < server->next_reap_ns)
        return;
    server->next_reap_ns = UINT64_MAX;
    for (uint32_t i = 0; i < server->settings.limits.connections; i++) {
        struct http_slot *slot = &server->slots[i];

        if (slot->phase == HTTP_FREE || slot->cut)
            continue;
        if (slot->deadline_ns <= now)
            fall_due(slot);
        else if (slot->deadline_ns < server->next_reap_ns)
            server->next_reap_ns = slot->deadline_ns;
    }
}

/* ---- stopping ---- */

static void begin_stop(struct http_server *server, uint64_t now)
{
    /* What had arrived before the stop is still taken up. */
    (void)MHD_run(server->daemon);
    server->stopping = true;
    server->stop_deadline_ns = now + server->settings.limits.stop_seconds * second_ns;
    net_close(MHD_quiesce_daemon(server->daemon));
    for (uint32_t i = 0; i < server->settings.limits.connections; i++)
        if (server->slots[i].stream.is_open)
            http_stream_end(&server->slots[i].stream);
}

/* Cut connections without a request; returns how many have one. */
static uint32_t count_in_flight(struct http_server *server)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < server->settings.limits.connections; i++) {
        struct http_slot *slot = &server->slots[i];

        if (slot->phase > HTTP_HEAD && !slot->cut)
            count++;
        else if (slot->phase == HTTP_HEAD && !slot->cut)
            http_slot_cut(slot);
    }
    return count;
}

/* ---- the loop ---- */

int http_wait_ms(const struct http_server *server)
{
    uint64_t now = server->clock_ns();
    uint64_t until = server->next_call_ns < server->next_reap_ns ? server->next_call_ns
                                                                 : server->next_reap_ns;
    MHD_UNSIGNED_LONG_LONG library_ms = 0;

    if (server->resumed)
        return 0;
    if (server->stopping && server->stop_deadline_ns < until)
        until = server->stop_deadline_ns;
    /* With TLS the library takes a handshake that waits for bytes for work that is
     * ready, and would spin until the deadline. */
    if (MHD_get_timeout(server->daemon, &library_ms) == MHD_YES && library_ms == 0)
        return server->settings.certificate.len > 0 ? TLS_PACE_MS : 0;
    if (until == UINT64_MAX)
        return -1;
    if (until <= now)
        return 0;
    return until - now < LONGEST_WAIT_MS * (uint64_t)MS_NS
        ? (int)((until - now) / MS_NS) + 1
        : LONGEST_WAIT_MS;
}

static void call(struct http_server *server, uint64_t now)
{
    server->call_asked = false;
    plan_call(server, now);
    if (server->settings.called != NULL)
        server->settings.called(server->settings.context);
}

/* The bell is silenced before the flags are read: what is asked later rings again. */
static void hear_bell(struct http_server *server, uint64_t now)
{
    net_bell_silence(&server->bell);
    if (server->call_asked && !server->stopping)
        call(server, now);
    if (server->confirm_asked) {
        server->confirm_asked = false;
        http_let_go(server);
    }
    if (server->stop_asked && !server->stopping)
        begin_stop(server, now);
}

bool http_turn(struct http_server *server, int wait_ms)
{
    uint64_t now;

    (void)net_wait(server->epoll, &server->bell, wait_ms);
    server->resumed = false;
    (void)MHD_run(server->daemon);
    now = server->clock_ns();
    reap(server, now);
    if (net_bell_rung(&server->bell))
        hear_bell(server, now);
    if (server->next_call_ns <= now && !server->stopping)
        call(server, now);
    return !server->stopping ||
        (count_in_flight(server) > 0 && now < server->stop_deadline_ns);
}

void http_run(struct http_server *server)
{
    while (http_turn(server, http_wait_ms(server)))
        continue;
}

void http_stop(struct http_server *server)
{
    server->stop_asked = true;
    net_bell_ring(&server->bell);
}

void http_call(struct http_server *server)
{
    server->call_asked = true;
    net_bell_ring(&server->bell);
}

void http_confirm(struct http_server *server)
{
    server->confirm_asked = true;
    net_bell_ring(&server->bell);
}

uint32_t http_connections(const struct http_server *server)
{
    return server->connections;
}

struct http_stream_counts http_streams(const struct http_server *server)
{
    return server->streams;
}

void http_close(struct http_server *server)
{
    if (server == NULL)
        return;
    /* The library does not stop while something rests. */
    http_let_all_go(server);
    for (uint32_t i = 0; i < server->settings.limits.connections; i++)
        http_stream_wake(&server->slots[i].stream);
    MHD_stop_daemon(server->daemon);
    net_bell_close(&server->bell);
}
