/* Checking whole logs: sound ones pass, all damage is found and the right file named. */
#include "ledger/ledger.h"

#include "test.h"

#include "../log.h"

enum { FOUND_MAX = 64 };

struct found {
    struct damage damages[FOUND_MAX];
    size_t count;
};

static void keep(void *context, const struct damage *damage)
{
    struct found *found = context;
    struct arena arena = {0};
    struct text text = text_in(&arena);

    CHECK(damage->kind != DAMAGE_UNREADABLE || damage->why->len > 0);
    text_add_damage(&text, damage);
    CHECK(text.len > 20);
    arena_clear(&arena);
    if (found->count < FOUND_MAX)
        found->damages[found->count] = *damage;
    found->count++;
}

static bool check(struct log *log, struct found *found, struct log_health *health)
{
    struct tile_source tiles = log_tiles(log);
    struct damage_sink sink = {keep, found};
    struct hash root = log_root(log, 0, log->size);
    bool is_sound;

    found->count = 0;
    is_sound = ledger_check(&log->hasher, &tiles, log->size, &root, &sink, health);
    CHECK_U64(health->damages, found->count);
    CHECK(is_sound == (found->count == 0));
    return is_sound;
}

static bool is_tile(const struct tile *a, const struct tile *b)
{
    return a->kind == b->kind && a->level == b->level && a->index == b->index &&
        a->width == b->width;
}

TEST(check, sound_logs_pass)
{
    static const uint64_t sizes[] = {0, 1, 2, 5, 255, 256, 257, 511, 1000, 65537};

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct log_health health;
        struct found found;
        struct log log;

        log_init(&log, sizes[i]);
        log_make_files(&log);
        log.reads = 0;
        CHECK(check(&log, &found, &health));
        CHECK(health.has_all_entries);
        /* Each file once. */
        CHECK_U64(log.reads, log.file_count);
        log_clear(&log);
    }
}

/* One bit of one file is wrong: that file is named, and no other. */
static void check_flip(struct log *log, struct log_file *file, size_t at, size_t bit)
{
    struct log_health health;
    struct found found;

    file->bytes.ptr[at] = (char)(file->bytes.ptr[at] ^ (1 << bit));
    CHECK(!check(log, &found, &health));
    CHECK(health.has_all_entries == (file->tile.kind == TILE_HASHES));
    CHECK_U64(found.count, 1);
    CHECK(is_tile(&found.damages[0].tile, &file->tile));
    if (file->tile.kind == TILE_HASHES)
        CHECK(found.damages[0].kind == DAMAGE_TILE);
    if (found.damages[0].kind == DAMAGE_ENTRY)
        CHECK(found.damages[0].entry / TILE_WIDTH == file->tile.index);
    file->bytes.ptr[at] = (char)(file->bytes.ptr[at] ^ (1 << bit));
}

TEST(check, every_bit_of_a_small_log_counts)
{
    struct log log;

    log_init(&log, 5);
    log_make_files(&log);
    for (size_t f = 0; f < log.file_count; f++)
        for (size_t bit = 0; bit < log.files[f].bytes.len * 8; bit++)
            check_flip(&log, &log.files[f], bit / 8, bit % 8);
    log_clear(&log);
}

TEST(check, one_wrong_bit_names_its_file)
{
    static const uint64_t sizes[] = {256, 300, 1000};

    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        struct log log;

        log_init(&log, sizes[s]);
        log_make_files(&log);
        for (size_t f = 0; f < log.file_count; f++)
            for (int i = 0; i < 20; i++)
                check_flip(&log, &log.files[f], test_random(log.files[f].bytes.len),
                    test_random(8));
        log_clear(&log);
    }
}

TEST(check, one_wrong_bit_is_named_three_levels_up)
{
    struct log log;

    log_init(&log, 65537);
    log_make_files(&log);
    for (int i = 0; i < 4; i++) {
        /* The last hash tiles: level 2, both of level 1, then one of level 0. */
        const struct tile tiles[] = {
            {TILE_HASHES, 2, 0, 1},
            {TILE_HASHES, 1, 0, 256},
            {TILE_HASHES, 0, test_random(256), 256},
            {TILE_ENTRIES, 0, test_random(256), 256},
        };
        struct log_file *file = log_find_file(&log, &tiles[i]);

        check_flip(&log, file, test_random(file->bytes.len), test_random(8));
    }
    log_clear(&log);
}

TEST(check, a_missing_file_is_named)
{
    struct log log;

    log_init(&log, 700);
    log_make_files(&log);
    for (size_t f = 0; f < log.file_count; f++) {
        struct log_health health;
        struct found found;

        log.files[f].is_missing = true;
        CHECK(!check(&log, &found, &health));
        CHECK_U64(found.count, 1);
        CHECK(found.damages[0].kind == DAMAGE_UNREADABLE);
        CHECK(is_tile(&found.damages[0].tile, &log.files[f].tile));
        CHECK(health.has_all_entries == (log.files[f].tile.kind == TILE_HASHES));
        log.files[f].is_missing = false;
    }
    log_clear(&log);
}

