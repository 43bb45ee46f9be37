/*
 * Following a log: two checkpoints, and the proof between them.
 */
#include "app/watch.h"

#include "app/inside.h"
#include "fetch/fetch.h"

enum { WAIT_MS = 30000 };

struct follower {
    const struct watching *watching;
    struct arena *arena;
    struct arena file; /* of the tile that was fetched last */
    struct fetch_client *client;
    struct watched_log *out;
    str note; /* the new checkpoint */
};

/* ---- fetching ---- */

static bool get(struct follower *f, struct arena *arena, str name, size_t limit,
    str *body, struct err *err)
{
    struct text url = text_in(arena);
    struct fetch_request request = {.method = FETCH_GET, .body_limit = limit};
    struct fetch_answer answer;

    text_add(&url, f->watching->url);
    if (!str_ends(f->watching->url, STR("/")))
        text_add_byte(&url, '/');
    text_add(&url, name);
    request.url = text_str(&url);
    if (!fetch_one(f->client, arena, &request, WAIT_MS, &answer, err))
        return false;
    *body = answer.body;
    if (answer.status == 200)
        return true;
    err_set(err, answer.status == 404 ? ERR_NOT_FOUND : ERR_IO, request.url);
    err_add(err, STR(": the server answers "));
    return err_add_i64(err, answer.status);
}

static bool get_tile(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct follower *f = context;
    char buffer[TILE_PATH_MAX];
    struct text path = text_fixed(buffer, sizeof(buffer));

    arena_clear(&f->file);
    text_add_tile_path(&path, tile);
    return get(f, &f->file, text_str(&path), TILE_BYTES_MAX, bytes, err);
}

/* ---- checkpoints ---- */

static bool open_note(
    struct follower *f, str note, struct checkpoint *out, struct err *err)
{
    const struct watching *w = f->watching;
    struct note_seal *seals =
        ARENA_ARRAY(f->arena, struct note_seal, w->trust->key_count);

    return trust_open(f->arena, w->ed25519, w->trust, note, out, seals, err);
}

static bool read_old(struct follower *f, bool *known, struct err *err)
{
    struct err missing = {0};
    str note;

    *known = os_read_file(f->arena, f->watching->file, NOTE_BYTES_MAX, &note, &missing);
    if (!*known) {
        if (missing.kind != ERR_NOT_FOUND)
            *err = missing;
        return missing.kind == ERR_NOT_FOUND;
    }
    return open_note(f, note, &f->out->old, err) || err_while(err, f->watching->file);
}

/* Whether the tree of `old` is the beginning of that of `new`. */
static bool continues(struct follower *f, bool *does, struct err *err)
{
    const struct watching *w = f->watching;
    const struct checkpoint *old = &f->out->old;
    const struct checkpoint *new = &f->out->new;
    struct tile_source source = {get_tile, f};
    struct tile_reader reader;
    struct hash_source hashes;
    struct merkle_proof proof;

    *does = old->size == 0;
    if (*does)
        return true;
    tile_reader_init(&reader, w->hasher, &source, new->size);
    hashes = tile_reader_hashes(&reader);
    if (!merkle_prove_extension(w->hasher, &hashes, old->size, new->size, &proof, err))
        return false;
    *does =
        merkle_extends(w->hasher, &proof, old->size, &old->root, new->size, &new->root);
    return true;
}

static bool judge(struct follower *f, struct err *err)
{
    const struct checkpoint *old = &f->out->old;
    const struct checkpoint *new = &f->out->new;
    bool does;

    if (!str_equal(old->origin, new->origin)) {
        err_set(err, ERR_CONFLICT, f->watching->file);
        err_add(err, STR(" is of another log, "));
        err_add(err, old->origin);
        return err_add(err, STR("; name another file"));
    }
    if (new->size < old->size)
        f->out->verdict = WATCH_SHRANK;
    else if (new->size == old->size)
        f->out->verdict =
            hash_equal(&old->root, &new->root) ? WATCH_SAME : WATCH_FORKED;
    else if (!continues(f, &does, err))
        return false;
    else
        f->out->verdict = does ? WATCH_GREW : WATCH_FORKED;
    return true;
}

/* What is shown to go on takes the place of the old one; what is not lies beside it. */
static bool keep(struct follower *f, struct err *err)
{
    struct text beside = text_in(f->arena);

    switch (f->out->verdict) {
    case WATCH_SAME:
        return true;
    case WATCH_FIRST:
    case WATCH_GREW:
        return os_keep_file(f->watching->file, f->note, OS_SHARED, err);
    case WATCH_SHRANK:
    case WATCH_FORKED:
        break;
    }
    text_add(&beside, f->watching->file);
    text_add(&beside, STR(".other-"));
    text_add_u64(&beside, f->out->new.size);
    f->out->evidence = text_str(&beside);
    return os_keep_file(f->out->evidence, f->note, OS_SHARED, err);
}

static bool look(struct follower *f, struct err *err)
{
    bool known;

    if (!read_old(f, &known, err) ||
        !get(f, f->arena, STR("checkpoint"), NOTE_BYTES_MAX, &f->note, err) ||
        !open_note(f, f->note, &f->out->new, err))
        return false;
    f->out->verdict = WATCH_FIRST;
    return (!known || judge(f, err)) && keep(f, err);
}

bool log_watch(const struct watching *watching, struct arena *arena,
    struct watched_log *out, struct err *err)
{
    const struct fetch_settings settings = {0};
    struct follower f = {.watching = watching, .arena = arena, .out = out};
    bool done;

    *out = (struct watched_log){.verdict = WATCH_FIRST};
    f.client = fetch_open(arena, &settings, err);
    done = f.client != NULL && look(&f, err);
    fetch_close(f.client);
    arena_clear(&f.file);
    return done;
}
