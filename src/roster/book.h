/*
 * book: the roster as it is kept, in a database of its own, by the one process that may
 * write to it.
 *
 * Several changes stand or fall together between roster_begin and roster_end; a single one
 * needs neither.  Numbers are never given twice.  One thread at a time.
 */
#ifndef VESTIBULE_ROSTER_BOOK_H
#define VESTIBULE_ROSTER_BOOK_H

#include "crypto/crypto.h"
#include "db/db.h"
#include "roster/plan.h"

enum {
    ROSTER_CODE_DIGITS = 6,
    ROSTER_CODE_SECONDS = 15 * 60,
    ROSTER_CODE_TRIES = 5,
    ROSTER_CODE_PAUSE = 60, /* seconds before another code for the same address */
    ROSTER_ADDRESS_MAX = 2048,
};

/* All-zero is closed; then only db.driver may be set beforehand. */
struct roster_book {
    struct db db;
    struct crypto crypto;
    uint8_t key[CRYPTO_KEY_BYTES];
};

/* Open the database `path`; DB_WRITE makes it if it is not there.  `key` is what codes are
 * digested with: random, the same each time, not in the database.  Errors as
 * db_open_schema. */
bool roster_open(struct roster_book *book, str path, enum db_mode mode,
    const uint8_t key[CRYPTO_KEY_BYTES], struct err *err) MUST_USE;
void roster_close(struct roster_book *book);

/* Begin several changes; end them: keep all when `done`, else none.  roster_end returns
 * whether they are kept; `err` is untouched when `done` is false. */
bool roster_begin(struct roster_book *book, struct err *err) MUST_USE;
bool roster_end(struct roster_book *book, bool done, struct err *err) MUST_USE;

/* Read all of it as it stands, also within a change, into `arena`. */
bool roster_read(struct roster_book *book, struct arena *arena, struct roster *out,
    struct err *err) MUST_USE;

/* The one form of a roster that is digested: JSON.  When something was last heard from an
 * address is no part of it. */
str roster_canonical(const struct roster *roster, struct arena *arena);

/* ---- changing: ERR_INVALID says what cannot be so; ERR_NOT_FOUND: there is no such
 * person or thing ---- */

/* Make a person, or replace name, login, origin and posts of the one with that number;
 * contacts are not looked at.  ERR_CONFLICT: another has this login or origin. */
bool roster_put_person(struct roster_book *book, const struct roster_person *person,
    uint64_t *number, struct err *err) MUST_USE;

/* Let somebody go: their addresses are deleted, their weeks stay and become gaps. */
bool roster_remove_person(
    struct roster_book *book, uint64_t person, struct err *err) MUST_USE;

/* Add an address, not verified yet; what is there already stays as it is.  A telephone
 * may be written with spaces, dashes and brackets, and ten digits are taken to be of North
 * America. */
bool roster_put_contact(struct roster_book *book, uint64_t person,
    enum roster_channel channel, str address, uint64_t *number,
    struct err *err) MUST_USE;

/* Numbers in what is given are not looked at. */
bool roster_add_week(struct roster_book *book, const struct roster_week *week,
    uint64_t *number, struct err *err) MUST_USE;
bool roster_add_override(struct roster_book *book,
    const struct roster_override *override, uint64_t *number, struct err *err) MUST_USE;
bool roster_add_acting(struct roster_book *book, const struct roster_acting *acting,
    uint64_t *number, struct err *err) MUST_USE;

enum roster_thing {
    ROSTER_CONTACT,
    ROSTER_WEEK,
    ROSTER_OVERRIDE,
    ROSTER_ACTING,
};

bool roster_remove(struct roster_book *book, enum roster_thing thing, uint64_t number,
    struct err *err) MUST_USE;

/* ---- addresses that are proved ---- */

/* Make a code for an address: six digits, in the place of one from before.  ERR_LIMIT: that
 * one is not a minute old. */
bool roster_new_code(struct roster_book *book, uint64_t contact, int64_t now,
    char code[ROSTER_CODE_DIGITS], struct err *err) MUST_USE;

enum roster_code {
    ROSTER_CODE_RIGHT, /* the address is verified, and used again if it was disabled */
    ROSTER_CODE_WRONG, /* it may be tried again */
    ROSTER_CODE_OVER,  /* none was made, its time is over, or it was tried too often */
};

/* Try a code. */
bool roster_enter_code(struct roster_book *book, uint64_t contact, str code,
    int64_t now, enum roster_code *out, struct err *err) MUST_USE;

/* An address that proves itself, as it came from whoever it belongs to: it is verified. */
bool roster_contact_proved(
    struct roster_book *book, uint64_t contact, int64_t now, struct err *err) MUST_USE;

/* Something arrived at an address. */
bool roster_contact_heard(
    struct roster_book *book, uint64_t contact, int64_t now, struct err *err) MUST_USE;

/* Nothing more is to be sent there, and why. */
bool roster_contact_dead(
    struct roster_book *book, uint64_t contact, str why, struct err *err) MUST_USE;

#endif
