/* Requests as bytes: what is malformed or ambiguous gets one refusal and a closed
 * connection; what is sound gets the same answer however it is cut into pieces. */
#include "http_wire.h"

struct row {
    str request;
    str statuses;
};

#define GET_HELLO "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

/* clang-format off */
static const struct row rows[] = {
    {STR_INIT(GET_HELLO), STR_INIT("200")},
    {STR_INIT(GET_HELLO GET_HELLO GET_HELLO), STR_INIT("200+200+200")},
    {STR_INIT("GET /hello HTTP/1.0\r\n\r\n"), STR_INIT("200.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" GET_HELLO), STR_INIT("200.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" GET_HELLO), STR_INIT("200+200")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n" GET_HELLO), STR_INIT("200+200")},

    /* As nginx does: lines may end in LF alone, and the space may be missing. */
    {STR_INIT("GET /hello HTTP/1.1\nHost: a\n\n" GET_HELLO), STR_INIT("200+200")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost:a\r\nX:\r\nY: \r\n\r\n" GET_HELLO), STR_INIT("200+200")},

    /* Lengths that two readers could understand differently.  Some the library refuses
     * by itself: it writes the head of that answer twice, then closes. */
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\nab" GET_HELLO), STR_INIT("400~.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\nab" GET_HELLO), STR_INIT("400~.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\nab" GET_HELLO), STR_INIT("400~.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\nab" GET_HELLO), STR_INIT("400~.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n" GET_HELLO), STR_INIT("400~.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"), STR_INIT("413~.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n2\r\nab\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\nab" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nab\r\n0\r\n\r\n" GET_HELLO), STR_INIT("413.")},

    /* Lines that are folded, bytes behind a NUL, carriage returns alone. */
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\nY: c\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\n Y: c\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\t\r\n\r\n0\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n 3\r\n\r\nab" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\0\r\n\r\nab" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello\0x HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\rX: b\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello\r\n\r\n" GET_HELLO), STR_INIT("400.")},

    /* Hosts, names, values, versions. */
    {STR_INIT("GET /hello HTTP/1.1\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX(y): 1\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX: 1\1\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nExpect: a cake\r\n\r\n" GET_HELLO), STR_INIT("417.")},
    {STR_INIT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), STR_INIT("505.")},

    /* Targets and methods. */
    {STR_INIT("GET /hello%00 HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hell%6f HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("200+200")},
    {STR_INIT("GET /hell%6 HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello%2f HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /x/../hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /x/%2e%2E/hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /hello# HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("400.")},
    {STR_INIT("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("404.")},
    {STR_INIT("GET /hello/ HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("404.")},
    {STR_INIT("PUT /hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("405.")},
    {STR_INIT("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("501.")},
    {STR_INIT("get /hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO), STR_INIT("501.")},

    /* Bodies where none is taken, or longer than is taken. */
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" GET_HELLO), STR_INIT("413.")},
    {STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" GET_HELLO), STR_INIT("200+200")},
    {STR_INIT("PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde" GET_HELLO), STR_INIT("413.")},
    {STR_INIT("PUT /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n" GET_HELLO), STR_INIT("413.")},
    {STR_INIT("PUT /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n" GET_HELLO), STR_INIT("200+200")},
    {STR_INIT("PUT /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"), STR_INIT("413.")},
    {STR_INIT("PUT /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"), STR_INIT("100")},
};
/* clang-format on */

TEST(http, refuses_what_can_be_understood_in_two_ways)
{
    struct wire wire;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str heard = wire_ask(&wire, rows[i].request);
        str statuses = wire_statuses(&wire, heard);

        if (!str_equal(statuses, rows[i].statuses))
            CHECK_STR(rows[i].request, STR("(this request)"));
        CHECK_STR(statuses, rows[i].statuses);
    }
    wire_close(&wire);
}

/* What was heard, without the lines that tell the time. */
static str timeless(struct wire *wire, str heard)
{
    struct text out = text_in(&wire->arena);
    str line;

    while (str_split(&heard, '\n', &line)) {
        if (str_starts(line, STR("Date: ")))
            continue;
        text_add(&out, line);
        text_add(&out, STR("\n"));
    }
    return text_str(&out);
}

/* Say `bytes` in pieces of random sizes up to `most`, served in between. */
static str ask_in_pieces(struct wire *wire, str bytes, size_t first, size_t most)
{
    struct text heard = text_in(&wire->arena);
    int client = wire_dial(wire);
    size_t piece = first;

    REQUIRE(client >= 0);
    while (bytes.len > 0) {
        wire_say(wire, client, str_slice(bytes, 0, piece));
        bytes = str_slice(bytes, piece, bytes.len);
        piece = 1 + test_random(most);
        text_add(&heard, wire_hear(wire, client));
        if (str_ends(text_str(&heard), STR("<closed>")))
            break;
    }
    close(client);
    (void)wire_serve(wire);
    return timeless(wire, text_str(&heard));
}

TEST(http, hears_the_same_however_a_request_is_cut)
{
    static const str requests[] = {
        STR_INIT("POST /echo?a=%20b HTTP/1.1\r\nHost: a.example:80\r\nX-Note: one\r\n"
                 "Content-Length: 12\r\n\r\nhello\r\n\r\nyou" GET_HELLO),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "5;x=y\r\nhello\r\n6\r\nworlds\r\n0\r\nTrailer: 1\r\n\r\n" GET_HELLO),
        STR_INIT("PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabcdef"),
        STR_INIT("GET /items/%41%2b/parts?q=a+b&q=c HTTP/1.1\r\nHost: a\r\n"
                 "x-nOTE: \xc3\xa9\r\n\r\n" GET_HELLO),
        STR_INIT("GET /x/..%2f HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /hello HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"),
        STR_INIT("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n" GET_HELLO),
    };
    struct wire wire;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    for (size_t i = 0; i < COUNT_OF(requests); i++) {
        str bytes = requests[i];
        str whole = timeless(&wire, wire_ask(&wire, bytes));

        for (size_t at = 1; at < bytes.len; at++)
            CHECK_STR(ask_in_pieces(&wire, bytes, at, bytes.len * 2), whole);
        CHECK_STR(ask_in_pieces(&wire, bytes, 1, 1), whole);
        CHECK_STR(ask_in_pieces(&wire, bytes, 1, 7), whole);
    }
    wire_close(&wire);
}

TEST(http, survives_random_bytes_in_requests)
{
    struct wire wire;

    CHECK_OR_STOP(wire_open(&wire, NULL));
    for (int round = 0; round < 400; round++) {
        str original = rows[test_random(COUNT_OF(rows))].request;
        char *bytes = ARENA_ARRAY(&wire.arena, char, original.len);

        memcpy(bytes, original.ptr, original.len);
        for (size_t i = 1 + test_random(4); i-- > 0;)
            bytes[test_random(original.len)] = (char)test_random(256);
        (void)wire_ask(&wire, (str){bytes, original.len});
    }
    CHECK(wire_has(wire_ask(&wire, STR(GET_HELLO)), STR("\r\n\r\nhello")));
    CHECK_U64(wire.server->body_bytes, 0);
    wire_close(&wire);
}
