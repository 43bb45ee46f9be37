/*
 * The log's side of the store against arrays searched from front to back: random
 * insertions, sound and unsound, and everything that can be asked in between.
 */
#include "kept.h"
#include "test.h"

enum { EVENTS_MAX = 120, CHECKPOINTS_MAX = 40, COSIGNATURES_MAX = 80, KEYS_MAX = 12 };

struct model {
    struct db *db;
    struct arena arena;
    struct store_event events[EVENTS_MAX];
    uint64_t event_count;
    struct store_checkpoint checkpoints[CHECKPOINTS_MAX];
    size_t checkpoint_count;
    struct store_cosignature cosignatures[COSIGNATURES_MAX];
    uint64_t cosigned[COSIGNATURES_MAX]; /* the size each belongs to */
    size_t cosignature_count;
    struct store_log_key keys[KEYS_MAX];
    size_t key_count;
};

static str words(struct model *model, const char *word, uint64_t number)
{
    struct text text = text_in(&model->arena);

    text_add(&text, str_from(word));
    text_add_u64(&text, number);
    return text_str(&text);
}

static bool same_id(const uint8_t *a, const uint8_t *b)
{
    return memcmp(a, b, STORE_ID_BYTES) == 0;
}

/* ---- events ---- */

static const struct store_event *newest_of(
    const struct model *model, const uint8_t *visit)
{
    for (uint64_t i = model->event_count; i-- > 0;)
        if (model->events[i].in_visit && same_id(model->events[i].visit, visit))
            return &model->events[i];
    return NULL;
}

static const struct store_event *under_key(
    const struct model *model, const uint8_t *key)
{
    for (uint64_t i = 0; i < model->event_count; i++)
        if (same_id(model->events[i].key, key))
            return &model->events[i];
    return NULL;
}

/* Mostly the next event; now and then one whose place, turn or key is wrong. */
static void insert_event(struct model *model)
{
    struct store_event event = kept_event(model->event_count);
    const struct store_event *newest;
    struct err err = {0};
    bool sound;

    if (model->event_count == EVENTS_MAX)
        return;
    if (test_random(8) == 0)
        event.seq += test_random(3);
    event.leaf = words(model, "leaf", test_random_u64());
    kept_bytes(event.key, sizeof(event.key), test_random(EVENTS_MAX * 4));
    event.in_visit = test_random(3) > 0;
    kept_bytes(event.visit, sizeof(event.visit), test_random(5));
    newest = newest_of(model, event.visit);
    event.n = newest == NULL ? 0 : newest->n + 1;
    if (event.in_visit && newest == NULL)
        event.kind = STR("visit_opened");
    else if (event.in_visit && test_random(4) == 0)
        event.kind = STR("visit_closed");
    if (test_random(8) == 0)
        event.n += test_random(2);
    sound = event.seq == model->event_count && under_key(model, event.key) == NULL &&
        (!event.in_visit || event.n == (newest == NULL ? 0 : newest->n + 1));
    CHECK(store_event_insert(model->db, &event, &err) == sound);
    if (sound)
        model->events[model->event_count++] = event;
    else
        CHECK(err.kind == ERR_CONFLICT);
}

static void read_event(struct model *model)
{
    uint64_t seq = test_random(model->event_count + 2);
    const struct store_event *wanted;
    struct store_event got;
    struct err err = {0};
    uint8_t key[STORE_ID_BYTES];
    uint64_t count;

    CHECK(store_event_count(model->db, &count, &err));
    CHECK_U64(count, model->event_count);
    if (store_event_by_seq(model->db, &model->arena, seq, &got, &err))
        CHECK(seq < model->event_count && kept_same_event(&got, &model->events[seq]));
    else
        CHECK(err.kind == ERR_NOT_FOUND && seq >= model->event_count);
    kept_bytes(key, sizeof(key), test_random(EVENTS_MAX * 4));
    wanted = under_key(model, key);
    if (store_event_by_key(model->db, &model->arena, key, &got, &err))
        CHECK(wanted != NULL && kept_same_event(&got, wanted));
    else
        CHECK(err.kind == ERR_NOT_FOUND && wanted == NULL);
}

