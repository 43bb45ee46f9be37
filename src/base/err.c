/*
 * Errors are written as a text of fixed size that is cut, not refused, when it
 * grows too long: the beginning of a message is better than none.
 */
#include "base/err.h"

#include "base/text.h"

static struct text text_of(struct err *err)
{
    struct text text = text_fixed(err->text, sizeof(err->text));

    text.len = err->len;
    return text;
}

bool err_set(struct err *err, enum err_kind kind, str text)
{
    err->kind = kind;
    err->len = 0;
    err->value_count = 0;
    return err_add(err, text);
}

bool err_say(
    struct err *err, enum err_kind kind, str sentence, const str *values, size_t count)
{
    size_t start = 0;

    REQUIRE(count <= ERR_VALUES_MAX);
    err_set(err, kind, (str){0});
    for (size_t i = 0; i + 1 < sentence.len; i++) {
        size_t place = err->value_count;

        if (sentence.ptr[i] != '%' || place >= count ||
            sentence.ptr[i + 1] != (char)('1' + place))
            continue;
        err_add(err, str_slice(sentence, start, i));
        err->values[place].start = err->len;
        err_add(err, values[place]);
        err->values[place].end = err->len;
        err->value_count++;
        start = i + 2;
        i++;
    }
    return err_add(err, str_slice(sentence, start, sentence.len));
}

size_t err_sentence(
    const struct err *err, struct text *sentence, str values[ERR_VALUES_MAX])
{
    str text = err_text(err);
    size_t at = 0;

    for (size_t i = 0; i < err->value_count; i++) {
        values[i] = str_slice(text, err->values[i].start, err->values[i].end);
        text_add(sentence, str_slice(text, at, err->values[i].start));
        text_add_byte(sentence, '%');
        text_add_byte(sentence, (char)('1' + i));
        at = err->values[i].end;
    }
    text_add(sentence, str_slice(text, at, text.len));
    return err->value_count;
}

bool err_add(struct err *err, str text)
{
    struct text out = text_of(err);
    size_t end = out.capacity - out.len;

    /* Never cut inside a character: its later bytes begin with the bits 10. */
    if (text.len > end)
        while (end > 0 && ((unsigned char)text.ptr[end] & 0xc0) == 0x80)
            end--;
    text_add(&out, str_slice(text, 0, end));
    err->len = out.len;
    return false;
}

bool err_add_i64(struct err *err, int64_t value)
{
    struct text out = text_of(err);

    text_add_i64(&out, value);
    /* Half a number would mislead. */
    if (!out.overflow)
        err->len = out.len;
    return false;
}

bool err_while(struct err *err, str doing)
{
    char before[ERR_TEXT_MAX];
    size_t len = err->len;

    memcpy(before, err->text, len);
    err->len = 0;
    err->value_count = 0;
    err_add(err, doing);
    err_add(err, STR(": "));
    return err_add(err, (str){before, len});
}

str err_text(const struct err *err)
{
    return (str){err->text, err->len};
}
