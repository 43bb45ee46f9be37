/*
 * The entry rule as plain conditions, the commonest answers first.
 */
#include "twin.h"

#include <stdbool.h>

enum { REFUSE, WAIT, ADMIT };
enum {
    AGENCY_NONE,
    AGENCY_RESPONDER,
    AGENCY_CHILD_PROTECTION,
    AGENCY_POLICE,
    AGENCY_FEDERAL_STAFF = 10 /* those between are federal agents */
};
enum { CREDENTIALS_READ = 2 };
enum { PAPER_SEARCH_WARRANT = 8, PAPER_ARREST_WARRANT };
enum { COURT_NONE, COURT_STATE, COURT_FEDERAL };
enum { SIGNER_NOBODY, SIGNER_OFFICER, SIGNER_CLERK, SIGNER_STATE, SIGNER_FEDERAL };
enum { FITS_OTHER, FITS_UNCLEAR, FITS_OURS };
enum { LAW_WAITING, LAW_REJECTED, LAW_CONFIRMED };
enum { DAYS_GOOD = 14, MORNING = 6 * 60, EVENING = 22 * 60 };

static inline bool identified(const struct visit *v)
{
    return v->credentials >= CREDENTIALS_READ && v->reason;
}

static inline bool court_warrant(const struct visit *v)
{
    return v->paper >= PAPER_SEARCH_WARRANT;
}

static inline bool whole(const struct visit *v)
{
    return v->copy && v->attachments && v->fits == FITS_OURS;
}

static inline bool in_time(const struct visit *v)
{
    if (v->paper == PAPER_ARREST_WARRANT)
        return true;
    return v->today <= v->execute_by && v->today >= v->issued &&
        v->today <= v->issued + DAYS_GOOD &&
        (v->any_hour || (v->now >= MORNING && v->now <= EVENING));
}

static inline uint8_t federal_agent(const struct visit *v)
{
    if (!court_warrant(v) || v->law == LAW_REJECTED || v->signer <= SIGNER_OFFICER ||
        v->court == COURT_NONE || v->fits == FITS_OTHER)
        return REFUSE;
    if (v->paper == PAPER_SEARCH_WARRANT && v->today > v->execute_by)
        return REFUSE;
    if (v->law != LAW_CONFIRMED || !identified(v) || v->court != COURT_FEDERAL ||
        v->signer != SIGNER_FEDERAL || !whole(v) || !in_time(v))
        return WAIT;
    return v->beyond ? REFUSE : ADMIT;
}

static inline uint8_t police(const struct visit *v)
{
    if (v->called_911)
        return ADMIT;
    return v->law == LAW_CONFIRMED && identified(v) && court_warrant(v) &&
            v->court != COURT_NONE && v->signer >= SIGNER_STATE && whole(v) &&
            !v->beyond
        ? ADMIT
        : WAIT;
}

static inline uint8_t decide(const struct visit *v)
{
    if (v->emergency)
        return ADMIT;
    switch (v->agency) {
    case AGENCY_NONE:
    case AGENCY_RESPONDER:
        return ADMIT;
    case AGENCY_CHILD_PROTECTION:
        return identified(v) ? ADMIT : WAIT;
    case AGENCY_POLICE:
        return police(v);
    case AGENCY_FEDERAL_STAFF:
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
