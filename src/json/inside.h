/*
 * What the files of json share: how an error names what would have done.
 */
#ifndef VESTIBULE_JSON_INSIDE_H
#define VESTIBULE_JSON_INSIDE_H

#include "json/json.h"

/* Add to `err` the name that was most likely meant, or else which there are. */
bool json_add_hint(struct err *err, str wrong, const str *names, size_t count);

/* The name of a fact. */
str json_fact_name(const struct image *image, uint32_t fact);

#endif
