/*
 * The files of papers: kept with the event that names them, read again as they were,
 * erased with their digest and from every file of the record.
 */
#include "app/papers_inside.h"
#include "folder.h"
#include "test.h"

#include <stdio.h>

enum { PAPER_BYTES = 300000, PIECE = 24, HELD_MAX = 1 << 24 };

static int64_t now_of(void *context)
{
    (void)context;
    return 1737738900;
}

struct desk {
    struct arena arena;
    str folder;
    struct keeper_clock clock;
    struct keeper *keeper;
    str bytes;
    uint64_t seq;
};

static bool say(bool done, const struct err *err)
{
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(err)));
    return done;
}

/* A photograph of nothing in particular, in which no piece stands twice. */
static str photograph(struct arena *arena)
{
    struct text text = text_in(arena);

    text_add(&text, STR("\xff\xd8\xff\xe0"));
    for (uint64_t i = 0; text.len < PAPER_BYTES; i++) {
        text_add_u64(&text, i * 2654435761u);
        text_add_byte(&text, ' ');
    }
    return text_str(&text);
}

static bool attach(struct desk *d, str digest, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_DOCUMENT_ATTACHED,
        .visit = keeper_new_visit(d->keeper, &d->arena)};
    struct paper paper = {d->keeper, d->bytes};
    struct deed deed = paper_deed(&paper);
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    record_put(&fields, STR("file"), record_text_value(digest));
    record_put(&fields, STR("title"), record_text_value(STR("Search warrant")));
    record_put(&fields, STR("copy"), record_text_value(STR("photograph")));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    event.fields = record_object_value(&fields);
    keeper_new_key(d->keeper, key);
    if (!submit_deed(d->keeper, &event, key, &deed, &receipt, err))
        return false;
    d->seq = receipt.seq;
    return true;
}

static bool start(struct desk *d)
{
    struct err err = {0};
    str digest;

    *d = (struct desk){.clock = {now_of, NULL}};
    d->folder = folder_make(&d->arena);
    d->bytes = photograph(&d->arena);
    return say(
        keeper_create(d->folder, STR("school.example/vestibule"), &d->clock, &err) &&
            keeper_open(d->folder, &d->clock, &d->keeper, &err) &&
            paper_name(&d->arena, d->bytes, &digest, &err) && attach(d, digest, &err),
        &err);
}

static void finish(struct desk *d)
{
    keeper_close(d->keeper);
    folder_remove(d->folder);
    arena_clear(&d->arena);
}

static bool erase(struct desk *d)
{
    struct field_choice field = {.name = STR("file"), .paragraph = -1};
    struct erasing what = {.seq = d->seq,
        .fields = &field,
        .field_count = 1,
        .schedule = STR("visitor log, 30 days"),
        .by = STR("registrar")};
    struct erased erased;
    struct err err = {0};

    return say(keeper_erase(d->keeper, &d->arena, &what, &erased, &err), &err);
}

/* What is in record.db and its log, all of it. */
static str files_of(struct desk *d)
{
    static const str names[] = {STR_INIT("record.db"), STR_INIT("record.db-wal")};
    struct text all = text_in(&d->arena);

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct err missing = {0};
        str bytes;

        if (os_read_file(&d->arena, path_join(&d->arena, d->folder, names[i]), HELD_MAX,
                &bytes, &missing))
            text_add(&all, bytes);
    }
    return text_str(&all);
}

/* How many pieces of the sealed file are found, of one every few hundred bytes. */
static size_t pieces(str files, str sealed)
{
    size_t found = 0;

    for (size_t i = 0; i + PIECE < sealed.len; i += 997)
        found += str_find(files, str_slice(sealed, i, i + PIECE), 0) < files.len;
    return found;
}

static void count(void *context, const struct finding *finding)
{
    *(size_t *)context += finding->kind == FINDING_VALUE;
}

/* How many values fsck complains of. */
static size_t complaints(struct desk *d)
{
    size_t found = 0;
    const struct finding_sink sink = {count, &found};
    struct inspected inspected;
    struct err err = {0};

    CHECK(say(keeper_fsck(d->folder, &sink, &inspected, &err), &err));
    return found;
}

TEST(papers, are_read_again_as_they_were)
{
    struct desk d;
    struct err err = {0};
    str bytes;

    CHECK_OR_STOP(start(&d));
    CHECK(say(keeper_paper(d.keeper, &d.arena, d.seq, &bytes, &err), &err));
    CHECK_STR(bytes, d.bytes);
    CHECK(str_find(files_of(&d), str_slice(d.bytes, 0, PIECE), 0) == files_of(&d).len);
    finish(&d);
}

TEST(papers, are_erased_with_their_digest)
{
    struct desk d;
    struct err err = {0};
    str sealed;
    str bytes;

    CHECK_OR_STOP(start(&d));
    CHECK_OR_STOP(
        say(store_paper_get(&d.keeper->db, &d.arena, d.seq, 0, &sealed, &err), &err));
    CHECK(pieces(files_of(&d), sealed) > 250);
    CHECK_OR_STOP(erase(&d));
    CHECK_U64(pieces(files_of(&d), sealed), 0);
    CHECK(!keeper_paper(d.keeper, &d.arena, d.seq, &bytes, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK(erase(&d));
    CHECK_U64(complaints(&d), 0);
    finish(&d);
}

TEST(papers, of_another_digest_are_told_of)
{
    struct desk d;
    struct err err = {0};
    str bytes;

    CHECK_OR_STOP(start(&d));
    CHECK_OR_STOP(
        say(attach(&d,
                STR("sha256:b86d6e14929b32e491c3ae291887a044ad87f37450fb1d63e9"
                    "f6f4fd4d417be4"),
                &err),
            &err));
    CHECK(!keeper_paper(d.keeper, &d.arena, d.seq, &bytes, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK_U64(complaints(&d), 1);
    finish(&d);
}

TEST(papers, are_known_by_their_bytes)
{
    CHECK_STR(paper_media(STR("\xff\xd8\xff\xe1"
                              "Exif")),
        STR("image/jpeg"));
    CHECK_STR(paper_media(STR("\x89PNG\r\n\x1a\n....")), STR("image/png"));
    CHECK_STR(paper_media(STR("RIFF....WEBPVP8 ")), STR("image/webp"));
    CHECK_STR(paper_media(STR("%PDF-1.7")), STR("application/pdf"));
    CHECK_STR(paper_media(STR("RIFF....WAVE")), STR(""));
    CHECK_STR(paper_media(STR("RIFF")), STR(""));
    CHECK_STR(paper_media(STR("<svg onload=x>")), STR(""));
    CHECK_STR(paper_media(STR(" %PDF-1.7")), STR(""));
    CHECK_STR(paper_media(STR("")), STR(""));
}
