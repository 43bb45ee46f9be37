/*
 * fetch: ask others by HTTP, one or many at once, within one deadline.
 *
 * Whoever answers is not trusted: time, length and headers are bounded, certificates
 * are verified, no redirect is followed and no address but http and https is taken.
 * The only user of libcurl.
 *
 * May include base and net.
 */
#ifndef VESTIBULE_FETCH_H
#define VESTIBULE_FETCH_H

#include "base/base.h"

enum fetch_method { FETCH_GET, FETCH_POST };

struct fetch_pair {
    str name;
    str value;
};

struct fetch_request {
    enum fetch_method method;
    str url; /* http or https; without user and password */
    const struct fetch_pair *headers;
    size_t header_count;
    str body;           /* of a POST */
    size_t body_limit;  /* of the answer, in bytes; 0: 1 MiB */
    unsigned redirects; /* how many to follow: headers go along, a POST becomes a GET
                           unless the other side insists, https never becomes http */
};

/* What came back; any status is an answer.  It lives in the arena of the call.  A server
 * that gives no length can cut its answer off unnoticed. */
struct fetch_answer {
    unsigned status;
    struct fetch_pair *headers;
    size_t header_count;
    str body;
};

/* Find the first header of that name, in whatever case. */
bool fetch_header(const struct fetch_answer *answer, str name, str *value);

struct fetch_settings {
    str agent;        /* says who asks; empty: "vestibule" */
    str authorities;  /* a PEM file of who may vouch for servers; empty: the system's */
    bool only_public; /* do not connect to private addresses (net_is_private), whatever
                         name or redirect led there */
};

/*
 * A client keeps connections for the next request to the same server.  It is for one
 * thread at a time.  Proxies of the environment are not used.  ERR_IO.
 */
struct fetch_client *fetch_open(struct arena *arena,
    const struct fetch_settings *settings, struct err *err) MUST_USE;

/* Accepts NULL. */
void fetch_close(struct fetch_client *client);

/*
 * Ask, and wait at most `timeout_ms` for the whole answer.  ERR_USAGE: the URL or a
 * header cannot be sent; ERR_DENIED: the address is private; ERR_LIMIT: the answer is
 * larger than allowed; ERR_IO: no answer, or not all of it.  The text begins with the
 * URL, without its query.
 */
bool fetch_one(struct fetch_client *client, struct arena *arena,
    const struct fetch_request *request, uint32_t timeout_ms,
    struct fetch_answer *answer, struct err *err) MUST_USE;

/* Ask `count` at once; none waits for another, and all is over in `timeout_ms`.
 * Fills `answers` and `errs`, where ERR_NONE says that there is an answer. */
void fetch_all(struct fetch_client *client, struct arena *arena,
    const struct fetch_request *requests, size_t count, uint32_t timeout_ms,
    struct fetch_answer *answers, struct err *errs);

#endif
