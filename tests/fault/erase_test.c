/*
 * Erasing leaves nothing behind: not the value, not its salt, not the disclosure, not
 * the sealed bytes, not the digest of what was submitted; whenever it is killed it is
 * wholly done or wholly undone, and done again it is done.
 */
#include "app/app.h"
#include "folder.h"
#include "os/os.h"
#include "store/store.h"
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 30, HELD_MAX = 1 << 24 };

static const str value = STR_INIT("a silver pickup truck, plate AB 12345");
static const int64_t january = 1737738900;
static const int64_t march = 1741000000;

struct desk {
    struct arena arena;
    str folder;
    int64_t now;
    struct keeper_clock clock;
    struct keeper *keeper;
    uint64_t seq; /* of the event to be erased */
    str visit;
    uint8_t key[KEEPER_KEY_BYTES]; /* of its submission */
};

static int64_t now_of(void *context)
{
    return ((struct desk *)context)->now;
}

static bool say(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

static bool state(
    struct desk *d, str visit, str words, const uint8_t *key, uint64_t *seq)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED, .visit = visit};
    struct receipt receipt;
    struct err err = {0};
    bool done;

    record_put(&fields, STR("fact"), record_text_value(STR("vehicle")));
    record_put(&fields, STR("value"), record_text_value(words));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("seen")));
    event.fields = record_object_value(&fields);
    done = say(keeper_submit(d->keeper, &event, key, &receipt, &err), &err);
    *seq = receipt.seq;
    return done;
}

static bool publish(struct desk *d)
{
    struct publication published;
    struct err err = {0};

    return say(keeper_publish(d->keeper, &d->arena, &published, &err), &err);
}

static bool open(struct desk *d)
{
    struct err err = {0};

    return say(keeper_open(d->folder, &d->clock, &d->keeper, &err), &err);
}

/* A record in which one event holds the value, the only one of January. */
static bool start(struct desk *d)
{
    struct err err = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    uint64_t other;

    *d = (struct desk){.now = january};
    d->clock = (struct keeper_clock){now_of, d};
    d->folder = folder_make(&d->arena);
    if (!say(keeper_create(d->folder, STR("school.example/vestibule"), &d->clock, &err),
            &err) ||
        !open(d))
        return false;
    d->visit = keeper_new_visit(d->keeper, &d->arena);
    keeper_new_key(d->keeper, d->key);
    if (!state(d, d->visit, value, d->key, &d->seq))
        return false;
    d->now = march;
    keeper_new_key(d->keeper, key);
    return state(d, d->visit, STR("none"), key, &other) && publish(d);
}

static void finish(struct desk *d)
{
    keeper_close(d->keeper);
    folder_remove(d->folder);
    arena_clear(&d->arena);
}

/* ---- what must be gone ---- */

struct traces {
    str items[32];
    size_t count;
};

static void note(struct traces *traces, struct arena *arena, str bytes)
{
    traces->items[traces->count++] = arena_str(arena, bytes);
}

/* The disclosures of the event, their salts, and all they were sealed to. */
static bool find_traces(struct desk *d, struct traces *traces)
{
    struct disclosing what = {.seqs = &d->seq, .seq_count = 1};
    struct record_presentation presentation;
    struct store_disclosure row;
    struct store_event event;
    struct release_shown shown;
    struct release release;
    struct text path = text_in(&d->arena);
    struct db db = {0};
    struct err err = {0};
    struct db_query q;

    traces->count = 0;
    note(traces, &d->arena, value);
    if (!say(keeper_disclose(d->keeper, &d->arena, &what, &release, &shown, &err) &&
                record_presentation_parse(
                    &d->arena, release.events[0].presentation, &presentation, &err),
            &err))
        return false;
    for (size_t i = 0; i < presentation.count; i++) {
        struct record_disclosure disclosure;

        if (!record_disclosure_parse(
                &d->arena, presentation.disclosures[i], &disclosure, &err))
            return say(false, &err);
        note(traces, &d->arena, presentation.disclosures[i]);
        note(traces, &d->arena, disclosure.salt);
    }
    text_add(&path, d->folder);
    text_add(&path, STR("/record.db"));
    if (!say(store_open(&db, text_str(&path), DB_READ, &err) &&
                store_event_by_seq(&db, &d->arena, d->seq, &event, &err),
            &err))
        return false;
    note(traces, &d->arena, (str){(const char *)event.content, sizeof(event.content)});
    q = store_disclosures(&db, d->seq);
    while (store_disclosure_next(&q, &row))
        note(traces, &d->arena, str_slice(row.sealed, 0, 24));
    (void)say(db_done(&q, &err), &err);
    db_close(&db);
    return true;
}

