/*
 * Everything against everything: leaves, rows, tiles, checkpoints, keys, files.
 *
 * The events are read once, in order, and carry the rest along: as the tree grows it
 * must meet the tiles that are kept, the checkpoints that were signed, and the root that
 * is published.
 */
#include "app/fsck.h"

str finding_repair(enum finding_kind kind)
{
    static const str words[] = {
        [FINDING_DATABASE] = STR_INIT("vestibule log import DIR/public DIR --by WHO"),
        [FINDING_BEHIND] = STR_INIT("vestibule log import DIR/public DIR --by WHO"),
        [FINDING_TILE] = STR_INIT("vestibule log fsck DIR --repair"),
        [FINDING_VALUE] = STR_INIT("a backup of record.db or of keys/seals"),
        [FINDING_FILES] = STR_INIT("vestibule log fsck DIR --repair"),
        [FINDING_FORK] = STR_INIT(
            "nothing here: keep both versions, they are evidence, and ask your lawyer"),
        [FINDING_KEY] = STR_INIT("your copy of the folder keys"),
    };

    return words[kind];
}

void fsck_found(struct fsck *f, enum finding_kind kind, str where, str what)
{
    struct finding finding = {kind, where, what};

    f->out->findings++;
    if (kind == FINDING_DATABASE || kind == FINDING_BEHIND)
        f->is_whole = false;
    f->sink->found(f->sink->context, &finding);
}

static void found_event(struct fsck *f, enum finding_kind kind, uint64_t seq, str what)
{
    struct text where = text_in(&f->scratch);

    text_add(&where, STR("event "));
    text_add_u64(&where, seq);
    fsck_found(f, kind, text_str(&where), what);
}

/* ---- the row beside the leaf ---- */

static bool same_visit(const struct store_event *row, const struct record_event *event)
{
    uint8_t visit[STORE_ID_BYTES];
    size_t len;

    if (!row->in_visit || event->visit.len == 0)
        return row->in_visit == (event->visit.len > 0);
    return base64url_read(event->visit, visit, sizeof(visit), &len) &&
        memcmp(visit, row->visit, sizeof(visit)) == 0 && row->n == (uint64_t)event->n;
}

static void check_row(
    struct fsck *f, const struct store_event *row, const struct audited *seen)
{
    const struct record_event *event = &seen->leaf.event;

    if (memcmp(row->hash, seen->hash.bytes, HASH_BYTES) != 0)
        found_event(f, FINDING_DATABASE, row->seq,
            STR("the hash beside the leaf is not that of the leaf"));
    if (!seen->is_read)
        return;
    if (!str_equal(row->kind, record_kind_row(event->kind)->name) ||
        !same_visit(row, event) || row->at != event->at)
        found_event(f, FINDING_DATABASE, row->seq,
            STR("kind, visit, number or time beside the leaf are not those in the "
                "leaf"));
}

/* ---- the tree that grows ---- */

static void check_tiles(struct fsck *f)
{
    for (size_t i = 0; i < f->full.count; i++) {
        const struct full_tile *tile = &f->full.items[i];
        uint8_t kept[STORE_TILE_BYTES];
        struct text where = text_in(&f->scratch);
        struct err err = {0};

        text_add(&where, STR("record.db: tile "));
        text_add_u64(&where, tile->level);
        text_add_byte(&where, '/');
        text_add_u64(&where, tile->index);
        if (!store_tile_get(&f->k->db, tile->level, tile->index, kept, &err))
            fsck_found(f, FINDING_TILE, text_str(&where), err_text(&err));
        else if (memcmp(kept, tile->hashes, sizeof(kept)) != 0)
            fsck_found(f, FINDING_TILE, text_str(&where),
                STR("these are not the hashes of the events"));
    }
    f->full = (struct full_tiles){.arena = &f->scratch};
}

/* The next checkpoint that was signed above `size`. */
static void next_checkpoint(struct fsck *f, uint64_t size)
{
    struct err err = {0};

    arena_clear(&f->signed_arena);
    f->has_signed =
        store_checkpoint_above(&f->k->db, &f->signed_arena, size, &f->is_signed, &err);
    if (!f->has_signed && err.kind != ERR_NOT_FOUND)
        fsck_found(f, FINDING_DATABASE, STR("record.db: checkpoints"), err_text(&err));
}

static void check_signed(struct fsck *f, const struct hash *root)
{
    struct checkpoint checkpoint;
    struct text where = text_in(&f->scratch);
    struct err err = {0};

    text_add(&where, STR("record.db: checkpoint "));
    text_add_u64(&where, f->is_signed.size);
    if (!open_own_checkpoint(&f->scratch, &f->k->hasher, &f->k->ed25519, &f->k->db,
            f->is_signed.note, &checkpoint, &err))
        fsck_found(f, FINDING_DATABASE, text_str(&where), err_text(&err));
    else if (checkpoint.size != f->is_signed.size ||
        memcmp(checkpoint.root.bytes, f->is_signed.root, HASH_BYTES) != 0)
        fsck_found(f, FINDING_DATABASE, text_str(&where),
            STR("size or root beside the note are not those in the note"));
    if (memcmp(root->bytes, f->is_signed.root, HASH_BYTES) != 0)
        fsck_found(f, FINDING_DATABASE, text_str(&where),
            STR("the events do not lead to the root that was signed"));
    next_checkpoint(f, f->is_signed.size);
}

