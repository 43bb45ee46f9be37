/*
 * Answers that wait for something else: nothing of them is seen before it has come.
 */
#include "http_wire.h"

/* What the next answer awaits, and how far it has come. */
static uint64_t awaits;
static uint64_t come;
static bool is_lost;

static bool serve_held(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    (void)request;
    (void)err;
    http_say(answer, 200, STR("text/plain"), STR("held"));
    answer->awaits = awaits;
    return true;
}

/* clang-format off */
static const struct http_route routes[] = {
    {HTTP_GET,  STR_INIT("/hello"), serve_hello, 0,       {0}},
    {HTTP_GET,  STR_INIT("/held"),  serve_held,  0,       {0}},
    {HTTP_POST, STR_INIT("/held"),  serve_held,  1 << 16, {0}},
};
/* clang-format on */

static bool confirmed(void *context, uint64_t *number)
{
    (void)context;
    *number = come;
    return !is_lost;
}

static bool open_held(struct wire *wire)
{
    struct http_settings settings = {.address = STR("127.0.0.1"),
        .routes = routes,
        .route_count = COUNT_OF(routes),
        .answered = wire_answered,
        .confirmed = confirmed};

    awaits = come = 0;
    is_lost = false;
    wire_answers = 0;
    return wire_open_with(wire, &settings);
}

static const str get = STR_INIT("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
static const str post =
    STR_INIT("POST /held HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b");

static void come_to(struct wire *wire, uint64_t number)
{
    come = number;
    http_confirm(wire->server);
}

TEST(http_held, lets_answers_go_in_their_order)
{
    struct wire wire;
    int clients[3];

    CHECK_OR_STOP(open_held(&wire));
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        awaits = 5 + i;
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], i == 1 ? post : get);
        CHECK_STR(wire_hear(&wire, clients[i]), STR(""));
    }
    CHECK_U64(wire_answers, 0);
    come_to(&wire, 4);
    CHECK_STR(wire_hear(&wire, clients[0]), STR(""));
    come_to(&wire, 6);
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, clients[0])), STR("200"));
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, clients[1])), STR("200"));
    CHECK_STR(wire_hear(&wire, clients[2]), STR(""));
    CHECK_U64(wire_answers, 2);
    /* A connection goes on after it, and others are not in the way of one. */
    awaits = 0;
    wire_say(&wire, clients[1], post);
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, clients[1])), STR("200"));
    come_to(&wire, 7);
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, clients[2])), STR("200"));
    for (size_t i = 0; i < COUNT_OF(clients); i++)
        close(clients[i]);
    wire_close(&wire);
}

TEST(http_held, holds_what_was_sent_behind_it)
{
    struct wire wire;
    struct text both = {0};
    int client;

    CHECK_OR_STOP(open_held(&wire));
    both = text_in(&wire.arena);
    text_add(&both, post);
    text_add(&both, STR("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    awaits = 1;
    client = wire_dial(&wire);
    wire_say(&wire, client, text_str(&both));
    CHECK_STR(wire_hear(&wire, client), STR(""));
    come_to(&wire, 1);
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, client)), STR("200+200"));
    close(client);
    wire_close(&wire);
}

TEST(http_held, refuses_what_will_never_come_and_stops)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_held(&wire));
    awaits = 1;
    client = wire_dial(&wire);
    wire_say(&wire, client, get);
    CHECK_STR(wire_hear(&wire, client), STR(""));
    is_lost = true;
    http_confirm(wire.server);
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, client)), STR("503."));
    CHECK(!wire_serve(&wire));
    CHECK(wire_dial(&wire) < 0);
    close(client);
    wire_close(&wire);
}

TEST(http_held, answers_while_it_stops)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(open_held(&wire));
    awaits = 1;
    client = wire_dial(&wire);
    wire_say(&wire, client, get);
    CHECK_STR(wire_hear(&wire, client), STR(""));
    http_stop(wire.server);
    CHECK(wire_serve(&wire));
    come_to(&wire, 1);
    CHECK_STR(wire_statuses(&wire, wire_hear(&wire, client)), STR("200."));
    CHECK(!wire_serve(&wire));
    close(client);
    wire_close(&wire);
}

TEST(http_held, survives_clients_that_went_and_a_server_that_closes)
{
    struct wire wire;
    int clients[2];

    CHECK_OR_STOP(open_held(&wire));
    awaits = 1;
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], post);
        CHECK(wire_serve(&wire));
    }
    close(clients[0]);
    CHECK(wire_serve(&wire));
    wire_close(&wire); /* with both held */
    close(clients[1]);

    CHECK_OR_STOP(open_held(&wire));
    awaits = 1;
    clients[0] = wire_dial(&wire);
    wire_say(&wire, clients[0], post);
    CHECK(wire_serve(&wire));
    close(clients[0]);
    come_to(&wire, 1);
    CHECK(wire_serve(&wire));
    CHECK_U64(http_connections(wire.server), 0);
    wire_close(&wire);
}
