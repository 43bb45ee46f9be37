/*
 * check: what was found out about one document.
 */
#ifndef VESTIBULE_CLI_CHECK_H
#define VESTIBULE_CLI_CHECK_H

#include "cli/protocol.h"

struct checked {
    struct protocol protocol;
    struct eval_cost *costs; /* one an outcome; NULL when there are mistakes */
    uint64_t compile_ns;
    struct err err; /* when the document could not be read at all */
};

/* Write one document's result as a JSON object. */
void check_json(struct json_out *json, const struct checked *checked);

/* Show it to people; mistakes first. */
void check_show(struct page *page, const struct checked *checked);

#endif
