/*
 * page: text for people, at the width of their terminal, with or without colour.
 *
 * Words are cleaned: whatever a document or a facts file says, it cannot move the
 * cursor or change colours.
 */
#ifndef VESTIBULE_CLI_PAGE_H
#define VESTIBULE_CLI_PAGE_H

#include "base/base.h"

enum { PAGE_WIDTH = 80, PAGE_WIDTH_MOST = 100, PAGE_WIDTH_LEAST = 40 };

enum style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_RED,
    STYLE_YELLOW,
    STYLE_GREEN,
    STYLE_BLUE,
    STYLE_RED_BLOCK, /* on a coloured ground */
    STYLE_YELLOW_BLOCK,
    STYLE_GREEN_BLOCK,
    STYLE_COUNT
};

struct page {
    struct text text;
    bool colour;
    size_t width;
};

/* Add text as it stands, made by the program itself. */
void page_raw(struct page *page, str text);

/* Add cleaned words in a style, no line end. */
void page_add(struct page *page, enum style style, str words);

/* Add words and a line end. */
void page_line(struct page *page, enum style style, str words);

/* Add `count` spaces. */
void page_space(struct page *page, size_t count);

/*
 * Add words broken into lines of the page's width, and a line end: the first goes
 * on where the line stands, `column` characters in; later ones start at `indent`.
 */
void page_wrap(
    struct page *page, enum style style, size_t column, size_t indent, str words);

/* Add a lead ("  To: ") and words that hang behind it. */
void page_item(struct page *page, enum style style, str lead, str words);

/* Add a line across the page. */
void page_rule(struct page *page, enum style style);

/* Add words on a block of colour, or between lines where there is none. */
void page_banner(struct page *page, enum style style, str words, str small);

/* Add a heading line, a blank line before it. */
void page_heading(struct page *page, str words);

/* Add a number with commas: "3,456"; words ("more than ...") as they are. */
void text_add_grouped(struct text *text, str digits);

/* Write `s` without anything a terminal would act on. */
void text_add_clean(struct text *text, str s);

#endif
