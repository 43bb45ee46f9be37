/*
 * From an approval to an edition in force: from wherever it was stopped, and done twice,
 * it ends in one event, one document and no draft; and what an operator put there by hand
 * meanwhile stays.
 */
#include "app/app.h"
#include "folder.h"
#include "load.h"
#include "os/os.h"
#include "test.h"

enum { SOURCE_MAX = 1 << 20, TODAY = 20800 /* 2026-12-13 */ };

struct room {
    struct arena arena;
    int64_t now;
    int32_t next; /* as the last settling said */
    struct drafts drafts;
    struct keeper *keeper;
    str folder;
    str document; /* DIR/protocols/worked.md */
    str old_source;
    str new_source;
    str base; /* the digest of the old document */
    str id;   /* of the draft, once it is begun */
    str kept; /* its file, approved */
};

static str join(struct room *r, str a, str b)
{
    struct text text = text_in(&r->arena);

    text_add(&text, a);
    text_add(&text, b);
    return text_str(&text);
}

static str read(struct room *r, str path)
{
    struct err err = {0};
    str bytes = {0};

    (void)os_read_file(&r->arena, path, SOURCE_MAX, &bytes, &err);
    return bytes;
}

static void put(str path, str bytes)
{
    struct err err = {0};

    CHECK(os_keep_file(path, bytes, OS_PRIVATE, &err));
}

static str with(struct room *r, str source, str from, str to)
{
    struct text text = text_in(&r->arena);
    size_t at = str_find(source, from, 0);

    text_add(&text, str_slice(source, 0, at));
    text_add(&text, to);
    text_add(&text, str_slice(source, at + from.len, source.len));
    return text_str(&text);
}

static str draft_file(struct room *r)
{
    return join(r, join(r, join(r, r->drafts.folder, STR("/")), r->id), STR(".json"));
}

static bool start(struct room *r)
{
    struct keeper_clock clock = load_clock(&r->now);
    struct compiled *old = NULL;
    struct err err = {0};
    str record;
    bool done;

    *r = (struct room){.now = (int64_t)TODAY * 86400 + 12 * 3600};
    r->drafts.zone = STR("America/Chicago");
    r->folder = folder_make(&r->arena);
    record = join(r, r->folder, STR("/record"));
    r->drafts.folder = join(r, r->folder, STR("/drafts"));
    r->drafts.protocols = join(r, r->folder, STR("/protocols"));
    r->document = join(r, r->drafts.protocols, STR("/worked.md"));
    r->old_source = read(r, STR("tests/data/worked.md"));
    r->new_source =
        with(r, r->old_source, STR("edition 2025-01-24"), STR("edition 2025-02-01"));
    done = os_make_folder(r->drafts.protocols, OS_PRIVATE, &err) &&
        keeper_create(record, load_origin, &clock, &err) &&
        keeper_open(record, &clock, &r->keeper, &err) &&
        compiled_make(STR("worked"), r->old_source, &old, &err) &&
        edition_publish(old, r->keeper, STR("operator"), false, &err);
    r->drafts.keeper = r->keeper;
    put(r->document, r->old_source);
    if (done)
        r->base = arena_str(&r->arena, old->source_digest);
    compiled_free(old);
    return done;
}

static void finish(struct room *r)
{
    keeper_close(r->keeper);
    folder_remove(r->folder);
    arena_clear(&r->arena);
}

/* Do something to the draft as it is, as the account `number`. */
static bool act(struct room *r, enum draft_deed deed, uint64_t number, uint64_t seen,
    struct err *err)
{
    uint8_t key[KEEPER_KEY_BYTES];
    const struct draft_act act = {.deed = deed,
        .by = {number, number == 1 ? STR("Ada") : STR("Ben")},
        .key = key,
        .id = r->id,
        .seen = seen,
        .protocol = STR("worked"),
        .source = r->new_source,
        .base = r->base};
    struct draft draft = {0};
    bool done;

    *err = (struct err){0};
    keeper_new_key(r->keeper, key);
    done = draft_do(&r->drafts, &r->arena, &act, &draft, err);
    r->id = draft.id;
    return done;
}

static bool approve(struct room *r)
{
    struct err err;
    bool done = act(r, DRAFT_BEGUN, 1, 0, &err) &&
        act(r, DRAFT_ASKED_FOR, 1, 1, &err) && act(r, DRAFT_AGREED, 2, 2, &err);

    if (done)
        r->kept = read(r, draft_file(r));
    return done;
}

