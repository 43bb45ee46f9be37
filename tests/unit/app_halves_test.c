/*
 * A record that is damaged anywhere: it is noticed, nothing is signed, and what the
 * other half holds comes back.
 */
#include "app/app.h"
#include "crypto/crypto.h"
#include "folder.h"
#include "os/os.h"
#include "test.h"

#include <sqlite3.h>
#include <stdio.h>

enum { FILE_MAX = 1 << 26, PAGE = 4096 };

static const str origin = STR_INIT("school.example/vestibule");

/* ---- a record, and copies of it to be damaged ---- */

struct fixture {
    struct arena arena;
    struct arena scratch;
    str whole; /* as it was */
    str folder;
    struct keeper_clock clock;
    uint64_t published;
    struct hash content; /* of all events and values */
};

static int64_t stand_still(void *context)
{
    (void)context;
    return 1737738900;
}

static str join(struct arena *arena, str folder, str name)
{
    struct text path = text_in(arena);

    text_add(&path, folder);
    text_add_byte(&path, '/');
    text_add(&path, name);
    return text_str(&path);
}

static bool copy(struct arena *arena, str from, str to)
{
    struct err err = {0};
    const str *names;
    size_t count;
    str bytes;

    if (!os_list_folder(arena, from, &names, &count, &err))
        return os_read_file(arena, from, FILE_MAX, &bytes, &err) &&
            os_write_file(to, bytes, &err);
    if (!os_make_folder(to, OS_PRIVATE, &err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!copy(arena, join(arena, from, names[i]), join(arena, to, names[i])))
            return false;
    return true;
}

static bool add_fact(struct keeper *k, str visit, uint64_t number, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED, .visit = visit};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    record_put(&fields, STR("fact"), record_text_value(STR("people")));
    record_put(&fields, STR("value"), record_integer_value((int64_t)number));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return keeper_submit(k, &event, key, &receipt, err);
}

/* Add events to the record in a folder, and publish them. */
static bool grow(struct fixture *f, str folder, uint64_t count, bool publish)
{
    struct publication publication;
    struct keeper *k;
    struct err err = {0};
    str visit;
    bool done = keeper_open(folder, &f->clock, &k, &err);

    if (done) {
        visit = keeper_new_visit(k, &f->arena);
        for (uint64_t i = 0; done && i < count; i++)
            done = add_fact(k, visit, i, &err);
        if (done && publish) {
            done = keeper_publish(k, &f->arena, &publication, &err);
            f->published = publication.size;
        }
    }
    keeper_close(k);
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(&err)));
    return done;
}

struct reading {
    struct hasher hasher;
    struct hash content;
    uint64_t count;
};

static void read_event(void *context, const struct seen_event *seen)
{
    struct reading *r = context;
    struct arena arena = {0};
    struct text text = text_in(&arena);

    text_add(&text, (str){(const char *)r->content.bytes, HASH_BYTES});
    record_add_content(&text, seen->event);
    r->content = hash_bytes(&r->hasher, text_str(&text));
    r->count++;
    arena_clear(&arena);
}

/* The digest of everything that the record says. */
static bool read_all(str folder, struct hash *content)
{
    struct reading r = {.count = 0};
    struct event_sink sink = {read_event, &r};
    struct crypto crypto;
    struct err err = {0};
    bool done = crypto_open(&crypto, &err);

    if (done) {
        r.hasher = crypto_hasher(&crypto);
        done = keeper_tail(folder, STR(""), UINT64_MAX, &sink, &err);
        crypto_close(&crypto);
    }
    *content = r.content;
    return done;
}

static bool restore(struct fixture *f)
{
    arena_clear(&f->scratch);
    folder_remove(f->folder);
    return copy(&f->scratch, f->whole, f->folder);
}

static bool start(
    struct fixture *f, uint64_t first, uint64_t more, uint64_t unpublished)
{
    struct err err = {0};

    *f = (struct fixture){.clock = {stand_still, NULL}};
    f->whole = folder_make(&f->arena);
    f->folder = folder_make(&f->arena);
    return keeper_create(f->whole, origin, &f->clock, &err) &&
        grow(f, f->whole, first, true) && grow(f, f->whole, more, true) &&
        grow(f, f->whole, unpublished, false) && read_all(f->whole, &f->content) &&
        restore(f);
}

static void finish(struct fixture *f)
{
    folder_remove(f->whole);
    folder_remove(f->folder);
    arena_clear(&f->scratch);
    arena_clear(&f->arena);
}

