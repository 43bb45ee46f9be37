/*
 * What libmicrohttpd calls in the course of one exchange; server.c hands these to it.
 * The only header that shows the library's types, and for these files only.
 */
#ifndef VESTIBULE_HTTP_EXCHANGE_H
#define VESTIBULE_HTTP_EXCHANGE_H

#include "http/inside.h"

#include <microhttpd.h>

/* A connection begins or ends; `*socket_context` becomes its slot. */
void http_on_connection(void *server, struct MHD_Connection *connection,
    void **socket_context, enum MHD_ConnectionNotificationCode code);

/* The request line is here, as it was sent; returns the request's context. */
void *http_on_target(
    void *server, const char *target, struct MHD_Connection *connection);

/* The head is here; then once for each piece of body; then once to answer. */
enum MHD_Result http_on_request(void *server, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version, const char *upload,
    size_t *upload_size, void **context);

/* The answer is sent, or the connection broke. */
void http_on_completed(void *server, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode code);

#endif
