/*
 * --proxy-user-header, --proxy-secret-file, --proxy-peer: a proxy that signs people in.
 *
 * The secret is read from a file: words on a command line are for everybody to see.
 */
#include "cli/serve.h"

enum { SECRET_MAX = 4096 };

/* The header in which the proxy sends its secret. */
static const str secret_header = STR_INIT("X-Vestibule-Proxy");

static bool read_peers(struct session *session, struct proxy *proxy)
{
    str rest = session->given[OPTION_PROXY_PEER];
    str *peers = NULL;
    size_t capacity = 0;
    str peer;

    while (str_split(&rest, '\n', &peer)) {
        peers = arena_grow(
            session->arena, peers, proxy->peer_count, &capacity, sizeof(*peers));
        peers[proxy->peer_count++] = peer;
    }
    proxy->peers = peers;
    return proxy->peer_count > 0;
}

bool serve_proxy(struct session *session, struct proxy *proxy, struct err *err)
{
    bool named = option_given(session, OPTION_PROXY_USER_HEADER);
    str secret;

    *proxy = (struct proxy){.login_header = session->given[OPTION_PROXY_USER_HEADER],
        .secret_header = secret_header};
    if (named != option_given(session, OPTION_PROXY_SECRET_FILE) ||
        named != read_peers(session, proxy))
        return err_set(err, ERR_USAGE,
            STR("--proxy-user-header, --proxy-secret-file and --proxy-peer are given "
                "together, or none of them"));
    if (!named)
        return true;
    if (!os_read_file(session->arena, session->given[OPTION_PROXY_SECRET_FILE],
            SECRET_MAX, &secret, err))
        return err_while(err, STR("reading the proxy's secret"));
    proxy->secret = str_trim(secret);
    return proxy_check(proxy, err);
}
