/*
 * Bringing the database up to what the public files hold.
 *
 * Only rows that are missing are added to a sound database.  A damaged one is left as
 * it is: a new one is made beside it, with everything of the old one that can still be
 * read (app/salvage.c), and takes its place when it is whole.
 */
#include "app/import.h"

static const str new_name = STR_INIT("record.db.new");

/* ---- the files ---- */

static void ignore(void *context, const struct damage *damage)
{
    (void)context;
    (void)damage;
}

static bool read_from(
    struct importing *im, str name, size_t most, str *out, struct err *err)
{
    if (os_read_file(
            &im->k->arena, path_join(&im->k->arena, im->from, name), most, out, err))
        return true;
    if (err->kind == ERR_NOT_FOUND) {
        err_set(err, ERR_NOT_FOUND, im->from);
        err_add(err,
            STR(": this is no copy of a record; name an export, or the folder `public` of "
                "the record"));
    }
    return false;
}

/* The key file must be that of the log that the files are of. */
static bool read_key(struct importing *im, str vkeys, struct err *err)
{
    struct keeper *k = im->k;
    struct note_key key;
    str first;

    if (!str_split(&vkeys, '\n', &first) ||
        !note_key_read(&k->hasher, first, &key, err))
        return err_set(err, ERR_INVALID, STR("the file vkey holds no verifier key"));
    k->origin = arena_str(&k->arena, key.name);
    return key_file_read(k, keeper_path(k, &k->arena, STR("keys/log.key")), err);
}

static bool open_files(struct importing *im, struct err *err)
{
    struct keeper *k = im->k;
    str vkeys;

    return read_from(im, STR("vkey"), TRUST_BYTES_MAX, &vkeys, err) &&
        read_from(im, STR("checkpoint"), NOTE_BYTES_MAX, &im->note, err) &&
        read_key(im, vkeys, err) &&
        (open_checkpoint_by(&k->arena, &k->hasher, &k->ed25519,
             keeper_vkey(k, &k->arena), im->note, &im->checkpoint, err) ||
            err_while(err, im->from));
}

static bool check_files(struct importing *im, struct err *err)
{
    struct damage_sink sink = {ignore, NULL};
    struct log_health health;

    if (ledger_check(&im->k->hasher, &im->files, im->checkpoint.size,
            &im->checkpoint.root, &sink, &health) ||
        health.has_all_entries)
        return true;
    err_set(err, ERR_CORRUPT, im->from);
    return err_add(err,
        STR(": not every entry is as it was signed; take another copy (`vestibule log "
            "verify` says what is damaged)"));
}

/* ---- what is wrong with the database ---- */

static void see(void *context, const struct finding *finding)
{
    struct importing *im = context;

    im->is_damaged = im->is_damaged || finding->kind == FINDING_DATABASE ||
        finding->kind == FINDING_TILE;
    im->is_forked = im->is_forked || finding->kind == FINDING_FORK;
}

static bool is_missing_something(
    struct importing *im, const struct inspected *there, struct err *err)
{
    if (im->is_forked)
        return err_set(err, ERR_CONFLICT,
            STR("the database and public/checkpoint are two versions of the record; run "
                "`vestibule log fsck`"));
    if (there->published > im->checkpoint.size) {
        err_set(err, ERR_USAGE, im->from);
        return err_add(
            err, STR(": the record's own folder `public` is newer; import that"));
    }
    if (im->is_damaged || there->events < im->checkpoint.size)
        return true;
    return err_set(err, ERR_USAGE,
        STR("the database has every event of these files; there is nothing to bring "
            "back"));
}

static bool judge_database(struct importing *im, struct err *err)
{
    struct finding_sink sink = {see, im};
    struct inspected there;
    struct err missing = {0};

    if (keeper_fsck(im->k->directory, &sink, &there, &missing))
        return is_missing_something(im, &there, err);
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    im->is_damaged = true;
    return missing.kind == ERR_NOT_FOUND;
}

