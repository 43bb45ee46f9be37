/* What the owner of a server is asked and told besides requests. */
#include "http_wire.h"

static unsigned calls;
static str pattern;

static void hear_call(void *context)
{
    (void)context;
    calls++;
}

static void dress(const struct http_request *request, struct http_answer *answer)
{
    struct text page = text_in(request->arena);

    pattern = request->pattern;
    text_add(&page, STR("<p>"));
    text_add(&page, answer->body);
    http_say(answer, answer->status, STR("text/html"), text_str(&page));
}

static bool open_dressed(struct wire *wire)
{
    struct http_settings settings = {.address = STR("127.0.0.1"),
        .routes = wire_routes,
        .route_count = COUNT_OF(wire_routes),
        .dress = dress,
        .called = hear_call,
        .answered = wire_answered};

    return wire_open_with(wire, &settings);
}

static str ask(struct wire *wire, str request)
{
    int client = wire_dial(wire);
    str heard;

    wire_say(wire, client, request);
    heard = wire_hear(wire, client);
    close(client);
    return heard;
}

static bool says(str heard, str words)
{
    return str_find(heard, words, 0) < heard.len;
}

TEST(http_hooks, dress_what_no_handler_made)
{
    struct wire wire;
    str heard;

    CHECK_OR_STOP(open_dressed(&wire));
    heard = ask(&wire, STR("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(says(heard, STR("HTTP/1.1 404")) && says(heard, STR("<p>There is nothing")));
    CHECK_STR(pattern, STR(""));
    heard = ask(&wire, STR("POST /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(says(heard, STR("HTTP/1.1 405")) && says(heard, STR("<p>")));
    CHECK(says(heard, STR("Allow: GET, HEAD, DELETE")));
    heard = ask(&wire, STR("GET /failures/3 HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(says(heard, STR("<p>You may not do this.")) && !says(heard, STR("secret")));
    CHECK_STR(pattern, STR("/failures/{kind}"));
    heard = ask(&wire, STR("GET /hello HTTP/1.1\r\n\r\n"));
    CHECK(says(heard, STR("HTTP/1.1 400")) && says(heard, STR("<p>")));
    heard = ask(&wire, STR("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(says(heard, STR("HTTP/1.1 200")) && !says(heard, STR("<p>")));
    wire_close(&wire);
}

TEST(http_hooks, call_once_for_each_ring_and_go_on)
{
    struct wire wire;

    CHECK_OR_STOP(open_dressed(&wire));
    calls = 0;
    CHECK(wire_serve(&wire));
    CHECK_U64(calls, 0);
    http_call(wire.server);
    CHECK(wire_serve(&wire));
    CHECK_U64(calls, 1);
    CHECK(
        says(ask(&wire, STR("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")), STR(" 200 ")));
    CHECK_U64(calls, 1);
    http_call(wire.server);
    http_stop(wire.server);
    CHECK(!wire_serve(&wire));
    CHECK_U64(calls, 2);
    wire_close(&wire);
}

TEST(http_hooks, count_open_connections)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_dressed(&wire));
    CHECK_U64(http_connections(wire.server), 0);
    client = wire_dial(&wire);
    CHECK(wire_serve(&wire));
    CHECK_U64(http_connections(wire.server), 1);
    close(client);
    CHECK(wire_serve(&wire));
    CHECK_U64(http_connections(wire.server), 0);
    wire_close(&wire);
}
