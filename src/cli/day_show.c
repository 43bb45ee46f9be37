/*
 * A day on the page: a column of times, beside it what was stated and what followed.
 */
#include "cli/day.h"

enum { TIME_COLUMN = 16, LABEL_COLUMN = 26, WAYS_SHOWN = 3 };

static struct text note(const struct day_run *run)
{
    return text_in(run->session->arena);
}

static struct page *page_of(struct day_run *run)
{
    return &run->session->out;
}

/* ---- one event ---- */

static void show_time(struct day_run *run, const struct day_event *event)
{
    struct page *page = page_of(run);
    struct text words = note(run);

    if (event->when.len > 0)
        text_add(&words, event->when);
    else
        text_add_time(&words, event->at.minute);
    page_raw(page, STR("\n"));
    page_add(page, STYLE_BLUE, text_str(&words));
    if (str_width(text_str(&words)) + 1 > TIME_COLUMN) {
        page_raw(page, STR("\n"));
        page_space(page, TIME_COLUMN);
    } else {
        page_space(page, TIME_COLUMN - str_width(text_str(&words)));
    }
}

/* Words in the second column, on a line of their own. */
static void second_column(struct page *page, enum style style, str words)
{
    page_space(page, TIME_COLUMN);
    page_wrap(page, style, TIME_COLUMN, TIME_COLUMN, words);
}

/* "inferred by the school's staff [S10, S12]" */
static str attribution(const struct day_run *run, const struct day_event *event)
{
    struct text words = note(run);

    if (event->basis.len > 0)
        text_add(&words, event->basis);
    else
        text_add(&words, STR("said"));
    text_add(&words, str_equal(event->basis, STR("told")) ? STR(" to ") : STR(" by "));
    text_add(&words, event->by);
    if (event->sources.len > 0) {
        text_add(&words, STR(" ["));
        text_add(&words, event->sources);
        text_add(&words, STR("]"));
    }
    return text_str(&words);
}

void day_show_event(struct day_run *run, const struct day_event *event)
{
    struct page *page = page_of(run);

    show_time(run, event);
    page_wrap(page, event->states_fact ? STYLE_BOLD : STYLE_PLAIN, TIME_COLUMN,
        TIME_COLUMN, event->text.len > 0 ? event->text : event->says);
    second_column(page, STYLE_DIM, attribution(run, event));
}

/* ---- what followed ---- */

static void add_value(
    struct text *text, const struct image *image, uint32_t fact, int32_t value)
{
    uint32_t kind = image_item(image, SECTION_FACTS, fact)[FACT_KIND];

    if (value == FACT_UNKNOWN)
        text_add(text, STR("not known"));
    else if (kind == IMAGE_YES_NO)
        text_add(text, value == 1 ? STR("Yes") : STR("No"));
    else if (kind == IMAGE_CHOICE)
        text_add(text, choice_label(image, fact, (uint32_t)value));
    else
        text_add_fact_value(text, image, fact, value);
}

static void label(struct page *page, str words)
{
    page_space(page, TIME_COLUMN);
    page_add(page, STYLE_PLAIN, words);
    page_space(page, LABEL_COLUMN - TIME_COLUMN - str_width(words));
}

/* Words in the third column, behind a label. */
static void third_column(struct page *page, enum style style, str name, str words)
{
    label(page, name);
    page_wrap(page, style, LABEL_COLUMN, LABEL_COLUMN, words);
}

/* The question that the event answers, and its answer. */
static void show_answer(struct day_run *run, const struct day_event *event)
{
    const struct image *image = &run->protocol->image;
    struct text words = note(run);

    text_add(&words, fact_question(image, event->fact));
    text_add(&words, STR(" \xe2\x86\x92 "));
    add_value(&words, image, event->fact, event->value);
    third_column(page_of(run), STYLE_PLAIN, STR("answers"), text_str(&words));
}

static bool says_the_same(const struct decided *now, const struct decided *before)
{
    return before != NULL && now->known == before->known &&
        now->value == before->value && now->possible == before->possible;
}

