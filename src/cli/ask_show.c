/*
 * What an interview says, and how it reads a reply.
 */
#include "cli/ask.h"
#include "json/json.h"

static const uint32_t *fact_item(const struct interview *interview, uint32_t fact)
{
    return image_item(&interview->protocol.image, SECTION_FACTS, fact);
}

static bool has_choices(const uint32_t *fact)
{
    return fact[FACT_KIND] == IMAGE_CHOICE || fact[FACT_KIND] == IMAGE_YES_NO;
}

/* Yes comes first where people expect it: the n-th answer shown is this value. */
static int32_t shown_value(const uint32_t *fact, uint32_t place)
{
    if (fact[FACT_KIND] == IMAGE_YES_NO)
        return place == 0 ? 1 : 0;
    return (int32_t)place;
}

static str value_words(const struct interview *interview, uint32_t fact, int32_t value)
{
    const uint32_t *item = fact_item(interview, fact);
    str label = choice_label(&interview->protocol.image, fact, (uint32_t)value);

    if (item[FACT_KIND] != IMAGE_YES_NO)
        return label;
    return value == 1 ? STR("Yes") : STR("No");
}

void ask_show_start(struct interview *interview)
{
    const struct image *image = &interview->protocol.image;

    page_wrap(
        interview->page, STYLE_BOLD, 0, 0, image_str(image, image->head + HEAD_TITLE));
    page_wrap(interview->page, STYLE_DIM, 0, 0,
        STR("Answer with a number. b goes back, w says why this is asked, q ends."));
}

static void show_answer(struct page *page, uint32_t number, str words)
{
    struct text mark = text_in(page->text.arena);

    text_add(&mark, number < 10 ? STR("   ") : STR("  "));
    text_add_u64(&mark, number);
    text_add(&mark, STR("  "));
    page_item(page, STYLE_PLAIN, text_str(&mark), words);
}

/* What to type where there is nothing to choose from. */
static void add_form(struct text *text, const uint32_t *fact)
{
    switch (fact[FACT_KIND]) {
    case IMAGE_DATE:
        text_add(text, STR("a date, as in 2025-01-24"));
        break;
    case IMAGE_TIME:
        text_add(text, STR("a time of day, as in 08:30"));
        break;
    default:
        text_add(text, STR("a whole number from "));
        text_add_i64(text, (int32_t)fact[FACT_LOW]);
        text_add(text, STR(" to "));
        text_add_i64(text, (int32_t)fact[FACT_HIGH]);
    }
}

void ask_show_question(struct interview *interview, uint32_t fact)
{
    struct page *page = interview->page;
    const uint32_t *item = fact_item(interview, fact);
    struct text words = text_in(page->text.arena);

    page_raw(page, STR("\n"));
    if (item[FACT_ROLE] != 0) {
        text_add(&words, role_label(&interview->protocol.image, item[FACT_ROLE]));
        text_add(&words, STR(" answers this:"));
        page_wrap(page, STYLE_YELLOW, 0, 0, text_str(&words));
    }
    page_wrap(page, STYLE_BOLD, 0, 0, fact_question(&interview->protocol.image, fact));
    if (has_choices(item)) {
        for (uint32_t i = 0; i < item[FACT_CHOICE_COUNT]; i++)
            show_answer(
                page, i + 1, value_words(interview, fact, shown_value(item, i)));
        show_answer(page, item[FACT_CHOICE_COUNT] + 1, STR("I don't know"));
        return;
    }
    words = text_in(page->text.arena);
    text_add(&words, STR("("));
    add_form(&words, item);
    text_add(&words, STR("; ? for \"I don't know\")"));
    page_item(page, STYLE_PLAIN, STR("   "), text_str(&words));
}

