/*
 * Opening a record to read it: no lock is taken, nothing is written.
 */
#include "app/reader.h"

#include "app/inside.h"

static bool open_to_read(struct keeper *k, struct err *err)
{
    struct arena *arena = &k->arena;
    str path = keeper_path(k, arena, STR("record.db"));
    struct store_log log;
    uint64_t size;

    if (!os_file_size(path, &size, err) || !crypto_open(&k->crypto, err) ||
        !store_open(&k->db, path, DB_READ, err) ||
        !store_log_get(&k->db, arena, &log, err))
        return false;
    k->hasher = crypto_hasher(&k->crypto);
    k->ed25519 = crypto_ed25519(&k->crypto);
    k->origin = log.origin;
    return true;
}

bool keeper_open_reader(str directory, const struct keeper_clock *clock,
    struct keeper **out, struct err *err)
{
    struct keeper *k = keeper_new(directory, clock);

    *out = NULL;
    if (open_to_read(k, err)) {
        *out = k;
        return true;
    }
    keeper_close(k);
    if (err->kind != ERR_NOT_FOUND)
        return err_while(err, directory);
    err_set(err, ERR_NOT_FOUND, directory);
    return err_add(err, STR(": there is no record here; check the name"));
}

str keeper_origin(const struct keeper *k)
{
    return k->origin;
}

str keeper_directory(const struct keeper *k)
{
    return k->directory;
}
