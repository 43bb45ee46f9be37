/*
 * Diagnostics in a terminal: the line, a caret under the mistake, the hint.
 *
 * Everything shown is cleaned first: a document must not be able to move the
 * cursor or change colours in the terminal of whoever checks it.
 */
#include "policy/diag.h"

/* A line longer than this is shown around the mistake only. */
enum { SHOWN_WIDTH = 160, SHOWN_BEFORE = 60 };

/* Take one line off the front, ended as cmark ends lines. */
static str take_line(str *rest)
{
    size_t end = 0;
    size_t next;
    str line;

    while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
        end++;
    next = end + 1;
    if (end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n')
        next++;
    line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, next, rest->len);
    return line;
}

static str line_of(str source, uint32_t number)
{
    str line = {0};

    if (str_starts(source, STR("\xef\xbb\xbf")))
        source = str_slice(source, 3, source.len);
    for (uint32_t n = 0; n < number; n++)
        line = take_line(&source);
    return line;
}

/* The length of the character at the front of `s`; a stray byte is one. */
static size_t char_len(str s)
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

/* Add the characters from `start` up to `end`; each control becomes one space. */
static void add_clean(struct text *text, str s, size_t start, size_t end)
{
    for (size_t at = 0; s.len > 0 && at < end; at++) {
        str letter = str_slice(s, 0, char_len(s));

        if (at >= start)
            text_add(text, is_control(letter) ? STR(" ") : letter);
        s = str_slice(s, letter.len, s.len);
    }
}

static void add_caret(struct text *text, str line, struct span span)
{
    size_t width = str_width(line);
    size_t column = span.column > 0 ? span.column - 1 : 0;
    size_t length = span.length > 0 ? span.length : 1;
    size_t start = 0;
    size_t end = width;

    if (column > width)
        column = width;
    if (width > SHOWN_WIDTH) {
        start = column > SHOWN_BEFORE ? column - SHOWN_BEFORE : 0;
        if (start + SHOWN_WIDTH > width)
            start = width - SHOWN_WIDTH;
        end = start + SHOWN_WIDTH;
    }
    if (column + length > end)
        length = end > column ? end - column : 1;
    text_add(text, start > 0 ? STR("    ...") : STR("    "));
    add_clean(text, line, start, end);
    text_add(text, end < width ? STR("...\n    ") : STR("\n    "));
    text_add_repeated(text, ' ', column - start + (start > 0 ? 3 : 0));
    text_add_repeated(text, '^', length);
    text_add_byte(text, '\n');
}

void text_add_diag(struct text *text, str file, str source, const struct diag *diag)
{
    add_clean(text, file, 0, SIZE_MAX);
    text_add_byte(text, ':');
    if (diag->span.line > 0) {
        text_add_u64(text, diag->span.line);
        text_add_byte(text, ':');
        text_add_u64(text, diag->span.column);
        text_add_byte(text, ':');
    }
    text_add_byte(text, ' ');
    text_add(text, severity_name(diag->severity));
    text_add_byte(text, ' ');
    text_add(text, diag->code);
    text_add(text, STR(": "));
    add_clean(text, diag->message, 0, SIZE_MAX);
    text_add_byte(text, '\n');
    if (diag->span.line > 0)
        add_caret(text, line_of(source, diag->span.line), diag->span);
    if (diag->hint.len > 0) {
        text_add(text, STR("    hint: "));
        add_clean(text, diag->hint, 0, SIZE_MAX);
        text_add_byte(text, '\n');
    }
}
