/*
 * room: protocols opened for study: what the compiler knows of them besides the image.
 *
 * It is found once a document and kept for as long as that is looked at: a few, those
 * that were looked at last.  Whoever lets one in waits for one compilation, as the
 * server did when it read the document.
 */
#ifndef VESTIBULE_WEB_ROOM_H
#define VESTIBULE_WEB_ROOM_H

#include "app/app.h"
#include "policy/policy.h"

enum { ROOM_EDITIONS_MAX = 4 };

struct room_edition {
    struct arena arena; /* of all that follows */
    str source;         /* the document; empty: there is none here */
    uint64_t used;      /* the room's count when it was looked at last */
    struct policy policy;
    struct diags diags;
    struct prose prose;     /* when there are no mistakes */
    str *charts;            /* [outcome] SVG; empty: not drawn yet */
    struct compiled *bench; /* to decide by it; NULL: not made yet */
};

/* All-zero is an empty room. */
struct room {
    struct room_edition editions[ROOM_EDITIONS_MAX];
    uint64_t count;
};

/* Open a document, mistakes and all; valid until the next call. */
struct room_edition *room_open(struct room *room, str source);

/* The same, ready to decide if it has no mistakes, as an edition of the protocol
 * `name`; valid as long as the edition.  ERR_IO. */
bool room_compiled(struct room_edition *edition, str name, const struct compiled **out,
    struct err *err) MUST_USE;

/* The chart of an outcome, drawn when it is asked for first. */
str room_chart(struct room_edition *edition, uint32_t outcome);

void room_clear(struct room *room);

#endif
