/*
 * A keeper whose database fails, and one whose memory does.
 *
 * Every call to the database of submitting and publishing fails once, before or after
 * its work: what was received stays, the next submission is recorded or refused in
 * words, and a record opened again has everything once.  A bit that turns on its way
 * into the database is never signed.
 */
#include "app/inside.h"
#include "fault.h"
#include "fixture.h"
#include "load.h"
#include "test.h"

static void submit(struct fixture *f, uint64_t number, struct receipt *out)
{
    struct err err = {0};

    must(load_submit(f->keeper, number, out, &err), &err);
}

/* Everything is published and leads to where the receipts say. */
static void check_whole(
    struct fixture *f, const struct receipt *receipts, uint64_t count)
{
    struct publication publication;
    struct outsider outsider;
    struct err err = {0};

    must(keeper_publish(f->keeper, &f->arena, &publication, &err), &err);
    CHECK_U64(publication.size, count + 1);
    if (!outsider_open(&outsider, f->folder, &err)) {
        must(false, &err);
        return;
    }
    must(outsider_check(&outsider, &err), &err);
    for (uint64_t i = 0; i < count; i++)
        must(outsider_finds(&outsider, receipts[i].seq, &receipts[i].leaf, &err), &err);
    outsider_close(&outsider);
}

/* ---- calls that fail ---- */

enum { CALLS_MAX = 200 };

struct sweep {
    struct fixture f;
    struct receipt receipts[2 * CALLS_MAX]; /* two submissions for each call */
    uint64_t submitted;
};

/* After a new start the last two are there once, at the place of their receipts. */
static void check_again(struct sweep *s, bool first, bool second)
{
    struct receipt again = {0};
    struct receipt *last = &s->receipts[s->submitted];

    submit(&s->f, s->submitted, &again);
    CHECK(!first || (again.repeated && again.seq == last[0].seq));
    last[0] = again;
    submit(&s->f, s->submitted + 1, &again);
    CHECK(!second || (again.repeated && again.seq == last[1].seq));
    last[1] = again;
    s->submitted += 2;
}

/* Submit an event and publish with a failing call, then another without; false: no
 * call failed. */
static bool fail_once(struct sweep *s, uint64_t call, bool late, bool breaks)
{
    struct fault fault = fault_at(call);
    struct keeper *k = s->f.keeper;
    struct receipt *last = &s->receipts[s->submitted];
    struct publication publication;
    struct err err = {0};
    bool first;
    bool second;

    fault.late = late;
    fault.breaks = breaks;
    k->db.driver = &fault.driver;
    first = load_submit(k, s->submitted, &last[0], &err);
    CHECK(first != fault.struck);
    CHECK(keeper_publish(k, &s->f.arena, &publication, &err) || fault.struck);
    CHECK(!fault.struck || str_ends(err_text(&err), fault_text) || breaks);
    fault.fail_at = 0;
    /* A disk that failed stays failed; one that was only full goes on. */
    second = load_submit(k, s->submitted + 1, &last[1], &err);
    CHECK(second == !(breaks && fault.struck));
    CHECK(second || err.kind == ERR_IO);
    k->db.driver = &db_sqlite;
    if (!fixture_reopen(&s->f))
        return false;
    check_again(s, first, second);
    return fault.struck;
}

static void sweep(bool late, bool breaks)
{
    struct sweep s = {.submitted = 0};
    uint64_t call = 1;

    CHECK_OR_STOP(fixture_start(&s.f));
    while (call < CALLS_MAX && fail_once(&s, call, late, breaks))
        call++;
    CHECK(call > 30 && call < CALLS_MAX);
    if (s.f.keeper != NULL)
        check_whole(&s.f, s.receipts, s.submitted);
    fixture_finish(&s.f);
}

TEST(sweep, survives_every_call_that_is_refused)
{
    sweep(false, false);
}

TEST(sweep, survives_every_call_that_breaks_the_connection)
{
    sweep(false, true);
}

TEST(sweep, survives_every_call_whose_good_news_is_lost)
{
    sweep(true, true);
}

/* ---- bits that turn ---- */

/* A driver that turns a bit of the n-th value of some length that is bound. */
struct turning {
    struct db_driver driver; /* first: db->driver leads back here */
    size_t shortest;
    size_t longest;
    unsigned wait;
    size_t bit;
    bool done;
};

static bool bind_turned(struct db *db, void *prepared, unsigned place,
    struct db_value value, struct err *err)
{
    struct turning *t = (struct turning *)(uintptr_t)db->driver;
    struct arena arena = {0};
    char *copy;
    bool done;

    if (t->done || value.kind != DB_BLOB || value.bytes.len < t->shortest ||
        value.bytes.len > t->longest || t->wait-- > 0)
        return db_sqlite.bind(db, prepared, place, value, err);
    copy = ARENA_ARRAY(&arena, char, value.bytes.len);
    memcpy(copy, value.bytes.ptr, value.bytes.len);
    copy[t->bit / 8 % value.bytes.len] ^= (char)(1u << t->bit % 8);
    value.bytes.ptr = copy;
    done = db_sqlite.bind(db, prepared, place, value, err);
    arena_clear(&arena);
    t->done = true;
    return done;
}

/* Record events, one of them turned on its way; then nothing may be signed. */
static void turn_one(struct turning turning, uint64_t events)
{
    struct fixture f;
    struct publication before;
    struct publication after;
    struct receipt receipt;
    struct err err = {0};
    struct outsider outsider;

    CHECK_OR_STOP(fixture_start(&f));
    must(keeper_publish(f.keeper, &f.arena, &before, &err), &err);
    turning.driver = db_sqlite;
    turning.driver.bind = bind_turned;
    f.keeper->db.driver = &turning.driver;
    for (uint64_t i = 0; i < events; i++)
        submit(&f, i, &receipt);
    CHECK(turning.done);
    f.keeper->db.driver = &db_sqlite;
    CHECK(!keeper_publish(f.keeper, &f.arena, &after, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(outsider_open(&outsider, f.folder, &err));
    CHECK_U64(outsider.checkpoint.size, before.size);
    CHECK(outsider_check(&outsider, &err));
    outsider_close(&outsider);
    fixture_finish(&f);
}

TEST(turned_bit, is_never_signed_in_a_leaf)
{
    for (unsigned i = 0; i < 8; i++)
        turn_one((struct turning){.shortest = 300,
                     .longest = 5000,
                     .bit = test_random(8 * 5000),
                     .wait = (unsigned)test_random(4)},
            12);
}

TEST(turned_bit, is_never_signed_in_a_tile)
{
    turn_one((struct turning){.shortest = STORE_TILE_BYTES,
                 .longest = STORE_TILE_BYTES,
                 .bit = test_random(8 * STORE_TILE_BYTES)},
        TILE_WIDTH + 3);
}