/* How many of the traces are found in the files of a folder and those below. */
static size_t search(struct arena *arena, str path, const struct traces *traces)
{
    struct err err = {0};
    const str *names;
    size_t found = 0;
    size_t count;
    str bytes;

    if (os_list_folder(arena, path, &names, &count, &err)) {
        for (size_t i = 0; i < count; i++) {
            struct text below = text_in(arena);

            text_add(&below, path);
            text_add_byte(&below, '/');
            text_add(&below, names[i]);
            found += search(arena, text_str(&below), traces);
        }
        return found;
    }
    if (!os_read_file(arena, path, HELD_MAX, &bytes, &err))
        return 0;
    for (size_t i = 0; i < traces->count; i++)
        found += str_find(bytes, traces->items[i], 0) < bytes.len;
    return found;
}

static size_t residue(struct desk *d, const struct traces *traces)
{
    struct arena arena = {0};
    size_t found = search(&arena, d->folder, traces);

    arena_clear(&arena);
    return found;
}

/* ---- erasing ---- */

static bool erase(struct desk *d, struct erased *erased, struct err *err)
{
    struct erasing what = {
        .seq = d->seq, .schedule = STR("visitor log, 30 days"), .by = STR("registrar")};

    return keeper_erase(d->keeper, &d->arena, &what, erased, err);
}

/* Whether the event can still be laid open whole, or not at all; anything between is a
 * failure. */
static bool is_there(struct desk *d, bool *whole)
{
    struct disclosing what = {.seqs = &d->seq, .seq_count = 1};
    struct release_shown shown;
    struct release release;
    struct err err = {0};

    *whole = false;
    if (!say(
            keeper_disclose(d->keeper, &d->arena, &what, &release, &shown, &err), &err))
        return false;
    *whole = shown.events[0].event.fields.count == 4;
    return *whole || shown.events[0].event.fields.count == 0;
}

/* Whether some event says that it was erased. */
static bool is_said(struct desk *d)
{
    struct text path = text_in(&d->arena);
    struct store_event row;
    struct db db = {0};
    struct err err = {0};
    struct db_query q;
    size_t count = 0;

    text_add(&path, d->folder);
    text_add(&path, STR("/record.db"));
    if (!say(store_open(&db, text_str(&path), DB_READ, &err), &err))
        return false;
    q = store_events(&db, 0, INT64_MAX);
    while (store_event_next(&q, &row))
        count += str_equal(row.kind, STR("erased"));
    (void)say(db_done(&q, &err), &err);
    db_close(&db);
    CHECK(count <= 1);
    return count == 1;
}

TEST(erase, leaves_nothing_behind)
{
    struct desk d;
    struct traces traces;
    struct erased erased;
    struct err err = {0};
    bool whole;

    CHECK_OR_STOP(start(&d));
    CHECK_OR_STOP(find_traces(&d, &traces));
    CHECK(residue(&d, &traces) > 0);
    CHECK_OR_STOP(say(erase(&d, &erased, &err), &err));
    CHECK_U64(erased.count, 4);
    CHECK_U64(erased.key_count, 3); /* visit, people, staff, of January */
    CHECK(publish(&d));
    CHECK_U64(residue(&d, &traces), 0);
    keeper_close(d.keeper);
    CHECK_U64(residue(&d, &traces), 0);
    CHECK_OR_STOP(open(&d));
    CHECK(is_there(&d, &whole) && !whole);
    CHECK(is_said(&d));
    CHECK_OR_STOP(say(erase(&d, &erased, &err), &err));
    CHECK_U64(erased.count, 0);
    CHECK(is_said(&d));
    finish(&d);
}

TEST(erase, is_refused_under_a_hold)
{
    struct desk d;
    struct erased erased;
    struct err err = {0};
    struct hold hold = {.reason = STR("Doe v. District"), .by = STR("counsel")};
    uint64_t number;
    bool whole;

    CHECK_OR_STOP(start(&d));
    hold.seq = d.seq;
    CHECK_OR_STOP(say(keeper_hold(d.keeper, &hold, &number, &err), &err));
    CHECK(!erase(&d, &erased, &err));
    CHECK(err.kind == ERR_DENIED);
    CHECK(is_there(&d, &whole) && whole);
    CHECK(!is_said(&d));
    err = (struct err){0};
    CHECK(say(
        keeper_end_hold(d.keeper, number, STR("counsel"), STR("settled"), &err), &err));
    CHECK(say(erase(&d, &erased, &err), &err));
    CHECK(is_there(&d, &whole) && !whole);
    finish(&d);
}

/* ---- handed out before ---- */

static bool request(struct desk *d, str ground, uint64_t *seq)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_RECORD_REQUESTED};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;
    struct err err = {0};
    bool done;

    record_put(&fields, STR("requester"), record_text_value(STR("The Gazette")));
    record_put(
        &fields, STR("records"), record_text_value(STR("the visit of 24 January")));
    record_put(&fields, STR("interest"), record_text_value(STR("reporting")));
    record_put(&fields, STR("ground"), record_text_value(ground));
    record_put(&fields, STR("channel"), record_text_value(STR("letter")));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    event.fields = record_object_value(&fields);
    keeper_new_key(d->keeper, key);
    done = say(keeper_submit(d->keeper, &event, key, &receipt, &err), &err);
    *seq = receipt.seq;
    return done;
}

