/*
 * board: every open visit, live.
 *
 * A watcher is a browser that listens to GET /board/events.  What the desk records marks
 * a visit as changed; after the request that changed it, each watcher who may see the
 * visit is sent its line anew, made once for all who see the same.
 */
#ifndef VESTIBULE_WEB_BOARD_H
#define VESTIBULE_WEB_BOARD_H

#include "record/record.h"

enum { BOARD_CHANGED_MAX = 512 };

struct board_watcher;

struct board {
    struct board_watcher *first;
    uint64_t heard; /* the place in the record of the last event; 0: none yet */
    char changed[BOARD_CHANGED_MAX][RECORD_VISIT_CHARS];
    uint64_t awaited[BOARD_CHANGED_MAX]; /* what must be confirmed before it is told */
    size_t changed_count;
    bool lost_some; /* more changed than there is room for: everybody loads anew */
};

struct site;
struct arena;

/* Have the desk's events marked on site->board. */
void board_listen(struct site *site);

/* Tell the watchers what has changed since it was told last, as far as the disk has
 * confirmed it. */
void board_tell(struct site *site);

#endif
