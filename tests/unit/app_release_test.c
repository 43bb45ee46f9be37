/*
 * Bundles: whatever is recorded and whatever part of it is disclosed, who receives it
 * sees that part as it was recorded, and a reason for the rest; and no bundle that was
 * changed is believed.
 */
#include "app/app.h"
#include "crypto/crypto.h"
#include "folder.h"
#include "os/os.h"
#include "record_made.h"
#include "test.h"

#include <stdio.h>

enum { EVENTS = 24, ROUNDS = 12 };

struct desk {
    struct arena arena;
    str folder;
    struct keeper *keeper;
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    struct trust trust;
    struct release_judge judge;
    struct record_event events[EVENTS + 1]; /* by their number in the log */
};

static int64_t now_of(void *context)
{
    (void)context;
    return 1737738900;
}

static bool say(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

/* Trust the key that stands in public/vkey. */
static bool trust_own(struct desk *d, struct err *err)
{
    struct text path = text_in(&d->arena);
    struct note_key key;
    str vkey;

    text_add(&path, d->folder);
    text_add(&path, STR("/public/vkey"));
    if (!os_read_file(&d->arena, text_str(&path), 4096, &vkey, err) ||
        !crypto_open(&d->crypto, err))
        return false;
    d->hasher = crypto_hasher(&d->crypto);
    d->ed25519 = crypto_ed25519(&d->crypto);
    if (!note_key_read(&d->hasher, str_trim(vkey), &key, err))
        return false;
    d->trust = trust_of_log(&d->arena, &key);
    d->judge = (struct release_judge){&d->hasher, &d->ed25519, &d->trust,
        ARENA_ARRAY(&d->arena, struct note_seal, d->trust.key_count), NULL, 0};
    return true;
}

/* A record of random events, published. */
static bool start(struct desk *d)
{
    struct keeper_clock clock = {now_of, NULL};
    struct publication published;
    struct err err = {0};
    str visit;

    *d = (struct desk){.keeper = NULL};
    d->folder = folder_make(&d->arena);
    if (!say(keeper_create(d->folder, STR("school.example/vestibule"), &clock, &err) &&
                keeper_open(d->folder, &clock, &d->keeper, &err) && trust_own(d, &err),
            &err))
        return false;
    visit = keeper_new_visit(d->keeper, &d->arena);
    for (size_t i = 1; i <= EVENTS; i++) {
        struct record_event event = made_event_by_chance(&d->arena);
        uint8_t key[KEEPER_KEY_BYTES];
        struct receipt receipt;

        event.visit =
            record_kind_row(event.kind)->place == RECORD_OUTSIDE ? (str){0} : visit;
        keeper_new_key(d->keeper, key);
        if (!say(keeper_submit(d->keeper, &event, key, &receipt, &err), &err))
            return false;
        d->events[receipt.seq] = event;
    }
    return say(keeper_publish(d->keeper, &d->arena, &published, &err), &err);
}

static void finish(struct desk *d)
{
    keeper_close(d->keeper);
    crypto_close(&d->crypto);
    folder_remove(d->folder);
    arena_clear(&d->arena);
}

/* ---- random choices ---- */

struct choices {
    struct field_choice items[RECORD_FIELDS_MAX * EVENTS];
    size_t count;
};

static bool has(const struct choices *choices, str name)
{
    for (size_t i = 0; i < choices->count; i++)
        if (str_equal(choices->items[i].name, name))
            return true;
    return false;
}

/* Withhold each sealed field that some event has with one chance in two. */
static void choose(
    const struct desk *d, const uint64_t *seqs, size_t count, struct choices *withheld)
{
    struct choices met = {.count = 0};

    for (size_t i = 0; i < count; i++) {
        const struct record_event *event = &d->events[seqs[i]];

        for (size_t f = 0; f < event->fields.count; f++) {
            str name = event->fields.names[f];

            if (has(&met, name) ||
                record_find_field(event->kind, name)->keep == RECORD_KEEP_CLEAR)
                continue;
            met.items[met.count++] = (struct field_choice){name, -1, STR("")};
            if (test_random(2) == 0)
                withheld->items[withheld->count++] =
                    (struct field_choice){name, -1, STR("section 7(1)(b)")};
        }
    }
}

static size_t choose_events(uint64_t seqs[EVENTS])
{
    size_t count = 0;

    for (uint64_t seq = 1; seq <= EVENTS; seq++)
        if (test_random(3) == 0)
            seqs[count++] = seq;
    if (count == 0)
        seqs[count++] = EVENTS;
    return count;
}

/* ---- comparing ---- */

static bool is_same(struct arena *arena, const struct record_event *event, str name,
    const struct json_value *shown)
{
    struct record_event one = {.kind = event->kind};
    struct json_value value = *record_value(event, name);
    struct record_object fields = {0};
    struct text was = text_in(arena);
    struct text is = text_in(arena);

    record_put(&fields, name, value);
    one.fields = record_object_value(&fields);
    record_add_content(&was, &one);
    *fields.items = *shown;
    record_add_content(&is, &one);
    return str_equal(text_str(&was), text_str(&is));
}

static void compare(struct desk *d, const struct record_event *event,
    const struct choices *withheld, const struct record_opened *shown)
{
    for (size_t f = 0; f < event->fields.count; f++) {
        str name = event->fields.names[f];
        const struct json_value *value = record_value(&shown->event, name);
        bool is_clear = record_find_field(event->kind, name)->keep == RECORD_KEEP_CLEAR;

        CHECK((value != NULL) == (is_clear || !has(withheld, name)));
        if (value != NULL)
            CHECK(is_same(&d->arena, event, name, value));
    }
}

TEST(release, shows_what_is_chosen_and_gives_reasons_for_the_rest)
{
    struct desk d;

    CHECK_OR_STOP(start(&d));
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t seqs[EVENTS];
        struct choices withheld = {.count = 0};
        struct disclosing what = {.seqs = seqs, .withheld = withheld.items};
        struct text bytes = text_in(&d.arena);
        struct release made;
        struct release read;
        struct release_shown shown;
        struct err err = {0};

        what.seq_count = choose_events(seqs);
        choose(&d, seqs, what.seq_count, &withheld);
        what.withheld_count = withheld.count;
        CHECK_OR_STOP(
            say(keeper_disclose(d.keeper, &d.arena, &what, &made, &shown, &err), &err));
        text_add_release(&bytes, &made);
        CHECK_OR_STOP(say(release_read(&d.arena, text_str(&bytes), &read, &err), &err));
        CHECK_OR_STOP(
            say(release_check(&d.arena, &d.judge, &read, &shown, &err), &err));
        CHECK_U64(read.count, what.seq_count);
        for (size_t i = 0; i < read.count; i++)
            compare(&d, &d.events[seqs[i]], &withheld, &shown.events[i]);
    }
    finish(&d);
}

