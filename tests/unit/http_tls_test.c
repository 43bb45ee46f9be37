/* TLS: what a certificate must be, and that a handshake has its deadline too. */
#include "http_wire.h"

#define PEM "build/tls/"

static struct http_settings settings_of(str certificate, str key)
{
    return (struct http_settings){.address = STR("127.0.0.1"),
        .routes = wire_routes,
        .route_count = COUNT_OF(wire_routes),
        .certificate = certificate,
        .key = key,
        .limits = {.head_seconds = 10}};
}

TEST(http_tls, says_what_is_wrong_with_a_certificate)
{
    static const struct {
        str certificate;
        str key;
        enum err_kind kind;
    } rows[] = {
        {STR_INIT(PEM "server.pem"), STR_INIT(PEM "server.key"), ERR_NONE},
        {STR_INIT(PEM "server.pem"), STR_INIT(""), ERR_USAGE},
        {STR_INIT(""), STR_INIT(PEM "server.key"), ERR_USAGE},
        {STR_INIT(PEM "nothing"), STR_INIT(PEM "server.key"), ERR_NOT_FOUND},
        {STR_INIT(PEM "other.pem"), STR_INIT(PEM "server.key"), ERR_INVALID},
        {STR_INIT(PEM "server.key"), STR_INIT(PEM "server.pem"), ERR_INVALID},
        {STR_INIT("README.md"), STR_INIT("README.md"), ERR_INVALID},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_settings settings = settings_of(rows[i].certificate, rows[i].key);
        struct arena arena = {0};
        struct err err = {0};
        struct http_server *server = http_open(&arena, &settings, &err);

        CHECK_U64(err.kind, rows[i].kind);
        CHECK((server != NULL) == (rows[i].kind == ERR_NONE));
        CHECK((err.len > 0) == (rows[i].kind != ERR_NONE));
        http_close(server);
        arena_clear(&arena);
    }
}

TEST(http_tls, cuts_a_handshake_that_does_not_end)
{
    struct http_settings settings =
        settings_of(STR(PEM "server.pem"), STR(PEM "server.key"));
    struct wire wire;
    int silent;
    int plain;

    CHECK_OR_STOP(wire_open_with(&wire, &settings));
    silent = wire_dial(&wire);
    CHECK_STR(wire_hear(&wire, silent), STR(""));
    plain = wire_dial(&wire);
    wire_say(&wire, plain, STR("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    CHECK(str_ends(wire_hear(&wire, plain), STR("<closed>")));
    wire_pass(9999);
    wire_say(&wire, silent, STR("\x16"));
    CHECK_STR(wire_hear(&wire, silent), STR(""));
    wire_pass(2);
    CHECK(str_ends(wire_hear(&wire, silent), STR("<closed>")));
    close(silent);
    close(plain);
    wire_close(&wire);
}
