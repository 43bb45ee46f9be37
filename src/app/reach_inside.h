/*
 * What the files of reach share: everything by which people are reached.
 */
#ifndef VESTIBULE_APP_REACH_INSIDE_H
#define VESTIBULE_APP_REACH_INSIDE_H

#include "app/reach.h"

#include "app/inside.h"

struct reach {
    struct arena arena;
    struct callout_orders orders;
    struct calling calling;
    struct arena roster_arena; /* of its digest */
    struct notify_settings channels;
    struct notify *notify;
    struct notify *single; /* for the thread that does things aside */
    struct post *post;
};

#endif
