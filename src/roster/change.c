/*
 * Changing the roster: people, addresses, duties.
 */
#include "roster/inside.h"
#include "roster/sql.h"

enum { NAME_MAX = 120, LOGIN_MAX = 64, SOURCED_MAX = 255, WHY_MAX = 300 };

static const str no_person = SAY_INIT("there is no such person on the roster");

static bool next_number(struct roster_book *book, uint64_t *out, struct err *err)
{
    struct db_query q = db_query(&book->db, SQL_NUMBER_NEXT);

    *out = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

static void bind_or_null(struct db_query *q, str text)
{
    if (text.len > 0)
        db_bind_text(q, text);
    else
        db_bind_null(q);
}

/* One line of at most `most` characters; with something on it, unless it may be empty. */
static bool is_line(str text, size_t least, size_t most)
{
    bool is = str_width(text) >= least && str_width(text) <= most &&
        str_trim(text).len == text.len && str_invalid_utf8(text) == text.len;

    for (size_t i = 0; is && i < text.len; i++)
        is = (uint8_t)text.ptr[i] >= ' ' && text.ptr[i] != 127;
    return is;
}

static bool check_role(str role, str school, struct err *err)
{
    bool is = role.len > 0 && role.len <= LOGIN_MAX && char_is_lower(role.ptr[0]);

    for (size_t i = 0; is && i < role.len; i++)
        is = char_is_lower(role.ptr[i]) || char_is_digit(role.ptr[i]) ||
            role.ptr[i] == '_';
    if (!is)
        return err_set(err, ERR_INVALID,
            SAY("a role is a name of the protocol, like law_department"));
    return is_line(school, 0, NAME_MAX) ||
        err_set(err, ERR_INVALID,
            SAY("a school's name is one line of at most 120 characters"));
}

static bool is_here(
    struct roster_book *book, uint64_t person, bool *here, struct err *err)
{
    struct db_query q = db_query(&book->db, SQL_PERSON_IS_HERE);

    db_bind_u64(&q, person);
    *here = db_step(&q) == DB_ROW;
    return db_done(&q, err);
}

static bool require_person(struct roster_book *book, uint64_t person, struct err *err)
{
    bool here;

    return is_here(book, person, &here, err) &&
        (here || err_set(err, ERR_NOT_FOUND, no_person));
}

/* ---- people ---- */

static bool check_person(const struct roster_person *person, struct err *err)
{
    if (!is_line(person->name, 1, NAME_MAX))
        return err_set(
            err, ERR_INVALID, SAY("a name is one line of 1 to 120 characters"));
    if (!is_line(person->login, 0, LOGIN_MAX))
        return err_set(
            err, ERR_INVALID, SAY("a login is one line of at most 64 characters"));
    if (!is_line(person->sourced, 0, SOURCED_MAX))
        return err_set(err, ERR_INVALID,
            SAY("the id in a file is one line of at most 255 characters"));
    for (size_t i = 0; i < person->post_count; i++)
        if (!check_role(person->posts[i].role, person->posts[i].school, err))
            return false;
    return true;
}

static bool write_person(struct roster_book *book, const struct roster_person *person,
    uint64_t *number, struct err *err)
{
    bool is_new = person->number == 0;
    struct db_query q;

    *number = person->number;
    if (is_new && !next_number(book, number, err))
        return false;
    q = db_query(&book->db, is_new ? SQL_PERSON_INSERT : SQL_PERSON_UPDATE);
    db_bind_u64(&q, *number);
    db_bind_text(&q, person->name);
    bind_or_null(&q, person->login);
    bind_or_null(&q, person->sourced);
    if (is_new)
        return db_run(&q, err);
    (void)db_step(&q);
    return require_found(&q, no_person, err);
}

static bool delete_of(
    struct roster_book *book, unsigned statement, uint64_t person, struct err *err)
{
    struct db_query q = db_query(&book->db, statement);

    db_bind_u64(&q, person);
    return db_run(&q, err);
}

static bool write_posts(struct roster_book *book, uint64_t number,
    const struct roster_person *person, struct err *err)
{
    if (!delete_of(book, SQL_POST_DELETE, number, err))
        return false;
    for (size_t i = 0; i < person->post_count; i++) {
        struct db_query q = db_query(&book->db, SQL_POST_INSERT);

        db_bind_u64(&q, number);
        db_bind_text(&q, person->posts[i].role);
        db_bind_text(&q, person->posts[i].school);
        db_bind_i64(&q, person->posts[i].is_head);
        if (db_run(&q, err))
            continue;
        return err->kind == ERR_CONFLICT
            ? err_set(
                  err, ERR_INVALID, SAY("somebody has a role at a school only once"))
            : false;
    }
    return true;
}

bool roster_put_person(struct roster_book *book, const struct roster_person *person,
    uint64_t *number, struct err *err)
{
    struct edit edit;
    bool done;

    if (!check_person(person, err) || !edit_begin(book, &edit, err))
        return false;
    done = write_person(book, person, number, err);
    if (!done && err->kind == ERR_CONFLICT)
        err_set(err, ERR_CONFLICT,
            SAY("somebody else on the roster has this login or id already"));
    done = done && write_posts(book, *number, person, err);
    return edit_end(&edit, done, err);
}

bool roster_remove_person(struct roster_book *book, uint64_t person, struct err *err)
{
    struct edit edit;
    struct db_query q;
    bool done;

    if (!edit_begin(book, &edit, err))
        return false;
    done = require_person(book, person, err);
    if (done) {
        q = db_query(&book->db, SQL_PERSON_GO);
        db_bind_u64(&q, person);
        (void)db_step(&q);
        done = require_found(&q, no_person, err) &&
            delete_of(book, SQL_POST_DELETE, person, err) &&
            delete_of(book, SQL_CODE_REMOVE_ALL, person, err) &&
            delete_of(book, SQL_CONTACT_REMOVE_ALL, person, err);
    }
    return edit_end(&edit, done, err);
}

/* ---- addresses ---- */

static bool find_contact(struct roster_book *book, uint64_t person,
    enum roster_channel channel, str address, uint64_t *number, struct err *err)
{
    struct db_query q = db_query(&book->db, SQL_CONTACT_FIND);

    db_bind_u64(&q, person);
    db_bind_i64(&q, channel);
    db_bind_text(&q, address);
    *number = db_step(&q) == DB_ROW ? db_u64(&q, 0) : 0;
    return db_done(&q, err);
}

static bool put_contact(struct roster_book *book, uint64_t person,
    enum roster_channel channel, str address, uint64_t *number, struct err *err)
{
    struct db_query q;

    if (!require_person(book, person, err) ||
        !find_contact(book, person, channel, address, number, err))
        return false;
    if (*number != 0)
        return true;
    if (!next_number(book, number, err))
        return false;
    q = db_query(&book->db, SQL_CONTACT_INSERT);
    db_bind_u64(&q, *number);
    db_bind_u64(&q, person);
    db_bind_i64(&q, channel);
    db_bind_text(&q, address);
    return db_run(&q, err);
}

bool roster_put_contact(struct roster_book *book, uint64_t person,
    enum roster_channel channel, str address, uint64_t *number, struct err *err)
{
    struct arena arena = {0};
    struct edit edit;
    str kept;
    bool done = address_read(&arena, channel, address, &kept, err) &&
        edit_begin(book, &edit, err);

    if (done)
        done =
            edit_end(&edit, put_contact(book, person, channel, kept, number, err), err);
    arena_clear(&arena);
    return done;
}

static bool touch(struct db_query *q, struct err *err)
{
    (void)db_step(q);
    return require_found(q, SAY("there is no such address on the roster"), err);
}

bool roster_contact_heard(
    struct roster_book *book, uint64_t contact, int64_t now, struct err *err)
{
    struct edit edit;
    struct db_query q;

    if (!edit_begin(book, &edit, err))
        return false;
    q = db_query(&book->db, SQL_CONTACT_HEARD);
    db_bind_u64(&q, contact);
    db_bind_i64(&q, now);
    return edit_end(&edit, touch(&q, err), err);
}

bool roster_contact_dead(
    struct roster_book *book, uint64_t contact, str why, struct err *err)
{
    struct edit edit;
    struct db_query q;

    if (!is_line(why, 1, WHY_MAX))
        return err_set(err, ERR_INVALID,
            SAY("why an address is not used is one line of 1 to 300 characters"));
    if (!edit_begin(book, &edit, err))
        return false;
    q = db_query(&book->db, SQL_CONTACT_DISABLE);
    db_bind_u64(&q, contact);
    db_bind_text(&q, why);
    return edit_end(&edit, touch(&q, err), err);
}

/* ---- duties ---- */

static bool check_rank(uint32_t rank, struct err *err)
{
    return (rank >= 1 && rank <= ROSTER_RANKS) ||
        err_set(
            err, ERR_INVALID, SAY("the place in the order is a number from 1 to 9"));
}

static bool check_times(int64_t from, int64_t to, struct err *err)
{
    return from < to ||
        err_set(err, ERR_INVALID, SAY("the end is not after the beginning"));
}

static bool check_week(const struct roster_week *week, struct err *err)
{
    if (!check_role(week->role, week->school, err) || !check_rank(week->rank, err))
        return false;
    if (week->weekdays == 0 || week->weekdays > 127)
        return err_set(err, ERR_INVALID, SAY("choose at least one weekday"));
    if (week->from < 0 || week->from >= TIME_MINUTES || week->to < 0 ||
        week->to >= TIME_MINUTES)
        return err_set(
            err, ERR_INVALID, SAY("a time is written as 07:30, from 00:00 to 23:59"));
    return week->first <= week->last ||
        err_set(err, ERR_INVALID, SAY("the last day is before the first"));
}

bool roster_add_week(struct roster_book *book, const struct roster_week *week,
    uint64_t *number, struct err *err)
{
    struct edit edit;
    struct db_query q;
    bool done;

    if (!check_week(week, err) || !edit_begin(book, &edit, err))
        return false;
    done = require_person(book, week->person, err) && next_number(book, number, err);
    if (done) {
        q = db_query(&book->db, SQL_WEEK_INSERT);
        db_bind_u64(&q, *number);
        db_bind_text(&q, week->role);
        db_bind_text(&q, week->school);
        db_bind_u64(&q, week->person);
        db_bind_u64(&q, week->weekdays);
        db_bind_i64(&q, week->from);
        db_bind_i64(&q, week->to);
        db_bind_u64(&q, week->rank);
        db_bind_i64(&q, week->first);
        db_bind_i64(&q, week->last);
        done = db_run(&q, err);
    }
    return edit_end(&edit, done, err);
}

bool roster_add_override(struct roster_book *book,
    const struct roster_override *override, uint64_t *number, struct err *err)
{
    struct edit edit;
    struct db_query q;
    bool done;

    if (!check_role(override->role, override->school, err) ||
        !check_rank(override->rank, err) ||
        !check_times(override->from, override->to, err) ||
        !edit_begin(book, &edit, err))
        return false;
    done = (override->person == 0 || require_person(book, override->person, err)) &&
        next_number(book, number, err);
    if (done) {
        q = db_query(&book->db, SQL_OVERRIDE_INSERT);
        db_bind_u64(&q, *number);
        db_bind_text(&q, override->role);
        db_bind_text(&q, override->school);
        db_bind_u64(&q, override->rank);
        if (override->person == 0)
            db_bind_null(&q);
        else
            db_bind_u64(&q, override->person);
        db_bind_i64(&q, override->from);
        db_bind_i64(&q, override->to);
        done = db_run(&q, err);
    }
    return edit_end(&edit, done, err);
}

bool roster_add_acting(struct roster_book *book, const struct roster_acting *acting,
    uint64_t *number, struct err *err)
{
    struct edit edit;
    struct db_query q;
    bool done;

    if (acting->person == acting->stand_in)
        return err_set(err, ERR_INVALID, SAY("nobody stands in for themselves"));
    if (!check_times(acting->from, acting->to, err) || !edit_begin(book, &edit, err))
        return false;
    done = require_person(book, acting->person, err) &&
        require_person(book, acting->stand_in, err) && next_number(book, number, err);
    if (done) {
        q = db_query(&book->db, SQL_ACTING_INSERT);
        db_bind_u64(&q, *number);
        db_bind_u64(&q, acting->person);
        db_bind_u64(&q, acting->stand_in);
        db_bind_i64(&q, acting->from);
        db_bind_i64(&q, acting->to);
        done = db_run(&q, err);
    }
    return edit_end(&edit, done, err);
}

bool roster_remove(
    struct roster_book *book, enum roster_thing thing, uint64_t number, struct err *err)
{
    static const struct {
        unsigned statement;
        str missing;
    } things[] = {
        [ROSTER_CONTACT] = {SQL_CONTACT_REMOVE,
            SAY_INIT("there is no such address on the roster")},
        [ROSTER_WEEK] = {SQL_WEEK_REMOVE, SAY_INIT("there is no such duty")},
        [ROSTER_OVERRIDE] = {SQL_OVERRIDE_REMOVE, SAY_INIT("there is no such change")},
        [ROSTER_ACTING] = {SQL_ACTING_REMOVE, SAY_INIT("there is no such absence")},
    };
    struct edit edit;
    struct db_query q;
    bool done;

    if (!edit_begin(book, &edit, err))
        return false;
    done = thing != ROSTER_CONTACT || delete_of(book, SQL_CODE_REMOVE, number, err);
    if (done) {
        q = db_query(&book->db, things[thing].statement);
        db_bind_u64(&q, number);
        (void)db_step(&q);
        done = require_found(&q, things[thing].missing, err);
    }
    return edit_end(&edit, done, err);
}
