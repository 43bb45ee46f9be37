/*
 * Reading the catalogues of protocols, and looking up what the desk says.
 */
#include "web/spoken.h"

#include "os/os.h"
#include "web/catalogue.h"
#include "web/door.h"

enum { CATALOGUE_MAX = 1 << 24 };

static const str entry = STR_INIT("entry");

/* ---- reading ---- */

/* "entry.es.mo": which protocol, which language. */
static bool read_name(str file, struct spoken_item *item)
{
    str stem = str_slice(file, 0, file.len - 3);
    size_t dot = str_find_byte(stem, '.', 0);

    item->protocol = str_slice(stem, 0, dot);
    item->tongue = tongue_find(str_slice(stem, dot + 1, stem.len));
    return item->tongue != NULL;
}

static bool read_item(struct spoken *out, str folder, str file, struct err *err)
{
    struct text path = text_in(&out->arena);
    struct spoken_item *item = &out->items[out->count];

    text_add(&path, folder);
    text_add_byte(&path, '/');
    text_add(&path, file);
    if (!read_name(file, item)) {
        err_set(err, ERR_INVALID, STR("the pages do not have its language; it is "));
        err_add(err, STR("named as entry.es.mo is"));
        return err_while(err, text_str(&path));
    }
    if (!os_read_file(
            &out->arena, text_str(&path), CATALOGUE_MAX, &item->catalogue, err))
        return false;
    if (!catalogue_check(item->catalogue, err))
        return err_while(err, text_str(&path));
    out->count++;
    return true;
}

bool spoken_read(struct spoken *out, str folder, struct err *err)
{
    const str *names;
    size_t count;
    bool done;

    *out = (struct spoken){0};
    done = os_list_folder(&out->arena, folder, &names, &count, err);
    out->items = ARENA_ARRAY(&out->arena, struct spoken_item, done ? count : 0);
    for (size_t i = 0; done && i < count; i++)
        done = !str_ends(names[i], STR(".mo")) || read_item(out, folder, names[i], err);
    if (!done)
        spoken_clear(out);
    return done;
}

void spoken_clear(struct spoken *spoken)
{
    arena_clear(&spoken->arena);
    *spoken = (struct spoken){0};
}

/* ---- looking up ---- */

static const struct spoken_item *find_item(const struct caller *caller, str protocol)
{
    const struct spoken *spoken = &caller->site->spoken;

    for (size_t i = 0; i < spoken->count; i++)
        if (spoken->items[i].tongue == caller->tongue &&
            str_equal(spoken->items[i].protocol, protocol))
            return &spoken->items[i];
    return NULL;
}

str spoken_say(
    const struct caller *caller, str protocol, const struct spoken_text *text)
{
    const struct spoken_item *item = find_item(caller, protocol);
    struct text context = text_in(caller->arena);
    str said;

    if (item == NULL || text->words.len == 0)
        return text->words;
    text_add(&context, text->kind);
    text_add(&context, text->name.len > 0 ? STR(" ") : STR(""));
    text_add(&context, text->name);
    text_add(&context, text->part.len > 0 ? STR(".") : STR(""));
    text_add(&context, text->part);
    return catalogue_find(item->catalogue,
               catalogue_key(caller->arena, text_str(&context), text->words), &said)
        ? said
        : text->words;
}

static str say(const struct caller *caller, str kind, str name, str words)
{
    return spoken_say(caller, entry, &(struct spoken_text){kind, name, {0}, words});
}

static void say_value(const struct caller *caller, str of, struct desk_choice *value)
{
    if (value->name.len > 0)
        value->label = spoken_say(caller, entry,
            &(struct spoken_text){STR("value"), of, value->name, value->label});
}

static const struct desk_choice *say_values(
    const struct caller *caller, str of, const struct desk_choice *values, size_t count)
{
    struct desk_choice *said = ARENA_ARRAY(caller->arena, struct desk_choice, count);

    for (size_t i = 0; i < count; i++) {
        said[i] = values[i];
        say_value(caller, of, &said[i]);
    }
    return said;
}

/* ---- what the desk says ---- */

static void say_fact(const struct caller *caller, struct desk_fact *fact)
{
    fact->question = say(caller, STR("fact"), fact->name, fact->question);
    fact->choices = say_values(caller, fact->name, fact->choices, fact->choice_count);
    fact->role_label = say(caller, STR("role"), fact->role, fact->role_label);
    if (fact->kind == IMAGE_CHOICE)
        say_value(caller, fact->name, &fact->value);
}

static void say_outcome(const struct caller *caller, struct desk_outcome *outcome)
{
    outcome->label = say(caller, STR("outcome"), outcome->name, outcome->label);
    say_value(caller, outcome->name, &outcome->value);
    outcome->possible =
        say_values(caller, outcome->name, outcome->possible, outcome->possible_count);
}

bool spoken_answer(struct caller *caller, const struct visit *visit,
    struct desk_answer *out, struct err *err)
{
    if (!desk_answer(caller->site->desk, visit, caller->arena, out, err))
        return false;
    for (size_t i = 0; i < out->outcome_count; i++)
        say_outcome(caller, &out->outcomes[i]);
    for (size_t i = 0; i < out->ask_count; i++)
        say_fact(caller, &out->ask[i]);
    return true;
}

bool spoken_fact(const struct caller *caller, const struct visit *visit, str name,
    struct desk_fact *out, struct err *err)
{
    if (!desk_fact(caller->site->desk, visit, name, caller->arena, out, err))
        return false;
    say_fact(caller, out);
    return true;
}

size_t spoken_facts(
    struct caller *caller, const struct visit *visit, struct desk_fact **out)
{
    size_t count = desk_facts(caller->site->desk, visit, caller->arena, out);

    for (size_t i = 0; i < count; i++)
        say_fact(caller, &(*out)[i]);
    return count;
}

size_t spoken_turns(
    struct caller *caller, const struct visit *visit, struct desk_turn **out)
{
    size_t count = desk_turns(caller->site->desk, visit, caller->arena, out);

    for (size_t i = 0; i < count; i++) {
        struct desk_turn *turn = &(*out)[i];

        turn->question = say(caller, STR("fact"), turn->fact, turn->question);
        say_value(caller, turn->fact, &turn->value);
        say_outcome(caller, &turn->outcome);
    }
    return count;
}

str spoken_duty(const struct caller *caller, const struct visit_duty *duty)
{
    return say(caller, STR("duty"), duty->name, duty->text);
}

str spoken_meaning(const struct caller *caller, str says)
{
    str said = say(caller, STR("say"), (str){0}, says);

    return said.ptr == says.ptr ? (str){0} : said;
}

/* ---- the protocol of roles ---- */

static str say_of_roles(const struct caller *caller, str fact, str value, str words)
{
    return spoken_say(
        caller, STR("roles"), &(struct spoken_text){STR("value"), fact, value, words});
}

str spoken_account_role(const struct caller *caller, str role)
{
    return say_of_roles(
        caller, STR("acts_as"), role, may_role_words(caller->site->may, role));
}

str spoken_act(const struct caller *caller, enum may_act act)
{
    return say_of_roles(
        caller, STR("act"), may_act_name(act), may_act_words(caller->site->may, act));
}
