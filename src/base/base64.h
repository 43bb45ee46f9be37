/*
 * base64: bytes as text (RFC 4648): the standard alphabet, padded (section 4), and
 * the one for URLs and file names, not padded (section 5, as JWS has it).
 *
 * Every sequence of bytes has exactly one spelling in each.  What is signed or hashed
 * must not have two, so a reader that is lenient would be a hole.
 */
#ifndef VESTIBULE_BASE_BASE64_H
#define VESTIBULE_BASE_BASE64_H

#include "base/str.h"

struct text;

void text_add_base64(struct text *text, const uint8_t *bytes, size_t len);
void text_add_base64url(struct text *text, const uint8_t *bytes, size_t len);

/*
 * Read the whole of `s`.  False, and `*len` untouched, when it is not Base64, has
 * missing or needless padding, holds unused bits that are not zero, or means more
 * than `capacity` bytes.
 */
bool base64_read(str s, uint8_t *out, size_t capacity, size_t *len);

/* The same for the alphabet of URLs, where all padding is needless. */
bool base64url_read(str s, uint8_t *out, size_t capacity, size_t *len);

#endif
