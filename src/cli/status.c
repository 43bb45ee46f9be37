/*
 * What the program's exit status says: one row an error kind, one a status.
 */
#include "cli/command.h"

static const enum status of_kind[] = {
    [ERR_NONE] = STATUS_YES,
    [ERR_USAGE] = STATUS_USAGE,
    [ERR_INVALID] = STATUS_INVALID,
    [ERR_DENIED] = STATUS_DENIED,
    [ERR_NOT_FOUND] = STATUS_NOT_FOUND,
    [ERR_CONFLICT] = STATUS_CONFLICT,
    [ERR_LIMIT] = STATUS_LIMIT,
    [ERR_IO] = STATUS_IO,
    [ERR_CORRUPT] = STATUS_CORRUPT,
};

_Static_assert(COUNT_OF(of_kind) == ERR_KIND_COUNT, "every err_kind needs a row");

enum status status_of(enum err_kind kind)
{
    return of_kind[kind];
}

/* clang-format off */
static const struct {
    enum status status;
    str words;
} meanings[] = {
    {STATUS_YES,       STR_INIT("yes, or done")},
    {STATUS_NO,        STR_INIT("a sound answer that is \"no\"")},
    {STATUS_USAGE,     STR_INIT("the command line makes no sense")},
    {STATUS_INVALID,   STR_INIT("a document, facts or an image needs correcting")},
    {STATUS_DENIED,    STR_INIT("not allowed")},
    {STATUS_NOT_FOUND, STR_INIT("there is no such file")},
    {STATUS_CONFLICT,  STR_INIT("someone else changed it first")},
    {STATUS_LIMIT,     STR_INIT("larger than is accepted")},
    {STATUS_IO,        STR_INIT("reading or writing failed")},
    {STATUS_CORRUPT,   STR_INIT("an image is damaged")},
    {STATUS_BUG,       STR_INIT("a fault in the program itself")},
};
/* clang-format on */

str status_words(enum status status)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        if (meanings[i].status == status)
            return meanings[i].words;
    return STR("");
}
