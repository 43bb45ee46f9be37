/*
 * Accounts: making them, their state, rights, passwords and PINs.
 */
#include "people/inside.h"
#include "people/sql.h"

enum { PIN_MIN = 4, PIN_MAX = 6 };

static const str role_names[ROLE_COUNT] = {
    [ROLE_DESK] = STR_INIT("desk"),
    [ROLE_PRINCIPAL] = STR_INIT("principal"),
    [ROLE_LAW] = STR_INIT("law"),
    [ROLE_SAFETY] = STR_INIT("safety"),
    [ROLE_RECORDS] = STR_INIT("records"),
    [ROLE_COMMUNICATIONS] = STR_INIT("communications"),
    [ROLE_AUTHOR] = STR_INIT("author"),
    [ROLE_AUDITOR] = STR_INIT("auditor"),
    [ROLE_OPERATOR] = STR_INIT("operator"),
};

str people_role_name(enum people_role role)
{
    return role_names[role];
}

bool people_find_role(str name, enum people_role *role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (!str_equal(name, role_names[i]))
            continue;
        *role = (enum people_role)i;
        return true;
    }
    return false;
}

str people_state_name(enum people_state state)
{
    static const str names[STATE_COUNT] = {
        [STATE_INVITED] = STR_INIT("invited"),
        [STATE_ACTIVE] = STR_INIT("active"),
        [STATE_LOCKED] = STR_INIT("locked"),
        [STATE_LEFT] = STR_INIT("left"),
    };

    return names[state];
}

/* ---- making one ---- */

static bool is_login(str login)
{
    bool is = login.len > 0 && login.len <= PEOPLE_LOGIN_MAX;

    for (size_t i = 0; is && i < login.len; i++) {
        char c = login.ptr[i];

        is = char_is_lower(c) || char_is_digit(c) ||
            str_find_byte(STR(".-_@"), c, 0) < 4;
    }
    return is;
}

bool is_line(str text, size_t most)
{
    bool is = str_trim(text).len > 0 && str_width(text) <= most &&
        str_invalid_utf8(text) == text.len;

    for (size_t i = 0; is && i < text.len; i++)
        is = (uint8_t)text.ptr[i] >= ' ' && text.ptr[i] != 127;
    return is;
}

bool account_insert(struct people *people, str login, str name, enum people_state state,
    uint64_t *number, struct err *err)
{
    struct arena arena = {0};
    str known = login_of(&arena, str_trim(login));
    struct db_query q;
    bool done;

    if (!is_login(known)) {
        arena_clear(&arena);
        return err_set(err, ERR_INVALID,
            SAY("a login has 1 to 64 letters, digits or . - _ @, and no spaces"));
    }
    if (!is_line(name, PEOPLE_NAME_MAX)) {
        arena_clear(&arena);
        return err_set(
            err, ERR_INVALID, SAY("a name is one line of 1 to 120 characters"));
    }
    q = db_query(&people->db, SQL_ACCOUNT_INSERT);
    db_bind_text(&q, known);
    db_bind_text(&q, str_trim(name));
    db_bind_i64(&q, state);
    db_bind_i64(&q, people_now(people));
    *number = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    done = db_done(&q, err);
    if (!done && err->kind == ERR_CONFLICT)
        err_set(
            err, ERR_CONFLICT, SAY("somebody has this login already; take another"));
    arena_clear(&arena);
    return done;
}

bool people_add(
    struct people *people, str login, str name, uint64_t *number, struct err *err)
{
    return account_insert(people, login, name, STATE_INVITED, number, err);
}

/* ---- changing one ---- */

static bool delete_of(
    struct people *people, unsigned statement, uint64_t number, struct err *err)
{
    struct db_query q = db_query(&people->db, statement);

    db_bind_u64(&q, number);
    return db_run(&q, err);
}

bool account_shut(struct people *people, uint64_t number, struct err *err)
{
    return delete_of(people, SQL_SESSION_DELETE_OF, number, err) &&
        delete_of(people, SQL_LINK_DELETE_OF, number, err);
}

/* How many active accounts run the district's Vestibule. */
static bool count_operators(struct people *people, uint64_t *count, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_COUNT_ACTING);

    db_bind_i64(&q, ROLE_OPERATOR);
    db_bind_i64(&q, STATE_ACTIVE);
    *count = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

/* Whether somebody is left, if there was somebody before. */
static bool require_operator(struct people *people, uint64_t before, struct err *err)
{
    uint64_t after;

    if (!count_operators(people, &after, err))
        return false;
    return before == 0 || after > 0 ||
        err_set(err, ERR_CONFLICT,
            SAY("this is the last operator of the district; make another one first"));
}

static bool put_rights(struct people *people, uint64_t number,
    const struct people_right *rights, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        struct db_query q = db_query(&people->db, SQL_ENTITLED_INSERT);

        db_bind_u64(&q, number);
        db_bind_text(&q, str_trim(rights[i].school));
        db_bind_i64(&q, rights[i].role);
        if (!db_run(&q, err))
            return false;
    }
    return true;
}

bool people_set_rights(struct people *people, uint64_t number,
    const struct people_right *rights, size_t count, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct change change;
    uint64_t before;
    bool done;

    if (count > PEOPLE_ROLES_MAX)
        return err_set(err, ERR_LIMIT, SAY("nobody has more than 32 roles"));
    for (size_t i = 0; i < count; i++)
        if (rights[i].school.len > 0 && !is_line(rights[i].school, PEOPLE_NAME_MAX))
            return err_set(err, ERR_INVALID,
                SAY("a school's name is one line of 1 to 120 characters"));
    if (!change_begin(people, &change, err))
        return false;
    done = account_read(people, &arena, number, &kept, err) &&
        count_operators(people, &before, err) &&
        delete_of(people, SQL_ENTITLED_DELETE, number, err) &&
        put_rights(people, number, rights, count, err) &&
        delete_of(people, SQL_SESSION_DELETE_OF, number, err) &&
        require_operator(people, before, err);
    arena_clear(&arena);
    return change_end(&change, done, err);
}

