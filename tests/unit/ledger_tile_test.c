/* Tiles: which there are, where they lie, what is in them; bundles; hashes out of them. */
#include "ledger/ledger.h"

#include "test.h"

#include "../log.h"

static str path_of(struct arena *arena, enum tile_kind kind, uint32_t level,
    uint64_t index, uint32_t width)
{
    const struct tile tile = {kind, level, index, width};
    struct text text = text_in(arena);

    text_add_tile_path(&text, &tile);
    CHECK(text.len <= TILE_PATH_MAX);
    return text_str(&text);
}

TEST(tile, lies_where_the_standard_says)
{
    struct arena arena = {0};

    CHECK_STR(
        path_of(&arena, TILE_HASHES, 0, 1234067, 256), STR("tile/0/x001/x234/067"));
    CHECK_STR(path_of(&arena, TILE_HASHES, 63, 0, 1), STR("tile/63/000.p/1"));
    CHECK_STR(path_of(&arena, TILE_HASHES, 1, 999, 255), STR("tile/1/999.p/255"));
    CHECK_STR(path_of(&arena, TILE_ENTRIES, 0, 1000, 112),
        STR("tile/entries/x001/000.p/112"));
    CHECK_STR(path_of(&arena, TILE_HASHES, 0, UINT64_MAX, 255),
        STR("tile/0/x018/x446/x744/x073/x709/x551/615.p/255"));
    arena_clear(&arena);
}

TEST(tile, reads_back_every_path)
{
    struct arena arena = {0};

    for (int i = 0; i < 2000; i++) {
        const struct tile tile = {
            .kind = test_random(2) == 0 ? TILE_HASHES : TILE_ENTRIES,
            .index = test_random_u64() >> test_random(64),
            .width = 1 + (uint32_t)test_random(256),
        };
        struct tile wanted = tile;
        struct tile got;

        wanted.level = tile.kind == TILE_HASHES ? (uint32_t)test_random(64) : 0;
        CHECK(tile_read_path(
            path_of(&arena, wanted.kind, wanted.level, wanted.index, wanted.width),
            &got));
        CHECK(got.kind == wanted.kind && got.level == wanted.level);
        CHECK(got.index == wanted.index && got.width == wanted.width);
    }
    arena_clear(&arena);
}

TEST(tile, refuses_other_spellings_of_a_path)
{
    static const str refused[] = {
        STR_INIT(""),
        STR_INIT("tile"),
        STR_INIT("tile/0"),
        STR_INIT("tile/0/"),
        STR_INIT("/tile/0/000"),
        STR_INIT("tile/0/000/"),
        STR_INIT("tile//000"),
        STR_INIT("tile/00/000"),
        STR_INIT("tile/64/000"),
        STR_INIT("tile/-1/000"),
        STR_INIT("tile/data/000"),
        STR_INIT("tile/0/0"),
        STR_INIT("tile/0/0000"),
        STR_INIT("tile/0/x000"),
        STR_INIT("tile/0/x000/001"), /* a group too many */
        STR_INIT("tile/0/001/067"),
        STR_INIT("tile/0/x001/x067"),
        STR_INIT("tile/0/x001//067"),
        STR_INIT("tile/0/x01/067"),
        STR_INIT("tile/0/x001/06a"),
        STR_INIT("tile/0/000.p/0"),
        STR_INIT("tile/0/000.p/256"),
        STR_INIT("tile/0/000.p/01"),
        STR_INIT("tile/0/000.p/"),
        STR_INIT("tile/0/000.p"),
        STR_INIT("tile/0/000.p/1/"),
        STR_INIT("tile/0/000.p/1.p/1"),
        STR_INIT("tile/0/x018/x446/x744/x073/x709/x551/616"), /* 2^64 */
        STR_INIT("tile/0/x999/x999/x999/x999/x999/x999/999"),
        STR_INIT("tile/0/x001/x000/x000/x000/x000/x000/x000/000"),
        STR_INIT("tile/0/../000"),
    };
    struct tile tile;

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        CHECK(!tile_read_path(refused[i], &tile));
}