/* ---- leaves become rows ---- */

/* Under which key an event was submitted stands in no leaf.  Without the old row it
 * gets one of its own, so that only a submission that is sent again is recorded
 * again. */
static void give_key(struct importing *im, struct store_event *row)
{
    struct store_event old;
    struct err ignored = {0};

    memcpy(row->key, row->hash, sizeof(row->key));
    memcpy(row->content, row->hash, sizeof(row->content));
    if (im->old.handle == NULL ||
        !store_event_by_seq(&im->old, &im->scratch, row->seq, &old, &ignored) ||
        !str_equal(old.leaf, row->leaf))
        return;
    memcpy(row->key, old.key, sizeof(row->key));
    memcpy(row->content, old.content, sizeof(row->content));
}

static bool fill_row(
    struct importing *im, const struct audited *seen, struct store_event *row)
{
    const struct record_event *event = &seen->leaf.event;
    size_t len;

    row->kind = record_kind_row(event->kind)->name;
    row->at = event->at;
    row->in_visit = event->visit.len > 0;
    row->n = (uint64_t)event->n;
    memcpy(row->hash, seen->hash.bytes, HASH_BYTES);
    give_key(im, row);
    return !row->in_visit ||
        base64url_read(event->visit, row->visit, sizeof(row->visit), &len);
}

/* What the identity of the log is made of. */
static bool keep_identity(
    struct importing *im, uint64_t seq, const struct audited *seen, struct err *err)
{
    const struct record_event *event = &seen->leaf.event;
    const struct json_value *vkey = record_value(event, STR("key"));
    struct db *db = &im->k->db;

    if (event->kind == RECORD_OPENED_LOG)
        return store_log_insert(db, event->log, event->at, err) &&
            store_log_key_insert(db, 0, vkey->text, err);
    if (event->kind == RECORD_KEY_ROTATED)
        return store_log_key_insert(db, seq + 1, vkey->text, err);
    return true;
}

static bool keep_tiles(struct importing *im, bool is_new, struct err *err)
{
    for (size_t i = 0; is_new && i < im->full.count; i++)
        if (!store_tile_insert(&im->k->db, im->full.items[i].level,
                im->full.items[i].index, (const uint8_t *)im->full.items[i].hashes,
                err))
            return false;
    im->full = (struct full_tiles){.arena = &im->scratch};
    return true;
}

