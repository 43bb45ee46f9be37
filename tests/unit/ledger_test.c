/* Trees and proofs: the roots that everyone knows, and the definition of RFC 6962. */
#include "ledger/ledger.h"

#include "test.h"

#include "../log.h"

static str hex(struct arena *arena, const struct hash *hash)
{
    struct text text = text_in(arena);

    text_add_hex(&text, hash->bytes, HASH_BYTES);
    return text_str(&text);
}

static str base64(struct arena *arena, const struct hash *hash)
{
    struct text text = text_in(arena);

    text_add_base64(&text, hash->bytes, HASH_BYTES);
    return text_str(&text);
}

static struct frontier grown(const struct log *log, uint64_t size)
{
    struct frontier frontier = {0};

    for (uint64_t i = 0; i < size; i++)
        frontier_add(&log->hasher, &frontier, &log->leaves[i], NULL);
    return frontier;
}

TEST(ledger, hashes_as_the_reference_does)
{
    struct log log;
    struct hash hash;
    struct hash nodes[2];

    log_init(&log, 0);
    hash = hash_empty(&log.hasher);
    CHECK_STR(hex(&log.arena, &hash),
        STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    hash = hash_leaf(&log.hasher, STR(""));
    CHECK_STR(hex(&log.arena, &hash),
        STR("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
    hash = hash_leaf(&log.hasher, STR("L123456"));
    CHECK(str_starts(hex(&log.arena, &hash), STR("395aa064")));
    /* The reference hashes texts that are no hashes; its bytes are built by hand. */
    hash = hash_bytes(&log.hasher, STR("\x01N123N456"));
    CHECK(str_starts(hex(&log.arena, &hash), STR("aa217fe8")));
    nodes[0] = nodes[1] = hash_empty(&log.hasher);
    hash = hash_node(&log.hasher, &nodes[0], &nodes[1]);
    nodes[1] = hash_leaf(&log.hasher, (str){(const char *)nodes, sizeof(nodes)});
    CHECK(!hash_equal(&hash, &nodes[1]));
    log_clear(&log);
}

TEST(ledger, has_the_reference_roots)
{
    static const str entries[] = {STR_INIT(""), STR_INIT("\x00"), STR_INIT("\x10"),
        STR_INIT("\x20\x21"), STR_INIT("\x30\x31"), STR_INIT("\x40\x41\x42\x43"),
        STR_INIT("\x50\x51\x52\x53\x54\x55\x56\x57"),
        STR_INIT("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f")};
    static const str roots[] = {
        STR_INIT("6e340b9c"),
        STR_INIT("fac54203"),
        STR_INIT("aeb6bcfe"),
        STR_INIT("d37ee418"),
        STR_INIT("4e3bbb1f"),
        STR_INIT("76e67dad"),
        STR_INIT("ddb89be4"),
        STR_INIT("5dc9da79"),
    };
    struct frontier frontier = {0};
    struct log log;

    log_init(&log, 0);
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        struct hash leaf = hash_leaf(&log.hasher, entries[i]);
        struct hash root;

        frontier_add(&log.hasher, &frontier, &leaf, NULL);
        root = frontier_root(&log.hasher, &frontier);
        CHECK_STR(str_slice(hex(&log.arena, &root), 0, 8), roots[i]);
    }
    log_clear(&log);
}

TEST(ledger, has_the_golden_roots)
{
    struct log log;
    struct frontier frontier;
    struct hash root;

    log_init(&log, 1000);
    frontier = grown(&log, 5);
    root = frontier_root(&log.hasher, &frontier);
    CHECK_STR(
        base64(&log.arena, &root), STR("IjnuS+rvJO94u7L07laGhNfoiX6Z0Ao45fjC+A6hZe0="));
    frontier = grown(&log, 1000);
    root = frontier_root(&log.hasher, &frontier);
    CHECK_STR(
        base64(&log.arena, &root), STR("tnByfDVFYocxv0Q0kwDN0C0wcPM+x/FMIhIiY4Je07c="));
    log_clear(&log);
}

struct put_check {
    struct log *log;
    uint64_t count;
    bool agrees;
};

static void check_put(
    void *context, uint32_t level, uint64_t index, const struct hash *hash)
{
    struct put_check *check = context;
    struct hash wanted = log_root(check->log, index << level, (index + 1) << level);

    check->count++;
    check->agrees = check->agrees && hash_equal(hash, &wanted);
}

TEST(ledger, grows_as_the_definition_says)
{
    enum { SIZE = 700 };
    struct log log;
    struct put_check check = {&log, 0, true};
    const struct hash_sink sink = {check_put, &check};
    struct frontier frontier = {0};
    struct hash_source hashes;

    log_init(&log, SIZE);
    hashes = log_hashes(&log);
    for (uint64_t size = 0; size <= SIZE; size++) {
        struct hash wanted = log_root(&log, 0, size);
        struct hash root = frontier_root(&log.hasher, &frontier);
        struct frontier again;
        struct err err;

        CHECK(hash_equal(&root, &wanted));
        CHECK(frontier_read(&hashes, size, &again, &err));
        root = frontier_root(&log.hasher, &again);
        CHECK(hash_equal(&root, &wanted));
        if (size < SIZE)
            frontier_add(&log.hasher, &frontier, &log.leaves[size], &sink);
    }
    CHECK(check.agrees);
    /* Every perfect subtree once: 700 + 350 + 175 + 87 + 43 + 21 + 10 + 5 + 2 + 1. */
    CHECK_U64(check.count, 1394);
    CHECK_U64(frontier.size, SIZE);
    log_clear(&log);
}

/* Take a hash away, add one, or change a bit of one. */
static void spoil(struct merkle_proof *proof, size_t way)
{
    if (proof->count == 0 || way == 1) {
        proof->hashes[proof->count++] = (struct hash){{1}};
        return;
    }
    if (way == 0)
        proof->count--;
    else
        proof->hashes[test_random(proof->count)].bytes[test_random(HASH_BYTES)] ^=
            (uint8_t)(1u << test_random(8));
}

static void flip(struct hash *hash)
{
    hash->bytes[test_random(HASH_BYTES)] ^= (uint8_t)(1u << test_random(8));
}

TEST(ledger, proves_every_inclusion_and_nothing_else)
{
    enum { SIZE = 320 };
    struct log log;
    struct hash_source hashes;

    log_init(&log, SIZE);
    hashes = log_hashes(&log);
    for (uint64_t size = 1; size <= SIZE; size += 1 + test_random(size < 70 ? 1 : 9)) {
        struct hash root = log_root(&log, 0, size);

        for (uint64_t index = 0; index < size; index++) {
            struct hash leaf = log.leaves[index];
            struct merkle_proof proof;
            struct err err;

            CHECK(merkle_prove_inclusion(
                &log.hasher, &hashes, index, size, &proof, &err));
            CHECK(merkle_includes(&log.hasher, &proof, index, size, &leaf, &root));
            CHECK(!merkle_includes(&log.hasher, &proof, index ^ 1, size, &leaf, &root));
            CHECK(!merkle_includes(
                &log.hasher, &proof, index + size, size, &leaf, &root));
            flip(&leaf);
            CHECK(!merkle_includes(&log.hasher, &proof, index, size, &leaf, &root));
            spoil(&proof, test_random(6));
            CHECK(!merkle_includes(
                &log.hasher, &proof, index, size, &log.leaves[index], &root));
        }
    }
    log_clear(&log);
}

TEST(ledger, proves_every_extension_and_nothing_else)
{
    enum { SIZE = 320 };
    struct log log;
    struct hash_source hashes;

    log_init(&log, SIZE);
    hashes = log_hashes(&log);
    for (uint64_t size = 1; size <= SIZE; size += 1 + test_random(size < 70 ? 1 : 9)) {
        struct hash root = log_root(&log, 0, size);

        for (uint64_t old = 1; old <= size; old++) {
            struct hash old_root = log_root(&log, 0, old);
            struct merkle_proof proof;
            struct hash wrong;
            struct err err;

            CHECK(
                merkle_prove_extension(&log.hasher, &hashes, old, size, &proof, &err));
            CHECK(merkle_extends(&log.hasher, &proof, old, &old_root, size, &root));
            wrong = old_root;
            flip(&wrong);
            CHECK(!merkle_extends(&log.hasher, &proof, old, &wrong, size, &root));
            wrong = root;
            flip(&wrong);
            CHECK(!merkle_extends(&log.hasher, &proof, old, &old_root, size, &wrong));
            CHECK(old == size ||
                !merkle_extends(&log.hasher, &proof, size, &root, old, &old_root));
            spoil(&proof, test_random(6));
            CHECK(!merkle_extends(&log.hasher, &proof, old, &old_root, size, &root));
        }
    }
    log_clear(&log);
}

TEST(ledger, every_bit_of_a_small_proof_counts)
{
    enum { SIZE = 13 };
    struct log log;
    struct hash_source hashes;
    struct hash root;

    log_init(&log, SIZE);
    hashes = log_hashes(&log);
    root = log_root(&log, 0, SIZE);
    for (uint64_t index = 0; index < SIZE; index++) {
        const struct hash *leaf = &log.leaves[index];
        struct hash old_root = log_root(&log, 0, index + 1);
        struct merkle_proof included;
        struct merkle_proof extended;
        struct err err;

        CHECK(
            merkle_prove_inclusion(&log.hasher, &hashes, index, SIZE, &included, &err));
        CHECK(merkle_prove_extension(
            &log.hasher, &hashes, index + 1, SIZE, &extended, &err));
        for (size_t bit = 0; bit < included.count * HASH_BYTES * 8; bit++) {
            included.hashes[bit / 256].bytes[bit / 8 % 32] ^= (uint8_t)(1u << bit % 8);
            CHECK(!merkle_includes(&log.hasher, &included, index, SIZE, leaf, &root));
            included.hashes[bit / 256].bytes[bit / 8 % 32] ^= (uint8_t)(1u << bit % 8);
        }
        for (size_t bit = 0; bit < extended.count * HASH_BYTES * 8; bit++) {
            extended.hashes[bit / 256].bytes[bit / 8 % 32] ^= (uint8_t)(1u << bit % 8);
            CHECK(!merkle_extends(
                &log.hasher, &extended, index + 1, &old_root, SIZE, &root));
            extended.hashes[bit / 256].bytes[bit / 8 % 32] ^= (uint8_t)(1u << bit % 8);
        }
    }
    log_clear(&log);
}

/* A tree of any size whose leaves are all equal: its subtrees are, too. */
static bool read_equal(
    void *context, uint32_t level, uint64_t index, struct hash *out, struct err *err)
{
    const struct hasher *hasher = context;

    (void)index;
    (void)err;
    *out = hash_leaf(hasher, STR(""));
    while (level-- > 0)
        *out = hash_node(hasher, out, out);
    return true;
}

TEST(ledger, proves_in_the_largest_trees)
{
    struct log log;
    struct hash_source hashes;
    struct hash leaf;

    log_init(&log, 0);
    hashes = (struct hash_source){read_equal, &log.hasher};
    leaf = hash_leaf(&log.hasher, STR(""));
    for (int round = 0; round < 300; round++) {
        uint64_t size = tree_size_max - (round == 0 ? 0 : test_random_u64() >> 2);
        uint64_t index = test_random_u64() % size;
        struct frontier frontier;
        struct merkle_proof proof;
        struct hash old_root;
        struct hash root;
        struct err err;

        CHECK(frontier_read(&hashes, size, &frontier, &err));
        root = frontier_root(&log.hasher, &frontier);
        CHECK(merkle_prove_inclusion(&log.hasher, &hashes, index, size, &proof, &err));
        CHECK(merkle_includes(&log.hasher, &proof, index, size, &leaf, &root));
        CHECK(frontier_read(&hashes, index + 1, &frontier, &err));
        old_root = frontier_root(&log.hasher, &frontier);
        CHECK(merkle_prove_extension(
            &log.hasher, &hashes, index + 1, size, &proof, &err));
        CHECK(merkle_extends(&log.hasher, &proof, index + 1, &old_root, size, &root));
    }
    log_clear(&log);
}

TEST(ledger, refuses_what_cannot_be_proven)
{
    struct merkle_proof proof;
    struct hash_source hashes;
    struct frontier frontier;
    struct log log;
    struct err err;

    log_init(&log, 3);
    hashes = log_hashes(&log);
    CHECK(!merkle_prove_inclusion(&log.hasher, &hashes, 3, 3, &proof, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!merkle_prove_inclusion(&log.hasher, &hashes, 0, 0, &proof, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!merkle_prove_extension(&log.hasher, &hashes, 0, 3, &proof, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!merkle_prove_extension(&log.hasher, &hashes, 4, 3, &proof, &err));
    CHECK(err.kind == ERR_USAGE);
    CHECK(!merkle_prove_inclusion(
        &log.hasher, &hashes, 0, tree_size_max + 1, &proof, &err));
    CHECK(err.kind == ERR_LIMIT);
    CHECK(!frontier_read(&hashes, tree_size_max + 1, &frontier, &err));
    CHECK(err.kind == ERR_LIMIT);
    log_clear(&log);
}
