/*
 * The second step: six digits that a telephone shows, new ones each half minute.
 *
 * One half minute to either side counts too, as clocks differ.  The half minute of the
 * last code is kept: none before or at it counts again, so what somebody looked at over
 * a shoulder is worth nothing.
 */
#include "people/inside.h"
#include "people/sql.h"

enum { SECRET_BYTES = 20, STEP_SECONDS = 30, DIGITS = 6, CODES = 1000000 };

_Static_assert(SECRET_BYTES + CRYPTO_SEAL_EXTRA == 60, "the schema says 60");

/* What a sealed secret belongs to: moved to another account it opens nothing. */
static str about(uint64_t number, char buffer[32])
{
    struct text text = text_fixed(buffer, 32);

    text_add(&text, STR("second step "));
    text_add_u64(&text, number);
    return text_str(&text);
}

static void add_base32(struct text *text, const uint8_t *bytes, size_t len)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    REQUIRE(len % 5 == 0);
    for (size_t bit = 0; bit < len * 8; bit += 5) {
        unsigned two = (unsigned)bytes[bit / 8] << 8 |
            (bit / 8 + 1 < len ? bytes[bit / 8 + 1] : 0u);

        text_add_byte(text, letters[two >> (11 - bit % 8) & 31]);
    }
}

/* Add what may stand in an address; the rest as %XX. */
static void add_escaped(struct text *text, str words)
{
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];

        if (char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '.' ||
            c == '-' || c == '_') {
            text_add_byte(text, c);
            continue;
        }
        text_add_byte(text, '%');
        text_add_hex(text, (const uint8_t *)&c, 1);
    }
}

bool people_new_second_step(struct people *people, struct arena *arena, uint64_t number,
    str issuer, str *secret, str *address, struct err *err)
{
    struct kept_account kept;
    uint8_t bytes[SECRET_BYTES];
    uint8_t sealed[SECRET_BYTES + CRYPTO_SEAL_EXTRA];
    char buffer[32];
    struct text shown = text_in(arena);
    struct text link = text_in(arena);
    struct db_query q;

    if (!account_read(people, arena, number, &kept, err))
        return false;
    crypto_random(&people->crypto, bytes, sizeof(bytes));
    crypto_seal(&people->crypto, people->key, about(number, buffer),
        (str){(const char *)bytes, sizeof(bytes)}, sealed);
    add_base32(&shown, bytes, sizeof(bytes));
    crypto_forget(bytes, sizeof(bytes));
    text_add(&link, STR("otpauth://totp/"));
    add_escaped(&link, issuer);
    text_add_byte(&link, ':');
    add_escaped(&link, kept.account.login);
    text_add(&link, STR("?secret="));
    text_add(&link, text_str(&shown));
    text_add(&link, STR("&issuer="));
    add_escaped(&link, issuer);
    *secret = text_str(&shown);
    *address = text_str(&link);
    q = db_query(&people->db, SQL_ACCOUNT_NEW_STEP);
    db_bind_u64(&q, number);
    db_bind_blob(&q, sealed, sizeof(sealed));
    (void)db_step(&q);
    return db_done(&q, err);
}

/* ---- is it right? ---- */

static bool read_secret(struct people *people, uint64_t number, bool pending,
    uint8_t secret[SECRET_BYTES], bool *has, int64_t *last, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_STEPS);
    unsigned column = pending ? 1 : 0;
    char buffer[32];
    bool opened = true;

    *has = false;
    *last = 0;
    db_bind_u64(&q, number);
    if (db_step(&q) == DB_ROW && !db_is_null(&q, column)) {
        *has = true;
        *last = db_i64(&q, 2);
        opened = crypto_unseal(
            people->key, about(number, buffer), db_blob(&q, column), secret);
    }
    if (!db_done(&q, err))
        return false;
    return opened ||
        err_set(err, ERR_CORRUPT,
            SAY("the secret of a second step does not open: people.key is not the one "
                "that people.db was made with; restore both from one backup"));
}

