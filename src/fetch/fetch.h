/*
 * fetch: ask others by HTTP, or hand mail to a server by SMTP, one or many at once,
 * within one deadline.
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
#include "net/net.h"

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
    bool cuts_body;     /* a longer one is cut there, and is an answer all the same */
    unsigned redirects; /* how many to follow: headers go along, a POST becomes a GET
                           unless the other side insists, https never becomes http */
    str called;         /* names it in errors; empty: the URL without its query does */
    str authorities;    /* as of the settings, instead of those */
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
    const struct net_network
        *allowed; /* except to these; they must outlive the client */
    size_t allowed_count;
};

/*
 * A client keeps connections for the next request to the same server.  It is for one
 * thread at a time.  Proxies of the environment are not used.  ERR_IO.
 */
struct fetch_client *fetch_open(struct arena *arena,
    const struct fetch_settings *settings, struct err *err) MUST_USE;

/* Accepts NULL. */
void fetch_close(struct fetch_client *client);

/* Whether `url` can be asked.  ERR_USAGE. */
bool fetch_check_url(str url, struct err *err) MUST_USE;

/*
 * Ask, and wait at most `timeout_ms` for the whole answer.  ERR_USAGE: the URL or a
 * header cannot be sent; ERR_DENIED: the address is private; ERR_LIMIT: the answer is
 * larger than allowed; ERR_IO: no answer, or not all of it.  The text begins with the
 * URL, without its query, or with what the request is called.
 */
bool fetch_one(struct fetch_client *client, struct arena *arena,
    const struct fetch_request *request, uint32_t timeout_ms,
    struct fetch_answer *answer, struct err *err) MUST_USE;

/* Ask `count` at once; none waits for another, and all is over in `timeout_ms`.
 * Fills `answers` and `errs`, where ERR_NONE says that there is an answer. */
void fetch_all(struct fetch_client *client, struct arena *arena,
    const struct fetch_request *requests, size_t count, uint32_t timeout_ms,
    struct fetch_answer *answers, struct err *errs);

/* ---- mail (RFC 5321) ---- */

enum { FETCH_MAILS_MAX = 64 };

enum fetch_security {
    FETCH_STARTTLS, /* the connection is made secure before anything is said */
    FETCH_TLS,      /* it is secure from the start */
    FETCH_PLAIN,    /* it is not */
};

/* One message to one recipient. */
struct fetch_mail {
    str server; /* a host name or an address */
    uint16_t port;
    enum fetch_security security;
    str self; /* how we greet: a domain of ours */
    str user; /* empty: nobody signs in */
    str password;
    str from; /* addresses without name and brackets, of ASCII */
    str to;
    str message;     /* head and text; its lines end in CRLF */
    str authorities; /* as of a request */
};

/* How far a conversation came: what the last reply was a reply to. */
enum fetch_stage { FETCH_GREETING, FETCH_SENDER, FETCH_RECIPIENT, FETCH_MESSAGE };

/* The last reply of the server. */
struct fetch_receipt {
    unsigned code; /* 0: there was none */
    str reply;     /* its last line, without the code; the other side's words */
    enum fetch_stage stage;
};

/* As fetch_all, at most FETCH_MAILS_MAX at once.  ERR_NONE: the server has taken the message.  ERR_DENIED: it refused, as
 * the receipt says; ERR_USAGE: the mail cannot be sent; ERR_IO: the rest, when it may
 * nevertheless have taken the message if the stage is FETCH_MESSAGE. */
void fetch_mail_all(struct fetch_client *client, struct arena *arena,
    const struct fetch_mail *mails, size_t count, uint32_t timeout_ms,
    struct fetch_receipt *receipts, struct err *errs);

#endif
