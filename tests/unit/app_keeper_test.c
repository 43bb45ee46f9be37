/*
 * The keeper: what was received is there, in order and once, whoever submits and
 * however often it is opened; what is published leads to what was recorded.
 */
#include "app/app.h"
#include "crypto/crypto.h"
#include "fixture.h"
#include "load.h"
#include "os/os.h"
#include "test.h"

#include <pthread.h>
#include <stdio.h>

/* ---- events ---- */

static bool state_fact(struct keeper *k, str visit, str fact, str value,
    const uint8_t *key, struct receipt *out, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED, .visit = visit};
    uint8_t made[KEEPER_KEY_BYTES];

    record_put(&fields, STR("fact"), record_text_value(fact));
    record_put(&fields, STR("value"), record_text_value(value));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, made);
    return keeper_submit(k, &event, key == NULL ? made : key, out, err);
}

static bool state(struct fixture *f, str visit, str value, struct receipt *out)
{
    struct err err = {0};
    bool done = state_fact(f->keeper, visit, STR("agency"), value, NULL, out, &err);

    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(&err)));
    return done;
}

TEST(keeper, numbers_events_and_those_of_each_visit)
{
    struct fixture f;
    struct receipt r;
    str one;
    str other;

    CHECK_OR_STOP(fixture_start(&f));
    one = keeper_new_visit(f.keeper, &f.arena);
    other = keeper_new_visit(f.keeper, &f.arena);
    for (uint64_t i = 0; i < 6; i++) {
        CHECK(state(&f, i % 3 == 0 ? one : other, STR("ice"), &r));
        CHECK_U64(r.seq, i + 1);
        CHECK_U64((uint64_t)r.n, i % 3 == 0 ? i / 3 : i - 1 - i / 3);
        CHECK(!r.repeated);
    }
    fixture_finish(&f);
}

TEST(keeper, records_what_is_sent_twice_once)
{
    struct fixture f;
    struct receipt first;
    struct receipt second;
    struct err err = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    str visit;

    CHECK_OR_STOP(fixture_start(&f));
    visit = keeper_new_visit(f.keeper, &f.arena);
    keeper_new_key(f.keeper, key);
    CHECK(state_fact(f.keeper, visit, STR("agency"), STR("ice"), key, &first, &err));
    CHECK(fixture_reopen(&f));
    CHECK(state_fact(f.keeper, visit, STR("agency"), STR("ice"), key, &second, &err));
    CHECK(second.repeated);
    CHECK_U64(second.seq, first.seq);
    CHECK(hash_equal(&second.leaf, &first.leaf));
    CHECK(!state_fact(f.keeper, visit, STR("agency"), STR("cbp"), key, &second, &err));
    CHECK(err.kind == ERR_CONFLICT);
    fixture_finish(&f);
}

static bool begins_with_letter(str name)
{
    return (name.ptr[0] >= 'A' && name.ptr[0] <= 'Z') ||
        (name.ptr[0] >= 'a' && name.ptr[0] <= 'z');
}

TEST(keeper, names_visits_so_that_none_looks_like_an_option_or_a_formula)
{
    enum { NAMES = 2000 }; /* one of 32 would, if chance alone named them */
    struct fixture f;
    struct err err = {0};

    CHECK_OR_STOP(fixture_start(&f));
    for (int i = 0; i < NAMES; i++) {
        struct text words = text_in(&f.arena);
        str again = {0};

        text_add_i64(&words, i);
        CHECK(begins_with_letter(keeper_new_visit(f.keeper, &f.arena)));
        CHECK(keeper_visit_of(&f.arena, text_str(&words), &again, &err));
        CHECK(begins_with_letter(again));
    }
    fixture_finish(&f);
}

TEST(keeper, refuses_what_is_no_event)
{
    struct fixture f;
    struct receipt r;
    struct err err = {0};
    str visit;

    CHECK_OR_STOP(fixture_start(&f));
    visit = keeper_new_visit(f.keeper, &f.arena);
    CHECK(!state_fact(
        f.keeper, visit, STR("immigration_status"), STR("x"), NULL, &r, &err));
    CHECK(err.kind == ERR_INVALID);
    CHECK(!state_fact(f.keeper, STR("here"), STR("agency"), STR("x"), NULL, &r, &err));
    CHECK(err.kind == ERR_INVALID);
    CHECK(state(&f, visit, STR("ice"), &r));
    CHECK_U64(r.seq, 1);
    fixture_finish(&f);
}