/* ---- what fsck says ---- */

struct findings {
    uint64_t counts[FINDING_KIND_COUNT];
    uint64_t all;
    struct inspected inspected;
};

static void count(void *context, const struct finding *finding)
{
    struct findings *found = context;

    found->counts[finding->kind]++;
    found->all++;
}

static bool inspect(const struct fixture *f, struct findings *found)
{
    struct finding_sink sink = {count, found};
    struct err err = {0};

    *found = (struct findings){.all = 0};
    return keeper_fsck(f->folder, &sink, &found->inspected, &err);
}

static bool agrees(const struct fixture *f)
{
    struct findings found;

    return inspect(f, &found) && found.all == 0;
}

/* Bring the database back from the record's own files. */
static bool bring_back(struct fixture *f)
{
    struct imported imported;
    struct err err = {0};
    bool done = keeper_import(f->folder, join(&f->scratch, f->folder, STR("public")),
        &f->clock, &imported, &err);

    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(&err)));
    return done;
}

static bool mend(struct fixture *f)
{
    struct err err = {0};
    uint64_t tiles;

    return keeper_mend(f->folder, &f->clock, &tiles, &err);
}

/* ---- damage ---- */

static bool flip(struct fixture *f, str name, size_t place, unsigned bit)
{
    str path = join(&f->scratch, f->folder, name);
    struct err err = {0};
    str bytes;
    char *copied;

    if (!os_read_file(&f->scratch, path, FILE_MAX, &bytes, &err))
        return false;
    copied = arena_copy(&f->scratch, bytes.ptr, bytes.len, 1);
    copied[place % bytes.len] = (char)(copied[place % bytes.len] ^ (1 << bit));
    return os_write_file(path, (str){copied, bytes.len}, &err);
}

static bool cut(struct fixture *f, str name, size_t len)
{
    str path = join(&f->scratch, f->folder, name);
    struct err err = {0};
    str bytes;

    return os_read_file(&f->scratch, path, FILE_MAX, &bytes, &err) &&
        os_write_file(path, str_slice(bytes, 0, len), &err);
}

static size_t length(struct fixture *f, str name)
{
    struct err err = {0};
    uint64_t size = 0;

    return os_file_size(join(&f->scratch, f->folder, name), &size, &err) ? (size_t)size
                                                                         : 0;
}

static bool same_file(struct fixture *f, str name)
{
    struct err err = {0};
    str was;
    str is;

    return os_read_file(
               &f->scratch, join(&f->scratch, f->whole, name), FILE_MAX, &was, &err) &&
        os_read_file(
            &f->scratch, join(&f->scratch, f->folder, name), FILE_MAX, &is, &err) &&
        str_equal(was, is);
}

/* Whatever was done to the database: it is noticed or harmless, and every event that
 * was published comes back. */
static void check_database(struct fixture *f)
{
    struct findings found;
    struct hash content;

    CHECK_OR_STOP(inspect(f, &found));
    if (found.all == 0) {
        CHECK(read_all(f->folder, &content) && hash_equal(&content, &f->content));
        return;
    }
    if (found.counts[FINDING_DATABASE] + found.counts[FINDING_BEHIND] == 0) {
        CHECK(found.counts[FINDING_VALUE] + found.counts[FINDING_TILE] > 0);
        return;
    }
    CHECK_OR_STOP(bring_back(f));
    CHECK(inspect(f, &found));
    CHECK(found.all == 0 && found.inspected.events > f->published);
    CHECK(grow(f, f->folder, 1, false));
}

TEST(halves, notice_a_database_cut_at_any_page)
{
    struct fixture f;
    size_t len;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    len = length(&f, STR("record.db"));
    CHECK(agrees(&f) && len > 30 * PAGE);
    for (size_t at = test_random(6); at * PAGE < len; at += 6) {
        CHECK(restore(&f) && cut(&f, STR("record.db"), at * PAGE));
        CHECK(!agrees(&f));
        check_database(&f);
    }
    finish(&f);
}

TEST(halves, notice_bits_that_flip_in_the_database)
{
    struct fixture f;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    for (int round = 0; round < 50; round++) {
        CHECK(restore(&f) &&
            flip(
                &f, STR("record.db"), test_random(1u << 30), (unsigned)test_random(8)));
        check_database(&f);
    }
    finish(&f);
}

