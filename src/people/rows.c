/*
 * Accounts as rows: reading them, with their rights.
 */
#include "people/inside.h"
#include "people/sql.h"

static str text_or_empty(struct db_query *q, struct arena *arena, unsigned column)
{
    return db_is_null(q, column) ? (str){0} : arena_str(arena, db_text(q, column));
}

bool account_next(struct db_query *q, struct arena *arena, struct kept_account *out)
{
    int64_t state;

    if (db_step(q) != DB_ROW)
        return false;
    state = db_i64(q, 3);
    *out = (struct kept_account){.account = {.number = db_u64(q, 0),
                                     .login = arena_str(arena, db_text(q, 1)),
                                     .name = arena_str(arena, db_text(q, 2)),
                                     .has_digits = !db_is_null(q, 6),
                                     .codes_left = db_u64(q, 7),
                                     .passkey_count = db_u64(q, 8),
                                     .has_identity = db_u64(q, 9) > 0},
        .password = text_or_empty(q, arena, 4),
        .pin = text_or_empty(q, arena, 5)};
    out->account.state =
        state >= 0 && state < STATE_COUNT ? (enum people_state)state : STATE_LOCKED;
    out->account.has_password = out->password.len > 0;
    out->account.has_pin = out->pin.len > 0;
    out->account.has_second_step =
        out->account.has_digits || out->account.passkey_count > 0;
    return true;
}

static const str no_account =
    STR_INIT("there is no such account; `vestibule people list` "
             "shows those that there are");

bool account_read(struct people *people, struct arena *arena, uint64_t number,
    struct kept_account *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_GET);

    db_bind_u64(&q, number);
    if (!account_next(&q, arena, out))
        *out = (struct kept_account){0};
    return require_row(&q, ERR_NOT_FOUND, no_account, err);
}

str login_of(struct arena *arena, str login)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < login.len; i++)
        text_add_byte(&text,
            char_is_upper(login.ptr[i]) ? (char)(login.ptr[i] - 'A' + 'a')
                                        : login.ptr[i]);
    return text_str(&text);
}

bool account_find(struct people *people, struct arena *arena, str login, bool *found,
    struct kept_account *out, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_BY_LOGIN);

    db_bind_text(&q, login_of(arena, str_trim(login)));
    *found = account_next(&q, arena, out);
    return db_done(&q, err);
}

bool rights_read(struct people *people, struct arena *arena, struct account *account,
    const str *school, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ENTITLED_LIST);
    struct people_right *rights =
        ARENA_ARRAY(arena, struct people_right, PEOPLE_ROLES_MAX);

    account->rights = rights;
    account->right_count = 0;
    db_bind_u64(&q, account->number);
    while (db_step(&q) == DB_ROW && account->right_count < PEOPLE_ROLES_MAX) {
        str where = db_text(&q, 0);
        uint64_t role = db_u64(&q, 1);

        if (role >= ROLE_COUNT || (school != NULL && !str_equal(*school, where)))
            continue;
        rights[account->right_count++] =
            (struct people_right){(enum people_role)role, arena_str(arena, where)};
    }
    return db_done(&q, err);
}

bool account_list(struct people *people, struct arena *arena, struct db_query *q,
    struct account **out, size_t *count, struct err *err)
{
    struct kept_account kept;
    size_t capacity = 0;

    *out = NULL;
    *count = 0;
    while (account_next(q, arena, &kept)) {
        *out = arena_grow(arena, *out, *count, &capacity, sizeof(**out));
        (*out)[(*count)++] = kept.account;
    }
    if (!db_done(q, err))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (!rights_read(people, arena, &(*out)[i], NULL, err))
            return false;
    return true;
}

bool people_account(struct people *people, struct arena *arena, uint64_t number,
    struct account *out, struct err *err)
{
    struct kept_account kept;

    if (!account_read(people, arena, number, &kept, err))
        return false;
    *out = kept.account;
    return rights_read(people, arena, out, NULL, err);
}

bool account_require_way(struct people *people, uint64_t number, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    bool done = account_read(people, &arena, number, &kept, err) &&
        (kept.account.has_password || kept.account.has_identity ||
            kept.account.passkey_count > 0 ||
            err_set(err, ERR_CONFLICT,
                SAY("you sign in by nothing else; ask an operator for a link first, and "
                    "choose a password with it")));

    arena_clear(&arena);
    return done;
}

bool people_account_by_login(struct people *people, struct arena *arena, str login,
    struct account *out, struct err *err)
{
    struct kept_account kept;
    bool found;

    if (!account_find(people, arena, login, &found, &kept, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, no_account);
    *out = kept.account;
    return rights_read(people, arena, out, NULL, err);
}

bool people_accounts(struct people *people, struct arena *arena, struct account **out,
    size_t *count, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_LIST);

    return account_list(people, arena, &q, out, count, err);
}
