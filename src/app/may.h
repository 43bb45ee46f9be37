/*
 * may: whether somebody may do something, decided by the protocol of roles.
 *
 * Who may do what stands in a document (protocols/roles.md) and nowhere else: here are
 * only the names by which it is asked.  What the document does not know is refused.
 */
#ifndef VESTIBULE_APP_MAY_H
#define VESTIBULE_APP_MAY_H

#include "app/compiled.h"

struct may;

enum may_act {
    MAY_OPEN_VISIT,
    MAY_SEE_VISIT,
    MAY_JOIN_VISIT,
    MAY_STATE_FACT,
    MAY_STATE_LAW_FACT,
    MAY_ACKNOWLEDGE_DUTY,
    MAY_MESSAGE_DESK,
    MAY_HAND_OVER,
    MAY_CLOSE_VISIT,
    MAY_ATTACH_PAPER,
    MAY_SEE_PAPER,
    MAY_SEE_BOARD,
    MAY_SEE_HISTORY,
    MAY_EXPORT_VISITS,
    MAY_READ_PROTOCOL,
    MAY_DRAFT_EDITION,
    MAY_APPROVE_EDITION,
    MAY_ENROL_DEVICE,
    MAY_MANAGE_PEOPLE,
    MAY_SEE_ACCESS_LOG,
    MAY_SEE_RECORD,
    MAY_ERASE_FIELD,
    MAY_DISCLOSE,
    MAY_TAKE_REQUEST,
    MAY_RELEASE_RECORD,
    MAY_DRAFT_NOTICE,
    MAY_APPROVE_NOTICE,
    MAY_SEE_ROSTER,
    MAY_CHANGE_ROSTER,
    MAY_OPERATE,
    MAY_RUN_EXERCISE,
    MAY_ACTS
};

struct may_question {
    str role; /* of an account: nobody, desk, principal, law, safety, ... */
    enum may_act act;
    bool
        own_school; /* it belongs to their own school, or the role is for the district */
    bool by_pin;    /* signed in on an enrolled device with a PIN */
    bool own_draft; /* they wrote what they would approve */
};

/*
 * Look the names up in the document, which stays the caller's and outlives the answer.
 * An act that it does not know, of a program that is younger than it, nobody may do.
 * ERR_INVALID: it has mistakes, or lacks a name without which it could not be asked or
 * mended: all of these that are missing are named.
 */
bool may_open(
    const struct compiled *document, struct may **out, struct err *err) MUST_USE;
void may_close(struct may *may);

/* Whether the document knows an act; the names of those that it lacks, with commas
 * between them, in `arena`: empty, when there is none. */
bool may_knows(const struct may *may, enum may_act act);
str may_lacks(const struct may *may, struct arena *arena);

/* Whether they may; a role that the document does not have may nothing. */
bool app_may(const struct may *may, const struct may_question *question);

/* The document's name of an act: "open_visit". */
str may_act_name(enum may_act act);

/* What the document calls an act, and a role, for people: "Front desk".  The name of an
 * act or a role that it does not have. */
str may_act_words(const struct may *may, enum may_act act);
str may_role_words(const struct may *may, str role);

/* Find the act of a name. */
bool may_find_act(str name, enum may_act *act) MUST_USE;

/* The role of an entry protocol in which an account of some role acts. */
str may_entry_role(str role);

#endif
