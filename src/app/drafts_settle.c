/*
 * From an approval to an edition in force, roll forward: the event first, the document
 * second, the draft's end last.
 *
 * What is recorded has happened, so the document follows the record, unless an operator
 * has put something else there since: then that counts, and is recorded as theirs.
 */
#include "app/draft_file.h"

#include "app/edition.h"
#include "app/editions.h"
#include "app/inside.h"

struct settling {
    const struct drafts *drafts;
    struct arena arena; /* of one draft */
    const struct draft *draft;
    struct compiled *fresh;   /* the draft */
    struct compiled *there;   /* the document in DIR/protocols; NULL: none, or none that
                                 compiles */
    str path;                 /* of that */
    struct editions editions; /* of its protocol */
    bool is_recorded;
    uint8_t key[KEEPER_KEY_BYTES];
    int32_t today; /* where the schools are */
    struct drafts_settled *out;
};

/* ---- what is there ---- */

static bool read_there(struct settling *s, struct err *err)
{
    struct text path = text_in(&s->arena);
    struct err missing = {0};
    str source;

    text_add(&path, s->drafts->protocols);
    text_add_byte(&path, '/');
    text_add(&path, s->draft->protocol);
    text_add(&path, STR(".md"));
    s->path = text_str(&path);
    if (os_read_file(&s->arena, s->path, DRAFT_BYTES_MAX << 4, &source, &missing))
        return compiled_make(s->draft->protocol, source, &s->there, err);
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NOT_FOUND;
}

bool drafts_published(const struct drafts *drafts, const uint8_t *key)
{
    struct keeper *keeper = drafts->keeper;
    struct arena arena = {0};
    struct store_event event;
    struct err none = {0};
    bool is;

    take_turn(keeper);
    is = store_event_by_key(&keeper->db, &arena, key, &event, &none);
    pass_turn(keeper);
    arena_clear(&arena);
    return is;
}

static bool read_record(struct settling *s, struct err *err)
{
    struct keeper *keeper = s->drafts->keeper;
    struct store_event event;
    struct err none = {0};

    if (!key_read(s->draft->key, s->key))
        return err_set(err, ERR_CORRUPT, STR("an approved draft has no key"));
    take_turn(keeper);
    s->is_recorded = store_event_by_key(&keeper->db, &s->arena, s->key, &event, &none);
    pass_turn(keeper);
    if (!s->is_recorded && none.kind != ERR_NOT_FOUND) {
        *err = none;
        return false;
    }
    return editions_read(keeper, &s->arena, s->draft->protocol, &s->editions, err);
}

static bool is_there(const struct settling *s, str digest)
{
    return s->there != NULL && s->there->diags.errors == 0 &&
        compiled_is(s->there, digest);
}

/* Whether the last edition in the record has this digest, of its document or, as older
 * drafts name it, of its image. */
static bool is_last(const struct settling *s, str digest)
{
    const struct edition_item *last = editions_last(&s->editions);

    return last != NULL &&
        (str_equal(last->source, digest) || str_equal(last->digest, digest));
}

/* ---- the steps ---- */

static bool give_back(struct settling *s, struct err *err)
{
    struct draft_act act = {.deed = DRAFT_OVERTAKEN,
        .key = s->key,
        .id = s->draft->id,
        .seen = s->draft->revision};
    struct draft out;

    keeper_new_key(s->drafts->keeper, s->key);
    return draft_do(s->drafts, &s->arena, &act, &out, err) &&
        draft_record_judgement(s->drafts, &s->arena, &out, err);
}

/* When it was approved, by the clocks of the schools. */
static bool approved_at(struct settling *s, str *out, struct err *err)
{
    struct text text = text_in(&s->arena);
    struct moment at;

    if (s->draft->step_count == 0)
        return err_set(err, ERR_CORRUPT, STR("an approved draft has no steps"));
    if (!os_moment(
            s->drafts->zone, s->draft->steps[s->draft->step_count - 1].at, &at, err))
        return false;
    text_add_moment(&text, &at);
    *out = text_str(&text);
    return true;
}

static bool record_it(struct settling *s, struct err *err)
{
    struct new_edition edition = edition_of(s->fresh);
    struct receipt receipt;

    edition.by = draft_writers(&s->arena, s->draft);
    edition.approved_by = s->draft->approved_by;
    if (!approved_at(s, &edition.approved_at, err))
        return false;
    edition.exercise = s->drafts->exercise;
    return keeper_publish_edition(s->drafts->keeper, &edition, s->key, &receipt, err);
}

/* Nobody has put another one in force since, neither in the record nor by hand. */
static bool write_it(struct settling *s, struct err *err)
{
    bool ours = !s->is_recorded || is_last(s, s->fresh->source_digest);

    if (!ours || is_there(s, s->fresh->source_digest) || !is_there(s, s->draft->base))
        return true;
    return os_keep_file(s->path, s->draft->source, OS_SHARED, err);
}

static bool go_on(struct settling *s, struct err *err)
{
    bool fits = s->fresh->diags.errors == 0;

    if (!s->is_recorded &&
        (!fits || !is_there(s, s->draft->base) || !is_last(s, s->draft->base)))
        return give_back(s, err);
    if (!s->is_recorded && edition_of(s->fresh).from > s->today) {
        if (edition_of(s->fresh).from < s->out->next)
            s->out->next = edition_of(s->fresh).from;
        return draft_record_judgement(s->drafts, &s->arena, s->draft, err);
    }
    if (fits && ((!s->is_recorded && !record_it(s, err)) || !write_it(s, err)))
        return false;
    s->out->published++;
    return os_remove_file(draft_path(s->drafts, &s->arena, s->draft->id), err);
}

static bool settle_approved(struct settling *s, struct err *err)
{
    bool done = compiled_make(s->draft->protocol, s->draft->source, &s->fresh, err) &&
        read_there(s, err) && read_record(s, err) && go_on(s, err);

    compiled_free(s->fresh);
    compiled_free(s->there);
    s->fresh = s->there = NULL;
    s->editions = (struct editions){0};
    return done;
}

static bool settle(struct settling *s, struct err *err)
{
    bool done = s->draft->state == DRAFT_APPROVED
        ? settle_approved(s, err)
        : draft_record_judgement(s->drafts, &s->arena, s->draft, err);

    arena_clear(&s->arena);
    return done;
}

bool drafts_settle(
    const struct drafts *drafts, struct drafts_settled *out, struct err *err)
{
    const struct keeper_clock *clock = &drafts->keeper->clock;
    struct arena arena = {0};
    struct settling s = {.drafts = drafts, .out = out};
    struct moment now;
    struct draft *list;
    size_t all;
    bool done = os_moment(drafts->zone, clock->now(clock->context), &now, err) &&
        drafts_list(drafts, &arena, (str){0}, &list, &all, err);

    *out = (struct drafts_settled){.next = INT32_MAX};
    s.today = done ? now.day : 0;
    for (size_t i = 0; done && i < all; i++) {
        s.draft = &list[i];
        done = settle(&s, err);
    }
    arena_clear(&arena);
    return done;
}
