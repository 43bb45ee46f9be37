/*
 * What the files of http share: the parsing of targets and the judging of headers,
 * which know nothing of the library, and the server, which does.
 */
#ifndef VESTIBULE_HTTP_INSIDE_H
#define VESTIBULE_HTTP_INSIDE_H

#include "http/http.h"
#include "net/net.h"

/* ---- targets and routes ---- */

/* A request's target: "/a%20b/c?d=e". */
struct http_target {
    str path; /* decoded */
    struct http_pairs query;
};

/*
 * Take a target apart.  ERR_INVALID: does not begin with '/', broken escapes, escaped
 * slashes, control characters, "." or ".." as a part, or not UTF-8.
 */
bool http_target_read(
    struct arena *arena, str target, struct http_target *out, struct err *err) MUST_USE;

/* Whether `path` matches; fills `parts`, which has room for HTTP_PARTS_MAX. */
bool http_route_matches(str pattern, str path, struct http_pairs *parts);

/* Stop the program when a table has a bad pattern, or rows that overlap. */
void http_routes_require(const struct http_route *routes, size_t count);

/* ---- headers ---- */

struct http_head {
    str method;
    str target; /* as sent */
    str version;
    struct http_pairs headers;
    size_t bytes;     /* that came, line ends and all */
    size_t bytes_max; /* that are accepted */
};

/* Judge a request's head by what keeps two readers of it from disagreeing.  Returns 0,
 * or the status to refuse it with and `*why`. */
unsigned http_guard(const struct http_head *head, str *why);

/* Whether decoded text can be anybody's input: UTF-8, and of the control characters
 * only what a form's text may hold. */
bool http_is_text(str s);

bool http_name_equal(str a, str b);
bool http_is_token(str s);

/* Find a pair by name, without regard to case; NULL when there is none. */
const struct http_pair *http_pair_find(const struct http_pairs *pairs, str name);

/* The declared length of the body, already judged; 0 when there is none or it is
 * not known before it comes. */
uint64_t http_declared_length(const struct http_pairs *headers);

/* Whose request it is that `hop` sends: of listed proxies, whom they pass it on for. */
str http_client(const struct http_settings *settings, struct arena *arena,
    const struct http_pairs *headers, str hop);

/* ---- answers ---- */

/* Answer with a page of one sentence. */
void http_refuse(struct http_answer *answer, unsigned status, str words);

/* Release a file that was not sent. */
void http_answer_drop(struct http_answer *answer);

/* ---- the server ---- */

enum http_phase {
    HTTP_FREE,      /* no connection */
    HTTP_HEAD,      /* waiting for a request, or in the middle of its head */
    HTTP_TARGET,    /* the request line is here */
    HTTP_BODY,      /* the head is here and the body comes */
    HTTP_HELD,      /* the answer is made, and waits to be let go */
    HTTP_ANSWERING, /* the answer goes out */
    HTTP_STREAMING, /* it is a stream; the deadline is its next heartbeat */
};

struct http_stream {
    struct http_slot *slot;
    struct http_stream_owner owner;
    bool is_open;     /* from http_stream_open until `ended` was called */
    bool is_resting;  /* all has been taken: the library has been told to leave it be */
    bool is_ending;   /* what is pending goes out, and no more */
    bool has_moved;   /* something was taken since the last heartbeat */
    struct text said; /* in the arena of the slot */
    size_t taken;     /* of it */
};

/* A connection and the request on it; there is never more than one. */
struct http_slot {
    struct http_server *server;
    struct http_slot *next_free;
    struct http_slot *next_held;
    enum http_phase phase;
    bool cut;
    int socket;
    struct MHD_Connection *connection;
    uint64_t deadline_ns;
    uint32_t requests; /* so far */

    struct arena arena; /* of the request */
    str raw_target;
    const struct http_route *route; /* NULL when refused early */
    struct http_request request;
    struct http_answer answer;
    struct text body;
    size_t body_seen;
    struct err failed; /* what a handler failed with */
    bool refused;      /* the answer is made; what comes of the body is dropped */
    struct http_stream stream;
    char peer[NET_ADDRESS_MAX];
};

struct http_server {
    struct http_settings settings; /* limits filled in */
    struct MHD_Daemon *daemon;
    struct net_bell bell;
    uint64_t (*clock_ns)(void); /* tests move it */
    int epoll;
    uint16_t port;
    _Atomic bool stop_asked; /* set by whoever rings the bell */
    _Atomic bool call_asked;
    _Atomic bool confirm_asked;
    bool stopping;
    bool resumed; /* connections that rested are to be looked at: the library is silent
                     about it */
    uint64_t stop_deadline_ns;
    uint64_t next_reap_ns;
    uint64_t next_call_ns; /* of settings.called_ms; UINT64_MAX: never */
    size_t body_bytes;     /* held by all requests */
    struct http_slot *slots;
    struct http_slot *first_free;
    struct http_slot *first_held; /* in the order of what they await */
    struct http_slot **last_held;
    uint32_t connections;
    struct http_stream_counts streams;
};

/* How long to wait at most before the next turn; negative: until something comes. */
int http_wait_ms(const struct http_server *server);

/* One turn of the loop: wait, serve what is ready, cut who is late.  Returns false when
 * the server has stopped. */
bool http_turn(struct http_server *server, int wait_ms);

/* Give a slot's connection until so many seconds from now. */
void http_slot_arm(struct http_slot *slot, enum http_phase phase, uint64_t seconds);

/* End a connection, whatever it was about. */
void http_slot_cut(struct http_slot *slot);

/* ---- answers that are held ---- */

/* Let go whose time has come: their connections go on. */
void http_let_go(struct http_server *server);

/* Let all go, because nothing will be answered any more. */
void http_let_all_go(struct http_server *server);

/* ---- streams ---- */

/* What the library takes of a stream; the slot is `cls`. */
struct MHD_Response *http_stream_response(struct http_slot *slot);

/* It is time for a heartbeat. */
void http_stream_beat(struct http_stream *stream);

/* Let the library see that the connection has ended, or has something. */
void http_stream_wake(struct http_stream *stream);

/* The request is over: tell the owner. */
void http_stream_close(struct http_stream *stream);

#endif
