/*
 * proxy: the name of who asks, as a proxy that signs people in says it in a header.
 *
 * Anybody can send a header.  It counts only from an address that is listed, together
 * with a secret that only the proxy knows; otherwise it is as if it were not there.
 */
#ifndef VESTIBULE_PEOPLE_PROXY_H
#define VESTIBULE_PEOPLE_PROXY_H

#include "base/base.h"

enum { PROXY_SECRET_MIN = 32 };

struct proxy {
    str login_header;  /* "X-Auth-Request-User"; empty: no proxy is trusted */
    str secret_header; /* "X-Vestibule-Proxy" */
    str secret;        /* at least PROXY_SECRET_MIN bytes */
    const str *peers;  /* numeric addresses, as the server has them */
    size_t peer_count;
};

struct proxy_header {
    str name;
    str value;
};

/* Whether it can be relied on.  ERR_INVALID says what is missing. */
bool proxy_check(const struct proxy *proxy, struct err *err) MUST_USE;

/* The login that a proxy vouches for; false when none does: not from a listed peer,
 * no or another secret, or a header that stands there twice. */
bool proxy_login(const struct proxy *proxy, str peer,
    const struct proxy_header *headers, size_t count, str *login) MUST_USE;

/* Whether a header is the proxy's own business: nothing else may read it. */
bool proxy_owns(const struct proxy *proxy, str name);

#endif
