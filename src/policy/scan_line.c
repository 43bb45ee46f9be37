/*
 * Reading one line: places in characters, fences, markers; and reporting.
 */
#include "policy/scan_inside.h"

str scan_line(const struct scanner *s, uint32_t line)
{
    return line == 0 || line > s->out->line_count ? (str){0} : s->out->lines[line - 1];
}

struct span scan_span(const struct scanner *s, uint32_t line, size_t start, size_t end)
{
    str text = scan_line(s, line);

    return (struct span){
        .line = line,
        .column = (uint32_t)str_width(str_slice(text, 0, start)) + 1,
        .length = (uint32_t)str_width(str_slice(text, start, end)),
    };
}

struct span scan_line_span(const struct scanner *s, uint32_t line)
{
    str text = scan_line(s, line);
    str trimmed = str_trim(text);
    size_t start = trimmed.len == 0 ? 0 : (size_t)(trimmed.ptr - text.ptr);

    return scan_span(s, line, start, start + trimmed.len);
}

struct diag *scan_report(
    struct scanner *s, const char *code, struct span span, str message, str hint)
{
    return diag_add(s->diags, s->arena, code, span, message, hint);
}

void scan_report_pipe(struct scanner *s, uint32_t line, size_t pipe)
{
    struct span span = scan_span(s, line, pipe, pipe + 1);

    diag_fix(scan_report(s, "P007", span,
                 STR("this pipe splits the cell, although it stands inside code"),
                 STR("write \\| for a pipe that is text")),
        s->arena, span, STR("\\|"));
}

str scan_join(struct scanner *s, str a, str b, str c)
{
    struct text text = text_in(s->arena);

    text_add(&text, a);
    text_add(&text, b);
    text_add(&text, c);
    return text_str(&text);
}

str scan_number(struct scanner *s, uint64_t number)
{
    struct text text = text_in(s->arena);

    text_add_u64(&text, number);
    return text_str(&text);
}

bool line_is_blank(str line)
{
    return str_trim(line).len == 0;
}

uint32_t line_indent(str line)
{
    uint32_t columns = 0;

    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\t')
            columns += 4 - columns % 4;
        else if (line.ptr[i] == ' ')
            columns++;
        else
            break;
    }
    return columns;
}

static bool is_gap(str line, size_t at)
{
    return at >= line.len || line.ptr[at] == ' ' || line.ptr[at] == '\t';
}

/* The length of a list marker ("-", "2.") at `at`, white space after it, or 0. */
static size_t list_marker(str line, size_t at)
{
    size_t end = at;
    char c = line.ptr[at];

    if (c == '-' || c == '*' || c == '+')
        return is_gap(line, at + 1) ? 1 : 0;
    while (end < line.len && char_is_digit(line.ptr[end]))
        end++;
    if (end == at || end == line.len || (line.ptr[end] != '.' && line.ptr[end] != ')'))
        return 0;
    return is_gap(line, end + 1) ? end + 1 - at : 0;
}

size_t line_after_markers(str line)
{
    size_t at = 0;

    while (at < line.len) {
        size_t marker = 1;

        if (line.ptr[at] != ' ' && line.ptr[at] != '\t' && line.ptr[at] != '>')
            marker = list_marker(line, at);
        if (marker == 0)
            break;
        at += marker;
    }
    if (str_starts(str_slice(line, at, line.len), STR("<!--")))
        at += 4;
    while (at < line.len && is_gap(line, at))
        at++;
    return at;
}

/* ASCII letters small, in `small`, which holds `room` bytes; the rest is cut. */
static str lower(str word, char *small, size_t room)
{
    word = str_slice(word, 0, room);
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];

        if (char_is_upper(c))
            c = (char)(c - 'A' + 'a');
        small[i] = c;
    }
    return (str){small, word.len};
}

enum word_match word_match(str word)
{
    char small[16];
    str lowered = lower(word, small, sizeof(small));
    size_t end = 0;

    if (str_equal(word, STR("protocol")))
        return WORD_EXACT;
    if (word.len > sizeof(small))
        lowered = str_slice(lowered, 0, 9);
    /* "protocol{#x}", "protocol:", "{.protocol}" */
    while (lowered.len > 0 && (lowered.ptr[0] == '{' || lowered.ptr[0] == '.'))
        lowered = str_slice(lowered, 1, lowered.len);
    while (end < lowered.len && char_is_lower(lowered.ptr[end]))
        end++;
    if (end < lowered.len && lowered.ptr[end] == '-')
        return WORD_OTHER;
    return str_distance(str_slice(lowered, 0, end), STR("protocol"), 1) <= 1
        ? WORD_ALMOST
        : WORD_OTHER;
}

enum word_match example_match(str text)
{
    char small[16];
    str lowered;

    if (str_equal(text, STR("Example")))
        return WORD_EXACT;
    while (text.len > 0 && (str_find_byte(STR("*_`~"), text.ptr[0], 0) < 4))
        text = str_slice(text, 1, text.len);
    while (
        text.len > 0 && (str_find_byte(STR("*_`~:."), text.ptr[text.len - 1], 0) < 6))
        text.len--;
    lowered = lower(text, small, sizeof(small));
    return str_equal(lowered, STR("example")) || str_equal(lowered, STR("examples"))
        ? WORD_ALMOST
        : WORD_OTHER;
}

bool line_is_fence(str line, struct fence_line *fence)
{
    size_t at = line_after_markers(line);

    *fence = (struct fence_line){.start = at};
    if (at == line.len || (line.ptr[at] != '`' && line.ptr[at] != '~'))
        return false;
    fence->byte = line.ptr[at];
    while (at < line.len && line.ptr[at] == fence->byte)
        at++;
    fence->size = (uint32_t)(at - fence->start);
    while (at < line.len && is_gap(line, at))
        at++;
    fence->word = at;
    while (!is_gap(line, at))
        at++;
    fence->word_end = at;
    fence->match = word_match(str_slice(line, fence->word, fence->word_end));
    return fence->size >= 3;
}
