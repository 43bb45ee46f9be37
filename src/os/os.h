/*
 * os: files, standard streams, the clock, the terminal.
 *
 * The only folder that touches the machine.  What goes wrong comes back as an err
 * whose text says what to do; nothing here prints or exits.
 *
 * May include base.
 */
#ifndef VESTIBULE_OS_H
#define VESTIBULE_OS_H

#include "base/base.h"

/* ---- files ---- */

/*
 * Read all of the file `path`, or of standard input when it is "-", into `arena`
 * (aligned for any type).  ERR_NOT_FOUND, ERR_IO; ERR_LIMIT above `limit` bytes.
 */
bool os_read_file(
    struct arena *arena, str path, size_t limit, str *out, struct err *err) MUST_USE;

/* Read the file `path` piece by piece, in constant memory; `take` is handed each.
 * ERR_NOT_FOUND, ERR_IO. */
bool os_scan_file(str path, void (*take)(void *context, str piece), void *context,
    struct err *err) MUST_USE;

/*
 * Make `bytes` the content of the file `path`.  A file is replaced as a whole: after
 * any failure the old one stands untouched and nothing else is left behind.  A
 * device or a pipe is written to.  ERR_NOT_FOUND (its folder), ERR_IO.
 */
bool os_write_file(str path, str bytes, struct err *err) MUST_USE;

/* Whom a new file or folder is for: its owner, or everyone (to read). */
enum os_access { OS_PRIVATE, OS_SHARED };

/* As os_write_file, but a power cut cannot undo it once it returns true, and the file
 * is new in any case: a link at `path` is replaced, not followed. */
bool os_keep_file(str path, str bytes, enum os_access access, struct err *err) MUST_USE;

/* Give the file `from`, once its bytes are durable, the name `to` in the same folder,
 * for good.  What stood there is replaced. */
bool os_rename_file(str from, str to, struct err *err) MUST_USE;

/* Remove a file for good.  ERR_NOT_FOUND. */
bool os_remove_file(str path, struct err *err) MUST_USE;

/* Overwrite a file, then remove it for good: a key that must be gone.  ERR_NOT_FOUND. */
bool os_shred_file(str path, struct err *err) MUST_USE;

/* Whether nobody but its owner can read a file.  ERR_DENIED: others can; ERR_NOT_FOUND. */
bool os_require_private(str path, struct err *err) MUST_USE;

/* How many bytes the file has.  ERR_NOT_FOUND; ERR_IO: it is a folder. */
bool os_file_size(str path, uint64_t *out, struct err *err) MUST_USE;

/* Open a regular file for reading; `*size` is what it holds now.  ERR_NOT_FOUND (also
 * for what is no regular file), ERR_IO. */
bool os_open_file(str path, int *file, uint64_t *size, struct err *err) MUST_USE;
void os_close_file(int file);

/* ---- folders ---- */

/* Make the folder and those above it, for good; one that is there stays as it is. */
bool os_make_folder(str path, enum os_access access, struct err *err) MUST_USE;

/* Remove an empty folder for good.  ERR_NOT_FOUND. */
bool os_remove_folder(str path, struct err *err) MUST_USE;

/* The names in a folder, in byte order, without "." and "..".  ERR_NOT_FOUND. */
bool os_list_folder(struct arena *arena, str path, const str **out, size_t *count,
    struct err *err) MUST_USE;

/* ---- locks ---- */

/* A lock that ends with its process at the latest, however that ends. */
struct os_lock {
    int file; /* 0: not held */
};

/* Take the lock on the file `path`, which is made if need be and stays.
 * ERR_CONFLICT names the process that holds it. */
bool os_lock_take(struct os_lock *lock, str path, struct err *err) MUST_USE;
void os_lock_drop(struct os_lock *lock);

/* ---- lines, one after another, in constant memory ---- */

enum os_line { OS_LINE, OS_LINE_TOO_LONG, OS_LINES_END, OS_LINES_FAILED };

struct os_lines {
    int file;
    char *buffer;
    size_t capacity; /* a longer line is too long */
    size_t start;    /* of what is not yet given out */
    size_t end;
    bool ended;    /* nothing more can be read */
    bool skipping; /* the rest of a line that was too long */
};

/* Open `path`, or standard input when it is "-".  ERR_NOT_FOUND, ERR_IO. */
bool os_lines_open(
    struct os_lines *lines, str path, size_t capacity, struct err *err) MUST_USE;
void os_lines_close(struct os_lines *lines);

/*
 * Give the next line, without its line end; valid until the next call.  A line too
 * long is reported once and left out.  OS_LINES_FAILED sets `err` (ERR_IO).
 */
enum os_line os_lines_next(struct os_lines *lines, str *line, struct err *err);

/* Whether the next line is here already: asking for it will not wait. */
bool os_lines_ready(const struct os_lines *lines);

/* ---- standard streams and the terminal ---- */

enum os_stream { OS_STDIN, OS_STDOUT, OS_STDERR };

/*
 * Wait for standard input and give what has come, at most `capacity` bytes;
 * `*count` is 0 at its end.  ERR_IO.
 */
bool os_read_input(
    char *buffer, size_t capacity, size_t *count, struct err *err) MUST_USE;

/* Whether standard input has something, or its end, within so many milliseconds:
 * then reading will not wait. */
bool os_input_ready(uint32_t patience_ms);

/*
 * Write all of `bytes`.  ERR_IO, without a text when the reader has gone (a broken
 * pipe): then there is nobody left to tell.
 */
bool os_write(enum os_stream stream, str bytes, struct err *err) MUST_USE;

bool os_is_terminal(enum os_stream stream);

/* Columns of the terminal on standard output; 0 when there is none. */
size_t os_terminal_width(void);

/* How many processors there are to work on. */
uint32_t os_processors(void);

/* Have the system allow at least so many open files and connections.  ERR_LIMIT: it does
 * not. */
bool os_allow_files(uint64_t count, struct err *err) MUST_USE;

/* The value of an environment variable; empty when it is not set. */
str os_environment(const char *name);

/* A broken pipe becomes an error of os_write, and a program that stops itself at
 * a bug exits with `status`. */
void os_prepare(int status);

/* ---- signals ---- */

enum os_signal { OS_SIGNAL_STOP, OS_SIGNAL_RELOAD };

/* Have `handle` called when somebody asks the program to stop (SIGTERM, SIGINT) or to
 * read its settings anew (SIGHUP); NULL: as it was.  It may do what a signal handler
 * may, and is never called within itself. */
void os_on_signals(void (*handle)(enum os_signal signal));

/* ---- the clock ---- */

/* Seconds since 1970-01-01T00:00:00Z. */
int64_t os_now(void);

/* Nanoseconds from some moment in the past; never goes back. */
uint64_t os_monotonic_ns(void);

/*
 * Say what the clocks of `zone` show at an instant.  `zone` is a name of the tz
 * database ("America/Chicago"); empty is the computer's own.  Not for use by
 * several threads at once.  ERR_USAGE: there is no such zone.
 */
bool os_moment(str zone, int64_t instant, struct moment *out, struct err *err) MUST_USE;

/* ---- memory ---- */

/* Return `size` zeroed bytes on pages of their own; pages that are never touched
 * cost nothing.  Never NULL. */
void *os_pages_new(size_t size);
void os_pages_free(void *pages, size_t size);

#endif
