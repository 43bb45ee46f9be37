/*
 * What the files of json share: the two ways to read facts, how an error names what
 * would have done.
 */
#ifndef VESTIBULE_JSON_INSIDE_H
#define VESTIBULE_JSON_INSIDE_H

#include "json/json.h"

/* Add to `err` the name that was most likely meant, or else which there are. */
bool json_add_hint(struct err *err, str wrong, const str *names, size_t count);

/* The name of a fact. */
str json_fact_name(const struct image *image, uint32_t fact);

/*
 * Read facts if they are written plainly; false when they are not, and then some of
 * `facts` may have changed, but none that a full reading would leave alone.
 */
bool json_quick_facts(str source, const struct image *image, int32_t *facts,
    struct moment *at, bool *has_at) MUST_USE;

/* Read facts in full: any JSON, every mistake explained. */
bool json_full_facts(struct arena *arena, str source, const struct image *image,
    int32_t *facts, struct moment *at, bool *has_at, struct err *err) MUST_USE;

#endif
