/* The table of failures; a new err_kind does not build without its row. */
#include "base/failure.h"

/* clang-format off */
static const struct failure failures[] = {
    [ERR_NONE] = {200, 0, STR_INIT("yes, or done"),
        SAY_INIT("Done.")},
    [ERR_USAGE] = {400, 2, STR_INIT("the command line makes no sense"),
        SAY_INIT("This request makes no sense.")},
    [ERR_INVALID] = {422, 3, STR_INIT("a document, facts or an image needs correcting"),
        SAY_INIT("Something needs correcting.")},
    [ERR_DENIED] = {403, 4, STR_INIT("not allowed"),
        SAY_INIT("You may not do this.")},
    [ERR_NOT_FOUND] = {404, 5, STR_INIT("there is no such file"),
        SAY_INIT("There is nothing here.")},
    [ERR_CONFLICT] = {409, 6, STR_INIT("someone else changed it first"),
        SAY_INIT("Someone else changed this first.")},
    [ERR_LIMIT] = {413, 7, STR_INIT("larger than is accepted"),
        SAY_INIT("This is larger than we accept.")},
    [ERR_IO] = {503, 8, STR_INIT("reading or writing failed"),
        SAY_INIT("This cannot be done at the moment.")},
    [ERR_CORRUPT] = {500, 9, STR_INIT("an image is damaged"),
        SAY_INIT("What is kept here disagrees with itself.")},
};
/* clang-format on */

_Static_assert(COUNT_OF(failures) == ERR_KIND_COUNT, "every err_kind needs a row");

const struct failure *failure_of(enum err_kind kind)
{
    return &failures[kind];
}
