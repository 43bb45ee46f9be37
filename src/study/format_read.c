/*
 * The lines of a protocol block as pieces: what the compiler's lexer sees, but
 * with every character kept.
 */
#include "study/format.h"

struct reader {
    struct arena *arena;
    str line;
    size_t at;
    struct block_line *out;
    size_t capacity;
};

static bool is_word(char c)
{
    return char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '_';
}

static char char_at(const struct reader *r, size_t at)
{
    if (at >= r->line.len)
        return '\n';
    return r->line.ptr[at];
}

/* Where a text that starts at `at` ends; 0 when it does not. */
static size_t end_of_text(const struct reader *r, size_t at)
{
    for (at++; at < r->line.len; at++) {
        char next = char_at(r, at + 1);

        if (r->line.ptr[at] == '"')
            return at + 1;
        if (r->line.ptr[at] == '\\' && (next == '"' || next == '\\'))
            at++;
    }
    return 0;
}

/* A number, date or time, or a word. */
static size_t end_of_word(const struct reader *r, size_t at)
{
    bool number = !is_word(r->line.ptr[at]) || char_is_digit(r->line.ptr[at]);

    for (at++; at < r->line.len; at++) {
        char c = r->line.ptr[at];
        char next = char_at(r, at + 1);
        bool joins = c == '-' || (number && (c == ':' || c == '/' || c == '.'));

        if (!is_word(c) && !(joins && (number ? char_is_digit(next) : is_word(next))))
            break;
    }
    return at;
}

/* A sign; 0 when there is none, or one that protocols do not use. */
static size_t end_of_sign(const struct reader *r, size_t at)
{
    char c = r->line.ptr[at];
    char next = char_at(r, at + 1);

    if (c == '(' || c == ')' || c == ',' || c == ':' || c == '/')
        return at + 1;
    if (c == '<' || c == '>')
        return next == '=' ? at + 2 : (next == '<' || next == '>' ? 0 : at + 1);
    return c == '=' && next != '=' ? at + 1 : 0;
}

static bool read_piece(struct reader *r)
{
    struct block_line *out = r->out;
    struct piece piece = {.is_text = r->line.ptr[r->at] == '"'};
    char c = r->line.ptr[r->at];
    size_t end;

    piece.is_word = is_word(c) || (c == '-' && char_is_digit(char_at(r, r->at + 1)));
    if (piece.is_text)
        end = end_of_text(r, r->at);
    else if (piece.is_word)
        end = end_of_word(r, r->at);
    else
        end = end_of_sign(r, r->at);
    if (end == 0)
        return false;
    piece.text = str_slice(r->line, r->at, end);
    out->pieces =
        arena_grow(r->arena, out->pieces, out->count, &r->capacity, sizeof(piece));
    out->pieces[out->count++] = piece;
    r->at = end;
    return true;
}

static bool read_line(struct reader *r)
{
    r->out->source = r->line;
    r->out->continues = r->line.len > 0 && char_is_space(r->line.ptr[0]);
    for (r->at = 0; r->at < r->line.len;) {
        if (char_is_space(r->line.ptr[r->at])) {
            r->at++;
            continue;
        }
        if (r->line.ptr[r->at] == '#') {
            r->out->comment = str_trim(str_slice(r->line, r->at, r->line.len));
            return true;
        }
        if (!read_piece(r))
            return false;
    }
    return true;
}

bool format_read(struct arena *arena, const struct scan *scan,
    const struct scan_block *block, struct block_lines *out)
{
    bool begun = false;

    out->count = block->line_count;
    out->items = ARENA_ARRAY(arena, struct block_line, out->count);
    for (uint32_t i = 0; i < out->count; i++) {
        struct reader r = {.arena = arena, .out = &out->items[i]};
        size_t indent = 0;

        r.line = scan->lines[block->fence_line + i];
        while (indent < block->indent && char_at(&r, indent) == ' ')
            indent++;
        r.line = str_slice(r.line, indent, r.line.len);
        if (!read_line(&r))
            return false;
        if (out->items[i].count == 0)
            continue;
        if (out->items[i].continues && !begun)
            return false;
        begun = true;
    }
    return true;
}