static void check_tree(struct fsck *f)
{
    uint64_t size = f->edge.frontier.size;
    struct hash root;

    check_tiles(f);
    if (!(f->has_signed && f->is_signed.size == size) && f->published.size != size)
        return;
    root = frontier_root(&f->k->hasher, &f->edge.frontier);
    if (f->has_signed && f->is_signed.size == size)
        check_signed(f, &root);
    if (f->published.size == size)
        f->own_root = root;
}

/* ---- events ---- */

static void check_event(struct fsck *f, const struct store_event *row)
{
    struct audited seen;
    struct err err = {0};

    for (; f->audit.size < row->seq; audit_skip(&f->audit))
        found_event(
            f, FINDING_DATABASE, f->audit.size, STR("it is missing from the database"));
    if (!audit_leaf(&f->audit, &f->scratch, row->leaf, &seen, &err))
        found_event(f, FINDING_DATABASE, row->seq, err_text(&err));
    check_row(f, row, &seen);
    edge_add(&f->k->hasher, &f->edge, &seen.hash, &f->full);
    if (seen.is_read)
        fsck_values(f, row, &seen.leaf);
    check_tree(f);
    arena_clear(&f->scratch);
    f->full = (struct full_tiles){.arena = &f->scratch};
}

/* An old backup just ends; where events were taken out at the end, their values are
 * left. */
static void check_left_over(struct fsck *f)
{
    struct db_query q = store_disclosures(&f->k->db, f->audit.size);
    struct store_disclosure row;
    struct err err = {0};

    if (store_disclosure_next(&q, &row))
        found_event(f, FINDING_DATABASE, f->audit.size,
            STR("its sealed values are in the database, and it is not"));
    if (!db_done(&q, &err))
        found_event(f, FINDING_DATABASE, f->audit.size, err_text(&err));
}

static void check_end(struct fsck *f)
{
    check_left_over(f);
    if (f->audit.origin.len > 0 && !str_equal(f->audit.origin, f->k->origin))
        fsck_found(f, FINDING_DATABASE, STR("record.db"),
            STR("it bears the name of another log than its first event"));
    if (f->has_signed && f->is_signed.size > f->audit.size)
        fsck_found(f, FINDING_BEHIND, STR("record.db"),
            STR("it has lost events that were signed"));
    if (f->published.size > f->audit.size)
        fsck_found(f, FINDING_BEHIND, STR("record.db"),
            STR("it has fewer events than public/checkpoint; was an old backup "
                "restored?"));
}

static uint64_t count_events(struct fsck *f)
{
    struct err err = {0};
    uint64_t count = 0;

    if (!store_event_count(&f->k->db, &count, &err))
        fsck_found(f, FINDING_DATABASE, STR("record.db"), err_text(&err));
    return count;
}

static void check_events(struct fsck *f)
{
    struct arena arena = {0};
    struct kept_tiles kept = {&f->k->db, &arena, &f->k->hasher};
    struct tile_source source = kept_tile_source(&kept);
    struct db_query q = store_events(&f->k->db, 0, UINT64_MAX);
    struct tile_reader tree;
    struct store_event row;
    struct err err = {0};

    tile_reader_init(&tree, &f->k->hasher, &source, count_events(f));
    f->audit.tree = &tree;
    next_checkpoint(f, 0);
    while (store_event_next(&q, &row))
        check_event(f, &row);
    f->audit.tree = NULL;
    arena_clear(&arena);
    if (!db_done(&q, &err))
        found_event(f, FINDING_DATABASE, f->audit.size, err_text(&err));
    f->out->events = f->audit.size;
    check_end(f);
}

static void check_database(struct fsck *f)
{
    struct keeper *k = f->k;
    struct store_log log;
    struct err err = {0};

    if (!store_open(
            &k->db, keeper_path(k, &k->arena, STR("record.db")), DB_READ, &err) ||
        !store_log_get(&k->db, &k->arena, &log, &err) || !db_begin(&k->db, &err)) {
        db_close(&k->db);
        fsck_found(f, FINDING_DATABASE, STR("record.db"), err_text(&err));
        return;
    }
    k->origin = log.origin;
    if (!db_check(&k->db, &err))
        fsck_found(f, FINDING_DATABASE, STR("record.db"), err_text(&err));
    fsck_open_published(f);
    check_events(f);
}

/* ---- all of it ---- */

static bool there_is_one(struct keeper *k, struct err *err)
{
    struct err ignored = {0};
    uint64_t size;

    return require_record(k->directory, err) ||
        os_file_size(
            keeper_path(k, &k->arena, STR("public/checkpoint")), &size, &ignored);
}

bool keeper_fsck(str directory, const struct finding_sink *sink, struct inspected *out,
    struct err *err)
{
    struct keeper_clock none = {0};
    struct fsck f = {.k = keeper_new(directory, &none), .sink = sink, .out = out};
    bool done = there_is_one(f.k, err) && crypto_open(&f.k->crypto, err);

    *out = (struct inspected){0};
    if (done) {
        f.k->hasher = crypto_hasher(&f.k->crypto);
        f.k->ed25519 = crypto_ed25519(&f.k->crypto);
        f.is_whole = true;
        f.full.arena = &f.scratch;
        f.audit = (struct audit){.arena = &f.k->arena,
            .hasher = &f.k->hasher,
            .ed25519 = &f.k->ed25519,
            .knows_all = true};
        fsck_read_published(&f);
        check_database(&f);
        fsck_files(&f);
        fsck_key(&f);
        db_rollback(&f.k->db);
    }
    arena_clear(&f.scratch);
    arena_clear(&f.signed_arena);
    keeper_close(f.k);
    return done;
}
