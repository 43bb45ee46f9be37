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
    bool has_drafts;                     /* whoever looks may read them */
    str at;                              /* the moment that was asked for, as typed */
    str asked;                           /* the same, for people; empty: not asked */
    const struct edition_view *answer;   /* in force then; NULL: none */
    const struct edition_view *editions; /* the newest first */
    size_t count;
};

/* ---- two of them ---- */

/* Cases that one decides otherwise than the other. */
struct change_view {
    str outcome;
    str from, to;
    str states; /* how many */
    str when;
    str example;
};

struct line_view {
    str old_number, old_text; /* number empty: there is none */
    str new_number, new_text;
    bool is_same;
    bool after_gap;
};

/* A recorded visit that another edition would have decided otherwise. */
struct reshown_view {
    str outcome;
    str was;
    str would;
};

struct reconsidered_row_view {
    str address; /* or empty: they may not open it */
    str school;
    str when;
    bool exercise;
    bool contradicts;
    const struct reshown_view *changes;
    size_t count;
};

struct reconsidered_view {
    bool is_asked; /* visits are decided by this protocol, and they may know of them */
    bool by_draft;
    bool is_ready;
    str progress; /* how many so far; or empty */
    str at;
    struct summary_view counts;
    str unread; /* a sentence about facts that are left unknown; or empty */
    bool sees_none;
    const struct reconsidered_row_view *rows;
    size_t count;
    str left_out; /* how many more there are; or empty */
};

struct otherwise_view {
    bool is_ready;    /* it has been worked out */
    bool is_compared; /* both are without mistakes */
    bool is_same;     /* they decide the same */
    struct summary_view counts;
    const str *notes;
    size_t note_count;
    const struct change_view *changes;
    size_t change_count;
    bool cut_short;
    const struct line_view *lines;
    size_t line_count;
    struct reconsidered_view visits;
};

struct compare_view {
    struct room_head_view head;
    str old_since, new_since;
    str old_address, new_address;
    struct otherwise_view otherwise;
};

#endif
