/*
 * Headers of a trusted proxy.
 */
#include "people/proxy.h"

#include "crypto/crypto.h"

static char lower(char c)
{
    return char_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

/* Names of headers are alike in small and capital letters. */
static bool same_name(str a, str b)
{
    bool same = a.len == b.len && a.len > 0;

    for (size_t i = 0; same && i < a.len; i++)
        same = lower(a.ptr[i]) == lower(b.ptr[i]);
    return same;
}

bool proxy_check(const struct proxy *proxy, struct err *err)
{
    if (proxy->login_header.len == 0)
        return true;
    if (proxy->secret_header.len == 0 ||
        same_name(proxy->secret_header, proxy->login_header))
        return err_set(err, ERR_INVALID,
            STR("name a header of its own in which the proxy sends its secret"));
    if (proxy->secret.len < PROXY_SECRET_MIN)
        return err_set(err, ERR_INVALID,
            STR("the proxy's secret is too short; take 32 characters or more, drawn at "
                "random"));
    if (proxy->peer_count == 0)
        return err_set(
            err, ERR_INVALID, STR("list the addresses from which the proxy asks"));
    return true;
}

bool proxy_owns(const struct proxy *proxy, str name)
{
    return same_name(name, proxy->login_header) ||
        same_name(name, proxy->secret_header);
}

static bool is_listed(const struct proxy *proxy, str peer)
{
    for (size_t i = 0; i < proxy->peer_count; i++)
        if (str_equal(proxy->peers[i], peer))
            return true;
    return false;
}

/* The value of a header that stands there exactly once. */
static bool find_once(
    const struct proxy_header *headers, size_t count, str name, str *value)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (!same_name(headers[i].name, name))
            continue;
        *value = headers[i].value;
        found++;
    }
    return found == 1;
}

bool proxy_login(const struct proxy *proxy, str peer,
    const struct proxy_header *headers, size_t count, str *login)
{
    struct err err = {0};
    str secret;
    str value;

    if (proxy->login_header.len == 0 || !proxy_check(proxy, &err) ||
        !is_listed(proxy, peer) ||
        !find_once(headers, count, proxy->secret_header, &secret) ||
        secret.len != proxy->secret.len ||
        !crypto_equal(secret.ptr, proxy->secret.ptr, secret.len) ||
        !find_once(headers, count, proxy->login_header, &value) || value.len == 0)
        return false;
    *login = value;
    return true;
}
