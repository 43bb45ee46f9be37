/*
 * Rows, counted on the source line.
 *
 * cmark drops cells that are too many and pads with empty ones where there are too
 * few, and its columns are wrong after "\|".  So the line itself is cut here, by
 * cmark's rules: a pipe separates unless a backslash stands right before it, in
 * code too; the outer pipes may be left out.
 */
#include "policy/scan_inside.h"

static size_t next_pipe(str line, size_t from)
{
    for (size_t i = from; i < line.len; i++)
        if (line.ptr[i] == '|' && (i == 0 || line.ptr[i - 1] != '\\'))
            return i;
    return line.len;
}

size_t row_first_pipe(str line)
{
    return next_pipe(line, 0);
}

size_t row_split(str line, struct piece *pieces, size_t room)
{
    size_t count = 0;
    size_t at = 0;

    while (at < line.len && char_is_space(line.ptr[at]))
        at++;
    if (at < line.len && line.ptr[at] == '|')
        at++;
    while (at < line.len) {
        size_t end = next_pipe(line, at);

        if (end == line.len && line_is_blank(str_slice(line, at, end)))
            break;
        if (count < room)
            pieces[count] = (struct piece){at, end};
        count++;
        at = end + 1;
    }
    return count;
}

static size_t run_end(str line, size_t at)
{
    while (at < line.len && line.ptr[at] == '`')
        at++;
    return at;
}

/* The start of the next run of exactly `size` backticks, or line.len. */
static size_t closing_run(str line, size_t from, size_t size)
{
    size_t at = from;

    while (at < line.len) {
        size_t start = str_find_byte(line, '`', at);

        at = run_end(line, start);
        if (at - start == size)
            return start;
    }
    return line.len;
}

size_t row_code_pipe(str line)
{
    size_t at = 0;

    while (at < line.len) {
        size_t open = run_end(line, at);
        size_t close;

        if (line.ptr[at] == '\\' || open == at) {
            at += line.ptr[at] == '\\' ? 2 : 1;
            continue;
        }
        close = closing_run(line, open, open - at);
        if (close < line.len && next_pipe(line, open) < close)
            return next_pipe(line, open);
        at = close < line.len ? close + (open - at) : open;
    }
    return line.len;
}

bool row_is_delimiter(str line)
{
    bool pipe = false;
    bool dash = false;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];

        if (c != '|' && c != '-' && c != ':' && !char_is_space(c))
            return false;
        pipe = pipe || c == '|';
        dash = dash || c == '-';
    }
    return pipe && dash;
}

bool row_may_delimit(str line)
{
    return row_is_delimiter(line) ||
        row_is_delimiter(str_slice(line, line_after_markers(line), line.len));
}

enum word_match row_example(str line)
{
    struct piece first;

    line = str_slice(line, line_after_markers(line), line.len);
    if (row_first_pipe(line) == line.len || row_split(line, &first, 1) == 0)
        return WORD_OTHER;
    return example_match(str_trim(str_slice(line, first.start, first.end)));
}
