/*
 * Making tiles and public files anew from the events in the database.
 *
 * The leaves are hashed again, and nothing is written to the database before they
 * lead to the newest root that was signed.
 */
#include "app/halves.h"

#include "app/inside.h"

struct mending {
    struct keeper *k;
    struct edge edge;
    struct full_tiles full;
    struct arena arena; /* of the tiles that are to be put */
    struct store_checkpoint newest;
    bool is_signed;
    uint64_t put;
};

/* Keep those tiles only that the database has not, or has otherwise. */
static void find_wrong(struct mending *m, size_t *kept)
{
    for (size_t i = *kept; i < m->full.count; i++) {
        struct full_tile *tile = &m->full.items[i];
        uint8_t there[STORE_TILE_BYTES];
        struct err ignored = {0};

        if (!store_tile_get(&m->k->db, tile->level, tile->index, there, &ignored) ||
            memcmp(there, tile->hashes, sizeof(there)) != 0)
            m->full.items[(*kept)++] = *tile;
    }
    m->full.count = *kept;
}

static bool not_signed(struct err *err)
{
    return err_set(err, ERR_CORRUPT,
        STR("the events in the database are not those that were signed; bring them back "
            "from the public files or another copy: `vestibule log import`"));
}

static bool read_events(struct mending *m, struct err *err)
{
    struct hasher *hasher = &m->k->hasher;
    struct db_query q = store_events(&m->k->db, 0, UINT64_MAX);
    struct store_event row;
    struct hash root = {{0}};
    size_t kept = 0;

    while (store_event_next(&q, &row)) {
        struct hash hash = hash_leaf(hasher, row.leaf);

        edge_add(hasher, &m->edge, &hash, &m->full);
        find_wrong(m, &kept);
        if (m->is_signed && m->edge.frontier.size == m->newest.size)
            root = frontier_root(hasher, &m->edge.frontier);
    }
    if (!db_done(&q, err))
        return false;
    return !m->is_signed || memcmp(root.bytes, m->newest.root, HASH_BYTES) == 0 ||
        not_signed(err);
}

static bool put_tiles(struct mending *m, struct err *err)
{
    bool done = db_begin(&m->k->db, err);

    for (size_t i = 0; done && i < m->full.count; i++)
        done = store_tile_put(&m->k->db, m->full.items[i].level, m->full.items[i].index,
            (const uint8_t *)m->full.items[i].hashes, err);
    done = done && db_commit(&m->k->db, err);
    if (!done)
        db_rollback(&m->k->db);
    return done;
}

static bool mend_tiles(struct mending *m, struct err *err)
{
    struct err missing = {0};

    m->is_signed =
        store_checkpoint_newest(&m->k->db, &m->k->arena, &m->newest, &missing);
    if (!m->is_signed && missing.kind != ERR_NOT_FOUND) {
        *err = missing;
        return false;
    }
    return read_events(m, err) && put_tiles(m, err);
}

bool keeper_mend(
    str directory, const struct keeper_clock *clock, uint64_t *tiles, struct err *err)
{
    struct mending m = {.full = {.arena = &m.arena}};
    bool done;

    *tiles = 0;
    if (!require_record(directory, err))
        return false;
    m.k = keeper_new(directory, clock);
    done = keeper_open_database(m.k, err) && mend_tiles(&m, err) &&
        keeper_open_tree(m.k, true, err) && publish_again(m.k, err);
    *tiles = m.full.count;
    arena_clear(&m.arena);
    keeper_close(m.k);
    return done || err_while(err, directory);
}