/* The example of the standard: 70,000 entries. */
TEST(tile, has_the_tiles_of_the_example)
{
    uint64_t size = 70000;

    CHECK_U64(tile_at(TILE_HASHES, size, 0, 272).width, 256);
    CHECK_U64(tile_at(TILE_HASHES, size, 0, 273).width, 112);
    CHECK_U64(tile_at(TILE_HASHES, size, 0, 274).width, 0);
    CHECK_U64(tile_at(TILE_HASHES, size, 1, 0).width, 256);
    CHECK_U64(tile_at(TILE_HASHES, size, 1, 1).width, 17);
    CHECK_U64(tile_at(TILE_HASHES, size, 1, 2).width, 0);
    CHECK_U64(tile_at(TILE_HASHES, size, 2, 0).width, 1);
    CHECK_U64(tile_at(TILE_HASHES, size, 3, 0).width, 0);
    CHECK_U64(tile_at(TILE_HASHES, 256, 0, 0).width, 256);
    CHECK_U64(tile_at(TILE_HASHES, 256, 0, 1).width, 0);
    CHECK_U64(tile_at(TILE_HASHES, 256, 1, 0).width, 1);
    CHECK_U64(tile_at(TILE_HASHES, UINT64_MAX, 8, 0).width, 0);
}

/* Whether a tree of `size` has exactly this tile. */
static bool has_tile(uint64_t size, const struct tile *tile)
{
    return tile_at(TILE_HASHES, size, tile->level, tile->index).width == tile->width;
}

static void check_growth(uint64_t from, uint64_t to)
{
    struct tile_growth growth = tile_growth(from, to);
    struct tile before = {.kind = TILE_HASHES};
    uint64_t wanted = 0;
    uint64_t count = 0;
    struct tile tile;

    for (uint32_t level = 0; level < TILE_LEVELS; level++)
        for (uint64_t index = 0;; index++) {
            tile = tile_at(TILE_HASHES, to, level, index);
            if (tile.width == 0)
                break;
            wanted += !has_tile(from, &tile);
        }
    for (; tile_growth_next(&growth, &tile); count++) {
        CHECK(has_tile(to, &tile) && !has_tile(from, &tile));
        CHECK(count == 0 || tile.level > before.level ||
            (tile.level == before.level && tile.index > before.index));
        before = tile;
    }
    CHECK(!tile_growth_next(&growth, &tile));
    CHECK_U64(count, wanted);
}

TEST(tile, growth_writes_what_was_not_there)
{
    static const uint64_t edges[] = {
        0, 1, 2, 255, 256, 257, 511, 512, 65535, 65536, 65537, 70000};

    for (size_t a = 0; a < COUNT_OF(edges); a++)
        for (size_t b = a; b < COUNT_OF(edges); b++)
            check_growth(edges[a], edges[b]);
    for (int i = 0; i < 300; i++) {
        uint64_t from = test_random(200000);

        check_growth(from, from + test_random(i % 2 == 0 ? 600 : 100000));
    }
}

/* Build every tile of a log of `size` and compare it with the plain one; then prove
 * from the tiles. */
static void check_tiles(uint64_t size)
{
    struct tile_growth growth = tile_growth(0, size);
    struct tile_reader reader;
    struct tile_source tiles;
    struct hash_source plain;
    struct hash_source hashes;
    struct merkle_proof proof;
    struct log log;
    struct tile tile;
    struct hash root;
    struct err err;

    log_init(&log, size);
    log_make_files(&log);
    plain = log_hashes(&log);
    tiles = log_tiles(&log);
    tile_reader_init(&reader, &log.hasher, &tiles, size);
    hashes = tile_reader_hashes(&reader);
    root = log_root(&log, 0, size);
    while (tile_growth_next(&growth, &tile)) {
        struct hash built[TILE_WIDTH];

        CHECK(tile_build(&plain, &tile, built, &err));
        CHECK_STR(((str){(const char *)built, tile.width * sizeof(built[0])}),
            text_str(&log_find_file(&log, &tile)->bytes));
    }
    for (int i = 0; i < 40; i++) {
        uint64_t index = i == 0 ? size - 1 : test_random(size);
        struct hash old_root = log_root(&log, 0, index + 1);

        CHECK(merkle_prove_inclusion(&log.hasher, &hashes, index, size, &proof, &err));
        CHECK(merkle_includes(
            &log.hasher, &proof, index, size, &log.leaves[index], &root));
        CHECK(merkle_prove_extension(
            &log.hasher, &hashes, index + 1, size, &proof, &err));
        CHECK(merkle_extends(&log.hasher, &proof, index + 1, &old_root, size, &root));
    }
    log_clear(&log);
}

TEST(tile, holds_the_hashes_that_prove)
{
    static const uint64_t sizes[] = {
        1, 2, 255, 256, 257, 512, 1000, 65535, 65536, 65537};

    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        check_tiles(sizes[i]);
}

