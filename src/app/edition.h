/*
 * edition: putting a protocol in force.
 */
#ifndef VESTIBULE_APP_EDITION_H
#define VESTIBULE_APP_EDITION_H

#include "app/compiled.h"
#include "app/keeper.h"

struct new_edition {
    str name;     /* of the protocol, the same in all its editions */
    str title;    /* of the document */
    str image;    /* the bytes of the compiled protocol */
    str source;   /* the document that it is compiled from */
    int32_t from; /* the first day on which it holds */
    bool has_until;
    int32_t until;   /* the last day */
    str by;          /* who wrote it, or put it there */
    str approved_by; /* who approved it; empty: nobody was asked */
    str approved_at; /* when, as written; empty: not said */
    bool exercise;   /* for a drill, not for the real thing */
};

/*
 * Record that an edition is published, and keep image and document in the same
 * transaction: what it decided can be decided again as long as the record is kept.
 * One that was in force before is in force again.  As keeper_submit.
 */
bool keeper_publish_edition(struct keeper *keeper, const struct new_edition *edition,
    const uint8_t key[KEEPER_KEY_BYTES], struct receipt *out, struct err *err) MUST_USE;

/* What a document without mistakes says of itself; `by` and the rest are empty. */
struct new_edition edition_of(const struct compiled *document);

/* Record that a document is in force; nothing when its edition is the one that was
 * recorded last.  Errors as keeper_submit has them. */
bool edition_publish(const struct compiled *document, struct keeper *keeper, str by,
    bool exercise, struct err *err) MUST_USE;

#endif
