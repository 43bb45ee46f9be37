/*
 * How SQLite writes its log: what a commit adds is gathered and written in one piece.
 *
 * SQLite gives each page to the system by two calls, some twenty a commit, which cost as
 * much as all else that it does.  What is gathered is written before the file is synced,
 * read, cut or asked for its size; until it is synced, nothing is promised of it anyway.
 * Readers are told of pages only after that.
 *
 * A commit need not wait for the disk if somebody else does, on a thread of their own.
 * But a log that begins anew must have its first words on the disk before the rest, or
 * pages of the log before could be taken for its own.
 */
#include "db/sqlite.h"

#include <sqlite3.h>

/* SQLite's own way to the system cuts longer pieces off. */
enum { GATHERED_MOST = (1 << 17) - 1 };

static const char vfs_name[] = "vestibule";

/* SQLite makes room for it, and behind it for the file that is really open. */
struct log_file {
    sqlite3_file base;
    sqlite3_int64 at; /* where what is gathered belongs */
    int len;
    char *gathered;
    bool defers; /* syncing is left to sqlite_log_sync */
    bool begins; /* its head was written anew */
    _Atomic bool failed;
};

static sqlite3_file *real(sqlite3_file *file)
{
    return (sqlite3_file *)((struct log_file *)file + 1);
}

/* After a failure it is forgotten: the commit that it belongs to fails. */
static int write_gathered(sqlite3_file *file)
{
    struct log_file *log = (struct log_file *)file;
    int len = log->len;

    log->len = 0;
    return len == 0
        ? SQLITE_OK
        : real(file)->pMethods->xWrite(real(file), log->gathered, len, log->at);
}

static int write_log(
    sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
    struct log_file *log = (struct log_file *)file;
    int code = SQLITE_OK;

    if (log->len > 0 &&
        (offset != log->at + log->len || len > GATHERED_MOST - log->len))
        code = write_gathered(file);
    if (code != SQLITE_OK)
        return code;
    REQUIRE(len <= GATHERED_MOST); /* a page has 64 KiB at most */
    log->begins = log->begins || offset == 0;
    if (log->len == 0)
        log->at = offset;
    memcpy(log->gathered + log->len, bytes, (size_t)len);
    log->len += len;
    return SQLITE_OK;
}

/* Once it has failed, no later one says that all is well. */
static int sync_now(struct log_file *log, int flags)
{
    int code = log->failed ? SQLITE_IOERR_FSYNC
                           : real(&log->base)->pMethods->xSync(real(&log->base), flags);

    if (code != SQLITE_OK)
        log->failed = true;
    return code;
}

static int sync_log(sqlite3_file *file, int flags)
{
    struct log_file *log = (struct log_file *)file;
    int code = write_gathered(file);

    if (code != SQLITE_OK || (log->defers && !log->begins))
        return code;
    log->begins = false;
    return sync_now(log, flags);
}

static int read_log(sqlite3_file *file, void *bytes, int len, sqlite3_int64 offset)
{
    int code = write_gathered(file);

    return code == SQLITE_OK
        ? real(file)->pMethods->xRead(real(file), bytes, len, offset)
        : code;
}

static int truncate_log(sqlite3_file *file, sqlite3_int64 size)
{
    int code = write_gathered(file);

    return code == SQLITE_OK ? real(file)->pMethods->xTruncate(real(file), size) : code;
}

static int size_log(sqlite3_file *file, sqlite3_int64 *size)
{
    int code = write_gathered(file);

    return code == SQLITE_OK ? real(file)->pMethods->xFileSize(real(file), size) : code;
}

static int close_log(sqlite3_file *file)
{
    int written = write_gathered(file);
    int closed = real(file)->pMethods->xClose(real(file));

    sqlite3_free(((struct log_file *)file)->gathered);
    return written == SQLITE_OK ? closed : written;
}

/* ---- what is only passed on ---- */

static int lock_log(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int unlock_log(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int is_log_reserved(sqlite3_file *file, int *is)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), is);
}

static int control_log(sqlite3_file *file, int operation, void *argument)
{
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int sector_of_log(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int traits_of_log(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1, /* the log is neither mapped nor shared by way of its file */
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = truncate_log,
    .xSync = sync_log,
    .xFileSize = size_log,
    .xLock = lock_log,
    .xUnlock = unlock_log,
    .xCheckReservedLock = is_log_reserved,
    .xFileControl = control_log,
    .xSectorSize = sector_of_log,
    .xDeviceCharacteristics = traits_of_log,
};

/* ---- commits that are confirmed later ---- */

struct log_file *sqlite_log(struct db *db)
{
    sqlite3_file *file = NULL;

    if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) !=
            SQLITE_OK ||
        file == NULL || file->pMethods != &log_methods)
        return NULL;
    return (struct log_file *)file;
}

void sqlite_log_defer(struct log_file *log, bool defer)
{
    log->defers = defer;
}

/* Touches nothing that a writer gathers meanwhile. */
bool sqlite_log_sync(struct log_file *log)
{
    return sync_now(log, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

/* ---- opening ---- */

static int open_file(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    struct log_file *log = (struct log_file *)file;
    int code;

    (void)vfs;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return system->xOpen(system, name, file, flags, got);
    *log = (struct log_file){.gathered = sqlite3_malloc(GATHERED_MOST)};
    code = log->gathered == NULL ? SQLITE_NOMEM
                                 : system->xOpen(system, name, real(file), flags, got);
    if (code == SQLITE_OK)
        log->base.pMethods = &log_methods;
    else
        sqlite3_free(log->gathered);
    return code;
}

/* The system's own, but for how a log is opened. */
const char *sqlite_gathering(void)
{
    static sqlite3_vfs gathering;
    sqlite3_mutex *mutex;
    const sqlite3_vfs *system;

    if (sqlite3_initialize() != SQLITE_OK)
        return NULL;
    mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
    system = sqlite3_vfs_find(NULL);
    sqlite3_mutex_enter(mutex);
    if (sqlite3_vfs_find(vfs_name) == NULL) {
        gathering = *system;
        gathering.zName = vfs_name;
        gathering.pNext = NULL;
        gathering.szOsFile += (int)sizeof(struct log_file);
        gathering.xOpen = open_file;
        REQUIRE(sqlite3_vfs_register(&gathering, 0) == SQLITE_OK);
    }
    sqlite3_mutex_leave(mutex);
    return vfs_name;
}
