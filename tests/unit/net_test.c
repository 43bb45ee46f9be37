/* Addresses: which are public, and how they are written. */
#include "net/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "test.h"

union any {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static union any address_of(const char *text)
{
    union any address = {.v6 = {.sin6_family = AF_INET6}};

    if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1)
        return address;
    address.v4.sin_family = AF_INET;
    REQUIRE(inet_pton(AF_INET, text, &address.v4.sin_addr) == 1);
    return address;
}

TEST(net, tells_public_addresses_from_others)
{
    static const char *const not_public[] = {"0.0.0.0", "10.0.0.1", "10.255.255.255",
        "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.9", "192.0.2.1",
        "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1",
        "100::1", "2001:db8::1", "2001::1", "2001:1ff::1",
        "2002:7f00:1::", "2002:a01:203::1", "3fff::1", "3fff:fff::1"};
    static const char *const is_public[] = {"1.1.1.1", "9.255.255.255", "11.0.0.0",
        "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.0.1",
        "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "198.17.0.1",
        "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2001:200::1", "2001:db9::1", "2002:808:808::1", "2606:4700::1111",
        "3fff:1000::1"};
    struct sockaddr local = {.sa_family = AF_UNIX};

    for (size_t i = 0; i < COUNT_OF(not_public); i++) {
        union any address = address_of(not_public[i]);

        if (!net_is_private(&address.any))
            CHECK_STR(str_from(not_public[i]), STR("(private)"));
    }
    for (size_t i = 0; i < COUNT_OF(is_public); i++) {
        union any address = address_of(is_public[i]);

        if (net_is_private(&address.any))
            CHECK_STR(str_from(is_public[i]), STR("(public)"));
    }
    CHECK(net_is_private(&local));
}

TEST(net, writes_addresses_without_disguise)
{
    static const char *const pairs[][2] = {{"192.0.2.1", "192.0.2.1"},
        {"::ffff:192.0.2.1", "192.0.2.1"}, {"::1", "::1"},
        {"2001:0db8:0:0::01", "2001:db8::1"}};
    char buffer[NET_ADDRESS_MAX];
    struct sockaddr local = {.sa_family = AF_UNIX};

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        union any address = address_of(pairs[i][0]);

        CHECK_STR(net_address(&address.any, buffer), str_from(pairs[i][1]));
    }
    CHECK_STR(net_address(&local, buffer), STR("unknown"));
}

TEST(net, listens_where_it_is_told)
{
    struct err err = {0};
    uint16_t port = 0;
    uint16_t again = 0;
    int socket = -1;
    int other = -1;

    CHECK_OR_STOP(net_listen(STR("0.0.0.0"), 0, &socket, &port, &err));
    CHECK(port > 0);
    CHECK(!net_listen(STR("127.0.0.1"), port, &other, &again, &err));
    CHECK(err.kind == ERR_CONFLICT);
    net_close(socket);
    CHECK_OR_STOP(net_listen(STR("127.0.0.1"), port, &socket, &again, &err));
    CHECK_U64(again, port);
    net_close(socket);
    CHECK(!net_listen(STR("127.0.0.1\0x"), 0, &socket, &port, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!net_listen(STR(""), 0, &socket, &port, &err));
    CHECK(err.kind == ERR_USAGE);
}

TEST(net, wakes_at_a_bell_that_has_rung_before)
{
    struct net_bell bell;
    struct err err = {0};
    uint16_t port;
    int socket;

    CHECK_OR_STOP(net_bell_open(&bell, &err));
    CHECK_OR_STOP(net_listen(STR("127.0.0.1"), 0, &socket, &port, &err));
    CHECK(!net_bell_rung(&bell));
    net_bell_ring(&bell);
    net_bell_ring(&bell);
    CHECK(!net_wait(socket, &bell, -1));
    CHECK(net_bell_rung(&bell));
    net_bell_close(&bell);
    net_close(socket);
}

TEST(net, knows_which_addresses_begin_alike)
{
    static const struct {
        str network;
        const char *address;
        bool has;
    } rows[] = {
        {STR_INIT("10.0.0.0/8"), "10.255.0.1", true},
        {STR_INIT("10.0.0.0/8"), "::ffff:10.0.0.1", true},
        {STR_INIT("10.0.0.0/8"), "11.0.0.1", false},
        {STR_INIT("10.0.0.0/8"), "a00::1", false},
        {STR_INIT("192.168.4.0/22"), "192.168.7.255", true},
        {STR_INIT("192.168.4.0/22"), "192.168.8.0", false},
        {STR_INIT("127.0.0.1"), "127.0.0.1", true},
        {STR_INIT("127.0.0.1"), "127.0.0.2", false},
        {STR_INIT("0.0.0.0/0"), "203.0.113.9", true},
        {STR_INIT("0.0.0.0/0"), "::1", false},
        {STR_INIT("fd00::/8"), "fdff::1", true},
        {STR_INIT("fd00::/8"), "fc00::1", false},
        {STR_INIT("::1"), "::1", true},
        {STR_INIT("::1/128"), "::2", false},
    };
    static const str wrong[] = {STR_INIT(""), STR_INIT("10.0.0.0/33"),
        STR_INIT("10.0.0.1/8"), STR_INIT("fd00::1/8"), STR_INIT("10.0.0.0/"),
        STR_INIT("10.0.0.0/08"), STR_INIT("10/8"), STR_INIT("::/129"),
        STR_INIT("example.org"), STR_INIT("10.0.0.0/8 ")};
    struct sockaddr local = {.sa_family = AF_UNIX};
    struct net_network network;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        union any address = address_of(rows[i].address);

        CHECK_OR_STOP(net_network_read(rows[i].network, &network));
        if (net_network_has(&network, &address.any) != rows[i].has)
            CHECK_STR(str_from(rows[i].address), rows[i].network);
        CHECK(!net_network_has(&network, &local));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (net_network_read(wrong[i], &network))
            CHECK_STR(wrong[i], STR("(refused)"));
}