/* The events that are there must be the beginning of those in the files. */
static bool is_beginning(struct importing *im, struct err *err)
{
    struct kept_tiles kept = {&im->k->db, &im->scratch, &im->k->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct hash root = frontier_root(&im->k->hasher, &im->edge.frontier);
    struct hash own;

    if (!edge_root_of(&im->k->hasher, &source, im->first, &own, err))
        return false;
    return hash_equal(&root, &own) ||
        err_set(err, ERR_CONFLICT,
            STR("the files and the database are two versions of the record. Keep both: "
                "they are evidence"));
}

static void note_erasure(struct importing *im, uint64_t seq)
{
    im->erasing = arena_grow(&im->k->arena, im->erasing, im->erasing_count,
        &im->erasing_capacity, sizeof(*im->erasing));
    im->erasing[im->erasing_count++] = seq;
}

/* The next leaf; it is in the database already unless `first` has been reached. */
static bool bring(struct importing *im, str leaf, struct err *err)
{
    struct store_event row = {.seq = im->audit.size, .leaf = leaf};
    bool is_new = row.seq >= im->first;
    struct audited seen;

    if (is_new && row.seq == im->first && row.seq > 0 && !is_beginning(im, err))
        return false;
    if (!audit_leaf(&im->audit, &im->scratch, leaf, &seen, err))
        return false;
    if (is_new &&
        (!fill_row(im, &seen, &row) || !keep_identity(im, row.seq, &seen, err) ||
            !store_event_insert(&im->k->db, &row, err)))
        return false;
    edge_add(&im->k->hasher, &im->edge, &seen.hash, &im->full);
    im->out->brought += is_new;
    if (is_new && seen.leaf.event.kind == RECORD_ERASED)
        note_erasure(im, row.seq);
    return keep_tiles(im, is_new, err) && salvage_checkpoint(im, err);
}

static bool at_entry(const struct importing *im, struct err *err)
{
    char buffer[32];
    struct text which = text_fixed(buffer, sizeof(buffer));

    text_add(&which, STR("entry "));
    text_add_u64(&which, im->audit.size - 1);
    return err_while(err, text_str(&which));
}

static bool bring_files(struct importing *im, struct err *err)
{
    struct arena tile = {0};
    struct tile_folder folder = {im->from, &tile};
    struct tile_source source = tile_folder_source(&folder);
    struct tile_reader tree;
    str entries[TILE_WIDTH];
    bool done = true;

    tile_reader_init(&tree, &im->k->hasher, &source, im->checkpoint.size);
    im->audit.tree = &tree;

    for (uint64_t i = 0; done && i * TILE_WIDTH < im->checkpoint.size; i++) {
        struct tile bundle = tile_at(TILE_ENTRIES, im->checkpoint.size, 0, i);

        done = bundle_fetch(&im->files, &bundle, entries, err);
        for (uint32_t j = 0; done && j < bundle.width; j++) {
            done = bring(im, entries[j], err) || at_entry(im, err);
            arena_clear(&im->scratch);
            im->full = (struct full_tiles){.arena = &im->scratch};
        }
    }
    im->audit.tree = NULL;
    arena_clear(&tile);
    return done;
}

/* What was recorded after the last publication is in the old database alone. */
static bool bring_unpublished(struct importing *im, struct err *err)
{
    bool done = true;
    str leaf;

    while (done && salvage_leaf(im, &leaf)) {
        done = bring(im, leaf, err);
        arena_clear(&im->scratch);
        im->full = (struct full_tiles){.arena = &im->scratch};
    }
    return done;
}

static bool keep_checkpoint(struct importing *im, struct err *err)
{
    struct keeper *k = im->k;
    struct store_checkpoint row = {.size = im->checkpoint.size,
        .note = im->note,
        .at = k->clock.now(k->clock.context)};
    struct store_checkpoint there;
    struct err missing = {0};

    if (store_checkpoint_by_size(&k->db, &im->scratch, row.size, &there, &missing))
        return true;
    memcpy(row.root, im->checkpoint.root.bytes, HASH_BYTES);
    return store_checkpoint_insert(&k->db, &row, err);
}

static bool bring_all(struct importing *im, struct err *err)
{
    bool done = db_begin(&im->k->db, err);

    done = done && bring_files(im, err) && keep_checkpoint(im, err) &&
        bring_unpublished(im, err) && salvage_values(im, err) && erase_again(im, err) &&
        db_commit(&im->k->db, err);
    if (!done)
        db_rollback(&im->k->db);
    return done;
}

/* ---- the two ways ---- */

static bool append(struct importing *im, struct err *err)
{
    return store_open(&im->k->db, keeper_path(im->k, &im->k->arena, STR("record.db")),
               DB_WRITE, err) &&
        store_event_count(&im->k->db, &im->first, err) && bring_all(im, err);
}

static str beside(struct importing *im, str name, str ending)
{
    struct text path = text_in(&im->k->arena);

    text_add(&path, keeper_path(im->k, &im->k->arena, name));
    text_add(&path, ending);
    return text_str(&path);
}

/* Move a file of the database that may not be there. */
static bool move(str from, str to, struct err *err)
{
    struct err missing = {0};

    if (os_rename_file(from, to, &missing) || missing.kind == ERR_NOT_FOUND)
        return true;
    *err = missing;
    return false;
}

/* The log that runs beside the old database goes first: it must never be taken for that
 * of the new one. */
static bool put_in_place(struct importing *im, struct err *err)
{
    static const str name = STR_INIT("record.db");
    struct text aside = text_in(&im->k->arena);
    struct err ignored = {0};

    text_add(&aside, STR("record.db.damaged-"));
    text_add_i64(&aside, im->k->clock.now(im->k->clock.context));
    if (!db_checkpoint(&im->k->db, err))
        return false;
    db_close(&im->k->db);
    db_close(&im->old);
    if (!move(beside(im, name, STR("-wal")), beside(im, text_str(&aside), STR("-wal")),
            err))
        return false;
    (void)!os_remove_file(beside(im, name, STR("-shm")), &ignored);
    return move(
               beside(im, name, STR("")), beside(im, text_str(&aside), STR("")), err) &&
        os_rename_file(beside(im, new_name, STR("")), beside(im, name, STR("")), err) &&
        store_open(&im->k->db, beside(im, name, STR("")), DB_WRITE, err);
}

static bool rebuild(struct importing *im, struct err *err)
{
    static const str endings[] = {STR_INIT(""), STR_INIT("-wal"), STR_INIT("-shm")};
    struct err ignored = {0};

    for (size_t i = 0; i < COUNT_OF(endings); i++)
        (void)!os_remove_file(beside(im, new_name, endings[i]), &ignored);
    salvage_open(im);
    im->out->rebuilt = true;
    return store_open(&im->k->db, beside(im, new_name, STR("")), DB_WRITE, err) &&
        bring_all(im, err) && put_in_place(im, err);
}

/* ---- afterwards ---- */

static bool record_it(struct importing *im, struct err *err)
{
    struct record_object fields = {0};
    struct record_event event = {.kind = RECORD_OVERRIDDEN};
    struct text reason = text_in(&im->scratch);
    uint8_t key[KEEPER_KEY_BYTES];
    struct receipt receipt;

    text_add_u64(&reason, im->out->brought);
    text_add(&reason,
        im->out->rebuilt
            ? STR(" events were written to a new database, since the old one was damaged")
            : STR(" events that the database did not have were brought back from the "
                  "public files"));
    record_put(&fields, STR("what"), record_text_value(STR("rebuilt_from_tiles")));
    record_put(&fields, STR("reason"), record_text_value(text_str(&reason)));
    record_put(&fields, STR("by"), record_text_value(im->by));
    event.fields = record_object_value(&fields);
    keeper_new_key(im->k, key);
    return keeper_submit(im->k, &event, key, &receipt, err);
}

static bool import(struct importing *im, struct err *err)
{
    struct keeper *k = im->k;

    if (!keeper_start(k, err))
        return false;
    im->audit = (struct audit){.arena = &k->arena,
        .hasher = &k->hasher,
        .ed25519 = &k->ed25519,
        .knows_all = true}; /* the files are signed by the key that is in our hands */
    return open_files(im, err) && check_files(im, err) && judge_database(im, err) &&
        (im->is_damaged ? rebuild(im, err) : append(im, err)) &&
        keeper_open_tree(k, true, err) && publish_again(k, err) && record_it(im, err) &&
        (im->erasing_count == 0 || db_checkpoint(&k->db, err));
}

bool keeper_import(str directory, str from, str by, const struct keeper_clock *clock,
    struct imported *out, struct err *err)
{
    struct arena file = {0};
    struct tile_folder folder = {from, &file};
    struct importing im = {.k = keeper_new(directory, clock),
        .from = from,
        .by = by,
        .files = tile_folder_source(&folder),
        .full = {.arena = &im.scratch},
        .out = out};
    bool done;

    *out = (struct imported){0};
    done = import(&im, err);
    out->size = im.checkpoint.size;
    db_close(&im.old);
    arena_clear(&file);
    arena_clear(&im.scratch);
    keeper_close(im.k);
    return done;
}
