/*
 * diff: a comparison of two editions, written out.
 */
#ifndef VESTIBULE_CLI_DIFF_H
#define VESTIBULE_CLI_DIFF_H

#include "cli/protocol.h"
#include "study/study.h"

void diff_json(struct session *session, const struct policy_pair *pair,
    const struct study_diff *diff);

void diff_show(
    struct page *page, const struct policy_pair *pair, const struct study_diff *diff);

#endif