TEST(halves, notice_pages_of_nonsense_in_the_database)
{
    struct fixture f;
    size_t pages;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    pages = length(&f, STR("record.db")) / PAGE;
    for (size_t page = 0; page < pages; page += 2 + test_random(6)) {
        CHECK(restore(&f));
        for (int i = 0; i < 12; i++)
            CHECK(flip(&f, STR("record.db"), page * PAGE + test_random(PAGE),
                (unsigned)test_random(8)));
        check_database(&f);
    }
    finish(&f);
}

/* Each byte of a file, one bit of it; a long one here and there. */
static void flip_all(struct fixture *f, str name, size_t most)
{
    size_t len = length(f, name);
    size_t step = len / most + 1;

    CHECK(len > 0);
    for (size_t at = test_random(step); at < len; at += step) {
        unsigned bit = (unsigned)test_random(8);

        CHECK(flip(f, name, at, bit));
        if (agrees(f)) {
            printf("# %" STR_FMT ": byte %zu, bit %u\n", STR_ARG(name), at, bit);
            CHECK(!agrees(f));
        }
        CHECK(flip(f, name, at, bit));
        arena_clear(&f->scratch);
    }
    CHECK(flip(f, name, test_random(len), 0) && mend(f));
    CHECK(agrees(f) && same_file(f, name));
    for (size_t cut_at = 0; cut_at < len; cut_at += 1 + len / 4) {
        CHECK(cut(f, name, cut_at) && !agrees(f) && mend(f));
        CHECK(agrees(f) && same_file(f, name));
    }
}

TEST(halves, notice_every_bit_of_the_public_files)
{
    struct fixture f;

    CHECK_OR_STOP(start(&f, 3, 3, 1));
    flip_all(&f, STR("public/tile/0/000.p/7"), 250);
    flip_all(&f, STR("public/tile/entries/000.p/7"), 150);
    flip_all(&f, STR("public/checkpoint"), 250);
    flip_all(&f, STR("public/vkey"), 100);
    finish(&f);
}

TEST(halves, bring_back_full_tiles)
{
    static const str names[] = {STR_INIT("public/tile/0/000"),
        STR_INIT("public/tile/0/001.p/4"), STR_INIT("public/tile/1/000.p/1"),
        STR_INIT("public/tile/entries/000")};
    struct fixture f;
    struct findings found;

    CHECK_OR_STOP(start(&f, 200, 59, 3));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        CHECK(flip(&f, names[i], test_random(1u << 20), (unsigned)test_random(8)));
        CHECK(inspect(&f, &found) && found.counts[FINDING_FILES] > 0);
        CHECK(mend(&f) && agrees(&f) && same_file(&f, names[i]));
    }
    folder_remove(join(&f.scratch, f.folder, STR("record.db")));
    CHECK(bring_back(&f) && agrees(&f));
    CHECK(grow(&f, f.folder, 300, true) && agrees(&f));
    finish(&f);
}