static void read_range(struct model *model)
{
    uint64_t first = test_random(model->event_count + 2);
    uint64_t past = test_random(4) == 0 ? UINT64_MAX : first + test_random(20);
    struct db_query events = store_events(model->db, first, past);
    struct db_query hashes = store_hashes(model->db, first, past);
    struct store_event event;
    uint8_t hash[STORE_HASH_BYTES];
    struct err err = {0};
    uint64_t i = first;

    for (; i < model->event_count && i < past; i++) {
        CHECK(store_event_next(&events, &event));
        CHECK(kept_same_event(&event, &model->events[i]));
        CHECK(store_hash_next(&hashes, hash));
        CHECK(memcmp(hash, model->events[i].hash, sizeof(hash)) == 0);
        if (test_random(30) == 0)
            break;
    }
    CHECK((i < model->event_count && i < past) || !store_event_next(&events, &event));
    CHECK(db_done(&events, &err));
    CHECK(db_done(&hashes, &err));
}

static bool is_closed(const struct model *model, const uint8_t *visit)
{
    for (uint64_t i = 0; i < model->event_count; i++)
        if (model->events[i].in_visit && same_id(model->events[i].visit, visit) &&
            str_equal(model->events[i].kind, STR("visit_closed")))
            return true;
    return false;
}

static void read_open(struct model *model)
{
    struct db_query q = store_open_visits(model->db);
    uint8_t visit[STORE_ID_BYTES];
    struct err err = {0};

    for (uint64_t i = 0; i < model->event_count; i++) {
        const struct store_event *event = &model->events[i];

        if (!str_equal(event->kind, STR("visit_opened")) ||
            is_closed(model, event->visit))
            continue;
        CHECK(store_open_visit_next(&q, visit) && same_id(visit, event->visit));
    }
    CHECK(!store_open_visit_next(&q, visit));
    CHECK(db_done(&q, &err));
}

static void read_closed(struct model *model)
{
    uint64_t before = test_random(model->event_count + 2);
    uint64_t most = test_random(4);
    int64_t begins =
        model->event_count == 0 ? 0 : model->events[test_random(model->event_count)].at;
    int64_t ends = begins + (int64_t)test_random(1000);
    struct db_query q = store_closed_visits(model->db, before, begins, ends, most);
    uint8_t visit[STORE_ID_BYTES];
    struct err err = {0};
    uint64_t seq;

    for (uint64_t i = model->event_count; i > 0 && most > 0; i--) {
        const struct store_event *event = &model->events[i - 1];

        if (event->seq >= before || event->at < begins || event->at >= ends ||
            !str_equal(event->kind, STR("visit_closed")))
            continue;
        CHECK(store_closed_visit_next(&q, visit, &seq));
        CHECK(seq == event->seq && same_id(visit, event->visit));
        most--;
    }
    CHECK(!store_closed_visit_next(&q, visit, &seq));
    CHECK(db_done(&q, &err));
}

static void read_visit(struct model *model)
{
    uint8_t visit[STORE_ID_BYTES];
    uint8_t hash[STORE_HASH_BYTES];
    const struct store_event *newest;
    struct store_event event;
    struct err err = {0};
    struct db_query q;
    uint64_t n;

    kept_bytes(visit, sizeof(visit), test_random(6));
    newest = newest_of(model, visit);
    if (store_visit_newest(model->db, visit, &n, hash, &err))
        CHECK(newest != NULL && n == newest->n &&
            memcmp(hash, newest->hash, sizeof(hash)) == 0);
    else
        CHECK(newest == NULL && err.kind == ERR_NOT_FOUND);
    q = store_visit_events(model->db, visit);
    for (uint64_t i = 0; i < model->event_count; i++)
        if (model->events[i].in_visit && same_id(model->events[i].visit, visit)) {
            CHECK(store_event_next(&q, &event));
            CHECK(kept_same_event(&event, &model->events[i]));
        }
    CHECK(!store_event_next(&q, &event));
    CHECK(db_done(&q, &err));
}

/* ---- checkpoints ---- */

/* The checkpoint of exactly `size`, or the smallest above it; NULL: there is none. */
static const struct store_checkpoint *checkpoint_of(
    const struct model *model, uint64_t size, bool above)
{
    const struct store_checkpoint *best = NULL;

    for (size_t i = 0; i < model->checkpoint_count; i++) {
        const struct store_checkpoint *one = &model->checkpoints[i];

        if (above ? one->size > size && (best == NULL || one->size < best->size)
                  : one->size == size)
            best = one;
    }
    return best;
}

