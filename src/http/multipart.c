/*
 * multipart/form-data (RFC 7578): a form with files, taken apart.
 *
 *     body = "--" boundary part *( CRLF "--" boundary part ) CRLF "--" boundary "--"
 *     part = CRLF *( header CRLF ) CRLF bytes
 *
 * What a client says of a file besides its bytes, its name and type, is not handed on:
 * nobody can come to believe it.
 */
#include "http/inside.h"

enum { BOUNDARY_MAX = 70, PART_HEADERS_MAX = 8 };

static const str line_end = STR_INIT("\r\n");

/* The value of a parameter: a token, or quoted without anything to be escaped. */
static bool take_parameter(str list, str name, str *value)
{
    str piece;

    while (str_split(&list, ';', &piece)) {
        size_t equals = str_find_byte(piece, '=', 0);
        str read = str_trim(str_slice(piece, equals + 1, piece.len));

        if (!http_name_equal(str_trim(str_slice(piece, 0, equals)), name))
            continue;
        if (read.len >= 2 && read.ptr[0] == '"' && read.ptr[read.len - 1] == '"')
            read = str_slice(read, 1, read.len - 1);
        *value = read;
        return read.len > 0 && str_find_byte(read, '"', 0) == read.len;
    }
    return false;
}

bool http_is_multipart(str type)
{
    size_t end = str_find_byte(type, ';', 0);

    return http_name_equal(
        str_trim(str_slice(type, 0, end)), STR("multipart/form-data"));
}

struct parts {
    str mark; /* CRLF "--" boundary */
    str rest; /* what has not been read */
    struct http_pairs *fields;
    struct http_pairs *files;
};

/* Take what stands before `end`, and it. */
static bool take_until(str *rest, str end, str *out)
{
    size_t at = str_find(*rest, end, 0);

    if (at == rest->len)
        return false;
    *out = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at + end.len, rest->len);
    return true;
}

/* Of a part's headers only this one means something: a field's name, and whether it is a
 * file.  A file's name may hold anything, so nothing behind it is looked at. */
static bool read_disposition(str value, str *name, bool *is_file)
{
    str mark = STR("filename");
    size_t file = str_find(value, mark, 0);

    *is_file = file < value.len;
    return str_starts(value, STR("form-data;")) &&
        take_parameter(str_slice(value, 0, file), STR("name"), name) &&
        http_is_token(*name);
}

static bool read_headers(struct parts *p, str *name, bool *is_file)
{
    bool found = false;
    str line;

    for (size_t i = 0; i < PART_HEADERS_MAX; i++) {
        size_t colon;

        if (!take_until(&p->rest, line_end, &line))
            return false;
        if (line.len == 0)
            return found;
        colon = str_find_byte(line, ':', 0);
        if (!http_name_equal(str_slice(line, 0, colon), STR("content-disposition")))
            continue;
        if (found ||
            !read_disposition(
                str_trim(str_slice(line, colon + 1, line.len)), name, is_file))
            return false;
        found = true;
    }
    return false;
}

/* A file that nobody chose comes as one without bytes. */
static bool add_part(struct parts *p, str name, bool is_file, str value)
{
    struct http_pairs *to = is_file ? p->files : p->fields;

    if (is_file && value.len == 0)
        return true;
    if (p->fields->count + p->files->count == HTTP_PAIRS_MAX ||
        (!is_file && !http_is_text(value)))
        return false;
    to->items[to->count++] = (struct http_pair){name, value};
    return true;
}

/* Read one part; `*last`: it was, and nothing stands behind it. */
static bool read_part(struct parts *p, bool *last)
{
    bool is_file = false;
    str name = {0};
    str value;

    if (!str_starts(p->rest, line_end))
        return false;
    p->rest = str_slice(p->rest, line_end.len, p->rest.len);
    if (!read_headers(p, &name, &is_file) || !take_until(&p->rest, p->mark, &value))
        return false;
    *last = str_equal(p->rest, STR("--")) || str_equal(p->rest, STR("--\r\n"));
    return add_part(p, name, is_file, value);
}

static bool read_parts(struct parts *p, str body)
{
    str first = str_slice(p->mark, line_end.len, p->mark.len);
    bool last = false;

    if (!str_starts(body, first))
        return false;
    p->rest = str_slice(body, first.len, body.len);
    while (!last)
        if (!read_part(p, &last))
            return false;
    return true;
}

bool http_multipart(struct arena *arena, str type, str body, struct http_pairs *fields,
    struct http_pairs *files, struct err *err)
{
    struct parts p = {.fields = fields, .files = files};
    struct text mark = text_in(arena);
    str boundary;

    *fields =
        (struct http_pairs){ARENA_ARRAY(arena, struct http_pair, HTTP_PAIRS_MAX), 0};
    *files =
        (struct http_pairs){ARENA_ARRAY(arena, struct http_pair, HTTP_PAIRS_MAX), 0};
    if (!http_is_multipart(type) || !take_parameter(type, STR("boundary"), &boundary) ||
        boundary.len > BOUNDARY_MAX)
        return err_set(
            err, ERR_INVALID, STR("a form with files must name what parts them"));
    text_add(&mark, STR("\r\n--"));
    text_add(&mark, boundary);
    p.mark = text_str(&mark);
    return read_parts(&p, body) ||
        err_set(err, ERR_INVALID,
            STR("the form with its file did not arrive whole; send it again"));
}