static size_t settle(struct room *r)
{
    struct err err = {0};
    struct drafts_settled settled;

    CHECK(drafts_settle(&r->drafts, &settled, &err));
    CHECK_STR(err_text(&err), STR(""));
    r->next = settled.next;
    return settled.published;
}

/* Everything is at its end: two editions, of which the new one is by whom it is. */
static void check_published(struct room *r)
{
    struct editions editions;
    struct err err = {0};

    CHECK_OR_STOP(editions_read(r->keeper, &r->arena, STR("worked"), &editions, &err));
    CHECK_U64(editions.count, 2);
    CHECK_STR(editions.items[1].by, STR("Ada"));
    CHECK_STR(editions.items[1].approved_by, STR("Ben"));
    CHECK_STR(read(r, r->document), r->new_source);
    CHECK_STR(read(r, draft_file(r)), STR(""));
}

TEST(drafts, come_into_force_from_wherever_they_were_stopped)
{
    struct room r;

    CHECK_OR_STOP(start(&r));
    CHECK_U64(settle(&r), 0);
    CHECK_OR_STOP(approve(&r));
    CHECK_U64(settle(&r), 1); /* approved, and no more */
    check_published(&r);
    CHECK_U64(settle(&r), 0);
    check_published(&r);
    put(draft_file(&r), r.kept); /* recorded, and no more */
    put(r.document, r.old_source);
    CHECK_U64(settle(&r), 1);
    check_published(&r);
    put(draft_file(&r), r.kept); /* recorded and written */
    CHECK_U64(settle(&r), 1);
    check_published(&r);
    CHECK_U64(settle(&r), 0);
    finish(&r);
}

TEST(drafts, give_way_to_what_an_operator_put_there)
{
    struct room r;
    struct draft draft;
    struct editions editions;
    struct err err = {0};
    str other;

    CHECK_OR_STOP(start(&r));
    other =
        with(&r, r.old_source, STR("edition 2025-01-24"), STR("edition 2025-01-30"));
    CHECK_OR_STOP(approve(&r));
    put(r.document, other); /* before it is recorded */
    CHECK_U64(settle(&r), 0);
    CHECK_STR(read(&r, r.document), other);
    CHECK_OR_STOP(draft_find(&r.drafts, &r.arena, r.id, &draft, &err));
    CHECK(draft.state == DRAFT_WRITTEN);
    CHECK(draft.steps[draft.step_count - 1].deed == DRAFT_OVERTAKEN);
    CHECK(editions_read(r.keeper, &r.arena, STR("worked"), &editions, &err));
    CHECK_U64(editions.count, 1);
    put(r.document, r.old_source);
    put(draft_file(&r), r.kept);
    CHECK_U64(settle(&r), 1);
    put(draft_file(&r), r.kept);
    put(r.document, other); /* between the record and the document */
    CHECK_U64(settle(&r), 1);
    CHECK_STR(read(&r, r.document), other);
    CHECK_STR(read(&r, draft_file(&r)), STR(""));
    finish(&r);
}

/* What is wrong with a draft that is this document; empty: nothing. */
static str wrong(struct room *r, str name, str source)
{
    struct compiled *fresh = NULL;
    struct err err = {0};
    str words = {0};

    CHECK(compiled_make(name, source, &fresh, &err));
    if (!draft_require(&r->drafts, fresh, TODAY, &err))
        words = arena_str(&r->arena, err_text(&err));
    compiled_free(fresh);
    return words;
}

static bool says(str words, str part)
{
    return str_find(words, part, 0) < words.len;
}

/* The document of edition `i`, as the record shows it, and its image's digest. */
static str shown(struct room *r, size_t i, str *image)
{
    struct editions editions;
    struct err err = {0};
    str source = {0};

    CHECK(editions_read(r->keeper, &r->arena, STR("worked"), &editions, &err));
    if (i >= editions.count)
        return (str){0};
    CHECK(edition_document(r->keeper, &r->arena, &editions.items[i], &source, &err));
    CHECK_STR(err_text(&err), STR(""));
    *image = editions.items[i].digest;
    return source;
}

