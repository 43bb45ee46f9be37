/*
 * Writes a log as C2SP static files, through the doors that a real log uses.
 *
 *     log_peer DIR SIZE
 *
 * The entries, the key and the file names are those of log.go, so both must write the
 * same bytes.
 */
#include "crypto/crypto.h"
#include "os/os.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { PATH_BYTES_MAX = 512 };

/* The hashes of the levels that tiles are made of, each beside the next. */
struct level {
    struct hash *hashes;
    size_t count;
    size_t capacity;
};

struct writer {
    struct arena arena;
    str folder;
    struct level levels[TILE_LEVELS];
};

static void must(bool done, const struct err *err)
{
    struct err ignored;

    if (done)
        return;
    (void)os_write(OS_STDERR, err_text(err), &ignored);
    (void)os_write(OS_STDERR, STR("\n"), &ignored);
    exit(1);
}

static void keep(void *context, uint32_t level, uint64_t index, const struct hash *hash)
{
    struct writer *writer = context;
    struct level *kept = &writer->levels[level / 8];

    if (level % 8 != 0)
        return;
    REQUIRE(index == kept->count);
    kept->hashes = arena_grow(&writer->arena, kept->hashes, kept->count,
        &kept->capacity, sizeof(*kept->hashes));
    kept->hashes[kept->count++] = *hash;
}

static bool read_kept(
    void *context, uint32_t level, uint64_t index, struct hash *out, struct err *err)
{
    const struct writer *writer = context;
    const struct level *kept = &writer->levels[level / 8];

    (void)err;
    REQUIRE(level % 8 == 0 && index < kept->count);
    *out = kept->hashes[index];
    return true;
}

static str path_of(struct writer *writer, str name)
{
    struct text text = text_in(&writer->arena);

    text_add(&text, writer->folder);
    text_add_byte(&text, '/');
    text_add(&text, name);
    return text_str(&text);
}

/* Write a file and the folders it is in. */
static void put(struct writer *writer, str name, str bytes)
{
    char path[PATH_BYTES_MAX] = {0};
    str whole = path_of(writer, name);
    struct err err;

    REQUIRE(whole.len < sizeof(path));
    for (size_t i = 0; i < whole.len; i++) {
        if (whole.ptr[i] == '/' && i > 0)
            (void)mkdir(path, 0777);
        path[i] = whole.ptr[i];
    }
    must(os_write_file(whole, bytes, &err), &err);
}

static str entry(struct arena *arena, uint64_t number)
{
    struct text text = text_in(arena);

    text_add(&text, STR("{\"kind\":\"test\",\"seq\":"));
    text_add_u64(&text, number);
    text_add_byte(&text, '}');
    return text_str(&text);
}

static void put_tile(struct writer *writer, const struct tile *tile, str bytes)
{
    char path[TILE_PATH_MAX];
    struct text text = text_fixed(path, sizeof(path));

    text_add_tile_path(&text, tile);
    put(writer, text_str(&text), bytes);
}

static void put_bundle(struct writer *writer, struct tile tile)
{
    struct arena arena = {0};
    struct text bundle = text_in(&arena);
    struct err err;

    tile.kind = TILE_ENTRIES;
    for (uint32_t i = 0; i < tile.width; i++)
        must(bundle_add(&bundle, entry(&arena, tile.index * TILE_WIDTH + i), &err),
            &err);
    put_tile(writer, &tile, text_str(&bundle));
    arena_clear(&arena);
}

/* Write what growth from one size to another writes. */
static void put_growth(struct writer *writer, uint64_t from, uint64_t to)
{
    const struct hash_source kept = {read_kept, writer};
    struct tile_growth growth = tile_growth(from, to);
    struct tile tile;
    struct err err;

    while (tile_growth_next(&growth, &tile)) {
        struct hash hashes[TILE_WIDTH];

        must(tile_build(&kept, &tile, hashes, &err), &err);
        put_tile(
            writer, &tile, (str){(const char *)hashes, tile.width * sizeof(hashes[0])});
        if (tile.level == 0)
            put_bundle(writer, tile);
    }
}

