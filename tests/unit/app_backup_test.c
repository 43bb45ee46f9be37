/*
 * Backups: made while the record is open, all or nothing, verified before they are put
 * back; what was erased since stays erased, and an old one never signs a second tree.
 */
#include "app/app.h"
#include "folder.h"
#include "os/os.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>

enum { MONTHS = 90 * 86400, FACTS = 3 };

struct fixture {
    struct arena arena;
    str folder; /* of everything */
    str record;
    str backup;
    str again; /* where it is put back */
    int64_t now;
    struct keeper_clock clock;
    struct keeper *keeper;
    struct restoration restored;
};

static int64_t now_of(void *context)
{
    return ((struct fixture *)context)->now;
}

static str inside(struct fixture *f, str folder, str name)
{
    struct text path = text_in(&f->arena);

    text_add(&path, folder);
    text_add_byte(&path, '/');
    text_add(&path, name);
    return text_str(&path);
}

static bool said(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

static bool submit(struct fixture *f, const struct record_event *event)
{
    struct receipt receipt;
    struct err err = {0};
    uint8_t key[KEEPER_KEY_BYTES];

    keeper_new_key(f->keeper, key);
    return said(keeper_submit(f->keeper, event, key, &receipt, &err), &err);
}

static bool state_fact(struct fixture *f, str visit)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED, .visit = visit};

    record_put(&fields, STR("fact"), record_text_value(STR("agency")));
    record_put(&fields, STR("value"), record_text_value(STR("ice")));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    return submit(f, &event);
}

static bool start(struct fixture *f)
{
    struct err err = {0};
    struct publication p;
    bool done;
    str visit;

    *f = (struct fixture){.now = 1737738900};
    f->clock = (struct keeper_clock){now_of, f};
    f->folder = folder_make(&f->arena);
    f->record = inside(f, f->folder, STR("record"));
    f->backup = inside(f, f->folder, STR("backup"));
    f->again = inside(f, f->folder, STR("again"));
    done = keeper_create(f->record, STR("school.example/vestibule"), &f->clock, &err) &&
        keeper_open(f->record, &f->clock, &f->keeper, &err);
    if (!said(done, &err))
        return false;
    visit = keeper_new_visit(f->keeper, &f->arena);
    for (int i = 0; i < FACTS; i++)
        if (!state_fact(f, visit))
            return false;
    return said(keeper_publish(f->keeper, &f->arena, &p, &err), &err);
}

static void finish(struct fixture *f)
{
    keeper_close(f->keeper);
    folder_remove(f->folder);
    arena_clear(&f->arena);
}

static bool back_up(struct fixture *f, struct err *err)
{
    struct backup made;

    return backup_make(f->record, f->backup, &f->clock, &f->arena, &made, err) &&
        made.events > 0 && made.files > 1 && made.bytes > 4096;
}

static bool restore(struct fixture *f, str published, struct err *err)
{
    const struct restore_order order = {
        .from = f->backup, .directory = f->again, .published = published};

    return backup_restore(&order, &f->clock, &f->arena, &f->restored, err);
}

/* Change the record's database back to the one that was put back. */
static bool open_again(struct fixture *f, struct err *err)
{
    keeper_close(f->keeper);
    f->keeper = NULL;
    return keeper_open(f->again, &f->clock, &f->keeper, err);
}

static size_t count_in(struct fixture *f, str path)
{
    struct err ignored;
    const str *names;
    size_t count;

    return os_list_folder(&f->arena, path, &names, &count, &ignored) ? count : 0;
}

static void copy(struct fixture *f, str from, str to)
{
    struct err err = {0};
    str bytes;

    CHECK(os_read_file(&f->arena, from, 1 << 20, &bytes, &err));
    CHECK(os_write_file(to, bytes, &err));
}

/* Say that all values of an entry were erased. */
static void erase(struct fixture *f, uint64_t entry)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_ERASED};
    struct json_value items[16] = {0};
    struct json_value digests = {.kind = JSON_IS_ARRAY, .items = items};
    struct err err = {0};
    struct db db = {0};
    struct db_query q;
    struct store_disclosure row;

    CHECK_OR_STOP(
        store_open(&db, inside(f, f->record, STR("record.db")), DB_READ, &err));
    q = store_disclosures(&db, entry);
    while (digests.count < COUNT_OF(items) && store_disclosure_next(&q, &row)) {
        struct text digest = text_in(&f->arena);

        text_add_base64url(&digest, row.digest, sizeof(row.digest));
        items[digests.count++] = record_text_value(text_str(&digest));
    }
    CHECK(db_done(&q, &err) && digests.count > 0);
    db_close(&db);
    record_put(&fields, STR("entry"), record_integer_value((int64_t)entry));
    record_put(&fields, STR("digests"), digests);
    record_put(&fields, STR("schedule"), record_text_value(STR("visits, 60 days")));
    record_put(&fields, STR("by"), record_text_value(STR("records officer")));
    event.fields = record_object_value(&fields);
    CHECK(submit(f, &event));
}