/* Disclose the event, all or only who stated it, and record the release. */
static bool release(struct desk *d, bool all, uint64_t asked, struct err *err)
{
    static const struct field_choice by = {STR_INIT("by"), -1, {0}};
    static const struct field_choice others = {
        STR_INIT("*"), -1, STR_INIT("not asked for")};
    struct disclosing what = {.seqs = &d->seq,
        .seq_count = 1,
        .fields = &by,
        .field_count = !all,
        .withheld = &others,
        .withheld_count = !all};
    struct release_shown shown;
    struct release made;
    struct receipt receipt;

    return keeper_disclose(d->keeper, &d->arena, &what, &made, &shown, err) &&
        keeper_record_release(
            d->keeper, &made, STR("the file"), asked, STR("clerk"), &receipt, err);
}

TEST(erase, tells_who_was_given_it_before)
{
    struct desk d;
    struct erased erased;
    struct err err = {0};
    struct field_choice truck = {STR("value"), -1, {0}};
    struct erasing what = {
        .fields = &truck, .field_count = 1, .schedule = STR("S1"), .by = STR("clerk")};
    uint64_t asked;

    CHECK_OR_STOP(start(&d));
    what.seq = d.seq;
    CHECK_OR_STOP(request(&d, STR("none"), &asked));
    CHECK(!release(&d, true, asked, &err)); /* nothing allows it */
    CHECK(err.kind == ERR_INVALID);
    err = (struct err){0};
    CHECK(!release(&d, true, d.seq, &err)); /* no request at all */
    CHECK(err.kind == ERR_USAGE);
    CHECK_OR_STOP(request(&d, STR("public_records"), &asked));
    CHECK_OR_STOP(say(release(&d, false, asked, &err), &err));
    CHECK_OR_STOP(say(release(&d, true, asked, &err), &err));
    CHECK_OR_STOP(say(keeper_erase(d.keeper, &d.arena, &what, &erased, &err), &err));
    CHECK_U64(erased.count, 1);
    CHECK_U64(erased.recipient_count, 1);
    CHECK_U64(erased.recipients[0].seq, asked + 2);
    CHECK_STR(erased.recipients[0].name, STR("The Gazette"));
    finish(&d);
}

/* Who lost the answer and sends it again must not bring it back. */
TEST(erase, is_not_undone_by_sending_it_again)
{
    struct desk d;
    struct traces traces;
    struct erased erased;
    struct err err = {0};
    uint64_t seq;

    CHECK_OR_STOP(start(&d));
    CHECK_OR_STOP(find_traces(&d, &traces));
    CHECK_OR_STOP(say(erase(&d, &erased, &err), &err));
    CHECK_OR_STOP(state(&d, d.visit, value, d.key, &seq));
    CHECK_U64(seq, d.seq);
    CHECK_U64(residue(&d, &traces), 0);
    finish(&d);
}

/* ---- killed ---- */

static void wait_ns(long ns)
{
    struct timespec time = {0, ns};

    (void)nanosleep(&time, NULL);
}

/* Erase in a process of its own, which is killed after a while. */
static void erase_and_kill(struct desk *d, long ns)
{
    struct erased erased;
    struct err err = {0};
    pid_t child;

    keeper_close(d->keeper);
    d->keeper = NULL;
    child = fork();
    if (child == 0) {
        if (keeper_open(d->folder, &d->clock, &d->keeper, &err))
            (void)!erase(d, &erased, &err);
        _exit(0);
    }
    wait_ns(ns);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
}

TEST(erase, is_wholly_done_or_undone_when_it_is_killed)
{
    size_t done = 0;

    for (size_t i = 0; i < KILLS; i++) {
        struct desk d;
        struct traces traces;
        struct erased erased;
        struct err err = {0};
        bool whole;

        CHECK_OR_STOP(start(&d));
        CHECK_OR_STOP(find_traces(&d, &traces));
        erase_and_kill(&d, (long)test_random(40000000));
        CHECK_OR_STOP(open(&d));
        CHECK(is_there(&d, &whole));
        CHECK(is_said(&d) == !whole);
        done += !whole;
        CHECK_OR_STOP(say(erase(&d, &erased, &err), &err));
        CHECK_U64(erased.count, whole ? 4 : 0);
        CHECK(is_said(&d));
        CHECK(is_there(&d, &whole) && !whole);
        CHECK(publish(&d));
        CHECK_U64(residue(&d, &traces), 0);
        finish(&d);
    }
    printf("# %zu of %d were done when they were killed\n", done, KILLS);
}
