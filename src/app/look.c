/*
 * A record opened to read from it, while another process may write to it.
 */
#include "app/inside.h"

static bool look(struct keeper *k, struct err *err)
{
    struct store_log log;

    if (!crypto_open(&k->crypto, err))
        return false;
    k->hasher = crypto_hasher(&k->crypto);
    k->ed25519 = crypto_ed25519(&k->crypto);
    if (!store_open(
            &k->db, keeper_path(k, &k->arena, STR("record.db")), DB_READ, err) ||
        !store_log_get(&k->db, &k->arena, &log, err))
        return false;
    k->origin = log.origin;
    return true;
}

bool keeper_look(str directory, struct keeper **out, struct err *err)
{
    struct keeper_clock none = {0};
    struct keeper *k;

    *out = NULL;
    if (!require_record(directory, err))
        return false;
    k = keeper_new(directory, &none);
    if (!look(k, err)) {
        keeper_close(k);
        return err_while(err, directory);
    }
    *out = k;
    return true;
}

struct keeper_database keeper_database(void)
{
    struct db_version version = db_version();

    return (struct keeper_database){version.number, version.loses_resets};
}
