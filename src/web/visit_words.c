/*
 * Words for what a visit holds: times, roles, values, how somebody knows.
 */
#include "web/visits.h"

#include "json/json.h"

/* ---- times ---- */

static struct moment moment_at(const struct caller *caller, int64_t at)
{
    struct moment moment = {0};
    struct err ignored = {0};

    return desk_moment(caller->site->desk, at, &moment, &ignored) ? moment
                                                                  : (struct moment){0};
}

str time_words(const struct caller *caller, int64_t at)
{
    struct text text = text_in(caller->arena);

    text_add_time(&text, moment_at(caller, at).minute);
    return text_str(&text);
}

str second_words(const struct caller *caller, int64_t at)
{
    const struct moment moment = moment_at(caller, at);
    struct text text = text_in(caller->arena);

    text_add_time(&text, moment.minute);
    text_add(&text, moment.second < 10 ? STR(":0") : STR(":"));
    text_add_i64(&text, moment.second);
    return text_str(&text);
}

str exact_words(const struct caller *caller, int64_t at)
{
    const struct moment moment = moment_at(caller, at);
    struct text text = text_in(caller->arena);

    text_add_moment(&text, &moment);
    return text_str(&text);
}

str day_words(const struct caller *caller, int64_t at)
{
    return tongue_day(caller->tongue, caller->arena, moment_at(caller, at).day);
}

str written_time(const struct caller *caller, str moment, int64_t at)
{
    struct text text = text_in(caller->arena);
    struct moment read;

    if (!moment_parse(moment, &read))
        return (str){0};
    read = moment_at(caller,
        ((int64_t)read.day * TIME_MINUTES + read.minute - read.offset) * 60 +
            read.second);
    text_add_time(&text, read.minute);
    return read.day == moment_at(caller, at).day
        ? text_str(&text)
        : tongue_moment(caller->tongue, caller->arena, &read);
}

/* ---- names of the protocol ---- */

str role_words(const struct caller *caller, str role)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;

    if (str_equal(role, STR("desk")))
        return caller_say(caller, SAY("Front desk"), NULL, 0);
    for (uint32_t r = 0; r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);

        if (str_equal(image_str(image, item + ROLE_NAME), role) &&
            item[ROLE_LABEL_LEN] > 0)
            return spoken_say(caller, STR("entry"),
                &(struct spoken_text){
                    STR("role"), role, {0}, image_str(image, item + ROLE_LABEL)});
    }
    return role;
}

static str written_day(const struct caller *caller, str words)
{
    int32_t day;

    return date_parse(words, &day) ? tongue_day(caller->tongue, caller->arena, day)
                                   : words;
}

str value_words(const struct caller *caller, const struct desk_fact *fact,
    const struct json_value *value)
{
    if (value->kind == JSON_IS_NULL)
        return caller_say(caller, SAY("Not known"), NULL, 0);
    if (value->kind == JSON_IS_BOOL)
        return caller_say(caller, value->truth ? SAY("Yes") : SAY("No"), NULL, 0);
    for (size_t i = 0; fact != NULL && i < fact->choice_count; i++)
        if (str_equal(fact->choices[i].name, value->text))
            return fact->choices[i].label;
    return written_day(caller, json_words(caller->arena, value));
}

/* ---- how somebody knows ---- */

static const struct {
    str name;
    str own;
    str told;
} bases[] = {
    {STR_INIT("read"), SAY_INIT("I read it"), SAY_INIT("%1 read it")},
    {STR_INIT("seen"), SAY_INIT("I saw it"), SAY_INIT("%1 saw it")},
    {STR_INIT("told"), SAY_INIT("They said so"), SAY_INIT("%1 was told so")},
    {STR_INIT("inferred"), SAY_INIT("I think so"), SAY_INIT("%1 thinks so")},
    {STR_INIT("confirmed"), SAY_INIT("Confirmed by calling back"),
        SAY_INIT("%1 confirmed it by calling back")},
    {STR_INIT("assumed"), SAY_INIT("I do not know"), SAY_INIT("%1 does not know")},
};

str basis_words(str basis)
{
    for (size_t i = 0; i < COUNT_OF(bases); i++)
        if (str_equal(bases[i].name, basis))
            return bases[i].own;
    return basis;
}

str basis_told(const struct caller *caller, str basis, str who)
{
    for (size_t i = 0; i < COUNT_OF(bases); i++)
        if (str_equal(bases[i].name, basis))
            return caller_say(caller, bases[i].told, &who, 1);
    return who;
}

void add_quoted(struct text *text, str words)
{
    if (words.len == 0)
        return;
    text_add(text, STR(": “"));
    text_add(text, words);
    text_add(text, STR("”"));
}

str statement_words(
    const struct caller *caller, const struct visit_statement *statement, bool withheld)
{
    struct text text = text_in(caller->arena);
    str so = written_time(caller, statement->so_at, statement->mark.at);
    str recorded = second_words(caller, statement->mark.at);

    text_add(&text, basis_told(caller, statement->basis, statement->by));
    if (!withheld)
        add_quoted(&text, statement->words);
    text_add(&text, STR("; "));
    text_add(&text,
        so.len == 0 ? caller_say(caller, SAY("recorded at %1"), &recorded, 1)
                    : caller_say(caller, SAY("it was so at %1, recorded at %2"),
                          (const str[]){so, recorded}, 2));
    return text_str(&text);
}

/* ---- how they came, and how it ended ---- */

static const struct {
    str name;
    str words;
} ways[] = {
    {STR_INIT("door"), SAY_INIT("Somebody is at the desk")},
    {STR_INIT("telephone"), SAY_INIT("They telephone")},
    {STR_INIT("letter"), SAY_INIT("A letter or a paper came")},
    {STR_INIT("online"), SAY_INIT("An e-mail or a message came")},
    {STR_INIT("grounds"), SAY_INIT("They are outside, on the grounds")},
    {STR_INIT("bus"), SAY_INIT("They are at a school bus")},
    {STR_INIT("event"), SAY_INIT("They are at a game or a meeting")},
};

str way_name(str way)
{
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (str_equal(ways[i].name, way))
            return ways[i].name;
    return ways[0].name;
}

str way_words(str way)
{
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (str_equal(ways[i].name, way))
            return ways[i].words;
    return way;
}

static const struct {
    str name;
    str words;
    str hint;
} ends[] = {
    {STR_INIT("left"), SAY_INIT("They left"), SAY_INIT("They went away again.")},
    {STR_INIT("admitted"), SAY_INIT("They were let in"),
        SAY_INIT("Somebody goes with them.")},
    {STR_INIT("entered_anyway"), SAY_INIT("They came in anyway"),
        SAY_INIT("Nobody stood in their way, and nobody consented.")},
    {STR_INIT("mistaken"), SAY_INIT("It was a mistake"),
        SAY_INIT("Nobody was there, or it was opened twice.")},
};

str end_words(str end)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_equal(ends[i].name, end))
            return ends[i].words;
    return end;
}

str end_hint(str end)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_equal(ends[i].name, end))
            return ends[i].hint;
    return (str){0};
}

/* ---- telephones ---- */

str number_address(struct arena *arena, str number)
{
    struct text text = text_in(arena);

    if (number.len == 0)
        return number;
    text_add(&text, STR("tel:"));
    for (size_t i = 0; i < number.len; i++)
        if (char_is_digit(number.ptr[i]) || number.ptr[i] == '+')
            text_add_byte(&text, number.ptr[i]);
    return text_str(&text);
}
