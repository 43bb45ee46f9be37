/*
 * What may be erased, and what forbids it, against arrays: random buckets, sealed
 * fields, holds and editions.
 */
#include "kept.h"
#include "test.h"

enum {
    EVENTS = 12,
    PLACES = 4,
    BUCKETS = 4,
    HOLDS_MAX = 20,
    EDITIONS = 8,
    MOMENTS = 20
};

struct model {
    struct db *db;
    struct arena arena;
    bool has[EVENTS][PLACES];
    struct store_disclosure fields[EVENTS][PLACES];
    bool opened[BUCKETS];
    struct store_bucket buckets[BUCKETS];
    struct store_hold holds[HOLDS_MAX];
    size_t hold_count;
    bool added[EDITIONS];
    struct store_edition editions[EDITIONS];
};

static str words(struct model *model, const char *word, uint64_t number)
{
    struct text text = text_in(&model->arena);

    text_add(&text, str_from(word));
    text_add_u64(&text, number);
    return text_str(&text);
}

static int64_t moment(void)
{
    return (int64_t)test_random(MOMENTS);
}

/* Every third event is of no visit, the others of two. */
static bool begin(struct model *model, struct db *db)
{
    struct err err = {0};
    uint64_t n[3] = {0};

    *model = (struct model){.db = db};
    if (!store_open(db, STR(":memory:"), DB_WRITE, &err))
        return false;
    for (uint64_t seq = 0; seq < EVENTS; seq++) {
        struct store_event event = kept_event(seq);

        event.in_visit = seq % 3 > 0;
        event.n = n[seq % 3]++;
        kept_bytes(event.visit, sizeof(event.visit), seq % 3);
        if (!store_event_insert(db, &event, &err))
            return false;
    }
    return true;
}

/* ---- buckets and fields ---- */

static uint64_t living_in(const struct model *model, size_t bucket)
{
    uint64_t count = 0;

    for (size_t seq = 0; seq < EVENTS; seq++)
        for (size_t place = 0; place < PLACES; place++)
            if (model->has[seq][place] && !model->fields[seq][place].is_erased &&
                str_equal(
                    model->fields[seq][place].bucket, model->buckets[bucket].name))
                count++;
    return count;
}

static void change_bucket(struct model *model)
{
    size_t i = test_random(BUCKETS);
    struct store_bucket *bucket = &model->buckets[i];
    str name = words(model, "conduct-2025-0", i);
    int64_t at = moment();
    struct err err = {0};
    bool sound;

    switch (test_random(6)) {
    case 0:
        sound = model->opened[i];
        CHECK(store_bucket_close(model->db, name, at, &err) == sound);
        if (sound && !bucket->is_closed) {
            bucket->is_closed = true;
            bucket->closed_at = at;
        }
        break;
    case 1:
        sound = model->opened[i] && bucket->is_closed && living_in(model, i) == 0;
        CHECK(store_bucket_shred(model->db, name, at, &err) == sound);
        if (sound && !bucket->is_shredded) {
            bucket->is_shredded = true;
            bucket->shredded_at = at;
        }
        break;
    default:
        CHECK(store_bucket_put(model->db, name, at, &err));
        if (!model->opened[i])
            *bucket = (struct store_bucket){.name = name, .opened_at = at};
        model->opened[i] = true;
    }
}

static bool same_bucket(const struct store_bucket *a, const struct store_bucket *b)
{
    return str_equal(a->name, b->name) && a->opened_at == b->opened_at &&
        a->is_closed == b->is_closed && a->closed_at == b->closed_at &&
        a->is_shredded == b->is_shredded && a->shredded_at == b->shredded_at;
}

static void read_buckets(struct model *model)
{
    struct db_query q = store_buckets(model->db);
    struct store_bucket got;
    struct err err = {0};
    uint64_t count;

    for (size_t i = 0; i < BUCKETS; i++)
        if (model->opened[i])
            CHECK(store_bucket_next(&q, &got) && same_bucket(&got, &model->buckets[i]));
    CHECK(!store_bucket_next(&q, &got));
    CHECK(db_done(&q, &err));
    for (size_t i = 0; i < BUCKETS; i++) {
        str name = words(model, "conduct-2025-0", i);

        CHECK(store_disclosure_count(model->db, name, &count, &err));
        CHECK_U64(count, living_in(model, i));
        if (store_bucket_get(model->db, &model->arena, name, &got, &err))
            CHECK(model->opened[i] && same_bucket(&got, &model->buckets[i]));
        else
            CHECK(!model->opened[i] && err.kind == ERR_NOT_FOUND);
    }
}

