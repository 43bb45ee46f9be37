/*
 * What stands on several pages of a visit: its card, its duties, its facts, its reasons.
 */
#include "web/visits.h"

#include "json/json.h"

/* ---- the answer ---- */

static enum tone tone_of(const uint32_t *outcome, uint32_t value)
{
    if (value + 1 == outcome[OUTCOME_COUNT])
        return TONE_YES;
    if (value == outcome[OUTCOME_UNTIL])
        return TONE_WAIT;
    return value < outcome[OUTCOME_UNTIL] ? TONE_NO : TONE_PLAIN;
}

static struct outcome_look look_at(const struct caller *caller,
    const struct image *image, const uint32_t *outcome, str value)
{
    for (uint32_t v = 0; v < outcome[OUTCOME_COUNT]; v++) {
        const uint32_t *choice =
            image_item(image, SECTION_CHOICES, outcome[OUTCOME_FIRST] + v);

        if (str_equal(image_str(image, choice + CHOICE_NAME), value))
            return (struct outcome_look){tone_of(outcome, v),
                spoken_say(caller, STR("entry"),
                    &(struct spoken_text){STR("value"),
                        image_str(image, outcome + OUTCOME_NAME), value,
                        image_str(image, choice + CHOICE_LABEL)})};
    }
    return (struct outcome_look){TONE_PLAIN, value};
}

struct outcome_look outcome_look(const struct caller *caller, str outcome, str value)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;

    for (uint32_t o = 0; o < image->count[SECTION_OUTCOMES]; o++) {
        const uint32_t *item = image_item(image, SECTION_OUTCOMES, o);

        if (str_equal(image_str(image, item + OUTCOME_NAME), outcome))
            return look_at(caller, image, item, value);
    }
    return (struct outcome_look){TONE_PLAIN, value};
}

/* What the words to be said mean; none: they are said in the language that is read. */
static const str *meanings_of(struct caller *caller, const struct desk_answer *answer)
{
    str *meanings = ARENA_ARRAY(caller->arena, str, answer->say_count);
    size_t count = 0;

    for (size_t i = 0; i < answer->say_count; i++) {
        meanings[i] = spoken_meaning(caller, STR("entry"), answer->says[i]);
        count += meanings[i].len > 0;
    }
    return count > 0 ? meanings : NULL;
}

const str until_known =
    SAY_INIT("This holds until more is known. It can still change.");

struct verdicts_view verdicts_of(
    struct caller *caller, const struct desk_answer *answer)
{
    struct verdict_view *all =
        ARENA_ARRAY(caller->arena, struct verdict_view, answer->outcome_count);

    for (size_t i = 0; i < answer->outcome_count; i++) {
        const struct desk_outcome *outcome = &answer->outcomes[i];

        all[i] = (struct verdict_view){
            .tone = outcome_look(caller, outcome->name, outcome->value.name).tone,
            .word = outcome->value.label,
            .words = outcome->is_known ? STR("") : until_known,
            .about = answer->outcome_count > 1 ? outcome->label : (str){0},
            .name = i > 0 ? outcome->name : (str){0}};
    }
    all[0].says = answer->says;
    all[0].meanings = meanings_of(caller, answer);
    all[0].say_count = answer->say_count;
    return (struct verdicts_view){all, answer->outcome_count};
}

/* ---- several answers in one line ---- */

/* Behind the first stands what each of the others is about. */
static void add_told(struct text *text, str about, str word)
{
    if (text->len > 0) {
        text_add(text, STR(" · "));
        text_add(text, about);
        text_add(text, STR(" "));
    }
    text_add(text, word);
}

str answer_words(const struct caller *caller, const struct desk_answer *answer)
{
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < answer->outcome_count; i++)
        add_told(&text, answer->outcomes[i].label, answer->outcomes[i].value.label);
    return text_str(&text);
}

size_t decided_verdicts(const struct caller *caller, const struct json_value *outcomes,
    struct verdict_view *out)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    size_t count = 0;

    for (uint32_t o = 0; o < image->count[SECTION_OUTCOMES]; o++) {
        const uint32_t *item = image_item(image, SECTION_OUTCOMES, o);
        str name = image_str(image, item + OUTCOME_NAME);
        const struct json_value *value = json_find(outcomes, name);
        struct outcome_look look;

        if (value == NULL)
            continue;
        look = look_at(caller, image, item, value->text);
        out[count] = (struct verdict_view){.tone = look.tone,
            .word = look.label,
            .about = spoken_say(caller, STR("entry"),
                &(struct spoken_text){
                    STR("outcome"), name, {0}, image_str(image, item + OUTCOME_LABEL)}),
            .name = count > 0 ? name : (str){0}};
        count++;
    }
    /* An edition that had other outcomes: by the names that it gave them. */
    for (size_t i = 0; count == 0 && i < outcomes->count; i++)
        out[i] = (struct verdict_view){.word = outcomes->items[i].text,
            .about = outcomes->names[i],
            .name = i > 0 ? outcomes->names[i] : (str){0}};
    count = count > 0 ? count : outcomes->count;
    if (count == 1)
        out[0].about = (str){0};
    return count;
}

