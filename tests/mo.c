/* The layout is that of the gettext manual, 11.3, without a hash table. */
#include "mo.h"

static void add_word(struct text *out, size_t word)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        text_add_byte(out, (char)(uint8_t)(word >> shift));
}

str mo_made(struct arena *arena, const struct phrase *phrases, size_t count)
{
    struct text out = text_in(arena);
    struct text strings = text_in(arena);
    size_t from = 28 + 16 * count;

    add_word(&out, 0x950412de);
    add_word(&out, 0);
    add_word(&out, count);
    add_word(&out, 28);
    add_word(&out, 28 + 8 * count);
    add_word(&out, 0);
    add_word(&out, from);
    for (size_t i = 0; i < 2 * count; i++) {
        str s = i < count ? phrases[i].key : phrases[i - count].said;

        add_word(&out, s.len);
        add_word(&out, from + strings.len);
        text_add(&strings, s);
        text_add_byte(&strings, '\0');
    }
    text_add(&out, text_str(&strings));
    return text_str(&out);
}
