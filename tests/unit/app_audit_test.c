/*
 * The audit of a record's leaves: what a signed tree may hold all the same is refused,
 * and nothing behind it is blamed for it.
 */
#include "app/app.h"
#include "crypto/crypto.h"
#include "test.h"

static const str origin = STR_INIT("school.example/vestibule");
static const str visit = STR_INIT("AZRKEPEWd_OBbnF5bF9dXg");

/* ---- leaves by hand ---- */

struct fixture {
    struct arena arena;
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    struct signing_key keys[2];
    struct note_signer signers[2];
    struct audit audit;
    struct hash newest; /* leaf of the visit */
    uint64_t n;
};

static void start(struct fixture *f)
{
    struct err err = {0};

    *f = (struct fixture){.n = 0};
    CHECK(crypto_open(&f->crypto, &err));
    f->hasher = crypto_hasher(&f->crypto);
    f->ed25519 = crypto_ed25519(&f->crypto);
    for (uint8_t i = 0; i < COUNT_OF(f->keys); i++) {
        uint8_t seed[ED25519_SEED_BYTES] = {(uint8_t)(7 + i)};

        signing_key_init(&f->keys[i], seed);
        CHECK(signing_key_signer(
            &f->keys[i], &f->hasher, origin, NOTE_ED25519, &f->signers[i], &err));
    }
    f->audit = (struct audit){
        .arena = &f->arena, .hasher = &f->hasher, .ed25519 = &f->ed25519};
}

static void finish(struct fixture *f)
{
    crypto_close(&f->crypto);
    arena_clear(&f->arena);
}

static str vkey_of(struct fixture *f, size_t key)
{
    struct text text = text_in(&f->arena);

    text_add_note_key(&text, &f->signers[key].key);
    return text_str(&text);
}

static void sign(void *context, str message, uint8_t signature[RECORD_SIGNATURE_BYTES])
{
    const struct note_signer *signer = context;

    signer->sign(signer->secret, message, signature);
}

static void fill(void *context, uint8_t *bytes, size_t len)
{
    crypto_random(context, bytes, len);
}

static str make(struct fixture *f, struct record_event *event, size_t key)
{
    struct record_random random = {fill, &f->crypto};
    struct record_signer signer = {sign, &f->signers[key],
        str_slice(vkey_of(f, key), origin.len + 1, origin.len + 9)};
    struct record_sealed sealed;
    struct err err = {0};
    str leaf = {0};

    if (event->log.len == 0)
        event->log = origin;
    event->at = 1737738900;
    CHECK(record_seal(&f->arena, event, &f->hasher, &random, &sealed, &err) &&
        record_leaf_make(&f->arena, event, &sealed, &signer, &leaf, &err));
    return leaf;
}

static str first(struct fixture *f, size_t named, size_t key)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_OPENED_LOG};

    record_put(&fields, STR("key"), record_text_value(vkey_of(f, named)));
    event.fields = record_object_value(&fields);
    return make(f, &event, key);
}

static str rotation_of(struct fixture *f, size_t key, str why)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_KEY_ROTATED};

    record_put(&fields, STR("key"), record_text_value(vkey_of(f, 1)));
    record_put(&fields, STR("old_key"), record_text_value(vkey_of(f, 0)));
    record_put(&fields, STR("old_until"), record_integer_value(1));
    record_put(&fields, STR("why"), record_text_value(why));
    record_put(&fields, STR("by"), record_text_value(STR("operator")));
    event.fields = record_object_value(&fields);
    return make(f, &event, key);
}

static str rotation(struct fixture *f, size_t key)
{
    return rotation_of(f, key, STR("planned"));
}

