/*
 * The table: every page, and for whom it is.
 */
#include "web/door.h"

/* clang-format off */
const struct door doors[] = {
    {HTTP_GET,  STR_INIT("/"),      DOOR_ANYONE, 0, show_start},
    {HTTP_GET,  STR_INIT("/about"), DOOR_ANYONE, 0, show_about},

    {HTTP_GET,  STR_INIT("/sign-in"),      DOOR_ANYONE,    0, show_sign_in},
    {HTTP_POST, STR_INIT("/sign-in"),      DOOR_ANYONE,    0, take_password},
    {HTTP_POST, STR_INIT("/sign-in/pin"),  DOOR_ANYONE,    0, take_pin},
    {HTTP_POST, STR_INIT("/sign-in/code"), DOOR_ANYONE,    0, take_code},
    {HTTP_POST, STR_INIT("/sign-out"),     DOOR_SIGNED_IN, 0, take_sign_out},
    {HTTP_GET,  STR_INIT("/link/{token}"), DOOR_ANYONE,    0, show_link},
    {HTTP_POST, STR_INIT("/link/{token}"), DOOR_ANYONE,    0, take_link},
};
/* clang-format on */

const size_t door_count = COUNT_OF(doors);
