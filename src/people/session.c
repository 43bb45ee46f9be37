/*
 * Sessions: found by the digest of their token, ended by time, by their person, or by
 * a change of what that person may do.
 */
#include "people/inside.h"
#include "people/sql.h"

enum { USED_EVERY = 60 };

/* What stands in a row. */
struct kept_session {
    uint64_t number;
    uint64_t account;
    bool on_device;
    uint64_t device;
    enum session_way way;
    bool is_whole;
    bool stepped;
    int64_t made_at;
    int64_t used_at;
    int64_t ends_at;
};

static const str no_session = STR_INIT("nobody is signed in here; sign in");

static bool session_next(struct db_query *q, struct kept_session *out)
{
    static const enum session_way ways[] = {SESSION_BY_PASSWORD, SESSION_BY_PIN,
        SESSION_BY_PROXY, SESSION_BY_PASSKEY, SESSION_BY_PROVIDER};
    uint64_t way;

    if (db_step(q) != DB_ROW)
        return false;
    way = db_u64(q, 3);
    *out = (struct kept_session){.number = db_u64(q, 0),
        .account = db_u64(q, 1),
        .on_device = !db_is_null(q, 2),
        .way = ways[way < COUNT_OF(ways) ? way : 1],
        .is_whole = db_i64(q, 4) != 0,
        .stepped = db_i64(q, 5) != 0,
        .made_at = db_i64(q, 6),
        .used_at = db_i64(q, 7),
        .ends_at = db_i64(q, 8)};
    out->device = out->on_device ? db_u64(q, 2) : 0;
    return true;
}

static struct people_session as_seen(const struct kept_session *kept)
{
    return (struct people_session){.number = kept->number,
        .way = kept->way,
        .second_step = kept->stepped,
        .on_device = kept->on_device,
        .device = kept->device,
        .made_at = kept->made_at,
        .used_at = kept->used_at,
        .ends_at = kept->ends_at};
}

static bool read_session(
    struct people *people, str token, struct kept_session *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_GET);
    uint8_t digest[PEOPLE_HASH_BYTES];

    *out = (struct kept_session){0};
    token_digest(people, token, digest);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, people_now(people));
    (void)session_next(&q, out);
    return require_row(&q, ERR_NOT_FOUND, no_session, err);
}

/* The school where a session by PIN counts. */
static bool read_school(struct people *people, struct arena *arena, uint64_t device,
    str *school, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_SCHOOL);

    *school = (str){0};
    db_bind_u64(&q, device);
    if (db_step(&q) == DB_ROW)
        *school = arena_str(arena, db_text(&q, 0));
    return require_row(&q, ERR_NOT_FOUND, no_session, err);
}

static bool touch(
    struct people *people, const struct kept_session *kept, struct err *err)
{
    int64_t now = people_now(people);
    struct db_query q;

    if (now < kept->used_at + USED_EVERY)
        return true;
    q = db_query(&people->db, SQL_SESSION_USE);
    db_bind_u64(&q, kept->number);
    db_bind_i64(&q, now);
    return db_run(&q, err);
}

/* ---- beginning and ending ---- */

bool session_start(struct people *people, const struct session_start *from,
    struct sign_in *out, struct err *err)
{
    bool by_pin = from->way == SESSION_BY_PIN;
    int64_t now = people_now(people);
    int64_t most = by_pin ? SESSION_PIN_MOST : SESSION_MOST;
    uint8_t digest[PEOPLE_HASH_BYTES];
    struct db_query q;

    if (!from->is_whole)
        most = SESSION_CODE_MOST;
    token_make(people, &out->token, digest);
    q = db_query(&people->db, SQL_SESSION_INSERT);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_u64(&q, from->account);
    if (from->device == 0)
        db_bind_null(&q);
    else
        db_bind_u64(&q, from->device);
    db_bind_i64(&q, from->way);
    db_bind_i64(&q, from->is_whole);
    db_bind_i64(&q, from->stepped);
    db_bind_i64(&q, now);
    db_bind_i64(&q, by_pin ? SESSION_PIN_IDLE : SESSION_IDLE);
    db_bind_i64(&q, now + most);
    if (!db_run(&q, err))
        return false;
    out->answer = from->is_whole ? SIGN_IN_DONE : SIGN_IN_WANTS_CODE;
    out->why = WHY_NOT;
    return true;
}

