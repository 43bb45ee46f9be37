/*
 * editions: what the pages about editions of a protocol share.
 */
#ifndef VESTIBULE_WEB_EDITIONS_H
#define VESTIBULE_WEB_EDITIONS_H

#include "web/pages.h"
#include "web/protocol.h"

/* The protocol that the address names, and its editions.  ERR_NOT_FOUND. */
bool caller_editions(struct caller *caller, const struct compiled **document,
    struct editions *out, struct err *err) MUST_USE;

/* The edition of a digest in hexadecimal, and its document.  ERR_NOT_FOUND. */
bool caller_edition(struct caller *caller, const struct editions *editions, str hex,
    const struct edition_item **item, str *source, struct err *err) MUST_USE;

/* A digest as addresses have it: "sha256:" left away. */
str edition_hex(str digest);

/* So long a page waits for what is worked out beside the thread that serves, before it
 * says that it will look again. */
enum { ASIDE_SHORT_MS = 15 };

/* What a document decides otherwise than another one, and their lines side by side; or
 * that it is being worked out. */
bool otherwise_fill(const struct caller *caller, str old_source, str new_source,
    struct otherwise_view *out, struct err *err) MUST_USE;

/* The lines alone. */
void lines_fill(
    struct arena *arena, str old_source, str new_source, struct otherwise_view *out);

/* Which recorded visits the protocol `name` would have decided otherwise by another
 * document, as far as whoever asks may know; or that it is being worked out. */
bool reconsidered_fill(const struct caller *caller, str name, str source,
    struct reconsidered_view *out, struct err *err) MUST_USE;

/* Have a page look again by itself for as long as something of it is not ready. */
void look_again(const struct otherwise_view *view, struct http_answer *answer);

/* Where two editions, or drafts, are compared. */
str compare_address(const struct caller *caller, str name, str from, str to);

#endif
