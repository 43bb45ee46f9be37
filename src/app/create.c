/*
 * Making a new record: its folder, its key, its database, and event 0.
 *
 * Stopped half-way it can be done again: what is there already is used.  It is a
 * record once event 0 is in the database.
 */
#include "app/inside.h"

bool make_record_folders(struct keeper *k, struct err *err)
{
    static const str folders[] = {
        STR_INIT("keys"), STR_INIT("keys/seals"), STR_INIT("public")};
    static const enum os_access access[] = {OS_PRIVATE, OS_PRIVATE, OS_SHARED};

    for (size_t i = 0; i < COUNT_OF(folders); i++)
        if (!os_make_folder(keeper_path(k, &k->arena, folders[i]), access[i], err))
            return false;
    return true;
}

/* The key, unless it is there from the time before. */
static bool make_key(struct keeper *k, struct err *err)
{
    str path = keeper_path(k, &k->arena, STR("keys/log.key"));
    struct err missing = {0};

    if (key_file_read(k, path, &missing))
        return true;
    if (missing.kind != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    return key_file_make(&k->crypto, &k->arena, path, k->origin, err) &&
        key_file_read(k, path, err);
}

static bool is_new(struct keeper *k, struct err *err)
{
    struct store_log log;
    struct err missing = {0};

    if (store_log_get(&k->db, &k->arena, &log, &missing)) {
        err_set(err, ERR_CONFLICT, STR("there is a record already, that of "));
        return err_add(err, log.origin);
    }
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NOT_FOUND;
}

/* In the transaction of event 0. */
static bool write_identity(void *context, struct db *db, uint64_t seq, struct err *err)
{
    struct keeper *k = context;

    REQUIRE(seq == 0);
    return store_log_insert(db, k->origin, k->clock.now(k->clock.context), err) &&
        store_log_key_insert(db, 0, keeper_vkey(k, &k->arena), err);
}

static bool add_first(struct keeper *k, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_OPENED_LOG};
    struct deed deed = {.run = write_identity, .context = k};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    record_put(&fields, STR("key"), record_text_value(keeper_vkey(k, &k->arena)));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return submit_deed(k, &event, key, &deed, &receipt, err);
}

/* Before event 0, so that whatever is a record has it. */
static bool show_vkey(struct keeper *k, struct err *err)
{
    struct text vkey = text_in(&k->arena);

    text_add(&vkey, keeper_vkey(k, &k->arena));
    text_add_byte(&vkey, '\n');
    return os_keep_file(
        keeper_path(k, &k->arena, STR("public/vkey")), text_str(&vkey), OS_SHARED, err);
}

static bool create(struct keeper *k, struct err *err)
{
    str path = keeper_path(k, &k->arena, STR("record.db"));

    return keeper_start(k, err) && make_record_folders(k, err) && make_key(k, err) &&
        store_open(&k->db, path, DB_WRITE, err) && is_new(k, err) &&
        show_vkey(k, err) && add_first(k, err) && publish_keys(k, err);
}

bool keeper_create(
    str directory, str origin, const struct keeper_clock *clock, struct err *err)
{
    struct keeper *k;
    bool done;

    if (!note_is_name(origin) || origin.len > RECORD_LOG_MAX)
        return err_set(err, ERR_USAGE,
            STR("a log's origin is a host and a path, without spaces and '+': "
                "school.example/vestibule"));
    if (!os_make_folder(directory, OS_PRIVATE, err))
        return false;
    k = keeper_new(directory, clock);
    k->origin = arena_str(&k->arena, origin);
    done = create(k, err) || err_while(err, directory);
    keeper_close(k);
    return done;
}
