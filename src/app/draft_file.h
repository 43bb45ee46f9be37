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

/* Who wrote it: "Ada, Ben"; those for whom there is no room are counted: "Ada and 7
 * more". */
str draft_writers(struct arena *arena, const struct draft *draft);

/* Record what its last step judged, once; nothing when it judged nothing.  For one that is
 * approved: that it waits.  As keeper_submit. */
bool draft_record_judgement(const struct drafts *drafts, struct arena *arena,
    const struct draft *draft, struct err *err) MUST_USE;

#endif