str decided_words(const struct caller *caller, const struct json_value *outcomes)
{
    struct verdict_view *all =
        ARENA_ARRAY(caller->arena, struct verdict_view, outcomes->count);
    size_t count = decided_verdicts(caller, outcomes, all);
    struct text text = text_in(caller->arena);

    for (size_t i = 0; i < count; i++)
        add_told(&text, all[i].about, all[i].word);
    return text_str(&text);
}

size_t reasons_of(const struct caller *caller, const struct desk_answer *answer,
    const struct reason_view **out)
{
    struct reason_view *reasons =
        ARENA_ARRAY(caller->arena, struct reason_view, answer->rule_count);
    size_t count = 0;

    for (size_t i = 0; i < answer->rule_count; i++) {
        const struct desk_rule *rule = &answer->rules[i];

        if (rule->is_certain)
            reasons[count++] = (struct reason_view){.name = rule->name,
                .quote = spoken_quote(caller, rule->quote),
                .cite = spoken_heading(caller, rule->cite),
                .address = rule->link};
    }
    *out = reasons;
    return count;
}

/* ---- lists ---- */

str joined_words(struct arena *arena, const struct visit_texts *texts)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < texts->count; i++) {
        if (i > 0)
            text_add_byte(&text, ' ');
        text_add(&text, texts->items[i]);
    }
    return text_str(&text);
}

static size_t unanswered(const struct visit *visit)
{
    size_t count = 0;

    for (size_t i = 0; i < visit->duty_count; i++)
        count += visit->duties[i].state == VISIT_DUTY_RAISED ||
            visit->duties[i].state == VISIT_DUTY_EXPIRED;
    return count;
}

struct visit_card_view visit_card(struct caller *caller, const struct visit *visit)
{
    struct desk_answer answer;
    struct err ignored = {0};
    size_t open = unanswered(visit);
    struct visit_card_view card = {
        .address = visit_address(caller->arena, visit, (str){0}),
        .since = time_words(caller, visit->opened.at),
        .by = arena_str(caller->arena, visit->by)};

    if (open > 0)
        card.calls = caller_count(caller,
            SAY_COUNT("%1 call or task that nobody has answered",
                "%1 calls and tasks that nobody has answered"),
            open);
    if (!spoken_answer(caller, visit, &answer, &ignored))
        return card;
    card.answer = answer_words(caller, &answer);
    card.tone =
        outcome_look(caller, answer.outcomes[0].name, answer.outcomes[0].value.name)
            .tone;
    return card;
}

/* ---- duties ---- */

static void say_state(
    struct caller *caller, const struct visit_duty *duty, struct task_view *out)
{
    static const str states[] = {
        [VISIT_DUTY_RAISED] = SAY_INIT("Nobody has answered"),
        [VISIT_DUTY_TAKEN] = SAY_INIT("Taken on by %1 at %2"),
        [VISIT_DUTY_DONE] = SAY_INIT("Done by %1 at %2"),
        [VISIT_DUTY_EXPIRED] = SAY_INIT("Nobody answered in time"),
    };
    static const enum tone tones[] = {[VISIT_DUTY_RAISED] = TONE_WAIT,
        [VISIT_DUTY_TAKEN] = TONE_PLAIN,
        [VISIT_DUTY_DONE] = TONE_YES,
        [VISIT_DUTY_EXPIRED] = TONE_NO};
    const str by[] = {duty->by, time_words(caller, duty->answered.at)};
    const str next = role_words(caller, duty->next);

    out->state = duty->state == VISIT_DUTY_EXPIRED && duty->next.len > 0
        ? caller_say(caller, SAY("Nobody answered in time; %1 is called now"), &next, 1)
        : caller_say(caller, states[duty->state], by, COUNT_OF(by));
    out->tone = tones[duty->state];
}

/* Whoever is at the desk can say how a call to somebody else went, also where those who
 * are called have nothing to say it with. */
static void add_call(struct caller *caller, const struct visit *visit,
    const struct visit_duty *duty, struct task_view *out)
{
    const struct visit_statement *called = visit_called(visit, duty->name);
    struct text now = text_in(caller->arena);
    struct err ignored = {0};
    struct moment at;

    out->is_call = !str_equal(duty->to, STR("desk")) &&
        caller_may(caller, MAY_JOIN_VISIT, visit->school);
    if (called != NULL)
        out->called = call_words(caller, called);
    if (out->is_call && desk_now(caller->site->desk, &at, &ignored))
        text_add_time(&now, at.minute);
    out->now = text_str(&now);
}

