/*
 * A file opened for somebody else to read, who knows its size from the start.
 */
#include "os/inside.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool os_open_file(str path, int *out, uint64_t *size, struct err *err)
{
    char name[OS_PATH_MAX];
    struct stat status;
    int file;

    if (!os_path(path, name, err))
        return false;
    /* Without O_NONBLOCK, opening a pipe would wait for its writer. */
    file = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0)
        return os_fail(err, path);
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        (void)close(file);
        err_set(err, ERR_NOT_FOUND, STR("this is not a regular file"));
        return err_while(err, path);
    }
    *out = file;
    *size = (uint64_t)status.st_size;
    return true;
}

void os_close_file(int file)
{
    (void)close(file);
}
