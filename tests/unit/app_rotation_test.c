/*
 * Rotating the log's key: old proofs go on holding, both keys sign while it lasts, and
 * whoever stole the old one signs nothing that counts; wherever it is stopped.
 */
#include "app/app.h"
#include "crypto/crypto.h"
#include "folder.h"
#include "os/os.h"
#include "test.h"

#include <stdio.h>

struct fixture {
    struct arena arena;
    str folder;
    str record;
    int64_t now;
    struct keeper_clock clock;
    struct rotated rotated;
};

static int64_t now_of(void *context)
{
    return ((struct fixture *)context)->now;
}

static bool said(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

static str path_of(struct fixture *f, str record, str name)
{
    struct text path = text_in(&f->arena);

    text_add(&path, record);
    text_add_byte(&path, '/');
    text_add(&path, name);
    return text_str(&path);
}

static bool start(struct fixture *f)
{
    struct err err = {0};

    *f = (struct fixture){.now = 1737738900};
    f->clock = (struct keeper_clock){now_of, f};
    f->folder = folder_make(&f->arena);
    f->record = path_of(f, f->folder, STR("record"));
    return said(
        keeper_create(f->record, STR("school.example/vestibule"), &f->clock, &err),
        &err);
}

static void finish(struct fixture *f)
{
    folder_remove(f->folder);
    arena_clear(&f->arena);
}

/* Open a record, state so many facts, publish, close. */
static bool grow(
    struct fixture *f, str record, int facts, struct publication *p, struct err *err)
{
    struct keeper *k;
    bool done = true;

    if (!keeper_open(record, &f->clock, &k, err))
        return false;
    for (int i = 0; done && i < facts; i++) {
        struct record_object fields = {0};
        struct record_event event = {
            .kind = RECORD_FACT_STATED, .visit = keeper_new_visit(k, &f->arena)};
        struct receipt receipt;
        uint8_t key[KEEPER_KEY_BYTES];

        record_put(&fields, STR("fact"), record_text_value(STR("agency")));
        record_put(&fields, STR("value"), record_text_value(STR("ice")));
        record_put(&fields, STR("by"), record_text_value(STR("front desk")));
        record_put(&fields, STR("basis"), record_text_value(STR("told")));
        event.fields = record_object_value(&fields);
        keeper_new_key(k, key);
        done = keeper_submit(k, &event, key, &receipt, err);
    }
    done = done && keeper_publish(k, &f->arena, p, err);
    keeper_close(k);
    return done;
}

static bool rotate(struct fixture *f, str why)
{
    const struct rotation rotation = {why, STR("operator")};
    struct err err = {0};

    return said(
        key_rotate(f->record, &f->clock, &rotation, &f->arena, &f->rotated, &err),
        &err);
}

/* Whether a key alone is enough to believe a checkpoint. */
static bool is_signed_by(struct fixture *f, str checkpoint, str vkey)
{
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    struct note_key key;
    struct note_seal seals[1];
    struct trust trust;
    struct checkpoint opened;
    struct err err = {0};
    bool is;

    if (!crypto_open(&crypto, &err))
        return false;
    hasher = crypto_hasher(&crypto);
    ed25519 = crypto_ed25519(&crypto);
    is = note_key_read(&hasher, vkey, &key, &err);
    trust = trust_of_log(&f->arena, &key);
    is =
        is && trust_open(&f->arena, &ed25519, &trust, checkpoint, &opened, seals, &err);
    crypto_close(&crypto);
    return is;
}

static str read_file(struct fixture *f, str name)
{
    struct err err = {0};
    str bytes = {0};

    CHECK(said(
        os_read_file(&f->arena, path_of(f, f->record, name), 1 << 20, &bytes, &err),
        &err));
    return bytes;
}

static void write_file(struct fixture *f, str record, str name, str bytes)
{
    struct err err = {0};

    CHECK(os_keep_file(path_of(f, record, name), bytes, OS_PRIVATE, &err));
}

static bool is_there(struct fixture *f, str name)
{
    struct err ignored;
    uint64_t size;

    return os_file_size(path_of(f, f->record, name), &size, &ignored);
}

/* "keys/old-7c256809.key" */
static str old_name(struct fixture *f)
{
    struct text name = text_in(&f->arena);
    size_t id = str_find_byte(f->rotated.old_key, '+', 0) + 1;

    text_add(&name, STR("keys/old-"));
    text_add(&name, str_slice(f->rotated.old_key, id, id + 8));
    text_add(&name, STR(".key"));
    return text_str(&name);
}

TEST(rotation, lets_both_keys_sign_until_the_old_one_is_retired)
{
    struct fixture f;
    struct publication p;
    struct err err = {0};
    uint64_t count;
    struct text ranges;

    CHECK_OR_STOP(start(&f));
    CHECK(grow(&f, f.record, 3, &p, &err));
    CHECK_OR_STOP(rotate(&f, STR("planned")));
    CHECK_U64(f.rotated.from_size, 5);
    CHECK_U64(f.rotated.publication.size, 5);
    CHECK_OR_STOP(said(grow(&f, f.record, 300, &p, &err), &err));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.old_key));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.new_key));
    CHECK(!str_equal(f.rotated.old_key, f.rotated.new_key));
    ranges = text_in(&f.arena);
    text_add(&ranges, STR("0 4 "));
    text_add(&ranges, f.rotated.old_key);
    text_add(&ranges, STR("\n5 - "));
    text_add(&ranges, f.rotated.new_key);
    text_add(&ranges, STR("\n"));
    CHECK_STR(read_file(&f, STR("public/vkeys")), text_str(&ranges));
    CHECK_STR(str_trim(read_file(&f, STR("public/vkey"))), f.rotated.new_key);

    CHECK(key_retire(f.record, &f.clock, &count, &err));
    CHECK_U64(count, 1);
    CHECK(!is_there(&f, old_name(&f)));
    CHECK_OR_STOP(said(grow(&f, f.record, 1, &p, &err), &err));
    CHECK(!is_signed_by(&f, p.checkpoint, f.rotated.old_key));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.new_key));
    finish(&f);
}

