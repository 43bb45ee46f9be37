/* A server as its clients meet it: answers, limits, deadlines, stopping. */
#include "http_wire.h"

#include <pthread.h>

static str get(struct wire *wire, str target)
{
    struct text text = text_in(&wire->arena);

    text_add(&text, STR("GET "));
    text_add(&text, target);
    text_add(&text, STR(" HTTP/1.1\r\nHost: a\r\n\r\n"));
    return text_str(&text);
}

static str body_of(str heard)
{
    size_t end = str_find(heard, STR("\r\n\r\n"), 0);

    return str_slice(heard, end + 4, heard.len);
}

TEST(http, gives_handlers_parts_queries_and_headers)
{
    struct wire wire;
    str heard;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    heard =
        wire_ask(&wire, get(&wire, STR("/items/a%20b%25/parts?x&q=%C3%A9+%2B&q=2")));
    CHECK_STR(body_of(heard), STR("[a b%][\xc3\xa9 +][-]"));
    heard = wire_ask(
        &wire, STR("GET /items/7/parts?q HTTP/1.1\r\nhost: a\r\nx-nOTE: it \r\n\r\n"));
    CHECK_STR(body_of(heard), STR("[7][][it]"));
    heard = wire_ask(&wire, get(&wire, STR("/items//parts")));
    CHECK(str_starts(heard, STR("HTTP/1.1 404")));
    wire_close(&wire);
}