TEST(backup, is_made_while_the_record_is_open)
{
    struct fixture f;
    struct err err = {0};
    struct publication p;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    CHECK(state_fact(&f, keeper_new_visit(f.keeper, &f.arena)));
    CHECK(!back_up(&f, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK_OR_STOP(said(restore(&f, STR(""), &err), &err));
    CHECK_U64(f.restored.events, 1 + FACTS);
    CHECK(f.restored.missing_count == 0);
    CHECK(!restore(&f, STR(""), &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK_OR_STOP(said(open_again(&f, &err), &err));
    CHECK(said(keeper_publish(f.keeper, &f.arena, &p, &err), &err));
    CHECK_U64(p.size, 1 + FACTS);
    finish(&f);
}

TEST(backup, leaves_nothing_when_it_fails)
{
    struct fixture f;
    struct err err = {0};
    str seals;

    CHECK_OR_STOP(start(&f));
    seals = inside(&f, f.record, STR("keys/seals"));
    folder_remove(seals);
    CHECK(!back_up(&f, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK_U64(count_in(&f, f.folder), 1);
    finish(&f);
}

TEST(backup, that_is_old_signs_nothing_beside_what_was_published)
{
    struct fixture f;
    struct err err = {0};
    struct publication p;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    CHECK(state_fact(&f, keeper_new_visit(f.keeper, &f.arena)));
    CHECK(said(keeper_publish(f.keeper, &f.arena, &p, &err), &err));
    CHECK_OR_STOP(said(restore(&f, STR(""), &err), &err));
    copy(&f, inside(&f, f.record, STR("public/checkpoint")),
        inside(&f, f.again, STR("public/checkpoint")));
    CHECK(!open_again(&f, &err));
    CHECK(err.kind == ERR_CORRUPT);
    finish(&f);
}

TEST(backup, goes_on_from_what_was_published_and_forgets_what_was_erased)
{
    struct fixture f;
    struct err err = {0};
    struct publication before;
    struct publication after;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    f.now += MONTHS;
    for (int i = 0; i < 300; i++)
        CHECK(state_fact(&f, keeper_new_visit(f.keeper, &f.arena)));
    for (uint64_t entry = 1; entry <= FACTS; entry++)
        erase(&f, entry);
    CHECK(said(keeper_publish(f.keeper, &f.arena, &before, &err), &err));
    CHECK_OR_STOP(said(restore(&f, inside(&f, f.record, STR("public")), &err), &err));
    CHECK_U64(f.restored.continued, 300 + FACTS);
    CHECK_U64(f.restored.erased, 4 * FACTS);
    CHECK_U64(f.restored.shredded, 3);
    CHECK_U64(count_in(&f, inside(&f, f.again, STR("keys/seals"))), 0);
    CHECK_OR_STOP(said(open_again(&f, &err), &err));
    CHECK(said(keeper_publish(f.keeper, &f.arena, &after, &err), &err));
    CHECK(str_equal(before.checkpoint, after.checkpoint));
    CHECK(state_fact(&f, keeper_new_visit(f.keeper, &f.arena)));
    CHECK(said(keeper_publish(f.keeper, &f.arena, &after, &err), &err));
    CHECK_U64(after.size, before.size + 1);
    finish(&f);
}

TEST(backup, does_not_go_on_from_another_tree)
{
    struct fixture f;
    struct err err = {0};
    struct publication p;
    str public;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    public = inside(&f, f.again, STR("public"));
    CHECK_OR_STOP(said(restore(&f, STR(""), &err), &err));
    /* Two copies grow apart; the second is backed up. */
    CHECK(state_fact(&f, keeper_new_visit(f.keeper, &f.arena)));
    folder_remove(f.backup);
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    CHECK_OR_STOP(said(open_again(&f, &err), &err));
    for (int i = 0; i < 2; i++)
        CHECK(state_fact(&f, keeper_new_visit(f.keeper, &f.arena)));
    CHECK(said(keeper_publish(f.keeper, &f.arena, &p, &err), &err));
    f.again = inside(&f, f.folder, STR("third"));
    CHECK(!restore(&f, public, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(!open_again(&f, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    finish(&f);
}

TEST(backup, is_verified_before_anything_is_written)
{
    struct fixture f;
    struct err err = {0};
    const str *seals;
    size_t count;
    str database;
    str bytes;

    CHECK_OR_STOP(start(&f));
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    database = inside(&f, f.backup, STR("record.db"));
    CHECK_OR_STOP(os_read_file(&f.arena, database, 1 << 24, &bytes, &err));
    ((char *)bytes.ptr)[test_random(bytes.len)] ^= (char)(1 << test_random(8));
    CHECK(os_write_file(database, bytes, &err));
    CHECK(!restore(&f, STR(""), &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(!open_again(&f, &err));
    folder_remove(f.again);
    folder_remove(f.backup);
    CHECK(keeper_open(f.record, &f.clock, &f.keeper, &err));
    CHECK_OR_STOP(said(back_up(&f, &err), &err));
    CHECK(os_list_folder(
        &f.arena, inside(&f, f.backup, STR("keys/seals")), &seals, &count, &err));
    CHECK(os_remove_file(
        inside(&f, inside(&f, f.backup, STR("keys/seals")), seals[0]), &err));
    CHECK(said(restore(&f, STR(""), &err), &err));
    CHECK(f.restored.missing_count == 1);
    folder_remove(f.again);
    CHECK(os_remove_file(inside(&f, f.backup, STR("manifest")), &err));
    CHECK(!restore(&f, STR(""), &err));
    CHECK(err.kind == ERR_INVALID);
    finish(&f);
}
