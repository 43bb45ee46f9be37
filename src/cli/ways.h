/*
 * ways: the ways to another value, for a terminal.
 */
#ifndef VESTIBULE_CLI_WAYS_H
#define VESTIBULE_CLI_WAYS_H

#include "cli/protocol.h"
#include "study/study.h"

/* Show the first `most` groups, numbered, a line a change. */
void ways_show(struct page *page, const struct image *image,
    const struct way_groups *groups, uint32_t most);

#endif
