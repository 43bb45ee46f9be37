/* Asking others: our own server, and servers that break every promise. */
#include "fetch/fetch.h"

#include "fetch_liar.h"
#include "http_wire.h"

enum { SOON_MS = 300, LONG_MS = 20000 };

static str url_of(struct arena *arena, str scheme, uint16_t port, str path)
{
    struct text text = text_in(arena);

    text_add(&text, scheme);
    text_add(&text, STR("://127.0.0.1:"));
    text_add_u64(&text, port);
    text_add(&text, path);
    return text_str(&text);
}

static str script_url(struct arena *arena, const struct liar *liar, uint64_t number)
{
    struct text text = text_in(arena);

    text_add(&text, STR("/"));
    text_add_u64(&text, number);
    text_add(&text, STR("?secret=1"));
    return url_of(arena, STR("http"), liar->port, text_str(&text));
}

/* ---- both kinds of server, and a client ---- */

struct world {
    struct arena arena;
    struct http_server *server;
    pthread_t thread;
    struct liar liar;
    struct fetch_client *client;
};

static void *run(void *server)
{
    http_run(server);
    return NULL;
}

static bool serve(struct world *world, bool tls)
{
    struct http_settings settings = {.address = STR("127.0.0.1"),
        .routes = wire_routes,
        .route_count = COUNT_OF(wire_routes)};
    struct err err = {0};

    if (tls) {
        settings.certificate = STR("build/tls/server.pem");
        settings.key = STR("build/tls/server.key");
    }
    world->server = http_open(&world->arena, &settings, &err);
    return world->server != NULL &&
        pthread_create(&world->thread, NULL, run, world->server) == 0;
}

static bool world_open(
    struct world *world, const struct fetch_settings *settings, bool tls)
{
    struct err err = {0};

    *world = (struct world){0};
    liar_open(&world->liar);
    world->client = fetch_open(&world->arena, settings, &err);
    return world->client != NULL && serve(world, tls);
}

static void world_close(struct world *world)
{
    fetch_close(world->client);
    http_stop(world->server);
    REQUIRE(pthread_join(world->thread, NULL) == 0);
    http_close(world->server);
    liar_close(&world->liar);
    arena_clear(&world->arena);
}

static str server_url(struct world *world, str scheme, str path)
{
    return url_of(&world->arena, scheme, http_port(world->server), path);
}

/* Get a URL; answers with the body, or the error's text. */
static str got(struct world *world, str url, enum err_kind *kind)
{
    struct fetch_request request = {.url = url};
    struct fetch_answer answer;
    struct err err = {0};

    if (fetch_one(world->client, &world->arena, &request, LONG_MS, &answer, &err))
        return answer.body;
    *kind = err.kind;
    return arena_str(&world->arena, err_text(&err));
}

TEST(fetch, gets_and_posts)
{
    static const struct fetch_settings settings = {0};
    static const struct fetch_pair headers[] = {
        {STR_INIT("X-Note"), STR_INIT("one")}, {STR_INIT("X-Empty"), STR_INIT("")}};
    struct world world;
    struct fetch_request request = {.headers = headers, .header_count = 2};
    struct fetch_answer answer;
    struct err err = {0};
    str value;
    struct text body;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    request.url = server_url(&world, STR("http"), STR("/items/a%20b/parts?q=2"));
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_U64(answer.status, 200);
    CHECK_STR(answer.body, STR("[a b][2][one]"));
    CHECK(fetch_header(&answer, STR("content-TYPE"), &value));
    CHECK_STR(value, STR("text/plain"));
    CHECK(!fetch_header(&answer, STR("content"), &value));
    CHECK(!fetch_header(&answer, STR("content-type-"), &value));

    body = text_in(&world.arena);
    text_add_repeated(&body, 'x', 60000);
    request = (struct fetch_request){.method = FETCH_POST, .body = text_str(&body)};
    request.url = server_url(&world, STR("http"), STR("/echo"));
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_STR(answer.body, text_str(&body));
    request.body = STR("");
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_STR(answer.body, STR(""));
    request.url = server_url(&world, STR("http"), STR("/nothing"));
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_U64(answer.status, 404);
    world_close(&world);
}

