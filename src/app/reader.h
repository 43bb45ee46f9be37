/*
 * reader: a record opened to be read only.
 */
#ifndef VESTIBULE_APP_READER_H
#define VESTIBULE_APP_READER_H

#include "app/keeper.h"

/*
 * Open a record to read it only, also while another process writes to it.  It is not
 * compared with what was signed (keeper_open, `log verify`); whatever would write
 * fails.  keeper_close closes it.  ERR_NOT_FOUND, ERR_IO, ERR_INVALID.
 */
bool keeper_open_reader(str directory, const struct keeper_clock *clock,
    struct keeper **out, struct err *err) MUST_USE;

/* The name of the log; and the folder of the record. */
str keeper_origin(const struct keeper *keeper);
str keeper_directory(const struct keeper *keeper);

#endif
