/*
 * Networks: which addresses begin alike.
 */
#include "net/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static bool bit_at(const uint8_t *bytes, unsigned bit)
{
    return (bytes[bit / 8] & (0x80 >> bit % 8)) != 0;
}

static bool read_address(str text, struct net_network *out)
{
    char copy[NET_ADDRESS_MAX];

    if (text.len >= sizeof(copy) || str_find_byte(text, '\0', 0) < text.len)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    out->is_v4 = inet_pton(AF_INET, copy, out->bytes) == 1;
    return out->is_v4 || inet_pton(AF_INET6, copy, out->bytes) == 1;
}

bool net_network_read(str text, struct net_network *out)
{
    size_t slash = str_find_byte(text, '/', 0);
    struct net_network network = {0};
    unsigned most;
    uint64_t bits;

    if (!read_address(str_slice(text, 0, slash), &network))
        return false;
    most = network.is_v4 ? 32 : 128;
    bits = most;
    if (slash < text.len && !str_to_u64(str_slice(text, slash + 1, text.len), &bits))
        return false;
    if (bits > most)
        return false;
    network.bits = (unsigned)bits;
    for (unsigned bit = network.bits; bit < most; bit++)
        if (bit_at(network.bytes, bit))
            return false;
    *out = network;
    return true;
}

bool net_network_has(const struct net_network *network, const struct sockaddr *address)
{
    char buffer[NET_ADDRESS_MAX];
    struct net_network other = {0};

    if ((address->sa_family != AF_INET && address->sa_family != AF_INET6) ||
        !read_address(net_address(address, buffer), &other) ||
        other.is_v4 != network->is_v4)
        return false;
    for (unsigned bit = 0; bit < network->bits; bit++)
        if (bit_at(network->bytes, bit) != bit_at(other.bytes, bit))
            return false;
    return true;
}
