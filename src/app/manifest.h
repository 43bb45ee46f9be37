/*
 * manifest: what a backup consists of, a text that `sha256sum -c` checks too.
 *
 *     # vestibule backup v1
 *     # origin school.example/vestibule
 *     # events 1234
 *     # made 1737738900                seconds since 1970
 *     # bytes 24576
 *     SHA-256  keys/log.key            hexadecimal, two spaces
 *     # bytes ...                      and so on: paths ascend by their bytes
 *
 * It is written last.  A folder without it is no backup.
 */
#ifndef VESTIBULE_APP_MANIFEST_H
#define VESTIBULE_APP_MANIFEST_H

#include "base/base.h"

enum {
    MANIFEST_BYTES_MAX = 1 << 20,
    MANIFEST_FILES_MAX = 4096,
    MANIFEST_DIGEST_BYTES = 32,
};

struct manifest_file {
    str path; /* record.db, people.db, roster.db, calendar.conf, calling.conf, channels.conf,
                 keys/NAME, keys/seals/NAME, drafts/NAME or protocols/NAME */
    uint64_t bytes;
    uint8_t digest[MANIFEST_DIGEST_BYTES];
};

struct manifest {
    str origin;
    uint64_t events;
    int64_t made;
    struct manifest_file *files;
    size_t count;
    size_t capacity;
};

/* Whether a backup may hold a file of this name: nothing leads out of its folder. */
bool manifest_is_path(str path);

/* Read a manifest; the table of files goes to the arena, texts stay where they are.
 * ERR_INVALID says the line and what is wrong there; ERR_LIMIT: too many files. */
bool manifest_read(
    struct arena *arena, str bytes, struct manifest *out, struct err *err) MUST_USE;

void text_add_manifest(struct text *text, const struct manifest *manifest);

#endif
