/*
 * Lines from a stream through one buffer of fixed size.
 */
#include "os/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool os_lines_open(struct os_lines *lines, str path, size_t capacity, struct err *err)
{
    char name[OS_PATH_MAX];

    *lines = (struct os_lines){.file = STDIN_FILENO, .capacity = capacity};
    if (!str_equal(path, STR("-"))) {
        if (!os_path(path, name, err))
            return false;
        lines->file = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (lines->file < 0)
            return os_fail(err, path);
    }
    lines->buffer = malloc(capacity);
    REQUIRE(lines->buffer != NULL);
    return true;
}

void os_lines_close(struct os_lines *lines)
{
    if (lines->file > STDIN_FILENO)
        (void)close(lines->file);
    free(lines->buffer);
    *lines = (struct os_lines){0};
}

/* The place of the next line feed, or `end`. */
static size_t line_end(const struct os_lines *lines)
{
    const char *found = NULL;

    if (lines->start < lines->end)
        found = memchr(lines->buffer + lines->start, '\n', lines->end - lines->start);
    return found == NULL ? lines->end : (size_t)(found - lines->buffer);
}

bool os_lines_ready(const struct os_lines *lines)
{
    return line_end(lines) < lines->end;
}

/* Read once more, behind what waits; the buffer has room.  False: failed. */
static bool read_more(struct os_lines *lines, struct err *err)
{
    ssize_t got;

    memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
    lines->end -= lines->start;
    lines->start = 0;
    do {
        got =
            read(lines->file, lines->buffer + lines->end, lines->capacity - lines->end);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return os_fail(err, STR("reading the lines"));
    lines->ended = got == 0;
    lines->end += (size_t)got;
    return true;
}

static enum os_line take_line(struct os_lines *lines, size_t end, str *line)
{
    *line = (str){lines->buffer + lines->start, end - lines->start};
    lines->start = end < lines->end ? end + 1 : end;
    if (str_ends(*line, STR("\r")))
        *line = str_slice(*line, 0, line->len - 1);
    if (!lines->skipping)
        return OS_LINE;
    lines->skipping = false;
    *line = (str){0};
    return OS_LINE_TOO_LONG;
}

enum os_line os_lines_next(struct os_lines *lines, str *line, struct err *err)
{
    for (;;) {
        size_t end = line_end(lines);

        if (end < lines->end || (lines->ended && lines->start < lines->end))
            return take_line(lines, end, line);
        if (lines->ended)
            return lines->skipping ? take_line(lines, end, line) : OS_LINES_END;
        if (lines->end - lines->start == lines->capacity) {
            lines->skipping = true;
            lines->start = lines->end;
        }
        if (!read_more(lines, err))
            return OS_LINES_FAILED;
    }
}
