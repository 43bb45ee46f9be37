/*
 * A power cut, played: a library that is loaded before the C library's own calls.
 *
 *     TORN_AT=N TORN_SEED=S TORN_IN=FOLDER TORN_SECTOR=512 LD_PRELOAD=torn.so PROGRAM...
 *
 * Before a write to a file in the folder what stood there is put aside, sector by
 * sector, until the file is synced.  At the N-th write or sync the power goes: of each
 * sector that was not synced chance says which of its versions the disk has, in any
 * order, and the process is killed.  What files are called counts as kept at once.
 * Threads write and sync one after another.
 */
/* RTLD_NEXT is GNU's. */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 256, VERSIONS_MAX = 1 << 16, SECTOR_MAX = 4096, PATH_BYTES = 4096 };

struct file {
    dev_t device;
    ino_t inode;
    int handle;    /* of our own, to read and write */
    off_t durable; /* its size when it was last synced */
};

/* What stood in a sector before a write. */
struct version {
    struct file *file; /* NULL: it was synced since */
    off_t sector;
    unsigned char bytes[SECTOR_MAX];
};

static struct file files[FILES_MAX];
static size_t file_count;
static struct version *versions;
static size_t version_count;
static uint64_t calls;
static uint64_t sequence;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static uint64_t setting(const char *name)
{
    const char *text = getenv(name);

    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

static off_t sector_size(void)
{
    return (off_t)setting("TORN_SECTOR");
}

static bool chance(void)
{
    uint64_t z = sequence += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z >> 40 & 1) != 0;
}

typedef ssize_t pwrite_call(int, const void *, size_t, off_t);
typedef int sync_call(int);

/* A function of the C library; POSIX lets an address of data be one of code. */
static pwrite_call *real_pwrite(void)
{
    pwrite_call *found;

    *(void **)&found = dlsym(RTLD_NEXT, "pwrite64");
    return found;
}

static sync_call *real_sync(const char *name)
{
    sync_call *found;

    *(void **)&found = dlsym(RTLD_NEXT, name);
    return found;
}

/* The file behind a descriptor, if it is one of those that are watched. */
static struct file *file_of(int descriptor)
{
    const char *folder = getenv("TORN_IN");
    char link[64];
    char path[PATH_BYTES] = {0};
    struct stat status;

    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", descriptor);
    if (folder == NULL || fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
        readlink(link, path, sizeof(path) - 1) < 0 ||
        strncmp(path, folder, strlen(folder)) != 0 || strstr(path, "-shm") != NULL)
        return NULL;
    for (size_t i = 0; i < file_count; i++)
        if (files[i].device == status.st_dev && files[i].inode == status.st_ino)
            return &files[i];
    if (file_count == FILES_MAX)
        abort();
    files[file_count] = (struct file){
        status.st_dev, status.st_ino, open(link, O_RDWR | O_CLOEXEC), status.st_size};
    return &files[file_count++];
}

/* Which version of a sector the disk has: the newest, or one before it. */
static void settle(size_t newest)
{
    struct file *file = versions[newest].file;
    off_t sector = versions[newest].sector;
    bool going_back = true;

    for (size_t i = newest + 1; i-- > 0;) {
        struct version *version = &versions[i];

        if (version->file != file || version->sector != sector)
            continue;
        going_back = going_back && chance();
        if (going_back)
            (void)real_pwrite()(file->handle, version->bytes, (size_t)sector_size(),
                sector * sector_size());
        version->file = NULL;
    }
}

static void cut_power(void)
{
    off_t sizes[FILES_MAX];

    for (size_t i = 0; i < file_count; i++)
        sizes[i] = lseek(files[i].handle, 0, SEEK_END);
    for (size_t i = version_count; i-- > 0;)
        if (versions[i].file != NULL)
            settle(i);
    /* A file that grew may be as long as it was, as it became, or rounded up. */
    for (size_t i = 0; i < file_count; i++)
        if (sizes[i] > files[i].durable && chance())
            (void)ftruncate(files[i].handle, chance() ? files[i].durable : sizes[i]);
    (void)kill(getpid(), SIGKILL);
}

static void count(void)
{
    if (calls == 0)
        sequence = setting("TORN_SEED");
    if (++calls == setting("TORN_AT"))
        cut_power();
}

static void put_aside(struct file *file, off_t start, size_t len)
{
    off_t size = sector_size();

    if (versions == NULL)
        versions = calloc(VERSIONS_MAX, sizeof(*versions));
    for (off_t sector = start / size; sector * size < start + (off_t)len; sector++) {
        struct version *version = &versions[version_count++];

        if (versions == NULL || version_count == VERSIONS_MAX)
            abort();
        memset(version->bytes, 0, sizeof(version->bytes));
        (void)!pread(file->handle, version->bytes, (size_t)size, sector * size);
        version->file = file;
        version->sector = sector;
    }
}

static void keep(struct file *file)
{
    file->durable = lseek(file->handle, 0, SEEK_END);
    for (size_t i = 0; i < version_count; i++)
        if (versions[i].file == file)
            versions[i].file = NULL;
    while (version_count > 0 && versions[version_count - 1].file == NULL)
        version_count--;
}

/* ---- the calls ---- */

ssize_t pwrite64(int descriptor, const void *bytes, size_t len, off_t at)
{
    struct file *file;
    ssize_t done;

    (void)pthread_mutex_lock(&one_at_a_time);
    file = file_of(descriptor);
    if (file != NULL) {
        put_aside(file, at, len);
        count();
    }
    done = real_pwrite()(descriptor, bytes, len, at);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return done;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t len, off_t at)
{
    return pwrite64(descriptor, bytes, len, at);
}

/* Only of files that are written from their beginning. */
ssize_t write(int descriptor, const void *bytes, size_t len)
{
    ssize_t (*real)(int, const void *, size_t);
    struct file *file;
    ssize_t done;

    (void)pthread_mutex_lock(&one_at_a_time);
    file = file_of(descriptor);
    *(void **)&real = dlsym(RTLD_NEXT, "write");
    if (file != NULL) {
        put_aside(file, lseek(descriptor, 0, SEEK_CUR), len);
        count();
    }
    done = real(descriptor, bytes, len);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return done;
}

static int sync_with(const char *name, int descriptor)
{
    struct file *file;
    int done;

    (void)pthread_mutex_lock(&one_at_a_time);
    file = file_of(descriptor);
    if (file != NULL)
        count();
    done = real_sync(name)(descriptor);
    if (file != NULL && done == 0)
        keep(file);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return done;
}

int fsync(int descriptor)
{
    return sync_with("fsync", descriptor);
}

int fdatasync(int descriptor)
{
    return sync_with("fdatasync", descriptor);
}

__attribute__((destructor)) static void tell_calls(void)
{
    const char *path = getenv("TORN_CALLS");
    FILE *out = path == NULL ? NULL : fopen(path, "w");

    if (out == NULL)
        return;
    fprintf(out, "%llu\n", (unsigned long long)calls);
    (void)fclose(out);
}
