/*
 * views_edition: what the pages about editions are told: which was in force when, and
 * what one decides otherwise than another.
 */
#ifndef VESTIBULE_WEB_VIEWS_EDITION_H
#define VESTIBULE_WEB_VIEWS_EDITION_H

#include "web/views_protocol.h"

/* An edition that was in force. */
struct edition_view {
    str address; /* of the document as a page */
    str since;   /* the moment it took over, for people */
    bool is_in_force;
    struct summary_view summary;
    str compare; /* an address; or empty: there was none before it */
};

struct editions_view {
    struct room_head_view head;
    struct mistakes_view mistakes;
    str at;                              /* the moment that was asked for, as typed */
    str asked;                           /* the same, for people; empty: not asked */
    const struct edition_view *answer;   /* in force then; NULL: none */
    const struct edition_view *editions; /* the newest first */
    size_t count;
};

#endif
