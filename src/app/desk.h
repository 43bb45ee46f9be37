/*
 * desk: what is done at the door, from opening a visit to closing it.
 *
 * Everything that happens becomes events of the record (docs/record.md); what is shown
 * is the sum of those events (visit/visit.h), held in memory and taken up again at
 * start.  After each statement the protocol in force decides; what it decides and whom
 * it calls is recorded as well.  One thread at a time.
 *
 * Whoever acts has been let by may.h before: here nobody is asked who they are.  But a
 * fact that is `answered by` a role is only taken from somebody who acts in it.
 */
#ifndef VESTIBULE_APP_DESK_H
#define VESTIBULE_APP_DESK_H

#include "app/calendar.h"
#include "app/calling.h"
#include "app/compiled.h"
#include "app/keeper.h"
#include "visit/visit.h"

struct desk;

struct desk_settings {
    struct keeper *keeper; /* the caller's; it outlives the desk */
    /* The entry protocol, published (edition.h); the caller's, and outlives the desk. */
    const struct compiled *document;
    str zone; /* of the schools: America/Chicago; empty: the machine's */
    struct calendar calendar; /* days with school; the caller's */
    bool exercise;            /* all that happens is an exercise */
};

/*
 * Open: visits that are open are taken up, and what a stop kept from being decided is
 * decided now.  ERR_INVALID: the document has mistakes; else as keeper_submit.
 */
bool desk_open(
    const struct desk_settings *settings, struct desk **out, struct err *err) MUST_USE;
void desk_close(struct desk *desk);

/* ---- what is in force ---- */

/* The image that decides, its digest and its working memory. */
const struct bench *desk_bench(const struct desk *desk);

/* The time zone of the schools (empty: the machine's), and their days without school. */
str desk_zone(const struct desk *desk);
const struct calendar *desk_calendar(const struct desk *desk);

/* Its document. */
str desk_source(const struct desk *desk);

/* Decide by another document from here on, published like the first.  ERR_INVALID: it
 * has mistakes, and the old one stays. */
bool desk_enforce(
    struct desk *desk, const struct compiled *document, struct err *err) MUST_USE;

/* What the clocks of the schools show now, or showed then. */
bool desk_now(struct desk *desk, struct moment *out, struct err *err) MUST_USE;
bool desk_moment(
    struct desk *desk, int64_t at, struct moment *out, struct err *err) MUST_USE;

/*
 * Call people from here on, for the duties of every visit that is open; NULL: nobody is
 * called.  It is the caller's, and is looked at again each time.  Those who were called
 * for visits that ended in the last day are told so, if a stop kept that from them.
 */
bool desk_call_by(
    struct desk *desk, const struct calling *calling, struct err *err) MUST_USE;

/* ---- acting ---- */

/* Who does it, to which visit, under which key.  The same key submitted again answers
 * the same and records nothing twice, also when much followed from it. */
struct desk_act {
    const uint8_t *key; /* KEEPER_KEY_BYTES, as keeper_submit() wants it */
    str visit;          /* of an opening: empty */
    str by;             /* a name or a post */
    str role;           /* the entry protocol's role in which they act, or empty */
};

/* What came of it.  Valid until the next call. */
struct desk_done {
    const struct visit *visit; /* as it is now; NULL: there is none */
    uint64_t seq;              /* of the (first) event that was submitted */
    int64_t n;
    bool repeated; /* it had been recorded before */
    bool decided;  /* a decision was recorded with it */
    size_t raised; /* so many duties were raised: the last of visit->duties */

    /* Of ERR_CONFLICT: which statement, and what somebody else stated meanwhile; or to
     * whom somebody else handed the visit. */
    size_t which;
    const struct visit_statement *theirs;
    const struct visit_message *handed;
};

/*
 * All of these: ERR_INVALID, ERR_USAGE: something will not do, the text says what;
 * ERR_NOT_FOUND: there is no such visit; ERR_CONFLICT: it is over, or the key was used
 * for something else; ERR_IO: not recorded, or nobody knows: submit it again.
 */

