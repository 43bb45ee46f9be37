/*
 * The proofs of the reference implementation, good and bad (tests/data/rfc6962): the
 * same verdict on each.
 *
 * The files have one value a line, so lines are read instead of JSON: some of their
 * numbers are larger than JSON can be relied on for.
 */
#include "ledger/ledger.h"
#include "os/os.h"

#include "test.h"

#include "../log.h"

#include <glob.h>

enum { VECTOR_BYTES_MAX = 1 << 16 };

struct vector {
    uint64_t numbers[2]; /* in the order of the file */
    struct hash hashes[2];
    struct merkle_proof proof;
    bool is_malformed; /* a hash that none can write: refused at the door */
    bool is_refused;   /* what the reference says */
};

/* Hashes that the file calls uninteresting are short words: they are filled up. */
static void read_hash(str base64, struct hash *out, bool *is_malformed)
{
    size_t len;

    *out = (struct hash){{0}};
    if (!base64_read(base64, out->bytes, HASH_BYTES, &len) || len == 0)
        *is_malformed = true;
}

static void read_line(str line, struct vector *out, size_t *numbers, size_t *hashes)
{
    size_t colon = str_find(line, STR(": "), 0);
    str value = str_slice(line, colon == line.len ? 0 : colon + 2, line.len);
    bool is_text = str_starts(value, STR("\""));

    if (str_ends(value, STR(",")))
        value = str_slice(value, 0, value.len - 1);
    if (str_starts(line, STR("\"desc\"")))
        return;
    if (str_starts(line, STR("\"wantErr\"")))
        out->is_refused = str_equal(value, STR("true"));
    else if (is_text && colon < line.len)
        read_hash(str_slice(value, 1, value.len - 1), &out->hashes[(*hashes)++],
            &out->is_malformed);
    else if (is_text)
        read_hash(str_slice(value, 1, value.len - 1),
            &out->proof.hashes[out->proof.count++], &out->is_malformed);
    else if (colon < line.len && char_is_digit(value.ptr[0]))
        CHECK(str_to_u64(value, &out->numbers[(*numbers)++]));
}

static struct vector read_vector(struct arena *arena, const char *path)
{
    struct vector vector = {.numbers = {0}};
    size_t numbers = 0;
    size_t hashes = 0;
    struct err err;
    str source;
    str line;

    REQUIRE(os_read_file(arena, str_from(path), VECTOR_BYTES_MAX, &source, &err));
    while (str_split(&source, '\n', &line))
        read_line(str_trim(line), &vector, &numbers, &hashes);
    CHECK(numbers == 2 && hashes == 2);
    return vector;
}

static bool includes(const struct hasher *hasher, const struct vector *vector)
{
    return merkle_includes(hasher, &vector->proof, vector->numbers[0],
        vector->numbers[1], &vector->hashes[1], &vector->hashes[0]);
}

static bool extends(const struct hasher *hasher, const struct vector *vector)
{
    return merkle_extends(hasher, &vector->proof, vector->numbers[0],
        &vector->hashes[0], vector->numbers[1], &vector->hashes[1]);
}

/* Judge all files that match; returns how many there are. */
static size_t judge(const char *pattern,
    bool (*holds)(const struct hasher *hasher, const struct vector *vector))
{
    struct log log;
    glob_t found;
    size_t count;

    log_init(&log, 0);
    REQUIRE(glob(pattern, 0, NULL, &found) == 0);
    count = found.gl_pathc;
    for (size_t i = 0; i < count; i++) {
        struct vector vector = read_vector(&log.arena, found.gl_pathv[i]);
        bool accepted = !vector.is_malformed && holds(&log.hasher, &vector);

        CHECK_STR(accepted == !vector.is_refused ? STR("agrees") : STR("differs"),
            STR("agrees"));
    }
    globfree(&found);
    log_clear(&log);
    return count;
}

TEST(vectors, inclusion_is_judged_as_by_the_reference)
{
    size_t count = judge("tests/data/rfc6962/inclusion/*/*.json", includes) +
        judge("tests/data/rfc6962/inclusion/*/*/*.json", includes);

    CHECK_U64(count, 98);
}

TEST(vectors, extension_is_judged_as_by_the_reference)
{
    CHECK_U64(judge("tests/data/rfc6962/consistency/*/*.json", extends), 98);
}
