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

void day_show_event(struct day_run *run, const struct day_event *event)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    struct text words = note(run);

    show_time(run, event);
    if (event->states_fact) {
        text_add(&words, fact_question(image, event->fact));
        text_add(&words, STR(" "));
        add_value(&words, image, event->fact, event->value);
        page_wrap(page, STYLE_BOLD, TIME_COLUMN, TIME_COLUMN, text_str(&words));
        second_column(page, STYLE_DIM, attribution(run, event));
        if (event->text.len > 0)
            second_column(page, STYLE_PLAIN, event->text);
        return;
    }
    text_add(&words, event->text.len > 0 ? event->text : event->says);
    page_wrap(page, STYLE_PLAIN, TIME_COLUMN, TIME_COLUMN, text_str(&words));
    second_column(page, STYLE_DIM, attribution(run, event));
}

/* ---- what followed ---- */

static void label(struct page *page, str words)
{
    page_space(page, TIME_COLUMN);
    page_add(page, STYLE_PLAIN, words);
    page_space(page, LABEL_COLUMN - TIME_COLUMN - str_width(words));
}

/* Whether a decision says the same as the one before, and asks the same next. */
static bool says_the_same(const struct decided *now, const struct decided *before)
{
    return before != NULL && now->known == before->known &&
        now->value == before->value && now->possible == before->possible &&
        now->ask_count > 0 && before->ask_count > 0 && now->ask[0] == before->ask[0];
}

static void show_decision(struct day_run *run, bool as_before)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    const struct decided *decided = &run->decision.outcomes[run->day->outcome];
    str words = value_label(image, run->day->outcome, decided->value);
    struct text open = note(run);

    label(page, STR("decision"));
    page_add(page,
        value_style(decided->value, outcome_values(image, run->day->outcome)), words);
    page_raw(page, as_before ? STR(" (as before)\n") : STR("\n"));
    if (decided->known || as_before)
        return;
    text_add(&open, STR("not known yet: "));
    text_add_values(&open, image, run->day->outcome, decided->possible);
    page_space(page, LABEL_COLUMN);
    page_wrap(page, STYLE_PLAIN, LABEL_COLUMN, LABEL_COLUMN, text_str(&open));
}

/* The headings that a decision rests on. */
static void show_grounds(struct day_run *run)
{
    struct page *page = page_of(run);
    const struct decided *decided = &run->decision.outcomes[run->day->outcome];

    for (uint32_t i = 0; decided->known && i < decided->rule_count; i++) {
        label(page, STR("because"));
        page_wrap(page, STYLE_PLAIN, LABEL_COLUMN, LABEL_COLUMN,
            rule_citation(&run->protocol->image, decided->rules[i]));
    }
}

static void show_missing(struct day_run *run)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    const struct decided *decided = &run->decision.outcomes[run->day->outcome];
    struct text words = note(run);

    if (decided->ask_count == 0)
        return;
    label(page, STR("ask next"));
    text_add(&words, fact_question(image, decided->ask[0]));
    page_wrap(page, STYLE_PLAIN, LABEL_COLUMN, LABEL_COLUMN, text_str(&words));
    for (uint32_t i = 0; i < decided->ask_count; i++) {
        uint32_t role = image_item(image, SECTION_FACTS, decided->ask[i])[FACT_ROLE];

        if (role == 0)
            continue;
        words = note(run);
        text_add(&words, role_label(image, role));
        text_add(&words, STR(" answers: "));
        text_add(&words, fact_question(image, decided->ask[i]));
        page_space(page, LABEL_COLUMN);
        page_wrap(page, STYLE_PLAIN, LABEL_COLUMN, LABEL_COLUMN, text_str(&words));
    }
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
        label(page, text_str(&words));
        words = note(run);
        text_add(&words, image_str(image, duty + DUTY_TEXT));
        text_add(&words, STR(" ("));
        text_add(&words, role_label(image, duty[DUTY_TO]));
        text_add(&words, STR(")"));
        page_wrap(page, STYLE_YELLOW, LABEL_COLUMN, LABEL_COLUMN, text_str(&words));
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
        label(page, STR("say"));
        text_add(&words, STR("\""));
        text_add(
            &words, image_str(image, image_item(image, SECTION_SAYS, i) + SAY_TEXT));
        text_add(&words, STR("\""));
        page_wrap(page, STYLE_PLAIN, LABEL_COLUMN, LABEL_COLUMN, text_str(&words));
    }
}

void day_show_step(
    struct day_run *run, const struct day_event *event, const struct decided *before)
{
    bool as_before = says_the_same(&run->decision.outcomes[run->day->outcome], before);

    show_decision(run, as_before);
    if (!as_before) {
        show_grounds(run);
        show_missing(run);
    }
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
    page_wrap(page, STYLE_DIM, 0, 0, text_str(&words));
}

static bool same_answer(const struct day_run *run, const struct decision *variant)
{
    const struct decided *a = &run->decision.outcomes[run->day->outcome];
    const struct decided *b = &variant->outcomes[run->day->outcome];

    return a->known == b->known && a->value == b->value && a->possible == b->possible;
}

static void show_variant_facts(struct day_run *run)
{
    const struct image *image = &run->protocol->image;
    const struct day_variant *variant = &run->day->variant;

    for (size_t i = 0; i < variant->count; i++) {
        struct text words = note(run);

        text_add(&words, fact_question(image, variant->changes[i].fact));
        text_add(&words, STR(" "));
        add_value(&words, image, variant->changes[i].fact, variant->changes[i].value);
        page_item(page_of(run), STYLE_PLAIN, STR("  "), text_str(&words));
    }
}

static bool show_variant(struct day_run *run, struct err *err)
{
    struct page *page = page_of(run);
    const struct image *image = &run->protocol->image;
    struct decision variant;
    const struct decided *decided;

    if (!run->day->has_variant)
        return true;
    if (!day_vary(run, &variant, err))
        return err_while(err, STR("variant"));
    decided = &variant.outcomes[run->day->outcome];
    page_heading(page, run->day->variant.title);
    show_variant_facts(run);
    page_raw(page, STR("  \xe2\x86\x92 "));
    page_wrap(page,
        value_style(decided->value, outcome_values(image, run->day->outcome)), 4, 4,
        value_label(image, run->day->outcome, decided->value));
    page_item(page, STYLE_PLAIN, STR("  "),
        same_answer(run, &variant)
            ? STR("The same answer. The agency's name matters for the record and for "
                  "what is said in public, not for the door.")
            : STR("Another answer."));
    for (uint32_t i = 0; decided->known && i < decided->rule_count; i++)
        page_item(page, STYLE_PLAIN, STR("  because: "),
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
    ways_group(run->session->arena, &ways, &groups);
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
        text_add(&words, STR(" longer ways"));
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
    if (!show_variant(run, err))
        return false;
    show_changes(run);
    day_show_sources(run);
    return true;
}
