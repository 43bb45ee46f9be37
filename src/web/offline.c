/*
 * GET /offline: the page that a device keeps to go on without a network, with every
 * part of every page of a visit; and what the protocol's evaluator needs beside it.
 *
 * Nobody signed in, or somebody who runs no visits: it says so, and no more.  It is the
 * one page on which WebAssembly may run, for that is what decides there; a browser must
 * be told 'wasm-unsafe-eval' for it, which allows no script of a page to be made of text.
 */
#include "web/offline.h"

#include "web/pages.h"
#include "web/spoken.h"

static const str policy =
    STR_INIT("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src "
             "'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

/* ---- facts ---- */

static str number_str(struct arena *arena, int64_t number)
{
    struct text text = text_in(arena);

    text_add_i64(&text, number);
    return text_str(&text);
}

static str values_of(struct arena *arena, const struct desk_fact *fact)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < fact->choice_count; i++) {
        text_add(&text, i == 0 ? STR("") : STR(" "));
        text_add(&text, fact->choices[i].name);
    }
    return text_str(&text);
}

static struct kept_fact_view kept_fact(
    struct caller *caller, const struct desk_fact *fact, uint32_t index)
{
    static const str kinds[IMAGE_FACT_KINDS] = {STR_INIT("choice"), STR_INIT("yes_no"),
        STR_INIT("number"), STR_INIT("date"), STR_INIT("time"), STR_INIT("days"),
        STR_INIT("school_days")};
    const struct image *image = &desk_bench(caller->site->desk)->image;
    const uint32_t *item = image_item(image, SECTION_FACTS, index);
    bool is_counted =
        fact->kind == IMAGE_DAYS_SINCE || fact->kind == IMAGE_SCHOOL_DAYS_SINCE;
    struct arena *arena = caller->arena;
    struct kept_fact_view view = {.name = fact->name,
        .index = index,
        .kind = kinds[fact->kind],
        .low = number_str(arena, fact->low),
        .high = number_str(arena, fact->high),
        .since = is_counted ? number_str(arena, (int64_t)item[FACT_SINCE]) : STR(""),
        .clock = index == image->today ? STR("today")
            : index == image->now      ? STR("now")
                                       : STR(""),
        .role = fact->role,
        .values = values_of(arena, fact),
        .is_asked = fact->role.len == 0 && !fact->is_supplied,
        .question = {.question = fact->question, .kind = answer_kind_of(fact->kind)}};

    view.question.choices =
        fact_choices(arena, fact, (str){0}, &view.question.choice_count);
    view.question.bases = fact_bases(arena, fact, (str){0}, &view.question.basis_count);
    return view;
}

static void add_facts(struct caller *caller, struct offline_view *view)
{
    struct desk_fact *facts;
    size_t count = spoken_facts(caller, NULL, &facts);
    struct kept_fact_view *kept =
        ARENA_ARRAY(caller->arena, struct kept_fact_view, count);

    for (size_t i = 0; i < count; i++)
        kept[i] = kept_fact(caller, &facts[i], (uint32_t)i);
    view->facts = kept;
    view->fact_count = count;
}

/* ---- answers ---- */

/* What one outcome can come to. */
static void add_values(
    struct caller *caller, uint32_t which, struct kept_verdict_view *kept)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    const uint32_t *outcome = image_item(image, SECTION_OUTCOMES, which);
    str name = image_str(image, outcome + OUTCOME_NAME);
    str about = {0};

    if (image->count[SECTION_OUTCOMES] > 1)
        about = spoken_say(caller, STR("entry"),
            &(struct spoken_text){
                STR("outcome"), name, {0}, image_str(image, outcome + OUTCOME_LABEL)});
    for (uint32_t v = 0; v < outcome[OUTCOME_COUNT]; v++) {
        const uint32_t *choice =
            image_item(image, SECTION_CHOICES, outcome[OUTCOME_FIRST] + v);
        str value = image_str(image, choice + CHOICE_NAME);
        struct outcome_look look = outcome_look(caller, name, value);

        kept[v] = (struct kept_verdict_view){name, value,
            {.tone = look.tone,
                .word = look.label,
                .words = until_known,
                .about = about,
                .name = which > 0 ? name : (str){0}}};
    }
}

static void add_verdicts(struct caller *caller, struct offline_view *view)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    struct kept_verdict_view *kept = ARENA_ARRAY(
        caller->arena, struct kept_verdict_view, image->count[SECTION_CHOICES]);
    struct text names = text_in(caller->arena);

    for (uint32_t o = 0; o < image->count[SECTION_OUTCOMES]; o++) {
        const uint32_t *outcome = image_item(image, SECTION_OUTCOMES, o);

        text_add(&names, o > 0 ? STR(" ") : STR(""));
        text_add(&names, image_str(image, outcome + OUTCOME_NAME));
        add_values(caller, o, kept + view->verdict_count);
        view->verdict_count += outcome[OUTCOME_COUNT];
    }
    view->outcomes = text_str(&names);
    view->verdicts = kept;
}

