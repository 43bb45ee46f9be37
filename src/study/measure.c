#include "study/measure.h"

/* Thousandths of the font's size, from space to tilde. */
/* clang-format off */
static const uint16_t widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
};
/* clang-format on */

/* The widest face that commonly stands in for it (DejaVu Sans) needs this much more. */
enum { OTHER_WIDTH = 640, SPARE = 1150 };

double measure_text(str s, double size)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c >= ' ' && (size_t)(c - ' ') < COUNT_OF(widths))
            sum += widths[c - ' '];
        else if ((c & 0xc0) != 0x80)
            sum += OTHER_WIDTH;
    }
    return sum * size * SPARE / 1000000;
}

/* Take a line off the front of `rest`: as many words as fit, one at least. */
static str take_line(str *rest, double size, double width)
{
    size_t end = str_find_byte(*rest, ' ', 0);
    str line;

    while (end < rest->len) {
        size_t next = str_find_byte(*rest, ' ', end + 1);

        if (measure_text(str_slice(*rest, 0, next), size) > width)
            break;
        end = next;
    }
    line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return line;
}

static uint32_t count_lines(str s, double size, double width)
{
    uint32_t count = 0;

    for (; s.len > 0; count++)
        (void)take_line(&s, size, width);
    return count;
}

struct lines measure_lines(struct arena *arena, str s, double size, double width)
{
    struct lines lines = {.count = count_lines(s, size, width)};
    double step = size / 2;

    while (width > step && count_lines(s, size, width - step) == lines.count)
        width -= step;
    lines.items = ARENA_ARRAY(arena, str, lines.count);
    for (uint32_t i = 0; i < lines.count; i++) {
        double own;

        lines.items[i] = take_line(&s, size, width);
        own = measure_text(lines.items[i], size);
        if (own > lines.width)
            lines.width = own;
    }
    return lines;
}
