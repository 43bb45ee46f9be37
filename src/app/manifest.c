/*
 * Reading and writing manifests: one spelling for each.
 */
#include "app/manifest.h"

static const str files[] = {STR_INIT("calendar.conf"), STR_INIT("calling.conf"),
    STR_INIT("channels.conf"), STR_INIT("people.db"), STR_INIT("record.db"),
    STR_INIT("roster.db")};

/* The longer of two that begin alike comes first. */
static const str folders[] = {STR_INIT("drafts/"), STR_INIT("keys/seals/"),
    STR_INIT("keys/"), STR_INIT("protocols/")};

/* Letters, digits, '-', '_' and '.', not at the front: what keys and documents are
 * called. */
static bool is_name(str name)
{
    if (name.len == 0 || name.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (!char_is_lower(c) && !(c >= 'A' && c <= 'Z') && !char_is_digit(c) &&
            c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

bool manifest_is_path(str path)
{
    for (size_t i = 0; i < COUNT_OF(files); i++)
        if (str_equal(path, files[i]))
            return true;
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        if (str_starts(path, folders[i]))
            return is_name(str_slice(path, folders[i].len, path.len));
    return false;
}

/* ---- writing ---- */

static void add_line(struct text *text, str word, uint64_t number)
{
    text_add(text, STR("# "));
    text_add(text, word);
    text_add_byte(text, ' ');
    text_add_u64(text, number);
    text_add_byte(text, '\n');
}

void text_add_manifest(struct text *text, const struct manifest *manifest)
{
    text_add(text, STR("# vestibule backup v1\n# origin "));
    text_add(text, manifest->origin);
    text_add_byte(text, '\n');
    add_line(text, STR("events"), manifest->events);
    add_line(text, STR("made"), (uint64_t)manifest->made);
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_file *file = &manifest->files[i];

        add_line(text, STR("bytes"), file->bytes);
        text_add_hex(text, file->digest, sizeof(file->digest));
        text_add(text, STR("  "));
        text_add(text, file->path);
        text_add_byte(text, '\n');
    }
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    str rest;
    uint64_t line; /* the one that was taken last */
    struct manifest *out;
    struct err *err;
};

static bool refuse(const struct reading *r, str why)
{
    err_set(r->err, ERR_INVALID, STR("line "));
    err_add_i64(r->err, (int64_t)r->line);
    err_add(r->err, STR(" of the manifest: "));
    return err_add(r->err, why);
}

/* Every line ends in LF, the last one too. */
static bool take_line(struct reading *r, str *line)
{
    size_t end = str_find_byte(r->rest, '\n', 0);

    r->line++;
    if (end == r->rest.len)
        return refuse(r, STR("it is cut off; the backup is not whole"));
    *line = str_slice(r->rest, 0, end);
    r->rest = str_slice(r->rest, end + 1, r->rest.len);
    return true;
}

/* A line "# word VALUE". */
static bool take_value(struct reading *r, str word, str *value)
{
    str line = {0};

    if (!take_line(r, &line))
        return false;
    if (!str_starts(line, STR("# ")) ||
        !str_starts(str_slice(line, 2, line.len), word) ||
        !str_starts(str_slice(line, 2 + word.len, line.len), STR(" "))) {
        refuse(r, STR("it should begin with \"# "));
        err_add(r->err, word);
        return err_add(r->err, STR("\""));
    }
    *value = str_slice(line, word.len + sizeof("#  ") - 1, line.len);
    return true;
}

static bool take_number(struct reading *r, str word, uint64_t *out)
{
    str value = {0};

    return take_value(r, word, &value) &&
        ((str_to_u64(value, out) && *out <= INT64_MAX) ||
            refuse(r, STR("this is not a number that can be meant")));
}

/* The value of a hexadecimal digit, capitals not being any; 16 if it is none. */
static unsigned digit_of(char c)
{
    if (char_is_digit(c))
        return (unsigned)(c - '0');
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

static bool read_digest(str hex, uint8_t out[MANIFEST_DIGEST_BYTES])
{
    if (hex.len != (size_t)2 * MANIFEST_DIGEST_BYTES)
        return false;
    for (size_t i = 0; i < MANIFEST_DIGEST_BYTES; i++) {
        unsigned high = digit_of(hex.ptr[2 * i]);
        unsigned low = digit_of(hex.ptr[2 * i + 1]);

        if (high > 15 || low > 15)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool take_file(struct reading *r)
{
    enum { DIGITS = 2 * MANIFEST_DIGEST_BYTES };
    struct manifest *m = r->out;
    struct manifest_file file;
    str line = {0};

    if (!take_number(r, STR("bytes"), &file.bytes) || !take_line(r, &line))
        return false;
    file.path = str_slice(line, DIGITS + 2, line.len);
    if (!read_digest(str_slice(line, 0, DIGITS), file.digest) ||
        !str_equal(str_slice(line, DIGITS, DIGITS + 2), STR("  ")))
        return refuse(r, STR("it should be a SHA-256, two spaces and a file's name"));
    if (!manifest_is_path(file.path))
        return refuse(r, STR("a backup has no file of this name"));
    if (m->count > 0 && str_compare(m->files[m->count - 1].path, file.path) >= 0)
        return refuse(
            r, STR("files must stand in the order of their names, each once"));
    if (m->count == MANIFEST_FILES_MAX)
        return err_set(r->err, ERR_LIMIT, STR("the manifest names too many files"));
    m->files = arena_grow(r->arena, m->files, m->count, &m->capacity, sizeof(file));
    m->files[m->count++] = file;
    return true;
}

bool manifest_read(
    struct arena *arena, str bytes, struct manifest *out, struct err *err)
{
    struct reading r = {.arena = arena, .rest = bytes, .out = out, .err = err};
    uint64_t made;
    str version = {0};

    *out = (struct manifest){0};
    if (!take_value(&r, STR("vestibule"), &version))
        return false;
    if (!str_equal(version, STR("backup v1")))
        return refuse(&r, STR("this is not a backup that this program can read"));
    if (!take_value(&r, STR("origin"), &out->origin) ||
        !take_number(&r, STR("events"), &out->events) ||
        !take_number(&r, STR("made"), &made))
        return false;
    out->made = (int64_t)made;
    while (r.rest.len > 0)
        if (!take_file(&r))
            return false;
    return true;
}
