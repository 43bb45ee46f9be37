/*
 * Opening the roster; and the two halves of every change.
 */
#include "app/roster_inside.h"

#include "app/verdict.h"

/* ---- opening ---- */

static bool is_there(str path)
{
    struct err missing = {0};
    uint64_t size;

    return os_file_size(path, &size, &missing);
}

/* Codes live for minutes, so their key lives as long as the process. */
static bool draw_key(uint8_t key[CRYPTO_KEY_BYTES], struct err *err)
{
    struct crypto crypto;

    if (!crypto_open(&crypto, err))
        return false;
    crypto_random(&crypto, key, CRYPTO_KEY_BYTES);
    crypto_close(&crypto);
    return true;
}

static bool open_book(
    struct rota *rota, str directory, enum db_mode mode, struct err *err)
{
    struct arena arena = {0};
    str path = path_join(&arena, directory, STR("roster.db"));
    uint8_t key[CRYPTO_KEY_BYTES];
    bool done = draw_key(key, err);

    if (done && mode == DB_WRITE && !is_there(path))
        done = os_keep_file(path, STR(""), OS_PRIVATE, err);
    if (done && (mode == DB_WRITE || is_there(path)))
        done = roster_open(&rota->book, path, mode, key, err) &&
            roster_read(&rota->book, &rota->arena, &rota->now, err);
    crypto_forget(key, sizeof(key));
    arena_clear(&arena);
    return done || err_while(err, STR("opening the roster"));
}

static bool open_rota(str directory, struct keeper *keeper, enum db_mode mode,
    struct rota **out, struct err *err)
{
    struct arena arena = {0};
    struct rota *rota = ARENA_NEW(&arena, struct rota);

    *out = NULL;
    rota->self = arena;
    rota->keeper = keeper;
    if (!open_book(rota, directory, mode, err)) {
        rota_close(rota);
        return false;
    }
    *out = rota;
    return true;
}

bool rota_open(str directory, struct keeper *keeper, struct rota **out, struct err *err)
{
    return open_rota(directory, keeper, DB_WRITE, out, err);
}

bool rota_look(str directory, struct rota **out, struct err *err)
{
    return open_rota(directory, NULL, DB_READ, out, err);
}

void rota_close(struct rota *rota)
{
    struct arena self;

    if (rota == NULL)
        return;
    roster_close(&rota->book);
    arena_clear(&rota->arena);
    self = rota->self;
    arena_clear(&self);
}

const struct roster *rota_snapshot(const struct rota *rota)
{
    return &rota->now;
}

void rota_watch(struct rota *rota,
    void (*changed)(void *context, const struct roster *now), void *context)
{
    rota->changed = changed;
    rota->context = context;
}

/* ---- a change ---- */

enum { WORDS_MAX = 480 }; /* of the 500 that the record takes */

void rota_say(struct rota_change *change, str words)
{
    text_add(&change->words, words);
}

void rota_say_person(struct rota_change *change, uint64_t person)
{
    const struct roster_person *found = roster_find_person(&change->rota->now, person);

    rota_say(change, found == NULL ? STR("nobody") : found->name);
}

/* What changed, cut where the record has no more room. */
static str words_of(struct rota_change *change)
{
    str words = text_str(&change->words);
    size_t end;

    if (words.len <= WORDS_MAX)
        return words;
    for (end = WORDS_MAX; end > 0 && ((uint8_t)words.ptr[end] & 0xC0) == 0x80;)
        end--;
    change->words.len = end;
    text_add(&change->words, STR(" ..."));
    return text_str(&change->words);
}

bool rota_begin(struct rota *rota, const struct rota_act *act,
    struct rota_change *change, struct err *err)
{
    *change = (struct rota_change){.rota = rota, .act = act};
    change->words = text_in(&change->arena);
    return roster_begin(&rota->book, err);
}

/* Take `now`, which lies in `arena`, for the roster from here on. */
static void replace(struct rota *rota, const struct roster *now, struct arena *arena)
{
    struct arena before = rota->arena;

    rota->arena = *arena;
    rota->now = *now;
    *arena = (struct arena){0};
    if (rota->changed != NULL)
        rota->changed(rota->context, &rota->now);
    arena_clear(&before);
}

/*
 * The record's half.  When a key comes again it is either the same event, whose change a
 * stop cut off and which is kept now, or, as its change is there already, another one
 * of the same key: then nothing is kept.
 */
static bool record(
    struct rota_change *change, const struct roster *now, struct err *err)
{
    struct record_event event = {.kind = RECORD_ROSTER_CHANGED};
    struct record_object fields = {0};
    struct receipt receipt;
    str digest;

    if (!sha256_name(
            &change->arena, roster_canonical(now, &change->arena), &digest, err))
        return false;
    record_put(&fields, STR("roster"), record_text_value(digest));
    if (change->school.len > 0)
        record_put(&fields, STR("school"), record_text_value(change->school));
    record_put(&fields, STR("change"), record_text_value(words_of(change)));
    record_put(&fields, STR("by"), record_text_value(change->act->by));
    event.fields = record_object_value(&fields);
    if (keeper_submit(change->rota->keeper, &event, change->act->key, &receipt, err))
        return true;
    if (err->kind != ERR_CONFLICT)
        return false;
    *err = (struct err){0};
    change->was_done = true;
    return true;
}

/* Read what a change makes of the roster, and keep it. */
static bool keep(struct rota_change *change, bool recorded, struct err *err)
{
    struct rota *rota = change->rota;
    struct arena arena = {0};
    struct roster now;
    bool done = roster_read(&rota->book, &arena, &now, err) &&
        (!recorded || record(change, &now, err));

    if (roster_end(&rota->book, done && !change->was_done, err))
        replace(rota, &now, &arena);
    else
        done = done && change->was_done;
    arena_clear(&arena);
    arena_clear(&change->arena);
    return done;
}

bool rota_keep(struct rota_change *change, struct err *err)
{
    return keep(change, false, err);
}

bool rota_end(struct rota_change *change, bool done, struct err *err)
{
    if (done)
        return keep(change, true, err);
    arena_clear(&change->arena);
    return roster_end(&change->rota->book, false, err);
}