static void insert_field(struct model *model)
{
    size_t bucket = test_random(BUCKETS);
    struct store_disclosure new = {.seq = test_random(EVENTS + 1),
        .place = test_random(PLACES),
        .bucket = words(model, "conduct-2025-0", bucket),
        .sealed = words(model, "sealed", test_random_u64())};
    bool sound = new.seq < EVENTS && !model->has[new.seq][new.place] &&
        model->opened[bucket] && !model->buckets[bucket].is_closed;
    struct err err = {0};

    kept_bytes(new.digest, sizeof(new.digest), test_random_u64());
    if (test_random(5) == 0)
        new.sealed = (str){0};
    CHECK(store_disclosure_insert(model->db, &new, &err) == sound);
    if (sound) {
        model->has[new.seq][new.place] = true;
        model->fields[new.seq][new.place] = new;
    } else {
        CHECK(err.kind == ERR_CONFLICT);
    }
}

static void erase_field(struct model *model)
{
    size_t seq = test_random(EVENTS);
    size_t place = test_random(PLACES);
    uint64_t by = test_random(EVENTS);
    struct store_disclosure *field = &model->fields[seq][place];
    struct err err = {0};
    bool erased;

    CHECK(db_begin(model->db, &err));
    erased = store_disclosure_erase(model->db, seq, place, by, &err);
    CHECK(erased == model->has[seq][place]);
    if (!erased) {
        CHECK(err.kind == ERR_NOT_FOUND);
        db_rollback(model->db);
        return;
    }
    CHECK(db_commit(model->db, &err));
    if (!field->is_erased)
        field->erased_by = by;
    field->is_erased = true;
    field->sealed = (str){0};
}

static void read_fields(struct model *model)
{
    size_t seq = test_random(EVENTS);
    struct db_query q = store_disclosures(model->db, seq);
    struct store_disclosure got;
    struct err err = {0};

    for (size_t place = 0; place < PLACES; place++) {
        const struct store_disclosure *wanted = &model->fields[seq][place];

        if (!model->has[seq][place])
            continue;
        CHECK_OR_STOP(store_disclosure_next(&q, &got));
        CHECK(got.seq == seq && got.place == place);
        CHECK(memcmp(got.digest, wanted->digest, sizeof(got.digest)) == 0);
        CHECK_STR(got.bucket, wanted->bucket);
        CHECK_STR(got.sealed, wanted->sealed);
        CHECK(got.is_erased == wanted->is_erased && got.erased_by == wanted->erased_by);
    }
    CHECK(!store_disclosure_next(&q, &got));
    CHECK(db_done(&q, &err));
}

/* ---- holds ---- */

static void change_hold(struct model *model)
{
    struct store_hold new = {.number = model->hold_count + 1,
        .of_visit = test_random(2) == 0,
        .seq = test_random(EVENTS),
        .reason = words(model, "reason", test_random_u64()),
        .ordered_by = words(model, "court", test_random_u64()),
        .begins = moment(),
        .has_end = test_random(2) == 0};
    uint64_t number = test_random(model->hold_count + 2);
    struct err err = {0};

    if (test_random(3) == 0) {
        bool known = number >= 1 && number <= model->hold_count;
        int64_t ends = known ? model->holds[number - 1].begins + moment() : 1;

        CHECK(store_hold_end(model->db, number, ends, &err) == known);
        if (known) {
            model->holds[number - 1].has_end = true;
            model->holds[number - 1].ends = ends;
        }
        return;
    }
    if (model->hold_count == HOLDS_MAX)
        return;
    if (new.of_visit)
        new.seq = 0;
    if (new.of_visit)
        kept_bytes(new.visit, sizeof(new.visit), test_random(4));
    if (new.has_end)
        new.ends = new.begins + moment();
    CHECK(store_hold_insert(model->db, &new, &number, &err));
    CHECK_U64(number, new.number);
    model->holds[model->hold_count++] = new;
}

static bool same_hold(const struct store_hold *a, const struct store_hold *b)
{
    return a->number == b->number && a->of_visit == b->of_visit && a->seq == b->seq &&
        memcmp(a->visit, b->visit, sizeof(a->visit)) == 0 &&
        str_equal(a->reason, b->reason) && str_equal(a->ordered_by, b->ordered_by) &&
        a->begins == b->begins && a->has_end == b->has_end && a->ends == b->ends;
}