void ask_show_help(struct interview *interview, uint32_t fact)
{
    const uint32_t *item = fact_item(interview, fact);
    struct text words = text_in(interview->page->text.arena);

    if (has_choices(item)) {
        text_add(&words, STR("Please answer with a number from 1 to "));
        text_add_u64(&words, item[FACT_CHOICE_COUNT] + 1);
        text_add(&words, STR(", or b, w or q."));
    } else {
        text_add(&words, STR("Please answer with "));
        add_form(&words, item);
        text_add(&words, STR(", or ?, b, w or q."));
    }
    page_wrap(interview->page, STYLE_YELLOW, 0, 0, text_str(&words));
}

/* ---- why ---- */

/* What would still be possible after an answer. */
static uint32_t possible_after(
    struct interview *interview, uint32_t fact, uint32_t outcome, int32_t value)
{
    const struct image *image = &interview->protocol.image;
    struct situation then = interview->situation;
    uint16_t *slots = ARENA_ARRAY(&interview->scratch, uint16_t, image_row(image));

    then.facts = arena_copy(&interview->scratch, interview->situation.facts,
        image->count[SECTION_FACTS], sizeof(int32_t));
    then.facts[fact] = value;
    situation_supply(&then);
    eval_bind(image, then.facts, slots);
    return eval_possible(interview->protocol.scratch,
        image_item(image, SECTION_OUTCOMES, outcome)[OUTCOME_ROOT], then.facts, slots);
}

static void show_reply(
    struct interview *interview, uint32_t fact, uint32_t outcome, int32_t value)
{
    struct page *page = interview->page;
    uint32_t possible = possible_after(interview, fact, outcome, value);
    struct text words = text_in(page->text.arena);

    text_add(&words, value_words(interview, fact, value));
    text_add(&words, STR(" \xe2\x86\x92 "));
    if (possible == 0)
        text_add(&words, STR("cannot be, after what was answered"));
    else
        text_add_values(&words, &interview->protocol.image, outcome, possible);
    page_item(page, STYLE_PLAIN, STR("   - "), text_str(&words));
}

void ask_show_why(struct interview *interview, uint32_t fact, uint32_t outcome)
{
    struct page *page = interview->page;
    const struct image *image = &interview->protocol.image;
    const struct decided *decided = &interview->decision.outcomes[outcome];
    const uint32_t *item = fact_item(interview, fact);
    struct text words = text_in(page->text.arena);

    text_add(&words, outcome_label(image, outcome));
    text_add(&words, STR(" So far it may be "));
    text_add_values(&words, image, outcome, decided->possible);
    text_add(&words, STR("; until that is known: "));
    text_add(&words, value_label(image, outcome, decided->value));
    page_wrap(page, STYLE_PLAIN, 0, 0, text_str(&words));
    if (!has_choices(item)) {
        page_line(page, STYLE_PLAIN, STR("The answer to this can change it."));
        return;
    }
    page_line(page, STYLE_PLAIN, STR("What each answer would leave possible:"));
    for (uint32_t i = 0; i < item[FACT_CHOICE_COUNT]; i++)
        show_reply(interview, fact, outcome, shown_value(item, i));
}

/* ---- replies ---- */

static bool is_unknown(str line)
{
    static const str words[] = {STR_INIT("?"), STR_INIT("I don't know"),
        STR_INIT("i don't know"), STR_INIT("unknown")};

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_equal(words[i], line))
            return true;
    return false;
}

bool ask_read_value(
    const struct interview *interview, uint32_t fact, str line, int32_t *value)
{
    const uint32_t *item = fact_item(interview, fact);
    struct err ignored;
    int64_t number;

    *value = FACT_UNKNOWN;
    if (is_unknown(line))
        return true;
    if (has_choices(item) && str_to_i64(line, &number)) {
        if (number < 1 || number > (int64_t)item[FACT_CHOICE_COUNT] + 1)
            return false;
        if (number <= item[FACT_CHOICE_COUNT])
            *value = shown_value(item, (uint32_t)number - 1);
        return true;
    }
    if (item[FACT_KIND] == IMAGE_YES_NO && line.len == 1 &&
        (line.ptr[0] == 'y' || line.ptr[0] == 'n')) {
        *value = line.ptr[0] == 'y';
        return true;
    }
    return json_read_fact(&interview->protocol.image, fact, line, value, &ignored);
}
