/* Any bytes as a browser's subscription: refused, or kept in one form that is read again
 * as itself and leads by https to a server that has a name. */
#include "notify/notify.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena arena = {0};
    struct err err = {0};
    str kept;
    str again;

    if (notify_read_subscription(
            &arena, (str){(const char *)bytes, len}, &kept, &err)) {
        REQUIRE(str_starts(kept, STR("{\"endpoint\":\"https://")));
        REQUIRE(notify_check_address(NOTIFY_PUSH, kept, &err));
        REQUIRE(notify_read_subscription(&arena, kept, &again, &err));
        REQUIRE(str_equal(kept, again));
    } else {
        REQUIRE(err.kind == ERR_INVALID);
    }
    arena_clear(&arena);
    return 0;
}
