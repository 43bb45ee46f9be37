/*
 * What the files of the roster's use cases share: a change and its two halves.
 */
#ifndef VESTIBULE_APP_ROSTER_INSIDE_H
#define VESTIBULE_APP_ROSTER_INSIDE_H

#include "app/roster.h"

#include "app/inside.h"

struct rota {
    struct arena self; /* where it lies itself */
    struct roster_book book;
    struct keeper *keeper; /* NULL: it is only read */
    struct arena arena;    /* of `now` */
    struct roster now;
    void (*changed)(void *context, const struct roster *now);
    void *context;
};

/* A change that is being made. */
struct rota_change {
    struct rota *rota;
    const struct rota_act *act;
    struct arena arena;
    struct text words; /* what changed, for the record */
    str school;        /* where it is for one; else empty */
    bool was_done;     /* this submission had been done before */
};

/* Begin one. */
bool rota_begin(struct rota *rota, const struct rota_act *act,
    struct rota_change *change, struct err *err) MUST_USE;

/* End it: when `done`, record it, keep it and tell of it; else nothing has changed. */
bool rota_end(struct rota_change *change, bool done, struct err *err) MUST_USE;

/* End one of which the record is told nothing. */
bool rota_keep(struct rota_change *change, struct err *err) MUST_USE;

/* Add words to what is said of it. */
void rota_say(struct rota_change *change, str words);
void rota_say_person(struct rota_change *change, uint64_t person);

#endif