TEST(fetch, keeps_a_connection_for_the_next_request)
{
    static const struct fetch_settings settings = {0};
    struct world world;
    enum err_kind kind = ERR_NONE;
    uint32_t most = 0;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    for (int i = 0; i < 5; i++)
        CHECK_STR(got(&world, server_url(&world, STR("http"), STR("/hello")), &kind),
            STR("hello"));
    http_stop(world.server);
    CHECK(pthread_join(world.thread, NULL) == 0);
    for (uint32_t i = 0; i < world.server->settings.limits.connections; i++)
        if (world.server->slots[i].requests > most)
            most = world.server->slots[i].requests;
    CHECK_U64(most, 5);
    CHECK(pthread_create(&world.thread, NULL, run, world.server) == 0);
    world_close(&world);
}

TEST(fetch, bounds_and_explains_what_others_do)
{
    static const struct {
        uint64_t script;
        enum err_kind kind; /* ERR_NONE: an answer */
        str text;           /* the body, or a part of the error's text */
    } rows[] = {
        {SAYS_FINE, ERR_NONE, STR_INIT("fine")},
        {SAYS_TOO_MUCH, ERR_NONE, STR_INIT("fine")},
        {SAYS_500, ERR_NONE, STR_INIT("no")},
        {SAYS_EARLY_HINTS, ERR_NONE, STR_INIT("ok")},
        {SAYS_TRAILER, ERR_NONE, STR_INIT("ok")},
        {SAYS_CIRCLE, ERR_NONE, STR_INIT("")},
        {SAYS_NOTHING, ERR_IO, STR_INIT("closed without an answer")},
        {SAYS_NEVER, ERR_IO, STR_INIT("no whole answer came in time")},
        {SAYS_HALF_HEAD, ERR_IO, STR_INIT("the answer was cut off")},
        {SAYS_TOO_LITTLE, ERR_IO, STR_INIT("the answer was cut off")},
        {SAYS_LITTLE_FOREVER, ERR_IO, STR_INIT("no whole answer came in time")},
        {SAYS_HUGE, ERR_LIMIT, STR_INIT("larger than is accepted")},
        {SAYS_HUGE_CHUNKS, ERR_LIMIT, STR_INIT("larger than is accepted")},
        {SAYS_BAD_CHUNKS, ERR_IO, STR_INIT("")},
        {SAYS_NO_HTTP, ERR_IO, STR_INIT("not HTTP")},
        {SAYS_MANY_HEADERS, ERR_LIMIT, STR_INIT("larger than is accepted")},
    };
    static const struct fetch_settings settings = {0};
    struct world world;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fetch_request request = {.body_limit = 10};
        struct fetch_answer answer;
        struct err err = {0};
        uint32_t timeout_ms =
            rows[i].script == SAYS_NEVER || rows[i].script == SAYS_LITTLE_FOREVER
            ? SOON_MS
            : LONG_MS;

        request.url = script_url(&world.arena, &world.liar, rows[i].script);
        (void)fetch_one(
            world.client, &world.arena, &request, timeout_ms, &answer, &err);
        CHECK_U64(err.kind, rows[i].kind);
        if (err.kind == ERR_NONE) {
            CHECK_STR(answer.body, rows[i].text);
            continue;
        }
        if (!wire_has(err_text(&err), rows[i].text))
            CHECK_STR(err_text(&err), rows[i].text);
        CHECK(str_starts(err_text(&err), STR("http://127.0.0.1:")));
        CHECK(!wire_has(err_text(&err), STR("secret")));
        CHECK_U64(answer.status, 0);
        CHECK_U64(answer.body.len, 0);
    }
    world_close(&world);
}

TEST(fetch, cuts_a_body_when_it_may)
{
    static const struct fetch_settings settings = {0};
    struct fetch_request request = {.body_limit = 10, .cuts_body = true};
    struct fetch_answer answer;
    struct err err = {0};
    struct world world;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    request.url = script_url(&world.arena, &world.liar, SAYS_HUGE_CHUNKS);
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_U64(answer.status, 200);
    CHECK_STR(answer.body, STR("hello worl"));
    world_close(&world);
}