/* The next event of the visit; `n` and `prev` as the fixture has them. */
static str anchored(
    struct fixture *f, str log, int64_t anchor, const struct hash *root, size_t key)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED,
        .log = log,
        .visit = visit,
        .n = (int64_t)f->n,
        .prev = f->newest,
        .has_anchor = anchor > 0,
        .anchor_size = anchor,
        .anchor_root = *root};
    str leaf;

    record_put(&fields, STR("fact"), record_text_value(STR("agency")));
    record_put(&fields, STR("value"), record_text_value(STR("ice")));
    record_put(&fields, STR("by"), record_text_value(STR("desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    leaf = make(f, &event, key);
    f->newest = hash_leaf(&f->hasher, leaf);
    f->n++;
    return leaf;
}

static str fact(struct fixture *f, str log, int64_t anchor, size_t key)
{
    static const struct hash none;

    return anchored(f, log, anchor, &none, key);
}

static str good(struct fixture *f)
{
    return fact(f, origin, 0, 0);
}

static bool accepts(struct fixture *f, str leaf)
{
    struct audited seen;
    struct err err = {0};
    bool done = audit_leaf(&f->audit, &f->arena, leaf, &seen, &err);

    CHECK(done || err.kind != ERR_NONE);
    return done;
}

/* ---- what it says of them ---- */

TEST(audit, accepts_a_record_and_follows_its_keys)
{
    struct fixture f;

    start(&f);
    CHECK(accepts(&f, first(&f, 0, 0)));
    CHECK(accepts(&f, good(&f)) && accepts(&f, good(&f)));
    CHECK(accepts(&f, fact(&f, origin, 3, 0)));
    CHECK(!accepts(&f, fact(&f, origin, 0, 1)));
    CHECK(accepts(&f, rotation(&f, 0)));
    CHECK(accepts(&f, fact(&f, origin, 0, 1)));
    CHECK(!accepts(&f, good(&f)));
    finish(&f);
}

/* Keys 0 and 1 were given, or 1 alone: is the loss of 0 believed? */
static void lose(size_t known, str why, bool believed)
{
    struct fixture f;
    struct note_key keys[2];

    start(&f);
    keys[0] = f.signers[1].key;
    keys[1] = f.signers[0].key;
    f.audit.known = keys;
    f.audit.known_count = known;
    CHECK(accepts(&f, first(&f, 0, 0)) && accepts(&f, good(&f)));
    CHECK(accepts(&f, rotation_of(&f, 1, why)) == believed);
    CHECK_U64(f.audit.replaced_count, believed ? 1 : 0);
    /* Who says `lost` is followed all the same, so that one entry is blamed. */
    CHECK(accepts(&f, fact(&f, origin, 0, 1)) == str_equal(why, STR("lost")));
    finish(&f);
}

TEST(audit, takes_the_word_of_people_for_a_key_that_was_lost)
{
    lose(2, STR("lost"), true);
    lose(1, STR("lost"), false);
    lose(0, STR("lost"), false);
    lose(2, STR("planned"), false);
    lose(2, STR("stolen"), false);
}

TEST(audit, refuses_visits_with_a_gap_and_blames_one_event)
{
    struct fixture f;
    str one;
    str two;

    start(&f);
    CHECK(accepts(&f, first(&f, 0, 0)) && accepts(&f, good(&f)));
    (void)good(&f); /* never recorded */
    CHECK(!accepts(&f, good(&f)));
    CHECK(accepts(&f, good(&f)));
    f.newest.bytes[0] ^= 1;
    CHECK(!accepts(&f, good(&f)));
    CHECK(accepts(&f, good(&f)));
    one = good(&f);
    two = good(&f);
    CHECK(!accepts(&f, two));
    CHECK(!accepts(&f, one));
    finish(&f);
}

/* A log whose tree is one tile. */
struct small_log {
    str texts[8];
    struct hash leaves[8];
    uint32_t count;
};

static bool read_small(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct small_log *log = context;

    (void)err;
    CHECK(tile->level == 0 && tile->width <= log->count);
    *bytes = (str){(const char *)log->leaves, tile->width * HASH_BYTES};
    return true;
}

static void put(struct fixture *f, struct small_log *log, str leaf)
{
    log->leaves[log->count] = hash_leaf(&f->hasher, leaf);
    log->texts[log->count++] = leaf;
}

/* An event that names a checkpoint of `size` with the root of `other` leaves. */
static void put_anchored(
    struct fixture *f, struct small_log *log, uint32_t size, uint32_t other)
{
    struct frontier frontier = {0};
    struct hash root;

    for (uint32_t i = 0; i < other; i++)
        frontier_add(&f->hasher, &frontier, &log->leaves[i], NULL);
    root = frontier_root(&f->hasher, &frontier);
    put(f, log, anchored(f, origin, size, &root, 0));
}

TEST(audit, compares_the_checkpoints_that_events_name_with_the_tree)
{
    static const bool wanted[] = {true, true, true, true, false, true, false};
    struct small_log log = {0};
    struct tile_source source = {read_small, &log};
    struct tile_reader reader;
    struct fixture f;

    start(&f);
    put(&f, &log, first(&f, 0, 0));
    put_anchored(&f, &log, 1, 1);
    put_anchored(&f, &log, 1, 1);
    put_anchored(&f, &log, 3, 3);
    put_anchored(&f, &log, 3, 2);
    put_anchored(&f, &log, 4, 4);
    put_anchored(&f, &log, 5, 6);
    tile_reader_init(&reader, &f.hasher, &source, log.count);
    f.audit.tree = &reader;
    for (uint32_t i = 0; i < log.count; i++)
        CHECK(accepts(&f, log.texts[i]) == wanted[i]);
    finish(&f);
}

TEST(audit, refuses_what_no_record_holds)
{
    struct fixture f;
    str leaf;

    start(&f);
    CHECK(accepts(&f, first(&f, 0, 0)));
    CHECK(!accepts(&f, first(&f, 0, 0)));
    CHECK(!accepts(&f, fact(&f, STR("other.example/vestibule"), 0, 0)));
    CHECK(!accepts(&f, fact(&f, origin, 99, 0)));
    CHECK(!accepts(&f, STR("{\"kind\":\"test\"}")));
    leaf = good(&f);
    CHECK(!accepts(&f, str_slice(leaf, 0, leaf.len - 1)));
    finish(&f);

    start(&f);
    CHECK(!accepts(&f, first(&f, 0, 1)));
    finish(&f);
    start(&f);
    CHECK(!accepts(&f, good(&f)));
    finish(&f);
}

/* ---- all entries of a log ---- */

enum { ENTRIES = 5 * TILE_WIDTH + 7, ROTATED = 3 * TILE_WIDTH + 100 };

/* A log of entries, and what an audit found in it. */
struct entries {
    struct arena file;
    str texts[ENTRIES];
    struct arena *arena;
    str found[ENTRIES]; /* in words */
    uint64_t count;
    uint64_t last;
    bool in_order;
    uint64_t passed;
};

static bool read_bundle(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct entries *e = context;
    struct text text;

    arena_clear(&e->file);
    text = text_in(&e->file);
    for (uint32_t i = 0; i < tile->width; i++)
        if (!bundle_add(&text, e->texts[tile->index * TILE_WIDTH + i], err))
            return false;
    *bytes = text_str(&text);
    return true;
}

static void note(void *context, uint64_t seq, const struct err *what)
{
    struct entries *e = context;

    e->in_order = e->in_order && (e->count == 0 || seq > e->last);
    e->found[seq] = arena_str(e->arena, err_text(what));
    e->last = seq;
    e->count++;
}

static void pass(void *context, uint64_t count)
{
    struct entries *e = context;

    CHECK(count > e->passed);
    e->passed = count;
}

/* A record whose key is rotated in the middle of a bundle; some entries are damaged,
 * and some signed by the other key. */
static void make_entries(struct fixture *f, struct entries *e)
{
    for (uint64_t i = 0; i < ENTRIES; i++) {
        size_t key = i > ROTATED;
        char *damaged;

        e->texts[i] = i == 0 ? first(f, 0, 0)
            : i == ROTATED   ? rotation(f, 0)
                             : fact(f, origin, 0, test_random(40) == 0 ? !key : key);
        if (i == 0 || i == ROTATED || test_random(40) > 0)
            continue;
        damaged = arena_copy(&f->arena, e->texts[i].ptr, e->texts[i].len, 1);
        damaged[test_random(e->texts[i].len)] ^= 1;
        e->texts[i].ptr = damaged;
    }
}

TEST(audit, finds_the_same_on_all_processors_as_one_by_one)
{
    static struct entries e;
    struct tile_source source = {read_bundle, &e};
    struct audit_sink sink = {note, &e, pass};
    struct fixture f;
    struct audit all;
    struct err err = {0};
    uint64_t wrong = 0;

    start(&f);
    make_entries(&f, &e);
    all = f.audit;
    e.arena = &f.arena;
    e.in_order = true;
    CHECK(audit_entries(&all, &source, ENTRIES, &sink, &err));
    for (uint64_t i = 0; i < ENTRIES; i++) {
        struct audited seen;
        struct err what = {0};

        wrong += !audit_leaf(&f.audit, &f.arena, e.texts[i], &seen, &what);
        CHECK_STR(e.found[i], err_text(&what));
    }
    CHECK(e.in_order && wrong > 0 && wrong == e.count);
    CHECK(e.passed == ENTRIES && all.key.id == f.signers[1].key.id);
    arena_clear(&e.file);
    finish(&f);
}
