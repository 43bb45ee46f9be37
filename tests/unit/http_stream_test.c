/* Streams of events: who watches, who falls behind, who goes. */
#include "http_wire.h"

#include <sys/resource.h>

enum { WATCHERS_MAX = 2000 };

static struct http_stream *watchers[WATCHERS_MAX];
static size_t watcher_count; /* opened so far; those that ended are NULL */
static size_t ended_count;
static bool is_over; /* what goes_on answers */

static void hear_end(void *context)
{
    struct http_stream **watcher = context;

    *watcher = NULL;
    ended_count++;
}

static bool goes_on(void *context)
{
    REQUIRE(*(struct http_stream **)context != NULL);
    return !is_over;
}

static bool serve_stream(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct http_stream **watcher = &watchers[watcher_count];
    struct http_stream_owner owner = {watcher, goes_on, hear_end};
    str last = STR("none");

    (void)err;
    if (!http_stream_open(request, answer, &owner))
        return true;
    watcher_count++;
    *watcher = request->stream;
    (void)http_header(request, STR("last-event-id"), &last);
    http_stream_say(*watcher, &(struct http_event){STR("7"), STR("hello"), last});
    return true;
}

static bool serve_broken_stream(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    return serve_stream(request, answer, err) && err_set(err, ERR_IO, STR("no"));
}

/* clang-format off */
static const struct http_route stream_routes[] = {
    {HTTP_GET, STR_INIT("/hello"),  serve_hello,         0, {0}},
    {HTTP_GET, STR_INIT("/events"), serve_stream,        0, {0}},
    {HTTP_GET, STR_INIT("/broken"), serve_broken_stream, 0, {0}},
};
/* clang-format on */

static bool open_streams(struct wire *wire, struct http_limits limits)
{
    struct http_settings settings = {.address = STR("127.0.0.1"),
        .routes = stream_routes,
        .route_count = COUNT_OF(stream_routes),
        .answered = wire_answered,
        .limits = limits};

    watcher_count = ended_count = 0;
    is_over = false;
    return wire_open_with(wire, &settings);
}

static void say_all(str id, str data)
{
    for (size_t i = 0; i < watcher_count; i++)
        if (watchers[i] != NULL)
            http_stream_say(watchers[i], &(struct http_event){id, STR("visit"), data});
}

static str ask(struct wire *wire, int client, str target)
{
    struct text text = text_in(&wire->arena);

    text_add(&text, STR("GET "));
    text_add(&text, target);
    text_add(&text, STR(" HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 5\r\n\r\n"));
    wire_say(wire, client, text_str(&text));
    return wire_hear(wire, client);
}

TEST(http_stream, says_events_as_they_come)
{
    struct wire wire;
    int client;
    str heard;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){0}));
    client = wire_dial(&wire);
    heard = ask(&wire, client, STR("/events"));
    CHECK(str_starts(heard, STR("HTTP/1.1 200 OK\r\n")));
    CHECK(wire_has(heard, STR("\r\nContent-Type: text/event-stream\r\n")));
    CHECK(wire_has(heard, STR("\r\nCache-Control: no-store\r\n")));
    CHECK(wire_has(heard, STR("id: 7\nevent: hello\ndata: 5\n\n")));
    CHECK_STR(wire_hear(&wire, client), STR(""));
    say_all(STR("8"), STR("a\r\nb"));
    say_all((str){0}, STR(""));
    heard = wire_hear(&wire, client);
    CHECK(wire_has(heard, STR("id: 8\nevent: visit\ndata: a\ndata: b\n\n")));
    CHECK(wire_has(heard, STR("event: visit\ndata: \n\n")));
    CHECK_U64(http_streams(wire.server).open, 1);
    CHECK_U64(http_streams(wire.server).events, 3);
    http_stream_end(watchers[0]);
    CHECK_STR(wire_hear(&wire, client), STR("0\r\n\r\n"));
    CHECK_U64(ended_count, 1);
    CHECK_U64(http_streams(wire.server).open, 0);
    CHECK(wire_has(ask(&wire, client, STR("/hello")), STR("\r\n\r\nhello")));
    close(client);
    wire_close(&wire);
}

TEST(http_stream, ends_with_the_answer_it_was_refused_for)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){0}));
    client = wire_dial(&wire);
    CHECK(str_starts(ask(&wire, client, STR("/broken")), STR("HTTP/1.1 503")));
    CHECK_U64(ended_count, 1);
    CHECK_U64(http_streams(wire.server).open, 0);
    close(client);
    wire_close(&wire);
}

TEST(http_stream, beats_until_the_owner_has_enough)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){0}));
    client = wire_dial(&wire);
    (void)ask(&wire, client, STR("/events"));
    wire_pass(14000);
    CHECK_STR(wire_hear(&wire, client), STR(""));
    for (int i = 0; i < 8; i++) {
        wire_pass(15001);
        CHECK(wire_has(wire_hear(&wire, client), STR(":\n\n")));
    }
    is_over = true;
    wire_pass(15001);
    CHECK_STR(wire_hear(&wire, client), STR("0\r\n\r\n"));
    CHECK_U64(ended_count, 1);
    close(client);
    wire_close(&wire);
}

/* Fill a stream until its client, which takes nothing, is cut; returns how many events
 * that took. */
static unsigned fill(struct wire *wire, size_t watcher, str data)
{
    unsigned said = 0;

    while (http_streams(wire->server).cut == 0 && said < 100000) {
        http_stream_say(
            watchers[watcher], &(struct http_event){{0}, STR("visit"), data});
        (void)wire_serve(wire);
        said++;
    }
    return said;
}

