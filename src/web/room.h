/*
 * room: protocols opened for study: what the compiler knows of them besides the image.
 *
 * It is found once an edition and kept for as long as that is looked at: a few editions,
 * those that were looked at last.  Whoever lets one in waits for one compilation, as the
 * server did when it read the document.
 */
#ifndef VESTIBULE_WEB_ROOM_H
#define VESTIBULE_WEB_ROOM_H

#include "app/app.h"
#include "policy/policy.h"

enum { ROOM_EDITIONS_MAX = 4 };

struct room_edition {
    struct arena arena; /* of all that follows */
    str digest;         /* of the image; empty: there is none here */
    uint64_t used;      /* the room's count when it was looked at last */
    struct policy policy;
    struct diags diags;
    struct prose prose;
    str *charts; /* [outcome] SVG; empty: not drawn yet */
};

/* All-zero is an empty room. */
struct room {
    struct room_edition editions[ROOM_EDITIONS_MAX];
    uint64_t count;
};

/* The edition of a document without mistakes; valid until the next call. */
struct room_edition *room_open(struct room *room, const struct compiled *document);

/* The chart of an outcome, drawn when it is asked for first. */
str room_chart(struct room_edition *edition, uint32_t outcome);

void room_clear(struct room *room);

#endif
