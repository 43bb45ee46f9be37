/* Events made of a number, and the judging of what was published of them. */
#include "load.h"

#include "os/os.h"

const str load_origin = STR_INIT("school.example/vestibule");

enum { VISIT_EVENTS = 5 };

static int64_t now_of(void *context)
{
    return context == NULL ? os_now() : *(const int64_t *)context;
}

struct keeper_clock load_clock(int64_t *now)
{
    return (struct keeper_clock){now_of, now};
}

/* ---- events ---- */

static void put_number(uint8_t bytes[KEEPER_KEY_BYTES], uint64_t number)
{
    memset(bytes, 0x5a, KEEPER_KEY_BYTES);
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> (56 - 8 * i));
}

bool load_submit(
    struct keeper *keeper, uint64_t number, struct receipt *out, struct err *err)
{
    struct arena arena = {0};
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED};
    struct text visit = text_in(&arena);
    struct text value = text_in(&arena);
    uint8_t key[KEEPER_KEY_BYTES];
    uint8_t name[KEEPER_KEY_BYTES];
    const struct keeper_item item = {&event, key};
    bool done;

    put_number(name, number / VISIT_EVENTS);
    text_add_base64url(&visit, name, sizeof(name));
    text_add_u64(&value, number);
    record_put(&fields, STR("fact"), record_text_value(STR("agency")));
    record_put(&fields, STR("value"), record_text_value(text_str(&value)));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    event.visit = text_str(&visit);
    put_number(key, number);
    done = keeper_submit_all(keeper, &item, 1, out, err);
    arena_clear(&arena);
    return done;
}

/* ---- the outsider ---- */

static bool read_public(struct outsider *o, str name, size_t limit, struct arena *arena,
    str *out, struct err *err)
{
    struct text path = text_in(arena);

    text_add(&path, o->folder);
    text_add(&path, STR("/public/"));
    text_add(&path, name);
    return os_read_file(arena, text_str(&path), limit, out, err);
}

static bool read_tile(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct outsider *o = context;
    char buffer[TILE_PATH_MAX];
    struct text name = text_fixed(buffer, sizeof(buffer));

    arena_clear(&o->file);
    text_add_tile_path(&name, tile);
    return read_public(o, text_str(&name), BUNDLE_BYTES_MAX, &o->file, bytes, err);
}

static bool open_checkpoint(struct outsider *o, struct err *err)
{
    struct ed25519 ed25519 = crypto_ed25519(&o->crypto);
    struct note_seal seal;
    struct trust trust;
    str vkey;
    str note;

    if (!read_public(o, STR("vkey"), TRUST_BYTES_MAX, &o->arena, &vkey, err) ||
        !read_public(o, STR("checkpoint"), NOTE_BYTES_MAX, &o->arena, &note, err) ||
        !note_key_read(&o->hasher, str_trim(vkey), &o->key, err))
        return false;
    trust = trust_of_log(&o->arena, &o->key);
    return trust_open(&o->arena, &ed25519, &trust, note, &o->checkpoint, &seal, err);
}

bool outsider_open(struct outsider *o, str directory, struct err *err)
{
    *o = (struct outsider){.folder = directory, .source = {read_tile, o}};
    if (!crypto_open(&o->crypto, err))
        return false;
    o->hasher = crypto_hasher(&o->crypto);
    if (!open_checkpoint(o, err)) {
        outsider_close(o);
        return false;
    }
    tile_reader_init(&o->reader, &o->hasher, &o->source, o->checkpoint.size);
    return true;
}

void outsider_close(struct outsider *o)
{
    crypto_close(&o->crypto);
    arena_clear(&o->file);
    arena_clear(&o->arena);
}

static void tell(void *context, const struct damage *damage)
{
    struct err *err = context;
    char buffer[sizeof(err->text)];
    struct text words = text_fixed(buffer, sizeof(buffer));

    text_add_damage(&words, damage);
    err_set(err, ERR_CORRUPT, text_str(&words));
}

bool outsider_check(struct outsider *o, struct err *err)
{
    const struct damage_sink sink = {tell, err};
    struct log_health health;

    return ledger_check(&o->hasher, &o->source, o->checkpoint.size, &o->checkpoint.root,
        &sink, &health);
}

bool outsider_finds(
    struct outsider *o, uint64_t seq, const struct hash *leaf, struct err *err)
{
    struct hash_source hashes = tile_reader_hashes(&o->reader);
    struct hash found;

    if (seq >= o->checkpoint.size)
        return err_set(err, ERR_NOT_FOUND, STR("an event is not in the tree"));
    return hashes.read(hashes.context, 0, seq, &found, err) &&
        (hash_equal(&found, leaf) ||
            err_set(err, ERR_CORRUPT, STR("another event stands in its place")));
}

bool outsider_began(
    struct outsider *o, uint64_t size, const struct hash *root, struct err *err)
{
    struct hash_source hashes = tile_reader_hashes(&o->reader);
    struct frontier frontier;
    struct hash own;

    if (size > o->checkpoint.size)
        return err_set(err, ERR_CORRUPT, STR("the log has become shorter"));
    if (!frontier_read(&hashes, size, &frontier, err))
        return false;
    own = frontier_root(&o->hasher, &frontier);
    return hash_equal(&own, root) ||
        err_set(err, ERR_CORRUPT, STR("the log was rewritten"));
}