/* Whether something was recorded under this key; `visit` is where. */
bool desk_was_done(struct desk *desk, const uint8_t *key, struct arena *arena,
    bool *done, str *visit, struct err *err) MUST_USE;

enum { DESK_STATED_MAX = 64 }; /* facts in one submission */

struct desk_opening {
    str school;
    str way;   /* door, grounds, bus, event, telephone, letter, online */
    str so_at; /* RFC 3339; empty: now */
    const str *account;
    size_t account_count;
    bool exercise;
    str with;          /* the visit they came with; empty: alone, or the first */
    const str *shared; /* facts whose statements there hold for them too */
    size_t shared_count;
};

/* Somebody is at the door.  ERR_CONFLICT: it would be of an exercise, and none runs at
 * the school.  What it is opened as, it stays; so is who comes with it.  A party is one level deep: who comes with somebody who came
 * with another came with that other. */
bool desk_open_visit(struct desk *desk, const struct desk_act *act,
    const struct desk_opening *opening, struct desk_done *out,
    struct err *err) MUST_USE;

/*
 * An exercise at a school: while it runs, visits may be opened that are marked, in the
 * record and wherever they are shown; real ones are opened as always.  It ends by itself.
 */
enum { DESK_EXERCISE_SECONDS = 4 * 60 * 60 };

struct desk_exercise {
    str school;
    str by;
    int64_t began_at;
    int64_t ends_at;
};

/* ERR_CONFLICT: one runs there already, or none does. */
bool desk_begin_exercise(struct desk *desk, const struct desk_act *act, str school,
    struct err *err) MUST_USE;
bool desk_end_exercise(struct desk *desk, const struct desk_act *act, str school,
    struct err *err) MUST_USE;

/* The newest of a school, running or over; NULL: none is known.  Whether one runs. */
const struct desk_exercise *desk_exercise(const struct desk *desk, str school);
bool desk_exercise_runs(const struct desk *desk, str school);

struct desk_statement {
    str fact;
    str value; /* as people write it (json_read_fact); empty: it is no longer known */
    str basis; /* read, seen, told, inferred, confirmed, assumed */
    str source;
    str words;
    str so_at;
    bool is_note; /* of no fact of the protocol: kept and shown, never decided on */
};

struct desk_stating {
    const struct desk_statement *items;
    size_t count;
    int64_t seen; /* visit->next as their author saw it; -1: all of it */
};

/*
 * State facts, all or none.  ERR_DENIED: only another role may answer one;
 * ERR_INVALID: a fact or value that the protocol does not have, one that the clock
 * answers, or facts that cannot be true together; ERR_CONFLICT with out->theirs:
 * somebody else has stated one of them otherwise since.
 */
bool desk_state(struct desk *desk, const struct desk_act *act,
    const struct desk_stating *stating, struct desk_done *out,
    struct err *err) MUST_USE;

struct desk_acknowledgement {
    int64_t raised; /* the duty's mark.n */
    str channel;    /* screen, telephone, ...; may be empty */
    str until;      /* RFC 3339: for so long; empty: until it is done */
    bool done;
};
bool desk_acknowledge(struct desk *desk, const struct desk_act *act,
    const struct desk_acknowledgement *acknowledgement, struct desk_done *out,
    struct err *err) MUST_USE;

/* What somebody at the desk says of a call that they made for a duty: with whom they
 * spoke, who has it then, or that nobody answered.  ERR_NOT_FOUND: no such duty. */
struct desk_call {
    int64_t raised; /* the duty's mark.n */
    bool reached;
    bool done;
    str spoke_with; /* may be empty */
    str so_at;      /* RFC 3339; empty: now */
};
bool desk_call(struct desk *desk, const struct desk_act *act,
    const struct desk_call *call, struct desk_done *out, struct err *err) MUST_USE;

