/*
 * A record to be damaged: copies of one that is whole, ways to damage them, and what
 * must hold whatever was done.
 */
#ifndef VESTIBULE_TESTS_APP_DAMAGE_H
#define VESTIBULE_TESTS_APP_DAMAGE_H

#include "app/app.h"
#include "crypto/crypto.h"
#include "folder.h"
#include "os/os.h"
#include "test.h"

#include <stdio.h>

enum { FILE_MAX = 1 << 26, PAGE = 4096 };

static const str origin = STR_INIT("school.example/vestibule");

/* ---- a record, and copies of it to be damaged ---- */

struct fixture {
    struct arena arena;
    struct arena scratch;
    str whole; /* as it was */
    str folder;
    struct keeper_clock clock;
    uint64_t published;
    struct hash content; /* of all events and values */
};

static inline int64_t stand_still(void *context)
{
    (void)context;
    return 1737738900;
}

static inline str join(struct arena *arena, str folder, str name)
{
    struct text path = text_in(arena);

    text_add(&path, folder);
    text_add_byte(&path, '/');
    text_add(&path, name);
    return text_str(&path);
}

static inline bool copy(struct arena *arena, str from, str to)
{
    struct err err = {0};
    const str *names;
    size_t count;
    str bytes;

    if (!os_list_folder(arena, from, &names, &count, &err))
        return os_read_file(arena, from, FILE_MAX, &bytes, &err) &&
            os_write_file(to, bytes, &err);
    if (!os_make_folder(to, OS_PRIVATE, &err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!copy(arena, join(arena, from, names[i]), join(arena, to, names[i])))
            return false;
    return true;
}

static inline bool add_fact(
    struct keeper *k, str visit, uint64_t number, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_FACT_STATED, .visit = visit};
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    record_put(&fields, STR("fact"), record_text_value(STR("people")));
    record_put(&fields, STR("value"), record_integer_value((int64_t)number));
    record_put(&fields, STR("by"), record_text_value(STR("front desk")));
    record_put(&fields, STR("basis"), record_text_value(STR("told")));
    event.fields = record_object_value(&fields);
    keeper_new_key(k, key);
    return keeper_submit(k, &event, key, &receipt, err);
}

/* Add events to the record in a folder, and publish them. */
static inline bool grow(struct fixture *f, str folder, uint64_t count, bool publish)
{
    struct publication publication;
    struct keeper *k;
    struct err err = {0};
    str visit;
    bool done = keeper_open(folder, &f->clock, &k, &err);

    if (done) {
        visit = keeper_new_visit(k, &f->arena);
        for (uint64_t i = 0; done && i < count; i++)
            done = add_fact(k, visit, i, &err);
        if (done && publish) {
            done = keeper_publish(k, &f->arena, &publication, &err);
            f->published = publication.size;
        }
    }
    keeper_close(k);
    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(&err)));
    return done;
}

struct reading {
    struct hasher hasher;
    struct hash content;
    uint64_t count;
};

static inline void read_event(void *context, const struct seen_event *seen)
{
    struct reading *r = context;
    struct arena arena = {0};
    struct text text = text_in(&arena);

    text_add(&text, (str){(const char *)r->content.bytes, HASH_BYTES});
    record_add_content(&text, seen->event);
    r->content = hash_bytes(&r->hasher, text_str(&text));
    r->count++;
    arena_clear(&arena);
}

/* The digest of everything that the record says. */
static inline bool read_all(str folder, struct hash *content)
{
    struct reading r = {.count = 0};
    struct event_sink sink = {read_event, &r};
    struct crypto crypto;
    struct err err = {0};
    bool done = crypto_open(&crypto, &err);

    if (done) {
        r.hasher = crypto_hasher(&crypto);
        done = keeper_tail(folder, STR(""), UINT64_MAX, &sink, &err);
        crypto_close(&crypto);
    }
    *content = r.content;
    return done;
}

static inline bool restore(struct fixture *f)
{
    arena_clear(&f->scratch);
    folder_remove(f->folder);
    return copy(&f->scratch, f->whole, f->folder);
}

static inline bool start(
    struct fixture *f, uint64_t first, uint64_t more, uint64_t unpublished)
{
    struct err err = {0};

