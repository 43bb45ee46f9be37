/*
 * A server and its clients in one thread: raw sockets on one side, http_turn on the
 * other, and a clock that tests move.  After wire_hear nothing is left to be done, so
 * what a client has heard by then is all that it will hear.
 */
#ifndef VESTIBULE_TEST_HTTP_WIRE_H
#define VESTIBULE_TEST_HTTP_WIRE_H

#include "http/inside.h"
#include "os/os.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test.h"

static uint64_t wire_now = 1000;

static inline uint64_t wire_clock(void)
{
    return wire_now;
}

static inline void wire_pass(uint64_t ms)
{
    wire_now += ms * 1000000u;
}

/* ---- what is served ---- */

static inline bool serve_hello(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    (void)request;
    (void)err;
    http_say(answer, 200, STR("text/plain"), STR("hello"));
    return true;
}

static inline bool serve_echo(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    (void)err;
    http_say(answer, 200, STR("text/plain"), request->body);
    return true;
}

/* The parts, the query and a header, each in brackets. */
static inline bool serve_parts(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct text text = text_in(request->arena);
    str values[3] = {http_part(request, STR("id")), STR("-"), STR("-")};

    (void)err;
    (void)http_query(request, STR("q"), &values[1]);
    (void)http_header(request, STR("x-note"), &values[2]);
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        text_add(&text, STR("["));
        text_add(&text, values[i]);
        text_add(&text, STR("]"));
    }
    http_say(answer, 200, STR("text/plain"), text_str(&text));
    return true;
}

static inline bool serve_failure(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    http_say(answer, 200, STR("text/plain"), STR("half done"));
    int64_t kind = 0;

    REQUIRE(str_to_i64(http_part(request, STR("kind")), &kind));
    return err_set(err, (enum err_kind)kind, STR("/secret/path: it is so"));
}

static inline bool serve_file(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    (void)request;
    return http_send_file(answer, STR("build/http_test_file"), STR("text/plain"), err);
}

static inline bool serve_large(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    enum { LARGE = 8 << 20 };

    (void)err;
    http_say(answer, 200, STR("text/plain"),
        (str){ARENA_ARRAY(request->arena, char, LARGE), LARGE});
    return true;
}

static inline bool serve_away(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    (void)request;
    (void)err;
    http_see_other(answer, STR("/hello"));
    return true;
}

static inline bool serve_nothing(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    (void)request;
    (void)err;
    answer->status = 204;
    http_set(answer, STR("Cache-Control"), STR("public, max-age=60"));
    return true;
}

/* clang-format off */
static const struct http_route wire_routes[] = {
    {HTTP_GET,    STR_INIT("/hello"),             serve_hello,   0,       {0}},
    {HTTP_POST,   STR_INIT("/echo"),              serve_echo,    1 << 16, {0}},
    {HTTP_PUT,    STR_INIT("/echo"),              serve_echo,    4,       {0}},
    {HTTP_GET,    STR_INIT("/items/{id}/parts"),  serve_parts,   0,       {0}},
    {HTTP_GET,    STR_INIT("/failures/{kind}"),   serve_failure, 0,       {0}},
    {HTTP_GET,    STR_INIT("/file"),              serve_file,    0,       {0}},
    {HTTP_GET,    STR_INIT("/large"),             serve_large,   0,       STR_INIT("default-src 'self'")},
    {HTTP_POST,   STR_INIT("/away"),              serve_away,    100,     {0}},
    {HTTP_DELETE, STR_INIT("/hello"),             serve_nothing, 0,       {0}},
};
/* clang-format on */

/* What `answered` heard last. */
static unsigned wire_answers;
static unsigned wire_status;
static struct err wire_err;

static inline void wire_answered(
    const struct http_request *request, unsigned status, const struct err *err)
{
    REQUIRE(request->peer.len > 0);
    wire_answers++;
    wire_status = status;
    wire_err = *err;
}

/* ---- both ends ---- */

struct wire {
    struct arena arena;
    struct http_server *server;
};

static inline bool wire_open_with(
    struct wire *wire, const struct http_settings *settings)
{
    struct err err = {0};

    *wire = (struct wire){0};
    wire->server = http_open(&wire->arena, settings, &err);
    if (wire->server == NULL)
        return false;
    wire->server->clock_ns = wire_clock;
    return true;
}