TEST(drafts, may_change_the_words_alone)
{
    struct room r;
    struct compiled *put_there = NULL;
    struct err err = {0};
    str images[4] = {{0}};
    str third;

    CHECK_OR_STOP(start(&r));
    r.new_source = join(&r, r.old_source, STR("\nSaid more kindly.\n"));
    CHECK_STR(wrong(&r, STR("worked"), r.new_source), STR(""));
    CHECK_OR_STOP(approve(&r));
    CHECK_U64(settle(&r), 1);
    check_published(&r);
    put(draft_file(&r), r.kept); /* recorded, and no more */
    put(r.document, r.old_source);
    CHECK_U64(settle(&r), 1);
    check_published(&r);
    third = join(&r, r.old_source, STR("\nSaid by an operator.\n"));
    CHECK_OR_STOP(compiled_make(STR("worked"), third, &put_there, &err));
    CHECK(edition_publish(put_there, r.keeper, STR("operator"), false, &err));
    CHECK(edition_publish(put_there, r.keeper, STR("operator"), false, &err));
    compiled_free(put_there);
    CHECK_STR(shown(&r, 0, &images[0]), r.old_source);
    CHECK_STR(shown(&r, 1, &images[1]), r.new_source);
    CHECK_STR(shown(&r, 2, &images[2]), third);
    CHECK_STR(shown(&r, 3, &images[3]), STR(""));
    CHECK_STR(images[1], images[0]);
    CHECK_STR(images[2], images[0]);
    CHECK(says(wrong(&r, STR("worked"), r.new_source), STR("has been in force")));
    finish(&r);
}

TEST(drafts, that_name_the_image_to_replace_go_on)
{
    struct room r;
    struct compiled *old = NULL;
    struct err err = {0};

    CHECK_OR_STOP(start(&r));
    CHECK_OR_STOP(compiled_make(STR("worked"), r.old_source, &old, &err));
    r.base = arena_str(&r.arena, old->bench.digest);
    compiled_free(old);
    CHECK_OR_STOP(approve(&r));
    CHECK_U64(settle(&r), 1);
    check_published(&r);
    finish(&r);
}

/* The last edition took over at a moment, and was approved at noon of TODAY. */
static void check_took_over(struct room *r, int64_t at)
{
    struct editions editions;
    struct err err = {0};

    CHECK_OR_STOP(editions_read(r->keeper, &r->arena, STR("worked"), &editions, &err));
    CHECK_U64(editions.count, 2);
    CHECK(editions.items[1].at == at);
    CHECK_STR(editions.items[1].approved_at, STR("2026-12-13T06:00:00-06:00"));
    CHECK_STR(editions.items[1].approved_by, STR("Ben"));
    CHECK_STR(read(r, r->document), r->new_source);
    CHECK_STR(read(r, draft_file(r)), STR(""));
}

TEST(drafts, wait_for_their_first_day_where_the_schools_are)
{
    const int64_t begins = (int64_t)(TODAY + 7) * 86400 + 6 * 3600; /* in Chicago */
    struct room r;
    struct editions editions;
    struct draft draft;
    struct err err = {0};

    CHECK_OR_STOP(start(&r));
    r.new_source = with(&r, r.new_source, STR("in force from 2025-01-24"),
        STR("in force from 2026-12-20"));
    CHECK_OR_STOP(approve(&r));
    CHECK_U64(settle(&r), 0);
    CHECK(r.next == TODAY + 7);
    r.now = begins - 1;
    CHECK_U64(settle(&r), 0);
    CHECK_STR(read(&r, r.document), r.old_source);
    CHECK_STR(read(&r, draft_file(&r)), r.kept);
    CHECK(editions_read(r.keeper, &r.arena, STR("worked"), &editions, &err));
    CHECK_U64(editions.count, 1);
    r.now = begins;
    CHECK_U64(settle(&r), 1);
    CHECK(r.next == INT32_MAX);
    check_took_over(&r, begins);
    put(draft_file(&r), r.kept); /* stopped when it was recorded */
    put(r.document, r.old_source);
    r.now += 3600;
    CHECK_U64(settle(&r), 1);
    check_took_over(&r, begins);
    finish(&r);
    CHECK_OR_STOP(
        start(&r)); /* stopped over that moment; and what an operator did counts */
    r.new_source = with(&r, r.new_source, STR("in force from 2025-01-24"),
        STR("in force from 2026-12-20"));
    CHECK_OR_STOP(approve(&r));
    CHECK_U64(settle(&r), 0);
    r.now = begins + 90000;
    CHECK_U64(settle(&r), 1);
    check_took_over(&r, begins + 90000);
    finish(&r);
    CHECK_OR_STOP(start(&r));
    r.new_source = with(&r, r.new_source, STR("in force from 2025-01-24"),
        STR("in force from 2026-12-20"));
    CHECK_OR_STOP(approve(&r));
    CHECK_U64(settle(&r), 0);
    put(r.document,
        with(&r, r.old_source, STR("edition 2025-01-24"), STR("edition 2025-01-30")));
    CHECK_U64(settle(&r), 0);
    CHECK(r.next == INT32_MAX);
    CHECK_OR_STOP(draft_find(&r.drafts, &r.arena, r.id, &draft, &err));
    CHECK(draft.state == DRAFT_WRITTEN);
    finish(&r);
}

