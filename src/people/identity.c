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