static void insert_checkpoint(struct model *model)
{
    struct store_checkpoint new = {.size = test_random(60),
        .note = words(model, "note", test_random_u64()),
        .at = (int64_t)test_random_u64()};
    bool sound = checkpoint_of(model, new.size, false) == NULL;
    struct err err = {0};

    if (model->checkpoint_count == CHECKPOINTS_MAX)
        return;
    kept_bytes(new.root, sizeof(new.root), test_random_u64());
    CHECK(store_checkpoint_insert(model->db, &new, &err) == sound);
    if (sound)
        model->checkpoints[model->checkpoint_count++] = new;
    else
        CHECK(err.kind == ERR_CONFLICT);
}

static void same_checkpoint(bool got, const struct store_checkpoint *found,
    const struct store_checkpoint *wanted, const struct err *err)
{
    if (!got)
        CHECK(wanted == NULL && err->kind == ERR_NOT_FOUND);
    else
        CHECK(wanted != NULL && found->size == wanted->size &&
            found->at == wanted->at && str_equal(found->note, wanted->note) &&
            memcmp(found->root, wanted->root, sizeof(found->root)) == 0);
}

static void read_checkpoint(struct model *model)
{
    uint64_t size = test_random(62);
    const struct store_checkpoint *newest = NULL;
    struct store_checkpoint got;
    struct err err = {0};
    bool found;

    found = store_checkpoint_by_size(model->db, &model->arena, size, &got, &err);
    same_checkpoint(found, &got, checkpoint_of(model, size, false), &err);
    found = store_checkpoint_above(model->db, &model->arena, size, &got, &err);
    same_checkpoint(found, &got, checkpoint_of(model, size, true), &err);
    for (size_t i = 0; i < model->checkpoint_count; i++)
        if (newest == NULL || model->checkpoints[i].size > newest->size)
            newest = &model->checkpoints[i];
    found = store_checkpoint_newest(model->db, &model->arena, &got, &err);
    same_checkpoint(found, &got, newest, &err);
}

static struct store_cosignature *cosignature_of(
    struct model *model, uint64_t size, str witness)
{
    for (size_t i = 0; i < model->cosignature_count; i++)
        if (model->cosigned[i] == size &&
            str_equal(model->cosignatures[i].witness, witness))
            return &model->cosignatures[i];
    return NULL;
}

static void put_cosignature(struct model *model)
{
    uint64_t size = test_random(60);
    struct store_cosignature new = {.witness = words(model, "witness", test_random(3)),
        .line = words(model, "line", test_random_u64()),
        .at = (int64_t)test_random(5)};
    struct store_cosignature *old = cosignature_of(model, size, new.witness);
    bool sound = checkpoint_of(model, size, false) != NULL;
    struct err err = {0};

    if (model->cosignature_count == COSIGNATURES_MAX)
        return;
    CHECK(store_cosignature_put(model->db, size, &new, &err) == sound);
    if (!sound) {
        CHECK(err.kind == ERR_CONFLICT);
    } else if (old == NULL) {
        model->cosigned[model->cosignature_count] = size;
        model->cosignatures[model->cosignature_count++] = new;
    } else if (new.at > old->at) {
        *old = new;
    }
}

static void read_cosignatures(struct model *model)
{
    uint64_t size = test_random(60);
    struct db_query q = store_cosignatures(model->db, size);
    struct store_cosignature got;
    struct err err = {0};

    for (uint64_t i = 0; i < 3; i++) {
        struct store_cosignature *wanted =
            cosignature_of(model, size, words(model, "witness", i));

        if (wanted == NULL)
            continue;
        CHECK_OR_STOP(store_cosignature_next(&q, &got));
        CHECK_STR(got.witness, wanted->witness);
        CHECK_STR(got.line, wanted->line);
        CHECK(got.at == wanted->at);
    }
    CHECK(!store_cosignature_next(&q, &got));
    CHECK(db_done(&q, &err));
}

/* ---- keys ---- */

static const struct store_log_key *key_at(const struct model *model, uint64_t size)
{
    const struct store_log_key *best = NULL;

    for (size_t i = 0; i < model->key_count; i++)
        if (model->keys[i].from_size <= size &&
            (best == NULL || model->keys[i].from_size > best->from_size))
            best = &model->keys[i];
    return best;
}

