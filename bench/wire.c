/* Connections, heard through one epoll. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256 };

static int many = -1;

static void stop(const char *doing)
{
    perror(doing);
    exit(1);
}

static void open_wire(struct wire *wire)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
        .sin_port = htons(wire->port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = wire};
    int one = 1;

    if (many < 0 && (many = epoll_create1(0)) < 0)
        stop("epoll");
    wire->file = socket(AF_INET, SOCK_STREAM, 0);
    if (wire->file < 0 || connect(wire->file, (void *)&to, sizeof(to)) != 0)
        stop("connecting");
    (void)setsockopt(wire->file, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (epoll_ctl(many, EPOLL_CTL_ADD, wire->file, &event) != 0)
        stop("epoll");
    if (wire->got == NULL && (wire->got = malloc(WIRE_BYTES_MAX)) == NULL)
        stop("memory");
    wire->len = 0;
    wire->body = SIZE_MAX;
}

void wire_close(struct wire *wire)
{
    if (wire->file > 0)
        (void)close(wire->file);
    wire->file = 0;
}

static void send_all(struct wire *wire)
{
    size_t sent = 0;

    if (wire->file <= 0)
        open_wire(wire);
    while (sent < wire->asked_len) {
        ssize_t n =
            send(wire->file, wire->asked + sent, wire->asked_len - sent, MSG_NOSIGNAL);

        if (n > 0)
            sent += (size_t)n;
        else if (n < 0 && errno != EINTR)
            return; /* closed: it is heard, and asked again */
    }
}

void wire_ask(struct wire *wire, const char *request, size_t len)
{
    if (len > sizeof(wire->asked) || wire->waits)
        stop("a request that is too long, or too early");
    memcpy(wire->asked, request, len);
    wire->asked_len = len;
    wire->waits = true;
    send_all(wire);
}

void wire_watch(struct wire *wire, const char *request, size_t len)
{
    wire_ask(wire, request, len);
}

/* ---- hearing ---- */

static const char *header(const struct wire *wire, const char *name)
{
    size_t len = strlen(name);

    for (const char *line = wire->got; (line = strchr(line, '\n')) != NULL;) {
        line++;
        if (strncasecmp(line, name, len) == 0 && line[len] == ':')
            return line + len + 1 + strspn(line + len + 1, " ");
    }
    return NULL;
}

/* Read the head, if all of it is here. */
static bool read_head(struct wire *wire)
{
    char *end;
    const char *length;
    const char *location;
    size_t head;

    wire->got[wire->len < WIRE_BYTES_MAX ? wire->len : WIRE_BYTES_MAX - 1] = '\0';
    end = strstr(wire->got, "\r\n\r\n");
    if (end == NULL)
        return false;
    *end = '\0';
    head = (size_t)(end - wire->got) + 4;
    wire->answer = (struct wire_answer){.status = atoi(wire->got + 9), .bytes = head};
    location = header(wire, "location");
    if (location != NULL)
        (void)snprintf(wire->answer.location, sizeof(wire->answer.location), "%.*s",
            (int)strcspn(location, "\r\n"), location);
    length = header(wire, "content-length");
    wire->body = length != NULL ? strtoull(length, NULL, 10) : 0;
    wire->answer.bytes += wire->body;
    wire->len -= head;
    memmove(wire->got, wire->got + head, wire->len);
    return true;
}

static void end_answer(struct wire *wire)
{
    wire->body = SIZE_MAX;
    wire->waits = false;
    wire->heard(wire->context, &wire->answer);
}

static void hear(struct wire *wire)
{
    ssize_t n =
        recv(wire->file, wire->got + wire->len, WIRE_BYTES_MAX - 1 - wire->len, 0);

    if (n <= 0) {
        wire_close(wire);
        if (wire->waits && wire->said == NULL)
            send_all(wire);
        else if (wire->said != NULL)
            wire->said(wire->context, NULL, 0);
        return;
    }
    wire->len += (size_t)n;
    if (wire->body == SIZE_MAX && !read_head(wire))
        return;
    if (wire->said != NULL && wire->answer.status == 200) {
        wire->said(wire->context, wire->got, wire->len);
        wire->len = 0;
        return;
    }
    n = (ssize_t)(wire->len < wire->body ? wire->len : wire->body);
    wire->body -= (size_t)n;
    wire->len -= (size_t)n;
    memmove(wire->got, wire->got + n, wire->len);
    if (wire->body == 0)
        end_answer(wire);
}

void wire_turn(double seconds)
{
    static struct epoll_event events[EVENTS];
    int count;

    if (many < 0)
        return;
    count = epoll_wait(many, events, EVENTS, seconds > 0 ? (int)(seconds * 1000) : 0);
    for (int i = 0; i < count; i++)
        hear(events[i].data.ptr);
}
