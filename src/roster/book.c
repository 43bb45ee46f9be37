/*
 * Opening the database of the roster, and reading it whole.
 */
#include "roster/inside.h"
#include "roster/sql.h"

static const struct db_catalogue catalogue = {
    roster_statements, SQL_COUNT, roster_steps, SCHEMA_STEPS};

bool roster_open(struct roster_book *book, str path, enum db_mode mode,
    const uint8_t key[CRYPTO_KEY_BYTES], struct err *err)
{
    *book = (struct roster_book){.db = {.driver = book->db.driver}};
    memcpy(book->key, key, CRYPTO_KEY_BYTES);
    if (!crypto_open(&book->crypto, err))
        return false;
    if (db_open_schema(&book->db, &catalogue, path, mode, err))
        return true;
    roster_close(book);
    return false;
}

void roster_close(struct roster_book *book)
{
    db_close(&book->db);
    crypto_close(&book->crypto);
    crypto_forget(book->key, sizeof(book->key));
}

/* ---- changes ---- */

bool roster_begin(struct roster_book *book, struct err *err)
{
    return db_begin(&book->db, err);
}

bool roster_end(struct roster_book *book, bool done, struct err *err)
{
    if (done)
        return db_commit(&book->db, err);
    db_rollback(&book->db);
    return false;
}

bool edit_begin(struct roster_book *book, struct edit *edit, struct err *err)
{
    *edit = (struct edit){book, book->db.began};
    return edit->nested || roster_begin(book, err);
}

bool edit_end(struct edit *edit, bool done, struct err *err)
{
    return edit->nested ? done : roster_end(edit->book, done, err);
}

