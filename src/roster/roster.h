/*
 * roster: who is on duty when, how they are reached, and when nobody would be.
 *
 * People, their posts and addresses, the weeks of duty and what differs from them; in a
 * database of its own beside the record, since it changes each term and addresses are to
 * be forgotten.  What follows from it is worked out over a copy, without a clock.
 *
 * May include base, db, crypto.
 */
#ifndef VESTIBULE_ROSTER_H
#define VESTIBULE_ROSTER_H

#include "roster/book.h"
#include "roster/csv.h"
#include "roster/gaps.h"
#include "roster/plan.h"

#endif
