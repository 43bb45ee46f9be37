/*
 * A QR code as SVG: one path of the dark modules, a row's neighbours in one piece.
 * The only user of libqrencode.
 */
#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules of white around it, as the standard wants */

static bool is_dark(const QRcode *code, int x, int y)
{
    return (code->data[y * code->width + x] & 1) != 0;
}

static void add_run(struct text *text, int x, int y, int length)
{
    text_add_byte(text, 'M');
    text_add_i64(text, x + QUIET);
    text_add_byte(text, ' ');
    text_add_i64(text, y + QUIET);
    text_add_byte(text, 'h');
    text_add_i64(text, length);
    text_add(text, STR("v1h-"));
    text_add_i64(text, length);
    text_add_byte(text, 'z');
}

static void add_rows(struct text *text, const QRcode *code)
{
    for (int y = 0; y < code->width; y++) {
        int x = 0;

        while (x < code->width) {
            int end = x;

            while (end < code->width && is_dark(code, end, y))
                end++;
            if (end > x)
                add_run(text, x, y, end - x);
            x = end + 1;
        }
    }
}

struct safe_html qr_draw(struct arena *arena, str words, str label)
{
    QRcode *code = QRcode_encodeData(
        (int)words.len, (const unsigned char *)words.ptr, 0, QR_ECLEVEL_M);
    struct text text = text_in(arena);

    if (code == NULL)
        return (struct safe_html){{0}};
    text_add(&text, STR("<svg class=\"qr\" role=\"img\" aria-label=\""));
    text_add(&text, label);
    text_add(&text, STR("\" viewBox=\"0 0 "));
    text_add_i64(&text, code->width + 2 * QUIET);
    text_add_byte(&text, ' ');
    text_add_i64(&text, code->width + 2 * QUIET);
    text_add(&text,
        STR("\"><path fill=\"#fff\" d=\"M0 0h999v999H0z\"/><path fill=\"#000\" d=\""));
    add_rows(&text, code);
    text_add(&text, STR("\"/></svg>"));
    QRcode_free(code);
    return (struct safe_html){text_str(&text)};
}