/* Whether the one state may follow the other. */
static bool may_follow(
    const struct account *account, enum people_state next, struct err *err)
{
    if (account->state == STATE_LEFT && next != STATE_LEFT)
        return err_set(err, ERR_CONFLICT,
            SAY("this person has left; make a new account if they come back"));
    if (next == STATE_INVITED ||
        (next == STATE_ACTIVE && !account->has_password && !account->has_identity &&
            account->passkey_count == 0))
        return err_set(err, ERR_CONFLICT,
            SAY("nobody ever joined by this account; send an invitation"));
    return true;
}

static bool put_state(
    struct people *people, uint64_t number, enum people_state state, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_SET_STATE);

    db_bind_u64(&q, number);
    db_bind_i64(&q, state);
    (void)db_step(&q);
    return db_done(&q, err);
}

bool people_set_state(
    struct people *people, uint64_t number, enum people_state state, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct change change;
    uint64_t before;
    bool done;

    if (!change_begin(people, &change, err))
        return false;
    done = account_read(people, &arena, number, &kept, err) &&
        may_follow(&kept.account, state, err) &&
        count_operators(people, &before, err) &&
        put_state(people, number, state, err) &&
        (state == STATE_ACTIVE || account_shut(people, number, err)) &&
        require_operator(people, before, err);
    arena_clear(&arena);
    return change_end(&change, done, err);
}

/* ---- passwords ---- */

bool people_check_password(str password, str login, struct err *err)
{
    size_t width = str_width(password);
    bool all_same = true;

    for (size_t i = 1; i < password.len; i++)
        all_same = all_same && password.ptr[i] == password.ptr[0];
    if (str_invalid_utf8(password) < password.len || width > PEOPLE_PASSWORD_MAX ||
        password.len > PEOPLE_PASSWORD_MAX)
        return err_set(err, ERR_INVALID, SAY("a password has at most 256 characters"));
    if (width < PEOPLE_PASSWORD_MIN)
        return err_set(err, ERR_INVALID,
            SAY("take a longer password: 12 characters or more; four words that do not "
                "belong together are easy to remember"));
    if (all_same ||
        (login.len * 2 > password.len && str_find(password, login, 0) < password.len))
        return err_set(err, ERR_INVALID, SAY("this password is too easy to guess"));
    return true;
}

bool password_keep(struct people *people, uint64_t number,
    const struct password_hash *hash, struct err *err)
{
    struct db_query q = db_query(&people->db, SQL_ACCOUNT_SET_PASSWORD);

    db_bind_u64(&q, number);
    db_bind_text(&q, str_from(hash->text));
    (void)db_step(&q);
    return require_row(&q, ERR_NOT_FOUND, STR("there is no such account"), err) &&
        account_shut(people, number, err);
}

bool people_set_password(
    struct people *people, uint64_t number, str password, struct err *err)
{
    struct arena arena = {0};
    struct kept_account kept;
    struct password_hash hash;
    struct change change;
    bool done = account_read(people, &arena, number, &kept, err) &&
        people_check_password(password, kept.account.login, err) &&
        secret_hash(people, STR("password"), password, &hash, err);

    arena_clear(&arena);
    if (!done || !change_begin(people, &change, err))
        return false;
    return change_end(&change, password_keep(people, number, &hash, err), err);
}

/* ---- PINs ---- */

/* 4 to 6 digits, not all alike and not counting up or down. */
static bool check_pin(str pin, struct err *err)
{
    bool is_pin = pin.len >= PIN_MIN && pin.len <= PIN_MAX;
    bool steady = true;

    for (size_t i = 0; i < pin.len; i++)
        is_pin = is_pin && char_is_digit(pin.ptr[i]);
    if (!is_pin)
        return err_set(err, ERR_INVALID, SAY("a PIN has 4 to 6 digits"));
    for (size_t i = 2; i < pin.len; i++)
        steady = steady && pin.ptr[i] - pin.ptr[i - 1] == pin.ptr[1] - pin.ptr[0];
    if (steady && pin.ptr[1] - pin.ptr[0] >= -1 && pin.ptr[1] - pin.ptr[0] <= 1)
        return err_set(err, ERR_INVALID,
            SAY("this PIN is too easy to guess; take one without a pattern"));
    return true;
}

static bool acts_at_a_school(const struct account *account, struct err *err)
{
    for (size_t i = 0; i < account->right_count; i++)
        if (account->rights[i].school.len > 0)
            return true;
    return err_set(err, ERR_DENIED,
        SAY("a PIN is for those who have a role at a school; use the password"));
}

bool people_set_pin(struct people *people, uint64_t number, str pin, struct err *err)
{
    struct arena arena = {0};
    struct account account;
    struct password_hash hash = {0};
    struct db_query q;
    bool done = people_account(people, &arena, number, &account, err) &&
        (pin.len == 0 ||
            (acts_at_a_school(&account, err) && check_pin(pin, err) &&
                secret_hash(people, STR("pin"), pin, &hash, err)));

    arena_clear(&arena);
    if (!done)
        return false;
    q = db_query(&people->db, SQL_ACCOUNT_SET_PIN);
    db_bind_u64(&q, number);
    if (pin.len > 0)
        db_bind_text(&q, str_from(hash.text));
    else
        db_bind_null(&q);
    (void)db_step(&q);
    return db_done(&q, err);
}