TEST(keeper, lets_nobody_else_in_and_makes_no_second_record)
{
    struct fixture f;
    struct keeper *second;
    struct err err = {0};

    CHECK_OR_STOP(fixture_start(&f));
    CHECK(!keeper_open(f.folder, &f.clock, &second, &err));
    CHECK(err.kind == ERR_CONFLICT);
    keeper_close(f.keeper);
    CHECK(!keeper_create(f.folder, load_origin, &f.clock, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(keeper_open(f.folder, &f.clock, &f.keeper, &err));
    fixture_finish(&f);
}

/* ---- many at once ---- */

enum { THREADS = 8, EACH = 40 };

struct clerk {
    struct keeper *keeper;
    str visit;
    struct receipt receipts[EACH];
    int failures;
};

static void *work(void *context)
{
    struct clerk *c = context;

    for (int i = 0; i < EACH; i++) {
        struct err err = {0};

        c->failures += !state_fact(c->keeper, c->visit, STR("agency"), STR("ice"), NULL,
            &c->receipts[i], &err);
    }
    return NULL;
}

TEST(keeper, gives_all_who_wait_their_own_numbers)
{
    struct fixture f;
    struct clerk clerks[THREADS];
    pthread_t threads[THREADS];
    bool given[1 + THREADS * EACH] = {true};

    CHECK_OR_STOP(fixture_start(&f));
    for (int t = 0; t < THREADS; t++) {
        clerks[t] = (struct clerk){
            .keeper = f.keeper, .visit = keeper_new_visit(f.keeper, &f.arena)};
        CHECK(pthread_create(&threads[t], NULL, work, &clerks[t]) == 0);
    }
    for (int t = 0; t < THREADS; t++) {
        CHECK(pthread_join(threads[t], NULL) == 0);
        CHECK(clerks[t].failures == 0);
        for (int i = 0; i < EACH; i++) {
            uint64_t seq = clerks[t].receipts[i].seq;

            CHECK(seq < COUNT_OF(given) && !given[seq]);
            given[seq % COUNT_OF(given)] = true;
            CHECK(clerks[t].receipts[i].n == i);
        }
    }
    fixture_finish(&f);
}

/* ---- publishing ---- */

struct folder {
    str path;
    struct arena arena;
};

static bool read_tile(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct folder *folder = context;
    struct text path;

    arena_clear(&folder->arena);
    path = text_in(&folder->arena);
    text_add(&path, folder->path);
    text_add(&path, STR("/public/"));
    text_add_tile_path(&path, tile);
    return os_read_file(&folder->arena, text_str(&path), BUNDLE_BYTES_MAX, bytes, err);
}

static void ignore(void *context, const struct damage *damage)
{
    (void)context;
    (void)damage;
}

static void check_published(struct fixture *f, const struct publication *p)
{
    struct folder folder = {.path = f->folder};
    struct tile_source source = {read_tile, &folder};
    struct damage_sink sink = {ignore, NULL};
    struct log_health health;
    struct crypto crypto;
    struct hasher hasher;
    struct err err = {0};

    CHECK_OR_STOP(crypto_open(&crypto, &err));
    hasher = crypto_hasher(&crypto);
    CHECK(ledger_check(&hasher, &source, p->size, &p->root, &sink, &health));
    crypto_close(&crypto);
    arena_clear(&folder.arena);
}

TEST(keeper, publishes_what_leads_to_what_was_recorded)
{
    struct fixture f;
    struct publication p;
    struct receipt r;
    struct err err = {0};
    uint64_t size = 1;

    CHECK_OR_STOP(fixture_start(&f));
    for (int round = 0; round < 12; round++) {
        str visit = keeper_new_visit(f.keeper, &f.arena);
        size_t more = test_random(90);

        for (size_t i = 0; i < more; i++)
            CHECK(state(&f, visit, STR("cbp"), &r));
        size += more;
        CHECK_OR_STOP(keeper_publish(f.keeper, &f.arena, &p, &err));
        CHECK_U64(p.size, size);
        check_published(&f, &p);
        CHECK(keeper_publish(f.keeper, &f.arena, &p, &err) && !p.is_new);
        if (test_random(3) == 0)
            CHECK(fixture_reopen(&f));
    }
    fixture_finish(&f);
}
