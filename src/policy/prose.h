/*
 * prose: a document as people read it, as HTML cut at its protocol blocks.
 *
 * What a document says can do no harm in a page: HTML in it is left out, pictures become
 * their words, and a link leads to http, https, mailto or a place of the same site.
 */
#ifndef VESTIBULE_POLICY_PROSE_H
#define VESTIBULE_POLICY_PROSE_H

#include "policy/scan.h"

/* Words; or a protocol block, and the quote directly before it. */
struct prose_part {
    uint32_t block; /* into scan.blocks; SCAN_NONE: words */
    str html;       /* of the words, or of the quote: then it may be empty */
};

struct prose {
    struct prose_part *parts;
    size_t count;
    str *anchors; /* the id of each of scan.headings */
};

/* Render a document that was scanned before and is within the limits of scan. */
void prose_render(
    struct arena *arena, const struct scan *scan, str source, struct prose *out);

/* The statement that begins on a line of a block, as one line without comments. */
str prose_statement(
    struct arena *arena, const struct scan *scan, uint32_t block, uint32_t line);

/* What stands behind the `if` of a statement; empty when it has none. */
str prose_condition(str statement);

/* What a property claims: all that stands behind its name and colon. */
str prose_claim(str statement);

#endif
