/*
 * Destroying a small secret: overwritten, then removed.
 *
 * A disk that copies on write, or moves blocks about, may keep old bytes all the same;
 * whoever has such a one encrypts it as a whole.
 */
#include "os/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool overwrite(int file)
{
    static const char zeros[4096];
    struct stat status;
    off_t left;

    if (fstat(file, &status) != 0)
        return false;
    for (left = status.st_size; left > 0;) {
        size_t part = left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros);

        if (!os_write_all(file, (str){zeros, part}))
            return false;
        left -= (off_t)part;
    }
    return fsync(file) == 0;
}

bool os_shred_file(str path, struct err *err)
{
    char name[OS_PATH_MAX];
    int file;
    bool done;

    if (!os_path(path, name, err))
        return false;
    file = open(name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return os_fail(err, path);
    done = overwrite(file) || os_fail(err, path);
    (void)close(file);
    return done && os_remove_file(path, err);
}
