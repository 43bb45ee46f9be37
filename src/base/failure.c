/* The table of failures; a new err_kind does not build without its row. */
#include "base/failure.h"

/* clang-format off */
static const struct failure failures[] = {
    [ERR_NONE] = {200, 0, STR_INIT("yes, or done"),
        STR_INIT("Done.")},
    [ERR_USAGE] = {400, 2, STR_INIT("the command line makes no sense"),
        STR_INIT("This request makes no sense.")},
    [ERR_INVALID] = {422, 3, STR_INIT("a document, facts or an image needs correcting"),
        STR_INIT("Something needs correcting.")},
    [ERR_DENIED] = {403, 4, STR_INIT("not allowed"),
        STR_INIT("You may not do this.")},
    [ERR_NOT_FOUND] = {404, 5, STR_INIT("there is no such file"),
        STR_INIT("There is nothing here.")},
    [ERR_CONFLICT] = {409, 6, STR_INIT("someone else changed it first"),
        STR_INIT("Someone else changed this first.")},
    [ERR_LIMIT] = {413, 7, STR_INIT("larger than is accepted"),
        STR_INIT("This is larger than we accept.")},
    [ERR_IO] = {503, 8, STR_INIT("reading or writing failed"),
        STR_INIT("This cannot be done at the moment.")},
    [ERR_CORRUPT] = {500, 9, STR_INIT("an image is damaged"),
        STR_INIT("What is kept here disagrees with itself.")},
};
/* clang-format on */

_Static_assert(COUNT_OF(failures) == ERR_KIND_COUNT, "every err_kind needs a row");

const struct failure *failure_of(enum err_kind kind)
{
    return &failures[kind];
}
