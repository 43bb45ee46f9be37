/*
 * Reading a day's file.
 *
 * Strict, as facts are: a member that nobody knows is an error.
 */
#include "cli/day.h"

struct reader {
    struct arena *arena;
    const struct protocol *protocol;
    struct day *day;
    struct err *err;
};

static bool wrong(struct err *err, str name, str why)
{
    err_set(err, ERR_INVALID, name);
    err_add(err, STR(": "));
    return err_add(err, why);
}

/* Refuse members that are not among `known`. */
static bool check_members(
    const struct json_value *object, const str *known, size_t count, struct err *err)
{
    if (object->kind != JSON_IS_OBJECT)
        return err_set(err, ERR_INVALID, STR("an object is wanted here: {...}"));
    for (size_t i = 0; i < object->count; i++) {
        bool found = false;
        size_t near;

        for (size_t k = 0; k < count; k++)
            found |= str_equal(object->names[i], known[k]);
        if (found)
            continue;
        near = json_nearest(object->names[i], known, count);
        wrong(err, object->names[i], STR("there is no such member"));
        if (near < count) {
            err_add(err, STR("; did you mean `"));
            err_add(err, known[near]);
            err_add(err, STR("`?"));
        }
        return false;
    }
    return true;
}

/* A text member; empty when it is missing. */
static bool read_text(
    const struct json_value *object, str name, str *out, struct err *err)
{
    const struct json_value *value = json_find(object, name);

    *out = (str){0};
    if (value == NULL)
        return true;
    if (value->kind != JSON_IS_TEXT)
        return wrong(err, name, STR("a text in quotes is wanted"));
    *out = value->text;
    return true;
}

static bool require_text(
    const struct json_value *object, str name, str *out, struct err *err)
{
    return read_text(object, name, out, err) &&
        (out->len > 0 || wrong(err, name, STR("this member is missing")));
}

/* ---- facts and values ---- */

/* A fact's value in its JSON form, by the reader that all facts go through. */
static bool read_value(struct reader *r, str name, const struct json_value *value,
    uint32_t *fact, int32_t *out)
{
    const struct image *image = &r->protocol->image;
    struct text text = text_in(r->arena);

    if (!json_find_fact(image, name, fact, r->err))
        return false;
    if (value == NULL)
        return wrong(r->err, name, STR("its value is missing"));
    switch (value->kind) {
    case JSON_IS_BOOL:
        text_add(&text, value->truth ? STR("yes") : STR("no"));
        break;
    case JSON_IS_INTEGER:
        text_add_i64(&text, value->integer);
        break;
    case JSON_IS_TEXT:
        text_add(&text, value->text);
        break;
    case JSON_IS_NULL:
        break;
    default:
        return wrong(r->err, name, STR("this is no value of a fact"));
    }
    return json_read_fact(image, *fact, text_str(&text), out, r->err);
}

/* ---- events ---- */

static bool read_sources(
    struct reader *r, const struct json_value *event, struct day_event *out)
{
    const struct json_value *list = json_find(event, STR("sources"));
    struct text names = text_in(r->arena);

    for (size_t i = 0; list != NULL && i < list->count; i++) {
        bool known = false;

        if (list->kind != JSON_IS_ARRAY || list->items[i].kind != JSON_IS_TEXT)
            return wrong(r->err, STR("sources"), STR("a list of names is wanted"));
        for (size_t s = 0; s < r->day->source_count; s++)
            known |= str_equal(r->day->sources[s].name, list->items[i].text);
        if (!known)
            return wrong(
                r->err, list->items[i].text, STR("this is none of the day's sources"));
        text_add(&names, i > 0 ? STR(", ") : STR(""));
        text_add(&names, list->items[i].text);
    }
    out->sources = text_str(&names);
    return true;
}

static bool read_topic(
    struct reader *r, const struct json_value *event, struct day_event *out)
{
    str name;