static void show_decision(struct day_run *run, bool as_before)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    const struct decided *decided = &run->decision.outcomes[run->day->outcome];
    struct text words = note(run);

    text_add(&words, value_label(image, run->day->outcome, decided->value));
    if (as_before)
        text_add(&words, STR(" (as before)"));
    third_column(page,
        value_style(decided->value, outcome_values(image, run->day->outcome)),
        STR("decision"), text_str(&words));
    if (decided->known || as_before)
        return;
    words = note(run);
    text_add(&words, STR("not settled: it can still become "));
    text_add_values(&words, image, run->day->outcome, decided->possible);
    third_column(page, STYLE_PLAIN, STR(""), text_str(&words));
}

/* The headings that a decision rests on, and the words of their sources. */
static void show_grounds(struct day_run *run)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    const struct decided *decided = &run->decision.outcomes[run->day->outcome];

    for (uint32_t i = 0; decided->known && i < decided->rule_count; i++) {
        const uint32_t *rule = image_item(image, SECTION_RULES, decided->rules[i]);

        third_column(
            page, STYLE_PLAIN, STR("because"), rule_citation(image, decided->rules[i]));
        if (rule[RULE_QUOTE_LEN] > 0)
            third_column(page, STYLE_DIM, STR(""), image_str(image, rule + RULE_QUOTE));
    }
}

/* What to ask next, who answers it, and how much besides could still matter. */
static void show_missing(struct day_run *run)
{
    const struct image *image = &run->protocol->image;
    const struct decided *decided = &run->decision.outcomes[run->day->outcome];
    struct text words = note(run);
    uint32_t role;

    if (decided->ask_count == 0)
        return;
    role = image_item(image, SECTION_FACTS, decided->ask[0])[FACT_ROLE];
    text_add(&words, fact_question(image, decided->ask[0]));
    text_add(&words, STR(" ("));
    if (role != 0) {
        text_add(&words, role_label(image, role));
        text_add(&words, STR(" answers; "));
    }
    text_add_u64(&words, decided->ask_count - 1);
    text_add(&words, STR(" more could still matter)"));
    third_column(page_of(run), STYLE_PLAIN, STR("missing"), text_str(&words));
}

static void show_duties(struct day_run *run, const struct day_event *event)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;

    for (uint32_t d = 0; d < image->count[SECTION_DUTIES]; d++) {
        const uint32_t *duty = image_item(image, SECTION_DUTIES, d);
        struct text words = note(run);
        struct moment due;

        if (run->duty_told[d] || !duty_holds(&run->decision, d))
            continue;
        run->duty_told[d] = true;
        if (day_deadline(run, d, &event->at, &due))
            text_add_deadline(&words, &event->at, &due);
        else
            text_add(&words, STR("do"));
        third_column(
            page, STYLE_YELLOW, text_str(&words), image_str(image, duty + DUTY_TEXT));
        words = note(run);
        text_add(&words, STR("for: "));
        text_add(&words, role_label(image, duty[DUTY_TO]));
        if (duty[DUTY_OTHERWISE] != IMAGE_ABSENT) {
            text_add(&words, STR(", otherwise: "));
            text_add(&words, role_label(image, duty[DUTY_OTHERWISE]));
        }
        third_column(page, STYLE_DIM, STR(""), text_str(&words));
    }
}

static void show_words(struct day_run *run)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;

    for (uint32_t i = 0; i < image->count[SECTION_SAYS]; i++) {
        struct text words = note(run);

        if (run->say_told[i] || !say_holds(&run->decision, i))
            continue;
        run->say_told[i] = true;
        text_add(&words, STR("\""));
        text_add(
            &words, image_str(image, image_item(image, SECTION_SAYS, i) + SAY_TEXT));
        text_add(&words, STR("\""));
        third_column(page, STYLE_PLAIN, STR("say"), text_str(&words));
    }
}

void day_show_step(
    struct day_run *run, const struct day_event *event, const struct decided *before)
{
    const struct decided *now = &run->decision.outcomes[run->day->outcome];
    bool as_before = says_the_same(now, before);
    bool asked_before = as_before && now->ask_count > 0 && before->ask_count > 0 &&
        now->ask[0] == before->ask[0];

    show_answer(run, event);
    show_decision(run, as_before);
    if (!as_before)
        show_grounds(run);
    if (!asked_before)
        show_missing(run);
    show_duties(run, event);
    show_words(run);
}

/* ---- the whole ---- */

