/*
 * Plain texts, by libunistring's tables: case is folded, characters are taken apart, and
 * the marks that stood on them are left out.
 */
#include "record/record.h"

#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

enum {
    GROWTH = 9, /* folding and taking apart each make a text at most thrice as long */
    SPARE = 64,
};

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

static str lowered(struct arena *arena, str s)
{
    char *bytes = ARENA_ARRAY(arena, char, s.len);

    for (size_t i = 0; i < s.len; i++)
        bytes[i] = char_is_upper(s.ptr[i]) ? (char)(s.ptr[i] - 'A' + 'a') : s.ptr[i];
    return (str){bytes, s.len};
}

/* Leave out what stands on or below other characters; returns the new length. */
static size_t unmark(uint8_t *bytes, size_t len)
{
    size_t kept = 0;
    size_t at = 0;

    while (at < len) {
        ucs4_t character;
        int taken = u8_mbtoucr(&character, bytes + at, len - at);

        REQUIRE(taken > 0);
        if (uc_combining_class(character) == UC_CCC_NR) {
            memmove(bytes + kept, bytes + at, (size_t)taken);
            kept += (size_t)taken;
        }
        at += (size_t)taken;
    }
    return kept;
}

str record_plain(struct arena *arena, str s)
{
    size_t len = GROWTH * s.len + SPARE;
    uint8_t *room;
    const uint8_t *folded;

    if (is_ascii(s))
        return lowered(arena, s);
    if (str_invalid_utf8(s) < s.len)
        return s;
    room = ARENA_ARRAY(arena, uint8_t, len);
    folded = u8_casefold((const uint8_t *)s.ptr, s.len, NULL, UNINORM_NFD, room, &len);
    REQUIRE(folded == room);
    return (str){(const char *)room, unmark(room, len)};
}
