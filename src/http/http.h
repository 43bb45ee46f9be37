/*
 * http: an HTTP/1.1 server inside the program, for whoever has a table of routes.
 *
 * One thread serves: handlers are straight-line code that must not wait.  What is
 * malformed, too large or too slow never reaches them, and every answer carries
 * headers that forbid more than the route asks for.  The only user of libmicrohttpd.
 *
 * May include base, os and net.
 */
#ifndef VESTIBULE_HTTP_H
#define VESTIBULE_HTTP_H

#include "base/base.h"

/* ---- what was asked ---- */

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_METHOD_COUNT };

enum { HTTP_PARTS_MAX = 8, HTTP_PAIRS_MAX = 100 };

struct http_pair {
    str name;
    str value;
};

struct http_pairs {
    struct http_pair *items;
    size_t count;
};

/* Lasts until the answer is sent, and so does everything it points to. */
struct http_request {
    void *context; /* of the settings */
    struct arena *arena;
    enum http_method method; /* HEAD is served as GET */
    str path;                /* decoded */
    str pattern;             /* of the route; empty when it was refused early */
    struct http_pairs parts; /* what the {name}s of the route stand for */
    struct http_pairs query; /* decoded */
    struct http_pairs headers;
    str body;
    str peer; /* whose it is: an address, without port */
    str hop;  /* who is connected: the same, or a proxy that passes it on */
    bool encrypted;
    uint64_t whole_ns;          /* when all of it was here; os_monotonic_ns */
    struct http_stream *stream; /* what http_stream_open makes the answer */
};

/* Return the part of that name; the route must have it. */
str http_part(const struct http_request *request, str name);

/* Find the first value of that name. */
bool http_query(const struct http_request *request, str name, str *value);

/* Find the first header of that name, in whatever case. */
bool http_header(const struct http_request *request, str name, str *value);

/*
 * Read application/x-www-form-urlencoded text: a query, or a form's body.  A name
 * may be repeated.  ERR_INVALID: broken escapes, not UTF-8, or control characters
 * besides tab and line ends; ERR_LIMIT: more than HTTP_PAIRS_MAX.
 */
bool http_form(
    struct arena *arena, str encoded, struct http_pairs *out, struct err *err) MUST_USE;

/* Whether a Content-Type is that of a form with files. */
bool http_is_multipart(str type);

/*
 * Read such a form (RFC 7578); `type` is its Content-Type.  `fields` are as http_form has
 * them; `files` has the bytes of files, each under the name of its field, but not what
 * the client calls them.  ERR_INVALID: it is cut off or malformed, or has too many parts.
 */
bool http_multipart(struct arena *arena, str type, str body, struct http_pairs *fields,
    struct http_pairs *files, struct err *err) MUST_USE;

/* Whether a text is an address as `forwarders` has them. */
bool http_is_address(str text);

/* ---- what is answered ---- */

enum { HTTP_ANSWER_HEADERS_MAX = 16 };

/* A status with an empty body until something is put in.  Bytes it points to must
 * last as long as the request; its arena does. */
struct http_answer {
    unsigned status;
    struct http_pair headers[HTTP_ANSWER_HEADERS_MAX];
    size_t header_count;
    str body;
    bool has_file; /* the body is a file */
    int file;
    uint64_t file_size;
    bool is_stream;  /* there is no body but what is said later */
    uint64_t awaits; /* held until settings.confirmed has reached this; 0: not at all */
};

/* Answer `status` with a body of a media type ("text/html; charset=utf-8"). */
void http_say(struct http_answer *answer, unsigned status, str type, str body);

/* Send somebody who posted a form to another page (303). */
void http_see_other(struct http_answer *answer, str location);

/*
 * Answer 200 with a regular file, streamed.  ERR_NOT_FOUND, ERR_IO.  `path` must not
 * come from the request unchecked.
 */
bool http_send_file(
    struct http_answer *answer, str path, str type, struct err *err) MUST_USE;

/* Set a header, in place of the server's own of that name.  A name or value that
 * cannot stand in a header is a bug. */
void http_set(struct http_answer *answer, str name, str value);

/* Whether `value` can be a header's: no control characters but tab. */
bool http_can_set(str value);

/* ---- streams of events: text/event-stream ---- */

/* An answer that stays open and takes events, until its client goes or falls behind, or
 * the server stops. */
struct http_stream;

/* Whose stream it is.  All of it lasts until `ended`, and so do the request and its
 * arena. */
struct http_stream_owner {
    void *context;
    bool (*goes_on)(
        void *context);           /* asked at each heartbeat; false ends it; or NULL */
    void (*ended)(void *context); /* called once, whatever ended it */
};

/* Make the answer a stream.  False: there are too many; then the answer says so (503),
 * and `ended` is not called. */
bool http_stream_open(const struct http_request *request, struct http_answer *answer,
    const struct http_stream_owner *owner) MUST_USE;

struct http_event {
    str id;   /* what the client says again as Last-Event-ID; empty: none */
    str name; /* a token */
    str data; /* any text; a carriage return is dropped */
};

