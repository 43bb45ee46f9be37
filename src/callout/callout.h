/*
 * callout: calling people until somebody answers.
 *
 * A call-out is one lane of one visit: the role that must act.  Its order (order.h) says
 * who is called after how many seconds; its ladder (ladder.h) is the sum of what happened
 * and says what is due next.  The order is frozen when it begins, so the record says by
 * which rule people were called.
 *
 * Pure.  May include base.
 */
#ifndef VESTIBULE_CALLOUT_H
#define VESTIBULE_CALLOUT_H

#include "callout/ladder.h"
#include "callout/order.h"

#endif
