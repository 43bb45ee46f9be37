/*
 * The MO file (gettext manual, 11.3): little-endian words, then two tables of as many
 * strings as there are messages, each a length and a place.
 *
 *     0   magic 0x950412de
 *     4   revision: major in the upper half
 *     8   number of messages
 *     12  place of the keys       { length, place } ...  in the order of the keys
 *     16  place of the words      { length, place } ...
 *
 * A NUL stands behind each string.  "context\4key"; "one\0many" where it counts.
 */
#include "web/catalogue.h"

enum { MO_MAGIC = 0, MO_REVISION = 4, MO_COUNT = 8, MO_KEYS = 12, MO_WORDS = 16 };
enum { MO_HEAD_BYTES = 20, MO_ROW_BYTES = 8 };

static uint32_t word_at(str mo, size_t place)
{
    uint32_t word = 0;

    for (size_t i = 4; i > 0; i--)
        word = word << 8 | (uint8_t)mo.ptr[place + i - 1];
    return word;
}

/* ---- checking ---- */

static bool is_table(str mo, size_t table, size_t count)
{
    if (table < MO_HEAD_BYTES || table > mo.len ||
        (mo.len - table) / MO_ROW_BYTES < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t len = word_at(mo, table + i * MO_ROW_BYTES);
        size_t place = word_at(mo, table + i * MO_ROW_BYTES + 4);

        if (place >= mo.len || len >= mo.len - place || mo.ptr[place + len] != '\0' ||
            str_invalid_utf8(str_slice(mo, place, place + len)) < len)
            return false;
    }
    return true;
}

static str row_at(str mo, size_t table, size_t row)
{
    size_t len = word_at(mo, table + row * MO_ROW_BYTES);
    size_t place = word_at(mo, table + row * MO_ROW_BYTES + 4);

    return str_slice(mo, place, place + len);
}

/* A key ends where what it is for many begins. */
static str key_at(str mo, size_t row)
{
    return catalogue_form(row_at(mo, word_at(mo, MO_KEYS), row), 0);
}

bool catalogue_check(str mo, struct err *err)
{
    bool good = mo.len >= MO_HEAD_BYTES && word_at(mo, MO_MAGIC) == 0x950412deU &&
        word_at(mo, MO_REVISION) >> 16 == 0;
    size_t count = good ? word_at(mo, MO_COUNT) : 0;

    if (!good || !is_table(mo, word_at(mo, MO_KEYS), count) ||
        !is_table(mo, word_at(mo, MO_WORDS), count))
        return err_set(err, ERR_CORRUPT, STR("this is no file that msgfmt made"));
    for (size_t i = 1; i < count; i++)
        if (str_compare(key_at(mo, i - 1), key_at(mo, i)) >= 0)
            return err_set(err, ERR_CORRUPT, STR("its messages are not in order"));
    return true;
}

/* ---- finding ---- */

/* The first message whose key is not before this one. */
static size_t find_place(str mo, str key, size_t count)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (str_compare(key_at(mo, middle), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool catalogue_find(str mo, str key, str *said)
{
    size_t count = mo.len > 0 ? word_at(mo, MO_COUNT) : 0;
    size_t place = find_place(mo, key, count);

    if (place == count || !str_equal(key_at(mo, place), key))
        return false;
    *said = row_at(mo, word_at(mo, MO_WORDS), place);
    return said->len > 0;
}

bool catalogue_begins(str mo, str start, str *key, str *said)
{
    size_t count = mo.len > 0 ? word_at(mo, MO_COUNT) : 0;
    size_t place = find_place(mo, start, count);

    if (place == count || !str_starts(key_at(mo, place), start))
        return false;
    *key = key_at(mo, place);
    *said = row_at(mo, word_at(mo, MO_WORDS), place);
    return said->len > 0;
}

str catalogue_key(struct arena *arena, str context, str english)
{
    struct text text = text_in(arena);

    text_add(&text, context);
    text_add_byte(&text, '\4');
    text_add(&text, english);
    return text_str(&text);
}

str catalogue_form(str forms, size_t number)
{
    str form = forms;

    for (size_t i = 0; i <= number; i++)
        if (!str_split(&forms, '\0', &form))
            break;
    return form;
}

bool catalogue_field(str mo, str name, str *value)
{
    str head;
    str line;

    if (!catalogue_find(mo, STR(""), &head))
        return false;
    while (str_split(&head, '\n', &line)) {
        size_t colon = str_find_byte(line, ':', 0);

        if (!str_equal(str_slice(line, 0, colon), name))
            continue;
        *value = str_trim(str_slice(line, colon + 1, line.len));
        return true;
    }
    return false;
}
