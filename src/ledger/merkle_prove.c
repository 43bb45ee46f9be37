/*
 * Making proofs: walk from the root down to the leaf (or to the edge of the older
 * tree) and note the subtree that is left aside at each step.
 *
 * A tree of n leaves splits at the largest power of two below n.  Of the subtrees
 * left aside only the first can be imperfect, so the hashes to read are few.
 */
#include "ledger/frontier.h"
#include "ledger/merkle.h"

/* The leaves from `start` up to, not including, `end`: a subtree of the whole. */
struct range {
    uint64_t start;
    uint64_t end;
};

struct prover {
    const struct hasher *hasher;
    const struct hash_source *source;
    struct merkle_proof *proof;
    struct err *err;
};

static uint64_t split_of(struct range range)
{
    uint64_t left = 1;

    while (left * 2 < range.end - range.start)
        left *= 2;
    return range.start + left;
}

/* Join the perfect subtrees of a range, from the smallest, at its right end. */
static bool range_hash(
    const struct prover *prover, struct range range, struct hash *out)
{
    bool has_hash = false;
    uint32_t level = 0;

    for (uint64_t left = range.end - range.start; left > 0; level++) {
        uint64_t width = (uint64_t)1 << level;
        uint64_t index = (range.start + left) / width - 1;
        struct hash hash;

        if ((left & width) == 0)
            continue;
        if (!prover->source->read(
                prover->source->context, level, index, &hash, prover->err))
            return false;
        *out = has_hash ? hash_node(prover->hasher, &hash, out) : hash;
        has_hash = true;
        left -= width;
    }
    return true;
}

static bool add_range(const struct prover *prover, struct range range)
{
    REQUIRE(prover->proof->count < MERKLE_PROOF_MAX);
    return range_hash(prover, range, &prover->proof->hashes[prover->proof->count++]);
}

static bool finish(struct merkle_proof *proof)
{
    for (uint32_t i = 0; i < proof->count / 2; i++) {
        struct hash hash = proof->hashes[i];

        proof->hashes[i] = proof->hashes[proof->count - 1 - i];
        proof->hashes[proof->count - 1 - i] = hash;
    }
    return true;
}

static bool begin(struct merkle_proof *proof, uint64_t size, struct err *err)
{
    proof->count = 0;
    if (size > tree_size_max)
        return err_set(err, ERR_LIMIT, STR("no log has so many entries"));
    return true;
}

bool merkle_prove_inclusion(const struct hasher *hasher,
    const struct hash_source *source, uint64_t index, uint64_t size,
    struct merkle_proof *out, struct err *err)
{
    const struct prover prover = {hasher, source, out, err};
    struct range here = {0, size};

    if (!begin(out, size, err))
        return false;
    if (index >= size)
        return err_set(err, ERR_USAGE, STR("the log has no entry of this number"));
    while (here.end - here.start > 1) {
        uint64_t split = split_of(here);
        bool is_left = index < split;

        if (!add_range(&prover,
                is_left ? (struct range){split, here.end}
                        : (struct range){here.start, split}))
            return false;
        here = is_left ? (struct range){here.start, split}
                       : (struct range){split, here.end};
    }
    return finish(out);
}

bool merkle_prove_extension(const struct hasher *hasher,
    const struct hash_source *source, uint64_t old_size, uint64_t size,
    struct merkle_proof *out, struct err *err)
{
    const struct prover prover = {hasher, source, out, err};
    struct range here = {0, size};

    if (!begin(out, size, err))
        return false;
    if (old_size == 0 || old_size > size)
        return err_set(err, ERR_USAGE, STR("the log has not grown from such a size"));
    while (here.end > old_size) {
        uint64_t split = split_of(here);
        bool is_left = old_size <= split;

        if (!add_range(&prover,
                is_left ? (struct range){split, here.end}
                        : (struct range){here.start, split}))
            return false;
        here = is_left ? (struct range){here.start, split}
                       : (struct range){split, here.end};
    }
    /* The checker knows the older root; a part of it must be told. */
    if (here.start > 0 && !add_range(&prover, here))
        return false;
    return finish(out);
}
