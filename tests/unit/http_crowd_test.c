/*
 * A crowd: clients that are slow in every way while one works, requests sent one behind
 * another, and clients that close their half.  Nothing is timed: answers are counted.
 */
#include "http_wire.h"

static const str post_ab = STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\n"
                                    "Content-Length: 3\r\n\r\na=b");

/* Slow heads, slow bodies, nothing at all after a half that is closed, and readers that
 * take nothing of a large answer. */
static const str beginnings[] = {STR_INIT("POST /echo HT"),
    STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\na"),
    STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\n"),
    STR_INIT("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")};

TEST(http_crowd, answers_one_that_works_among_all_that_are_slow)
{
    enum { SLOW = 120, WORK = 100 };
    struct http_limits limits = {.connections_per_address = SLOW + 1};
    struct wire wire;
    int clients[SLOW];
    int desk;
    size_t answered = 0;

    CHECK_OR_STOP(wire_open(&wire, &limits));
    for (size_t i = 0; i < SLOW; i++) {
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], beginnings[i % COUNT_OF(beginnings)]);
        if (i % COUNT_OF(beginnings) == 2)
            CHECK(shutdown(clients[i], SHUT_WR) == 0);
    }
    desk = wire_dial(&wire);
    for (size_t i = 0; i < WORK; i++) {
        str heard;

        if (i % COUNT_OF(beginnings) == 1)
            wire_say(&wire, clients[i], STR("a"));
        wire_say(&wire, desk, post_ab);
        heard = wire_hear(&wire, desk);
        answered += str_equal(wire_statuses(&wire, heard), STR("200")) &&
            str_ends(heard, STR("a=b"));
    }
    CHECK_U64(answered, WORK);
    close(desk);
    for (size_t i = 0; i < SLOW; i++)
        close(clients[i]);
    wire_close(&wire);
}

TEST(http_crowd, answers_what_was_sent_at_once_one_after_another)
{
    enum { MANY = 40 };
    struct wire wire;
    struct text all;
    struct text wanted;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    all = text_in(&wire.arena);
    wanted = text_in(&wire.arena);
    for (size_t i = 0; i < MANY; i++) {
        text_add(&all, post_ab);
        text_add(&wanted, i == 0 ? STR("200") : STR("+200"));
    }
    CHECK_STR(wire_statuses(&wire, wire_ask(&wire, text_str(&all))), text_str(&wanted));
    wire_close(&wire);
}

/* A body is a body, whatever it looks like. */
TEST(http_crowd, takes_no_body_for_a_request)
{
    static const str hidden = STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    struct wire wire;
    struct text text;
    str heard;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    text = text_in(&wire.arena);
    text_add(&text, STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: "));
    text_add_u64(&text, hidden.len);
    text_add(&text, STR("\r\n\r\n"));
    text_add(&text, hidden);
    heard = wire_ask(&wire, text_str(&text));
    CHECK_STR(wire_statuses(&wire, heard), STR("200"));
    CHECK(str_ends(heard, hidden));
    wire_close(&wire);
}

TEST(http_crowd, answers_a_client_that_has_closed_its_half)
{
    struct wire wire;
    int client;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    client = wire_dial(&wire);
    wire_say(&wire, client, post_ab);
    CHECK(shutdown(client, SHUT_WR) == 0);
    CHECK(wire_has(wire_hear(&wire, client), STR("200 OK")));
    close(client);
    wire_pass(31000); /* longer than a connection may rest */
    CHECK(wire_serve(&wire));
    CHECK_U64(http_connections(wire.server), 0);
    wire_close(&wire);
}
