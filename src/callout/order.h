/*
 * order: in which order a lane is called, as an operator writes it.
 *
 *     # A lane is the role that a protocol's duties name; `*` is every other one.
 *     lane law_department
 *         title the Law Department
 *         telephone +17735550100
 *         acknowledged-for 10 minutes
 *         step 0 seconds: duty by push text mail
 *         step 90 seconds: second, duty of principal by push text mail
 *         step 180 seconds: head by voice text
 *         step 300 seconds: desk, everybody by voice text push mail
 *         again 300 seconds
 *
 * Who: `duty`, `second`, `head`, `everybody`, each perhaps `of ROLE`; `webhook NAME`;
 * `desk`, which tells the desk to telephone.  Every lane has a step with `desk`, so that
 * no silence is silent.  Title and telephone may be left out: then the protocol's own
 * words for the role have them.
 */
#ifndef VESTIBULE_CALLOUT_ORDER_H
#define VESTIBULE_CALLOUT_ORDER_H

#include "base/base.h"

enum {
    CALLOUT_LANES_MAX = 32,
    CALLOUT_STEPS_MAX = 12,
    CALLOUT_TARGETS_MAX = 6,
    CALLOUT_NAME_MAX = 64,
    CALLOUT_TITLE_MAX = 80,
    CALLOUT_SECONDS_MAX = 24 * 60 * 60,
    CALLOUT_AGAIN_LEAST = 30, /* seconds from the last step to the next round */
};

enum callout_who {
    CALLOUT_DUTY,
    CALLOUT_SECOND,
    CALLOUT_HEAD,
    CALLOUT_EVERYBODY,
    CALLOUT_WEBHOOK,
    CALLOUT_DESK,
    CALLOUT_WHO_COUNT
};

/* The ways to a person, in the order in which they are tried. */
enum callout_channel {
    CALLOUT_PUSH,
    CALLOUT_TEXT,
    CALLOUT_VOICE,
    CALLOUT_MAIL,
    CALLOUT_CHANNEL_COUNT
};

struct callout_target {
    enum callout_who who;
    str name; /* another role, or the webhook's name; else empty */
};

struct callout_step {
    int64_t after; /* seconds since the round began; never less than the one before */
    struct callout_target targets[CALLOUT_TARGETS_MAX];
    size_t target_count;
    unsigned channels; /* a bit each */
};

struct callout_order {
    str lane;      /* a role, or `*` */
    str title;     /* the office, as people call it; may be empty */
    str telephone; /* what the desk dials; may be empty */
    int64_t lasts; /* seconds until an acknowledgement lapses when nothing happens */
    int64_t again; /* seconds from the last step to the next round */
    struct callout_step steps[CALLOUT_STEPS_MAX];
    size_t step_count;
};

struct callout_orders {
    struct callout_order *items;
    size_t count;
};

/* Read a file of lanes; texts point into it.  ERR_INVALID: the line, and what to do. */
bool callout_orders_read(struct arena *arena, str file, struct callout_orders *out,
    struct err *err) MUST_USE;

/* The order of a lane: its own, or that of `*`; NULL when there is neither. */
const struct callout_order *callout_orders_find(
    const struct callout_orders *orders, str lane);

/* Write one in the one form that is frozen; read again it is the same. */
void callout_order_write(struct text *text, const struct callout_order *order);

/* Whether a step tells the desk to telephone. */
bool callout_step_instructs(const struct callout_step *step);

/* The names of channels: push text voice mail. */
str callout_channel_name(enum callout_channel channel);
bool callout_find_channel(str name, enum callout_channel *out);

#endif
