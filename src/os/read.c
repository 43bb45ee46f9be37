/*
 * Files in, whole or piece by piece.
 *
 * The size a file claims is only a first guess: pipes and files of /proc claim
 * none.  So it is read until it ends, into room that doubles.
 */
#include "os/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_READ = 1 << 14, PIECE_BYTES = 1 << 16 };

static bool too_large(struct err *err, str path, size_t limit)
{
    err_set(err, ERR_LIMIT, STR("larger than the "));
    err_add_i64(err, (int64_t)limit);
    err_add(err, STR(" bytes that are accepted here"));
    return err_while(err, path);
}

/* Room for what the file claims to hold and the byte that shows its end. */
static size_t first_guess(int file, size_t limit)
{
    struct stat status;

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0)
        return FIRST_READ;
    return (uint64_t)status.st_size < limit ? (size_t)status.st_size + 1 : limit + 1;
}

static bool read_all(
    int file, struct arena *arena, str path, size_t limit, str *out, struct err *err)
{
    size_t capacity = first_guess(file, limit);
    char *bytes = ARENA_ARRAY(arena, char, capacity);
    size_t len = 0;

    for (;;) {
        ssize_t got = read(file, bytes + len, capacity - len);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return os_fail(err, path);
        if (got == 0)
            break;
        len += (size_t)got;
        if (len > limit)
            return too_large(err, path, limit);
        if (len == capacity)
            bytes = arena_grow(arena, bytes, len, &capacity, 1);
    }
    *out = (str){bytes, len};
    return true;
}

bool os_require_private(str path, struct err *err)
{
    struct stat status;
    uint64_t size;
    int file;

    if (!os_open_file(path, &file, &size, err))
        return false;
    if (fstat(file, &status) != 0) {
        os_close_file(file);
        return os_fail(err, path);
    }
    os_close_file(file);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return true;
    err_set(err, ERR_DENIED, path);
    return err_add(
        err, STR(" can be read by others than its owner; say `chmod 600` of it"));
}

bool os_read_file(
    struct arena *arena, str path, size_t limit, str *out, struct err *err)
{
    char name[OS_PATH_MAX];
    bool done;
    int file;

    if (str_equal(path, STR("-")))
        return read_all(STDIN_FILENO, arena, STR("standard input"), limit, out, err);
    if (!os_path(path, name, err))
        return false;
    file = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return os_fail(err, path);
    done = read_all(file, arena, path, limit, out, err);
    (void)close(file);
    return done;
}

static bool scan(int file, str path, void (*take)(void *context, str piece),
    void *context, struct err *err)
{
    char bytes[PIECE_BYTES];

    for (;;) {
        ssize_t got = read(file, bytes, sizeof(bytes));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 || os_fail(err, path);
        take(context, (str){bytes, (size_t)got});
    }
}

bool os_scan_file(
    str path, void (*take)(void *context, str piece), void *context, struct err *err)
{
    char name[OS_PATH_MAX];
    bool done;
    int file;

    if (!os_path(path, name, err))
        return false;
    file = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0)
        return os_fail(err, path);
    done = scan(file, path, take, context, err);
    (void)close(file);
    return done;
}
