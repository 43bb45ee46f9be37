/*
 * Erasing again: an old backup holds values that were erased after it was made, and the
 * public files hold the events that say so.
 */
#include "app/import.h"

static bool lists(
    struct arena *arena, const struct json_value *digests, const uint8_t *digest)
{
    struct text text = text_in(arena);

    text_add_base64url(&text, digest, HASH_BYTES);
    for (size_t i = 0; i < digests->count; i++)
        if (str_equal(digests->items[i].text, text_str(&text)))
            return true;
    return false;
}

/* Erase what one event names; what is gone already stays gone by its own event. */
static bool erase_named(struct importing *im, uint64_t by,
    const struct record_event *event, struct err *err)
{
    const struct json_value *entry = record_value(event, STR("entry"));
    const struct json_value *digests = record_value(event, STR("digests"));
    struct store_disclosure row;
    struct err broken = {0};
    struct db_query q;
    bool done = true;
    bool read;

    if (entry == NULL || digests == NULL)
        return true;
    q = store_disclosures(&im->k->db, (uint64_t)entry->integer);
    while (done && store_disclosure_next(&q, &row))
        done = row.is_erased || !lists(&im->scratch, digests, row.digest) ||
            store_disclosure_erase(&im->k->db, row.seq, row.place, by, err);
    read = db_done(&q, &broken);
    if (done && !read)
        *err = broken;
    return done && read;
}

bool erase_again(struct importing *im, struct err *err)
{
    bool done = true;

    for (size_t i = 0; done && i < im->erasing_count; i++) {
        struct store_event row;
        struct record_leaf leaf;

        done =
            store_event_by_seq(&im->k->db, &im->scratch, im->erasing[i], &row, err) &&
            record_leaf_parse(&im->scratch, row.leaf, &leaf, err) &&
            erase_named(im, row.seq, &leaf.event, err);
        arena_clear(&im->scratch);
    }
    return done;
}
