/*
 * A folder of its own for a test, gone afterwards with all that is in it.
 */
#ifndef VESTIBULE_TESTS_FOLDER_H
#define VESTIBULE_TESTS_FOLDER_H

#include "base/base.h"

/* Make a new, empty folder in build/; its path goes to `arena`. */
str folder_make(struct arena *arena);

/* Remove a folder, or a file; what is not there is no matter. */
void folder_remove(str path);

#endif
