/*
 * Places in a text: lines and columns, bytes, spans of the compiler.
 *
 * Lines end as Markdown's and LSP's do: "\n", "\r\n" or a lone "\r".  The text is
 * valid UTF-8, because it came in as JSON.
 */
#include "lsp/inside.h"

static const str byte_order_mark = STR_INIT("\xef\xbb\xbf");

/* The length of the character that begins with `byte`. */
static size_t char_bytes(char byte)
{
    unsigned char b = (unsigned char)byte;

    if (b < 0xc0)
        return 1;
    if (b < 0xe0)
        return 2;
    return b < 0xf0 ? 3 : 4;
}

/* How many columns it takes. */
static uint32_t char_units(const struct lines *lines, size_t bytes)
{
    if (lines->is_utf8)
        return (uint32_t)bytes;
    return bytes == 4 ? 2 : 1;
}

struct lines lines_of(struct arena *arena, str source, bool is_utf8)
{
    struct lines lines = {.source = source, .is_utf8 = is_utf8, .count = 1};
    uint32_t line = 1;

    for (size_t i = 0; i < source.len; i++)
        lines.count += source.ptr[i] == '\n' || source.ptr[i] == '\r';
    lines.starts = ARENA_ARRAY(arena, size_t, lines.count + 1);
    for (size_t i = 0; i < source.len; i++) {
        bool is_feed = source.ptr[i] == '\n';
        bool is_return =
            source.ptr[i] == '\r' && !(i + 1 < source.len && source.ptr[i + 1] == '\n');

        if (is_feed || is_return)
            lines.starts[line++] = i + 1;
    }
    lines.count = line;
    lines.starts[line] = source.len;
    return lines;
}

struct range lines_line(const struct lines *lines, uint32_t line)
{
    const char *text = lines->source.ptr;
    struct range range;

    if (line >= lines->count)
        return (struct range){lines->source.len, lines->source.len};
    range = (struct range){lines->starts[line], lines->starts[line + 1]};
    while (line + 1 < lines->count && range.end > range.start &&
        (text[range.end - 1] == '\n' || text[range.end - 1] == '\r'))
        range.end--;
    return range;
}

size_t lines_offset(const struct lines *lines, struct place place)
{
    struct range line;
    size_t at;
    uint32_t column = 0;

    line = lines_line(lines, place.line);
    at = line.start;
    while (at < line.end) {
        size_t bytes = char_bytes(lines->source.ptr[at]);

        column += char_units(lines, bytes);
        if (column > place.column)
            break;
        at += bytes;
    }
    return at;
}

struct place lines_place(const struct lines *lines, size_t offset)
{
    uint32_t low = 0;
    uint32_t high = lines->count;
    struct place place = {0};

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    place.line = low;
    for (size_t at = lines->starts[low]; at < offset;) {
        size_t bytes = char_bytes(lines->source.ptr[at]);

        place.column += char_units(lines, bytes);
        at += bytes;
    }
    return place;
}

/* Go on by `count` characters, not beyond `end`. */
static size_t skip_chars(const struct lines *lines, size_t at, size_t end, size_t count)
{
    while (count-- > 0 && at < end)
        at += char_bytes(lines->source.ptr[at]);
    return at;
}

struct range lines_span(const struct lines *lines, struct span span)
{
    struct range line;
    struct range range = {0};

    if (span.line == 0)
        return range;
    line = lines_line(lines, span.line - 1);
    if (span.line == 1 && str_starts(lines->source, byte_order_mark))
        line.start += byte_order_mark.len;
    range.start =
        skip_chars(lines, line.start, line.end, span.column > 0 ? span.column - 1 : 0);
    range.end = skip_chars(lines, range.start, line.end, span.length);
    return range;
}

static void json_place(struct json_out *json, struct place place)
{
    json_object(json);
    json_key(json, STR("line"));
    json_i64(json, place.line);
    json_key(json, STR("character"));
    json_i64(json, place.column);
    json_end(json);
}

void json_range(struct json_out *json, const struct lines *lines, struct range range)
{
    json_object(json);
    json_key(json, STR("start"));
    json_place(json, lines_place(lines, range.start));
    json_key(json, STR("end"));
    json_place(json, lines_place(lines, range.end));
    json_end(json);
}
