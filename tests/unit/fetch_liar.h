/*
 * A server that says what it is told, and breaks every promise a server makes.  A thread
 * of its own takes one client after another; those it leaves hanging hang until the end.
 */
#ifndef VESTIBULE_TEST_FETCH_LIAR_H
#define VESTIBULE_TEST_FETCH_LIAR_H

#include "net/net.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum after { CLOSE, HANG };

/* What it says to a request for "/0", "/1", …, and then. */
struct script {
    str says;
    enum after after;
};

enum {
    SAYS_FINE,
    SAYS_NOTHING,
    SAYS_NEVER,
    SAYS_HALF_HEAD,
    SAYS_TOO_LITTLE,
    SAYS_LITTLE_FOREVER,
    SAYS_TOO_MUCH,
    SAYS_HUGE,
    SAYS_HUGE_CHUNKS,
    SAYS_BAD_CHUNKS,
    SAYS_NO_HTTP,
    SAYS_MANY_HEADERS,
    SAYS_500,
    SAYS_CIRCLE,
    SAYS_FILE,
    SAYS_EARLY_HINTS,
    SAYS_TRAILER,
    SCRIPT_COUNT
};

/* clang-format off */
static const struct script scripts[SCRIPT_COUNT] = {
    [SAYS_FINE] = {STR_INIT("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Note:  a b \r\n\r\nfine"), CLOSE},
    [SAYS_NOTHING] = {STR_INIT(""), CLOSE},
    [SAYS_NEVER] = {STR_INIT(""), HANG},
    [SAYS_HALF_HEAD] = {STR_INIT("HTTP/1.1 200 OK\r\nContent-Le"), CLOSE},
    [SAYS_TOO_LITTLE] = {STR_INIT("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfine"), CLOSE},
    [SAYS_LITTLE_FOREVER] = {STR_INIT("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfine"), HANG},
    [SAYS_TOO_MUCH] = {STR_INIT("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine and more"), CLOSE},
    [SAYS_HUGE] = {STR_INIT("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"), HANG},
    [SAYS_HUGE_CHUNKS] = {STR_INIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n"), HANG},
    [SAYS_BAD_CHUNKS] = {STR_INIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), CLOSE},
    [SAYS_NO_HTTP] = {STR_INIT("220 mail.example ESMTP\r\n"), CLOSE},
    [SAYS_MANY_HEADERS] = {STR_INIT("HTTP/1.1 200 OK\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n"
        "A: b\r\nContent-Length: 0\r\n\r\n"), CLOSE},
    [SAYS_500] = {STR_INIT("HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno"), CLOSE},
    [SAYS_CIRCLE] = {STR_INIT("HTTP/1.1 302 Found\r\nLocation: /13?a\r\nContent-Length: 0\r\n\r\n"), CLOSE},
    [SAYS_FILE] = {STR_INIT("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"), CLOSE},
    [SAYS_EARLY_HINTS] = {STR_INIT("HTTP/1.1 103 Early Hints\r\nX-Note: early\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), CLOSE},
    [SAYS_TRAILER] = {STR_INIT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2\r\nok\r\n0\r\nX-Note: late\r\n\r\n"), CLOSE},
};
/* clang-format on */

_Static_assert(SAYS_CIRCLE == 13, "its Location is its own address");

struct liar {
    pthread_t thread;
    int socket;
    uint16_t port;
};

/* Hear a request's head, and find which script it asks for. */
static inline const struct script *liar_hear(int client)
{
    char bytes[4096];
    size_t len = 0;
    int64_t number = 0;
    ssize_t got;

    while (str_find((str){bytes, len}, STR("\r\n\r\n"), 0) == len) {
        got = recv(client, bytes + len, sizeof(bytes) - len, 0);
        if (got <= 0)
            return NULL;
        len += (size_t)got;
    }
    len = str_find_byte((str){bytes, len}, '?', 5);
    if (!str_to_i64((str){bytes + 5, len - 5}, &number) || number >= SCRIPT_COUNT)
        return NULL;
    return &scripts[number];
}

/* Serve until the listening socket is shut; what hangs, hangs until then. */
static inline void *liar_run(void *cls)
{
    const struct liar *liar = cls;
    int hung[64];
    size_t count = 0;

    for (;;) {
        struct pollfd wait = {.fd = liar->socket, .events = POLLIN};
        const struct script *script;
        int client;

        (void)poll(&wait, 1, -1);
        client = accept(liar->socket, NULL, NULL);
        if (client < 0)
            break;
        script = liar_hear(client);
        if (script != NULL)
            (void)send(client, script->says.ptr, script->says.len, MSG_NOSIGNAL);
        if (script != NULL && script->after == HANG && count < COUNT_OF(hung))
            hung[count++] = client;
        else
            close(client);
    }
    while (count > 0)
        close(hung[--count]);
    return NULL;
}

static inline void liar_open(struct liar *liar)
{
    struct err err = {0};

    REQUIRE(net_listen(STR("127.0.0.1"), 0, &liar->socket, &liar->port, &err));
    REQUIRE(pthread_create(&liar->thread, NULL, liar_run, liar) == 0);
}

static inline void liar_close(struct liar *liar)
{
    net_cut(liar->socket);
    REQUIRE(pthread_join(liar->thread, NULL) == 0);
    net_close(liar->socket);
}

#endif
