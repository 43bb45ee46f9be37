/*
 * Whole files out: a new file beside the old one, made durable, takes its name.
 */
/* realpath is of the X/Open part of POSIX. */
#define _XOPEN_SOURCE 700

#include "os/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEMPORARY_TRIES = 100, ALL_MODES = 07777 };

/* The folder a path names a file in, with its last slash; "./" when it has none. */
static str folder_of(str path)
{
    size_t end = path.len;

    while (end > 0 && path.ptr[end - 1] != '/')
        end--;
    return end == 0 ? STR("./") : str_slice(path, 0, end);
}

/* Make a file.  No other thread has its name, so one that is there was left by a
 * process that had our number and was killed: out of the way with it. */
static int make_file(const char *name, mode_t mode)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int file = open(name, flags, mode);

    if (file < 0 && errno == EEXIST) {
        (void)unlink(name);
        file = open(name, flags, mode);
    }
    return file;
}

/* Open a file that did not exist before, in the same folder as `path`; its name
 * goes to `name`. */
static int open_temporary(str path, mode_t mode, char name[OS_PATH_MAX])
{
    static atomic_uint made;

    for (uint32_t i = 0; i < TEMPORARY_TRIES; i++) {
        struct text text = text_fixed(name, OS_PATH_MAX - 1);
        int file;

        text_add(&text, folder_of(path));
        text_add(&text, STR(".vestibule-"));
        text_add_i64(&text, getpid());
        text_add_byte(&text, '-');
        text_add_u64(&text, made++);
        if (text.overflow) {
            errno = ENAMETOOLONG;
            return -1;
        }
        name[text.len] = '\0';
        file = make_file(name, mode);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

bool os_keep_name(str path, struct err *err)
{
    char name[OS_PATH_MAX];
    int folder;
    bool done;

    if (!os_path(folder_of(path), name, err))
        return false;
    folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return os_fail(err, folder_of(path));
    done = fsync(folder) == 0 || os_fail(err, folder_of(path));
    (void)close(folder);
    return done;
}

/* Fill `file`, as accessible as the file it replaces, and close it. */
static bool fill(int file, str bytes, const struct stat *old)
{
    bool done = os_write_all(file, bytes) &&
        (old == NULL || fchmod(file, old->st_mode & ALL_MODES) == 0) &&
        fsync(file) == 0;
    int reason = errno;

    if (close(file) != 0 && done)
        return false;
    errno = reason;
    return done;
}

/* The new file and its bytes are durable; its name not yet. */
static bool replace(str shown, const char *path, mode_t mode, const struct stat *old,
    str bytes, struct err *err)
{
    char name[OS_PATH_MAX];
    int file = open_temporary(str_from(path), mode, name);

    if (file < 0)
        return os_fail(err, shown);
    if (fill(file, bytes, old) && rename(name, path) == 0)
        return true;
    os_fail(err, shown);
    (void)unlink(name);
    return false;
}

/* A folder that cannot be opened or told so is no reason to call the write a
 * failure. */
static bool replace_and_try_to_keep(
    str shown, const char *path, const struct stat *old, str bytes, struct err *err)
{
    struct err ignored;

    if (!replace(shown, path, 0666, old, bytes, err))
        return false;
    (void)os_keep_name(str_from(path), &ignored);
    return true;
}

/* What is no ordinary file keeps its place: a device or a pipe takes the bytes. */
static bool write_through(str shown, const char *path, str bytes, struct err *err)
{
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    bool done;

    if (file < 0)
        return os_fail(err, shown);
    done = os_write_all(file, bytes) || os_fail(err, shown);
    if (close(file) != 0 && done)
        done = os_fail(err, shown);
    return done;
}

bool os_write_file(str path, str bytes, struct err *err)
{
    char name[OS_PATH_MAX];
    struct stat old;
    char *real;
    bool done;

    if (!os_path(path, name, err))
        return false;
    if (stat(name, &old) != 0)
        return errno == ENOENT ? replace_and_try_to_keep(path, name, NULL, bytes, err)
                               : os_fail(err, path);
    if (!S_ISREG(old.st_mode))
        return write_through(path, name, bytes, err);
    /* A link keeps pointing: the file it leads to is replaced. */
    real = realpath(name, NULL);
    if (real == NULL)
        return os_fail(err, path);
    done = replace_and_try_to_keep(path, real, &old, bytes, err);
    free(real);
    return done;
}

/* The mode is given at birth, so that a secret is never open to others. */
bool os_keep_file(str path, str bytes, enum os_access access, struct err *err)
{
    char name[OS_PATH_MAX];

    return os_path(path, name, err) &&
        replace(path, name, access == OS_PRIVATE ? 0600 : 0644, NULL, bytes, err) &&
        os_keep_name(path, err);
}
