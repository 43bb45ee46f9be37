/*
 * Listening, and the failures people meet when they start a server.
 */
/* accept without blocking and dual stack are asked for at the socket, not in POSIX. */
#define _DEFAULT_SOURCE

#include "net/net.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 512 };

struct errno_row {
    int number;
    enum err_kind kind;
    str text;
};

/* clang-format off */
static const struct errno_row rows[] = {
    {EADDRINUSE, ERR_CONFLICT,
        STR_INIT("something else listens there already; stop it, or choose another port")},
    {EADDRNOTAVAIL, ERR_USAGE,
        STR_INIT("this machine does not have this address; choose 127.0.0.1, ::1, or one of its own")},
    {EACCES, ERR_DENIED,
        STR_INIT("permission denied; ports below 1024 need a privilege, so choose 8080 for example")},
    {EAFNOSUPPORT, ERR_USAGE, STR_INIT("this machine does not speak this kind of address")},
};
/* clang-format on */

static bool fail(struct err *err, str address, uint16_t port)
{
    char words[128] = "the machine reports an unknown failure";
    bool colons = str_find_byte(address, ':', 0) < address.len;
    char buffer[NET_ADDRESS_MAX + 16];
    struct text where = text_fixed(buffer, sizeof(buffer));
    size_t i = 0;

    while (i < COUNT_OF(rows) && rows[i].number != errno)
        i++;
    if (i < COUNT_OF(rows)) {
        err_set(err, rows[i].kind, rows[i].text);
    } else {
        (void)strerror_r(errno, words, sizeof(words));
        err_set(err, ERR_IO, str_from(words));
    }
    text_add(&where, colons ? STR("[") : STR(""));
    text_add(&where, address);
    text_add(&where, colons ? STR("]:") : STR(":"));
    text_add_u64(&where, port);
    err_while(err, text_str(&where));
    return err_while(err, STR("listening on"));
}

/* Understand a numeric address. */
static struct addrinfo *resolve(str address, uint16_t port, struct err *err)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
        .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char name[NET_ADDRESS_MAX];
    char digits[8];
    struct text host = text_fixed(name, sizeof(name));
    struct text service = text_fixed(digits, sizeof(digits));

    text_add(&host, address);
    text_add_byte(&host, '\0');
    text_add_u64(&service, port);
    text_add_byte(&service, '\0');
    if (!host.overflow && address.len > 0 && memchr(name, '\0', address.len) == NULL &&
        getaddrinfo(name, digits, &hints, &found) == 0)
        return found;
    err_set(err, ERR_USAGE,
        STR("not an address; write numbers, like 127.0.0.1, ::1 or 0.0.0.0"));
    (void)err_while(err, str_slice(address, 0, NET_ADDRESS_MAX));
    return NULL;
}

static bool set(int file, int level, int name, int value)
{
    return setsockopt(file, level, name, &value, sizeof(value)) == 0;
}

static uint16_t port_of(int file)
{
    struct sockaddr_storage got = {0};
    socklen_t len = sizeof(got);
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (getsockname(file, (struct sockaddr *)&got, &len) != 0)
        return 0;
    memcpy(&v4, &got, sizeof(v4));
    memcpy(&v6, &got, sizeof(v6));
    return ntohs(got.ss_family == AF_INET ? v4.sin_port : v6.sin6_port);
}

bool net_listen(str address, uint16_t port, int *out, uint16_t *taken, struct err *err)
{
    struct addrinfo *found = resolve(address, port, err);
    int file;
    bool done;

    if (found == NULL)
        return false;
    file = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    done = file >= 0 && set(file, SOL_SOCKET, SO_REUSEADDR, 1) &&
        (found->ai_family != AF_INET6 || set(file, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
        bind(file, found->ai_addr, found->ai_addrlen) == 0 &&
        listen(file, BACKLOG) == 0;
    if (!done) {
        (void)fail(err, address, port);
        net_close(file);
    }
    freeaddrinfo(found);
    if (!done)
        return false;
    *out = file;
    *taken = port_of(file);
    return true;
}

int net_socket(int family, int type, int protocol)
{
    return socket(family, type | SOCK_CLOEXEC, protocol);
}

void net_close(int socket)
{
    if (socket >= 0)
        (void)close(socket);
}

void net_cut(int socket)
{
    (void)shutdown(socket, SHUT_RDWR);
}

void net_deafen(int socket)
{
    (void)shutdown(socket, SHUT_RD);
}
