/*
 * A proof of one event: from the public files, or else from the database.
 *
 * What is made is checked before it is given out, so a damaged half is never taken
 * for an answer; then the other half is asked.
 */
#include "app/inside.h"

struct proving {
    struct arena *arena; /* of the answer */
    struct arena file;   /* of what was read last */
    struct crypto crypto;
    struct hasher hasher;
    struct ed25519 ed25519;
    uint64_t seq;
};

static bool not_signed(const struct proving *p, uint64_t size, struct err *err)
{
    err_set(err, ERR_NOT_FOUND, STR("there is no entry "));
    err_add_i64(err, (int64_t)p->seq);
    err_add(err, STR(" under the newest checkpoint, which covers "));
    err_add_i64(err, (int64_t)size);
    return err_add(err, STR("; an event can be proved once it is published"));
}

static bool prove(struct proving *p, const struct tile_source *source,
    const struct checkpoint *checkpoint, str note, str leaf, struct proved *out,
    struct err *err)
{
    struct proof_file file = {.index = p->seq, .checkpoint = note};
    struct text text = text_in(p->arena);
    struct hash hash = hash_leaf(&p->hasher, leaf);
    struct tile_reader reader;
    struct hash_source hashes;

    tile_reader_init(&reader, &p->hasher, source, checkpoint->size);
    hashes = tile_reader_hashes(&reader);
    if (!merkle_prove_inclusion(
            &p->hasher, &hashes, p->seq, checkpoint->size, &file.proof, err))
        return false;
    if (!merkle_includes(&p->hasher, &file.proof, p->seq, checkpoint->size, &hash,
            &checkpoint->root))
        return err_set(err, ERR_CORRUPT,
            STR("what is kept does not lead to what was signed; run `vestibule log "
                "fsck`"));
    text_add_proof_file(&text, &file);
    *out = (struct proved){checkpoint->size, text_str(&text), leaf};
    return true;
}

/* ---- the public files ---- */

static bool find_entry(struct proving *p, const struct tile_source *files,
    uint64_t size, str *leaf, struct err *err)
{
    struct tile bundle = tile_at(TILE_ENTRIES, size, 0, p->seq / TILE_WIDTH);
    str entries[TILE_WIDTH];

    if (!bundle_fetch(files, &bundle, entries, err))
        return false;
    *leaf = arena_str(p->arena, entries[p->seq % TILE_WIDTH]);
    return true;
}

static bool prove_from_files(
    struct proving *p, str path, struct proved *out, struct err *err)
{
    struct tile_folder folder = {path, &p->file};
    struct tile_source files = tile_folder_source(&folder);
    struct checkpoint checkpoint;
    str vkeys;
    str note;
    str leaf;

    if (!os_read_file(p->arena, path_join(p->arena, path, STR("vkey")), TRUST_BYTES_MAX,
            &vkeys, err) ||
        !os_read_file(p->arena, path_join(p->arena, path, STR("checkpoint")),
            NOTE_BYTES_MAX, &note, err) ||
        !open_checkpoint_by(
            p->arena, &p->hasher, &p->ed25519, vkeys, note, &checkpoint, err))
        return false;
    if (p->seq >= checkpoint.size)
        return not_signed(p, checkpoint.size, err);
    return find_entry(p, &files, checkpoint.size, &leaf, err) &&
        prove(p, &files, &checkpoint, note, leaf, out, err);
}

/* ---- the database ---- */

/* The note with the lines of witnesses that were kept. */
static bool cosigned(struct proving *p, struct db *db,
    const struct store_checkpoint *row, str *note, struct err *err)
{
    struct text text = text_in(p->arena);
    struct db_query q = store_cosignatures(db, row->size);
    struct store_cosignature line;

    text_add(&text, row->note);
    while (store_cosignature_next(&q, &line)) {
        text_add(&text, line.line);
        text_add_byte(&text, '\n');
    }
    *note = text_str(&text);
    return db_done(&q, err);
}

static bool prove_from_database(
    struct proving *p, struct keeper *k, struct proved *out, struct err *err)
{
    struct kept_tiles kept = {&k->db, &p->file, &p->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct store_checkpoint row;
    struct checkpoint checkpoint;
    struct store_event event;
    str note;

    if (!store_checkpoint_newest(&k->db, p->arena, &row, err))
        return err_add(err, STR("; `vestibule log publish` signs one"));
    if (!cosigned(p, &k->db, &row, &note, err) ||
        !open_own_checkpoint(
            p->arena, &p->hasher, &p->ed25519, &k->db, note, &checkpoint, err))
        return false;
    if (p->seq >= checkpoint.size)
        return not_signed(p, checkpoint.size, err);
    return store_event_by_seq(&k->db, p->arena, p->seq, &event, err) &&
        prove(p, &source, &checkpoint, note, event.leaf, out, err);
}

/* ---- either ---- */

/* The second half is asked when the first fails; the first one's error is the more
 * telling one. */
static bool prove_record(
    struct proving *p, str directory, struct proved *out, struct err *err)
{
    struct err second = {0};
    struct keeper *k = NULL;
    bool done;

    if (prove_from_files(p, path_join(p->arena, directory, STR("public")), out, err))
        return true;
    done =
        keeper_look(directory, &k, &second) && prove_from_database(p, k, out, &second);
    keeper_close(k);
    if (!done && err->kind == ERR_NOT_FOUND)
        *err = second;
    return done;
}

bool keeper_prove(str directory, uint64_t seq, struct arena *arena, struct proved *out,
    struct err *err)
{
    struct proving p = {.arena = arena, .seq = seq};
    struct err ignored = {0};
    uint64_t size;
    bool done = crypto_open(&p.crypto, err);

    if (done) {
        p.hasher = crypto_hasher(&p.crypto);
        p.ed25519 = crypto_ed25519(&p.crypto);
        done = os_file_size(
                   path_join(arena, directory, STR("checkpoint")), &size, &ignored)
            ? prove_from_files(&p, directory, out, err)
            : prove_record(&p, directory, out, err);
    }
    arena_clear(&p.file);
    crypto_close(&p.crypto);
    return done;
}
