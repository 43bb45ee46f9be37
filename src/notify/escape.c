/*
 * Escapes: bytes that may not stand where they are to stand.
 */
#include "notify/inside.h"

void escape_add(struct text *out, char mark, char byte)
{
    static const char digits[] = "0123456789ABCDEF";

    text_add_byte(out, mark);
    text_add_byte(out, digits[(unsigned char)byte >> 4]);
    text_add_byte(out, digits[(unsigned char)byte & 15]);
}
