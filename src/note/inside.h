/*
 * What the files of note share: numbers as bytes, lines of a form.
 */
#ifndef VESTIBULE_NOTE_INSIDE_H
#define VESTIBULE_NOTE_INSIDE_H

#include "note/key.h"
#include "note/signed.h"

/* Big-endian, as all of C2SP. */
uint32_t note_read_u32(const uint8_t bytes[4]);
uint64_t note_read_u64(const uint8_t bytes[8]);
void note_write_u32(uint8_t bytes[4], uint32_t value);
void note_write_u64(uint8_t bytes[8], uint64_t value);

/* Take the next line, which must end in LF, off the front of `rest`. */
bool note_take_line(str *rest, str *line);

/* The same for a line `word`, space, number. */
bool note_take_number(str *rest, str word, uint64_t *out);

/* Take lines of one hash each, up to the empty line, and that line too.  ERR_INVALID:
 * there is no such end, no such hash, or more of them than any proof has. */
bool note_take_proof(str *rest, struct merkle_proof *out, struct err *err) MUST_USE;
void note_add_proof(struct text *text, const struct merkle_proof *proof);

bool note_read_hash(str base64, struct hash *out);
void note_add_hash_line(struct text *text, const struct hash *hash);

#endif
