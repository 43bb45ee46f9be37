/*
 * Choosing a language, and finding words in it.
 */
#include "web/tongue.h"

static const struct tongue tongues[] = {
    {.code = STR_INIT("en"), .name = STR_INIT("English"), .is_rightward = true},
};

const struct tongue *tongue_rows(size_t *count)
{
    *count = COUNT_OF(tongues);
    return tongues;
}

const struct tongue *tongue_find(str code)
{
    for (size_t i = 0; i < COUNT_OF(tongues); i++)
        if (str_equal(tongues[i].code, code))
            return &tongues[i];
    return NULL;
}

/* ";q=0.5" in thousandths: 1000 when it is not said, 0 when it makes no sense. */
static unsigned weight_of(str parameters)
{
    size_t at = str_find(parameters, STR("q="), 0);
    str digits = str_trim(str_slice(parameters, at + 2, parameters.len));
    unsigned weight = 0;
    unsigned place = 1000;

    if (at == parameters.len)
        return 1000;
    for (size_t i = 0; i < digits.len && place > 0; i++) {
        if (i == 1 && digits.ptr[i] == '.')
            continue;
        if (!char_is_digit(digits.ptr[i]))
            return 0;
        weight += place * (unsigned)(digits.ptr[i] - '0');
        place /= 10;
    }
    return weight < 1000 ? weight : 1000;
}

/* Whether a range ("es-MX", "es", "*") takes a language, whatever its case. */
static bool takes(str range, str code)
{
    str base = str_slice(range, 0, str_find_byte(range, '-', 0));

    if (base.len != code.len)
        return false;
    for (size_t i = 0; i < code.len; i++)
        if ((base.ptr[i] | 0x20) != code.ptr[i])
            return false;
    return true;
}

const struct tongue *tongue_choose(
    const struct tongue *rows, size_t count, str accepted)
{
    const struct tongue *best = &rows[0];
    unsigned most = 0;
    str piece;

    while (str_split(&accepted, ',', &piece)) {
        size_t end = str_find_byte(piece, ';', 0);
        unsigned weight = weight_of(str_slice(piece, end, piece.len));
        str range = str_trim(str_slice(piece, 0, end));

        for (size_t i = 0; i < count; i++)
            if (weight > most && takes(range, rows[i].code)) {
                best = &rows[i];
                most = weight;
            }
    }
    return best;
}

str tongue_say(const struct tongue *tongue, str english)
{
    size_t low = 0;
    size_t high = tongue->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(tongue->phrases[middle].english, english);

        if (order == 0)
            return tongue->phrases[middle].said;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return english;
}