bool require_found(struct db_query *q, str text, struct err *err)
{
    bool found = q->rows > 0;

    if (!db_done(q, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, text);
}

/* ---- reading ---- */

struct reading {
    struct roster_book *book;
    struct arena *arena;
    struct roster_person *persons;
    size_t count;
};

static str text_or_empty(struct db_query *q, struct arena *arena, unsigned column)
{
    return db_is_null(q, column) ? (str){0} : arena_str(arena, db_text(q, column));
}

static int64_t moment_or_never(struct db_query *q, unsigned column)
{
    return db_is_null(q, column) ? 0 : db_i64(q, column);
}

static bool read_persons(struct reading *r, struct err *err)
{
    struct db_query q = db_query(&r->book->db, SQL_PERSON_LIST);
    size_t capacity = 0;

    while (db_step(&q) == DB_ROW) {
        r->persons =
            arena_grow(r->arena, r->persons, r->count, &capacity, sizeof(*r->persons));
        r->persons[r->count++] = (struct roster_person){.number = db_u64(&q, 0),
            .name = arena_str(r->arena, db_text(&q, 1)),
            .login = text_or_empty(&q, r->arena, 2),
            .sourced = text_or_empty(&q, r->arena, 3),
            .is_gone = db_i64(&q, 4) != 0};
    }
    return db_done(&q, err);
}

/* The person with that number, from `*place` on: rows come in the order of persons. */
static struct roster_person *owner(struct reading *r, size_t *place, uint64_t number)
{
    while (*place < r->count && r->persons[*place].number < number)
        (*place)++;
    return *place < r->count && r->persons[*place].number == number
        ? &r->persons[*place]
        : NULL;
}

static bool read_posts(struct reading *r, struct err *err)
{
    struct db_query q = db_query(&r->book->db, SQL_POST_LIST);
    struct roster_post *posts = NULL;
    struct roster_person *last = NULL;
    size_t capacity = 0;
    size_t place = 0;

    while (db_step(&q) == DB_ROW) {
        struct roster_person *person = owner(r, &place, db_u64(&q, 0));

        if (person == NULL)
            continue;
        if (person != last) {
            posts = NULL;
            capacity = 0;
        }
        posts =
            arena_grow(r->arena, posts, person->post_count, &capacity, sizeof(*posts));
        posts[person->post_count++] =
            (struct roster_post){.role = arena_str(r->arena, db_text(&q, 1)),
                .school = arena_str(r->arena, db_text(&q, 2)),
                .is_head = db_i64(&q, 3) != 0};
        person->posts = posts;
        last = person;
    }
    return db_done(&q, err);
}

static struct roster_contact contact_row(struct db_query *q, struct arena *arena)
{
    int64_t channel = db_i64(q, 2);

    return (struct roster_contact){.number = db_u64(q, 1),
        .channel = channel >= 0 && channel < ROSTER_CHANNELS
            ? (enum roster_channel)channel
            : ROSTER_MAIL,
        .address = arena_str(arena, db_text(q, 3)),
        .verified_at = moment_or_never(q, 4),
        .tested_at = moment_or_never(q, 5),
        .disabled = text_or_empty(q, arena, 6)};
}

static bool read_contacts(struct reading *r, struct err *err)
{
    struct db_query q = db_query(&r->book->db, SQL_CONTACT_LIST);
    struct roster_contact *contacts = NULL;
    struct roster_person *last = NULL;
    size_t capacity = 0;
    size_t place = 0;

    while (db_step(&q) == DB_ROW) {
        struct roster_person *person = owner(r, &place, db_u64(&q, 0));

        if (person == NULL)
            continue;
        if (person != last) {
            contacts = NULL;
            capacity = 0;
        }
        contacts = arena_grow(
            r->arena, contacts, person->contact_count, &capacity, sizeof(*contacts));
        contacts[person->contact_count++] = contact_row(&q, r->arena);
        person->contacts = contacts;
        last = person;
    }
    return db_done(&q, err);
}

static bool read_weeks(struct reading *r, struct roster *out, struct err *err)
{
    struct db_query q = db_query(&r->book->db, SQL_WEEK_LIST);
    struct roster_week *weeks = NULL;
    size_t capacity = 0;

    while (db_step(&q) == DB_ROW) {
        weeks = arena_grow(r->arena, weeks, out->week_count, &capacity, sizeof(*weeks));
        weeks[out->week_count++] = (struct roster_week){.number = db_u64(&q, 0),
            .role = arena_str(r->arena, db_text(&q, 1)),
            .school = arena_str(r->arena, db_text(&q, 2)),
            .person = db_u64(&q, 3),
            .weekdays = (uint32_t)db_u64(&q, 4),
            .from = (int32_t)db_i64(&q, 5),
            .to = (int32_t)db_i64(&q, 6),
            .rank = (uint32_t)db_u64(&q, 7),
            .first = (int32_t)db_i64(&q, 8),
            .last = (int32_t)db_i64(&q, 9)};
    }
    out->weeks = weeks;
    return db_done(&q, err);
}

static bool read_overrides(struct reading *r, struct roster *out, struct err *err)
{
    struct db_query q = db_query(&r->book->db, SQL_OVERRIDE_LIST);
    struct roster_override *all = NULL;
    size_t capacity = 0;

    while (db_step(&q) == DB_ROW) {
        all = arena_grow(r->arena, all, out->override_count, &capacity, sizeof(*all));
        all[out->override_count++] = (struct roster_override){.number = db_u64(&q, 0),
            .role = arena_str(r->arena, db_text(&q, 1)),
            .school = arena_str(r->arena, db_text(&q, 2)),
            .rank = (uint32_t)db_u64(&q, 3),
            .person = db_is_null(&q, 4) ? 0 : db_u64(&q, 4),
            .from = db_i64(&q, 5),
            .to = db_i64(&q, 6)};
    }
    out->overrides = all;
    return db_done(&q, err);
}

static bool read_actings(struct reading *r, struct roster *out, struct err *err)
{
    struct db_query q = db_query(&r->book->db, SQL_ACTING_LIST);
    struct roster_acting *all = NULL;
    size_t capacity = 0;

    while (db_step(&q) == DB_ROW) {
        all = arena_grow(r->arena, all, out->acting_count, &capacity, sizeof(*all));
        all[out->acting_count++] = (struct roster_acting){
            db_u64(&q, 0), db_u64(&q, 1), db_u64(&q, 2), db_i64(&q, 3), db_i64(&q, 4)};
    }
    out->actings = all;
    return db_done(&q, err);
}

/* One moment of it: a transaction, unless one is open already. */
bool roster_read(
    struct roster_book *book, struct arena *arena, struct roster *out, struct err *err)
{
    struct reading r = {.book = book, .arena = arena};
    struct edit edit;
    bool done;

    *out = (struct roster){0};
    if (!edit_begin(book, &edit, err))
        return false;
    done = read_persons(&r, err) && read_posts(&r, err) && read_contacts(&r, err) &&
        read_weeks(&r, out, err) && read_overrides(&r, out, err) &&
        read_actings(&r, out, err);
    out->persons = r.persons;
    out->person_count = r.count;
    return edit_end(&edit, done, err);
}
