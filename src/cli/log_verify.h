/*
 * log_verify: what the files of `vestibule log verify` share.
 */
#ifndef VESTIBULE_CLI_LOG_VERIFY_H
#define VESTIBULE_CLI_LOG_VERIFY_H

#include "cli/log.h"
#include "cli/progress.h"

enum { DAMAGES_SHOWN = 1000 };

/* What is being verified, and the answer that grows meanwhile. */
struct verifying {
    struct session *session;
    struct judge judge;
    str note; /* the checkpoint as it is signed */
    struct checkpoint checkpoint;
    struct json_out json;
    str folder;
    bool is_stamped;
    int64_t stamped_at;
    struct arena file; /* holds the file that was read last */
    uint64_t shown;
};

/* What the audit of the entries found. */
struct entries {
    struct verifying *v;
    bool are_events;
    uint64_t wrong;
    struct progress progress;
    uint64_t *replaced; /* entries by which a lost key was replaced */
    size_t replaced_count;
};

/* Look at the entries as events; in JSON, say what was found.  A log of another kind has
 * entries that are no events. */
void verify_entries(struct entries *entries, const struct tile_source *source);

/* Say on a page what was found. */
void verify_say_entries(struct entries *entries);

/* The last words about something: whether it holds. */
void verify_end_page(struct verifying *v, bool holds, str words);

#endif
