/*
 * Where an open record stands: what is committed, and what of it is signed.
 */
#include "app/inside.h"

bool keeper_state(struct keeper *k, struct keeper_state *out, struct err *err)
{
    struct arena arena = {0};
    struct store_checkpoint newest;
    uint64_t bytes;
    bool done;

    *out = (struct keeper_state){.origin = k->origin};
    take_turn(k);
    out->size = k->edge.frontier.size;
    out->commits = k->confirming.committed;
    out->committed_at = k->confirming.committed_at;
    done = os_file_size(keeper_path(k, &arena, STR("record.db")), &bytes, err) &&
        (store_checkpoint_newest(&k->db, &arena, &newest, err) ||
            err->kind == ERR_NOT_FOUND);
    pass_turn(k);
    if (done && err->kind == ERR_NONE) {
        out->is_signed = true;
        out->signed_size = newest.size;
        out->signed_at = newest.at;
    }
    if (done)
        *err = (struct err){0};
    arena_clear(&arena);
    return done || err_while(err, STR("the record"));
}
