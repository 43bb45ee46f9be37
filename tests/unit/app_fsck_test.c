/*
 * Rows that another hand changed: each is named as what it is, and what was published
 * comes back.
 */
#include "app_damage.h"

#include <sqlite3.h>

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

TEST(fsck, names_each_row_that_another_hand_changed)
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

/* ---- values that are gone ---- */

struct told {
    struct text words;
};

static void tell(void *context, const struct finding *finding)
{
    struct told *told = context;

    CHECK(finding->kind == FINDING_VALUE);
    text_add(&told->words, finding->where);
    text_add(&told->words, STR(": "));
    text_add(&told->words, finding->what);
    text_add(&told->words, STR("\n"));
}

/* What fsck says once some rows were deleted. */
static str told_without(struct fixture *f, const char *sql)
{
    struct told told = {.words = text_in(&f->arena)};
    struct finding_sink sink = {tell, &told};
    struct inspected inspected;
    struct err err = {0};

    CHECK(restore(f) && change(f, sql));
    CHECK(keeper_fsck(f->folder, &sink, &inspected, &err));
    return text_str(&told.words);
}

TEST(fsck, names_the_field_of_each_row_that_was_deleted)
{
    static const char *const names[] = {"fact", "value", "by", "basis"};
    struct fixture f;

    CHECK_OR_STOP(start(&f, 5, 6, 0));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char sql[80];
        char wanted[160];

        (void)snprintf(sql, sizeof(sql),
            "DELETE FROM disclosure WHERE seq = 3 AND place = %zu", i);
        (void)snprintf(wanted, sizeof(wanted),
            "event 3: the value of `%s` is not in the database, and no event says that "
            "it was erased\n",
            names[i]);
        CHECK_STR(told_without(&f, sql), str_from(wanted));
    }
    CHECK(str_find(told_without(&f, "DELETE FROM disclosure WHERE seq = 4"),
              STR("event 4: the value of `basis`"), 0) > 0);
    finish(&f);
}

TEST(fsck, lets_no_loss_be_handed_out_as_a_decoy)
{
    static const uint64_t seq = 3;
    struct fixture f;
    struct keeper *reader;
    struct disclosing what = {.seqs = &seq, .seq_count = 1};
    struct release release;
    struct release_shown shown;
    struct err err = {0};

    CHECK_OR_STOP(start(&f, 5, 6, 0));
    CHECK(change(&f, "DELETE FROM disclosure WHERE seq = 3 AND place = 2"));
    CHECK_OR_STOP(keeper_open_reader(f.folder, &f.clock, &reader, &err));
    CHECK(!keeper_disclose(reader, &f.arena, &what, &release, &shown, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK(str_find(err_text(&err), STR("the value of `by` is not"), 0) < err.len);
    keeper_close(reader);
    finish(&f);
}

TEST(fsck, knows_of_no_loss_in_what_an_older_program_recorded)
{
    struct fixture f;

    CHECK_OR_STOP(start(&f, 5, 6, 0));
    CHECK(change(&f, "UPDATE event SET fields = NULL") && agrees(&f));
    CHECK(change(&f, "DELETE FROM disclosure WHERE seq = 3") && agrees(&f));
    finish(&f);
}

TEST(fsck, names_tiles_and_keys_that_another_hand_changed)
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

/* ---- what was erased stays erased ---- */

/* Base64url of the digest of a sealed value. */
static str digest_of(struct fixture *f, const char *sql)
{
    struct text path = text_in(&f->arena);
    struct text digest = text_in(&f->arena);
    sqlite3 *db = NULL;
    sqlite3_stmt *made = NULL;

    text_add(&path, join(&f->arena, f->folder, STR("record.db")));
    text_add_byte(&path, '\0');
    CHECK(sqlite3_open(path.ptr, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &made, NULL) == SQLITE_OK &&
        sqlite3_step(made) == SQLITE_ROW);
    text_add_base64url(&digest, sqlite3_column_blob(made, 0), HASH_BYTES);
    (void)sqlite3_finalize(made);
    (void)sqlite3_close(db);
    return text_str(&digest);
}

/* Record that a value of event 3 is erased, and publish that. */
static bool say_erased(struct fixture *f)
{
    struct json_value digest = record_text_value(
        digest_of(f, "SELECT digest FROM disclosure WHERE seq = 3 AND place = 1"));
    struct json_value list = {.kind = JSON_IS_ARRAY, .items = &digest, .count = 1};
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_ERASED};
    struct publication publication;
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;
    struct keeper *k;
    struct err err = {0};
    bool done = keeper_open(f->folder, &f->clock, &k, &err);

    record_put(&fields, STR("entry"), record_integer_value(3));
    record_put(&fields, STR("digests"), list);
    record_put(&fields, STR("schedule"), record_text_value(STR("visits, three years")));
    record_put(&fields, STR("by"), record_text_value(STR("operator")));
    event.fields = record_object_value(&fields);
    if (done) {
        keeper_new_key(k, key);
        done = keeper_submit(k, &event, key, &receipt, &err) &&
            keeper_publish(k, &f->arena, &publication, &err);
    }
    keeper_close(k);
    return done;
}

TEST(fsck, finds_values_that_an_old_backup_brings_back)
{
    struct fixture f;
    struct findings found;

    CHECK_OR_STOP(start(&f, 5, 6, 0));
    CHECK_OR_STOP(say_erased(&f));
    CHECK(inspect(&f, &found) && found.counts[FINDING_VALUE] == 1);
    CHECK(copy(&f.scratch, join(&f.scratch, f.whole, STR("record.db")),
        join(&f.scratch, f.folder, STR("record.db"))));
    CHECK(bring_back(&f) && inspect(&f, &found));
    CHECK(found.all == 0 && found.inspected.erased == 1);
    finish(&f);
}
