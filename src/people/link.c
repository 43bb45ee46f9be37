/*
 * Links: one token, one use, one day.
 */
#include "people/inside.h"
#include "people/sql.h"

/* ---- making them ---- */

static bool has_accounts(struct people *people, bool *has, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_COUNT);

    *has = db_step(&q) == DB_ROW && db_u64(&q, 0) > 0;
    return db_done(&q, err);
}

static bool forget_links(struct people *people, uint64_t number, struct err *err)
{
    struct db_query q =
        db_query(&people->db, number == 0 ? SQL_LINK_DELETE_FIRST : SQL_LINK_DELETE_OF);

    if (number > 0)
        db_bind_u64(&q, number);
    return db_run(&q, err);
}

/* Make a link in the place of those from before; `number` 0: for the first account. */
static bool make_link(struct people *people, uint64_t number, bool forgets,
    struct people_token *out, struct err *err)
{
    uint8_t digest[PEOPLE_HASH_BYTES];
    struct db_query q;

    if (!forget_links(people, number, err))
        return false;
    token_make(people, out, digest);
    q = db_query(&people->db, SQL_LINK_INSERT);
    db_bind_blob(&q, digest, sizeof(digest));
    if (number == 0)
        db_bind_null(&q);
    else
        db_bind_u64(&q, number);
    db_bind_i64(&q, forgets);
    db_bind_i64(&q, people_now(people) + LINK_SECONDS);
    return db_run(&q, err);
}

bool people_first_link(struct people *people, struct people_token *out, struct err *err)
{
    struct change change;
    bool has;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = has_accounts(people, &has, err);
    if (done && has)
        done = err_set(err, ERR_CONFLICT,
            SAY("there are accounts already; an operator invites others"));
    done = done && make_link(people, 0, false, out, err);
    return change_end(&change, done, err);
}

static bool can_have_link(const struct account *account, struct err *err)
{
    if (account->state == STATE_LOCKED)
        return err_set(
            err, ERR_CONFLICT, SAY("this account is locked; unlock it first"));
    if (account->state == STATE_LEFT)
        return err_set(err, ERR_CONFLICT,
            SAY("this person has left; make a new account if they come back"));
    return true;
}

bool people_link(struct people *people, uint64_t number, bool forget_second_step,
    struct people_token *out, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct change change;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = account_read(people, &arena, number, &kept, err) &&
        can_have_link(&kept.account, err) &&
        make_link(people, number, forget_second_step, out, err);
    arena_clear(&arena);
    return change_end(&change, done, err);
}

/* ---- using them ---- */

struct kept_link {
    uint64_t account; /* 0: the first is to be made */
    bool forgets;
};

static bool find_link(
    struct people *people, str token, struct kept_link *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_LINK_GET);
    uint8_t digest[PEOPLE_HASH_BYTES];

    *out = (struct kept_link){0};
    token_digest(people, token, digest);
    db_bind_blob(&q, digest, sizeof(digest));
    db_bind_i64(&q, people_now(people));
    if (db_step(&q) == DB_ROW) {
        out->account = db_is_null(&q, 0) ? 0 : db_u64(&q, 0);
        out->forgets = db_i64(&q, 1) != 0;
    }
    return require_row(&q, ERR_NOT_FOUND,
        SAY("this link was used already, or its day is over; ask for another"), err);
}

bool people_find_link(struct people *people, struct arena *arena, str token,
    struct people_link_found *out, struct err *err)
{
    struct kept_link link;

    *out = (struct people_link_found){0};
    if (!find_link(people, token, &link, err))
        return false;
    out->is_first = link.account == 0;
    return out->is_first ||
        people_account(people, arena, link.account, &out->account, err);
}

static bool make_first(
    struct people *people, str login, str name, uint64_t *number, struct err *err)
{
    struct people_right right = {ROLE_OPERATOR, {0}};

    return account_insert(people, login, name, STATE_INVITED, number, err) &&
        people_set_rights(people, *number, &right, 1, err) &&
        forget_links(people, 0, err);
}

bool account_activate(struct people *people, uint64_t number, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_SET_STATE);

    db_bind_u64(&q, number);
    db_bind_i64(&q, STATE_ACTIVE);
    (void)db_step(&q);
    return db_done(&q, err);
}

bool link_take(struct people *people, str token, uint64_t *account, struct err *err)
{
    struct kept_link link;

    if (!find_link(people, token, &link, err))
        return false;
    *account = link.account;
    if (link.account == 0)
        return err_set(err, ERR_DENIED,
            SAY("the first account has a password, so that somebody can always sign in; "
                "choose one"));
    return !link.forgets || steps_forget(people, link.account, err);
}

bool people_use_link(struct people *people, str token, str login, str name,
    str password, uint64_t *number, struct err *err)
{
    struct arena arena = {0};
    struct people_link_found found;
    struct kept_link link;
    struct password_hash hash;
    struct change change;
    bool done = people_find_link(people, &arena, token, &found, err) &&
        people_check_password(
            password, found.is_first ? login : found.account.login, err) &&
        secret_hash(people, STR("password"), password, &hash, err);

    arena_clear(&arena);
    if (!done || !change_begin(people, &change, err))
        return false;
    done = find_link(people, token, &link, err);
    *number = link.account;
    done = done && (link.account > 0 || make_first(people, login, name, number, err)) &&
        (!link.forgets || steps_forget(people, *number, err)) &&
        password_keep(people, *number, &hash, err) &&
        account_activate(people, *number, err);
    return change_end(&change, done, err);
}
