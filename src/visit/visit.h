/*
 * visit: what happened at the door, as the sum of its events.
 *
 * One visit is one person.  Events of the record are added one after another
 * (docs/record.md); nothing else changes a visit, and nothing that was said leaves it:
 * of the statements of a fact the newest counts, the others stay beside it.
 *
 * Pure.  May include base, json, eval, record.
 */
#ifndef VESTIBULE_VISIT_H
#define VESTIBULE_VISIT_H

#include "visit/facts.h"
#include "visit/fold.h"
#include "visit/visits.h"

#endif