    out->topic = DAY_NO_TOPIC;
    if (!read_text(event, STR("topic"), &name, r->err) ||
        !read_text(event, STR("says"), &out->says, r->err))
        return false;
    if (name.len == 0)
        return true;
    for (uint32_t t = 0; t < r->day->topic_count; t++)
        if (str_equal(r->day->topics[t].name, name))
            out->topic = t;
    if (out->topic == DAY_NO_TOPIC)
        return wrong(r->err, name, STR("this is none of the day's topics"));
    return out->says.len > 0 ||
        wrong(r->err, STR("says"), STR("this member is missing"));
}

static bool read_fact(
    struct reader *r, const struct json_value *event, struct day_event *out)
{
    str name;

    if (!read_text(event, STR("fact"), &name, r->err) ||
        !read_text(event, STR("basis"), &out->basis, r->err))
        return false;
    if (name.len == 0)
        return true;
    out->states_fact = true;
    if (out->basis.len == 0)
        return wrong(r->err, STR("basis"),
            STR("say how it was known: seen, read, told, inferred, confirmed, assumed"));
    return read_value(r, name, json_find(event, STR("value")), &out->fact, &out->value);
}

static bool check_basis(const struct day_event *event, struct err *err)
{
    static const str known[] = {STR_INIT("seen"), STR_INIT("read"), STR_INIT("told"),
        STR_INIT("inferred"), STR_INIT("confirmed"), STR_INIT("assumed")};

    if (event->basis.len == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_equal(known[i], event->basis))
            return true;
    return wrong(err, event->basis,
        STR("a basis is seen, read, told, inferred, confirmed or assumed"));
}

static bool read_event(
    struct reader *r, const struct json_value *event, struct day_event *out)
{
    static const str known[] = {STR_INIT("at"), STR_INIT("when"), STR_INIT("by"),
        STR_INIT("basis"), STR_INIT("fact"), STR_INIT("value"), STR_INIT("topic"),
        STR_INIT("says"), STR_INIT("text"), STR_INIT("sources")};
    str at;

    if (!check_members(event, known, COUNT_OF(known), r->err) ||
        !require_text(event, STR("at"), &at, r->err) ||
        !read_text(event, STR("when"), &out->when, r->err) ||
        !require_text(event, STR("by"), &out->by, r->err) ||
        !read_text(event, STR("text"), &out->text, r->err))
        return false;
    if (!moment_parse(at, &out->at))
        return wrong(r->err, STR("at"),
            STR("write a moment as in \"2025-01-24T11:15:00-06:00\""));
    return read_fact(r, event, out) && check_basis(out, r->err) &&
        read_topic(r, event, out) && read_sources(r, event, out);
}

static int64_t instant(const struct moment *at)
{
    return ((int64_t)at->day * TIME_MINUTES + at->minute - at->offset) * 60 +
        at->second;
}

static bool read_events(struct reader *r, const struct json_value *list)
{
    struct day *day = r->day;

    if (list == NULL || list->kind != JSON_IS_ARRAY || list->count == 0)
        return wrong(r->err, STR("events"), STR("a list of what happened is wanted"));
    day->event_count = list->count;
    day->events = ARENA_ARRAY(r->arena, struct day_event, list->count);
    for (size_t i = 0; i < list->count; i++) {
        bool done = read_event(r, &list->items[i], &day->events[i]);
        struct text which = text_in(r->arena);

        if (done && i > 0 &&
            instant(&day->events[i].at) < instant(&day->events[i - 1].at))
            done = wrong(r->err, STR("at"),
                STR("this is earlier than the event before; put events in order of time"));
        text_add(&which, STR("event "));
        text_add_u64(&which, i + 1);
        if (!done)
            return err_while(r->err, text_str(&which));
    }
    return true;
}

/* ---- the rest ---- */

/* A list of objects with a name and one text more; returns the texts. */
static bool read_pairs(struct reader *r, const struct json_value *root, str member,
    str second, struct day_source **out, size_t *count)
{
    const struct json_value *list = json_find(root, member);
    const str known[] = {STR("name"), second};

    *count = list == NULL ? 0 : list->count;
    *out = ARENA_ARRAY(r->arena, struct day_source, *count);
    if (list != NULL && list->kind != JSON_IS_ARRAY)
        return wrong(r->err, member, STR("a list is wanted"));
    for (size_t i = 0; i < *count; i++)
        if (!check_members(&list->items[i], known, COUNT_OF(known), r->err) ||
            !require_text(&list->items[i], STR("name"), &(*out)[i].name, r->err) ||
            !require_text(&list->items[i], second, &(*out)[i].title, r->err))
            return err_while(r->err, member);
    return true;
}

