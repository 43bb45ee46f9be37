/*
 * A decision for people: first what to do, then why, then what is left.
 */
#include "cli/decision.h"

static str unit_words(const uint32_t *duty)
{
    static const str one[] = {STR_INIT(" minute"), STR_INIT(" hour"), STR_INIT(" day"),
        STR_INIT(" school day")};
    static const str many[] = {STR_INIT(" minutes"), STR_INIT(" hours"),
        STR_INIT(" days"), STR_INIT(" school days")};

    return duty[DUTY_AMOUNT] == 1 ? one[duty[DUTY_UNIT]] : many[duty[DUTY_UNIT]];
}

void text_add_values(
    struct text *text, const struct image *image, uint32_t outcome, uint32_t values)
{
    uint32_t count = outcome_values(image, outcome);
    uint32_t left = 0;
    bool any = false;

    for (uint32_t v = 0; v < count; v++)
        left += (values & leaf_bit(v)) != 0;
    for (uint32_t v = 0; v < count; v++) {
        if ((values & leaf_bit(v)) == 0)
            continue;
        left--;
        if (any)
            text_add(text, left == 0 ? STR(" or ") : STR(", "));
        text_add(text, value_name(image, outcome, v));
        any = true;
    }
}

void text_add_duty_terms(struct text *text, const struct image *image, uint32_t duty)
{
    const uint32_t *d = image_item(image, SECTION_DUTIES, duty);

    text_add(text, role_label(image, d[DUTY_TO]));
    if (d[DUTY_AMOUNT] != IMAGE_ABSENT) {
        text_add(text, STR(", within "));
        text_add_u64(text, d[DUTY_AMOUNT]);
        text_add(text, unit_words(d));
    }
    if (d[DUTY_OTHERWISE] != IMAGE_ABSENT) {
        text_add(text, STR(", otherwise "));
        text_add(text, role_label(image, d[DUTY_OTHERWISE]));
    }
}

str rule_citation(const struct image *image, uint32_t rule)
{
    const uint32_t *r = image_item(image, SECTION_RULES, rule);
    uint32_t count = r[RULE_CITE_COUNT];

    if (count == 0)
        return image_str(image, r + RULE_NAME);
    return image_str(
        image, image_item(image, SECTION_CITES, r[RULE_CITE_FIRST] + count - 1));
}

void decision_show_outcome(
    struct page *page, const struct decision *decision, uint32_t outcome)
{
    const struct decided *decided = &decision->outcomes[outcome];
    const struct image *image = &decision->protocol->image;
    struct text small = text_in(page->text.arena);

    text_add(&small, outcome_label(image, outcome));
    if (decided->known) {
        text_add(&small, STR(" "));
        text_add(&small, outcome_name(image, outcome));
        text_add(&small, STR(" is "));
        text_add(&small, value_name(image, outcome, decided->value));
    } else {
        text_add(&small, STR(" Not known yet: "));
        text_add_values(&small, image, outcome, decided->possible);
    }
    page_banner(page, value_block_style(decided->value, outcome_values(image, outcome)),
        value_label(image, outcome, decided->value), text_str(&small));
}

/* One rule: its heading, the words of the source, and where it stands. */
static void show_rule(struct page *page, const struct decision *decision, uint32_t rule)
{
    const struct image *image = &decision->protocol->image;
    const uint32_t *r = image_item(image, SECTION_RULES, rule);
    struct text place = text_in(page->text.arena);

    page_item(page, STYLE_PLAIN, STR("  "), rule_citation(image, rule));
    if (r[RULE_QUOTE_LEN] > 0)
        page_item(page, STYLE_PLAIN, STR("    "), image_str(image, r + RULE_QUOTE));
    text_add(&place, STR("rule "));
    text_add(&place, image_str(image, r + RULE_NAME));
    text_add(&place, STR(", line "));
    text_add_u64(&place, r[RULE_LINE]);
    page_item(page, STYLE_DIM, STR("    "), text_str(&place));
}

