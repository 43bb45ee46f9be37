/*
 * Laying out text for people.
 */
#include "cli/page.h"

/* What a terminal is told; "\033[0m" ends it. */
/* clang-format off */
static const str codes[STYLE_COUNT] = {
    [STYLE_PLAIN]        = STR_INIT(""),
    [STYLE_BOLD]         = STR_INIT("\033[1m"),
    [STYLE_DIM]          = STR_INIT("\033[2m"),
    [STYLE_RED]          = STR_INIT("\033[1;31m"),
    [STYLE_YELLOW]       = STR_INIT("\033[1;33m"),
    [STYLE_GREEN]        = STR_INIT("\033[1;32m"),
    [STYLE_BLUE]         = STR_INIT("\033[1;34m"),
    [STYLE_RED_BLOCK]    = STR_INIT("\033[1;97;41m"),
    [STYLE_YELLOW_BLOCK] = STR_INIT("\033[1;30;43m"),
    [STYLE_GREEN_BLOCK]  = STR_INIT("\033[1;97;42m"),
};
/* clang-format on */

/* ---- cleaning ---- */

/* The length of the character at the front of `s`; a stray byte is one. */
static size_t letter_len(str s)
{
    size_t len = 1;

    while (len < s.len && len < 4 && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
        len++;
    return str_width(str_slice(s, 0, len)) == 1 ? len : 1;
}

/* Bytes that a terminal would act on: C0 and DEL, C1, and marks of direction. */
static bool is_control(str letter)
{
    const unsigned char *p = (const unsigned char *)letter.ptr;

    if (letter.len == 1)
        return p[0] < 0x20 || p[0] >= 0x7f;
    if (letter.len == 2)
        return p[0] == 0xc2 && p[1] < 0xa0;
    return letter.len == 3 && p[0] == 0xe2 &&
        ((p[1] == 0x80 && p[2] >= 0xa8 && p[2] <= 0xae) ||
            (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

void text_add_clean(struct text *text, str s)
{
    while (s.len > 0) {
        str letter = str_slice(s, 0, letter_len(s));

        text_add(text, is_control(letter) ? STR(" ") : letter);
        s = str_slice(s, letter.len, s.len);
    }
}

/* ---- lines ---- */

void page_raw(struct page *page, str text)
{
    text_add(&page->text, text);
}

void page_space(struct page *page, size_t count)
{
    text_add_repeated(&page->text, ' ', count);
}

static void begin(struct page *page, enum style style)
{
    if (page->colour)
        page_raw(page, codes[style]);
}

static void end(struct page *page, enum style style)
{
    if (page->colour && style != STYLE_PLAIN)
        page_raw(page, STR("\033[0m"));
}

void page_add(struct page *page, enum style style, str words)
{
    begin(page, style);
    text_add_clean(&page->text, words);
    end(page, style);
}

void page_line(struct page *page, enum style style, str words)
{
    page_add(page, style, words);
    page_raw(page, STR("\n"));
}

void page_wrap(
    struct page *page, enum style style, size_t column, size_t indent, str words)
{
    str word;
    bool first = true;

    begin(page, style);
    while (str_split(&words, ' ', &word)) {
        size_t width = str_width(word);

        if (width == 0)
            continue;
        if (!first && column + 1 + width > page->width) {
            end(page, style);
            page_raw(page, STR("\n"));
            page_space(page, indent);
            begin(page, style);
            column = indent;
        } else if (!first) {
            page_space(page, 1);
            column++;
        }
        text_add_clean(&page->text, word);
        column += width;
        first = false;
    }
    end(page, style);
    page_raw(page, STR("\n"));
}

void page_item(struct page *page, enum style style, str lead, str words)
{
    size_t indent = str_width(lead);

    page_add(page, STYLE_PLAIN, lead);
    page_wrap(page, style, indent, indent, words);
}

void page_rule(struct page *page, enum style style)
{
    begin(page, style);
    for (size_t i = 0; i < page->width; i++)
        page_raw(page, STR("\xe2\x94\x80"));
    end(page, style);
    page_raw(page, STR("\n"));
}

void page_heading(struct page *page, str words)
{
    page_raw(page, STR("\n"));
    page_line(page, STYLE_BOLD, words);
}

/* ---- the banner ---- */

/* One line of a block of colour, filled to the page's width. */
static void block_line(struct page *page, enum style style, str words)
{
    size_t width = str_width(words) + 2;

    begin(page, style);
    page_space(page, 2);
    text_add_clean(&page->text, words);
    if (page->colour && width < page->width)
        page_space(page, page->width - width);
    end(page, style);
    page_raw(page, STR("\n"));
}

/* Break words into lines of the block. */
static void block_lines(struct page *page, enum style style, str words)
{
    size_t room = page->width - 4;

    while (str_width(words) > room) {
        size_t cut = 0;

        for (size_t i = 0; i < words.len && str_width(str_slice(words, 0, i)) <= room;
             i++)
            cut = words.ptr[i] == ' ' ? i : cut;
        if (cut == 0)
            break;
        block_line(page, style, str_slice(words, 0, cut));
        words = str_slice(words, cut + 1, words.len);
    }
    block_line(page, style, words);
}

void page_banner(struct page *page, enum style style, str words, str small)
{
    if (page->colour)
        block_line(page, style, STR(""));
    else
        page_rule(page, STYLE_PLAIN);
    block_lines(page, style, words);
    if (small.len > 0)
        block_lines(page, style, small);
    if (page->colour)
        block_line(page, style, STR(""));
    else
        page_rule(page, STYLE_PLAIN);
}

/* ---- numbers ---- */

void text_add_grouped(struct text *text, str digits)
{
    if (digits.len > 0 && !char_is_digit(digits.ptr[0])) {
        text_add(text, digits);
        return;
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0)
            text_add_byte(text, ',');
        text_add_byte(text, digits.ptr[i]);
    }
}
