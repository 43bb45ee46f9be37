/*
 * views_protocol: what the pages of the protocol room are told.
 */
#ifndef VESTIBULE_WEB_VIEWS_PROTOCOL_H
#define VESTIBULE_WEB_VIEWS_PROTOCOL_H

#include "web/views.h"

/* The pages about one protocol. */
enum room_page {
    ROOM_READ,
    ROOM_CHART,
    ROOM_TRY,
    ROOM_PROOFS,
    ROOM_EDITIONS,
};

/* What stands at the top of each of them. */
struct room_head_view {
    struct frame_view frame;
    str name; /* of the protocol, in addresses */
    str title;
    enum room_page page;
};

struct protocols_view {
    struct frame_view frame;
    const struct protocol_view *protocols;
    size_t protocol_count;
};

/* A statement of a protocol block, as a card. */
struct clause_view {
    str kind; /* "Rule", in English */
    str name; /* or empty */
    str words;
    str when; /* in the document's own words; or empty: always */
    str note; /* or empty */
};

/* Words; or a block beside the quote that it rests on. */
struct passage_view {
    struct safe_html html;
    bool is_block;
    const struct clause_view *clauses;
    size_t clause_count;
    str source; /* of the block, as written */
};

struct anchor_view {
    str anchor;
    str words;
};

struct read_view {
    struct room_head_view head;
    struct banner_view banner; /* or empty */
    str source;                /* where the document can be had */
    const struct link_view *links;
    size_t link_count;
    struct summary_view edition;
    const struct anchor_view *contents;
    size_t content_count;
    const struct passage_view *passages;
    size_t passage_count;
};

/* ---- what if ---- */

struct try_field_view {
    str name;
    str label;
    enum answer_kind kind;
    const struct choice_view *choices;
    size_t choice_count;
    str value;
};

/* Facts under one heading of the document. */
struct try_group_view {
    str heading;
    const struct try_field_view *fields;
    size_t count;
};

struct try_rule_view {
    str name;
    str cite;
    str link; /* of the source; or empty */
    str quote;
};

/* What an outcome is, why, and what is still asked for it. */
struct try_outcome_view {
    str name;
    str value;
    str label;
    str word;
    enum tone tone;
    str possible; /* the values it can still be; empty: it is known */
    bool is_certain;
    const struct try_rule_view *rules;
    size_t rule_count;
    const str *asks; /* in this order */
    size_t ask_count;
};

struct try_duty_view {
    str words;
    str terms;
};

struct try_decision_view {
    const struct try_outcome_view *outcomes;
    size_t outcome_count;
    const struct try_duty_view *duties;
    size_t duty_count;
    const str *says;
    size_t say_count;
};

/* What would have to be otherwise, all of it together. */
struct way_view {
    const str *changes;
    size_t count;
};

struct why_not_view {
    str wanted;             /* in the document's words; empty: it was not asked */
    str words;              /* what there is to say of all ways */
    struct way_view shared; /* what all ways have in common */
    const struct way_view *ways;
    size_t way_count;
};

struct try_view {
    struct room_head_view head;
    struct mistakes_view mistakes;
    str as_of;
    const struct try_group_view *groups;
    size_t group_count;
    const struct choice_view *targets; /* of why not */
    size_t target_count;
    bool is_decided; /* unless there are mistakes */
    struct try_decision_view decision;
    struct why_not_view why_not;
};

/* ---- chart ---- */

struct chart_view {
    str outcome;
    str label;
    str digest;             /* of the edition */
    struct safe_html words; /* the same as a list of steps */
};

struct charts_view {
    struct room_head_view head;
    const struct chart_view *charts;
    size_t count;
};

/* ---- proofs ---- */

struct share_view {
    str outcome;
    str value;
    str states;
    str share; /* in per cent */
};

struct claim_view {
    str kind; /* "Always" or "Never" */
    str name;
    str condition;
    bool holds;
    str example; /* where it does not */
};

struct remark_view {
    str code;
    uint64_t line;
    str words;
    str hint; /* or empty */
};

struct example_view {
    str name;
    str given;
    str expected;
};

struct proofs_view {
    struct room_head_view head;
    struct summary_view summary;
    const struct claim_view *claims;
    size_t claim_count;
    const struct share_view *shares;
    size_t share_count;
    const struct remark_view *remarks;
    size_t remark_count;
    const struct example_view *examples;
    size_t example_count;
};

#endif
