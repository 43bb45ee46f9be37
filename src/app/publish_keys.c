/*
 * The log's keys, for everyone.  Each counts for a range of sizes and not of dates: a
 * thief can back-date, but not put an event where another stands.
 */
#include "app/inside.h"

/* A line of public/vkeys. */
static void add_range(struct text *text, const struct store_log_key *key, uint64_t past)
{
    text_add_u64(text, key->from_size);
    text_add_byte(text, ' ');
    if (past == UINT64_MAX)
        text_add_byte(text, '-');
    else
        text_add_u64(text, past - 1);
    text_add_byte(text, ' ');
    text_add(text, key->vkey);
    text_add_byte(text, '\n');
}

static bool write_all(struct keeper *k, str *newest, struct text *all, struct err *err)
{
    struct db_query q = store_log_keys(&k->db);
    struct store_log_key before = {0};
    struct store_log_key row;

    while (store_log_key_next(&q, &row)) {
        if (before.vkey.len > 0)
            add_range(all, &before, row.from_size);
        before.from_size = row.from_size;
        before.vkey = arena_str(&k->arena, row.vkey);
    }
    if (before.vkey.len > 0)
        add_range(all, &before, UINT64_MAX);
    *newest = before.vkey;
    return db_done(&q, err);
}

bool publish_keys(struct keeper *k, struct err *err)
{
    struct text all = text_in(&k->arena);
    struct text line = text_in(&k->arena);
    str newest;

    if (!write_all(k, &newest, &all, err))
        return false;
    text_add(&line, newest);
    text_add_byte(&line, '\n');
    return os_keep_file(keeper_path(k, &k->arena, STR("public/vkeys")), text_str(&all),
               OS_SHARED, err) &&
        os_keep_file(keeper_path(k, &k->arena, STR("public/vkey")), text_str(&line),
            OS_SHARED, err);
}