    *f = (struct fixture){.clock = {stand_still, NULL}};
    f->whole = folder_make(&f->arena);
    f->folder = folder_make(&f->arena);
    return keeper_create(f->whole, origin, &f->clock, &err) &&
        grow(f, f->whole, first, true) && grow(f, f->whole, more, true) &&
        grow(f, f->whole, unpublished, false) && read_all(f->whole, &f->content) &&
        restore(f);
}

static inline void finish(struct fixture *f)
{
    folder_remove(f->whole);
    folder_remove(f->folder);
    arena_clear(&f->scratch);
    arena_clear(&f->arena);
}

/* ---- what fsck says ---- */

struct findings {
    uint64_t counts[FINDING_KIND_COUNT];
    uint64_t all;
    struct inspected inspected;
};

static inline void count(void *context, const struct finding *finding)
{
    struct findings *found = context;

    found->counts[finding->kind]++;
    found->all++;
}

static inline bool inspect(const struct fixture *f, struct findings *found)
{
    struct finding_sink sink = {count, found};
    struct err err = {0};

    *found = (struct findings){.all = 0};
    return keeper_fsck(f->folder, &sink, &found->inspected, &err);
}

static inline bool agrees(const struct fixture *f)
{
    struct findings found;

    return inspect(f, &found) && found.all == 0;
}

/* Bring the database back from the record's own files. */
static inline bool bring_back(struct fixture *f)
{
    struct imported imported;
    struct err err = {0};
    bool done = keeper_import(f->folder, join(&f->scratch, f->folder, STR("public")),
        STR("operator"), &f->clock, &imported, &err);

    if (!done)
        printf("# %" STR_FMT "\n", STR_ARG(err_text(&err)));
    return done;
}

static inline bool mend(struct fixture *f)
{
    struct err err = {0};
    uint64_t tiles;

    return keeper_mend(f->folder, &f->clock, &tiles, &err);
}

/* ---- damage ---- */

static inline bool flip(struct fixture *f, str name, size_t place, unsigned bit)
{
    str path = join(&f->scratch, f->folder, name);
    struct err err = {0};
    str bytes;
    char *copied;

    if (!os_read_file(&f->scratch, path, FILE_MAX, &bytes, &err))
        return false;
    copied = arena_copy(&f->scratch, bytes.ptr, bytes.len, 1);
    copied[place % bytes.len] = (char)(copied[place % bytes.len] ^ (1 << bit));
    return os_write_file(path, (str){copied, bytes.len}, &err);
}

static inline bool cut(struct fixture *f, str name, size_t len)
{
    str path = join(&f->scratch, f->folder, name);
    struct err err = {0};
    str bytes;

    return os_read_file(&f->scratch, path, FILE_MAX, &bytes, &err) &&
        os_write_file(path, str_slice(bytes, 0, len), &err);
}

static inline size_t length(struct fixture *f, str name)
{
    struct err err = {0};
    uint64_t size = 0;

    return os_file_size(join(&f->scratch, f->folder, name), &size, &err) ? (size_t)size
                                                                         : 0;
}

static inline bool same_file(struct fixture *f, str name)
{
    struct err err = {0};
    str was;
    str is;

    return os_read_file(
               &f->scratch, join(&f->scratch, f->whole, name), FILE_MAX, &was, &err) &&
        os_read_file(
            &f->scratch, join(&f->scratch, f->folder, name), FILE_MAX, &is, &err) &&
        str_equal(was, is);
}

/* Whatever was done to the database: it is noticed or harmless, and every event that
 * was published comes back. */
static inline void check_database(struct fixture *f)
{
    struct findings found;
    struct hash content;

    CHECK_OR_STOP(inspect(f, &found));
    if (found.all == 0) {
        CHECK(read_all(f->folder, &content) && hash_equal(&content, &f->content));
        return;
    }
    if (found.counts[FINDING_DATABASE] + found.counts[FINDING_BEHIND] == 0) {
        CHECK(found.counts[FINDING_VALUE] + found.counts[FINDING_TILE] > 0);
        return;
    }
    CHECK_OR_STOP(bring_back(f));
    CHECK(inspect(f, &found));
    CHECK(found.all == 0 && found.inspected.events > f->published);
    CHECK(grow(f, f->folder, 1, false));
}

#endif
