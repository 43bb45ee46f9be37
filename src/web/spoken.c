/*
 * Reading the catalogues of protocols, and looking up what the desk says.
 */
#include "web/spoken.h"

#include "os/os.h"
#include "web/catalogue.h"
#include "web/visits.h"

enum { CATALOGUE_MAX = 1 << 24 };

static const str entry = STR_INIT("entry");

/* The language that protocols are written in. */
static const str document_tongue = STR_INIT("en");

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

static str replaced(struct arena *arena, str words, str from, str to)
{
    size_t at = str_find(words, from, 0);
    struct text text = text_in(arena);

    if (at == words.len)
        return words;
    text_add(&text, str_slice(words, 0, at));
    text_add(&text, to);
    text_add(&text, str_slice(words, at + from.len, words.len));
    return text_str(&text);
}

static str in_parentheses(struct arena *arena, str number)
{
    struct text text = text_in(arena);

    text_add(&text, STR(" ("));
    text_add(&text, number);
    text_add(&text, STR(")"));
    return text_str(&text);
}

/* A school writes its own telephone numbers into a document; all else of a text may be
 * as it was when it was translated: "Law Department (312-555-0120)". */
static bool find_but_number(
    struct arena *arena, str catalogue, str context, str words, str *said)
{
    str start = catalogue_key(arena, context, STR(""));
    str number = calling_number(words);
    str known;
    str translated;
    str old;

    if (number.len == 0 || !catalogue_begins(catalogue, start, &known, &translated))
        return false;
    known = str_slice(known, start.len, known.len);
    old = calling_number(known);
    if (old.len == 0) {
        struct text text = text_in(arena);

        text_add(&text, translated);
        text_add(&text, in_parentheses(arena, number));
        *said = text_str(&text);
        return str_equal(
            replaced(arena, words, in_parentheses(arena, number), STR("")), known);
    }
    *said = replaced(arena, translated, old, number);
    return str_equal(replaced(arena, known, old, number), words);
}

/* Find what the catalogue of a protocol has for a text. */
static bool find(const struct caller *caller, str protocol,
    const struct spoken_text *text, str *said)
{
    const struct spoken_item *item = find_item(caller, protocol);
    struct text context = text_in(caller->arena);

    if (item == NULL || text->words.len == 0)
        return false;
    text_add(&context, text->kind);
    text_add(&context, text->name.len > 0 ? STR(" ") : STR(""));
    text_add(&context, text->name);
    text_add(&context, text->part.len > 0 ? STR(".") : STR(""));
    text_add(&context, text->part);
    /* The same in both languages is said in that of the document. */
    return (catalogue_find(item->catalogue,
                catalogue_key(caller->arena, text_str(&context), text->words), said) &&
               !str_equal(*said, text->words)) ||
        (text->name.len > 0 &&
            find_but_number(
                caller->arena, item->catalogue, text_str(&context), text->words, said));
}

str spoken_as_written(const struct caller *caller, str words)
{
    return tongue_mark(caller->tongue, caller->arena, document_tongue, words);
}

str spoken_say(
    const struct caller *caller, str protocol, const struct spoken_text *text)
{
    str said;

    return find(caller, protocol, text, &said) ? said
                                               : spoken_as_written(caller, text->words);
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

str spoken_meaning(const struct caller *caller, str protocol, str says)
{
    const struct spoken_text text = {STR("say"), {0}, {0}, says};
    str said;

    return find(caller, protocol, &text, &said) ? said : (str){0};
}

str spoken_heading(const struct caller *caller, str heading)
{
    return say(caller, STR("heading"), (str){0}, heading);
}

str spoken_quote(const struct caller *caller, str quote)
{
    return say(caller, STR("quote"), (str){0}, quote);
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
