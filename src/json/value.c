/*
 * One fact's value, as people write it, against what the image says of the fact.
 */
#include "json/inside.h"

/* Names looked through for a hint, and listed when none is near. */
enum { NAMES_MOST = EVAL_MAX_SLOTS, NAMES_LISTED = 12 };

size_t json_nearest(str wrong, const str *names, size_t count)
{
    size_t limit = wrong.len < 4 ? 1 : 1 + wrong.len / 4;
    size_t best = limit + 1;
    size_t found = count;

    for (size_t i = 0; i < count; i++) {
        size_t distance = str_distance(wrong, names[i], limit);

        if (distance >= best)
            continue;
        best = distance;
        found = i;
    }
    return found;
}

bool json_add_hint(struct err *err, str wrong, const str *names, size_t count)
{
    size_t near = json_nearest(wrong, names, count);

    if (near < count) {
        err_add(err, STR("; did you mean `"));
        err_add(err, names[near]);
        return err_add(err, STR("`?"));
    }
    err_add(err, STR("; there "));
    err_add(err, count == 1 ? STR("is only ") : STR("are "));
    for (size_t i = 0; i < count && i < NAMES_LISTED; i++) {
        err_add(err, i > 0 ? STR(", ") : STR(""));
        err_add(err, names[i]);
    }
    return err_add(err, count > NAMES_LISTED ? STR(", ...") : STR(""));
}

str json_fact_name(const struct image *image, uint32_t fact)
{
    return image_str(image, image_item(image, SECTION_FACTS, fact) + FACT_NAME);
}

bool json_find_fact(
    const struct image *image, str name, uint32_t *fact, struct err *err)
{
    uint32_t count = image->count[SECTION_FACTS];
    str names[NAMES_MOST];

    *fact = image_find_fact(image, name);
    if (*fact != IMAGE_ABSENT)
        return true;
    for (uint32_t i = 0; i < count && i < NAMES_MOST; i++)
        names[i] = json_fact_name(image, i);
    err_set(err, ERR_INVALID, STR("the protocol has no fact `"));
    err_add(err, name);
    err_add(err, STR("`"));
    return json_add_hint(err, name, names, count);
}

/* Begin an error about a value: "agency: `icy` is not one of its values". */
static bool wrong_value(
    const struct image *image, uint32_t fact, str text, str why, struct err *err)
{
    err_set(err, ERR_INVALID, json_fact_name(image, fact));
    err_add(err, STR(": `"));
    err_add(err, text);
    err_add(err, STR("` "));
    return err_add(err, why);
}

static bool read_choice(
    const struct image *image, uint32_t fact, str text, int32_t *value, struct err *err)
{
    const uint32_t *f = image_item(image, SECTION_FACTS, fact);
    str names[NAMES_MOST];
    uint32_t count = f[FACT_CHOICE_COUNT];

    for (uint32_t v = 0; v < count && v < NAMES_MOST; v++) {
        const uint32_t *choice =
            image_item(image, SECTION_CHOICES, f[FACT_CHOICE_FIRST] + v);

        names[v] = image_str(image, choice + CHOICE_NAME);
        if (!str_equal(names[v], text))
            continue;
        *value = (int32_t)v;
        return true;
    }
    wrong_value(image, fact, text, STR("is not one of its values"), err);
    return json_add_hint(err, text, names, count < NAMES_MOST ? count : NAMES_MOST);
}

static bool read_yes_no(
    const struct image *image, uint32_t fact, str text, int32_t *value, struct err *err)
{
    bool yes = str_equal(text, STR("yes")) || str_equal(text, STR("true"));

    *value = yes;
    return yes || str_equal(text, STR("no")) || str_equal(text, STR("false")) ||
        err_say(err, ERR_INVALID, SAY("%1: `%2` is neither yes nor no"),
            (const str[]){json_fact_name(image, fact), text}, 2);
}

static bool read_number(
    const struct image *image, uint32_t fact, str text, int32_t *value, struct err *err)
{
    const uint32_t *f = image_item(image, SECTION_FACTS, fact);
    int32_t low = (int32_t)f[FACT_LOW];
    int32_t high = (int32_t)f[FACT_HIGH];
    char digits[2][24];
    struct text from = text_fixed(digits[0], sizeof(digits[0]));
    struct text to = text_fixed(digits[1], sizeof(digits[1]));
    int64_t number;

    if (str_to_i64(text, &number) && number >= low && number <= high) {
        *value = (int32_t)number;
        return true;
    }
    text_add_i64(&from, low);
    text_add_i64(&to, high);
    return err_say(err, ERR_INVALID,
        SAY("%1: `%2` is not a whole number from %3 to %4"),
        (const str[]){
            json_fact_name(image, fact), text, text_str(&from), text_str(&to)},
        4);
}

bool json_read_fact(
    const struct image *image, uint32_t fact, str text, int32_t *value, struct err *err)
{
    text = str_trim(text);
    *value = FACT_UNKNOWN;
    if (text.len == 0)
        return true;
    switch (image_item(image, SECTION_FACTS, fact)[FACT_KIND]) {
    case IMAGE_CHOICE:
        return read_choice(image, fact, text, value, err);
    case IMAGE_YES_NO:
        return read_yes_no(image, fact, text, value, err);
    case IMAGE_DATE:
        return date_parse(text, value) ||
            wrong_value(image, fact, text,
                STR("is not a date; write YEAR-MONTH-DAY, for example 2025-01-24"),
                err);
    case IMAGE_TIME:
        return time_parse(text, value) ||
            wrong_value(image, fact, text,
                STR("is not a time of day; write HH:MM, for example 08:30"), err);
    default:
        return read_number(image, fact, text, value, err);
    }
}
