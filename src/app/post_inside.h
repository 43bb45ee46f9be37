/*
 * What the files of the post share.
 *
 * A bag is the letters of one channel that are out together.  Only its state is touched
 * by two threads, under the mutex; whose turn the rest is follows from it.
 */
#ifndef VESTIBULE_APP_POST_INSIDE_H
#define VESTIBULE_APP_POST_INSIDE_H

#include "app/desk_inside.h"
#include "app/post.h"

#include <pthread.h>

enum bag_state {
    BAG_EMPTY,
    BAG_FILLED, /* waits for the disk; the thread that serves has it */
    BAG_OUT,    /* its worker has it */
    BAG_BACK,   /* the thread that serves has it again */
};

/* A letter, and what has to be known to record what came of it. */
struct bag_item {
    struct store_delivery row;
    str visit;
    int64_t callout; /* the number of its opening in the visit */
    int64_t step;    /* the number of its step in the visit */
    str to;          /* the name of a person, or of a webhook */
    bool is_moot;    /* not to be sent, and why */
    str why;
    struct notify_letter letter;
    struct notify_result result;
};

struct bag {
    struct post *post;
    enum notify_channel channel;
    enum bag_state state;
    struct notify *notify; /* by which it is out, held */
    struct arena arena;    /* of all below */
    struct bag_item items[POST_LETTERS_MAX];
    size_t count;
    int64_t now;      /* when it was claimed */
    uint64_t awaits;  /* the commit that must be confirmed first; 0: none */
    int64_t look_at;  /* when there may be something to claim */
    int64_t failures; /* bags in a row of which nothing arrived */
    pthread_t thread;
    bool has_thread;
    pthread_cond_t woken;
};

struct post {
    struct post_settings settings;
    pthread_mutex_t mutex;
    bool is_ending;
    struct bag bags[NOTIFY_CHANNELS];
};

/* Write the letters of a bag that was claimed.  One that cannot be written is moot. */
bool post_write(struct bag *bag, struct err *err) MUST_USE;

/* Record what came of a bag; what cannot be recorded comes again. */
bool post_record(struct bag *bag, struct err *err) MUST_USE;

#endif
