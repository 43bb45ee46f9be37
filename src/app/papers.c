/*
 * Keeping the files of papers, and reading them again.
 */
#include "app/papers_inside.h"

/* ---- what it is ---- */

static const struct {
    str media;
    str begins;
    size_t place; /* where a second mark stands, or 0 */
    str mark;
} kinds[] = {
    {STR_INIT("image/jpeg"), STR_INIT("\xff\xd8\xff"), 0, {0}},
    {STR_INIT("image/png"), STR_INIT("\x89PNG\r\n\x1a\n"), 0, {0}},
    {STR_INIT("image/webp"), STR_INIT("RIFF"), 8, STR_INIT("WEBP")},
    {STR_INIT("application/pdf"), STR_INIT("%PDF-"), 0, {0}},
};

str paper_media(str bytes)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_starts(bytes, kinds[i].begins) &&
            str_starts(str_slice(bytes, kinds[i].place, bytes.len), kinds[i].mark))
            return kinds[i].media;
    return (str){0};
}

bool paper_name(struct arena *arena, str bytes, str *out, struct err *err)
{
    struct text name = text_in(arena);
    uint8_t digest[SHA256_BYTES];

    if (!crypto_sha256(bytes, digest, err))
        return false;
    text_add(&name, STR("sha256:"));
    text_add_hex(&name, digest, sizeof(digest));
    *out = text_str(&name);
    return true;
}

/* ---- keeping ---- */

/* The field of an event that is the digest of a file. */
static const struct kept_field *find_file(const struct kept_event *event)
{
    for (size_t i = 0; i < event->count; i++)
        if (str_equal(event->fields[i].name, STR("file")))
            return &event->fields[i];
    return NULL;
}

static bool keep(void *context, struct db *db, uint64_t seq, struct err *err)
{
    struct paper *paper = context;
    struct arena arena = {0};
    const struct kept_field *field;
    struct kept_event event;
    str sealed;
    bool done = kept_event_read(paper->keeper, &arena, seq, &event, err);

    if (done) {
        field = find_file(&event);
        REQUIRE(field != NULL);
        done = seal_paper(paper->keeper, &arena, field, paper->bytes, &sealed, err) &&
            store_paper_insert(db, seq, field->place, sealed, err);
    }
    arena_clear(&arena);
    return done;
}

struct deed paper_deed(struct paper *paper)
{
    return (struct deed){.run = keep, .context = paper};
}

/* ---- reading ---- */

static bool read_sealed(struct keeper *k, struct arena *arena, uint64_t seq,
    const struct kept_field **field, str *sealed, struct err *err)
{
    struct kept_event *event = ARENA_NEW(arena, struct kept_event);
    bool done;

    take_turn(k);
    done = kept_event_read(k, arena, seq, event, err);
    *field = done ? find_file(event) : NULL;
    if (*field != NULL)
        done = store_paper_get(&k->db, arena, seq, (*field)->place, sealed, err);
    else if (done)
        done = err_set(err, ERR_NOT_FOUND,
            SAY("there is no file of this paper, or it was erased"));
    pass_turn(k);
    return done;
}

bool keeper_paper(
    struct keeper *k, struct arena *arena, uint64_t seq, str *bytes, struct err *err)
{
    const struct kept_field *field;
    str sealed = {0};
    str name;

    if (!read_sealed(k, arena, seq, &field, &sealed, err) ||
        !open_paper(k, arena, field, sealed, bytes, err) ||
        !paper_name(arena, *bytes, &name, err))
        return false;
    return str_equal(name, field->value.text) ||
        err_set(err, ERR_CORRUPT,
            STR("the file of a paper is not the one that the record names"));
}
