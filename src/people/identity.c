/*
 * Identities: bound by a link, and signed in by.
 */
#include "people/inside.h"
#include "people/sql.h"

static bool find(struct people *people, const struct people_identity *identity,
    uint64_t *account, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_IDENTITY_FIND);

    db_bind_text(&q, identity->issuer);
    db_bind_text(&q, identity->subject);
    *account = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

static bool let_in(
    struct people *people, uint64_t account, struct sign_in *out, struct err *err)
{
    struct session_start from = {
        .account = account, .way = SESSION_BY_PROVIDER, .is_whole = true};
    struct arena arena = {0};
    struct kept_account kept;
    bool done = account_read(people, &arena, account, &kept, err);

    arena_clear(&arena);
    if (!done)
        return false;
    out->account = account;
    if (kept.account.state == STATE_ACTIVE)
        return people_tidy(people, err) && session_start(people, &from, out, err);
    sign_in_refuse(out, WHY_STATE);
    return true;
}

bool people_sign_in_provider(struct people *people,
    const struct people_identity *identity, struct sign_in *out, struct err *err)
{
    struct change change;
    uint64_t account;
    bool done;

    *out = (struct sign_in){0};
    if (!change_begin(people, &change, err))
        return false;
    done = find(people, identity, &account, err);
    if (done && account == 0)
        sign_in_refuse(out, WHY_UNKNOWN);
    else if (done)
        done = let_in(people, account, out, err);
    return change_end(&change, done, err);
}

static bool insert(struct people *people, const struct people_identity *identity,
    uint64_t account, struct err *err)
{
    struct db_query q;
    uint64_t owner;

    if (!find(people, identity, &owner, err))
        return false;
    if (owner > 0)
        return owner == account ||
            err_set(err, ERR_CONFLICT,
                SAY("you are connected to another account here; an operator can tell "
                    "which"));
    q = db_query(&people->db, SQL_IDENTITY_INSERT);
    db_bind_text(&q, identity->issuer);
    db_bind_text(&q, identity->subject);
    db_bind_u64(&q, account);
    db_bind_i64(&q, people_now(people));
    return db_run(&q, err);
}

bool people_bind(struct people *people, str token,
    const struct people_identity *identity, uint64_t *number, struct err *err)
{
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = link_take(people, token, number, err) &&
        insert(people, identity, *number, err) &&
        account_activate(people, *number, err) && account_shut(people, *number, err);
    return change_end(&change, done, err);
}

/* ---- by who is signed in ---- */

static bool require_active(struct people *people, uint64_t account, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    bool done = account_read(people, &arena, account, &kept, err) &&
        (kept.account.state == STATE_ACTIVE ||
            err_set(err, ERR_DENIED, SAY("this account is locked, or closed")));

    arena_clear(&arena);
    return done;
}

bool people_connect(struct people *people, uint64_t account,
    const struct people_identity *identity, struct err *err)
{
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done =
        require_active(people, account, err) && insert(people, identity, account, err);
    return change_end(&change, done, err);
}

static bool end_sessions(
    struct people *people, uint64_t account, uint64_t but, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_SESSION_DELETE_WAY);

    db_bind_u64(&q, account);
    db_bind_i64(&q, SESSION_BY_PROVIDER);
    db_bind_u64(&q, but);
    return db_run(&q, err);
}

bool people_disconnect(struct people *people, uint64_t account, str issuer,
    uint64_t session, struct err *err)
{
    struct change change;
    struct db_query q;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    q = db_query(&people->db, SQL_IDENTITY_DELETE);
    db_bind_u64(&q, account);
    db_bind_text(&q, issuer);
    (void)db_step(&q);
    done = require_row(&q, ERR_NOT_FOUND, SAY("you are not connected to it"), err) &&
        account_require_way(people, account, err) &&
        end_sessions(people, account, session, err);
    return change_end(&change, done, err);
}

bool people_connections(struct people *people, struct arena *arena, uint64_t account,
    struct people_connection **out, size_t *count, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_IDENTITY_LIST);
    size_t room = 0;

    *out = NULL;
    *count = 0;
    db_bind_u64(&q, account);
    while (db_step(&q) == DB_ROW) {
        *out = arena_grow(arena, *out, *count, &room, sizeof(**out));
        (*out)[(*count)++] = (struct people_connection){
            {arena_str(arena, db_text(&q, 0)), arena_str(arena, db_text(&q, 1))},
            db_i64(&q, 2)};
    }
    return db_done(&q, err);
}