static struct task_view duty_of(
    struct caller *caller, const struct visit *visit, const struct visit_duty *duty)
{
    struct arena *arena = caller->arena;
    struct text tail = text_in(arena);
    str number = calling_number(role_words(caller, duty->to));
    struct task_view view = {.words = arena_str(arena, spoken_duty(caller, duty)),
        .who = role_words(caller, duty->to),
        .number = number.len > 0 ? number : calling_number(duty->text),
        .due = written_time(caller, duty->due, duty->mark.at),
        .instruction = duty->state == VISIT_DUTY_EXPIRED
            ? arena_str(arena, duty->instruction)
            : (str){0},
        .is_taken = duty->state == VISIT_DUTY_TAKEN,
        .is_open = visit->is_open && duty->state != VISIT_DUTY_DONE &&
            caller_may(caller, MAY_ACKNOWLEDGE_DUTY, visit->school)};

    say_state(caller, duty, &view);
    add_call(caller, visit, duty, &view);
    view.calling = calling_of(caller, visit, duty);
    if (view.number.len == 0)
        view.number = view.calling.number;
    view.address = number_address(arena, view.number);
    text_add(&tail, STR("duties/"));
    text_add_i64(&tail, duty->mark.n);
    text_add(&tail, view.is_call ? STR("/call") : STR(""));
    view.form = caller_form(caller, visit_address(arena, visit, text_str(&tail)));
    return view;
}

struct duties_view duties_of(
    struct caller *caller, const struct visit *visit, bool of_the_desk)
{
    struct task_view *duties =
        ARENA_ARRAY(caller->arena, struct task_view, visit->duty_count);
    struct duties_view view = {
        .title = of_the_desk ? SAY("What to do") : SAY("Call"), .duties = duties};

    for (int done = 0; done <= 1; done++) {
        for (size_t i = 0; i < visit->duty_count; i++) {
            const struct visit_duty *duty = &visit->duties[i];

            if (str_equal(duty->to, STR("desk")) == of_the_desk &&
                (duty->state == VISIT_DUTY_DONE) == (done == 1))
                duties[view.count++] = duty_of(caller, visit, duty);
        }
        if (done == 0)
            view.open_count = view.count;
    }
    if (view.count > view.open_count)
        view.done = caller_count(caller, SAY_COUNT("%1 is done", "%1 are done"),
            view.count - view.open_count);
    return view;
}

/* ---- facts ---- */

bool is_withheld(const struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact)
{
    return fact != NULL && fact->is_private &&
        !caller_sees_private(caller, visit->school);
}

static struct row_view row_of(struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact, const struct visit_statement *statement)
{
    str value = statement->is_erased
        ? SAY("Erased")
        : value_words(caller, fact, visit_value(visit, statement));

    return (struct row_view){.key = fact == NULL
            ? arena_str(caller->arena, statement->fact)
            : fact->question,
        .value = is_withheld(caller, visit, fact) ? SAY("Not shown here")
                                                  : arena_str(caller->arena, value),
        .note = statement->correction < 0 || is_withheld(caller, visit, fact)
            ? statement_words(caller, statement, is_withheld(caller, visit, fact))
            : correction_words(caller, visit, fact, statement)};
}

/* Where they can put a statement right; empty: it is not theirs to answer. */
static str correct_address(struct caller *caller, const struct visit *visit,
    const struct desk_fact *fact, const struct visit_statement *statement)
{
    struct text tail = text_in(caller->arena);

    if (fact == NULL || statement->is_erased || fact_role(caller, visit, fact).len == 0)
        return (str){0};
    text_add(&tail, STR("correct/"));
    text_add_i64(&tail, statement->mark.n);
    return visit_address(caller->arena, visit, text_str(&tail));
}

struct summary_view facts_of(
    struct caller *caller, const struct visit *visit, str title, const str *change)
{
    struct row_view *rows =
        ARENA_ARRAY(caller->arena, struct row_view, visit->statement_count);
    struct desk_fact *facts;
    size_t fact_count = spoken_facts(caller, visit, &facts);
    size_t count = 0;

    for (size_t i = 0; i < visit->statement_count; i++) {
        const struct visit_statement *statement = &visit->statements[i];
        const struct desk_fact *fact = find_fact(facts, fact_count, statement->fact);
        struct text tail = text_in(caller->arena);

        if (!statement->counts || visit_is_call(statement))
            continue;
        rows[count] = row_of(caller, visit, fact, statement);
        text_add(&tail, STR("ask/"));
        text_add(&tail, statement->fact);
        if (change != NULL)
            text_add(&tail, *change);
        if (change != NULL && fact != NULL && fact->role.len == 0)
            rows[count].change = visit_address(caller->arena, visit, text_str(&tail));
        if (change == NULL || change->len == 0)
            rows[count].correct = correct_address(caller, visit, fact, statement);
        count++;
    }
    return (struct summary_view){title, rows, count};
}
