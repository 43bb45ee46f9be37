/*
 * log: a whole log in memory, made the plain way, to compare the real one with.
 *
 * The tree is hashed by the definition of RFC 6962, top down.  Files can be damaged
 * and taken away.
 */
#ifndef VESTIBULE_TESTS_LOG_H
#define VESTIBULE_TESTS_LOG_H

#include "crypto/crypto.h"

struct log_file {
    struct tile tile;
    struct text bytes;
    bool is_missing;
};

struct log {
    struct arena arena;
    struct crypto crypto;
    struct hasher hasher;
    struct hash *leaves;
    uint64_t size;
    struct log_file *files; /* hash tiles by level and index, then bundles */
    size_t file_count;
    uint64_t reads;
};

/* Make a log of `size` leaves without files. */
void log_init(struct log *log, uint64_t size);
void log_clear(struct log *log);

/* Entry `number` of every log: {"kind":"test","seq":NUMBER}.  Valid until the next. */
str log_entry(uint64_t number);

/* MTH(D[start:end]). */
struct hash log_root(const struct log *log, uint64_t start, uint64_t end);

/* The leaves as a source of hashes. */
struct hash_source log_hashes(struct log *log);

/* Make all files; and read them. */
void log_make_files(struct log *log);
struct tile_source log_tiles(struct log *log);
struct log_file *log_find_file(struct log *log, const struct tile *tile);

#endif
