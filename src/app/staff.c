/*
 * Opening what is kept of people; and the two halves of every change.
 */
#include "app/staff_inside.h"

/* ---- the key ---- */

static bool is_there(str path)
{
    struct err missing = {0};
    uint64_t size;

    return os_file_size(path, &size, &missing);
}

static bool make_key(struct arena *arena, str path, struct err *err)
{
    struct crypto crypto;
    uint8_t key[PEOPLE_KEY_BYTES];
    struct text text = text_in(arena);
    bool done;

    if (!crypto_open(&crypto, err))
        return false;
    crypto_random(&crypto, key, sizeof(key));
    crypto_close(&crypto);
    text_add_base64(&text, key, sizeof(key));
    text_add_byte(&text, '\n');
    done = os_keep_file(path, text_str(&text), OS_PRIVATE, err);
    crypto_forget(key, sizeof(key));
    crypto_forget(text.ptr, text.len);
    return done;
}

/* Make an empty database that nobody else can read; SQLite makes the files beside it
 * the same way. */
static bool make_database(str path, struct err *err)
{
    return is_there(path) || os_keep_file(path, STR(""), OS_PRIVATE, err);
}

static bool read_key(
    struct arena *arena, str path, uint8_t key[PEOPLE_KEY_BYTES], struct err *err)
{
    str text;
    size_t len;

    if (!os_read_file(arena, path, 256, &text, err))
        return err_while(err, STR("opening the key to people.db"));
    if (base64_read(str_trim(text), key, PEOPLE_KEY_BYTES, &len) &&
        len == PEOPLE_KEY_BYTES)
        return true;
    err_set(err, ERR_INVALID, path);
    return err_add(
        err, STR(": this is not a key, 32 bytes in Base64; restore it from a backup"));
}

/* ---- opening ---- */

static bool open_people(struct staff *staff, struct arena *arena, str directory,
    enum db_mode mode, const struct keeper_clock *clock, struct err *err)
{
    str database = path_join(arena, directory, STR("people.db"));
    str key_path = path_join(arena, directory, STR("people.key"));
    uint8_t key[PEOPLE_KEY_BYTES];
    bool done = is_there(database) || mode == DB_READ || is_there(key_path) ||
        make_key(arena, key_path, err);

    done = done && read_key(arena, key_path, key, err) &&
        (mode == DB_READ || make_database(database, err)) &&
        people_open(&staff->people, database, mode, key,
            (struct people_clock){clock->now, clock->context}, err);
    crypto_forget(key, sizeof(key));
    return done;
}

bool staff_open(struct staff *staff, str directory, struct keeper *keeper,
    const struct keeper_clock *clock, struct err *err)
{
    struct arena arena = {0};
    bool done;

    staff->keeper = keeper;
    done = open_people(staff, &arena, directory, DB_WRITE, clock, err);
    arena_clear(&arena);
    return done;
}

bool staff_look(struct staff *staff, str directory, const struct keeper_clock *clock,
    struct err *err)
{
    struct arena arena = {0};
    bool done;

    staff->keeper = NULL;
    done = open_people(staff, &arena, directory, DB_READ, clock, err);
    arena_clear(&arena);
    return done;
}

void staff_close(struct staff *staff)
{
    people_close(&staff->people);
}

/* ---- the record's half ---- */

bool staff_record(struct staff *staff, enum record_kind kind,
    struct record_object *fields, struct err *err)
{
    struct record_event event = {.kind = kind};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    event.fields = record_object_value(fields);
    keeper_new_key(staff->keeper, key);
    return keeper_submit(staff->keeper, &event, key, &receipt, err);
}

bool staff_looked(
    struct staff *staff, str login, str what, str visit, str school, struct err *err)
{
    struct record_object fields = {0};

    record_put(&fields, STR("account"), record_text_value(login));
    record_put(&fields, STR("what"), record_text_value(what));
    if (visit.len > 0)
        record_put(&fields, STR("of"), record_text_value(visit));
    if (school.len > 0)
        record_put(&fields, STR("school"), record_text_value(school));
    return staff_record(staff, RECORD_LOOKED_AT, &fields, err);
}

bool staff_record_account(struct staff *staff, uint64_t number, str change, str by,
    bool with_rights, struct err *err)
{
    struct arena arena = {0};
    struct record_object fields = {0};
    struct text rights = text_in(&arena);
    struct account account;
    bool done = people_account(&staff->people, &arena, number, &account, err);

    if (done) {
        for (size_t i = 0; i < account.right_count; i++) {
            text_add(&rights, i > 0 ? STR("; ") : STR(""));
            text_add(&rights, people_role_name(account.rights[i].role));
            text_add(&rights, account.rights[i].school.len > 0 ? STR(", ") : STR(""));
            text_add(&rights, account.rights[i].school);
        }
        record_put(&fields, STR("account"), record_text_value(account.login));
        record_put(&fields, STR("change"), record_text_value(change));
        if (with_rights && rights.len > 0)
            record_put(&fields, STR("rights"), record_text_value(text_str(&rights)));
        record_put(
            &fields, STR("by"), record_text_value(by.len > 0 ? by : account.login));
        done = staff_record(staff, RECORD_ACCOUNT_CHANGED, &fields, err);
    }
    arena_clear(&arena);
    return done;
}

bool staff_record_device(struct staff *staff, const struct people_device *device,
    str change, str by, struct err *err)
{
    struct record_object fields = {0};

    record_put(&fields, STR("device"), record_text_value(device->name));
    record_put(&fields, STR("school"), record_text_value(device->school));
    record_put(&fields, STR("change"), record_text_value(change));
    if (by.len > 0)
        record_put(&fields, STR("by"), record_text_value(by));
    return staff_record(staff, RECORD_DEVICE_CHANGED, &fields, err);
}
