/*
 * errno in words: for the failures that people meet, also what to do.
 */
#include "os/inside.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct errno_row {
    int number;
    enum err_kind kind;
    str text;
};

/* clang-format off */
static const struct errno_row rows[] = {
    {ENOENT,  ERR_NOT_FOUND, STR_INIT("there is no such file or folder; check the name")},
    {ENOTDIR, ERR_NOT_FOUND, STR_INIT("a part of this path is not a folder; check the name")},
    {EISDIR,  ERR_IO, STR_INIT("this is a folder; name a file")},
    {EACCES,  ERR_IO, STR_INIT("permission denied; choose a place you may use, or ask for access")},
    {EPERM,   ERR_IO, STR_INIT("permission denied; choose a place you may use, or ask for access")},
    {EROFS,   ERR_IO, STR_INIT("nothing can be written there (read-only); choose another place")},
    {ENOSPC,  ERR_IO, STR_INIT("the disk is full; make room and try again")},
    {EDQUOT,  ERR_IO, STR_INIT("your share of the disk is used up; make room and try again")},
    {EFBIG,   ERR_IO, STR_INIT("the file would be larger than is allowed here")},
    {ENAMETOOLONG, ERR_USAGE, STR_INIT("the name is too long")},
    {ELOOP,   ERR_IO, STR_INIT("links lead in a circle; name the file itself")},
    {EMFILE,  ERR_IO, STR_INIT("too many files are open; close some and try again")},
    {EBADF,   ERR_IO, STR_INIT("it is closed; open it or name a file")},
};
/* clang-format on */

bool os_fail(struct err *err, str path)
{
    int number = errno;
    char words[128] = "the machine reports an unknown failure";

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].number == number) {
            err_set(err, rows[i].kind, rows[i].text);
            return err_while(err, path);
        }
    (void)strerror_r(number, words, sizeof(words));
    err_set(err, ERR_IO, str_from(words));
    return err_while(err, path);
}

bool os_path(str path, char out[OS_PATH_MAX], struct err *err)
{
    if (path.len == 0)
        return err_set(err, ERR_USAGE, STR("a file's name is empty; name a file"));
    if (path.len >= OS_PATH_MAX || str_find_byte(path, '\0', 0) < path.len)
        return err_set(err, ERR_USAGE, STR("this cannot be the name of a file"));
    memcpy(out, path.ptr, path.len);
    out[path.len] = '\0';
    return true;
}

bool os_write_all(int file, str bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(file, bytes.ptr, bytes.len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = str_slice(bytes, (size_t)written, bytes.len);
    }
    return true;
}
