/*
 * ladder: how far a call-out has come, as the sum of its events.
 *
 *     opened ─▶ calling ─acknowledged─▶ taken ─lapsed─▶ calling (the next round)
 *                  │                      │
 *                  └──── all is done ─────┴─▶ resting ─something new─▶ calling
 *
 * It ends with its visit.  What is due is worked out, never kept: a program that was
 * stopped knows it again from the record.  A step is taken early when nobody of this
 * round can be reached; rounds go on until somebody answers.  When a whole round had nobody
 * to be called the desk has been told, and the next begins once there is somebody.  Seconds
 * since 1970.
 */
#ifndef VESTIBULE_CALLOUT_LADDER_H
#define VESTIBULE_CALLOUT_LADDER_H

#include "callout/order.h"

#define CALLOUT_NEVER INT64_MAX

enum callout_state {
    CALLOUT_CALLING,
    CALLOUT_TAKEN,
    CALLOUT_RESTING,
    CALLOUT_ENDED,
};

struct callout {
    struct callout_order order;
    enum callout_state state;
    int64_t since;      /* it is in this state */
    bool begins;        /* calling, and no step of the round was taken yet */
    int64_t round;      /* from 0; -1: none began */
    int64_t round_at;   /* when it began */
    int64_t step;       /* the last that was taken, from 0 */
    int64_t step_at;    /* when */
    size_t waiting;     /* letters of this round of which nothing is known yet */
    size_t handed;      /* that somebody passes on */
    size_t failed;      /* that reach nobody */
    int64_t settled_at; /* the last of them */
    bool instructed;    /* the desk is told to telephone */
    int64_t instructed_at;
    int64_t until; /* when what was taken on lapses */
};

/* It begins at this moment, by this order. */
void callout_open(
    struct callout *callout, const struct callout_order *order, int64_t at);

/* A step was taken, and so many letters are on their way.  `instructs`: the desk was told
 * to telephone. */
void callout_take_step(struct callout *callout, int64_t round, int64_t step,
    size_t letters, bool instructs, int64_t at);

/* Nothing more will come of a letter of that round: it was handed over, or reaches
 * nobody. */
void callout_settle_letter(
    struct callout *callout, int64_t round, bool handed, int64_t at);

/* Somebody takes it on, until this moment; 0: as long as the order says. */
void callout_acknowledge(struct callout *callout, int64_t at, int64_t until);

/* Whoever took it on did something. */
void callout_renew(struct callout *callout, int64_t at);

/* All that was asked for is done; something new is asked for; the visit is over. */
void callout_rest(struct callout *callout, int64_t at);
void callout_wake(struct callout *callout, int64_t at);
void callout_end(struct callout *callout, int64_t at);

/* Whether the last round is over and had nobody to be called: nothing is due, but the next
 * round may begin whenever somebody is there for it. */
bool callout_is_alone(const struct callout *callout);

/* Which step is due next, and when; at CALLOUT_NEVER nothing is until something
 * happens. */
struct callout_due {
    int64_t at;
    int64_t round;
    int64_t step;
};
struct callout_due callout_due(const struct callout *callout);

#endif