TEST(halves, bring_an_old_database_up_to_date)
{
    struct fixture f;
    struct findings found;
    struct keeper *k;
    struct err err = {0};

    CHECK_OR_STOP(start(&f, 250, 3, 0));
    CHECK(grow(&f, f.folder, 20, true));
    CHECK(copy(&f.scratch, join(&f.scratch, f.whole, STR("record.db")),
        join(&f.scratch, f.folder, STR("record.db"))));
    CHECK(!keeper_open(f.folder, &f.clock, &k, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(inspect(&f, &found) && found.all == 1 && found.counts[FINDING_BEHIND] == 1);
    CHECK(bring_back(&f) && agrees(&f));
    CHECK(grow(&f, f.folder, 1, true) && agrees(&f));
    finish(&f);
}

TEST(halves, refuse_files_that_are_damaged_too)
{
    struct fixture f;
    struct imported imported;
    struct err err = {0};

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    folder_remove(join(&f.scratch, f.folder, STR("record.db")));
    CHECK(flip(&f, STR("public/tile/entries/000.p/12"), 2000, 3));
    CHECK(!keeper_import(f.folder, join(&f.scratch, f.folder, STR("public")), &f.clock,
        &imported, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(keeper_import(
        f.folder, join(&f.scratch, f.whole, STR("public")), &f.clock, &imported, &err));
    CHECK(agrees(&f));
    finish(&f);
}

/* ---- rows that another hand changed ---- */

static bool change(struct fixture *f, const char *sql)
{
    struct text path = text_in(&f->scratch);
    sqlite3 *db = NULL;
    bool done;

    text_add(&path, join(&f->scratch, f->folder, STR("record.db")));
    text_add_byte(&path, '\0');
    done = sqlite3_open(path.ptr, &db) == SQLITE_OK &&
        sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) > 0;
    return sqlite3_close(db) == SQLITE_OK && done;
}

TEST(halves, name_each_row_that_another_hand_changed)
{
    static const struct {
        const char *sql;
        enum finding_kind kind;
    } changes[] = {
        {"UPDATE event SET leaf = x'65' WHERE seq = 3", FINDING_DATABASE},
        {"UPDATE event SET leaf = (SELECT leaf FROM event WHERE seq = 4) WHERE seq = 3",
            FINDING_DATABASE},
        {"UPDATE event SET hash = zeroblob(32) WHERE seq = 3", FINDING_DATABASE},
        {"UPDATE event SET kind = 'corrected' WHERE seq = 3", FINDING_DATABASE},
        {"UPDATE event SET at = at + 1 WHERE seq = 11", FINDING_DATABASE},
        {"UPDATE event SET n = n + 90 WHERE seq = 3", FINDING_DATABASE},
        {"UPDATE event SET visit = randomblob(16) WHERE seq = 3", FINDING_DATABASE},
        {"DELETE FROM event WHERE seq = 3", FINDING_DATABASE},
        {"DELETE FROM event WHERE seq > 9", FINDING_BEHIND},
        {"UPDATE checkpoint SET root = zeroblob(32) WHERE size = 6", FINDING_DATABASE},
        {"UPDATE checkpoint SET note = x'65' WHERE size = 6", FINDING_DATABASE},
        {"UPDATE checkpoint SET size = 5 WHERE size = 6", FINDING_DATABASE},
        {"DELETE FROM checkpoint WHERE size = 12", FINDING_DATABASE},
        {"UPDATE log SET origin = 'other.example/log'", FINDING_DATABASE},
        {"DELETE FROM log", FINDING_DATABASE},
        {"DELETE FROM log_key", FINDING_DATABASE},
        {"UPDATE log_key SET vkey = substr(vkey, 1, 20)", FINDING_DATABASE},
        {"UPDATE disclosure SET sealed = zeroblob(60) WHERE seq = 3 AND place = 1",
            FINDING_VALUE},
        {"UPDATE disclosure SET digest = zeroblob(32) WHERE seq = 3 AND place = 1",
            FINDING_VALUE},
        {"UPDATE disclosure SET bucket = 'staff-1999-01' WHERE seq = 3 AND place = 1",
            FINDING_VALUE},
        {"UPDATE disclosure SET seq = 4, place = 99 WHERE seq = 3 AND place = 1",
            FINDING_VALUE},
        {"INSERT INTO erasure VALUES (3, 1, 11)", FINDING_VALUE},
    };
    struct fixture f;
    struct findings found;

    CHECK_OR_STOP(start(&f, 5, 6, 2));
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        bool named = restore(&f) && change(&f, changes[i].sql) && inspect(&f, &found) &&
            found.counts[changes[i].kind] > 0;

        if (!named)
            printf("# %s\n", changes[i].sql);
        CHECK(named);
        if (changes[i].kind != FINDING_VALUE)
            check_database(&f);
    }
    finish(&f);
}

TEST(halves, name_tiles_and_keys_that_another_hand_changed)
{
    struct fixture f;
    struct findings found;
    struct err err = {0};
    const str *names;
    size_t count;

    CHECK_OR_STOP(start(&f, 200, 59, 3));
    CHECK(change(&f, "UPDATE tile SET hashes = zeroblob(8192)"));
    CHECK(inspect(&f, &found) && found.counts[FINDING_TILE] == 1);
    CHECK(mend(&f) && agrees(&f));
    CHECK(change(&f, "DELETE FROM tile"));
    CHECK(inspect(&f, &found) && found.counts[FINDING_TILE] == 1);
    CHECK(mend(&f) && agrees(&f));
    CHECK(flip(&f, STR("keys/log.key"), 60, 1));
    CHECK(inspect(&f, &found) && found.counts[FINDING_KEY] == 1);
    CHECK_OR_STOP(restore(&f));
    CHECK_OR_STOP(os_list_folder(&f.scratch,
        join(&f.scratch, f.folder, STR("keys/seals")), &names, &count, &err));
    CHECK_OR_STOP(count > 0);
    CHECK(flip(&f, join(&f.scratch, STR("keys/seals"), names[0]), 5, 1));
    CHECK(inspect(&f, &found) && found.counts[FINDING_VALUE] > 100);
    finish(&f);
}
