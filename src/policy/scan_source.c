/*
 * What arrives: encoding, limits, line ends, front matter.
 *
 * Everything that makes cmark slow is bounded here, before it runs.  It takes
 * quadratic time in four ways: a short row is padded to the header's width, a row
 * of dashes is compared with the whole paragraph above it, a closing bracket walks
 * over the open ones, and "<?" looks for its end as far as the paragraph goes.
 */
#include "policy/scan_inside.h"

enum {
    MAX_CELLS = 1 << 18,     /* of all tables, padding included */
    MAX_AGAIN = 1 << 27,     /* bytes read again, or what takes as long */
    MAX_FRONT_MATTER = 1000, /* lines */
    /* How long a step takes, in bytes read. */
    STEP_BRACKET = 4,
    STEP_DASHES = 4,
};

/* The place of byte `at`, before there are lines to ask. */
static struct span place_of(str text, size_t at)
{
    struct span span = {.line = 1, .column = 1, .length = 1};
    size_t start = 0;

    for (size_t i = 0; i < at; i++) {
        bool ends = text.ptr[i] == '\n' ||
            (text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n'));

        if (ends) {
            span.line++;
            start = i + 1;
        }
    }
    span.column = (uint32_t)str_width(str_slice(text, start, at)) + 1;
    return span;
}

static str encoding_hint(str text, size_t at)
{
    unsigned char byte = (unsigned char)text.ptr[at];

    if (at == 0 && (byte == 0xff || byte == 0xfe))
        return STR("this looks like UTF-16; save the document as UTF-8");
    return STR("the document was probably saved in an older encoding (Windows-1252, "
               "Latin-1); save it as UTF-8");
}

static bool check_bytes(struct scanner *s, str text)
{
    size_t invalid = str_invalid_utf8(text);
    size_t nul = str_find_byte(text, '\0', 0);

    if (invalid < text.len)
        scan_report(s, "P002", place_of(text, invalid),
            STR("this is not text in UTF-8"), encoding_hint(text, invalid));
    else if (nul < text.len)
        scan_report(s, "P003", place_of(text, nul),
            STR("an invisible zero byte (NUL) stands here"),
            STR("delete it; if there are many, save the document as plain text, UTF-8"));
    return invalid == text.len && nul == text.len;
}

/* Make "\r\n" and a lone "\r" into "\n", as cmark does. */
static str plain_line_ends(struct arena *arena, str text)
{
    char *copy;
    size_t len = 0;

    if (str_find_byte(text, '\r', 0) == text.len)
        return text;
    copy = arena_alloc(arena, text.len, 1);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n' && i > 0 && text.ptr[i - 1] == '\r')
            continue;
        copy[len] = text.ptr[i];
        if (copy[len] == '\r')
            copy[len] = '\n';
        len++;
    }
    return (str){copy, len};
}

static void cut_lines(struct scanner *s)
{
    str rest = s->text;
    size_t count = 0;

    for (size_t i = 0; i < rest.len; i++)
        count += rest.ptr[i] == '\n';
    s->out->lines = ARENA_ARRAY(s->arena, str, count + 1);
    while (str_split(&rest, '\n', &s->out->lines[s->out->line_count]))
        s->out->line_count++;
}

/* `name:` at the start of a line, as YAML has it. */
static bool is_yaml_key(str line)
{
    size_t colon = str_find_byte(line, ':', 0);

    for (size_t i = 0; i < colon; i++) {
        char c = line.ptr[i];

        if (!char_is_lower(c) && !char_is_upper(c) && !char_is_digit(c) && c != '_' &&
            c != '-' && c != '.')
            return false;
    }
    return colon > 0 && colon < line.len &&
        (colon + 1 == line.len || char_is_space(line.ptr[colon + 1]));
}

/*
 * Return the last line of the front matter, or 0.  A document may also begin with
 * a rule of dashes: only what starts like YAML and holds no fence is skipped, so
 * that no block can vanish.
 */
static uint32_t front_matter_end(const struct scanner *s)
{
    struct fence_line fence;

    if (s->out->line_count < 3 || !str_equal(str_trim(s->out->lines[0]), STR("---")) ||
        s->out->lines[0].ptr[0] != '-')
        return 0;
    if (!is_yaml_key(s->out->lines[1]) && !str_starts(s->out->lines[1], STR("#")))
        return 0;
    for (uint32_t i = 1; i < s->out->line_count && i < MAX_FRONT_MATTER; i++) {
        str line = s->out->lines[i];

        if (str_starts(line, STR("---")) || str_starts(line, STR("...")))
            return str_trim(line).len == 3 ? i + 1 : 0;
        if (line_is_fence(line, &fence) || row_example(line) != WORD_OTHER)
            return 0;
    }
    return 0;
}

