/*
 * Checking a bundle: the log's signature, then each leaf's place and signature, then
 * each digest.
 */
#include "app/release.h"

struct checking {
    struct arena *arena;
    const struct release_judge *judge;
    const struct release *release;
    struct release_shown *out;
    str note; /* the checkpoint that was opened */
};

static bool refuse(struct err *err, str why)
{
    return err_set(err, ERR_INVALID, why);
}

/* All proofs must lead to one checkpoint, which is opened once. */
static bool open_checkpoint(struct checking *c, str note, struct err *err)
{
    if (c->note.len > 0)
        return str_equal(c->note, note) ||
            refuse(err, STR("its proof is by another checkpoint than the first one"));
    if (!trust_open(c->arena, c->judge->ed25519, c->judge->trust, note,
            &c->out->checkpoint, c->judge->seals, err))
        return false;
    c->note = note;
    return str_equal(c->out->checkpoint.origin, c->release->log) ||
        refuse(err, STR("the checkpoint is of another log than the bundle says"));
}

static bool check_place(struct checking *c, const struct release_event *event, str text,
    struct hash *hash, struct err *err)
{
    const struct checkpoint *checkpoint = &c->out->checkpoint;
    struct proof_file proof;

    if (!proof_file_read(c->arena, event->proof, &proof, err) ||
        !open_checkpoint(c, proof.checkpoint, err))
        return false;
    if (proof.index != event->seq)
        return refuse(err, STR("its proof is of another entry"));
    *hash = hash_leaf(c->judge->hasher, text);
    return merkle_includes(c->judge->hasher, &proof.proof, event->seq, checkpoint->size,
               hash, &checkpoint->root) ||
        refuse(err, STR("the entry is not in the log at this place, or was changed"));
}

/* ---- signatures of leaves ---- */

/* Whose signature is looked for. */
struct signing {
    const struct ed25519 *ed25519;
    const struct note_key *key;
};

static bool verify(
    void *context, str message, const uint8_t signature[RECORD_SIGNATURE_BYTES])
{
    const struct signing *signing = context;

    return signing->ed25519->verify(signing->key->public_key, message, signature);
}

/* The key's id as leaves spell it. */
static str id_of(struct arena *arena, const struct note_key *key)
{
    struct text id = text_in(arena);
    uint8_t bytes[4];

    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(key->id >> (24 - 8 * i));
    text_add_hex(&id, bytes, sizeof(bytes));
    return text_str(&id);
}

/* Whether a key is one of this log, with the id that the leaf names. */
static bool fits(
    struct checking *c, const struct record_leaf *leaf, const struct note_key *key)
{
    return key->type == NOTE_ED25519 && str_equal(key->name, c->release->log) &&
        str_equal(id_of(c->arena, key), leaf->key_id);
}

static const struct note_key *find_key(
    struct checking *c, const struct record_leaf *leaf)
{
    const struct trust *trust = c->judge->trust;

    for (size_t i = 0; i < trust->key_count; i++)
        if (trust->owners[i].member == TRUST_NONE && fits(c, leaf, &trust->keys[i]))
            return &trust->keys[i];
    for (size_t i = 0; i < c->judge->leaf_key_count; i++)
        if (fits(c, leaf, &c->judge->leaf_keys[i]))
            return &c->judge->leaf_keys[i];
    return NULL;
}

/* A tree can hold anything; that an event is the record's, only its signature says. */
static bool check_signature(
    struct checking *c, const struct record_leaf *leaf, struct err *err)
{
    struct signing signing = {c->judge->ed25519, find_key(c, leaf)};
    struct record_verifier verifier = {verify, &signing, leaf->key_id};
    struct err why = {0};

    if (signing.key == NULL) {
        err_set(err, ERR_INVALID, STR("the entry is signed by the key "));
        err_add(err, leaf->key_id);
        return err_add(err,
            STR(", which is none that was given; if the log has changed its key (its "
                "file vkeys says so), give this one too: --leaf-key VKEY"));
    }
    return record_leaf_verify(leaf, &verifier, &why) ||
        refuse(err, STR("the entry's own signature does not hold"));
}

/* ---- what is withheld ---- */

static const struct release_withheld *find_listed(
    const struct release_event *event, const struct record_withheld *withheld)
{
    for (size_t i = 0; i < event->withheld_count; i++)
        if (hash_equal(&event->withheld[i].digest, &withheld->digest))
            return &event->withheld[i];
    return NULL;
}

static bool check_withheld(const struct release_event *event,
    const struct record_opened *opened, struct err *err)
{
    for (size_t i = 0; i < opened->withheld_count; i++) {
        const struct release_withheld *listed =
            find_listed(event, &opened->withheld[i]);

        if (listed == NULL)
            return refuse(err, STR("something is withheld without a reason"));
        if (opened->withheld[i].paragraph != listed->paragraph ||
            (opened->withheld[i].field != NULL &&
                !str_equal(listed->field, opened->withheld[i].field->name)))
            return refuse(
                err, STR("a reason is given for another field than the one withheld"));
    }
    return event->withheld_count == opened->withheld_count ||
        refuse(err, STR("a reason is given for something that is not withheld here"));
}

/* ---- events ---- */

static bool check_event(struct checking *c, const struct release_event *event,
    struct record_opened *opened, struct hash *hash, struct err *err)
{
    struct record_presentation presentation;
    struct record_leaf leaf;

    if (!record_presentation_parse(c->arena, event->presentation, &presentation, err) ||
        !check_place(c, event, presentation.leaf, hash, err) ||
        !record_leaf_parse(c->arena, presentation.leaf, &leaf, err) ||
        !check_signature(c, &leaf, err) ||
        !record_open(c->arena, c->judge->hasher, &leaf, presentation.disclosures,
            presentation.count, opened, err))
        return false;
    if (!str_equal(opened->event.log, c->release->log))
        return refuse(err, STR("the entry says that it is of another log"));
    return check_withheld(event, opened, err);
}

/* Whether an event may stand behind the one before it. */
static bool check_order(
    struct checking *c, size_t i, const struct hash *before, struct err *err)
{
    const struct record_event *event = &c->out->events[i].event;
    const struct record_event *last = i > 0 ? &c->out->events[i - 1].event : NULL;
    bool whole = c->release->visit.len > 0;

    if (last != NULL && c->release->events[i].seq <= c->release->events[i - 1].seq)
        return refuse(err, STR("events are not in the order of the log"));
    if (whole && !str_equal(event->visit, c->release->visit))
        return refuse(err, STR("this event is of another visit"));
    if (whole && event->n != (int64_t)i)
        return refuse(err, STR("an event of the visit before this one is missing"));
    if (last != NULL && event->visit.len > 0 && str_equal(event->visit, last->visit) &&
        event->n == last->n + 1 && !hash_equal(&event->prev, before))
        return refuse(err, STR("it does not follow on the event before it"));
    return true;
}

bool release_check(struct arena *arena, const struct release_judge *judge,
    const struct release *release, struct release_shown *out, struct err *err)
{
    struct checking c = {
        .arena = arena, .judge = judge, .release = release, .out = out};
    struct hash before = {{0}};

    *out = (struct release_shown){
        .events = ARENA_ARRAY(arena, struct record_opened, release->count)};
    for (size_t i = 0; i < release->count; i++) {
        struct text which = text_in(arena);
        struct hash hash;

        text_add(&which, STR("event "));
        text_add_u64(&which, release->events[i].seq);
        if (!check_event(&c, &release->events[i], &out->events[i], &hash, err) ||
            !check_order(&c, i, &before, err))
            return err_while(err, text_str(&which));
        before = hash;
    }
    return true;
}
