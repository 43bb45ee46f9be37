/*
 * What people do to a draft: each step is made on the draft as it was seen, or not at all.
 */
#include "app/draft_file.h"

#include "app/inside.h"

/* In which state each deed can be done, and which it leads to. */
static const struct {
    unsigned from; /* bits of states */
    enum draft_state to;
} ways[DRAFT_DEED_COUNT] = {
    [DRAFT_BEGUN] = {0, DRAFT_WRITTEN},
    [DRAFT_SAVED] = {1u << DRAFT_WRITTEN, DRAFT_WRITTEN},
    [DRAFT_TOOK_NEWER] = {1u << DRAFT_WRITTEN, DRAFT_WRITTEN},
    [DRAFT_ASKED_FOR] = {1u << DRAFT_WRITTEN, DRAFT_ASKED},
    [DRAFT_TAKEN_BACK] = {1u << DRAFT_ASKED, DRAFT_WRITTEN},
    [DRAFT_SENT_BACK] = {1u << DRAFT_ASKED | 1u << DRAFT_APPROVED, DRAFT_WRITTEN},
    [DRAFT_AGREED] = {1u << DRAFT_ASKED, DRAFT_APPROVED},
    [DRAFT_OVERTAKEN] = {1u << DRAFT_APPROVED, DRAFT_WRITTEN},
};

static str key_text(struct arena *arena, const uint8_t *key)
{
    struct text text = text_in(arena);

    text_add_key(&text, key);
    return text_str(&text);
}

/* Whoever changed the words is one of its writers, for good. */
static void add_writer(
    struct arena *arena, struct draft *draft, const struct draft_person *by)
{
    struct draft_person *writers =
        ARENA_ARRAY(arena, struct draft_person, draft->writer_count + 1);

    if (draft_is_by(draft, by->number))
        return;
    for (size_t i = 0; i < draft->writer_count; i++)
        writers[i] = draft->writers[i];
    writers[draft->writer_count++] = *by;
    draft->writers = writers;
}

static void add_step(
    struct arena *arena, struct draft *draft, int64_t now, const struct draft_act *act)
{
    struct draft_step *steps =
        ARENA_ARRAY(arena, struct draft_step, draft->step_count + 1);

    for (size_t i = 0; i < draft->step_count; i++)
        steps[i] = draft->steps[i];
    steps[draft->step_count++] =
        (struct draft_step){now, act->deed, act->by.name, act->words};
    draft->steps = steps;
    draft->revision++;
    draft->state = ways[act->deed].to;
    draft->approved_by = act->deed == DRAFT_AGREED ? act->by.name : (str){0};
    draft->key = key_text(arena, act->key);
}

static bool step(const struct drafts *drafts, struct arena *arena,
    const struct draft_act *act, struct draft *draft, struct err *err)
{
    const struct keeper_clock *clock = &drafts->keeper->clock;

    if (act->source.len > DRAFT_BYTES_MAX)
        return err_set(err, ERR_LIMIT, SAY("a document has at most 262,144 bytes"));
    if (act->deed == DRAFT_BEGUN || act->deed == DRAFT_SAVED) {
        draft->source = act->source;
        add_writer(arena, draft, &act->by);
    }
    if (act->deed == DRAFT_BEGUN || act->deed == DRAFT_TOOK_NEWER)
        draft->base = act->base;
    add_step(arena, draft, clock->now(clock->context), act);
    return draft_keep(drafts, draft, err);
}

/* A draft is named by the key of its beginning. */
static bool begin(const struct drafts *drafts, struct arena *arena,
    const struct draft_act *act, struct draft *out, struct err *err)
{
    str id = key_text(arena, act->key);

    if (draft_find(drafts, arena, id, out, err))
        return true;
    if (err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    *out = (struct draft){.id = id, .protocol = act->protocol};
    return step(drafts, arena, act, out, err);
}

bool draft_do(const struct drafts *drafts, struct arena *arena,
    const struct draft_act *act, struct draft *out, struct err *err)
{
    if (act->deed == DRAFT_BEGUN)
        return begin(drafts, arena, act, out, err);
    if (!draft_find(drafts, arena, act->id, out, err))
        return false;
    if (str_equal(out->key, key_text(arena, act->key)))
        return true;
    if (out->revision != act->seen || (ways[act->deed].from & 1u << out->state) == 0)
        return err_set(err, ERR_CONFLICT,
            SAY("somebody else has changed this draft meanwhile; look at it as it is "
                "now"));
    return step(drafts, arena, act, out, err);
}