/* ---- bundles that were changed ---- */

static bool is_believed(struct desk *d, const struct release *release)
{
    struct release_shown shown;
    struct err err = {0};

    return release_check(&d->arena, &d->judge, release, &shown, &err);
}

static str with_disclosure(struct arena *arena, str presentation, str disclosure)
{
    struct text text = text_in(arena);

    text_add(&text, presentation);
    text_add(&text, disclosure);
    text_add_byte(&text, '~');
    return text_str(&text);
}

static str without_last(str presentation)
{
    size_t end = presentation.len - 1;

    while (presentation.ptr[end - 1] != '~')
        end--;
    return str_slice(presentation, 0, end);
}

/* An event with a sealed field, so that there is something to take away. */
static uint64_t find_rich(const struct desk *d)
{
    for (uint64_t seq = 1; seq <= EVENTS; seq++)
        if (d->events[seq].fields.count > 2)
            return seq;
    return 1;
}

TEST(release, is_refused_when_anything_in_it_was_changed)
{
    struct desk d;
    struct release_shown shown;
    struct release release;
    struct release_event event;
    struct err err = {0};
    uint64_t seqs[2];
    struct disclosing what = {.seqs = seqs, .seq_count = 1};

    CHECK_OR_STOP(start(&d));
    seqs[0] = find_rich(&d);
    CHECK_OR_STOP(
        say(keeper_disclose(d.keeper, &d.arena, &what, &release, &shown, &err), &err));
    event = release.events[0];
    CHECK(is_believed(&d, &release));
    /* forged: ["salt", "by", "the principal"] */
    release.events[0].presentation = with_disclosure(&d.arena, event.presentation,
        STR("WyJzYWx0IiwgImJ5IiwgInRoZSBwcmluY2lwYWwiXQ"));
    CHECK(!is_believed(&d, &release));
    release.events[0].presentation = without_last(event.presentation);
    CHECK(!is_believed(&d, &release));
    release.events[0] = event;
    release.events[0].seq++;
    CHECK(!is_believed(&d, &release));
    release.events[0] = event;
    if (event.withheld_count > 0) {
        release.events[0].withheld_count--;
        CHECK(!is_believed(&d, &release));
        release.events[0] = event;
        event.withheld[0].digest.bytes[0] ^= 1;
        CHECK(!is_believed(&d, &release));
        event.withheld[0].digest.bytes[0] ^= 1;
    }
    release.log = STR("other.example/log");
    CHECK(!is_believed(&d, &release));
    release.log = STR("school.example/vestibule");
    CHECK(is_believed(&d, &release));
    finish(&d);
}

