/*
 * protocol: what the pages of the protocol room share.
 */
#ifndef VESTIBULE_WEB_PROTOCOL_H
#define VESTIBULE_WEB_PROTOCOL_H

#include "web/door.h"
#include "web/pages.h"

/* The protocol that the address names, and its edition.  ERR_NOT_FOUND. */
bool caller_protocol(struct caller *caller, const struct compiled **document,
    struct room_edition **edition, struct err *err) MUST_USE;

/* The head of a page about it, and the page begun. */
struct html room_begin(const struct caller *caller, const struct compiled *document,
    enum room_page page, struct room_head_view *head);

/* Answer with a document as it was written. */
void source_answer(str source, struct http_answer *answer);

/* "/protocols/NAME/REST". */
str room_address(const struct caller *caller, str name, str rest);

/* All that are in force: as many as the shelf has. */
const struct protocol_view *protocol_list(const struct caller *caller);

/* Words of the protocol that the address names, in the reader's language or marked as of
 * the document's: `kind` and `name` as in struct spoken_text; a value's; a heading's. */
str room_say(const struct caller *caller, str kind, str name, str words);
str room_value(const struct caller *caller, str of, const struct choice *value);
str room_heading(const struct caller *caller, str words);
str room_short_heading(const struct caller *caller, const struct scan_heading *heading);

/* What words to be said mean; empty: they are said in the reader's language. */
str room_meaning(const struct caller *caller, str says);

/* "Law Department, within 5 minutes, otherwise Principal" */
struct duty_terms {
    str to;
    bool is_timed;
    uint32_t amount;
    enum image_unit unit;
    str otherwise; /* empty: nobody */
};
str duty_terms(const struct caller *caller, const struct duty_terms *terms);

/* Fill in a document without mistakes as a page, and what is proved of it; not their
 * heads. */
void read_fill(struct caller *caller, const struct compiled *document,
    struct room_edition *edition, struct read_view *view);
void proofs_fill(struct caller *caller, const struct room_edition *edition,
    struct proofs_view *view);

/* A count with a comma before each three digits. */
str count_words(struct arena *arena, struct dd_count count);

/* When it is in force, and its digest. */
struct summary_view edition_summary(
    struct arena *arena, const struct compiled *document);

#endif
