/*
 * A lock on a file: the kernel lets go of it when the process ends, whatever ends it.
 *
 * The file holds the number of the process, for people only: that it is there says
 * nothing, since it stays when the process is killed.
 */
/* flock is not in POSIX. */
#define _DEFAULT_SOURCE

#include "os/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static bool held(int file, str path, struct err *err)
{
    char buffer[32];
    ssize_t got = pread(file, buffer, sizeof(buffer), 0);
    str number = got > 0 ? str_trim((str){buffer, (size_t)got}) : (str){0};

    err_set(err, ERR_CONFLICT, STR("in use by "));
    err_add(err, number.len > 0 ? STR("process ") : STR("another process"));
    err_add(err, number);
    err_add(err, STR("; only one may write, so stop it first"));
    return err_while(err, path);
}

static bool write_number(int file)
{
    char buffer[32];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_i64(&text, getpid());
    text_add_byte(&text, '\n');
    return ftruncate(file, 0) == 0 && os_write_all(file, text_str(&text));
}

bool os_lock_take(struct os_lock *lock, str path, struct err *err)
{
    char name[OS_PATH_MAX];
    int file;

    *lock = (struct os_lock){0};
    if (!os_path(path, name, err))
        return false;
    file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    if (file < 0)
        return os_fail(err, path);
    if (flock(file, LOCK_EX | LOCK_NB) == 0 && write_number(file)) {
        lock->file = file;
        return true;
    }
    if (errno == EWOULDBLOCK)
        held(file, path, err);
    else
        os_fail(err, path);
    (void)close(file);
    return false;
}

void os_lock_drop(struct os_lock *lock)
{
    if (lock->file > 0)
        (void)close(lock->file);
    *lock = (struct os_lock){0};
}