TEST(release, of_a_visit_has_no_hole)
{
    struct desk d;
    struct release_shown shown;
    struct release release;
    struct err err = {0};
    struct disclosing what = {.seqs = NULL};

    CHECK_OR_STOP(start(&d));
    for (uint64_t seq = 1; seq <= EVENTS && what.visit.len == 0; seq++)
        what.visit = d.events[seq].visit;
    CHECK_OR_STOP(
        say(keeper_disclose(d.keeper, &d.arena, &what, &release, &shown, &err), &err));
    CHECK(is_believed(&d, &release));
    for (size_t hole = 0; hole + 1 < release.count; hole++) {
        struct release less = release;

        less.count = release.count - 1;
        less.events = ARENA_ARRAY(&d.arena, struct release_event, release.count);
        for (size_t i = 0; i < less.count; i++)
            less.events[i] = release.events[i < hole ? i : i + 1];
        CHECK(!is_believed(&d, &less));
    }
    finish(&d);
}

TEST(release, needs_a_reason_for_what_it_does_not_show)
{
    struct desk d;
    struct release_shown shown;
    struct release release;
    struct err err = {0};
    uint64_t seq;
    struct field_choice none = {STR("no_such_field"), -1, STR("a slip")};
    struct disclosing what = {.seqs = &seq, .seq_count = 1, .fields = &none};

    CHECK_OR_STOP(start(&d));
    seq = find_rich(&d);
    what.field_count = 1;
    CHECK(!keeper_disclose(d.keeper, &d.arena, &what, &release, &shown, &err));
    CHECK(err.kind == ERR_USAGE);
    what = (struct disclosing){
        .seqs = &seq, .seq_count = 1, .withheld = &none, .withheld_count = 1};
    CHECK(!keeper_disclose(d.keeper, &d.arena, &what, &release, &shown, &err));
    CHECK(err.kind == ERR_USAGE);
    seq = EVENTS + 1;
    what.withheld_count = 0;
    CHECK(!keeper_disclose(d.keeper, &d.arena, &what, &release, &shown, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    finish(&d);
}

/* ---- leaves that their log has not signed ---- */

/* A log of one leaf, signed by the key of the seed 7, and a bundle of that leaf. */
static struct release release_of(struct desk *d, const struct note_signer *signer,
    const struct record_leaf *leaf, str text)
{
    struct hash root = hash_leaf(&d->hasher, text);
    struct checkpoint checkpoint = {
        .origin = signer->key.name, .size = 1, .root = root};
    struct release_event *event = ARENA_NEW(&d->arena, struct release_event);
    struct text words = text_in(&d->arena);
    struct text note = text_in(&d->arena);
    struct text proof = text_in(&d->arena);
    struct text presentation = text_in(&d->arena);
    struct proof_file file = {.index = 0};

    text_add_checkpoint(&words, &checkpoint);
    note_add_signed(&d->arena, &note, signer, text_str(&words));
    file.checkpoint = text_str(&note);
    text_add_proof_file(&proof, &file);
    text_add(&presentation, text);
    text_add(&presentation, STR("~"));
    *event = (struct release_event){.presentation = text_str(&presentation),
        .proof = text_str(&proof),
        .withheld = ARENA_ARRAY(&d->arena, struct release_withheld, leaf->digest_count),
        .withheld_count = leaf->digest_count};
    for (size_t i = 0; i < leaf->digest_count; i++)
        event->withheld[i] = (struct release_withheld){
            .digest = leaf->digests[i], .paragraph = -1, .reason = STR("no reason")};
    return (struct release){.log = signer->key.name, .events = event, .count = 1};
}

/* Why a bundle of this leaf is not believed; empty: it is. */
static str why_refused(struct desk *d, const struct note_signer *signer, str text)
{
    struct record_leaf leaf;
    struct release release;
    struct release_shown shown;
    struct err err = {0};

    CHECK(say(record_leaf_parse(&d->arena, text, &leaf, &err), &err));
    release = release_of(d, signer, &leaf, text);
    return release_check(&d->arena, &d->judge, &release, &shown, &err)
        ? STR("")
        : arena_str(&d->arena, err_text(&err));
}

/* The same leaf with another header, signed. */
static str with_key_id(struct desk *d, str leaf, str id)
{
    struct text header = text_in(&d->arena);
    struct text payload = text_in(&d->arena);
    size_t first = str_find_byte(leaf, '.', 0) + 1;
    str part = str_slice(leaf, first, str_find_byte(leaf, '.', first));
    uint8_t *bytes = ARENA_ARRAY(&d->arena, uint8_t, part.len);
    size_t len = 0;

    CHECK(base64url_read(part, bytes, part.len, &len));
    text_add(&header, STR("{\"alg\":\"EdDSA\",\"kid\":\""));
    text_add(&header, id);
    text_add(&header, STR("\",\"typ\":\"vestibule-event+sd-jwt\"}"));
    text_add(&payload, (str){(const char *)bytes, len});
    return made_forgery(&d->arena, text_str(&header), text_str(&payload));
}

TEST(release, is_refused_when_a_leaf_in_the_tree_is_not_the_logs)
{
    struct desk d = {.keeper = NULL};
    struct signing_key key;
    struct note_signer signer;
    struct record_event event;
    struct note_key other;
    uint8_t seed[ED25519_SEED_BYTES];
    struct err err = {0};
    char *forged;
    str leaf;

    CHECK_OR_STOP(crypto_open(&d.crypto, &err));
    d.hasher = crypto_hasher(&d.crypto);
    d.ed25519 = crypto_ed25519(&d.crypto);
    memset(seed, 7, sizeof(seed));
    signing_key_init(&key, seed);
    CHECK_OR_STOP(signing_key_signer(
        &key, &d.hasher, STR("school.example/vestibule"), NOTE_ED25519, &signer, &err));
    d.trust = trust_of_log(&d.arena, &signer.key);
    d.judge = (struct release_judge){&d.hasher, &d.ed25519, &d.trust,
        ARENA_ARRAY(&d.arena, struct note_seal, d.trust.key_count), NULL, 0};
    event = made_event(&d.arena, STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"front desk\"}"));
    leaf = made_leaf(&d.arena, &event, 1).leaf;
    CHECK_STR(why_refused(&d, &signer, leaf), STR(""));
    /* The tree holds a leaf with another signature: its first digit is turned. */
    forged = (char *)ARENA_ARRAY(&d.arena, uint8_t, leaf.len);
    memcpy(forged, leaf.ptr, leaf.len);
    forged[leaf.len - 86] = forged[leaf.len - 86] == 'A' ? 'B' : 'A';
    CHECK_STR(why_refused(&d, &signer, (str){forged, leaf.len}),
        STR("event 0: the entry's own signature does not hold"));
    /* It names a key that nobody was given, or that signs otherwise. */
    leaf = with_key_id(&d, leaf, STR("418da280"));
    CHECK(str_starts(why_refused(&d, &signer, leaf),
        STR("event 0: the entry is signed by the key 418da280, which is none")));
    other = (struct note_key){
        .name = signer.key.name, .id = 0x418da280, .type = NOTE_ED25519};
    d.judge.leaf_keys = &other;
    d.judge.leaf_key_count = 1;
    CHECK_STR(why_refused(&d, &signer, leaf),
        STR("event 0: the entry's own signature does not hold"));
    memcpy(other.public_key, signer.key.public_key, sizeof(other.public_key));
    CHECK_STR(why_refused(&d, &signer, leaf), STR(""));
    signing_key_clear(&key);
    crypto_close(&d.crypto);
    arena_clear(&d.arena);
}
