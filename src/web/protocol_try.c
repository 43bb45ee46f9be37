/*
 * GET /protocols/{name}/try: what if?  A form that leads to itself.
 */
#include "web/try.h"

static const str as_of = STR_INIT("as-of");
static const str why_not = STR_INIT("why-not");

void try_mistake(struct trying *t, str name, str words)
{
    struct text address = text_in(t->arena);

    text_add_byte(&address, '#');
    text_add(&address, name);
    t->mistakes = arena_grow(t->arena, t->mistakes, t->mistake_count, &t->mistake_room,
        sizeof(*t->mistakes));
    t->mistakes[t->mistake_count++] = (struct link_view){text_str(&address), words};
}

/* ---- reading ---- */

static bool read_pair(
    struct trying *t, const struct http_pair *pair, uint32_t *fact, struct err *err)
{
    return json_find_fact(t->image, pair->name, fact, err) &&
        json_read_fact(t->image, *fact, pair->value, &t->facts[*fact], err);
}

static bool read_moment(struct trying *t, struct err *err)
{
    str given;

    if (http_query(t->caller->request, as_of, &given) && str_trim(given).len > 0) {
        if (moment_parse(str_trim(given), &t->at))
            return true;
        try_mistake(t, as_of, SAY("Write the moment as in 2025-01-24T11:15:00-06:00."));
    }
    return desk_now(t->caller->site->desk, &t->at, err);
}

static void read_facts(struct trying *t)
{
    const struct http_pairs *query = &t->caller->request->query;

    for (uint32_t f = 0; f < t->image->count[SECTION_FACTS]; f++)
        t->facts[f] = FACT_UNKNOWN;
    for (size_t i = 0; i < query->count; i++) {
        struct err wrong = {0};
        uint32_t fact;

        if (!str_equal(query->items[i].name, as_of) &&
            !str_equal(query->items[i].name, why_not) &&
            !read_pair(t, &query->items[i], &fact, &wrong))
            try_mistake(t, STR("facts"), caller_wrong(t->caller, &wrong));
    }
}

/* ---- the form ---- */

static str given_in(const struct trying *t, str name)
{
    str value = {0};

    (void)http_query(t->caller->request, name, &value);
    return value;
}

static enum answer_kind kind_of(enum fact_kind kind)
{
    switch (kind) {
    case FACT_CHOICE:
    case FACT_YES_NO:
        return ANSWER_CHOICE;
    case FACT_DATE:
        return ANSWER_DATE;
    case FACT_TIME:
        return ANSWER_TIME;
    default:
        return ANSWER_NUMBER;
    }
}

static struct try_field_view field_view(const struct trying *t, const struct fact *fact)
{
    struct choice_view *choices =
        ARENA_ARRAY(t->arena, struct choice_view, fact->choice_count);
    str value = str_trim(given_in(t, fact->name));

    for (uint32_t i = 0; i < fact->choice_count; i++)
        choices[i] = (struct choice_view){.value = fact->choices[i].name,
            .label = fact->kind == FACT_YES_NO
                ? (i == 0 ? SAY("No") : SAY("Yes"))
                : room_value(t->caller, fact->name, &fact->choices[i]),
            .is_chosen = str_equal(fact->choices[i].name, value)};
    return (struct try_field_view){.name = fact->name,
        .label = room_say(t->caller, STR("fact"), fact->name, fact->question),
        .kind = kind_of(fact->kind),
        .choices = choices,
        .choice_count = fact->choice_count,
        .value = value};
}

/* The facts in document order, cut where the heading changes. */
static void make_groups(const struct trying *t, struct try_view *view)
{
    const struct tree *tree = &t->edition->policy.tree;
    struct try_group_view *groups =
        ARENA_ARRAY(t->arena, struct try_group_view, tree->fact_count);
    struct try_field_view *fields =
        ARENA_ARRAY(t->arena, struct try_field_view, tree->fact_count);
    uint32_t heading = SCAN_NONE;
    size_t count = 0;

    for (uint32_t i = 0; i < tree->fact_count; i++) {
        const struct fact *fact = &tree->facts[i];

        if (fact->supplied)
            continue;
        if (view->group_count == 0 || fact->ground.heading != heading) {
            heading = fact->ground.heading;
            groups[view->group_count++] = (struct try_group_view){heading == SCAN_NONE
                    ? room_heading(t->caller, tree->scan.title)
                    : room_short_heading(t->caller, &tree->scan.headings[heading]),
                &fields[count], 0};
        }
        fields[count++] = field_view(t, fact);
        groups[view->group_count - 1].count++;
    }
    view->groups = groups;
}

static void make_targets(const struct trying *t, struct try_view *view)
{
    const struct tree *tree = &t->edition->policy.tree;
    struct choice_view *targets;
    size_t count = 0;

    for (uint32_t o = 0; o < tree->outcome_count; o++)
        count += tree->outcomes[o].value_count;
    targets = ARENA_ARRAY(t->arena, struct choice_view, count);
    for (uint32_t o = 0; o < tree->outcome_count; o++)
        for (uint32_t v = 0; v < tree->outcomes[o].value_count; v++) {
            struct text name = text_in(t->arena);

            text_add(&name, tree->outcomes[o].name);
            text_add_byte(&name, '.');
            text_add(&name, tree->outcomes[o].values[v].name);
            targets[view->target_count++] =
                (struct choice_view){.value = text_str(&name),
                    .label = room_value(t->caller, tree->outcomes[o].name,
                        &tree->outcomes[o].values[v]),
                    .hint = room_say(t->caller, STR("outcome"), tree->outcomes[o].name,
                        tree->outcomes[o].label),
                    .is_chosen = str_equal(text_str(&name), given_in(t, why_not))};
        }
    view->targets = targets;
}

/* ---- the page ---- */

static str moment_words(const struct trying *t)
{
    struct text text = text_in(t->arena);

    text_add_moment(&text, &t->at);
    return text_str(&text);
}

bool show_protocol_try(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct trying t = {.caller = caller, .arena = caller->arena};
    struct try_view view = {0};
    struct html html;

    if (!caller_protocol(caller, &t.document, &t.edition, err))
        return false;
    t.image = &t.document->bench.image;
    t.facts = ARENA_ARRAY(t.arena, int32_t, t.image->count[SECTION_FACTS]);
    t.slots = ARENA_ARRAY(t.arena, uint16_t, image_row(t.image));
    html = room_begin(caller, t.document, ROOM_TRY, &view.head);
    if (!read_moment(&t, err))
        return false;
    read_facts(&t);
    view.is_decided = t.mistake_count == 0 && try_decide(&t, &view.decision);
    if (view.is_decided)
        try_why_not(&t, &view.why_not);
    view.as_of = moment_words(&t);
    make_groups(&t, &view);
    make_targets(&t, &view);
    view.mistakes = (struct mistakes_view){t.mistakes, t.mistake_count};
    view.head.frame.is_wrong = t.mistake_count > 0;
    view_try(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