/* Entry 300 is made another one of the same length; its tile is changed to fit. */
static void rewrite_entry(struct log *log, bool fit_tile)
{
    const struct tile bundle = tile_at(TILE_ENTRIES, log->size, 0, 1);
    const struct tile tile = tile_at(TILE_HASHES, log->size, 0, 1);
    struct text *entries = &log_find_file(log, &bundle)->bytes;
    struct text *hashes = &log_find_file(log, &tile)->bytes;
    size_t at = str_find(text_str(entries), STR("\"seq\":300}"), 0);
    struct hash leaf = hash_leaf(&log->hasher, STR("{\"kind\":\"test\",\"seq\":999}"));

    memcpy(entries->ptr + at, "\"seq\":999}", 10);
    if (fit_tile)
        memcpy(hashes->ptr + (300 - 256) * HASH_BYTES, leaf.bytes, HASH_BYTES);
}

TEST(check, a_rewritten_entry_is_named)
{
    struct log_health health;
    struct found found;
    struct log log;

    log_init(&log, 700);
    log_make_files(&log);
    rewrite_entry(&log, false);
    CHECK(!check(&log, &found, &health));
    CHECK_U64(found.count, 1);
    CHECK(found.damages[0].kind == DAMAGE_ENTRY);
    CHECK_U64(found.damages[0].entry, 300);
    CHECK(!health.has_all_entries);
    log_clear(&log);
}

TEST(check, a_rewritten_entry_with_its_tile_is_found_from_above)
{
    struct log_health health;
    struct found found;
    struct log log;

    log_init(&log, 700);
    log_make_files(&log);
    rewrite_entry(&log, true);
    CHECK(!check(&log, &found, &health));
    CHECK_U64(found.count, 2);
    CHECK(found.damages[0].kind == DAMAGE_TILE);
    CHECK(found.damages[1].kind == DAMAGE_BUNDLE);
    CHECK_U64(found.damages[1].tile.index, 1);
    log_clear(&log);
}

/* The whole log is another one, in itself sound. */
TEST(check, another_log_does_not_lead_to_the_root)
{
    struct log_health health;
    struct damage_sink sink;
    struct tile_source tiles;
    struct found found = {.count = 0};
    struct log log;
    struct hash root;

    log_init(&log, 700);
    log_make_files(&log);
    tiles = log_tiles(&log);
    sink = (struct damage_sink){keep, &found};
    root = log_root(&log, 0, 699);
    CHECK(!ledger_check(&log.hasher, &tiles, 700, &root, &sink, &health));
    CHECK_U64(found.count, 1);
    CHECK(found.damages[0].kind == DAMAGE_ROOT);
    /* Nothing was to be told: still counted. */
    CHECK(!ledger_check(&log.hasher, &tiles, 700, &root, NULL, &health));
    CHECK_U64(health.damages, 1);
    CHECK(!ledger_check(&log.hasher, &tiles, 0, &root, NULL, &health));
    log_clear(&log);
}

/* Many files at once.  With all entries there, exactly the damaged tiles are named;
 * otherwise, what is named is damaged or stands in doubt beside something that is. */
TEST(check, much_damage_is_all_found)
{
    for (int round = 0; round < 60; round++) {
        bool tiles_only = round % 2 == 0;
        bool is_damaged[32] = {false};
        struct log_health health;
        struct found found;
        struct log log;
        size_t wanted = 0;

        log_init(&log, 900 + test_random(200));
        log_make_files(&log);
        for (size_t f = 0; f < log.file_count; f++) {
            struct text *bytes = &log.files[f].bytes;
            size_t at = test_random(bytes->len);

            if (test_random(3) > 0 ||
                (tiles_only && log.files[f].tile.kind == TILE_ENTRIES))
                continue;
            is_damaged[f] = true;
            wanted++;
            bytes->ptr[at] = (char)(bytes->ptr[at] ^ (1 << test_random(8)));
        }
        CHECK(check(&log, &found, &health) == (wanted == 0));
        CHECK(tiles_only ? found.count == wanted : found.count <= FOUND_MAX);
        for (size_t i = 0; i < found.count; i++) {
            const struct log_file *file = log_find_file(&log, &found.damages[i].tile);

            CHECK(found.damages[i].kind == DAMAGE_ROOT ||
                found.damages[i].kind == DAMAGE_BUNDLE || is_damaged[file - log.files]);
        }
        log_clear(&log);
    }
}