static bool read_file(
    void *context, const struct tile *tile, str *bytes, struct err *err)
{
    struct writer *writer = context;
    char path[TILE_PATH_MAX];
    struct text text = text_fixed(path, sizeof(path));

    text_add_tile_path(&text, tile);
    return os_read_file(
        &writer->arena, path_of(writer, text_str(&text)), TILE_BYTES_MAX, bytes, err);
}

/* Write an entry and its proof, made of the files that were written. */
static void put_proof(struct writer *writer, const struct hasher *hasher,
    uint64_t index, uint64_t size, str checkpoint)
{
    const struct tile_source files = {read_file, writer};
    struct proof_file file = {.index = index, .checkpoint = checkpoint};
    struct text text = text_in(&writer->arena);
    struct text name = text_in(&writer->arena);
    struct tile_reader reader;
    struct hash_source hashes;
    struct err err;

    tile_reader_init(&reader, hasher, &files, size);
    hashes = tile_reader_hashes(&reader);
    must(merkle_prove_inclusion(hasher, &hashes, index, size, &file.proof, &err), &err);
    text_add_proof_file(&text, &file);
    text_add(&name, STR("entry-"));
    text_add_u64(&name, index);
    put(writer, text_str(&name), entry(&writer->arena, index));
    text_add(&name, STR(".tlog-proof"));
    put(writer, text_str(&name), text_str(&text));
}

static str sign(struct arena *arena, const struct note_signer *signer, uint64_t size,
    const struct hash *root)
{
    const struct checkpoint checkpoint = {
        .origin = signer->key.name, .size = size, .root = *root};
    struct text text = text_in(arena);
    struct text note = text_in(arena);

    text_add_checkpoint(&text, &checkpoint);
    note_add_signed(arena, &note, signer, text_str(&text));
    return text_str(&note);
}

static void write_log(struct writer *writer, const struct hasher *hasher, uint64_t size)
{
    const struct hash_sink sink = {keep, writer};
    struct text vkey = text_in(&writer->arena);
    uint8_t seed[ED25519_SEED_BYTES];
    struct frontier frontier = {0};
    struct note_signer signer;
    struct signing_key key;
    struct hash root;
    struct err err;
    str checkpoint;

    memset(seed, 7, sizeof(seed));
    signing_key_init(&key, seed);
    must(signing_key_signer(&key, hasher, STR("school.example/vestibule"), NOTE_ED25519,
             &signer, &err),
        &err);
    for (uint64_t i = 0; i < size; i++) {
        struct hash leaf = hash_leaf(hasher, entry(&writer->arena, i));

        frontier_add(hasher, &frontier, &leaf, &sink);
    }
    root = frontier_root(hasher, &frontier);
    put_growth(writer, 0, size);
    checkpoint = sign(&writer->arena, &signer, size, &root);
    put_proof(writer, hasher, 0, size, checkpoint);
    put_proof(writer, hasher, size - 1, size, checkpoint);
    text_add_note_key(&vkey, &signer.key);
    text_add_byte(&vkey, '\n');
    put(writer, STR("vkey"), text_str(&vkey));
    put(writer, STR("checkpoint"), checkpoint);
}

int main(int argc, char **argv)
{
    struct writer writer = {.folder = {0}};
    struct crypto crypto;
    struct hasher hasher;
    uint64_t size;
    struct err err;

    if (argc != 3 || !str_to_u64(str_from(argv[2]), &size) || size == 0) {
        (void)os_write(OS_STDERR, STR("usage: log_peer DIR SIZE\n"), &err);
        return 2;
    }
    writer.folder = str_from(argv[1]);
    must(crypto_open(&crypto, &err), &err);
    hasher = crypto_hasher(&crypto);
    write_log(&writer, &hasher, size);
    crypto_close(&crypto);
    arena_clear(&writer.arena);
    return 0;
}