void decision_show_grounds(
    struct page *page, const struct decision *decision, uint32_t outcome)
{
    const struct decided *decided = &decision->outcomes[outcome];

    if (!decided->known)
        return;
    page_heading(page,
        decided->is_certain ? STR("Because")
                            : STR("Because, whichever of these it turns out to be"));
    for (uint32_t i = 0; i < decided->rule_count; i++)
        show_rule(page, decision, decided->rules[i]);
}

void decision_show_duties(struct page *page, const struct decision *decision)
{
    const struct image *image = &decision->protocol->image;
    bool any = false;

    for (uint32_t d = 0; d < image->count[SECTION_DUTIES]; d++) {
        struct text terms = text_in(page->text.arena);

        if (!duty_holds(decision, d))
            continue;
        if (!any)
            page_heading(page, STR("Do"));
        any = true;
        page_item(page, STYLE_BOLD, STR("  "),
            image_str(image, image_item(image, SECTION_DUTIES, d) + DUTY_TEXT));
        text_add_duty_terms(&terms, image, d);
        page_item(page, STYLE_PLAIN, STR("    "), text_str(&terms));
    }
}

void decision_show_words(struct page *page, const struct decision *decision)
{
    const struct image *image = &decision->protocol->image;
    bool any = false;

    for (uint32_t i = 0; i < image->count[SECTION_SAYS]; i++) {
        struct text words = text_in(page->text.arena);

        if (!say_holds(decision, i))
            continue;
        if (!any)
            page_heading(page, STR("Say"));
        any = true;
        text_add(&words, STR("\""));
        text_add(
            &words, image_str(image, image_item(image, SECTION_SAYS, i) + SAY_TEXT));
        text_add(&words, STR("\""));
        page_item(page, STYLE_PLAIN, STR("  "), text_str(&words));
    }
}

void decision_show_questions(
    struct page *page, const struct decision *decision, uint32_t outcome)
{
    const struct decided *decided = &decision->outcomes[outcome];
    const struct image *image = &decision->protocol->image;

    if (decided->ask_count > 0)
        page_heading(page, STR("Still to ask, best first"));
    for (uint32_t i = 0; i < decided->ask_count; i++) {
        uint32_t fact = decided->ask[i];
        uint32_t role = image_item(image, SECTION_FACTS, fact)[FACT_ROLE];
        struct text words = text_in(page->text.arena);

        text_add(&words, fact_question(image, fact));
        text_add(&words, STR(" ["));
        text_add(&words, fact_name(image, fact));
        if (role != 0) {
            text_add(&words, STR(", answered by "));
            text_add(&words, role_label(image, role));
        }
        text_add(&words, STR("]"));
        page_item(page, STYLE_PLAIN, STR("  - "), text_str(&words));
    }
}

static void show_head(struct page *page, const struct decision *decision)
{
    const struct image *image = &decision->protocol->image;
    struct text words = text_in(page->text.arena);

    page_wrap(page, STYLE_BOLD, 0, 0, image_str(image, image->head + HEAD_TITLE));
    text_add(&words, STR("edition "));
    text_add_date(&words, (int32_t)image->head[HEAD_EDITION]);
    text_add(&words, STR(", "));
    text_add_force(&words, image);
    if (decision->has_at) {
        text_add(&words, STR(", decided as of "));
        text_add_moment(&words, &decision->at);
    }
    page_wrap(page, STYLE_DIM, 0, 0, text_str(&words));
    page_raw(page, STR("\n"));
}

void decision_show(struct page *page, const struct decision *decision)
{
    show_head(page, decision);
    for (uint32_t i = 0; i < decision->outcome_count; i++) {
        if (i > 0)
            page_raw(page, STR("\n"));
        decision_show_outcome(page, decision, i);
        decision_show_grounds(page, decision, i);
        decision_show_questions(page, decision, i);
    }
    decision_show_duties(page, decision);
    decision_show_words(page, decision);
}
