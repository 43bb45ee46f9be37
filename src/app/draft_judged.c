/*
 * What the record says of a draft that is not in force yet: that it waits for its first
 * day, went back to its writers, or was overtaken.
 *
 * Read off the draft's last step, under a key made of that step's, so it can be done at
 * any time and twice.
 */
#include "app/draft_file.h"

#include "app/edition.h"
#include "app/inside.h"

enum { NAMES_MAX = 120 };

/* "Ada, Ben"; those for whom there is no room are counted: "Ada and 7 more". */
str draft_writers(struct arena *arena, const struct draft *draft)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < draft->writer_count; i++) {
        if (str_width(text_str(&text)) + str_width(draft->writers[i].name) >
            NAMES_MAX - 20) {
            text_add(&text, STR(" and "));
            text_add_u64(&text, draft->writer_count - i);
            text_add(&text, STR(" more"));
            break;
        }
        text_add(&text, i > 0 ? STR(", ") : STR(""));
        text_add(&text, draft->writers[i].name);
    }
    return text_str(&text);
}

/* What a step judged; empty: nothing. */
static str judgement_of(enum draft_deed deed)
{
    static const str words[DRAFT_DEED_COUNT] = {[DRAFT_AGREED] = STR_INIT("approved"),
        [DRAFT_SENT_BACK] = STR_INIT("sent_back"),
        [DRAFT_OVERTAKEN] = STR_INIT("overtaken")};

    return words[deed];
}

static bool key_of(struct arena *arena, const struct draft *draft,
    uint8_t key[KEEPER_KEY_BYTES], struct err *err)
{
    struct text words = text_in(arena);

    text_add(&words, STR("edition_judged "));
    text_add(&words, draft->key);
    return keeper_key_of(
        text_str(&words), draft->steps[draft->step_count - 1].at, key, err);
}

/* The first day of one without mistakes. */
static bool put_first_day(struct arena *arena, const struct draft *draft,
    struct record_object *fields, struct err *err)
{
    struct compiled *fresh;
    struct text day = text_in(arena);

    if (!compiled_make(draft->protocol, draft->source, &fresh, err))
        return false;
    if (fresh->diags.errors == 0) {
        text_add_date(&day, edition_of(fresh).from);
        record_put(fields, STR("in_force"), record_text_value(text_str(&day)));
    }
    compiled_free(fresh);
    return true;
}

static bool fill(struct arena *arena, const struct draft *draft,
    struct record_object *fields, struct err *err)
{
    const struct draft_step *last = &draft->steps[draft->step_count - 1];
    str digest;

    if (!sha256_name(arena, draft->source, &digest, err))
        return false;
    record_put(fields, STR("source"), record_text_value(digest));
    record_put(fields, STR("draft"), record_text_value(draft->id));
    record_put(fields, STR("protocol"), record_text_value(draft->protocol));
    record_put(fields, STR("judgement"), record_text_value(judgement_of(last->deed)));
    if (last->deed == DRAFT_AGREED && !put_first_day(arena, draft, fields, err))
        return false;
    record_put(fields, STR("writers"), record_text_value(draft_writers(arena, draft)));
    if (last->by.len > 0)
        record_put(fields, STR("by"), record_text_value(last->by));
    return true;
}

bool draft_record_judgement(const struct drafts *drafts, struct arena *arena,
    const struct draft *draft, struct err *err)
{
    struct record_event event = {
        .kind = RECORD_EDITION_JUDGED, .exercise = drafts->exercise};
    struct record_object fields = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    if (draft->step_count == 0 ||
        judgement_of(draft->steps[draft->step_count - 1].deed).len == 0)
        return true;
    if (!key_of(arena, draft, key, err))
        return false;
    if (drafts_published(drafts, key))
        return true;
    if (!fill(arena, draft, &fields, err))
        return false;
    event.fields = record_object_value(&fields);
    return keeper_submit(drafts->keeper, &event, key, &receipt, err);
}
