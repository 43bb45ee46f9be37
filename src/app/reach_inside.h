/*
 * What the files of reach share: what the settings of one moment came to.
 *
 * Whoever hands something over on another thread holds the channels meanwhile; those that
 * are not in force any more are closed once nobody does.
 */
#ifndef VESTIBULE_APP_REACH_INSIDE_H
#define VESTIBULE_APP_REACH_INSIDE_H

#include "app/reach.h"

#include "app/inside.h"

/* In which order people are called, and by what. */
struct means {
    struct arena arena; /* it lies there itself */
    struct callout_orders orders;
    struct notify_settings channels;
    struct notify *notify;
    struct notify *single; /* for the thread that does things aside */
    struct means *before;  /* not in force any more, but somebody may hold them */
};

struct reach {
    struct arena arena; /* where it lies itself */
    str directory;
    str embedded;   /* as `orders` of the settings */
    bool is_sample; /* of an invented district, out of which nothing is sent */
    struct calling calling;
    struct arena roster_arena; /* of its digest */
    struct means *means;       /* in force */
    struct post *post;
    struct heart *heart;
    void (*ring)(void *context); /* as in its settings */
    void *ring_context;
};

#endif
