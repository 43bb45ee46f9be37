/*
 * Whose request it is that a proxy passes on: X-Forwarded-For, read from its end.
 *
 * Each proxy adds the address that it was asked from behind what came with the request.
 * So the last words are those of the nearest one, and are believed only if it is listed;
 * the first word that is no listed proxy's is the client, and everything before it is
 * what the client says.
 */
#include "http/inside.h"

static bool same(str a, str b)
{
    char first[NET_ADDRESS_MAX];
    char second[NET_ADDRESS_MAX];
    str plain;
    str other;

    return net_address_read(a, first, &plain) && net_address_read(b, second, &other) &&
        str_equal(plain, other);
}

static bool is_listed(const struct http_settings *settings, str address)
{
    for (size_t i = 0; i < settings->forwarder_count; i++)
        if (same(settings->forwarders[i], address))
            return true;
    return false;
}

/* Take the last word of a list; false when it is empty. */
static bool take_last(str *list, str *word)
{
    size_t start = list->len;

    if (list->len == 0)
        return false;
    while (start > 0 && list->ptr[start - 1] != ',')
        start--;
    *word = str_trim(str_slice(*list, start, list->len));
    *list = str_slice(*list, 0, start > 0 ? start - 1 : 0);
    return true;
}

str http_client(const struct http_settings *settings, struct arena *arena,
    const struct http_pairs *headers, str hop)
{
    str client = hop;

    for (size_t i = headers->count; i > 0 && settings->forwarder_count > 0; i--) {
        str list = headers->items[i - 1].value;
        char buffer[NET_ADDRESS_MAX];
        str word;
        str plain;

        if (!http_name_equal(headers->items[i - 1].name, STR("x-forwarded-for")))
            continue;
        while (is_listed(settings, client) && take_last(&list, &word)) {
            if (!net_address_read(word, buffer, &plain))
                return client;
            client = arena_str(arena, plain);
        }
    }
    return client;
}

bool http_is_address(str text)
{
    char buffer[NET_ADDRESS_MAX];
    str plain;

    return net_address_read(text, buffer, &plain);
}