struct desk_message {
    str to; /* a role */
    const str *words;
    size_t count;
    str so_at;
};
bool desk_send(struct desk *desk, const struct desk_act *act,
    const struct desk_message *message, struct desk_done *out,
    struct err *err) MUST_USE;

/* Somebody for whom the message with this number in the visit was has read it; also of a
 * visit that is over.  ERR_NOT_FOUND: no such message was sent. */
bool desk_mark_read(struct desk *desk, const struct desk_act *act, int64_t message,
    struct desk_done *out, struct err *err) MUST_USE;

struct desk_handing {
    str to;      /* a name or a post */
    str to_role; /* the role in which they look after it, or empty */
    const str *words;
    size_t count;
    str so_at;
    int64_t seen; /* visit->next as its author saw it; -1: all of it */
};

/* Somebody else looks after the visit from here on.  ERR_CONFLICT with out->handed:
 * somebody, perhaps the same, has given it to another since. */
bool desk_hand_over(struct desk *desk, const struct desk_act *act,
    const struct desk_handing *handing, struct desk_done *out,
    struct err *err) MUST_USE;

struct desk_document {
    str content; /* the file itself, to be kept; then what it is comes from it */
    str file;    /* "sha256:..." of one that is kept elsewhere; empty: none */
    str media;
    int64_t bytes; /* -1: not known */
    int64_t pages; /* -1: not known */
    str title;
    str form;
    str appears;
    str copy; /* original, photocopy, photograph, file, described */
    str from;
    str so_at;
};

/* ERR_INVALID: the content is no photograph or PDF, or longer than PAPER_BYTES_MAX. */
bool desk_attach(struct desk *desk, const struct desk_act *act,
    const struct desk_document *document, struct desk_done *out,
    struct err *err) MUST_USE;

/*
 * Something recorded was wrong.  The old entry stays; of a statement the right value
 * counts from now on, and it is decided anew.  Also of a visit that is over.
 */
struct desk_correction {
    int64_t n; /* the event in the visit */
    str field;
    str value;        /* where it is short; of a fact's value as people write it */
    const str *words; /* where it is a text */
    size_t word_count;
    str reason;
    str asked_by;
};
bool desk_correct(struct desk *desk, const struct desk_act *act,
    const struct desk_correction *correction, struct desk_done *out,
    struct err *err) MUST_USE;

struct desk_ending {
    str end; /* left, admitted, entered_anyway, mistaken */
    str scope;
    str escort;
    str so_at;
    const str *account;
    size_t account_count;
};

/* The visit is over.  Who comes back makes a new visit, `with` this one. */
bool desk_end(struct desk *desk, const struct desk_act *act,
    const struct desk_ending *ending, struct desk_done *out, struct err *err) MUST_USE;

/*
 * Time went on: to be called every few seconds.  Duties that nobody answered when they
 * were due, and acknowledgements that lapsed, are recorded as expired; a visit for which
 * clock or edition changed the answer is decided anew.  A few visits at a time, some
 * milliseconds; while there are more, call it again as soon as others had their turn.
 */
bool desk_tick(struct desk *desk, struct err *err) MUST_USE;
bool desk_has_more(const struct desk *desk);

/* ---- looking; what is given is valid until the next call ---- */

/* Find a visit, open or closed.  ERR_NOT_FOUND, ERR_USAGE: this names none. */
bool desk_visit(
    struct desk *desk, str id, const struct visit **out, struct err *err) MUST_USE;

/* The board: visits_list() and visits_party() over all that are open. */
size_t desk_board(struct desk *desk, const struct visits_filter *filter,
    struct arena *arena, struct visit ***out);
size_t desk_party(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct visit ***out);

/* A visit that is over, in a list. */
struct desk_past {
    str id;
    str school;
    str way;
    str end;
    str words; /* the outcomes of the last decision: "entry refuse" */
    int64_t opened_at;
    int64_t closed_at;
    uint64_t seq; /* of its end: where the next page begins */
    bool exercise;
};