static bool covers(const struct store_hold *hold, uint64_t seq, int64_t at)
{
    uint8_t visit[STORE_ID_BYTES];

    if (at < hold->begins || (hold->has_end && at >= hold->ends))
        return false;
    if (!hold->of_visit)
        return hold->seq == seq;
    kept_bytes(visit, sizeof(visit), seq % 3);
    return seq % 3 > 0 && memcmp(visit, hold->visit, sizeof(visit)) == 0;
}

static void read_holds(struct model *model)
{
    struct db_query q = store_holds(model->db);
    uint64_t seq = test_random(EVENTS);
    int64_t at = moment();
    struct store_hold got;
    struct err err = {0};
    size_t first = 0;

    for (size_t i = 0; i < model->hold_count; i++)
        CHECK(store_hold_next(&q, &got) && same_hold(&got, &model->holds[i]));
    CHECK(!store_hold_next(&q, &got));
    CHECK(db_done(&q, &err));
    while (first < model->hold_count && !covers(&model->holds[first], seq, at))
        first++;
    if (store_hold_covering(model->db, &model->arena, seq, at, &got, &err))
        CHECK(first < model->hold_count && same_hold(&got, &model->holds[first]));
    else
        CHECK(first == model->hold_count && err.kind == ERR_NOT_FOUND);
}

/* ---- editions ---- */

static void change_edition(struct model *model)
{
    size_t i = test_random(EDITIONS);
    struct store_edition *edition = &model->editions[i];
    struct store_edition new = {.name = i % 2 == 0 ? STR("entry") : STR("records"),
        .image = words(model, "image", test_random_u64()),
        .source = words(model, "# Document ", test_random_u64()),
        .added_at = (int64_t)i,
        .begins = moment(),
        .has_end = test_random(2) == 0};
    struct err err = {0};

    kept_bytes(new.digest, sizeof(new.digest), i);
    if (new.has_end)
        new.ends = new.begins + moment();
    if (test_random(3) > 0) {
        CHECK(store_edition_insert(model->db, &new, &err) == !model->added[i]);
        if (!model->added[i])
            *edition = new;
        model->added[i] = true;
        return;
    }
    new.ends = model->added[i] ? edition->begins + moment() : 0;
    CHECK(store_edition_end(model->db, new.digest, new.ends, &err) == model->added[i]);
    if (model->added[i]) {
        edition->has_end = true;
        edition->ends = new.ends;
    }
}

static bool same_edition(const struct store_edition *a, const struct store_edition *b)
{
    return memcmp(a->digest, b->digest, sizeof(a->digest)) == 0 &&
        str_equal(a->name, b->name) && str_equal(a->image, b->image) &&
        str_equal(a->source, b->source) && a->added_at == b->added_at &&
        a->begins == b->begins && a->has_end == b->has_end && a->ends == b->ends;
}

static void read_edition(struct model *model)
{
    size_t i = test_random(EDITIONS);
    str name = i % 2 == 0 ? STR("entry") : STR("records");
    int64_t at = moment();
    const struct store_edition *best = NULL;
    struct store_edition got;
    struct err err = {0};
    uint8_t digest[STORE_HASH_BYTES];

    kept_bytes(digest, sizeof(digest), i);
    if (store_edition_get(model->db, &model->arena, digest, &got, &err))
        CHECK(model->added[i] && same_edition(&got, &model->editions[i]));
    else
        CHECK(!model->added[i] && err.kind == ERR_NOT_FOUND);
    for (size_t k = i % 2; k < EDITIONS; k += 2) {
        const struct store_edition *one = &model->editions[k];

        if (model->added[k] && one->begins <= at && (!one->has_end || at < one->ends) &&
            (best == NULL || one->begins >= best->begins))
            best = one;
    }
    if (store_edition_in_force(model->db, &model->arena, name, at, &got, &err))
        CHECK(best != NULL && same_edition(&got, best));
    else
        CHECK(best == NULL && err.kind == ERR_NOT_FOUND);
}

/* ---- all of it ---- */

static void (*const acts[])(struct model *model) = {change_bucket, read_buckets,
    insert_field, insert_field, erase_field, read_fields, change_hold, read_holds,
    change_edition, read_edition};

TEST(store, keeps_what_is_sealed_as_arrays_would)
{
    for (unsigned round = 0; round < 12; round++) {
        struct db db = {0};
        struct model model;

        CHECK_OR_STOP(begin(&model, &db));
        for (unsigned i = 0; i < 800; i++)
            acts[test_random(COUNT_OF(acts))](&model);
        db_close(&db);
        arena_clear(&model.arena);
    }
}
