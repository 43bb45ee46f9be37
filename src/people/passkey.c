/*
 * Passkeys, kept: made, listed, removed; and the challenges that they sign.
 *
 * A challenge is random bytes, its end, and a keyed digest of both, its use and whose it
 * is.  So nothing is kept of those that strangers ask for, and only the answered ones are
 * remembered, until they would have ended.
 */
#include "people/passkey_inside.h"
#include "people/sql.h"

enum { RANDOM_BYTES = 16, END_BYTES = 8, HOST_MAX = 253 };

/* ---- places ---- */

static bool is_host(str host)
{
    bool is = host.len > 0 && host.len <= HOST_MAX;
    bool is_number = true;

    for (size_t i = 0; is && i < host.len; i++) {
        char c = host.ptr[i];

        is = char_is_lower(c) || char_is_digit(c) || c == '-' || c == '.';
        is_number = is_number && (char_is_digit(c) || c == '.');
    }
    return is && !is_number;
}

bool passkey_place(str origin, struct passkey_place *out, struct err *err)
{
    static const str plain = STR_INIT("http://");
    static const str secure = STR_INIT("https://");
    bool is_secure = str_starts(origin, secure);
    str rest = str_slice(origin, is_secure ? secure.len : plain.len, origin.len);
    str host = str_slice(rest, 0, str_find_byte(rest, ':', 0));
    uint64_t port = 1;

    *out = (struct passkey_place){origin, host};
    if ((!is_secure && !str_starts(origin, plain)) || !is_host(host) ||
        (host.len < rest.len &&
            !str_to_u64(str_slice(rest, host.len + 1, rest.len), &port)) ||
        port == 0 || port > UINT16_MAX)
        return err_set(err, ERR_INVALID,
            SAY("an origin is https:// and a name in small letters, with :PORT if it is "
                "not 443, and nothing behind it: https://desk.example.org"));
    if (!is_secure && !str_equal(host, STR("localhost")))
        return err_set(err, ERR_INVALID,
            SAY("browsers use passkeys only where the connection is encrypted: an origin "
                "begins with https://"));
    return true;
}

/* ---- challenges ---- */

static void seal_challenge(const struct people *people, enum challenge_use use,
    str bound, const uint8_t *front, uint8_t mac[PEOPLE_HASH_BYTES])
{
    static const str uses[] = {[CHALLENGE_NEW] = STR_INIT("new"),
        [CHALLENGE_ALONE] = STR_INIT("alone"),
        [CHALLENGE_STEP] = STR_INIT("step"),
        [CHALLENGE_PROVIDER] = STR_INIT("provider"),
        [CHALLENGE_BIND] = STR_INIT("bind"),
        [CHALLENGE_CONNECT] = STR_INIT("connect")};

    parts_digest(people,
        (str[]){STR("challenge"), uses[use], str_slice(bound, 0, PEOPLE_TOKEN_CHARS),
            {(const char *)front, RANDOM_BYTES + END_BYTES}},
        4, mac);
}

void people_challenge(struct people *people, enum challenge_use use, str bound,
    uint8_t out[CHALLENGE_BYTES])
{
    uint64_t ends = (uint64_t)(people_now(people) + CHALLENGE_SECONDS);

    crypto_random(&people->crypto, out, RANDOM_BYTES);
    for (size_t i = 0; i < END_BYTES; i++)
        out[RANDOM_BYTES + i] = (uint8_t)(ends >> (56 - 8 * i));
    seal_challenge(people, use, bound, out, out + RANDOM_BYTES + END_BYTES);
}

/* Whether a challenge is ours, for this, and has not ended. */
static bool is_open(const struct people *people, enum challenge_use use, str bound,
    const uint8_t challenge[CHALLENGE_BYTES], int64_t *ends)
{
    uint8_t mac[PEOPLE_HASH_BYTES];
    uint64_t until = 0;

    for (size_t i = 0; i < END_BYTES; i++)
        until = until << 8 | challenge[RANDOM_BYTES + i];
    *ends = (int64_t)until;
    seal_challenge(people, use, bound, challenge, mac);
    return bound.len == PEOPLE_TOKEN_CHARS &&
        crypto_equal(mac, challenge + RANDOM_BYTES + END_BYTES, sizeof(mac)) &&
        *ends > people_now(people);
}

