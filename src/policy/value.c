/*
 * Values as people write them.
 */
#include "policy/parse.h"

str nearest_value(struct report *report, const struct fact *fact, str text)
{
    static const str synonyms[][2] = {
        {STR_INIT("true"), STR_INIT("yes")}, {STR_INIT("false"), STR_INIT("no")}};

    if (fact->kind != FACT_CHOICE && fact->kind != FACT_YES_NO)
        return (str){0};
    for (uint32_t v = 0; v < fact->choice_count; v++)
        if (str_equal(fact->choices[v].label, text))
            return fact->choices[v].name;
    for (size_t i = 0; i < COUNT_OF(synonyms) && fact->kind == FACT_YES_NO; i++)
        if (str_equal(synonyms[i][0], text))
            return synonyms[i][1];
    return nearest_name(
        report, text, choice_names(report->arena, fact->choices, fact->choice_count));
}

static bool read_choice(struct arena *arena, const struct fact *fact, str text,
    int32_t *value, str *message, str *hint)
{
    struct report report = {.arena = arena};
    uint32_t found = tree_find_choice(fact->choices, fact->choice_count, text);
    bool is_label = false;
    str meant;

    if (found != TREE_NONE) {
        *value = (int32_t)found;
        return true;
    }
    for (uint32_t v = 0; v < fact->choice_count; v++)
        is_label |= str_equal(fact->choices[v].label, text);
    meant = nearest_value(&report, fact, text);
    *message = join_text(arena, STR("this is not a value of `"), fact->name, STR("`"));
    *hint = is_label
        ? join_text(arena, STR("that is the label; write its name: "), meant, (str){0})
        : did_you_mean(
              arena, meant, list_values(arena, fact->choices, fact->choice_count));
    return false;
}

static bool read_number(struct arena *arena, const struct fact *fact, str text,
    int32_t *value, str *message, str *hint)
{
    int64_t number;
    struct text range = text_in(arena);

    if (str_to_i64(text, &number) && number >= fact->low && number <= fact->high) {
        *value = (int32_t)number;
        return true;
    }
    *message = join_text(
        arena, STR("this is not a number that `"), fact->name, STR("` can have"));
    text_add(&range, STR("write a whole number from "));
    text_add_i64(&range, fact->low);
    text_add(&range, STR(" to "));
    text_add_i64(&range, fact->high);
    *hint = text_str(&range);
    return false;
}

bool tree_read_value(struct arena *arena, const struct tree *tree, uint32_t index,
    str text, int32_t *value, str *message, str *hint)
{
    const struct fact *fact = &tree->facts[index];

    text = str_trim(text);
    *message = (str){0};
    *hint = (str){0};
    *value = VALUE_UNKNOWN;
    if (text.len == 0)
        return true;
    switch (fact->kind) {
    case FACT_CHOICE:
    case FACT_YES_NO:
        return read_choice(arena, fact, text, value, message, hint);
    case FACT_DATE:
        *message = STR("this is not a date");
        *hint = STR("write a date as YEAR-MONTH-DAY, for example 2025-01-24");
        return date_parse(text, value);
    case FACT_TIME:
        *message = STR("this is not a time of day");
        *hint = STR("write a time as HH:MM, for example 08:30");
        return time_parse(text, value);
    default:
        return read_number(arena, fact, text, value, message, hint);
    }
}

void text_add_value(
    struct text *text, const struct tree *tree, uint32_t index, int32_t value)
{
    const struct fact *fact = &tree->facts[index];

    if (value == VALUE_UNKNOWN)
        return;
    if (fact->kind == FACT_CHOICE || fact->kind == FACT_YES_NO)
        text_add(text, fact->choices[value].name);
    else if (fact->kind == FACT_DATE)
        text_add_date(text, value);
    else if (fact->kind == FACT_TIME)
        text_add_time(text, value);
    else
        text_add_i64(text, value);
}
