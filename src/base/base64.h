/*
 * base64: bytes as text (RFC 4648, section 4: the standard alphabet, padded).
 *
 * Every sequence of bytes has exactly one spelling here.  What is signed or hashed
 * must not have two, so a reader that is lenient would be a hole.
 */
#ifndef VESTIBULE_BASE_BASE64_H
#define VESTIBULE_BASE_BASE64_H

#include "base/str.h"

struct text;

void text_add_base64(struct text *text, const uint8_t *bytes, size_t len);

/*
 * Read the whole of `s`.  False, and `*len` untouched, when it is not Base64, has
 * missing or needless padding, holds unused bits that are not zero, or means more
 * than `capacity` bytes.
 */
bool base64_read(str s, uint8_t *out, size_t capacity, size_t *len);

#endif