bool people_take_challenge(struct people *people, enum challenge_use use, str bound,
    str challenge, struct err *err)
{
    uint8_t bytes[CHALLENGE_BYTES];
    uint8_t digest[PEOPLE_HASH_BYTES];
    struct db_query q;
    int64_t ends;
    size_t len;

    if (!base64url_read(challenge, bytes, sizeof(bytes), &len) ||
        len != sizeof(bytes) || !is_open(people, use, bound, bytes, &ends))
        return err_set(err, ERR_NOT_FOUND,
            SAY("too much time went by, or the page was used already; try once more"));
    token_digest(people, (str){(const char *)bytes, sizeof(bytes)}, digest);
    q = db_query(&people->db, SQL_CHALLENGE_USE);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, ends);
    if (db_run(&q, err))
        return true;
    return err->kind == ERR_CONFLICT &&
        err_set(err, ERR_NOT_FOUND,
            SAY("this was sent already and counts once; try once more"));
}

/* ---- keeping them ---- */

void people_passkey_user(
    const struct people *people, uint64_t number, uint8_t out[PEOPLE_HASH_BYTES])
{
    char buffer[24];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_u64(&text, number);
    parts_digest(people, (str[]){STR("passkey of"), text_str(&text)}, 2, out);
}

bool people_passkeys(struct people *people, struct arena *arena, uint64_t account,
    struct people_passkey **out, size_t *count, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PASSKEY_LIST);
    size_t capacity = 0;

    *out = NULL;
    *count = 0;
    db_bind_u64(&q, account);
    while (db_step(&q) == DB_ROW) {
        *out = arena_grow(arena, *out, *count, &capacity, sizeof(**out));
        (*out)[(*count)++] = (struct people_passkey){.number = db_u64(&q, 0),
            .id = arena_str(arena, db_blob(&q, 1)),
            .name = arena_str(arena, db_text(&q, 2)),
            .made_at = db_i64(&q, 3),
            .used_at = db_is_null(&q, 4) ? 0 : db_i64(&q, 4)};
    }
    return db_done(&q, err);
}

static bool insert(struct people *people, uint64_t account, str id, str name,
    const struct passkey_key *key, uint32_t counter, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_PASSKEY_INSERT);

    db_bind_u64(&q, account);
    db_bind_blob(&q, id.ptr, id.len);
    db_bind_i64(&q, key->algorithm);
    db_bind_blob(&q, key->bytes, key->len);
    db_bind_u64(&q, counter);
    db_bind_text(&q, name);
    db_bind_i64(&q, people_now(people));
    if (db_run(&q, err))
        return true;
    return err->kind == ERR_CONFLICT &&
        err_set(err, ERR_CONFLICT,
            SAY("this passkey is known here already; take another one"));
}

/* Read what a browser sent of a new one, for this place. */
static bool read_new(struct people *people, struct arena *arena,
    const struct new_passkey *made, struct passkey_key *key, uint32_t *counter,
    struct err *err)
{
    const struct passkey_answer *answer = &made->answer;
    struct passkey_said said;
    str id;

    if (!client_take(
            people, arena, made->place, CHALLENGE_NEW, made->bound, answer, err) ||
        !passkey_read_new(arena, answer->data, made->place->host, key, &id, &said, err))
        return false;
    *counter = said.counter;
    return str_equal(id, answer->id) ||
        err_set(err, ERR_INVALID, SAY("what the passkey sent is malformed"));
}

bool people_add_passkey(struct people *people, const struct new_passkey *made,
    bool *is_first, char codes[RECOVERY_CODES][RECOVERY_CHARS], struct err *err)
{
    str name = str_trim(made->name);
    struct arena arena = {0};
    struct kept_account kept;
    struct passkey_key key;
    struct change change;
    uint32_t counter;
    bool done;

    if (!is_line(name, PEOPLE_NAME_MAX))
        return err_set(err, ERR_INVALID,
            SAY("give the passkey a name of one line, by which you will know it"));
    if (!change_begin(people, &change, err))
        return false;
    done = account_read(people, &arena, made->account, &kept, err) &&
        read_new(people, &arena, made, &key, &counter, err);
    if (done && kept.account.passkey_count >= PASSKEYS_MAX)
        done = err_set(
            err, ERR_LIMIT, SAY("nobody has more than 10 passkeys; remove one first"));
    *is_first = done && !kept.account.has_second_step;
    done = done &&
        insert(people, made->account, made->answer.id, name, &key, counter, err) &&
        (!*is_first || codes_make(people, made->account, codes, err));
    arena_clear(&arena);
    return change_end(&change, done, err);
}

bool people_remove_passkey(
    struct people *people, uint64_t account, uint64_t passkey, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct change change;
    struct db_query q;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    q = db_query(&people->db, SQL_PASSKEY_DELETE);
    db_bind_u64(&q, account);
    db_bind_u64(&q, passkey);
    (void)db_step(&q);
    done = require_row(&q, ERR_NOT_FOUND, STR("there is no such passkey"), err) &&
        account_require_way(people, account, err) &&
        account_read(people, &arena, account, &kept, err) &&
        (kept.account.has_second_step || codes_forget(people, account, err));
    arena_clear(&arena);
    return change_end(&change, done, err);
}