TEST(http, forbids_by_default_what_a_page_does_not_need)
{
    struct wire wire;
    str heard;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    heard = wire_ask(&wire, get(&wire, STR("/hello")));
    CHECK(wire_has(heard, STR("\r\nX-Content-Type-Options: nosniff\r\n")));
    CHECK(wire_has(heard, STR("\r\nReferrer-Policy: no-referrer\r\n")));
    CHECK(wire_has(heard, STR("\r\nCache-Control: no-store\r\n")));
    CHECK(wire_has(heard, STR("\r\nContent-Security-Policy: default-src 'none'; ")));
    CHECK(wire_has(heard, STR("\r\nDate: ")));
    CHECK(wire_has(heard, STR("\r\nContent-Type: text/plain\r\n")));
    heard = wire_ask(&wire, STR("HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(wire_has(heard, STR("\r\nContent-Security-Policy: default-src 'self'\r\n")));
    heard = wire_ask(&wire, STR("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(wire_has(heard, STR("\r\nCache-Control: public, max-age=60\r\n")));
    CHECK(!wire_has(heard, STR("no-store")));
    wire_close(&wire);
}

TEST(http, answers_head_without_a_body)
{
    struct wire wire;
    str heard;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    heard = wire_ask(&wire, STR("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(str_starts(heard, STR("HTTP/1.1 200 OK\r\n")));
    CHECK(wire_has(heard, STR("\r\nContent-Length: 5\r\n")));
    CHECK_STR(body_of(heard), STR(""));
    wire_close(&wire);
}

TEST(http, says_which_methods_a_path_takes)
{
    struct wire wire;
    str heard;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    heard = wire_ask(&wire, STR("POST /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(str_starts(heard, STR("HTTP/1.1 405 ")));
    CHECK(wire_has(heard, STR("\r\nAllow: GET, HEAD, DELETE\r\n")));
    heard = wire_ask(&wire, STR("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(str_starts(heard, STR("HTTP/1.1 405 ")));
    CHECK(wire_has(heard, STR("\r\nAllow: POST, PUT\r\n")));
    heard = wire_ask(&wire, STR("POST /away HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(str_starts(heard, STR("HTTP/1.1 303 ")));
    CHECK(wire_has(heard, STR("\r\nLocation: /hello\r\n")));
    wire_close(&wire);
}

TEST(http, shows_a_failure_without_its_text)
{
    struct wire wire;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    for (int kind = ERR_USAGE; kind < ERR_KIND_COUNT; kind++) {
        const struct failure *failure = failure_of((enum err_kind)kind);
        struct text target = text_in(&wire.arena);
        str heard;

        text_add(&target, STR("/failures/"));
        text_add_i64(&target, kind);
        heard = wire_ask(&wire, get(&wire, text_str(&target)));
        CHECK_U64(wire_status, failure->http);
        CHECK(wire_err.kind == (enum err_kind)kind);
        CHECK_STR(err_text(&wire_err), STR("/secret/path: it is so"));
        CHECK(str_starts(body_of(heard), failure->page));
        CHECK(!wire_has(heard, STR("secret")) && !wire_has(heard, STR("half")));
        CHECK(str_ends(heard, STR("<closed>")));
    }
    wire_close(&wire);
}

TEST(http, streams_a_file)
{
    struct wire wire;
    struct text content;
    struct err err = {0};

    CHECK_OR_STOP(wire_open(&wire, NULL));
    content = text_in(&wire.arena);
    for (int i = 0; i < 300000; i++)
        text_add_u64(&content, (uint64_t)i);
    CHECK(os_write_file(STR("build/http_test_file"), text_str(&content), &err));
    CHECK_STR(body_of(wire_ask(&wire, get(&wire, STR("/file")))), text_str(&content));
    CHECK_STR(body_of(wire_ask(&wire, STR("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n"))),
        STR(""));
    CHECK(os_write_file(STR("build/http_test_file"), STR(""), &err));
    CHECK_STR(body_of(wire_ask(&wire, get(&wire, STR("/file")))), STR(""));
    wire_close(&wire);
}

/* ---- deadlines: the clock is the test's ---- */

TEST(http, cuts_a_head_that_trickles)
{
    struct wire wire;
    struct http_limits limits = {.head_seconds = 10};
    str request;
    int client;

    CHECK_OR_STOP(wire_open(&wire, &limits));
    request = get(&wire, STR("/hello?a=aaaaaaaaaaaaaaaaaaaaaaaaa"));
    client = wire_dial(&wire);
    for (size_t i = 0; i < 10; i++) {
        wire_say(&wire, client, str_slice(request, i, i + 1));
        CHECK_STR(wire_hear(&wire, client), STR(""));
        wire_pass(999);
    }
    wire_say(&wire, client, str_slice(request, 10, 11));
    CHECK_STR(wire_hear(&wire, client), STR(""));
    wire_pass(10);
    CHECK_STR(wire_hear(&wire, client), STR("<closed>"));
    close(client);
    wire_close(&wire);
}

TEST(http, cuts_a_body_that_trickles)
{
    struct wire wire;
    struct http_limits limits = {.head_seconds = 1, .body_seconds = 5};
    int client;

    CHECK_OR_STOP(wire_open(&wire, &limits));
    client = wire_dial(&wire);
    wire_say(&wire, client,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n"));
    for (int i = 0; i < 5; i++) {
        CHECK_STR(wire_hear(&wire, client), STR(""));
        wire_pass(999);
        wire_say(&wire, client, STR("x"));
    }
    CHECK_STR(wire_hear(&wire, client), STR(""));
    CHECK_U64(wire.server->body_bytes, 5);
    wire_pass(5);
    CHECK_STR(wire_hear(&wire, client), STR("<closed>"));
    (void)wire_serve(&wire);
    CHECK_U64(wire.server->body_bytes, 0);
    close(client);
    wire_close(&wire);
}

TEST(http, cuts_a_client_that_does_not_take_its_answer)
{
    struct wire wire;
    struct http_limits limits = {.answer_seconds = 5};
    struct text heard;
    int client;
    bool open = true;

    CHECK_OR_STOP(wire_open(&wire, &limits));
    heard = text_in(&wire.arena);
    client = wire_dial(&wire);
    wire_say(&wire, client, get(&wire, STR("/large")));
    (void)wire_serve(&wire);
    /* 8 MiB: 5 seconds and one more for every 16 KiB. */
    wire_pass(516999);
    (void)wire_serve(&wire);
    CHECK(wire.server->slots[0].phase == HTTP_ANSWERING && !wire.server->slots[0].cut);
    wire_pass(2);
    (void)wire_serve(&wire);
    CHECK(wire.server->slots[0].phase == HTTP_FREE);
    for (int i = 0; open && i < 1000; i++)
        open = wire_take(client, &heard);
    CHECK(!open);
    CHECK(heard.len < 8 << 20);
    close(client);
    wire_close(&wire);
}

TEST(http, lets_a_connection_rest_for_a_while)
{
    struct wire wire;
    struct http_limits limits = {.head_seconds = 1, .idle_seconds = 20};
    int client;

    CHECK_OR_STOP(wire_open(&wire, &limits));
    client = wire_dial(&wire);
    for (int i = 0; i < 3; i++) {
        wire_say(&wire, client, get(&wire, STR("/hello")));
        CHECK_STR(body_of(wire_hear(&wire, client)), STR("hello"));
        wire_pass(19999);
    }
    CHECK_STR(wire_hear(&wire, client), STR(""));
    wire_pass(2);
    CHECK_STR(wire_hear(&wire, client), STR("<closed>"));
    close(client);
    wire_close(&wire);
}

TEST(http, answers_others_while_two_hundred_are_slow)
{
    enum { SLOW = 200 };
    struct wire wire;
    struct http_limits limits = {.connections_per_address = SLOW + 1};
    int clients[SLOW];

    CHECK_OR_STOP(wire_open(&wire, &limits));
    for (size_t i = 0; i < SLOW; i++) {
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], STR("GET /hel"));
        CHECK(wire_has(wire_ask(&wire, get(&wire, STR("/hello"))), STR("hello")));
    }
    wire_pass(9000);
    for (size_t i = 0; i < SLOW; i++)
        wire_say(&wire, clients[i], STR("l"));
    CHECK(wire_has(wire_ask(&wire, get(&wire, STR("/hello"))), STR("hello")));
    wire_pass(1000);
    for (size_t i = 0; i < SLOW; i++) {
        CHECK_STR(wire_hear(&wire, clients[i]), STR("<closed>"));
        close(clients[i]);
    }
    wire_close(&wire);
}

/* ---- limits ---- */

TEST(http, refuses_heads_that_are_too_large)
{
    struct wire wire;
    static const size_t sizes[] = {7000, 9000, 17000, 40000, 200000};
    static const str target[] = {STR_INIT("200"), STR_INIT("414."), STR_INIT("414."),
        STR_INIT("414."), STR_INIT("414.")};
    static const str header[] = {STR_INIT("200"), STR_INIT("200"), STR_INIT("431."),
        STR_INIT("431."), STR_INIT("431.")};

    CHECK_OR_STOP(wire_open(&wire, NULL));
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct text text = text_in(&wire.arena);

        text_add(&text, STR("GET /hello?a="));
        text_add_repeated(&text, 'a', sizes[i]);
        text_add(&text, STR(" HTTP/1.1\r\nHost: a\r\n\r\n"));
        CHECK_STR(wire_statuses(&wire, wire_ask(&wire, text_str(&text))), target[i]);
        text = text_in(&wire.arena);
        text_add(&text, STR("GET /hello HTTP/1.1\r\nHost: a\r\nX: "));
        text_add_repeated(&text, 'a', sizes[i]);
        text_add(&text, STR("\r\n\r\n"));
        CHECK_STR(wire_statuses(&wire, wire_ask(&wire, text_str(&text))), header[i]);
    }
    wire_close(&wire);
}

TEST(http, refuses_more_headers_than_it_can_judge)
{
    struct wire wire;
    struct text text;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    text = text_in(&wire.arena);
    text_add(&text, STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n"));
    for (int i = 0; i < 150; i++)
        text_add(&text, STR("X: y\r\n"));
    text_add(&text, STR("Content-Length: 5\r\n\r\nabcde"));
    CHECK_STR(wire_statuses(&wire, wire_ask(&wire, text_str(&text))), STR("431."));
    wire_close(&wire);
}

TEST(http, reads_on_a_little_so_that_a_refusal_arrives)
{
    struct wire wire;
    struct text text;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    text = text_in(&wire.arena);
    text_add(&text,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"));
    text_add_repeated(&text, 'x', 1000000);
    CHECK_STR(wire_statuses(&wire, wire_ask(&wire, text_str(&text))), STR("413."));
    text = text_in(&wire.arena);
    text_add(&text,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < 100; i++) {
        text_add(&text, STR("20000\r\n"));
        text_add_repeated(&text, 'x', 0x20000);
        text_add(&text, STR("\r\n"));
    }
    CHECK(str_ends(wire_ask(&wire, text_str(&text)), STR("<closed>")));
    CHECK_U64(wire.server->body_bytes, 0);
    wire_close(&wire);
}

TEST(http, bounds_all_bodies_together)
{
    struct wire wire;
    struct http_limits limits = {.body_bytes_together = 100};
    int first;
    str heard;
    str more = STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n"
                   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    CHECK_OR_STOP(wire_open(&wire, &limits));
    first = wire_dial(&wire);
    wire_say(&wire, first, more);
    CHECK_STR(wire_hear(&wire, first), STR(""));
    heard = wire_ask(&wire,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n"
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
    CHECK_STR(wire_statuses(&wire, heard), STR("503."));
    CHECK(wire_has(heard, STR("\r\nRetry-After: ")));
    wire_say(&wire, first, STR("yy"));
    CHECK(str_ends(wire_hear(&wire, first), STR("xyy")));
    CHECK_U64(wire.server->body_bytes, 0);
    close(first);
    wire_close(&wire);
}

TEST(http, closes_after_so_many_requests)
{
    struct wire wire;
    struct http_limits limits = {.requests_per_connection = 3};
    struct text text;

    CHECK_OR_STOP(wire_open(&wire, &limits));
    text = text_in(&wire.arena);
    for (int i = 0; i < 5; i++)
        text_add(&text, get(&wire, STR("/hello")));
    CHECK_STR(
        wire_statuses(&wire, wire_ask(&wire, text_str(&text))), STR("200+200+200."));
    wire_close(&wire);
}

TEST(http, bounds_connections_of_one_address_and_of_all)
{
    struct wire wire;
    struct http_limits limits = {.connections_per_address = 2};
    int clients[3];

    CHECK_OR_STOP(wire_open(&wire, &limits));
    for (size_t i = 0; i < 3; i++) {
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], get(&wire, STR("/hello")));
    }
    CHECK_STR(body_of(wire_hear(&wire, clients[0])), STR("hello"));
    CHECK_STR(body_of(wire_hear(&wire, clients[1])), STR("hello"));
    CHECK_STR(wire_hear(&wire, clients[2]), STR("<closed>"));
    for (size_t i = 0; i < 3; i++)
        close(clients[i]);
    wire_close(&wire);

    /* Beyond the limit of all, clients wait until somebody leaves. */
    limits = (struct http_limits){.connections = 2};
    CHECK_OR_STOP(wire_open(&wire, &limits));
    for (size_t i = 0; i < 3; i++) {
        clients[i] = wire_dial(&wire);
        wire_say(&wire, clients[i], get(&wire, STR("/hello")));
    }
    CHECK_STR(body_of(wire_hear(&wire, clients[0])), STR("hello"));
    CHECK_STR(body_of(wire_hear(&wire, clients[1])), STR("hello"));
    CHECK_STR(wire_hear(&wire, clients[2]), STR(""));
    close(clients[0]);
    CHECK_STR(body_of(wire_hear(&wire, clients[2])), STR("hello"));
    close(clients[1]);
    close(clients[2]);
    wire_close(&wire);
}

/* ---- starting and stopping ---- */

TEST(http, says_what_is_wrong_with_an_address)
{
    struct wire wire;
    struct http_settings settings = {.address = STR("127.0.0.1")};
    struct err err = {0};

    CHECK_OR_STOP(wire_open(&wire, NULL));
    settings.port = http_port(wire.server);
    CHECK(http_open(&wire.arena, &settings, &err) == NULL);
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(str_starts(err_text(&err), STR("listening on: 127.0.0.1:")));
    CHECK(wire_has(err_text(&err), STR("choose another port")));
    settings.address = STR("localhost");
    CHECK(http_open(&wire.arena, &settings, &err) == NULL);
    CHECK(err.kind == ERR_USAGE);
    settings.address = STR("203.0.113.1");
    CHECK(http_open(&wire.arena, &settings, &err) == NULL);
    CHECK(err.kind == ERR_USAGE);
    wire_close(&wire);
}

TEST(http, lets_requests_in_flight_end_when_it_stops)
{
    struct wire wire;
    int idle;
    int busy;
    int late;
    str heard;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    idle = wire_dial(&wire);
    wire_say(&wire, idle, get(&wire, STR("/hello")));
    (void)wire_hear(&wire, idle);
    busy = wire_dial(&wire);
    wire_say(&wire, busy,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"));
    CHECK(wire_serve(&wire));
    late = wire_dial(&wire);
    wire_say(&wire, late,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"));
    http_stop(wire.server);
    CHECK(wire_serve(&wire));
    CHECK_STR(wire_hear(&wire, idle), STR("<closed>"));
    CHECK(wire_dial(&wire) == -1);
    wire_say(&wire, busy, STR("cd"));
    heard = wire_hear(&wire, busy);
    CHECK(wire_has(heard, STR("\r\nConnection: close\r\n")));
    CHECK_STR(body_of(heard), STR("abcd<closed>"));
    CHECK(wire_serve(&wire));
    wire_pass(9999);
    CHECK(wire_serve(&wire));
    wire_pass(2);
    CHECK(!wire_serve(&wire));
    wire_close(&wire);
    close(idle);
    close(busy);
    close(late);
}

static void *run(void *server)
{
    http_run(server);
    return NULL;
}

TEST(http, runs_on_a_thread_until_it_is_stopped)
{
    struct wire wire;
    pthread_t thread;
    char bytes[1024];
    int client;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    wire.server->clock_ns = os_monotonic_ns;
    CHECK_OR_STOP(pthread_create(&thread, NULL, run, wire.server) == 0);
    client = wire_dial(&wire);
    wire_say(&wire, client, get(&wire, STR("/hello")));
    CHECK(recv(client, bytes, sizeof(bytes), 0) > 0);
    http_stop(wire.server);
    CHECK(pthread_join(thread, NULL) == 0);
    close(client);
    wire_close(&wire);
}