TEST(http_stream, cuts_a_slow_reader_and_no_other)
{
    struct wire wire;
    str data;
    int slow;
    int quick;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){0}));
    data = (str){memset(arena_alloc(&wire.arena, 30000, 1), 'x', 30000), 30000};
    slow = wire_dial(&wire);
    quick = wire_dial(&wire);
    (void)ask(&wire, slow, STR("/events"));
    (void)ask(&wire, quick, STR("/events"));
    CHECK(fill(&wire, 0, data) < 10000);
    CHECK_U64(ended_count, 1);
    CHECK(watchers[0] == NULL && watchers[1] != NULL);
    say_all((str){0}, STR("still here"));
    CHECK(wire_has(wire_hear(&wire, quick), STR("data: still here\n\n")));
    CHECK(str_ends(wire_hear(&wire, slow), STR("<closed>")));
    close(slow);
    close(quick);
    wire_close(&wire);
}

TEST(http_stream, cuts_a_reader_that_takes_nothing_of_a_beat)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){.stream_bytes = 32u << 20}));
    client = wire_dial(&wire);
    (void)ask(&wire, client, STR("/events"));
    say_all((str){0}, (str){arena_alloc(&wire.arena, 16u << 20, 1), 16u << 20});
    (void)wire_serve(&wire);
    wire_pass(15001);
    CHECK(wire_serve(&wire));
    CHECK_U64(ended_count, 0);
    wire_pass(15001);
    CHECK(wire_serve(&wire));
    CHECK(wire_serve(&wire));
    CHECK_U64(ended_count, 1);
    CHECK_U64(http_streams(wire.server).cut, 1);
    close(client);
    wire_close(&wire);
}

TEST(http_stream, has_room_again_when_somebody_went)
{
    struct wire wire;
    int clients[3];

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){.streams_per_address = 2}));
    for (size_t i = 0; i < COUNT_OF(clients); i++)
        clients[i] = wire_dial(&wire);
    (void)ask(&wire, clients[0], STR("/events"));
    (void)ask(&wire, clients[1], STR("/events"));
    CHECK(str_starts(ask(&wire, clients[2], STR("/events")), STR("HTTP/1.1 503")));
    CHECK_U64(watcher_count, 2);
    close(clients[0]);
    close(clients[2]);
    clients[2] = wire_dial(&wire);
    CHECK(str_starts(ask(&wire, clients[2], STR("/events")), STR("HTTP/1.1 200")));
    CHECK_U64(ended_count, 1);
    say_all(STR("8"), STR("x"));
    CHECK(wire_has(wire_hear(&wire, clients[1]), STR("id: 8\n")));
    CHECK(wire_has(wire_hear(&wire, clients[2]), STR("id: 8\n")));
    close(clients[1]);
    close(clients[2]);
    for (int i = 0; i < 3;
         i++) { /* the first write meets a closed door, the next fails */
        wire_pass(15001);
        CHECK(wire_serve(&wire));
    }
    CHECK_U64(ended_count, 3);
    wire_close(&wire);
}

TEST(http_stream, ends_in_order_when_the_server_stops)
{
    struct wire wire;
    int client;
    str heard;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){0}));
    client = wire_dial(&wire);
    (void)ask(&wire, client, STR("/events"));
    say_all(STR("9"), STR("the last"));
    http_stop(wire.server);
    CHECK(!wire_serve(&wire));
    heard = wire_hear(&wire, client);
    CHECK(wire_has(heard, STR("data: the last\n\n")));
    CHECK(wire_has(heard, STR("0\r\n\r\n")));
    CHECK_U64(ended_count, 1);
    close(client);
    wire_close(&wire);
}

TEST(http_stream, closes_while_clients_rest)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_streams(&wire, (struct http_limits){0}));
    client = wire_dial(&wire);
    (void)ask(&wire, client, STR("/events"));
    wire_close(&wire);
    CHECK_U64(ended_count, 1);
    close(client);
}

/* Both ends of every connection are this process's. */
static size_t crowd(void)
{
    struct rlimit files;

    REQUIRE(getrlimit(RLIMIT_NOFILE, &files) == 0);
    files.rlim_cur = files.rlim_max;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &files) == 0);
    return files.rlim_max >= 2200 ? 1000 : 400;
}

TEST(http_stream, reaches_a_thousand_watchers)
{
    static int clients[1000];
    struct wire wire;
    size_t count = crowd();
    size_t heard = 0;

    CHECK_OR_STOP(open_streams(&wire,
        (struct http_limits){.connections = 1100,
            .connections_per_address = 1100,
            .streams = 1100,
            .streams_per_address = 1100}));
    for (size_t i = 0; i < count; i++) {
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], STR("GET /events HTTP/1.1\r\nHost: a\r\n\r\n"));
        (void)wire_serve(&wire);
    }
    CHECK_U64(http_streams(wire.server).open, count);
    say_all(STR("8"), STR("one for all"));
    (void)wire_serve(&wire);
    for (size_t i = 0; i < count; i++) {
        struct text text = text_in(&wire.arena);

        CHECK(wire_take(clients[i], &text));
        heard += wire_has(text_str(&text), STR("data: one for all\n\n"));
    }
    CHECK_U64(heard, count);
    for (size_t i = 0; i < count; i++)
        close(clients[i]);
    wire_close(&wire);
    CHECK_U64(ended_count, count);
}