/* How much of a school's visits somebody may know. */
enum desk_sight { DESK_SEES_NOTHING, DESK_SEES_NO_PRIVATE, DESK_SEES_ALL };

struct desk_search {
    str school; /* empty: all */
    str words;  /* somewhere in what was stated or told, whatever its case and accents;
                   empty: all */
    str end;    /* left, ...; empty: however it ended */
    enum visits_earnest earnest;
    int64_t begins;  /* it was closed at this moment or later, */
    int64_t ends;    /* and before this one; 0: at any time */
    uint64_t before; /* the seq of the last one shown; UINT64_MAX: from the newest */
    size_t most;     /* on a page */
    enum desk_sight (*sight)(const void *context, str school); /* NULL: all of all */
    const void *context;
};

/*
 * List visits that are over, newest first, in `arena`.  At most 200 are looked
 * through at a time: `*next` is where to go on, 0 when there are no more.
 */
bool desk_history(struct desk *desk, const struct desk_search *search,
    struct arena *arena, struct desk_past **out, size_t *count, uint64_t *next,
    struct err *err) MUST_USE;

/* Be told of every event after it is recorded and added: for boards that are live. */
struct desk_listener {
    void (*heard)(
        void *context, const struct visit *visit, const struct visit_entry *entry);
    void *context;
};
void desk_listen(struct desk *desk, const struct desk_listener *listener);

/* ---- the answer, as a face shows it; names and labels live in the image ---- */

struct desk_choice {
    str name;
    str label;
};

/* A fact, as it is asked for. */
struct desk_fact {
    str name;
    str question;
    enum image_fact_kind kind;
    int32_t low, high; /* of numbers */
    const struct desk_choice *choices;
    size_t choice_count;
    str role; /* who must answer it; empty: the desk */
    str role_label;
    bool ask_first;
    bool is_private; /* its value is not shown to others */
    bool is_supplied;
    const struct visit_statement *stated; /* the one that counts; NULL: none */
    struct desk_choice value;             /* the value it has now; empty: not known */
};

struct desk_outcome {
    str name;
    str label;
    struct desk_choice value; /* what holds, or what is shown until it is known */
    bool is_known;
    const struct desk_choice *possible; /* what it can still be */
    size_t possible_count;
};

struct desk_rule {
    str name;
    str outcome;
    str value;
    bool is_certain; /* it stands; else it may */
    str cite;
    str link;
    str quote;
};

struct desk_answer {
    struct moment at;
    str edition; /* "sha256:..." */
    struct desk_outcome *outcomes;
    size_t outcome_count;
    struct desk_fact *ask; /* what can still matter, best first: of the first outcome
                              that is not known */
    size_t ask_count;
    struct desk_rule *rules; /* those that made the outcomes */
    size_t rule_count;
    str *says;
    size_t say_count;
};

/* What the protocol in force says of a visit now, in `arena`; nothing is recorded.
 * ERR_INVALID: what was stated cannot be true together. */
bool desk_answer(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct desk_answer *out, struct err *err) MUST_USE;

/* Another value of one fact, and what an outcome would then be shown as. */
struct desk_turn {
    str fact;
    str question;
    struct desk_choice value;
    struct desk_outcome outcome; /* its `possible` is left out */
};

/* What would change each outcome, one fact at a time and all others as they are, in
 * `arena`: choices and yes or no, but not facts that are `fixed`, which nothing that is
 * shown or said can change.  Returns how many. */
size_t desk_turns(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct desk_turn **out);

/* One fact, with what this visit says of it (NULL: none).  ERR_INVALID, with the nearest
 * name, when the protocol has none of this name. */
bool desk_fact(struct desk *desk, const struct visit *visit, str name,
    struct arena *arena, struct desk_fact *out, struct err *err) MUST_USE;

/* All facts of the protocol, in the order of the document; returns how many. */
size_t desk_facts(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct desk_fact **out);

#endif
