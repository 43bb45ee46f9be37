/*
 * draft_file: a draft as it is kept.
 */
#ifndef VESTIBULE_APP_DRAFT_FILE_H
#define VESTIBULE_APP_DRAFT_FILE_H

#include "app/drafts.h"

/* Write it, for good. */
bool draft_keep(
    const struct drafts *drafts, const struct draft *draft, struct err *err) MUST_USE;

/* DIR/drafts/ID.json. */
str draft_path(const struct drafts *drafts, struct arena *arena, str id);

#endif
