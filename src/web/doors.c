/*
 * The table: every page, and for whom it is.
 */
#include "web/door.h"

/* clang-format off */
const struct door doors[] = {
    {HTTP_GET,  STR_INIT("/"),      DOOR_ANYONE, 0, show_start},
    {HTTP_GET,  STR_INIT("/about"), DOOR_ANYONE, 0, show_about},
};
/* clang-format on */

const size_t door_count = COUNT_OF(doors);