bool session_waits(struct people *people, str token, uint64_t *account,
    uint64_t *device, struct err *err)
{
    struct kept_session kept;

    if (!read_session(people, token, &kept, err))
        return false;
    *account = kept.account;
    *device = kept.device;
    return !kept.is_whole || err_set(err, ERR_NOT_FOUND, no_session);
}

bool people_find_session(struct people *people, struct arena *arena, str token,
    struct people_session *out, struct err *err)
{
    struct kept_session kept;
    struct kept_account account;
    str school = {0};
    bool by_pin;

    *out = (struct people_session){0};
    if (!read_session(people, token, &kept, err))
        return false;
    by_pin = kept.way == SESSION_BY_PIN;
    if (!account_read(people, arena, kept.account, &account, err) ||
        (by_pin && !read_school(people, arena, kept.device, &school, err)) ||
        !rights_read(people, arena, &account.account, by_pin ? &school : NULL, err))
        return false;
    if (!kept.is_whole || account.account.state != STATE_ACTIVE ||
        (by_pin && account.account.right_count == 0))
        return err_set(err, ERR_NOT_FOUND, no_session);
    *out = as_seen(&kept);
    out->account = account.account;
    return touch(people, &kept, err);
}

bool people_renew_session(
    struct people *people, str token, struct people_token *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_RENEW);
    uint8_t old[PEOPLE_HASH_BYTES];
    uint8_t new[PEOPLE_HASH_BYTES];

    token_digest(people, token, old);
    token_make(people, out, new);
    db_bind_blob(&q, old, sizeof(old));
    db_bind_blob(&q, new, sizeof(new));
    db_bind_i64(&q, people_now(people));
    (void)db_step(&q);
    return require_row(&q, ERR_NOT_FOUND, no_session, err);
}

bool people_end_session(struct people *people, str token, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_DELETE);
    uint8_t digest[PEOPLE_HASH_BYTES];

    token_digest(people, token, digest);
    db_bind_blob(&q, digest, sizeof(digest));
    return db_run(&q, err);
}

bool people_sessions(struct people *people, struct arena *arena, uint64_t account,
    struct people_session **out, size_t *count, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_LIST);
    struct kept_session kept;
    struct account whose = {0};
    size_t capacity = 0;

    *out = NULL;
    *count = 0;
    db_bind_u64(&q, account);
    db_bind_i64(&q, people_now(people));
    while (session_next(&q, &kept)) {
        *out = arena_grow(arena, *out, *count, &capacity, sizeof(**out));
        (*out)[(*count)++] = as_seen(&kept);
    }
    if (!db_done(&q, err) || !people_account(people, arena, account, &whose, err))
        return false;
    for (size_t i = 0; i < *count; i++)
        (*out)[i].account = whose;
    return true;
}

bool people_end_session_number(
    struct people *people, uint64_t account, uint64_t number, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_DELETE_NUMBER);

    db_bind_u64(&q, account);
    db_bind_u64(&q, number);
    (void)db_step(&q);
    return require_row(&q, ERR_NOT_FOUND, SAY("this session has ended already"), err);
}

bool people_end_sessions_but(
    struct people *people, uint64_t account, str token, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_DELETE_BUT);
    uint8_t digest[PEOPLE_HASH_BYTES];

    token_digest(people, token, digest);
    db_bind_u64(&q, account);
    db_bind_blob(&q, digest, sizeof(digest));
    return db_run(&q, err);
}

static bool end_all(struct people *people, unsigned statement, struct err *err)
{
    struct db_query q = db_query(&people->db, statement);

    return db_run(&q, err);
}

bool people_end_all(struct people *people, struct err *err)
{
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = end_all(people, SQL_SESSION_DELETE_ALL, err) &&
        end_all(people, SQL_LINK_DELETE_ALL, err);
    return change_end(&change, done, err);
}
