/*
 * What the program's exit status says: failures stand in base/failure.c, and here
 * what is none.
 */
#include "cli/command.h"

enum status status_of(enum err_kind kind)
{
    return (enum status)failure_of(kind)->exit;
}

str status_words(enum status status)
{
    for (unsigned kind = 0; kind < ERR_KIND_COUNT; kind++)
        if (status_of((enum err_kind)kind) == status)
            return failure_of((enum err_kind)kind)->terminal;
    return status == STATUS_NO ? STR("a sound answer that is \"no\"")
                               : STR("a fault in the program itself");
}