static void use_keys(struct model *model)
{
    uint64_t size = test_random(50);
    const struct store_log_key *old = key_at(model, size);
    bool sound = old == NULL || old->from_size != size;
    str vkey = words(model, "vkey", size);
    struct store_log_key got;
    struct err err = {0};
    struct db_query q;
    size_t listed = 0;

    if (model->key_count < KEYS_MAX && test_random(3) == 0) {
        CHECK(store_log_key_insert(model->db, size, vkey, &err) == sound);
        if (sound)
            model->keys[model->key_count++] = (struct store_log_key){size, vkey};
        old = key_at(model, size);
    }
    if (store_log_key_at(model->db, &model->arena, size, &got, &err)) {
        CHECK_OR_STOP(old != NULL);
        CHECK_STR(got.vkey, old->vkey);
        CHECK_U64(got.from_size, old->from_size);
    } else {
        CHECK(old == NULL && err.kind == ERR_NOT_FOUND);
    }
    q = store_log_keys(model->db);
    while (store_log_key_next(&q, &got)) {
        listed++;
        CHECK_STR(got.vkey, key_at(model, got.from_size)->vkey);
    }
    CHECK(db_done(&q, &err));
    CHECK_U64(listed, model->key_count);
}

/* ---- all of it ---- */

static void (*const acts[])(struct model *model) = {insert_event, insert_event,
    insert_event, read_event, read_range, read_visit, read_open, read_closed,
    insert_checkpoint, read_checkpoint, put_cosignature, read_cosignatures, use_keys};

static void run(str path, unsigned steps)
{
    struct db db = {0};
    struct model model = {.db = &db};
    struct err err = {0};

    CHECK_OR_STOP(store_open(&db, path, DB_WRITE, &err));
    for (unsigned i = 0; i < steps; i++) {
        if (path.ptr[0] != ':' && test_random(40) == 0) {
            db_close(&db);
            CHECK_OR_STOP(store_open(&db, path, DB_WRITE, &err));
        }
        acts[test_random(COUNT_OF(acts))](&model);
    }
    db_close(&db);
    arena_clear(&model.arena);
}

TEST(store, keeps_the_log_as_arrays_would)
{
    for (unsigned round = 0; round < 12; round++)
        run(STR(":memory:"), 1000);
}

TEST(store, keeps_the_log_across_openings)
{
    run(kept_file("store_log_test.db"), 500);
}

TEST(store, keeps_full_tiles)
{
    struct db db = {0};
    struct err err = {0};
    static uint8_t tile[STORE_TILE_BYTES];
    static uint8_t got[STORE_TILE_BYTES];
    static bool has[4][16];

    CHECK_OR_STOP(store_open(&db, STR(":memory:"), DB_WRITE, &err));
    for (unsigned round = 0; round < 200; round++) {
        unsigned level = (unsigned)test_random(4);
        uint64_t n = test_random(16);

        kept_bytes(tile, sizeof(tile), level * 16 + n);
        if (test_random(2) == 0) {
            CHECK(store_tile_insert(&db, level, n, tile, &err) == !has[level][n]);
            has[level][n] = true;
        } else if (store_tile_get(&db, level, n, got, &err)) {
            CHECK(has[level][n] && memcmp(got, tile, sizeof(got)) == 0);
        } else {
            CHECK(!has[level][n] && err.kind == ERR_NOT_FOUND);
        }
    }
    db_close(&db);
}

TEST(store, is_one_log)
{
    struct db db = {0};
    struct err err = {0};
    struct arena arena = {0};
    struct store_log got;

    CHECK_OR_STOP(store_open(&db, STR(":memory:"), DB_WRITE, &err));
    CHECK(!store_log_get(&db, &arena, &got, &err));
    CHECK_STR(err_text(&err), STR("the log has not begun"));
    CHECK(store_log_insert(&db, STR("school.example/vestibule"), 17, &err));
    CHECK(!store_log_insert(&db, STR("another"), 18, &err));
    CHECK(err.kind == ERR_CONFLICT);
    CHECK(store_log_get(&db, &arena, &got, &err));
    CHECK_STR(got.origin, STR("school.example/vestibule"));
    CHECK(got.opened_at == 17);
    db_close(&db);
    arena_clear(&arena);
}