static void show_head(struct day_run *run)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    struct text words = note(run);

    page_wrap(page, STYLE_BOLD, 0, 0, run->day->title);
    if (run->day->about.len > 0)
        page_wrap(page, STYLE_PLAIN, 0, 0, run->day->about);
    text_add(&words, STR("Told again with: "));
    text_add(&words, image_str(image, image->head + HEAD_TITLE));
    text_add(&words, STR(", edition "));
    text_add_date(&words, (int32_t)image->head[HEAD_EDITION]);
    if (!image_in_force(image, run->day->events[0].at.day)) {
        text_add(&words, STR(", only "));
        text_add_force(&words, image);
        text_add(&words, STR(": what it would have answered"));
    }
    page_wrap(page, STYLE_DIM, 0, 0, text_str(&words));
}

static bool same_answer(const struct day_run *run, const struct decision *variant)
{
    const struct decided *a = &run->decision.outcomes[run->day->outcome];
    const struct decided *b = &variant->outcomes[run->day->outcome];

    return a->known == b->known && a->value == b->value && a->possible == b->possible;
}

static void show_variant_facts(struct day_run *run, const struct day_variant *variant)
{
    const struct image *image = &run->protocol->image;

    for (size_t i = 0; i < variant->count; i++) {
        struct text words = note(run);

        text_add(&words, fact_question(image, variant->changes[i].fact));
        text_add(&words, STR(" \xe2\x86\x92 "));
        add_value(&words, image, variant->changes[i].fact, variant->changes[i].value);
        page_item(page_of(run), STYLE_PLAIN, STR("  - "), text_str(&words));
    }
}

static bool show_variant(
    struct day_run *run, const struct day_variant *variant, struct err *err)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    struct text words = note(run);
    struct decision decision;
    const struct decided *decided;

    if (!day_vary(run, variant, &decision, err))
        return err_while(err, variant->title);
    decided = &decision.outcomes[run->day->outcome];
    page_heading(page, variant->title);
    show_variant_facts(run, variant);
    text_add(&words, value_label(image, run->day->outcome, decided->value));
    text_add(&words,
        same_answer(run, &decision) ? STR(" The same answer.")
                                    : STR(" Another answer."));
    page_item(page,
        value_style(decided->value, outcome_values(image, run->day->outcome)),
        STR("  \xe2\x86\x92 "), text_str(&words));
    if (variant->text.len > 0)
        page_item(page, STYLE_PLAIN, STR("    "), variant->text);
    for (uint32_t i = 0; decided->known && i < decided->rule_count; i++)
        page_item(page, STYLE_DIM, STR("    because: "),
            rule_citation(image, decided->rules[i]));
    return true;
}

static void show_changes(struct day_run *run)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    struct way_groups groups;
    struct study_ways ways;
    struct text words = note(run);

    if (!run->day->has_wanted)
        return;
    study_why_not(run->session->arena, (struct policy *)&run->protocol->policy,
        run->day->outcome, run->day->wanted, run->decision.facts, &ways);
    study_group_ways(run->session->arena, &ways, &groups);
    text_add(&words, STR("What would have changed it to: "));
    text_add(&words, value_label(image, run->day->outcome, run->day->wanted));
    page_heading(page, text_str(&words));
    if (groups.count == 0)
        page_line(page, STYLE_PLAIN, STR("  Nothing would have."));
    ways_show(page, image, &groups, WAYS_SHOWN);
    if (groups.count > WAYS_SHOWN) {
        words = note(run);
        text_add(&words, STR("  and "));
        text_add_u64(&words, groups.count - WAYS_SHOWN);
        text_add(&words,
            groups.count - WAYS_SHOWN == 1 ? STR(" longer way") : STR(" longer ways"));
        page_line(page, STYLE_DIM, text_str(&words));
    }
}

bool day_show(struct day_run *run, struct err *err)
{
    show_head(run);
    for (size_t i = 0; i < run->day->event_count; i++) {
        const struct day_event *event = &run->day->events[i];
        const struct decided *before = run->decision.outcomes == NULL
            ? NULL
            : &run->decision.outcomes[run->day->outcome];

        if (!day_step(run, event, err))
            return err_while(err, run->day->title);
        day_show_event(run, event);
        if (event->states_fact)
            day_show_step(run, event, before);
    }
    day_show_differences(run);
    for (size_t i = 0; i < run->day->variant_count; i++)
        if (!show_variant(run, &run->day->variants[i], err))
            return false;
    show_changes(run);
    day_show_sources(run);
    return true;
}
