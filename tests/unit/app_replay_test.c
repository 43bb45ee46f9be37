/*
 * Replaying a record: what was decided agrees; what was recorded otherwise than it was
 * decided is named, by the member that differs; and so is an edition that is missing.
 */
#include "app/app.h"
#include "folder.h"
#include "os/os.h"
#include "policy/policy.h"
#include "test.h"

#include <stdio.h>

enum { SOURCE_MAX = 1 << 20, FINDINGS_MAX = 16 };

struct desk {
    struct arena arena;
    str folder;
    struct keeper_clock clock;
    struct keeper *keeper;
    str visit;
    str source;
    struct diags diags;
    struct policy policy;
    struct bench bench;
    struct eval_scratch scratch;
    enum replay_finding findings[FINDINGS_MAX];
    str words[FINDINGS_MAX];
    size_t count;
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

static bool start(struct desk *d)
{
    struct err err = {0};
    size_t size;

    *d = (struct desk){.clock = {now_of, NULL}};
    d->folder = folder_make(&d->arena);
    if (!say(os_read_file(
                 &d->arena, STR("tests/data/worked.md"), SOURCE_MAX, &d->source, &err),
            &err) ||
        !policy_compile(&d->arena, d->source, &d->diags, &d->policy))
        return false;
    if (!say(image_open(
                 &d->bench.image, d->policy.image.ptr, d->policy.image.len, &err) &&
                sha256_name(&d->arena, d->policy.image, &d->bench.digest, &err) &&
                keeper_create(
                    d->folder, STR("school.example/vestibule"), &d->clock, &err) &&
                keeper_open(d->folder, &d->clock, &d->keeper, &err),
            &err))
        return false;
    size = eval_scratch_wanted(&d->bench.image);
    eval_scratch_init(
        &d->scratch, &d->bench.image, arena_alloc(&d->arena, size, 1), size);
    d->bench.scratch = &d->scratch;
    d->visit = keeper_new_visit(d->keeper, &d->arena);
    return true;
}

static void finish(struct desk *d)
{
    keeper_close(d->keeper);
    policy_clear(&d->policy);
    folder_remove(d->folder);
    arena_clear(&d->arena);
}

static bool publish_edition(struct desk *d)
{
    struct new_edition edition = {.name = STR("worked"),
        .title = STR("worked"),
        .image = d->policy.image,
        .source = d->source,
        .by = STR("counsel")};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;
    struct err err = {0};

    keeper_new_key(d->keeper, key);
    return say(keeper_publish_edition(d->keeper, &edition, key, &receipt, &err), &err);
}

/* Decide on facts by chance; unknown ones too.  False: no such state is allowed. */
static bool decide(struct desk *d, struct verdict *verdict)
{
    const struct image *image = &d->bench.image;
    int32_t *facts = ARENA_ARRAY(&d->arena, int32_t, image->count[SECTION_FACTS]);
    struct moment at = {.day = 20112, .minute = 675, .offset = -360};
    struct err err = {0};

    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++) {
        const uint32_t *item = image_item(image, SECTION_FACTS, f);

        facts[f] = FACT_UNKNOWN;
        if (item[FACT_KIND] == IMAGE_YES_NO && test_random(2) == 0)
            facts[f] = (int32_t)test_random(2);
        if (item[FACT_KIND] == IMAGE_CHOICE && test_random(2) == 0)
            facts[f] = (int32_t)test_random(item[FACT_CHOICE_COUNT]);
    }
    return verdict_make(&d->arena, &d->bench, facts, &at, verdict, &err);
}

static bool record(struct desk *d, struct verdict *verdict)
{
    struct record_event event = {.kind = RECORD_DECISION_MADE, .visit = d->visit};
    struct record_object fields = {0};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;
    struct err err = {0};

    verdict_put(&fields, d->bench.digest, verdict);
    event.fields = record_object_value(&fields);
    keeper_new_key(d->keeper, key);
    return say(keeper_submit(d->keeper, &event, key, &receipt, &err), &err);
}

static bool tell(void *context, const struct replayed *replayed, struct err *err)
{
    struct desk *d = context;

    (void)err;
    REQUIRE(d->count < FINDINGS_MAX);
    d->findings[d->count] = replayed->finding;
    d->words[d->count++] = arena_str(&d->arena, replayed->words);
    return true;
}

static bool replay(struct desk *d, struct replay_counts *counts)
{
    struct replay_sink sink = {tell, d};
    struct keeper *reader;
    struct err err = {0};
    bool done;

    d->count = 0;
    if (!say(keeper_open_reader(d->folder, &d->clock, &reader, &err), &err))
        return false;
    done = say(keeper_replay(reader, &sink, counts, &err), &err);
    keeper_close(reader);
    return done;
}

TEST(replay, agrees_with_what_was_decided)
{
    struct desk d;
    struct replay_counts counts;
    size_t recorded = 0;

    CHECK_OR_STOP(start(&d));
    CHECK_OR_STOP(publish_edition(&d));
    while (recorded < FINDINGS_MAX) {
        struct verdict verdict;

        if (!decide(&d, &verdict))
            continue;
        CHECK_OR_STOP(record(&d, &verdict));
        recorded++;
    }
    CHECK_OR_STOP(replay(&d, &counts));
    CHECK_U64(counts.of[REPLAY_AGREES], recorded);
    CHECK_U64(d.count, recorded);
    finish(&d);
}

TEST(replay, names_what_was_recorded_otherwise)
{
    static const str members[] = {
        STR_INIT("outcomes"), STR_INIT("open"), STR_INIT("rules"), STR_INIT("answer")};
    struct desk d;
    struct replay_counts counts;

    CHECK_OR_STOP(start(&d));
    CHECK_OR_STOP(publish_edition(&d));
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        struct json_value wrong = record_text_value(STR("somebody_else"));
        struct verdict verdict;

        while (!decide(&d, &verdict))
            continue;
        if (i == 0)
            verdict.outcomes.items[0] = wrong;
        else if (i == 1)
            verdict.open =
                (struct json_value){.kind = JSON_IS_ARRAY, .items = &wrong, .count = 1};
        else if (i == 2)
            verdict.rules =
                (struct json_value){.kind = JSON_IS_ARRAY, .items = &wrong, .count = 1};
        else
            verdict.answer = d.bench.digest;
        CHECK_OR_STOP(record(&d, &verdict));
    }
    CHECK_OR_STOP(replay(&d, &counts));
    CHECK_U64(counts.of[REPLAY_DIFFERS], COUNT_OF(members));
    for (size_t i = 0; i < d.count; i++) {
        CHECK(d.findings[i] == REPLAY_DIFFERS);
        CHECK(str_starts(d.words[i], members[i]));
    }
    finish(&d);
}

TEST(replay, names_an_edition_that_is_missing)
{
    struct desk d;
    struct replay_counts counts;
    struct verdict verdict;

    CHECK_OR_STOP(start(&d));
    while (!decide(&d, &verdict))
        continue;
    CHECK_OR_STOP(record(&d, &verdict));
    CHECK_OR_STOP(replay(&d, &counts));
    CHECK_U64(counts.of[REPLAY_NO_EDITION], 1);
    CHECK_STR(d.words[0], STR("its edition is not in the record"));
    CHECK_OR_STOP(publish_edition(&d));
    CHECK_OR_STOP(replay(&d, &counts));
    CHECK_U64(counts.of[REPLAY_AGREES], 1);
    finish(&d);
}
