/*
 * What the files of the desk share.
 *
 * Every use case goes the same way: catch up (what the record has and memory may not),
 * check, submit, add, settle.  Settling brings a visit to where its events lead: a
 * decision when something was stated since, and the duties that it raises.  It can be
 * done at any time, any number of times; that is all that a stop in the middle needs.
 */
#ifndef VESTIBULE_APP_DESK_INSIDE_H
#define VESTIBULE_APP_DESK_INSIDE_H

#include "app/desk.h"
#include "app/inside.h"

enum { DESK_DOUBTS_MAX = 64 };

struct desk {
    struct arena arena; /* of the settings */
    struct keeper *keeper;
    str zone;
    struct calendar calendar;
    const struct compiled *protocol; /* the caller's */
    struct visits visits;
    struct desk_listener listener;
    const struct calling *calling; /* the caller's; NULL: nobody is called */
    int64_t decided_minute; /* all that is open is decided anew for this minute, */
    const struct compiled *decided_by; /* by this edition, */
    size_t decided;                    /* and so many are */
    bool exercise;                     /* all of it is one */
    struct desk_exercise *exercises;   /* the newest of each school */
    size_t exercise_count, exercise_room;

    /* Visits of which the record may have more than memory: a submission failed, and
     * nobody knows how far it came. */
    char doubts[DESK_DOUBTS_MAX][RECORD_VISIT_CHARS];
    size_t doubt_count;
};

/* ---- the record ---- */

/* Read a visit from the record; `*out` is NULL when there is no such visit. */
bool desk_read(struct desk *desk, str id, struct visit **out, struct err *err) MUST_USE;

/* Have again what is in doubt. */
bool desk_catch_up(struct desk *desk, struct err *err) MUST_USE;

/* Decide and raise what a stop or a failure kept from it.  What cannot be true together
 * stays undecided until somebody corrects it. */
bool desk_resume(struct desk *desk, struct visit *visit, struct err *err) MUST_USE;

/* Find a visit that is here or in the record.  ERR_NOT_FOUND, ERR_USAGE. */
bool desk_find(struct desk *desk, str id, struct visit **out, struct err *err) MUST_USE;

/* Whether an event was recorded under this key. */
bool desk_is_recorded(struct desk *desk, const uint8_t key[KEEPER_KEY_BYTES], bool *is,
    struct err *err) MUST_USE;

/* The key of what follows from a submission: its key, and which one it is. */
bool desk_next_key(const uint8_t key[KEEPER_KEY_BYTES], str which,
    uint8_t out[KEEPER_KEY_BYTES], struct err *err) MUST_USE;

/* An event that is to be recorded. */
struct desk_event {
    enum record_kind kind;
    struct record_object fields;
    uint8_t key[KEEPER_KEY_BYTES];
    struct deed deed; /* of one that is submitted alone; or nothing */
};

/* The key of what comes to stand so many places ahead in a visit, when nobody submits it:
 * nothing else can come to stand there. */
bool desk_place_key(const struct visit *visit, size_t ahead,
    uint8_t out[KEEPER_KEY_BYTES], struct err *err) MUST_USE;

/* Submit events of a visit in one go, and add them; a receipt each. */
bool desk_submit(struct desk *desk, struct visit *visit, struct desk_event *events,
    size_t count, struct receipt *out, struct err *err) MUST_USE;

/* Decide and raise, as far as that has not been done and the visit is open; `out` may
 * be NULL. */
bool desk_settle(struct desk *desk, struct visit *visit, str by, struct desk_done *out,
    struct err *err) MUST_USE;

/* Decide again what was decided: the clock went on, or another edition is in force. */
bool desk_decide_anew(struct desk *desk, struct visit *visit, struct err *err) MUST_USE;

/* Call whoever has to be called now for a visit, and tell those who were called what they
 * must know; also when it is over. */
bool desk_call_out(struct desk *desk, struct visit *visit, struct err *err) MUST_USE;

/* The same when whoever stated something should not wait for it: calling.h, `due`. */
bool desk_call_soon(struct desk *desk, struct visit *visit, struct err *err) MUST_USE;

/* Have a visit that is here looked at again when time alone changes it. */
void desk_plan(struct desk *desk, struct visit *visit);

/* Take up the exercises that may still run. */
bool desk_take_exercises(struct desk *desk, struct err *err) MUST_USE;

/* Begin: catch up, find the visit.  ERR_CONFLICT: it is over, and this was not recorded
 * before; `closed_too`: that is no matter. */
bool desk_begin(struct desk *desk, const struct desk_act *act, bool closed_too,
    struct visit **visit, struct desk_done *out, struct err *err) MUST_USE;

/* End: submit the event, and settle. */
bool desk_finish(struct desk *desk, const struct desk_act *act, struct visit *visit,
    enum record_kind kind, const struct record_object *fields, struct desk_done *out,
    struct err *err) MUST_USE;

/* The role that alone may answer a fact, as its words in the image; NULL: anybody at the
 * door may, as with every fact that is not `answered by` somebody. */
const uint32_t *desk_answerer(const struct image *image, uint32_t fact);

/* Read what somebody would state into `value`, as it is recorded; `fact` is IMAGE_ABSENT
 * for a note.  ERR_DENIED, ERR_INVALID. */
bool desk_read_value(struct desk *desk, struct arena *arena, str role,
    const struct desk_statement *statement, uint32_t *fact, struct json_value *value,
    struct err *err) MUST_USE;

/* Check that the facts of a visit, with some changed, can be true together. */
struct desk_change {
    uint32_t fact; /* IMAGE_ABSENT: none */
    struct json_value value;
};
bool desk_check(struct desk *desk, const struct visit *visit,
    const struct desk_change *changes, size_t count, struct err *err) MUST_USE;

/* Fill in what the clock knows. */
bool desk_supply(
    struct desk *desk, int32_t *facts, struct moment *at, struct err *err) MUST_USE;

/* ---- fields ---- */

void desk_put(struct record_object *fields, str name, str text);
void desk_put_texts(struct arena *arena, struct record_object *fields, str name,
    const str *texts, size_t count);

#endif
