/*
 * The people of a served folder, copied with its record, and put back.
 *
 * What was signed in at the time of the backup must not come to life again: sessions and
 * links end, and everybody signs in anew.
 */
#include "app/backup.h"

#include "app/inside.h"
#include "app/staff.h"

enum { PEOPLE_KEY_MAX = 256 };

/* The file is made beforehand, as its owner's alone, and then filled. */
static bool copy_database(struct people *from, str path, struct err *err)
{
    return os_keep_file(path, STR(""), OS_PRIVATE, err) &&
        db_backup(&from->db, path, err);
}

static bool check_copy(const struct people *from, str path, struct err *err)
{
    struct people copy = {0};
    bool done = people_open(&copy, path, DB_READ, from->key, from->clock, err) &&
        db_check(&copy.db, err);

    people_close(&copy);
    return done;
}

bool people_back_up(struct arena *arena, str directory, str to,
    const struct keeper_clock *clock, struct err *err)
{
    str path = path_join(arena, to, STR("people.db"));
    struct staff staff = {0};
    str key;
    bool done = staff_look(&staff, directory, clock, err);

    if (!done)
        return false;
    done = os_read_file(arena, path_join(arena, directory, STR("people.key")),
               PEOPLE_KEY_MAX, &key, err) &&
        os_keep_file(
            path_join(arena, to, STR("keys/people.key")), key, OS_PRIVATE, err) &&
        copy_database(&staff.people, path, err) && check_copy(&staff.people, path, err);
    staff_close(&staff);
    return done;
}

/* Without its key it is copied all the same: whoever has that puts it beside it. */
static bool put_key_back(struct arena *arena, str from, str directory, struct err *err)
{
    struct err missing = {0};
    str key;

    if (os_read_file(arena, path_join(arena, from, STR("keys/people.key")),
            PEOPLE_KEY_MAX, &key, &missing))
        return os_keep_file(
            path_join(arena, directory, STR("people.key")), key, OS_PRIVATE, err);
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NOT_FOUND;
}

bool people_put_back(struct arena *arena, str from, str directory,
    const struct keeper_clock *clock, struct err *err)
{
    const struct people_clock time = {clock->now, clock->context};
    const uint8_t no_key[PEOPLE_KEY_BYTES] = {0};
    str path = path_join(arena, directory, STR("people.db"));
    struct people source = {0};
    struct people copy = {0};
    bool done = put_key_back(arena, from, directory, err) &&
        people_open(&source, path_join(arena, from, STR("people.db")), DB_READ, no_key,
            time, err) &&
        copy_database(&source, path, err) &&
        people_open(&copy, path, DB_WRITE, no_key, time, err) &&
        people_end_all(&copy, err);

    people_close(&copy);
    people_close(&source);
    return done;
}
