/*
 * shelf: the protocols that a server has in force: every document of a folder, compiled
 * and ready to decide.
 *
 * A shelf is read as a whole or not taken at all: when a document has mistakes, the one
 * who reads shows them and goes on with the shelf that it had.
 */
#ifndef VESTIBULE_APP_SHELF_H
#define VESTIBULE_APP_SHELF_H

#include "app/compiled.h"
#include "app/keeper.h"

struct shelf {
    struct arena arena;
    struct compiled **items; /* in the order of their names: of the file, without .md */
    size_t count;
    size_t mistakes; /* in all of them */
};

/* Read and compile every *.md in `folder`; the mistakes stand in the items.
 * ERR_NOT_FOUND: there is no such folder, or none in it; ERR_IO, ERR_LIMIT. */
bool shelf_read(struct shelf *out, str folder, struct err *err) MUST_USE;
void shelf_clear(struct shelf *shelf);

/* Find a protocol by its name; NULL when it is not there. */
const struct compiled *shelf_find(const struct shelf *shelf, str name);

/*
 * Record every edition that is not the last of its protocol in the record, so that what
 * it decides can be decided again.  Errors as keeper_submit has them.
 */
bool shelf_publish(const struct shelf *shelf, struct keeper *keeper, str by,
    bool exercise, struct err *err) MUST_USE;

#endif