static void add_duties(struct caller *caller, struct offline_view *view)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    uint32_t count = image->count[SECTION_DUTIES];
    struct kept_duty_view *kept =
        ARENA_ARRAY(caller->arena, struct kept_duty_view, count);

    for (uint32_t d = 0; d < count; d++) {
        const uint32_t *item = image_item(image, SECTION_DUTIES, d);
        str to = item[DUTY_TO] == IMAGE_ABSENT
            ? STR("desk")
            : image_str(image, image_item(image, SECTION_ROLES, item[DUTY_TO]));
        const struct visit_duty duty = {.name = image_str(image, item + DUTY_NAME),
            .text = image_str(image, item + DUTY_TEXT)};
        str words = spoken_duty(caller, &duty);
        str number = calling_number(role_words(caller, to));

        if (number.len == 0)
            number = calling_number(words);
        kept[d] = (struct kept_duty_view){.name = duty.name,
            .of_the_desk = str_equal(to, STR("desk")),
            .task = {.words = words,
                .who = role_words(caller, to),
                .number = number,
                .address = number_address(caller->arena, number)}};
    }
    view->duties = kept;
    view->duty_count = count;
}

static void add_rules(struct caller *caller, struct offline_view *view)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    uint32_t count = image->count[SECTION_RULES];
    struct reason_view *rules = ARENA_ARRAY(caller->arena, struct reason_view, count);

    for (uint32_t r = 0; r < count; r++)
        rules[r] = reason_of_rule(caller, image, r);
    view->rules = rules;
    view->rule_count = count;
}

/* What is to be said to the people at the door, and what it means. */
static void add_says(struct caller *caller, struct offline_view *view)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    uint32_t count = image->count[SECTION_SAYS];
    struct kept_say_view *says =
        ARENA_ARRAY(caller->arena, struct kept_say_view, count);

    for (uint32_t s = 0; s < count; s++) {
        str words = image_str(image, image_item(image, SECTION_SAYS, s) + SAY_TEXT);

        says[s] =
            (struct kept_say_view){words, spoken_meaning(caller, STR("entry"), words)};
    }
    view->says = says;
    view->say_count = count;
}

/* ---- the page ---- */

/* Days without school, "20450-20460 20480-20480". */
static str closed_days(struct caller *caller)
{
    const struct calendar *calendar = desk_calendar(caller->site->desk);
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < calendar->count; i++) {
        text_add(&text, i == 0 ? STR("") : STR(" "));
        text_add_i64(&text, calendar->closed[i].first);
        text_add_byte(&text, '-');
        text_add_i64(&text, calendar->closed[i].last);
    }
    return text_str(&text);
}

static str asset_address(struct caller *caller, str name)
{
    struct text text = text_in(caller->arena);

    text_add(&text, asset_folder(caller->arena));
    text_add(&text, name);
    return text_str(&text);
}

static void fill(struct caller *caller, struct offline_view *view)
{
    view->person = number_str(caller->arena, (int64_t)caller->session.account.number);
    view->name = caller->session.account.name;
    view->school = caller_school(caller);
    view->zone = desk_zone(caller->site->desk);
    view->closed = closed_days(caller);
    view->digest = desk_bench(caller->site->desk)->digest;
    view->image = image_address(caller);
    view->evaluator = asset_address(caller, STR("vestibule.wasm"));
    view->ends = ends_to_choose(caller->arena, &view->end_count);
    add_facts(caller, view);
    add_verdicts(caller, view);
    add_duties(caller, view);
    add_rules(caller, view);
    add_says(caller, view);
}

bool show_offline(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct offline_view view = {.is_known = goes_offline(caller)};
    struct html html = caller_page(caller, SAY("There is no network"), &view.frame);

    (void)err;
    if (view.is_known) {
        fill(caller, &view);
        view.number_count = numbers_of(caller, &view.numbers);
    }
    view_offline(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    http_set(answer, STR("Content-Security-Policy"), policy);
    return true;
}

bool show_image(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *entry = shelf_find(&caller->site->shelf, STR("entry"));

    if (entry == NULL ||
        !str_equal(http_part(caller->request, STR("digest")), entry->bench.digest))
        return err_set(err, ERR_NOT_FOUND, STR("this edition is not in force"));
    http_say(answer, 200, STR("application/octet-stream"), entry->image);
    http_set(answer, STR("Cache-Control"), STR("private, max-age=31536000, immutable"));
    return true;
}
