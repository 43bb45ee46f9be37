/*
 * A desk for tests: a record in a folder of its own, a clock that the test winds, and
 * short ways to act.
 */
#ifndef VESTIBULE_TESTS_DOOR_H
#define VESTIBULE_TESTS_DOOR_H

#include "app/app.h"

struct door {
    struct arena arena;
    str folder;
    int64_t now;
    struct keeper_clock clock;
    struct keeper *keeper;
    struct desk *desk;
    str source; /* the protocol's document */
    struct compiled *document;
    uint64_t number; /* of the submissions so far: their keys */
    str id;          /* the visit that was opened last */
    const struct visit *visit;
    struct desk_done done; /* of the last act */
    struct err err;
};

/* Make a record and open a desk with the protocol in a file. */
bool door_start(struct door *door, str path);
void door_finish(struct door *door);

/* Open the record and the desk again; false leaves both closed. */
bool door_reopen(struct door *door);

str door_file(struct arena *arena, str path);

/* Compile a document, mistakes and all; compiled_free it. */
struct compiled *door_compile(str source);

/* Print why something failed. */
bool door_says(bool done, const struct err *err);

/* The act of somebody, under the key of a number. */
struct desk_act door_act(struct door *door, uint64_t number, str by, str role);

/* Open a visit, state a fact in it: what must succeed. */
bool door_open(struct door *door);
bool door_state(struct door *door, str fact, str value, str by, str role);

/* State one fact under the key of a number; door->done and door->err say what came of
 * it. */
bool door_try(struct door *door, uint64_t number, const struct desk_statement *what,
    int64_t seen, str by, str role);

/* All that the events of a visit gave it, in lines. */
str door_dump(struct arena *arena, const struct visit *visit);

/* How many events the record has. */
uint64_t door_events(struct door *door);

#endif
