/*
 * Unicode's normal form C: one spelling for texts that are the same.
 *
 * libunistring has the tables.  Whatever it says of code points that its version of
 * Unicode does not know stays true: what is normal once is normal for ever as far as
 * its characters had a meaning then.
 */
#include "record/inside.h"

#include <uninorm.h>

static size_t ascii_length(str s)
{
    size_t len = 0;

    while (len < s.len && (unsigned char)s.ptr[len] < 0x80)
        len++;
    return len;
}

size_t record_abnormal(struct arena *arena, str s)
{
    size_t most = 3 * s.len + 16; /* no text becomes longer than three times itself */
    size_t same = 0;
    size_t len = most;
    uint8_t *room;
    const uint8_t *normal;

    if (ascii_length(s) == s.len)
        return s.len;
    room = ARENA_ARRAY(arena, uint8_t, most);
    normal = u8_normalize(UNINORM_NFC, (const uint8_t *)s.ptr, s.len, room, &len);
    REQUIRE(normal == room);
    while (same < s.len && same < len && (uint8_t)s.ptr[same] == normal[same])
        same++;
    if (same == s.len && len > s.len)
        same--;
    return same;
}
