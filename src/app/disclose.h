/*
 * disclose: making a bundle for somebody who asks for records.
 */
#ifndef VESTIBULE_APP_DISCLOSE_H
#define VESTIBULE_APP_DISCLOSE_H

#include "app/keeper.h"
#include "app/release.h"

/* A field, or one of its paragraphs. */
struct field_choice {
    str name;          /* "*": every field that is not named */
    int64_t paragraph; /* from 0, or -1: the whole field */
    str reason;        /* why it is withheld */
};

/* Read "NAME" or "NAME/1".  ERR_USAGE. */
bool field_choice_read(str word, struct field_choice *out, struct err *err) MUST_USE;

struct disclosing {
    const uint64_t *seqs; /* ascending */
    size_t seq_count;
    str visit;                         /* not empty: all events of this visit instead */
    const struct field_choice *fields; /* what to lay open; none: all */
    size_t field_count;
    const struct field_choice *withheld; /* each with its reason */
    size_t withheld_count;
};

/*
 * Make a bundle in `arena`, and check it as its receiver will.  Whatever is not laid
 * open needs a reason.  ERR_USAGE: a field has none, or a name is of no field here, or
 * this names no visit; ERR_NOT_FOUND: there is no such event, or it is not yet under a
 * checkpoint; ERR_CORRUPT, ERR_IO.
 */
bool keeper_disclose(struct keeper *reader, struct arena *arena,
    const struct disclosing *what, struct release *out, struct release_shown *shown,
    struct err *err) MUST_USE;

/*
 * Record that a bundle, the file `bytes`, is handed over: an event record_released, whose
 * recipient, ground and interest are those of the event `request`, and which lists the
 * disclosures.  ERR_USAGE: that is no request; ERR_NOT_FOUND; ERR_INVALID: the request
 * rests on nothing that allows a release, or more is laid open than one event can list.
 */
bool keeper_record_release(struct keeper *keeper, const struct release *release,
    str bytes, uint64_t request, str by, struct receipt *out, struct err *err) MUST_USE;

#endif
