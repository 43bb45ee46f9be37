/*
 * net: addresses, listening sockets, and waiting for one with a bell beside it.
 *
 * What http and fetch need of the machine besides their libraries.  A socket is a
 * file descriptor; failures say which address and what to do.
 *
 * May include base.
 */
#ifndef VESTIBULE_NET_H
#define VESTIBULE_NET_H

#include "base/base.h"

struct sockaddr;

/* Room for any address as text, its NUL included. */
enum { NET_ADDRESS_MAX = 64 };

/*
 * Listen on the numeric `address` ("127.0.0.1", "::1"; "0.0.0.0" and "::" are all of
 * this machine) and `port`; 0 takes a free one, `*taken` says which.  The socket
 * does not block.  ERR_USAGE, ERR_DENIED, ERR_CONFLICT (the port is taken), ERR_IO.
 */
bool net_listen(
    str address, uint16_t port, int *socket, uint16_t *taken, struct err *err) MUST_USE;

/* A socket to connect with, by the system's numbers; negative when there is none. */
int net_socket(int family, int type, int protocol);

void net_close(int socket);

/* End both directions of a connection; whoever owns the socket still closes it. */
void net_cut(int socket);

/* End what comes in; what is sent still goes out. */
void net_deafen(int socket);

/* Write the address alone, without port or zone; an IPv4 address inside an IPv6 one is
 * written as what it is. */
str net_address(const struct sockaddr *address, char buffer[NET_ADDRESS_MAX]);

/* Read an address alone and write it as net_address does.  False: it is none. */
bool net_address_read(str text, char buffer[NET_ADDRESS_MAX], str *out);

/*
 * Whether an address is anything but a public one: loopback, private, link-local,
 * shared, multicast, reserved, an IPv6 form that carries one of these, or no internet
 * address at all.
 */
bool net_is_private(const struct sockaddr *address);

/* The addresses that begin alike: "10.0.0.0/8", "fd00::/8". */
struct net_network {
    uint8_t bytes[16];
    unsigned bits;
    bool is_v4;
};

/* Read a network; an address alone is one of itself.  False: it is none, or has bits
 * behind those that count. */
bool net_network_read(str text, struct net_network *out);

/* An IPv4 address inside an IPv6 one counts as what it is. */
bool net_network_has(const struct net_network *network, const struct sockaddr *address);

/* ---- waiting ---- */

/* A bell wakes the thread that waits by it.  It stays rung until it is silenced. */
struct net_bell {
    int file;
};

bool net_bell_open(struct net_bell *bell, struct err *err) MUST_USE;
void net_bell_close(struct net_bell *bell);

/* May be called by any thread, and by a signal handler. */
void net_bell_ring(const struct net_bell *bell);
bool net_bell_rung(const struct net_bell *bell);
void net_bell_silence(const struct net_bell *bell);

/* Wait until `socket` has something, the bell (or NULL) rings or `timeout_ms` is over
 * (negative: never).  Returns whether the socket has something. */
bool net_wait(int socket, const struct net_bell *bell, int timeout_ms);

#endif
