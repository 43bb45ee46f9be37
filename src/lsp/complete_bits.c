/*
 * A statement in pieces: words, texts, numbers, signs.
 */
#include "lsp/complete.h"

struct bit bit_back(const struct completion *c, size_t back)
{
    return back > c->bit_count ? (struct bit){0} : c->bits[c->bit_count - back];
}

bool back_is(const struct completion *c, size_t back, const char *text)
{
    struct bit bit = bit_back(c, back);

    return bit.kind != BIT_TEXT && str_equal(bit.text, str_from(text));
}

size_t bit_find(const struct completion *c, const char *text, size_t from)
{
    while (from < c->bit_count &&
        (c->bits[from].kind == BIT_TEXT ||
            !str_equal(c->bits[from].text, str_from(text))))
        from++;
    return from;
}

static bool is_number_byte(char byte)
{
    return char_is_digit(byte) || byte == '-' || byte == ':';
}

/* The end of the run of bytes at `at` that are alike. */
static size_t run_end(str line, size_t at, bool (*is_alike)(char byte))
{
    while (at < line.len && is_alike(line.ptr[at]))
        at++;
    return at;
}

static struct bit next_bit(struct completion *c, str line, size_t at, size_t *end)
{
    char byte = line.ptr[at];

    if (byte == '"') {
        size_t close = str_find_byte(line, '"', at + 1);

        c->in_text = close == line.len;
        *end = c->in_text ? close : close + 1;
        return (struct bit){BIT_TEXT, str_slice(line, at + 1, close)};
    }
    if (char_is_digit(byte)) {
        *end = run_end(line, at, is_number_byte);
        return (struct bit){BIT_NUMBER, str_slice(line, at, *end)};
    }
    *end = is_word_byte(byte) ? run_end(line, at, is_word_byte) : at + 1;
    return (struct bit){
        is_word_byte(byte) ? BIT_WORD : BIT_SIGN, str_slice(line, at, *end)};
}

static void read_line(struct completion *c, str line)
{
    size_t at = 0;

    c->in_text = false;
    c->in_comment = false;
    while (at < line.len) {
        if (char_is_space(line.ptr[at])) {
            at++;
            continue;
        }
        c->in_comment = line.ptr[at] == '#';
        if (c->in_comment)
            return;
        c->bits[c->bit_count++] = next_bit(c, line, at, &at);
    }
}

void read_bits(struct completion *c, str text)
{
    size_t start = 0;

    c->bits = ARENA_ARRAY(c->call->arena, struct bit, text.len);
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '\n' && text.ptr[i] != '\r')
            continue;
        read_line(c, str_slice(text, start, i));
        start = i + 1;
    }
}
