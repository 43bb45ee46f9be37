/*
 * views_visit: what the pages of a visit are told.
 */
#ifndef VESTIBULE_WEB_VIEWS_VISIT_H
#define VESTIBULE_WEB_VIEWS_VISIT_H

#include "web/views.h"

/* A visit in a list, as a link that is easy to hit. */
struct visit_card_view {
    str address;
    str since; /* "11:15" */
    str by;    /* who opened it */
    str answer;
    enum tone tone;
    str calls; /* "2 calls that nobody has answered"; or empty */
};

struct visit_list_view {
    str title;
    const struct visit_card_view *visits;
    size_t count;
    str empty; /* what is said when there are none */
};

/* Somebody to telephone: a role, and its number if its label has one. */
struct number_view {
    str who;
    str number;
    str address; /* tel:... */
};

struct start_view {
    struct frame_view frame;
    bool may_open;
    str school;      /* where a visit is opened */
    bool may_change; /* they have another */
    bool drill;      /* an exercise runs there */
    struct form_view form;
    struct form_view practice; /* of a visit of the exercise */
    bool sees_visits;
    struct visit_list_view open;
    const struct number_view *numbers;
    size_t number_count;
    const struct link_view *links;
    size_t link_count;
    const struct banner_view *notices;
    size_t notice_count;
    struct notices_view desks; /* that are silent */
};

/* Something that somebody must do: a call, or a thing at the desk. */
struct task_view {
    str words;
    str who;
    str number;  /* to telephone, or empty */
    str address; /* tel:... */
    enum tone tone;
    str state;
    str due;         /* "by 11:20"; or empty */
    str instruction; /* what the desk does meanwhile; or empty */
    bool is_open;    /* it can still be answered by who looks */
    bool is_taken;
    bool is_call;                /* of somebody else, who is telephoned */
    str now;                     /* by the clocks of the schools: "11:20" */
    str called;                  /* how the last call went; or empty */
    struct calling_view calling; /* whom Vestibule called */
    struct form_view form;       /* of a call: what came of it */
};

struct duties_view {
    str title;
    const struct task_view *duties; /* those that are open first */
    size_t open_count;
    size_t count;
    str done; /* "2 are done" */
};

struct reason_view {
    str name;
    str quote;
    str cite;
    str address; /* of the source, or empty */
};

/* A question that two people answered otherwise. */
struct difference_view {
    str question;
    const struct row_view *accounts;
    size_t count;
};

struct said_view {
    str words;
    str by;
    str at;
    str state; /* whether it was read, by whom and when; or empty */
    bool is_read;
    bool is_for_them;      /* for whoever looks, and nobody has read it */
    struct form_view form; /* then: to say that they have */
};

/* Messages for whoever looks that nobody has read yet. */
struct news_view {
    const struct said_view *messages; /* those that are for them are shown */
    size_t count;
    size_t new_count; /* so many are */
    str then;         /* where who has read one is led to: answer, question, board */
};

struct messages_view {
    const struct said_view *messages;
    size_t count;
    bool may_write;
    struct form_view form;
    const struct choice_view *to; /* one: it is not asked */
    size_t to_count;
};

/* What would make the answer another: another value of one fact. */
struct turn_view {
    str question;
    str value;
    str about; /* what is answered, where a protocol answers several questions */
    str answer;
    enum tone tone;
};

/* Who looks after a visit. */
struct keeper_view {
    str name;
    bool is_own;
    bool may_pass_on;
    struct form_view form;
    uint64_t seen; /* events of the visit that the page shows */
};

struct correct_view {
    struct frame_view frame;
    str back;
    struct mistakes_view mistakes;
    str question;
    struct row_view was;
    struct form_view form;
    enum answer_kind kind;
    const struct choice_view *choices;
    size_t choice_count;
    str value;
    str reason;
};

struct attach_view {
    struct frame_view frame;
    str back;
    struct mistakes_view mistakes;
    bool may_attach;
    struct form_view form;
    const struct choice_view *looks;
    size_t look_count;
    str title;
    str from;
    struct papers_view papers;
};