TEST(rotation, ends_wherever_it_was_stopped)
{
    struct fixture f;
    struct publication p;
    struct err err = {0};
    str old;
    str new;

    CHECK_OR_STOP(start(&f));
    old = read_file(&f, STR("keys/log.key"));
    CHECK_OR_STOP(rotate(&f, STR("planned")));
    new = read_file(&f, STR("keys/log.key"));
    /* The event is committed, no file has moved. */
    write_file(&f, f.record, STR("keys/log.key"), old);
    write_file(&f, f.record, STR("keys/new.key"), new);
    CHECK(os_remove_file(path_of(&f, f.record, old_name(&f)), &err));
    CHECK_OR_STOP(said(grow(&f, f.record, 1, &p, &err), &err));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.old_key));
    CHECK(!is_there(&f, STR("keys/new.key")));
    /* The old key has moved, the new one not. */
    write_file(&f, f.record, STR("keys/new.key"), new);
    CHECK(os_remove_file(path_of(&f, f.record, STR("keys/log.key")), &err));
    CHECK_OR_STOP(said(grow(&f, f.record, 1, &p, &err), &err));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.new_key));
    /* The key was made, and nothing committed. */
    write_file(&f, f.record, STR("keys/new.key"), old);
    CHECK_OR_STOP(said(grow(&f, f.record, 1, &p, &err), &err));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.new_key));
    CHECK(!is_there(&f, STR("keys/new.key")));
    finish(&f);
}

TEST(rotation, leaves_a_thief_nothing_that_counts)
{
    struct fixture f;
    struct publication p;
    struct backup made;
    struct restoration restored;
    struct err err = {0};
    str backup;
    str thief;
    str good;

    CHECK_OR_STOP(start(&f));
    backup = path_of(&f, f.folder, STR("backup"));
    thief = path_of(&f, f.folder, STR("thief"));
    CHECK(grow(&f, f.record, 3, &p, &err));
    CHECK_OR_STOP(backup_make(f.record, backup, &f.clock, &f.arena, &made, &err));
    CHECK_OR_STOP(
        backup_restore(&(struct restore_order){.from = backup, .directory = thief},
            &f.clock, &f.arena, &restored, &err));
    CHECK_OR_STOP(rotate(&f, STR("stolen")));
    CHECK(!is_there(&f, old_name(&f)));
    CHECK(!is_signed_by(&f, f.rotated.publication.checkpoint, f.rotated.old_key));
    good = f.rotated.publication.checkpoint;
    CHECK_OR_STOP(said(grow(&f, thief, 1, &p, &err), &err));
    CHECK_U64(p.size, f.rotated.publication.size);
    write_file(&f, f.record, STR("public/checkpoint"), p.checkpoint);
    CHECK(!grow(&f, f.record, 1, &p, &err));
    CHECK(err.kind == ERR_DENIED);
    write_file(&f, f.record, STR("public/checkpoint"), good);
    CHECK(said(grow(&f, f.record, 1, &p, &err), &err));
    finish(&f);
}

TEST(rotation, is_followed_by_a_backup_from_before)
{
    struct fixture f;
    struct publication p;
    struct backup made;
    struct restoration restored;
    struct err err = {0};
    str backup;
    str again;

    CHECK_OR_STOP(start(&f));
    backup = path_of(&f, f.folder, STR("backup"));
    again = path_of(&f, f.folder, STR("again"));
    CHECK_OR_STOP(backup_make(f.record, backup, &f.clock, &f.arena, &made, &err));
    CHECK_OR_STOP(rotate(&f, STR("planned")));
    CHECK(grow(&f, f.record, 2, &p, &err));
    CHECK_OR_STOP(
        said(backup_restore(&(struct restore_order){.from = backup,
                                .directory = again,
                                .published = path_of(&f, f.record, STR("public")),
                                .by = STR("clerk")},
                 &f.clock, &f.arena, &restored, &err),
            &err));
    CHECK_U64(restored.continued, 3);
    CHECK(!restored.is_recorded && restored.unrecorded.kind == ERR_INVALID);
    CHECK(!grow(&f, again, 1, &p, &err));
    CHECK(err.kind == ERR_INVALID);
    write_file(&f, again, STR("keys/log.key"), read_file(&f, STR("keys/log.key")));
    CHECK(said(grow(&f, again, 1, &p, &err), &err));
    CHECK(is_signed_by(&f, p.checkpoint, f.rotated.new_key));
    finish(&f);
}
