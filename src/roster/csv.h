/*
 * csv: reading comma-separated values (RFC 4180), a row at a time.
 *
 *     row = cell *( "," cell ) ( CRLF | LF | end )
 *     cell = *( any but " , CR LF ) | DQUOTE *( any but DQUOTE | 2DQUOTE ) DQUOTE
 *
 * Strict where a mistake would shift what is read: a quote inside of a bare cell, or one
 * that nothing closes, is refused with its line.
 */
#ifndef VESTIBULE_ROSTER_CSV_H
#define VESTIBULE_ROSTER_CSV_H

#include "base/base.h"

enum { CSV_CELLS_MAX = 128 };

struct csv {
    str rest;      /* what is still to be read */
    uint32_t line; /* of the row that was read last, from 1 */
    uint32_t next; /* of the one after it */
    str cells[CSV_CELLS_MAX];
    size_t count;
};

/* Begin to read; a byte order mark is passed over. */
struct csv csv_start(str text);

/* Read a row; cells with quotes in them lie in `arena`, others in the text.  Empty lines
 * are passed over.  `*more` is false at the end.  ERR_INVALID: what is wrong, on which
 * line. */
bool csv_next(
    struct csv *csv, struct arena *arena, bool *more, struct err *err) MUST_USE;

#endif
