/*
 * looked: who read what is kept of visits, for the access log.
 *
 * What is read again within the hour counts once, so that a page that is loaded anew is
 * no news.  That much is known in memory alone: after a start it may be told twice.
 */
#ifndef VESTIBULE_WEB_LOOKED_H
#define VESTIBULE_WEB_LOOKED_H

#include "record/record.h"

enum look { LOOK_VISIT, LOOK_PAPER, LOOK_RECORD, LOOK_TABLE };

enum { LOOKS_HELD = 1024 };

struct looks {
    struct held_look {
        int64_t at; /* 0: none yet */
        uint64_t account;
        enum look what;
        char visit[RECORD_VISIT_CHARS]; /* zeros: of no one visit */
    } items[LOOKS_HELD];
    size_t next;
};

struct caller;
struct visit;

/* Record it before it is shown; `visit` is NULL for the table of all.  Who is at the desk
 * of the visit's school has it before them anyway.  ERR_IO: then it must not be shown. */
bool caller_looks(struct caller *caller, enum look what, const struct visit *visit,
    struct err *err) MUST_USE;

#endif