TEST(tile, a_root_is_the_hash_of_the_level_above)
{
    struct log log;
    struct hash root;
    struct hash wanted;

    log_init(&log, 256);
    root = tile_root(&log.hasher, log.leaves);
    wanted = log_root(&log, 0, 256);
    CHECK(hash_equal(&root, &wanted));
    log_clear(&log);
}

TEST(tile, the_golden_tile_has_its_digest)
{
    struct log log;
    struct text text;
    struct hash digest;

    log_init(&log, 5);
    log_make_files(&log);
    text = text_in(&log.arena);
    digest = hash_bytes(&log.hasher, text_str(&log.files[0].bytes));
    text_add_hex(&text, digest.bytes, HASH_BYTES);
    CHECK_STR(text_str(&text),
        STR("811670e1d0c54fb9bfcaf2d90bde6aa39ff65f97451478ea3edeb3025873b035"));
    log_clear(&log);
}

TEST(tile, a_full_tile_stands_in_for_a_partial_one)
{
    struct tile_reader reader;
    struct tile_source tiles;
    struct hash_source hashes;
    struct merkle_proof proof;
    struct log log;
    struct hash root;
    struct err err;

    /* The log has grown to 256 and the tile of 200 entries was taken away. */
    log_init(&log, 256);
    log_make_files(&log);
    tiles = log_tiles(&log);
    tile_reader_init(&reader, &log.hasher, &tiles, 200);
    hashes = tile_reader_hashes(&reader);
    root = log_root(&log, 0, 200);
    CHECK(merkle_prove_inclusion(&log.hasher, &hashes, 7, 200, &proof, &err));
    CHECK(merkle_includes(&log.hasher, &proof, 7, 200, &log.leaves[7], &root));

    log.files[0].is_missing = true;
    tile_reader_init(&reader, &log.hasher, &tiles, 200);
    CHECK(!merkle_prove_inclusion(&log.hasher, &hashes, 7, 200, &proof, &err));
    CHECK(err.kind == ERR_NOT_FOUND);
    CHECK_STR(err_text(&err), STR("tile/0/000.p/200: there is no such file"));
    log.files[0].is_missing = false;
    log.files[0].bytes.len--;
    CHECK(!merkle_prove_inclusion(&log.hasher, &hashes, 7, 200, &proof, &err));
    CHECK(err.kind == ERR_CORRUPT);
    CHECK_STR(
        err_text(&err), STR("tile/0/000: this tile must have 8192 bytes, not 8191"));
    log_clear(&log);
}

TEST(bundle, gives_back_what_was_added)
{
    struct arena arena = {0};

    for (int round = 0; round < 50; round++) {
        struct text bundle = text_in(&arena);
        uint32_t width = 1 + (uint32_t)test_random(TILE_WIDTH);
        str wanted[TILE_WIDTH];
        str got[TILE_WIDTH];
        struct err err;

        for (uint32_t i = 0; i < width; i++) {
            size_t len = test_random(test_random(10) == 0 ? 1000 : 10);

            wanted[i] = (str){arena_alloc(&arena, len, 1), len};
            CHECK(bundle_add(&bundle, wanted[i], &err));
        }
        CHECK(bundle_read(text_str(&bundle), width, got, &err));
        for (uint32_t i = 0; i < width; i++)
            CHECK_STR(got[i], wanted[i]);
        CHECK(!bundle_read(text_str(&bundle), width - 1, got, &err));
        CHECK(err.kind == ERR_CORRUPT);
        CHECK(width == TILE_WIDTH ||
            !bundle_read(text_str(&bundle), width + 1, got, &err));
        CHECK(!bundle_read(
            str_slice(text_str(&bundle), 0, bundle.len - 1), width, got, &err));
    }
    arena_clear(&arena);
}

TEST(bundle, takes_65535_bytes_and_no_more)
{
    struct arena arena = {0};
    struct text bundle = text_in(&arena);
    char *bytes = arena_alloc(&arena, ENTRY_BYTES_MAX + 1, 1);
    str got[TILE_WIDTH];
    struct err err;

    CHECK(bundle_add(&bundle, (str){bytes, ENTRY_BYTES_MAX}, &err));
    CHECK(!bundle_add(&bundle, (str){bytes, ENTRY_BYTES_MAX + 1}, &err));
    CHECK(err.kind == ERR_LIMIT);
    CHECK_U64(bundle.len, 2 + ENTRY_BYTES_MAX);
    CHECK(bundle_read(text_str(&bundle), 1, got, &err));
    CHECK_U64(got[0].len, ENTRY_BYTES_MAX);
    arena_clear(&arena);
}