static bool read_lists(struct reader *r, const struct json_value *root)
{
    struct day *day = r->day;
    struct day_source *topics;

    if (!read_pairs(
            r, root, STR("sources"), STR("title"), &day->sources, &day->source_count) ||
        !read_pairs(
            r, root, STR("topics"), STR("question"), &topics, &day->topic_count))
        return false;
    day->topics = ARENA_ARRAY(r->arena, struct day_topic, day->topic_count);
    for (size_t i = 0; i < day->topic_count; i++)
        day->topics[i] = (struct day_topic){topics[i].name, topics[i].title};
    return true;
}

static bool read_variant(
    struct reader *r, const struct json_value *variant, struct day_variant *out)
{
    static const str known[] = {STR_INIT("title"), STR_INIT("text"), STR_INIT("facts")};
    const struct json_value *facts;

    if (!check_members(variant, known, COUNT_OF(known), r->err) ||
        !require_text(variant, STR("title"), &out->title, r->err) ||
        !read_text(variant, STR("text"), &out->text, r->err))
        return false;
    facts = json_find(variant, STR("facts"));
    if (facts == NULL || facts->kind != JSON_IS_OBJECT)
        return wrong(r->err, STR("facts"), STR("an object is wanted here: {...}"));
    out->count = facts->count;
    out->changes = ARENA_ARRAY(r->arena, struct day_change, facts->count);
    for (size_t i = 0; i < facts->count; i++)
        if (!read_value(r, facts->names[i], &facts->items[i], &out->changes[i].fact,
                &out->changes[i].value))
            return false;
    return true;
}

static bool read_variants(struct reader *r, const struct json_value *list)
{
    struct day *day = r->day;

    if (list != NULL && list->kind != JSON_IS_ARRAY)
        return wrong(r->err, STR("variants"), STR("a list is wanted"));
    day->variant_count = list == NULL ? 0 : list->count;
    day->variants = ARENA_ARRAY(r->arena, struct day_variant, day->variant_count);
    for (size_t i = 0; i < day->variant_count; i++)
        if (!read_variant(r, &list->items[i], &day->variants[i]))
            return err_while(r->err, STR("variants"));
    return true;
}

static bool read_target(struct reader *r, const struct json_value *root)
{
    struct day *day = r->day;
    str outcome;
    str wanted;

    if (!require_text(root, STR("outcome"), &outcome, r->err) ||
        !read_text(root, STR("wanted"), &wanted, r->err) ||
        !protocol_find_outcome(r->protocol, outcome, &day->outcome, r->err))
        return false;
    day->has_wanted = wanted.len > 0;
    return !day->has_wanted ||
        protocol_find_value(r->protocol, day->outcome, wanted, &day->wanted, r->err);
}

bool day_protocol(const struct json_value *root, str *path, struct err *err)
{
    if (root->kind != JSON_IS_OBJECT)
        return err_set(err, ERR_INVALID, STR("a day is an object: {...}"));
    return require_text(root, STR("protocol"), path, err);
}

bool day_read(struct arena *arena, const struct json_value *root,
    const struct protocol *protocol, struct day *out, struct err *err)
{
    static const str known[] = {STR_INIT("day"), STR_INIT("about"),
        STR_INIT("protocol"), STR_INIT("outcome"), STR_INIT("wanted"),
        STR_INIT("sources"), STR_INIT("topics"), STR_INIT("events"),
        STR_INIT("variants")};
    struct reader r = {.arena = arena, .protocol = protocol, .day = out, .err = err};

    *out = (struct day){0};
    return check_members(root, known, COUNT_OF(known), err) &&
        require_text(root, STR("day"), &out->title, err) &&
        read_text(root, STR("about"), &out->about, err) &&
        day_protocol(root, &out->protocol, err) && read_target(&r, root) &&
        read_lists(&r, root) && read_events(&r, json_find(root, STR("events"))) &&
        read_variants(&r, json_find(root, STR("variants")));
}