TEST(drafts, are_changed_as_they_were_seen_or_not_at_all)
{
    struct room r;
    struct draft draft;
    struct err err;

    CHECK_OR_STOP(start(&r));
    CHECK_OR_STOP(act(&r, DRAFT_BEGUN, 1, 0, &err));
    CHECK(act(&r, DRAFT_SAVED, 2, 1, &err));
    CHECK(!act(&r, DRAFT_SAVED, 1, 1, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(!act(&r, DRAFT_AGREED, 2, 2, &err)); /* nobody asked */
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(act(&r, DRAFT_ASKED_FOR, 1, 2, &err));
    CHECK(!act(&r, DRAFT_SAVED, 1, 3, &err)); /* what is asked for stays as it is */
    CHECK(act(&r, DRAFT_SENT_BACK, 2, 3, &err));
    CHECK_OR_STOP(draft_find(&r.drafts, &r.arena, r.id, &draft, &err));
    CHECK(draft_is_by(&draft, 1) && draft_is_by(&draft, 2) && !draft_is_by(&draft, 3));
    CHECK_U64(draft.step_count, 4);
    finish(&r);
}

/* The protocol of roles with these rules alone. */
static str roles_by(struct room *r, str rules)
{
    str roles = read(r, STR("protocols/roles.md"));
    str facts = str_slice(roles, 0, str_find(roles, STR("let the_visit"), 0));

    return join(r, join(r, facts, STR("```\n\n## Rules\n\n```protocol\n")),
        join(r, rules, STR("```\n")));
}

/* A document with another name in the place of one. */
static str renamed(struct room *r, str source, str from, str to)
{
    struct text text = text_in(&r->arena);
    size_t place;

    while ((place = str_find(source, from, 0)) < source.len) {
        text_add(&text, str_slice(source, 0, place));
        text_add(&text, to);
        source = str_slice(source, place + from.len, source.len);
    }
    text_add(&text, source);
    return text_str(&text);
}

TEST(drafts, cannot_lock_everybody_out)
{
    struct room r;
    str lost;

    CHECK_OR_STOP(start(&r));
    CHECK_STR(wrong(&r, STR("roles"), read(&r, STR("protocols/roles.md"))), STR(""));
    lost = wrong(&r, STR("roles"),
        roles_by(&r,
            STR("rule nobody_else: may is no\n"
                "rule authors, exception to nobody_else: may is yes if acts_as is "
                "author and act in (draft_edition, approve_edition) and not own_draft "
                "and not by_pin and own_school\n")));
    CHECK_STR(lost,
        STR("by this draft nobody could do this any more: Make, change and close "
            "accounts, roles and PINs"));
    CHECK_STR(wrong(&r, STR("roles"),
                  roles_by(&r,
                      STR("rule nobody_else: may is no\n"
                          "rule authors, exception to nobody_else: may is yes if act "
                          "in (manage_people, draft_edition, approve_edition) and "
                          "acts_as is author and not own_draft and not by_pin and "
                          "own_school\n"))),
        STR(""));
    CHECK(says(wrong(&r, STR("roles"), r.new_source), STR("has no")));
    lost = renamed(&r, read(&r, STR("protocols/roles.md")), STR("run_exercise"),
        STR("hold_party"));
    CHECK(
        says(wrong(&r, STR("roles"), lost), STR("the draft has no act run_exercise;")));
    finish(&r);
}

TEST(drafts, are_refused_when_they_could_not_decide)
{
    struct room r;

    CHECK_OR_STOP(start(&r));
    CHECK_STR(wrong(&r, STR("worked"), r.new_source), STR(""));
    CHECK(says(wrong(&r, STR("worked"), r.old_source), STR("has been in force")));
    CHECK(says(wrong(&r, STR("worked"), STR("# Nothing\n")), STR("mistakes")));
    CHECK_STR(wrong(&r, STR("worked"),
                  with(&r, r.new_source, STR("in force from 2025-01-24"),
                      STR("in force from 2999-01-24"))),
        STR(""));
    CHECK(says(wrong(&r, STR("worked"),
                   with(&r, r.new_source, STR("in force from 2025-01-24"),
                       STR("in force from 2025-01-24 until 2026-12-12"))),
        STR("never hold")));
    finish(&r);
}
