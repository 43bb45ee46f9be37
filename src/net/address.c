/*
 * Addresses: what they look like, and which of them are nobody's business outside.
 *
 * The blocks are those of the IANA registries of special-purpose addresses; whatever
 * is not globally reachable counts as private.
 */
#include "net/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* The first `bits` bits of `bytes` mark a block. */
struct block {
    uint8_t bytes[4];
    unsigned bits;
};

/* clang-format off */
static const struct block blocks[] = {
    {{0},             8},  /* this network */
    {{10},            8},  /* private */
    {{100, 64},      10},  /* shared by carriers */
    {{127},           8},  /* loopback */
    {{169, 254},     16},  /* link-local, and the metadata services of clouds */
    {{172, 16},      12},  /* private */
    {{192, 0, 0},    24},  /* protocol assignments */
    {{192, 0, 2},    24},  /* documentation */
    {{192, 88, 99},  24},  /* 6to4 relays, withdrawn */
    {{192, 168},     16},  /* private */
    {{198, 18},      15},  /* benchmarks */
    {{198, 51, 100}, 24},  /* documentation */
    {{203, 0, 113},  24},  /* documentation */
    {{224},           4},  /* multicast */
    {{240},           4},  /* reserved, broadcast */
};
/* clang-format on */

static bool in_block(const uint8_t *bytes, const struct block *block)
{
    for (unsigned bit = 0; bit < block->bits; bit++)
        if (((bytes[bit / 8] ^ block->bytes[bit / 8]) & (0x80 >> bit % 8)) != 0)
            return false;
    return true;
}

static bool private_v4(const uint8_t bytes[4])
{
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        if (in_block(bytes, &blocks[i]))
            return true;
    return false;
}

static bool mapped(const uint8_t bytes[16])
{
    static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

    return memcmp(bytes, prefix, sizeof(prefix)) == 0;
}

/*
 * Only 2000::/3 is given out for the world to reach.  Inside it, 2001::/23 is for
 * protocols, 2001:db8::/32 and 3fff::/20 for documentation, and 2002::/16 (6to4)
 * carries an IPv4 address, as 64:ff9b::/96 does outside of it.
 */
static bool private_v6(const uint8_t b[16])
{
    static const uint8_t translated[12] = {0, 0x64, 0xff, 0x9b};

    if (mapped(b) || memcmp(b, translated, sizeof(translated)) == 0)
        return private_v4(b + 12);
    if ((b[0] & 0xe0) != 0x20)
        return true;
    if (b[0] == 0x20 && b[1] == 0x02)
        return private_v4(b + 2);
    if (b[0] == 0x3f && b[1] == 0xff && (b[2] & 0xf0) == 0)
        return true;
    return b[0] == 0x20 && b[1] == 0x01 &&
        ((b[2] & 0xfe) == 0 || (b[2] == 0x0d && b[3] == 0xb8));
}

/* The bytes of an address in network order; NULL: not one of the internet. */
static const uint8_t *bytes_of(
    const struct sockaddr *address, uint8_t out[16], bool *is_v4)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    *is_v4 = address->sa_family == AF_INET;
    if (*is_v4) {
        memcpy(&v4, address, sizeof(v4));
        memcpy(out, &v4.sin_addr, 4);
        return out;
    }
    if (address->sa_family != AF_INET6)
        return NULL;
    memcpy(&v6, address, sizeof(v6));
    memcpy(out, &v6.sin6_addr, 16);
    return out;
}

bool net_is_private(const struct sockaddr *address)
{
    uint8_t room[16];
    bool is_v4;
    const uint8_t *bytes = bytes_of(address, room, &is_v4);

    if (bytes == NULL)
        return true;
    return is_v4 ? private_v4(bytes) : private_v6(bytes);
}

bool net_address_read(str text, char buffer[NET_ADDRESS_MAX], str *out)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    char copy[NET_ADDRESS_MAX];

    if (text.len >= sizeof(copy) || str_find_byte(text, '\0', 0) < text.len)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET, copy, &v4.sin_addr) == 1)
        *out = net_address((const struct sockaddr *)&v4, buffer);
    else if (inet_pton(AF_INET6, copy, &v6.sin6_addr) == 1)
        *out = net_address((const struct sockaddr *)&v6, buffer);
    else
        return false;
    return true;
}

str net_address(const struct sockaddr *address, char buffer[NET_ADDRESS_MAX])
{
    uint8_t room[16];
    bool is_v4;
    const uint8_t *bytes = bytes_of(address, room, &is_v4);

    if (bytes == NULL)
        return STR("unknown");
    if (!is_v4 && mapped(bytes)) {
        is_v4 = true;
        bytes += 12;
    }
    REQUIRE(
        inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes, buffer, NET_ADDRESS_MAX) != NULL);
    return str_from(buffer);
}