struct paper_page_view {
    struct frame_view frame;
    str back;
    str title;
    str file; /* its address, or empty */
    bool is_picture;
    struct summary_view summary;
};

struct answer_view {
    struct frame_view frame;
    str back;
    str since;
    struct verdicts_view verdicts;
    struct duties_view calls;
    struct duties_view tasks;
    const struct link_view *open; /* questions that can still change it */
    size_t open_count;
    const struct row_view *others; /* what other roles answer */
    size_t other_count;
    const struct reason_view *reasons;
    size_t reason_count;
    const struct turn_view *turns;
    size_t turn_count;
    const struct difference_view *differences;
    size_t difference_count;
    struct messages_view messages;
    struct news_view news;
    struct papers_view papers;
    struct keeper_view keeper;
    struct visit_list_view party;
    struct timeline_view timeline;
    bool takes_part; /* may state facts and end the visit */
    str facts;       /* the address of all questions */
    str with;
    str end;
    str again; /* this page */
    str visit;
    str events; /* where it is told what happens; empty: nowhere */
};

/* All questions, answered and not, or those that are shared with another visitor. */
struct facts_view {
    struct frame_view frame;
    str back;
    struct summary_view answered;
    const struct link_view *others;
    size_t other_count;
};

struct with_view {
    struct frame_view frame;
    str back;
    struct form_view form;
    str visit;
    const struct choice_view *facts;
    size_t count;
};

/* Two people did one thing at once: answered a question, handed the visit over. */
struct both_view {
    struct frame_view frame;
    str title;
    str which; /* what is to be decided now */
    str again; /* the button of who insists */
    str question;
    struct row_view theirs;
    struct row_view yours;
    str keep; /* an address: theirs stands */
    struct form_view form;
    const struct pair_view *kept; /* what was sent */
    size_t kept_count;
    uint64_t seen;
};

/* The visit ended before something was sent from an old page. */
struct over_view {
    struct frame_view frame;
    struct row_view theirs;
    str account;
    const str *sent; /* in words; empty ones are left out */
    size_t sent_count;
    str record;
};

struct end_view {
    struct frame_view frame;
    str back;
    str check;
    const struct choice_view *ends;
    size_t count;
    struct mistakes_view mistakes;
};

struct check_view {
    struct frame_view frame;
    str back;
    struct form_view form;
    str end;
    struct summary_view ending;
    struct summary_view facts;
    struct duties_view undone;
};

/* A decision as it was recorded. */
struct decided_view {
    str at;
    str answer;
    str rules;
};

struct record_view {
    struct frame_view frame;
    str back;
    struct summary_view visit;
    struct verdicts_view verdicts;
    struct summary_view facts;
    const struct reason_view *reasons;
    size_t reason_count;
    const struct decided_view *decisions;
    size_t decision_count;
    struct summary_view duties;
    struct papers_view papers;
    struct timeline_view timeline;
    struct summary_view proof;
    struct safe_html code; /* of the proof, for a telephone */
};

/* A visit as Law and Safety read it. */
struct visit_file_view {
    struct frame_view frame;
    str school;
    bool exercise;
    bool is_open;
    str desk; /* the address of its page at the desk, or empty */
    struct verdicts_view verdicts;
    struct summary_view summary;
    const struct answering_view *asks;
    size_t ask_count;
    const struct duty_view *duties;
    size_t duty_count;
    const struct stated_view *stated;
    size_t stated_count;
    const struct stated_view *differences;
    size_t difference_count;
    str rules_title;
    const struct rule_view *rules;
    size_t rule_count;
    struct papers_view papers;
    struct messages_view messages;
    struct news_view news;
    str visit;
    str events; /* where it is told what happens; empty: nowhere */
    bool may_write;
    struct form_view message;
    bool may_pass_on;
    struct form_view pass_on;
    uint64_t seen;
    struct timeline_view timeline;
};

#endif