static inline bool wire_open(struct wire *wire, const struct http_limits *limits)
{
    struct http_settings settings = {.address = STR("127.0.0.1"),
        .routes = wire_routes,
        .route_count = COUNT_OF(wire_routes),
        .answered = wire_answered};

    if (limits != NULL)
        settings.limits = *limits;
    return wire_open_with(wire, &settings);
}

static inline void wire_close(struct wire *wire)
{
    http_close(wire->server);
    arena_clear(&wire->arena);
}

/* Serve until nothing is left to be done; returns whether the server goes on. */
static inline bool wire_serve(struct wire *wire)
{
    bool goes_on = true;
    int turns = 0;

    for (int quiet = 0; goes_on && quiet < 3; quiet++) {
        REQUIRE(turns++ < 100000); /* it spins */
        if (http_wait_ms(wire->server) == 0 || net_wait(wire->server->epoll, NULL, 0))
            quiet = 0;
        goes_on = http_turn(wire->server, 0);
    }
    return goes_on;
}

/* Connect; -1: refused.  What is said then goes out at once. */
static inline int wire_dial(const struct wire *wire)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
        .sin_port = htons(http_port(wire->server)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;

    REQUIRE(client >= 0);
    REQUIRE(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)) == 0);
    if (connect(client, (const struct sockaddr *)&to, sizeof(to)) == 0)
        return client;
    close(client);
    return -1;
}

/* Send all of it, serving when the pipe is full; stops when the server has gone. */
static inline void wire_say(struct wire *wire, int client, str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(client, bytes.ptr, bytes.len, MSG_DONTWAIT | MSG_NOSIGNAL);

        if (sent < 0 && errno != EAGAIN)
            return;
        if (sent < 0)
            (void)wire_serve(wire);
        else
            bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
}

/* Take what has come; returns false once the server has closed. */
static inline bool wire_take(int client, struct text *heard)
{
    char bytes[65536];

    for (;;) {
        ssize_t got = recv(client, bytes, sizeof(bytes), MSG_DONTWAIT);

        if (got < 0 && errno == EAGAIN)
            return true;
        if (got <= 0)
            return false;
        text_add(heard, (str){bytes, (size_t)got});
    }
}

/* Serve and listen until both sides are quiet.  "<closed>" at the end: it is. */
static inline str wire_hear(struct wire *wire, int client)
{
    struct text heard = text_in(&wire->arena);
    bool open = true;
    size_t before;

    do {
        before = heard.len;
        (void)wire_serve(wire);
        open = wire_take(client, &heard);
    } while (open && heard.len != before);
    if (!open)
        text_add(&heard, STR("<closed>"));
    return text_str(&heard);
}

/* Say all this on a connection of its own, and hear the rest. */
static inline str wire_ask(struct wire *wire, str bytes)
{
    int client = wire_dial(wire);
    str heard;

    REQUIRE(client >= 0);
    wire_say(wire, client, bytes);
    heard = wire_hear(wire, client);
    close(client);
    (void)wire_serve(wire);
    return heard;
}

/* Take one answer off the front of `rest`: its status, or nothing when there is none. */
static inline str wire_answer(str *rest)
{
    str answer = *rest;
    str length_of = STR("Content-Length: ");
    size_t end = str_find(answer, STR("\r\n\r\n"), 0);
    size_t at = str_find(answer, length_of, 0) + length_of.len;
    int64_t length = 0;

    if (!str_starts(answer, STR("HTTP/1.1 ")) || end == answer.len)
        return (str){0};
    if (at < end)
        REQUIRE(str_to_i64(
            str_slice(answer, at, str_find_byte(answer, '\r', at)), &length));
    *rest = str_slice(answer, end + 4 + (size_t)length, answer.len);
    return str_slice(answer, 9, 12);
}

/* The statuses of all answers in `heard`, joined by '+'; then '~' for bytes behind them,
 * and '.' when the server has closed. */
static inline str wire_statuses(struct wire *wire, str heard)
{
    struct text out = text_in(&wire->arena);
    bool closed = str_ends(heard, STR("<closed>"));
    str rest = str_slice(heard, 0, heard.len - (closed ? 8 : 0));
    str status;

    while ((status = wire_answer(&rest)).len > 0) {
        text_add(&out, out.len > 0 ? STR("+") : STR(""));
        text_add(&out, status);
    }
    text_add(&out, rest.len > 0 ? STR("~") : STR(""));
    text_add(&out, closed ? STR(".") : STR(""));
    return text_str(&out);
}

static inline bool wire_has(str heard, str part)
{
    return str_find(heard, part, 0) < heard.len;
}

#endif
