/*
 * Many connections to one server, kept open, on one thread: what a browser would ask.
 */
#ifndef VESTIBULE_BENCH_WIRE_H
#define VESTIBULE_BENCH_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIRE_BYTES_MAX = 1 << 16 };

/* An answer whose body was read and dropped. */
struct wire_answer {
    int status;
    char location[256];
    size_t bytes; /* head and body */
};

struct wire {
    int file;
    uint16_t port;
    char *got; /* head, or what was not yet looked at */
    size_t len;
    size_t body; /* still to come; SIZE_MAX: the head is not here */
    struct wire_answer answer;
    void (*heard)(void *context, const struct wire_answer *answer);
    void (*said)(void *context, const char *bytes, size_t len); /* of a stream */
    void *context;
    char asked[4096]; /* kept, for a connection that was closed before it was heard */
    size_t asked_len;
    bool waits; /* for an answer */
};

/* Ask, on a connection that is made when there is none.  `heard` is called once. */
void wire_ask(struct wire *wire, const char *request, size_t len);

/* Have every byte of the body said as it comes. */
void wire_watch(struct wire *wire, const char *request, size_t len);

void wire_close(struct wire *wire);

/* Hear what comes within so many seconds. */
void wire_turn(double seconds);

#endif
