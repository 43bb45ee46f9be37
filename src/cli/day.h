/*
 * day: a recorded day, as its file tells it (docs/json.md), and told again.
 *
 * Every statement keeps who made it and on what basis.  Where accounts differ they
 * stand side by side: nothing here decides who is right.
 */
#ifndef VESTIBULE_CLI_DAY_H
#define VESTIBULE_CLI_DAY_H

#include "cli/decision.h"
#include "cli/ways.h"
#include "json/json.h"

struct day_source {
    str name; /* "S8" */
    str title;
};

/* A question on which accounts may differ. */
struct day_topic {
    str name;
    str question;
};

struct day_event {
    struct moment at;
    str when; /* the time in words, where it is not known to the minute */
    str by;
    str basis;
    bool states_fact;
    uint32_t fact;
    int32_t value;
    uint32_t topic; /* or DAY_NO_TOPIC */
    str says;       /* on the topic */
    str text;
    str sources; /* "S8, S10" */
};

#define DAY_NO_TOPIC UINT32_MAX

/* The same visit with some facts otherwise. */
struct day_variant {
    str title;
    str text; /* what a reader should make of it */
    struct day_change {
        uint32_t fact;
        int32_t value;
    } * changes;
    size_t count;
};

struct day {
    str title;
    str about;
    str protocol; /* path, from the folder of the day's file */
    uint32_t outcome;
    uint32_t wanted; /* the value that "what would have changed it" asks for */
    bool has_wanted;
    struct day_event *events; /* in time order */
    size_t event_count;
    struct day_topic *topics;
    size_t topic_count;
    struct day_source *sources;
    size_t source_count;
    struct day_variant *variants;
    size_t variant_count;
};

/* Take the path of the protocol out of a day's file. */
bool day_protocol(const struct json_value *root, str *path, struct err *err) MUST_USE;

/* Read the rest, against the protocol.  ERR_INVALID says which event. */
bool day_read(struct arena *arena, const struct json_value *root,
    const struct protocol *protocol, struct day *out, struct err *err) MUST_USE;

/* What is folded over the events. */
struct day_run {
    struct session *session;
    const struct protocol *protocol;
    const struct day *day;
    struct situation situation;
    int32_t *stated; /* facts as stated so far, nothing derived */
    struct decision decision;
    bool *duty_told; /* duties and words that were told already */
    bool *say_told;
    str source; /* the day's file */
};

/* Begin to tell the day of `root`, whose text is run->source, with the protocol, which
 * outlives the telling.  Reads the options --zone, --at and --calendar. */
bool day_take(struct day_run *run, const struct json_value *root,
    struct protocol *protocol, struct err *err) MUST_USE;

/* Take in an event's fact and decide anew; an event without one changes nothing. */
bool day_step(
    struct day_run *run, const struct day_event *event, struct err *err) MUST_USE;

/* Decide a variant: what was stated in the end, with its changes. */
bool day_vary(struct day_run *run, const struct day_variant *variant,
    struct decision *out, struct err *err) MUST_USE;

/* The moment by which a duty that arose at `at` is due; false when it has no time. */
bool day_deadline(const struct day_run *run, uint32_t duty, const struct moment *at,
    struct moment *due);

/* "by 11:20", "by 2025-01-27", of a deadline and the moment it is told at. */
void text_add_deadline(
    struct text *text, const struct moment *at, const struct moment *due);

/* Tell the day on the page. */
bool day_show(struct day_run *run, struct err *err) MUST_USE;

/* Parts of the telling. */
void day_show_event(struct day_run *run, const struct day_event *event);
void day_show_step(
    struct day_run *run, const struct day_event *event, const struct decided *before);
void day_show_differences(struct day_run *run);
void day_show_sources(struct day_run *run);

/* Tell it into the record in `directory`, which is made if there is none. */
bool day_record(struct day_run *run, str directory, struct err *err) MUST_USE;

/* Tell it into a record that is open and has its edition, without a word. */
bool day_keep(struct day_run *run, struct keeper *keeper, struct err *err) MUST_USE;

/* The telling as JSON. */
bool day_json(struct day_run *run, struct err *err) MUST_USE;

#endif
