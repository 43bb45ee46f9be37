/*
 * views_protocol: what the pages of the protocol room are told.
 */
#ifndef VESTIBULE_WEB_VIEWS_PROTOCOL_H
#define VESTIBULE_WEB_VIEWS_PROTOCOL_H

#include "web/views.h"

/* The pages about one protocol. */
enum room_page { ROOM_READ, ROOM_CHART, ROOM_TRY, ROOM_PROOFS };

/* What stands at the top of each of them. */
struct room_head_view {
    struct frame_view frame;
    str name; /* of the protocol, in addresses */
    str title;
    enum room_page page;
};

struct protocols_view {
    struct frame_view frame;
    const struct protocol_view *protocols;
    size_t protocol_count;
};

/* A statement of a protocol block, as a card. */
struct clause_view {
    str kind; /* "Rule", in English */
    str name; /* or empty */
    str words;
    str when; /* in the document's own words; or empty: always */
    str note; /* or empty */
};

/* Words; or a block beside the quote that it rests on. */
struct passage_view {
    struct safe_html html;
    bool is_block;
    const struct clause_view *clauses;
    size_t clause_count;
    str source; /* of the block, as written */
};

struct anchor_view {
    str anchor;
    str words;
};

struct read_view {
    struct room_head_view head;
    struct summary_view edition;
    const struct anchor_view *contents;
    size_t content_count;
    const struct passage_view *passages;
    size_t passage_count;
};

#endif
