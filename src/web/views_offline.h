/*
 * views_offline: what a device keeps to go on without a network.
 *
 * The page of the shell has every part of every page of a visit in it, rendered here and
 * in the reader's language; a script only picks and fills in.
 */
#ifndef VESTIBULE_WEB_VIEWS_OFFLINE_H
#define VESTIBULE_WEB_VIEWS_OFFLINE_H

#include "web/views_visit.h"

/* A fact: how the evaluator takes it, and how the desk is asked for it. */
struct kept_fact_view {
    str name;
    uint64_t index; /* among the facts of the image */
    str kind;       /* choice, yes_no, number, date, time, days, school_days */
    str low;        /* of numbers, as digits */
    str high;
    str since;     /* the index of the date that days are counted from; or empty */
    str clock;     /* today, now: the clock answers; or empty */
    str role;      /* who else answers it; or empty */
    str values;    /* of a choice, by name, a space between */
    bool is_asked; /* of the desk */
    struct question_view question;
};

struct kept_verdict_view {
    str outcome;
    str value;
    struct verdict_view verdict;
};

struct kept_duty_view {
    str name;
    bool of_the_desk;
    struct task_view task;
};

struct kept_say_view {
    str words;
    str meaning; /* or empty */
};

struct offline_view {
    struct frame_view frame;
    bool is_known; /* somebody is signed in who may run visits */
    str person;    /* their number */
    str name;
    str school;
    str zone;     /* of the schools; empty: the device's own */
    str closed;   /* days without school: first-last, a space between, as numbers */
    str outcomes; /* by name, in their order, a space between */
    str digest;   /* of the image */
    str image;    /* addresses */
    str evaluator;
    const struct kept_fact_view *facts;
    size_t fact_count;
    const struct kept_verdict_view *verdicts;
    size_t verdict_count;
    const struct kept_duty_view *duties;
    size_t duty_count;
    const struct reason_view *rules;
    size_t rule_count;
    const struct kept_say_view *says;
    size_t say_count;
    const struct choice_view *ends;
    size_t end_count;
    const struct number_view *numbers;
    size_t number_count;
};

#endif
