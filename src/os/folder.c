/*
 * Folders, and the names in them: made, listed, changed and removed for good.
 */
#include "os/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Make one folder; one that is there already is as good. */
static bool make_one(const char *name, enum os_access access, struct err *err)
{
    struct stat status;

    if (mkdir(name, access == OS_PRIVATE ? 0700 : 0755) == 0)
        return os_keep_name(str_from(name), err);
    if (errno != EEXIST)
        return os_fail(err, str_from(name));
    if (stat(name, &status) != 0)
        return os_fail(err, str_from(name));
    if (S_ISDIR(status.st_mode))
        return true;
    err_set(err, ERR_IO, STR("there is a file where a folder should be; remove it"));
    return err_while(err, str_from(name));
}

bool os_make_folder(str path, enum os_access access, struct err *err)
{
    char name[OS_PATH_MAX];
    size_t end = path.len;

    while (end > 1 && path.ptr[end - 1] == '/')
        end--;
    if (!os_path(str_slice(path, 0, end), name, err))
        return false;
    for (size_t i = 1; i < end; i++) {
        if (name[i] != '/' || name[i - 1] == '/')
            continue;
        name[i] = '\0';
        if (!make_one(name, access, err))
            return false;
        name[i] = '/';
    }
    return make_one(name, access, err);
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

bool os_list_folder(
    struct arena *arena, str path, const str **out, size_t *count, struct err *err)
{
    char name[OS_PATH_MAX];
    size_t capacity = 0;
    str *names = NULL;
    const struct dirent *entry;
    DIR *folder;
    int reason;

    *count = 0;
    if (!os_path(path, name, err))
        return false;
    folder = opendir(name);
    if (folder == NULL)
        return os_fail(err, path);
    while (errno = 0, (entry = readdir(folder)) != NULL) {
        str one = str_from(entry->d_name);

        if (str_equal(one, STR(".")) || str_equal(one, STR("..")))
            continue;
        names = arena_grow(arena, names, *count, &capacity, sizeof(*names));
        names[(*count)++] = arena_str(arena, one);
    }
    reason = errno;
    (void)closedir(folder);
    errno = reason;
    if (reason != 0)
        return os_fail(err, path);
    if (*count > 0)
        qsort(names, *count, sizeof(*names), by_name);
    *out = names;
    return true;
}

/* ---- names ---- */

static bool keep_bytes(const char *name)
{
    int file = open(name, O_RDONLY | O_CLOEXEC);
    bool done;
    int reason;

    if (file < 0)
        return false;
    done = fsync(file) == 0;
    reason = errno;
    (void)close(file);
    errno = reason;
    return done;
}

bool os_rename_file(str from, str to, struct err *err)
{
    char old[OS_PATH_MAX];
    char new[OS_PATH_MAX];

    if (!os_path(from, old, err) || !os_path(to, new, err))
        return false;
    if (!keep_bytes(old) || rename(old, new) != 0)
        return os_fail(err, from);
    return os_keep_name(to, err);
}

bool os_remove_file(str path, struct err *err)
{
    char name[OS_PATH_MAX];

    if (!os_path(path, name, err))
        return false;
    if (unlink(name) != 0)
        return os_fail(err, path);
    return os_keep_name(path, err);
}

bool os_remove_folder(str path, struct err *err)
{
    char name[OS_PATH_MAX];
    size_t end = path.len;

    while (end > 1 && path.ptr[end - 1] == '/')
        end--;
    if (!os_path(str_slice(path, 0, end), name, err))
        return false;
    if (rmdir(name) != 0)
        return os_fail(err, path);
    return os_keep_name(str_from(name), err);
}

bool os_file_size(str path, uint64_t *out, struct err *err)
{
    char name[OS_PATH_MAX];
    struct stat status;

    if (!os_path(path, name, err))
        return false;
    if (stat(name, &status) != 0)
        return os_fail(err, path);
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return os_fail(err, path);
    }
    *out = (uint64_t)status.st_size;
    return true;
}
