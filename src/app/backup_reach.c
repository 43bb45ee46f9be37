/*
 * What reaches people from a served folder, copied with its record and put back: the
 * roster, and which secrets the channels need besides.
 *
 * A change of the roster is recorded first and kept then, so the roster is copied before
 * the record: that of a backup has the event of each change.  The files of secrets that
 * channels.conf names, and push.key, are never copied; whoever puts a backup back is told
 * of each.
 */
#include "app/backup.h"

#include "app/channels_file.h"
#include "app/conf.h"
#include "app/inside.h"

/* ---- the roster ---- */

/* No statement is needed for copying a whole database. */
static const struct db_catalogue no_statements = {0};

static bool check_copy(str path, struct err *err)
{
    struct db copy = {0};
    bool done =
        db_open(&copy, &no_statements, path, DB_READ, err) && db_check(&copy, err);

    db_close(&copy);
    return done;
}

bool roster_copy(struct arena *arena, str from, str to, bool *is_there, struct err *err)
{
    str source = path_join(arena, from, STR("roster.db"));
    str path = path_join(arena, to, STR("roster.db"));
    struct err missing = {0};
    struct db db = {0};
    uint64_t size;
    bool done;

    *is_there = os_file_size(source, &size, &missing);
    if (!*is_there)
        return true;
    done = db_open(&db, &no_statements, source, DB_READ, err) &&
        os_keep_file(path, STR(""), OS_PRIVATE, err) && db_backup(&db, path, err) &&
        check_copy(path, err);
    db_close(&db);
    return done;
}

/* ---- secrets ---- */

enum { SECRETS_MAX = 64 };

struct secrets {
    struct arena *arena;
    str *names;
    size_t count;
};

static bool note_secret(void *context, str name, str *out, struct err *err)
{
    struct secrets *secrets = context;

    (void)err;
    *out = STR("elsewhere");
    if (secrets->count < SECRETS_MAX)
        secrets->names[secrets->count++] = arena_str(secrets->arena, name);
    return true;
}

static bool note_push_key(void *context, struct p256_key *out, struct err *err)
{
    str secret;

    *out = (struct p256_key){0};
    return note_secret(context, STR("push.key"), &secret, err);
}

size_t channels_secret_files(struct arena *arena, str directory, str **out)
{
    struct secrets secrets = {arena, ARENA_ARRAY(arena, str, SECRETS_MAX), 0};
    const struct channels_secrets reader = {note_secret, &secrets, note_push_key};
    struct notify_settings settings;
    struct err unread = {0};
    str source = {0};

    *out = secrets.names;
    if (!conf_read_file(arena, conf_path(arena, directory, STR("channels.conf")),
            &source, &unread) ||
        !channels_file_parse(arena, directory, source, &reader, &settings, &unread))
        return 0;
    /* Another one would be made, and nobody's browser would be reached any more. */
    if (settings.push.contact.len > 0)
        (void)note_secret(&secrets, STR("push.key"), &source, &unread);
    return secrets.count;
}
