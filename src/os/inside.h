/*
 * What the files of os share: paths with a NUL at their end, and errno in words.
 */
#ifndef VESTIBULE_OS_INSIDE_H
#define VESTIBULE_OS_INSIDE_H

#include "os/os.h"

enum { OS_PATH_MAX = 4096 };

/* Copy a path and end it with NUL.  ERR_USAGE: empty, too long, or holding NUL. */
bool os_path(str path, char out[OS_PATH_MAX], struct err *err) MUST_USE;

/* Set `err` from errno: "PATH: what is wrong; what to do".  Always false. */
bool os_fail(struct err *err, str path);

/* Write all of `bytes` to a file descriptor; false leaves errno. */
bool os_write_all(int file, str bytes) MUST_USE;

/* Make durable which names stand in the folder that `path` names a file in. */
bool os_keep_name(str path, struct err *err);

#endif
