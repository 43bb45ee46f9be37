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

static str rotation(struct fixture *f, size_t key)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_KEY_ROTATED};

    record_put(&fields, STR("key"), record_text_value(vkey_of(f, 1)));
    record_put(&fields, STR("old_key"), record_text_value(vkey_of(f, 0)));
    record_put(&fields, STR("old_until"), record_integer_value(1));
    record_put(&fields, STR("why"), record_text_value(STR("planned")));
    record_put(&fields, STR("by"), record_text_value(STR("operator")));
    event.fields = record_object_value(&fields);
    return make(f, &event, key);
}

/* The next event of the visit; `n` and `prev` as the fixture has them. */
static str fact(struct fixture *f, str log, int64_t anchor, size_t key)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED,
        .log = log,
        .visit = visit,
        .n = (int64_t)f->n,
        .prev = f->newest,
        .has_anchor = anchor > 0,
        .anchor_size = anchor};
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
