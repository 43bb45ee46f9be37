/*
 * log: what the commands on logs share.
 */
#ifndef VESTIBULE_CLI_LOG_H
#define VESTIBULE_CLI_LOG_H

#include "app/app.h"
#include "cli/command.h"
#include "crypto/crypto.h"

/* What a log is judged by. */
struct judge {
    struct crypto crypto; /* to be closed */
    struct hasher hasher;
    struct ed25519 ed25519;
    struct trust trust;
    struct note_seal *seals;    /* one for each of trust.keys */
    struct note_key *leaf_keys; /* by --leaf-key: sign entries, but no checkpoint */
    size_t leaf_key_count;
};

/*
 * Get ready to judge: by --policy, by --key, or else by the file "vkey" in `folder`,
 * of which a warning says how little that shows.  ERR_USAGE, ERR_INVALID, ERR_IO.
 */
bool judge_open(
    struct judge *judge, struct session *session, str folder, struct err *err) MUST_USE;
void judge_close(struct judge *judge);

/* Every key that was given, for checkpoints or for entries, in `arena`. */
const struct note_key *judge_keys(
    const struct judge *judge, struct arena *arena, size_t *count);

/* Did this key, that the events come down to, sign the checkpoint?  Whoever trusts the
 * key before it need not have it. */
bool judge_sees_signed(
    const struct judge *judge, str checkpoint, const struct note_key *key);

/* Put a folder and a file in it together. */
str log_path(struct arena *arena, str folder, str name);

/* The computer's clock, as a record wants it. */
struct keeper_clock log_clock(void);

/* Read an argument or an option that is a whole number.  ERR_USAGE: `what` it is to
 * be. */
bool log_number(str word, str what, uint64_t *out, struct err *err) MUST_USE;

/* Take an option that must be given, and say something.  ERR_USAGE. */
bool log_require(
    struct session *session, enum option_id option, str *out, struct err *err) MUST_USE;

/* Publish; with --without-witness and --by also when no witness answers.  Check first
 * that both or neither are given (ERR_USAGE).  Else as keeper_publish. */
bool log_check_signing(const struct session *session, struct err *err) MUST_USE;
bool log_sign(struct session *session, struct keeper *keeper, struct publication *out,
    struct err *err) MUST_USE;

/* A fact's or a field's value in words. */
void text_add_shown(struct text *text, const struct json_value *value);

#endif
