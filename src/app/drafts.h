/*
 * drafts: editions that are being written, and how one comes into force.
 *
 *     written ─ask─▶ asked ─approve─▶ approved ─its first day─▶ in force
 *        ▲─────────────┴────sent back────┘
 *
 * A draft is one file, DIR/drafts/ID.json, replaced as a whole.  An approval is made when
 * that file says so; what follows from it (the event, the document in DIR/protocols, the
 * end of the draft) is worked out from what is there, and so can be stopped between any
 * two steps and done again.
 *
 * Whoever acts has been let by may.h before.  One thread at a time.
 */
#ifndef VESTIBULE_APP_DRAFTS_H
#define VESTIBULE_APP_DRAFTS_H

#include "app/compiled.h"
#include "app/keeper.h"

enum { DRAFT_ID_CHARS = 36, DRAFT_BYTES_MAX = 1 << 18 };

enum draft_state { DRAFT_WRITTEN, DRAFT_ASKED, DRAFT_APPROVED, DRAFT_STATE_COUNT };

enum draft_deed {
    DRAFT_BEGUN,
    DRAFT_SAVED,
    DRAFT_TOOK_NEWER, /* it is to replace the edition that came meanwhile */
    DRAFT_ASKED_FOR,
    DRAFT_TAKEN_BACK,
    DRAFT_SENT_BACK,
    DRAFT_AGREED,
    DRAFT_OVERTAKEN, /* approved, but another edition had come into force */
    DRAFT_DEED_COUNT
};

struct draft_person {
    uint64_t number; /* of the account */
    str name;
};

struct draft_step {
    int64_t at;
    enum draft_deed deed;
    str by;
    str words; /* or empty */
};

struct draft {
    str id;       /* a UUID */
    str protocol; /* "entry" */
    enum draft_state state;
    uint64_t revision; /* one more with each step */
    str base;          /* the document that it is to replace: "sha256:..." */
    str source;
    const struct draft_person *writers;
    size_t writer_count;
    str approved_by; /* DRAFT_APPROVED */
    str key;         /* of the last step; the event's when it is approved */
    const struct draft_step *steps;
    size_t step_count;
};

struct drafts {
    str folder;    /* DIR/drafts */
    str protocols; /* DIR/protocols */
    struct keeper *keeper;
    str zone; /* of the schools; empty: the machine's */
    bool exercise;
};

/* Those of a protocol, in the order of their beginning; unnamed: all.  In `arena`. */
bool drafts_list(const struct drafts *drafts, struct arena *arena, str protocol,
    struct draft **out, size_t *count, struct err *err) MUST_USE;

/* ERR_NOT_FOUND: there is no such draft; ERR_CORRUPT. */
bool draft_find(const struct drafts *drafts, struct arena *arena, str id,
    struct draft *out, struct err *err) MUST_USE;

/* Whether somebody wrote any of it. */
bool draft_is_by(const struct draft *draft, uint64_t number);

/* What is done to a draft: by whom, under which key, and as they saw it. */
struct draft_act {
    enum draft_deed deed;
    struct draft_person by;
    const uint8_t *key; /* KEEPER_KEY_BYTES: sent twice, done once */
    str id;             /* DRAFT_BEGUN: empty */
    uint64_t seen;      /* draft->revision; DRAFT_BEGUN: 0 */
    str protocol;       /* DRAFT_BEGUN */
    str source;         /* DRAFT_BEGUN, DRAFT_SAVED */
    str base;           /* DRAFT_BEGUN, DRAFT_TOOK_NEWER */
    str words;          /* DRAFT_SENT_BACK */
};

/*
 * Do it; `out` is the draft as it is now.  ERR_CONFLICT: it is no longer as they saw it,
 * or not in a state for this; `out` is what it is.  ERR_NOT_FOUND, ERR_LIMIT, ERR_IO.
 * Whether it is without mistakes is for whoever calls.
 */
bool draft_do(const struct drafts *drafts, struct arena *arena,
    const struct draft_act *act, struct draft *out, struct err *err) MUST_USE;

/* Throw it away; one that is approved stays (ERR_CONFLICT). */
bool draft_drop(const struct drafts *drafts, str id, struct err *err) MUST_USE;

/*
 * Put in force what is approved and whose first day has begun where the schools are.  An
 * approved draft whose edition to replace is no longer in force goes back to its writers.
 * That one waits, went back or was overtaken is recorded.
 * Can be stopped anywhere, and done at any time.
 */
struct drafts_settled {
    size_t published; /* so many documents in DIR/protocols are new */
    int32_t next;     /* the first day of those that wait; INT32_MAX: none does */
};
bool drafts_settle(
    const struct drafts *drafts, struct drafts_settled *out, struct err *err) MUST_USE;

/* Whether what was approved under this key has become an edition: what the key stands for
 * is recorded. */
bool drafts_published(const struct drafts *drafts, const uint8_t *key);

/*
 * Whether a draft can come into force on a day, or on a later one.  ERR_INVALID: it has
 * mistakes, is no new edition, is over by then, or, being the protocol of roles, leaves an act without
 * which nobody could mend it to nobody.
 */
bool draft_require(const struct drafts *drafts, const struct compiled *fresh,
    int32_t today, struct err *err) MUST_USE;

#endif
