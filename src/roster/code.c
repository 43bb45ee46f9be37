/*
 * Addresses that are proved by a code: what is sent there comes back.
 *
 * Six digits are found by trying, so their digest is keyed, they end, and five wrong ones
 * end them, too.
 */
#include "roster/inside.h"
#include "roster/sql.h"

enum { CODES = 1000000 };

static void digest_of(const struct roster_book *book, uint64_t contact, str code,
    uint8_t digest[SHA256_BYTES])
{
    char buffer[64];
    struct text message = text_fixed(buffer, sizeof(buffer));

    text_add(&message, STR("address "));
    text_add_u64(&message, contact);
    text_add(&message, STR(" code "));
    text_add(&message, code);
    crypto_hmac(&book->crypto, (str){(const char *)book->key, sizeof(book->key)},
        text_str(&message), digest);
    crypto_forget(buffer, sizeof(buffer));
}

/* Every code is as likely as another: what does not divide evenly is drawn again. */
static void draw(const struct roster_book *book, char code[ROSTER_CODE_DIGITS])
{
    uint32_t number;

    do
        crypto_random(&book->crypto, (uint8_t *)&number, sizeof(number));
    while (number >= UINT32_MAX - UINT32_MAX % CODES);
    number %= CODES;
    for (size_t i = ROSTER_CODE_DIGITS; i-- > 0; number /= 10)
        code[i] = (char)('0' + number % 10);
}

struct made {
    bool is; /* there is one */
    uint8_t digest[SHA256_BYTES];
    int64_t at;
    int64_t tries;
};

static bool made_read(
    struct roster_book *book, uint64_t contact, struct made *out, struct err *err)
{
    struct db_query q = db_query(&book->db, SQL_CODE_GET);

    *out = (struct made){0};
    db_bind_u64(&q, contact);
    if (db_step(&q) == DB_ROW) {
        out->is = true;
        db_bytes(&q, 0, out->digest, sizeof(out->digest));
        out->at = db_i64(&q, 1);
        out->tries = db_i64(&q, 2);
    }
    return db_done(&q, err);
}

static bool keep(struct roster_book *book, uint64_t contact, int64_t now,
    const char code[ROSTER_CODE_DIGITS], struct err *err)
{
    struct db_query q = db_query(&book->db, SQL_CODE_PUT);
    uint8_t digest[SHA256_BYTES];

    digest_of(book, contact, (str){code, ROSTER_CODE_DIGITS}, digest);
    db_bind_u64(&q, contact);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, now);
    if (db_run(&q, err))
        return true;
    return err->kind == ERR_CONFLICT
        ? err_set(err, ERR_NOT_FOUND, SAY("there is no such address on the roster"))
        : false;
}

bool roster_new_code(struct roster_book *book, uint64_t contact, int64_t now,
    char code[ROSTER_CODE_DIGITS], struct err *err)
{
    struct edit edit;
    struct made before;
    bool done;

    if (!edit_begin(book, &edit, err))
        return false;
    done = made_read(book, contact, &before, err);
    if (done && before.is && now >= before.at && now - before.at < ROSTER_CODE_PAUSE)
        done = err_set(err, ERR_LIMIT,
            SAY("a code was sent a moment ago; wait a minute before the next one"));
    if (done) {
        draw(book, code);
        done = keep(book, contact, now, code, err);
    }
    return edit_end(&edit, done, err);
}

static bool run_of(
    struct roster_book *book, unsigned statement, uint64_t contact, struct err *err)
{
    struct db_query q = db_query(&book->db, statement);

    db_bind_u64(&q, contact);
    return db_run(&q, err);
}

static bool verify(
    struct roster_book *book, uint64_t contact, int64_t now, struct err *err)
{
    struct db_query q = db_query(&book->db, SQL_CONTACT_VERIFY);

    db_bind_u64(&q, contact);
    db_bind_i64(&q, now);
    (void)db_step(&q);
    return require_found(&q, SAY("there is no such address on the roster"), err) &&
        run_of(book, SQL_CODE_REMOVE, contact, err);
}

bool roster_contact_proved(
    struct roster_book *book, uint64_t contact, int64_t now, struct err *err)
{
    struct edit edit;

    return edit_begin(book, &edit, err) &&
        edit_end(&edit, verify(book, contact, now, err), err);
}

/* The digits of a code; people write spaces into it. */
static str digits_of(struct arena *arena, str code)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < code.len && text.len <= ROSTER_CODE_DIGITS; i++)
        if (!char_is_space(code.ptr[i]))
            text_add_byte(&text, code.ptr[i]);
    return text_str(&text);
}

static bool try(struct roster_book *book, uint64_t contact, str code, int64_t now,
    enum roster_code *out, struct err *err)
{
    struct made made;
    uint8_t digest[SHA256_BYTES];

    *out = ROSTER_CODE_OVER;
    if (!made_read(book, contact, &made, err))
        return false;
    if (!made.is || now - made.at >= ROSTER_CODE_SECONDS || now < made.at ||
        made.tries >= ROSTER_CODE_TRIES)
        return true;
    digest_of(book, contact, code, digest);
    if (crypto_equal(digest, made.digest, sizeof(digest))) {
        *out = ROSTER_CODE_RIGHT;
        return verify(book, contact, now, err);
    }
    *out = made.tries + 1 < ROSTER_CODE_TRIES ? ROSTER_CODE_WRONG : ROSTER_CODE_OVER;
    return run_of(book, SQL_CODE_TRY, contact, err);
}

bool roster_enter_code(struct roster_book *book, uint64_t contact, str code,
    int64_t now, enum roster_code *out, struct err *err)
{
    struct arena arena = {0};
    struct edit edit;
    bool done = edit_begin(book, &edit, err);

    if (done)
        done = edit_end(
            &edit, try(book, contact, digits_of(&arena, code), now, out, err), err);
    arena_clear(&arena);
    return done;
}