/* Find the half minute that a code belongs to, of those that count; 0: none. */
static bool match(str secret, uint32_t code, int64_t now, int64_t last, int64_t *found,
    struct err *err)
{
    *found = 0;
    for (int64_t at = now - 1; at <= now + 1; at++) {
        uint32_t number;

        if (!crypto_hotp(secret, (uint64_t)at, &number, err))
            return false;
        if (number % CODES == code && at > last)
            *found = at;
    }
    return true;
}

static bool use(
    struct people *people, uint64_t number, bool pending, int64_t at, struct err *err)
{
    struct db_query q = db_query(
        &people->db, pending ? SQL_ACCOUNT_CONFIRM_STEP : SQL_ACCOUNT_USE_STEP);

    db_bind_u64(&q, number);
    db_bind_i64(&q, at);
    (void)db_step(&q);
    return db_done(&q, err);
}

bool step_take(struct people *people, uint64_t number, str code, bool pending, bool *is,
    struct err *err)
{
    uint8_t secret[SECRET_BYTES] = {0};
    int64_t value;
    int64_t last;
    int64_t at = 0;
    bool has;
    bool done;

    *is = false;
    code = str_trim(code);
    if (!read_secret(people, number, pending, secret, &has, &last, err))
        return false;
    if (!has || code.len != DIGITS || !char_is_digit(code.ptr[0]) ||
        !str_to_i64(code, &value)) {
        crypto_forget(secret, sizeof(secret));
        return true;
    }
    done = match((str){(const char *)secret, sizeof(secret)}, (uint32_t)value,
        people_now(people) / STEP_SECONDS, last, &at, err);
    crypto_forget(secret, sizeof(secret));
    *is = at > 0;
    return done && (!*is || use(people, number, pending, at, err));
}

/* ---- turning it on and off ---- */

bool codes_forget(struct people *people, uint64_t number, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_RECOVERY_DELETE);

    db_bind_u64(&q, number);
    return db_run(&q, err);
}

bool codes_make(struct people *people, uint64_t number,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err)
{
    uint8_t digest[PEOPLE_HASH_BYTES];

    if (!codes_forget(people, number, err))
        return false;
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        struct db_query q;

        code_make(people, codes[i], RECOVERY_CHARS);
        code_digest(
            people, STR("recovery"), number, (str){codes[i], RECOVERY_CHARS}, digest);
        q = db_query(&people->db, SQL_RECOVERY_INSERT);
        db_bind_u64(&q, number);
        db_bind_blob(&q, digest, sizeof(digest));
        if (!db_run(&q, err))
            return false;
    }
    return true;
}

bool people_confirm_second_step(struct people *people, uint64_t number, str code,
    char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err)
{
    struct change change;
    bool is = false;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = step_take(people, number, code, true, &is, err);
    if (done && !is)
        done = err_set(err, ERR_DENIED,
            SAY("these are not the digits that the telephone shows now; does its clock "
                "run right?"));
    done = done && codes_make(people, number, codes, err);
    return change_end(&change, done, err);
}

/* Turn the digits off; the codes go when there is nothing else that they stand in for. */
static bool drop_digits(
    struct people *people, uint64_t number, bool with_codes, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_DROP_STEP);

    db_bind_u64(&q, number);
    (void)db_step(&q);
    return require_row(&q, ERR_NOT_FOUND, STR("there is no such account"), err) &&
        (!with_codes || codes_forget(people, number, err));
}

bool people_drop_second_step(struct people *people, uint64_t number, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = account_read(people, &arena, number, &kept, err) &&
        drop_digits(people, number, kept.account.passkey_count == 0, err);
    arena_clear(&arena);
    return change_end(&change, done, err);
}

bool steps_forget(struct people *people, uint64_t number, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PASSKEY_DELETE_OF);

    db_bind_u64(&q, number);
    if (!db_run(&q, err))
        return false;
    q = db_query(&people->db, SQL_IDENTITY_DELETE_OF);
    db_bind_u64(&q, number);
    return db_run(&q, err) && drop_digits(people, number, true, err);
}