/* Blank the front matter's lines, so that line numbers stay. */
static void skip_front_matter(struct scanner *s)
{
    uint32_t last = front_matter_end(s);
    char *copy;

    if (last == 0)
        return;
    scan_report(s, "P006", scan_line_span(s, 1),
        scan_join(s, STR("lines 1 to "), scan_number(s, last),
            STR(" are front matter: no part of the protocol")),
        STR("nothing to do, unless something in it was meant to be read here"));
    copy = arena_copy(s->arena, s->text.ptr, s->text.len, 1);
    for (uint32_t i = 0; i < last; i++) {
        size_t start = (size_t)(s->out->lines[i].ptr - s->text.ptr);

        memset(copy + start, ' ', s->out->lines[i].len);
    }
    s->text.ptr = copy;
    s->out->line_count = 0;
    cut_lines(s);
}

static bool check_line(struct scanner *s, uint32_t line)
{
    str text = scan_line(s, line);

    if (text.len > SCAN_MAX_LINE) {
        scan_report(s, "P004", scan_span(s, line, 0, text.len),
            scan_join(s, STR("this line has "), scan_number(s, text.len),
                STR(" bytes; at most 8192 are read")),
            STR("break the line; in a block, a line that starts with white space "
                "continues the one before"));
        return false;
    }
    if (row_split(text, NULL, 0) > SCAN_MAX_COLUMNS) {
        scan_report(s, "P005", scan_line_span(s, line),
            scan_join(s, STR("this row has "), scan_number(s, row_split(text, NULL, 0)),
                STR(" cells; at most 128 are read")),
            STR("split the table into several"));
        return false;
    }
    return true;
}

/* Lines without a blank one between them: paragraphs and tables reach no further. */
struct run {
    uint64_t bytes;
    uint64_t columns;  /* of the widest row of dashes */
    uint64_t brackets; /* opened so far, closed or not */
    uint64_t tags;     /* "<?" and "<!" so far */
};

struct work {
    struct run run;
    uint64_t cells;
    uint64_t again;
};

/* Blank as cmark has it: a form feed does not end a paragraph. */
static bool ends_run(str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t')
            return false;
    return true;
}

/* Every bracket that closes may walk over all that were opened; every "<?" reads on
 * to the end of its paragraph. */
static void add_inline_work(struct work *work, str line)
{
    struct run *run = &work->run;

    for (size_t i = 0; i < line.len; i++) {
        char next = i + 1 < line.len ? line.ptr[i + 1] : '\0';

        run->brackets += line.ptr[i] == '[';
        run->tags += line.ptr[i] == '<' && (next == '?' || next == '!');
        if (line.ptr[i] == ']')
            work->again += run->brackets * STEP_BRACKET;
    }
    work->again += run->tags * line.len;
}

static void add_table_work(struct work *work, str line)
{
    struct run *run = &work->run;

    run->bytes += line.len + 1;
    if (row_may_delimit(line)) {
        uint64_t columns = row_split(line, NULL, 0);

        work->again += run->bytes * STEP_DASHES;
        run->columns = columns > run->columns ? columns : run->columns;
    }
    work->cells += run->columns;
}

static bool check_work(struct scanner *s)
{
    struct work work = {0};

    for (uint32_t line = 1; line <= s->out->line_count; line++) {
        str text = scan_line(s, line);

        if (ends_run(text))
            work.run = (struct run){0};
        add_inline_work(&work, text);
        add_table_work(&work, text);
        if (work.cells <= MAX_CELLS && work.again <= MAX_AGAIN)
            continue;
        scan_report(s, "P005", scan_line_span(s, line),
            work.cells > MAX_CELLS
                ? STR("the tables up to this row are larger than can be read")
                : STR("the paragraph or table that ends here is larger than can be read"),
            STR("put empty lines between its parts, or split the document"));
        return false;
    }
    return true;
}

bool scan_source(struct scanner *s, str source)
{
    if (source.len > SCAN_MAX_BYTES) {
        scan_report(s, "P001", (struct span){0},
            scan_join(s, STR("the document has "), scan_number(s, source.len),
                STR(" bytes; at most 1048576 (1 MiB) are read")),
            STR("split it into several protocols"));
        return false;
    }
    if (str_starts(source, STR("\xef\xbb\xbf")))
        source = str_slice(source, 3, source.len);
    if (!check_bytes(s, source))
        return false;
    s->text = plain_line_ends(s->arena, source);
    cut_lines(s);
    for (uint32_t line = 1; line <= s->out->line_count; line++)
        if (!check_line(s, line))
            return false;
    if (!check_work(s))
        return false;
    skip_front_matter(s);
    return true;
}