TEST(fetch, keeps_the_headers_of_the_last_answer_only)
{
    static const struct fetch_settings settings = {0};
    struct world world;
    struct fetch_request request = {0};
    struct fetch_answer answer;
    struct err err = {0};
    str value;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    request.url = script_url(&world.arena, &world.liar, SAYS_FINE);
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK(fetch_header(&answer, STR("x-note"), &value));
    CHECK_STR(value, STR("a b"));
    request.url = script_url(&world.arena, &world.liar, SAYS_EARLY_HINTS);
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK(!fetch_header(&answer, STR("x-note"), &value));
    request.url = script_url(&world.arena, &world.liar, SAYS_TRAILER);
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK(!fetch_header(&answer, STR("x-note"), &value));
    world_close(&world);
}

TEST(fetch, follows_redirects_only_when_told)
{
    static const struct fetch_settings settings = {0};
    struct world world;
    struct fetch_request request = {.method = FETCH_POST, .body = STR("a=b")};
    struct fetch_answer answer;
    struct err err = {0};
    str value;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    request.url = server_url(&world, STR("http"), STR("/away"));
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_U64(answer.status, 303);
    CHECK(fetch_header(&answer, STR("Location"), &value));
    CHECK_STR(value, STR("/hello"));
    request.redirects = 1;
    CHECK(fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK_U64(answer.status, 200);
    CHECK_STR(answer.body, STR("hello"));

    request = (struct fetch_request){.redirects = 3};
    request.url = script_url(&world.arena, &world.liar, SAYS_CIRCLE);
    CHECK(!fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK(wire_has(err_text(&err), STR("from one address to the next")));
    request.url = script_url(&world.arena, &world.liar, SAYS_FILE);
    CHECK(!fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
    CHECK(err.kind == ERR_IO && wire_has(err_text(&err), STR("not asked")));
    world_close(&world);
}

TEST(fetch, lets_no_slow_one_delay_the_others)
{
    enum { COUNT = 12 };
    static const struct fetch_settings settings = {0};
    struct world world;
    struct fetch_request requests[COUNT] = {{0}};
    struct fetch_answer answers[COUNT];
    struct err errs[COUNT];

    CHECK_OR_STOP(world_open(&world, &settings, false));
    for (size_t i = 0; i < COUNT; i++)
        requests[i].url = i % 3 == 0 ? script_url(&world.arena, &world.liar, SAYS_NEVER)
            : i % 3 == 1             ? server_url(&world, STR("http"), STR("/hello"))
                                     : STR("nonsense://a");
    fetch_all(world.client, &world.arena, requests, COUNT, SOON_MS * 10, answers, errs);
    for (size_t i = 0; i < COUNT; i++) {
        CHECK_U64(errs[i].kind,
            i % 3 == 0       ? ERR_IO
                : i % 3 == 1 ? ERR_NONE
                             : ERR_USAGE);
        CHECK_STR(answers[i].body, i % 3 == 1 ? STR("hello") : STR(""));
    }
    fetch_all(world.client, &world.arena, NULL, 0, SOON_MS, NULL, NULL);
    world_close(&world);
}

TEST(fetch, refuses_what_cannot_be_asked)
{
    static const str urls[] = {STR_INIT(""), STR_INIT("/hello"), STR_INIT("example"),
        STR_INIT("ftp://127.0.0.1/"), STR_INIT("file:///etc/passwd"),
        STR_INIT("http://user@127.0.0.1/"), STR_INIT("http://user:word@127.0.0.1/"),
        STR_INIT("http://127.0.0.1/a\r\nX: y"), STR_INIT("http://127.0.0.1/\0"),
        STR_INIT("http://127.0.0.1:99999/"), STR_INIT("http:// /")};
    static const struct fetch_pair bad[] = {{STR_INIT("X"), STR_INIT("a\r\nY: b")},
        {STR_INIT("X: a\r\nY"), STR_INIT("b")}, {STR_INIT(""), STR_INIT("b")},
        {STR_INIT("X:"), STR_INIT("b")}, {STR_INIT("X"), STR_INIT("a\0b")}};
    static const struct fetch_settings settings = {0};
    struct world world;
    struct fetch_answer answer;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        enum err_kind kind = ERR_NONE;
        str text = got(&world, urls[i], &kind);

        if (kind != ERR_USAGE)
            CHECK_STR(text, urls[i]);
        CHECK(kind == ERR_USAGE && !wire_has(text, STR("word@")));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct fetch_request request = {.headers = &bad[i], .header_count = 1};
        struct err err = {0};

        request.url = server_url(&world, STR("http"), STR("/hello"));
        CHECK(!fetch_one(world.client, &world.arena, &request, LONG_MS, &answer, &err));
        CHECK(err.kind == ERR_USAGE);
    }
    world_close(&world);
}

TEST(fetch, connects_to_public_addresses_only_when_told)
{
    static const str hosts[] = {STR_INIT("127.0.0.1"), STR_INIT("localhost"),
        STR_INIT("0x7f000001"), STR_INIT("2130706433"), STR_INIT("127.1"),
        STR_INIT("[::1]"), STR_INIT("[::ffff:127.0.0.1]"), STR_INIT("0.0.0.0")};
    static const struct fetch_settings settings = {.only_public = true};
    struct world world;

    CHECK_OR_STOP(world_open(&world, &settings, false));
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        struct text url = text_in(&world.arena);
        enum err_kind kind = ERR_NONE;
        str text;

        text_add(&url, STR("http://"));
        text_add(&url, hosts[i]);
        text_add(&url, STR(":"));
        text_add_u64(&url, http_port(world.server));
        text_add(&url, STR("/hello"));
        text = got(&world, text_str(&url), &kind);
        if (kind != ERR_DENIED)
            CHECK_STR(text, hosts[i]);
        CHECK(kind == ERR_DENIED && wire_has(text, STR("private address")));
    }
    world_close(&world);
}

TEST(fetch, believes_certificates_of_known_authorities_only)
{
    static const struct {
        str authorities;
        str host;
        bool works;
    } rows[] = {
        {STR_INIT("build/tls/server.pem"), STR_INIT("127.0.0.1"), true},
        {STR_INIT("build/tls/server.pem"), STR_INIT("localhost"), false},
        {STR_INIT("build/tls/other.pem"), STR_INIT("127.0.0.1"), false},
        {STR_INIT(""), STR_INIT("127.0.0.1"), false},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fetch_settings settings = {.authorities = rows[i].authorities};
        struct world world;
        struct text url;
        enum err_kind kind = ERR_NONE;
        str text;

        CHECK_OR_STOP(world_open(&world, &settings, true));
        url = text_in(&world.arena);
        text_add(&url, STR("https://"));
        text_add(&url, rows[i].host);
        text_add(&url, STR(":"));
        text_add_u64(&url, http_port(world.server));
        text_add(&url, STR("/hello"));
        text = got(&world, text_str(&url), &kind);
        if (rows[i].works)
            CHECK_STR(text, STR("hello"));
        else
            CHECK(kind == ERR_IO && wire_has(text, STR("certificate")));
        kind = ERR_NONE;
        text = got(&world, server_url(&world, STR("http"), STR("/hello")), &kind);
        CHECK(kind == ERR_IO);
        world_close(&world);
    }
}

TEST(fetch, says_where_nobody_answers)
{
    static const struct fetch_settings settings = {
        .authorities = STR_INIT("build/no/such/file")};
    struct world world;
    enum err_kind kind = ERR_NONE;
    uint16_t port;
    int socket;
    struct err err = {0};
    str text;

    CHECK_OR_STOP(world_open(&world, &settings, true));
    /* A port that was free a moment ago. */
    CHECK_OR_STOP(net_listen(STR("127.0.0.1"), 0, &socket, &port, &err));
    net_close(socket);
    text = got(&world, url_of(&world.arena, STR("http"), port, STR("/a")), &kind);
    CHECK(kind == ERR_IO && wire_has(text, STR("nobody answers there")));
    text = got(&world, server_url(&world, STR("https"), STR("/a")), &kind);
    CHECK(kind == ERR_IO && wire_has(text, STR("authorities")));
    world_close(&world);
}
