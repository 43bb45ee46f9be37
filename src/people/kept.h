/*
 * kept: the database of people, opened by the one process that may write to it.
 *
 * Several changes stand or fall together between people_begin and people_end; a single
 * one needs neither.  One thread at a time.
 */
#ifndef VESTIBULE_PEOPLE_KEPT_H
#define VESTIBULE_PEOPLE_KEPT_H

#include "base/base.h"
#include "crypto/crypto.h"
#include "db/db.h"
#include "people/limit.h"

enum {
    PEOPLE_KEY_BYTES = CRYPTO_KEY_BYTES,
    PEOPLE_HASH_BYTES = SHA256_BYTES,
    PEOPLE_TOKEN_CHARS = 43, /* 256 random bits in base64url */
};

/* A secret that is shown to one person once, and of which a digest is kept. */
struct people_token {
    char text[PEOPLE_TOKEN_CHARS];
};

/* Seconds since 1970-01-01T00:00:00Z; tests have a clock of their own. */
struct people_clock {
    int64_t (*now)(void *context);
    void *context;
};

/* All-zero is closed; then only db.driver may be set beforehand. */
struct people {
    struct db db;
    struct crypto crypto;
    struct people_clock clock;
    uint8_t key[PEOPLE_KEY_BYTES];
    struct limits limits;
    const struct password_cost *cost; /* of one try at a password or a PIN */
};

/* Open the database `path`; DB_WRITE makes it if it is not there.  `key` is 32 random
 * bytes, the same each time, which must not lie in the database.  Errors as
 * db_open_schema. */
bool people_open(struct people *people, str path, enum db_mode mode,
    const uint8_t key[PEOPLE_KEY_BYTES], struct people_clock clock,
    struct err *err) MUST_USE;
void people_close(struct people *people);

/* Begin several changes; end them: keep all when `done`, else none.  people_end returns
 * whether they are kept; `err` is untouched when `done` is false. */
bool people_begin(struct people *people, struct err *err) MUST_USE;
bool people_end(struct people *people, bool done, struct err *err) MUST_USE;

str people_token_str(const struct people_token *token);

/* Remove sessions, links and codes that have ended. */
bool people_tidy(struct people *people, struct err *err) MUST_USE;

#endif