/* Send an event, on the thread that serves.  It never waits: what a client has not taken
 * is kept, and who lets more than limits.stream_bytes pile up is cut. */
void http_stream_say(struct http_stream *stream, const struct http_event *event);

/* End it once all has been taken that was said. */
void http_stream_end(struct http_stream *stream);

/* ---- the table ---- */

/*
 * Patterns begin with '/'; a part between slashes is either literal or "{name}",
 * which stands for one part that is not empty.  No two rows of a method may match one
 * path: http_open stops the program when they do.
 *
 * `handle` fills the answer.  When it returns false, the answer is the page of
 * base/failure.c for the error's kind; the error's text goes to `answered` only.
 */
struct http_route {
    enum http_method method;
    str pattern;
    bool (*handle)(const struct http_request *request, struct http_answer *answer,
        struct err *err);
    size_t body_limit; /* bytes; 0: takes no body */
    str policy;        /* Content-Security-Policy; empty: nothing is allowed */
};

/* What a stranger may cost us.  A field that is 0 has the value beside it. */
struct http_limits {
    uint32_t connections;             /* 1,000 */
    uint32_t connections_per_address; /* 64; with forwarders it does not count */
    uint32_t requests_per_connection; /* 1,000 */
    uint32_t header_bytes;            /* 16,384: request line and headers */
    size_t body_bytes_together;       /* 268,435,456: all bodies held at once */
    uint32_t head_seconds;            /* 10: until the headers are complete */
    uint32_t body_seconds;   /* 30: from there until the body is, and a second more for
                              every 16 KiB that were announced */
    uint32_t answer_seconds; /* 60: until a client has taken the answer, and a second
                                more for every 16 KiB */
    uint32_t idle_seconds;   /* 30: between requests; the next head must be complete */
    uint32_t stop_seconds;   /* 10: for requests in flight when stopping */
    uint32_t streams;        /* 750: so many connections may be streams of events */
    uint32_t streams_per_address; /* 32; behind a proxy, raise it */
    size_t stream_bytes;          /* 65,536: said on one and not yet taken */
    uint32_t beat_seconds; /* 15: between heartbeats; who takes nothing of one until the
                              next is cut */
};

enum { HTTP_BODY_SMALL = 64 * 1024 };

struct http_settings {
    str address; /* numeric; see net_listen */
    uint16_t port;
    str certificate; /* PEM files; both or neither */
    str key;
    const str *forwarders; /* addresses of proxies whose X-Forwarded-For is believed */
    size_t forwarder_count;
    const struct http_route *routes;
    size_t route_count;
    void *context;
    struct http_limits limits;

    /* Called with every answer that no handler made, a sentence in plain text, and may
     * dress it; its status stands.  Or NULL. */
    void (*dress)(const struct http_request *request, struct http_answer *answer);

    /* Asked when only the head is here, for routes that take more than HTTP_BODY_SMALL:
     * whether the body is taken at all, else 403.  Or NULL. */
    bool (*admits)(const struct http_request *request);

    /* Called on the thread that serves, between requests: after http_call, and every
     * `called_ms` without it; 0: never so.  Or NULL. */
    void (*called)(void *context);
    uint32_t called_ms;

    /*
     * How far what answers await has come, asked after http_confirm.  False, for good:
     * it will come no further; what is held is refused (503), and the server stops.  Or
     * NULL, when no answer awaits anything.
     */
    bool (*confirmed)(void *context, uint64_t *number);

    /*
     * Called once for every answer to a request that could be understood as one, or
     * NULL.  `err` is what a handler failed with, ERR_NONE otherwise.  `request` may
     * be incomplete when it was refused early.
     */
    void (*answered)(
        const struct http_request *request, unsigned status, const struct err *err);
};

/*
 * Start listening; `arena` and the table must outlast the server.  Connections are
 * taken once http_run is called.  Errors as net_listen has them, and ERR_INVALID for
 * a certificate or key that does not do.
 */
struct http_server *http_open(struct arena *arena, const struct http_settings *settings,
    struct err *err) MUST_USE;

/* The port that it listens on. */
uint16_t http_port(const struct http_server *server);

/* Serve on the calling thread until http_stop: then nothing new is taken, what is in
 * flight may end within limits.stop_seconds, and the rest is cut. */
void http_run(struct http_server *server);

/* Ask http_run to return.  For any thread, or a signal handler. */
void http_stop(struct http_server *server);

/* Ask http_run to call settings.called once.  For any thread, or a signal handler. */
void http_call(struct http_server *server);

/* Ask http_run to let go what answers are held, as settings.confirmed says.  For any
 * thread. */
void http_confirm(struct http_server *server);

/* How many connections are open. */
uint32_t http_connections(const struct http_server *server);

struct http_stream_counts {
    uint32_t open;
    uint64_t events; /* that were said, on all of them */
    uint64_t cut;    /* for falling behind */
};
struct http_stream_counts http_streams(const struct http_server *server);

/* Cut what is still connected and give everything back.  Accepts NULL. */
void http_close(struct http_server *server);

#endif
