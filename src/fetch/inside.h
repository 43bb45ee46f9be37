/*
 * One transfer: a request on its way, and what has come of its answer.
 */
#ifndef VESTIBULE_FETCH_INSIDE_H
#define VESTIBULE_FETCH_INSIDE_H

#include "fetch/fetch.h"

#include <curl/curl.h>

struct fetch_client {
    struct fetch_settings settings;
    CURLM *multi; /* holds the connections that are kept */
};

struct fetch_transfer {
    const struct fetch_client *client;
    const struct fetch_request *request; /* NULL: it is a mail's */
    struct arena *arena;
    struct fetch_answer *answer;
    struct err *err;

    CURL *easy; /* NULL once it is over, or when it never began */
    struct curl_slist *headers;
    char said[CURL_ERROR_SIZE];
    str where; /* the URL as people may see it, or what it is called */
    bool secure;
    struct text body;
    size_t header_room;  /* of the answer's headers */
    size_t header_bytes; /* so far */
    bool head_ended;
    bool too_large;
    bool is_cut;  /* at its limit, which is no matter */
    bool refused; /* an address was private */
    bool tried;   /* another was not */
};

/* `s` with a NUL at its end; NULL when it holds one. */
const char *transfer_string(struct arena *arena, str s);

/* Whether there is anything in `s` that ends a line or is not to be seen. */
bool transfer_has_control(str s);

/* Set what every transfer has: its time, whom to trust, where it may connect. */
bool transfer_bound(
    struct fetch_transfer *transfer, uint32_t timeout_ms, str authorities) MUST_USE;

/* Say in its err why it failed; `where` comes first. */
void transfer_fail(struct fetch_transfer *transfer, CURLcode code);

/* Make the transfer ready to go.  False, with the reason in its err: it cannot. */
bool transfer_begin(struct fetch_transfer *transfer, uint32_t timeout_ms) MUST_USE;

/* The library is done with it: fill the answer, or the err. */
void transfer_end(struct fetch_transfer *transfer, CURLcode code);

/* Give back what it holds of the library. */
void transfer_clear(struct fetch_transfer *transfer);

#endif
