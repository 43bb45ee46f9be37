/*
 * Where accounts differ: side by side, each with its owner.
 *
 * Accounts differ when two of them say different words on one topic; prose is never
 * compared.
 */
#include "cli/day.h"

/* Whether this event is the first to say these words on its topic. */
static bool says_first(const struct day *day, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (day->events[i].topic == day->events[index].topic &&
            str_equal(day->events[i].says, day->events[index].says))
            return false;
    return true;
}

static size_t accounts_on(const struct day *day, uint32_t topic)
{
    size_t count = 0;

    for (size_t i = 0; i < day->event_count; i++)
        count += day->events[i].topic == topic && says_first(day, i);
    return count;
}

/* "the principal, about 11:15 [S8]; CPS, afternoon [S10]": all who say the same. */
static void add_owners(struct text *text, const struct day *day, size_t first)
{
    for (size_t i = first; i < day->event_count; i++) {
        const struct day_event *event = &day->events[i];

        if (event->topic != day->events[first].topic ||
            !str_equal(event->says, day->events[first].says))
            continue;
        text_add(text, i > first ? STR("; ") : STR(""));
        text_add(text, event->by);
        text_add(text, STR(", "));
        if (event->when.len > 0)
            text_add(text, event->when);
        else
            text_add_time(text, event->at.minute);
        if (event->sources.len == 0)
            continue;
        text_add(text, STR(" ["));
        text_add(text, event->sources);
        text_add(text, STR("]"));
    }
}

static void show_topic(struct day_run *run, uint32_t topic)
{
    struct page *page = &run->session->out;
    const struct day *day = run->day;

    page_item(page, STYLE_PLAIN, STR("  "), day->topics[topic].question);
    for (size_t i = 0; i < day->event_count; i++) {
        struct text owners = text_in(run->session->arena);

        if (day->events[i].topic != topic || !says_first(day, i))
            continue;
        page_item(page, STYLE_BOLD, STR("    - "), day->events[i].says);
        add_owners(&owners, day, i);
        page_item(page, STYLE_DIM, STR("      "), text_str(&owners));
    }
}

void day_show_differences(struct day_run *run)
{
    bool any = false;

    for (uint32_t t = 0; t < run->day->topic_count; t++) {
        if (accounts_on(run->day, t) < 2)
            continue;
        if (!any)
            page_heading(&run->session->out,
                STR("Where the accounts differ (they stand as they were given)"));
        any = true;
        show_topic(run, t);
    }
}

void day_show_sources(struct day_run *run)
{
    struct page *page = &run->session->out;
    size_t widest = 0;

    if (run->day->source_count > 0)
        page_heading(page, STR("Sources"));
    for (size_t i = 0; i < run->day->source_count; i++)
        if (str_width(run->day->sources[i].name) > widest)
            widest = str_width(run->day->sources[i].name);
    for (size_t i = 0; i < run->day->source_count; i++) {
        str name = run->day->sources[i].name;
        struct text lead = text_in(run->session->arena);

        text_add(&lead, STR("  ["));
        text_add(&lead, name);
        text_add(&lead, STR("] "));
        for (size_t w = str_width(name); w < widest; w++)
            text_add_byte(&lead, ' ');
        page_item(page, STYLE_PLAIN, text_str(&lead), run->day->sources[i].title);
    }
}

/* ---- JSON ---- */

static void put_str(struct json_out *json, str key, str value)
{
    json_key(json, key);
    json_str(json, value);
}

static void put_moment(struct json_out *json, str key, const struct moment *moment)
{
    char buffer[40];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_moment(&text, moment);
    put_str(json, key, text_str(&text));
}

static void put_decision(
    struct json_out *json, const struct day_run *run, const struct decision *decision)
{
    const struct image *image = &run->protocol->image;
    const struct decided *decided = &decision->outcomes[run->day->outcome];

    json_key(json, STR("decision"));
    json_object(json);
    put_str(json, STR("value"), value_name(image, run->day->outcome, decided->value));
    json_key(json, STR("known"));
    json_bool(json, decided->known);
    json_key(json, STR("ask"));
    json_array(json);
    for (uint32_t i = 0; i < decided->ask_count; i++)
        json_str(json, fact_name(image, decided->ask[i]));
    json_end(json);
    json_end(json);
}

/* Duties that arose with this event. */
static void put_duties(
    struct json_out *json, struct day_run *run, const struct day_event *event)
{
    const struct image *image = &run->protocol->image;

    json_key(json, STR("duties"));
    json_array(json);
    for (uint32_t d = 0; d < image->count[SECTION_DUTIES]; d++) {
        struct moment due;

        if (run->duty_told[d] || !duty_holds(&run->decision, d))
            continue;
        run->duty_told[d] = true;
        json_object(json);
        put_str(json, STR("name"),
            image_str(image, image_item(image, SECTION_DUTIES, d) + DUTY_NAME));
        if (day_deadline(run, d, &event->at, &due))
            put_moment(json, STR("due"), &due);
        json_end(json);
    }
    json_end(json);
}

static void put_event(
    struct json_out *json, struct day_run *run, const struct day_event *event)
{
    const struct tree *tree = &run->protocol->policy.tree;

    json_object(json);
    put_moment(json, STR("at"), &event->at);
    put_str(json, STR("by"), event->by);
    if (event->topic != DAY_NO_TOPIC) {
        put_str(json, STR("topic"), run->day->topics[event->topic].name);
        put_str(json, STR("says"), event->says);
    }
    if (event->states_fact) {
        put_str(json, STR("basis"), event->basis);
        put_str(json, STR("fact"), tree->facts[event->fact].name);
        json_key(json, STR("value"));
        if (event->value == VALUE_UNKNOWN)
            json_null(json);
        else
            json_tree_value(json, tree, event->fact, event->value);
        put_decision(json, run, &run->decision);
        put_duties(json, run, event);
    }
    json_end(json);
}

static bool put_variants(struct json_out *json, struct day_run *run, struct err *err)
{
    json_key(json, STR("variants"));
    json_array(json);
    for (size_t i = 0; i < run->day->variant_count; i++) {
        const struct day_variant *variant = &run->day->variants[i];
        struct decision decision;

        if (!day_vary(run, variant, &decision, err))
            return err_while(err, variant->title);
        json_object(json);
        put_str(json, STR("title"), variant->title);
        put_decision(json, run, &decision);
        json_end(json);
    }
    json_end(json);
    return true;
}

bool day_json(struct day_run *run, struct err *err)
{
    struct json_out json = json_start(&run->session->out.text, true);

    json_object(&json);
    put_str(&json, STR("day"), run->day->title);
    put_str(&json, STR("digest"), run->protocol->digest);
    json_key(&json, STR("events"));
    json_array(&json);
    for (size_t i = 0; i < run->day->event_count; i++) {
        if (!day_step(run, &run->day->events[i], err))
            return err_while(err, run->day->title);
        put_event(&json, run, &run->day->events[i]);
    }
    json_end(&json);
    if (!put_variants(&json, run, err))
        return false;
    json_end(&json);
    json_done(&json);
    page_raw(&run->session->out, STR("\n"));
    return true;
}
