/*
 * The entry rule as plain conditions, the commonest answers first.
 */
#include "twin.h"

#include <stdbool.h>

enum { REFUSE, OBJECT, WAIT, OUTSIDE, ADMIT };
enum { WHERE_INSIDE = 1, WHERE_EVENT, WHERE_OUTSIDE };
enum {
    AGENCY_NONE,
    AGENCY_RESPONDER,
    AGENCY_CHILD_PROTECTION,
    AGENCY_POLICE,
    AGENCY_REVIEWER = 12, /* those between are federal agents */
    AGENCY_RECRUITER,
    AGENCY_CENSUS
};
enum { CREDENTIALS_READ = 2 };
enum { ABOUT_STUDENT = 1 };
enum {
    PAPER_NONE,
    PAPER_I200,
    PAPER_IMMIGRATION_COURT = 6,
    PAPER_SUBPOENA = 8,
    PAPER_GRAND_JURY,
    PAPER_COURT_ORDER,
    PAPER_SEARCH_WARRANT,
    PAPER_ARREST_WARRANT,
    PAPER_UNCLEAR
};
enum { COURT_NONE, COURT_IMMIGRATION = 2, COURT_STATE, COURT_DISTRICT, COURT_FEDERAL };
enum {
    SIGNER_NOBODY,
    SIGNER_UNREADABLE,
    SIGNER_OFFICER = 3,
    SIGNER_LAWYER = 5,
    SIGNER_STATE = 7,
    SIGNER_FEDERAL
};
enum { FITS_OTHER, FITS_UNCLEAR, FITS_OURS };
enum { LAW_WAITING, LAW_REJECTED, LAW_CONFIRMED, LAW_DESPITE };
enum { IN_CHARGE_NOBODY = 3 };
enum { DAYS_GOOD = 14, STATE_DAYS_GOOD = 4, MORNING = 6 * 60, EVENING = 22 * 60 };

static inline bool identified(const struct visit *v)
{
    return v->credentials >= CREDENTIALS_READ && v->reason;
}

static inline bool warrant(const struct visit *v)
{
    return v->paper == PAPER_SEARCH_WARRANT || v->paper == PAPER_ARREST_WARRANT;
}

static inline bool whole(const struct visit *v)
{
    return v->copy && v->attachments && v->fits == FITS_OURS;
}

static inline bool issued_within(const struct visit *v, int days)
{
    return v->today >= v->issued && v->today <= v->issued + days;
}

static inline bool in_time(const struct visit *v)
{
    if (v->paper != PAPER_SEARCH_WARRANT)
        return true;
    return v->dated && v->today <= v->execute_by && issued_within(v, DAYS_GOOD) &&
        (v->any_hour || (v->now >= MORNING && v->now <= EVENING));
}

/* ---- federal agents ---- */

static inline bool could_be_good(const struct visit *v)
{
    if (v->paper < PAPER_COURT_ORDER)
        return false;
    if (v->paper == PAPER_UNCLEAR)
        return true;
    if (v->signer == SIGNER_NOBODY ||
        (v->signer >= SIGNER_OFFICER && v->signer <= SIGNER_LAWYER))
        return false;
    if (v->court == COURT_NONE || v->court == COURT_IMMIGRATION ||
        v->fits == FITS_OTHER)
        return false;
    return v->paper != PAPER_SEARCH_WARRANT || !v->dated || v->today <= v->execute_by;
}

/* Of a paper that could be good. */
static inline bool cleared(const struct visit *v)
{
    if (v->law < LAW_CONFIRMED || v->paper == PAPER_UNCLEAR || !identified(v))
        return false;
    if (v->law == LAW_CONFIRMED &&
        (!warrant(v) || v->court != COURT_FEDERAL || v->signer != SIGNER_FEDERAL))
        return false;
    return v->court >= COURT_STATE && v->signer != SIGNER_UNREADABLE && whole(v) &&
        in_time(v);
}

static inline uint8_t federal_agent(const struct visit *v)
{
    bool inside = v->where == WHERE_INSIDE;

    if (could_be_good(v)) {
        if (cleared(v))
            return !v->beyond ? ADMIT : inside ? OBJECT : REFUSE;
        return inside ? OBJECT : v->law == LAW_REJECTED ? REFUSE : WAIT;
    }
    if (inside)
        return OBJECT;
    if (v->in_charge == IN_CHARGE_NOBODY || v->where == WHERE_EVENT)
        return WAIT;
    if (v->law == LAW_REJECTED)
        return REFUSE;
    if (v->paper == PAPER_SUBPOENA || v->paper == PAPER_GRAND_JURY)
        return WAIT;
    return v->exigency &&
            !(v->paper >= PAPER_I200 && v->paper <= PAPER_IMMIGRATION_COURT)
        ? WAIT
        : REFUSE;
}

/* ---- all others ---- */

static inline bool state_warrant(const struct visit *v)
{
    return warrant(v) && (v->court == COURT_STATE || v->court == COURT_FEDERAL) &&
        v->signer >= SIGNER_STATE && whole(v) &&
        (v->paper == PAPER_ARREST_WARRANT || issued_within(v, STATE_DAYS_GOOD));
}

static inline bool steps_taken(const struct visit *v)
{
    return v->paper == PAPER_NONE &&
        (v->about != ABOUT_STUDENT || (v->parents_told && v->adult_there));
}

static inline uint8_t police(const struct visit *v)
{
    if (v->called_911)
        return ADMIT;
    if (v->law == LAW_CONFIRMED && identified(v) &&
        ((state_warrant(v) && !v->beyond) || steps_taken(v)))
        return ADMIT;
    return v->where == WHERE_INSIDE ? OBJECT : WAIT;
}

static inline uint8_t decide(const struct visit *v)
{
    if (v->emergency)
        return ADMIT;
    if (v->where >= WHERE_OUTSIDE)
        return OUTSIDE;
    switch (v->agency) {
    case AGENCY_NONE:
    case AGENCY_RESPONDER:
    case AGENCY_CENSUS:
        return ADMIT;
    case AGENCY_CHILD_PROTECTION:
        return identified(v) ? ADMIT : v->where == WHERE_INSIDE ? OBJECT : WAIT;
    case AGENCY_POLICE:
        return police(v);
    case AGENCY_REVIEWER:
    case AGENCY_RECRUITER:
        return v->law == LAW_CONFIRMED && identified(v) && v->appointment ? ADMIT
                                                                          : WAIT;
    default:
        return federal_agent(v);
    }
}

void twin_decide(const struct visit *visits, size_t count, uint8_t *answers)
{
    for (size_t i = 0; i < count; i++)
        answers[i] = decide(&visits[i]);
}
