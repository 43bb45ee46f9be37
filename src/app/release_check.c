/*
 * Checking a bundle: the log's signature, then each leaf's place, then each digest.
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
