/*
 * The words of the language in one sentence each, and where statements stand.
 */
#include "lsp/inside.h"

struct word {
    str text;
    str meaning;
};

/* clang-format off */
static const struct word words[] = {
    {STR_INIT("edition"),   STR_INIT("Says which edition this is and from when to when it is in force.")},
    {STR_INIT("role"),      STR_INIT("Declares who answers facts and receives duties; `desk` is always there.")},
    {STR_INIT("fact"),      STR_INIT("Declares something that is known or not: a question with its possible answers.")},
    {STR_INIT("let"),       STR_INIT("Gives a condition a name.")},
    {STR_INIT("outcome"),   STR_INIT("Declares what is decided; its values go from the most protective to the most permissive.")},
    {STR_INIT("rule"),      STR_INIT("Gives an outcome a value where its condition holds and no exception to it applies.")},
    {STR_INIT("duty"),      STR_INIT("Declares what somebody must do when its condition holds.")},
    {STR_INIT("say"),       STR_INIT("Gives the desk words to say when its condition holds.")},
    {STR_INIT("assume"),    STR_INIT("Rules out combinations of facts that cannot occur.")},
    {STR_INIT("never"),     STR_INIT("A property: no state may fit this condition, which is proved or refuted over all states.")},
    {STR_INIT("always"),    STR_INIT("A property: every state must fit this condition, which is proved or refuted over all states.")},
    {STR_INIT("and"),       STR_INIT("Both sides hold; it binds tighter than `or`.")},
    {STR_INIT("or"),        STR_INIT("One side holds, or both.")},
    {STR_INIT("not"),       STR_INIT("What follows does not hold.")},
    {STR_INIT("if"),        STR_INIT("Begins the condition; in a condition, `if A then B` holds unless A holds without B.")},
    {STR_INIT("then"),      STR_INIT("What must hold where the condition after `if` does.")},
    {STR_INIT("is"),        STR_INIT("Has this value; `is not` has another.")},
    {STR_INIT("in"),        STR_INIT("Has one of the values in the parentheses.")},
    {STR_INIT("before"),    STR_INIT("The date on the left is earlier than the date on the right.")},
    {STR_INIT("after"),     STR_INIT("The date on the left is later than the date on the right.")},
    {STR_INIT("within"),    STR_INIT("Of dates: from 0 to so many days later; of a duty: how soon it must be done.")},
    {STR_INIT("between"),   STR_INIT("The time lies from the one to the other, both included; past midnight if the second is smaller.")},
    {STR_INIT("today"),     STR_INIT("The date that the clock supplies, in the school's time zone.")},
    {STR_INIT("now"),       STR_INIT("The time of day that the clock supplies, in the school's time zone.")},
    {STR_INIT("yes"),       STR_INIT("The answer yes; `yes/no` declares a fact that is answered so.")},
    {STR_INIT("no"),        STR_INIT("The answer no; `yes/no` declares a fact that is answered so.")},
    {STR_INIT("open"),      STR_INIT("In an example: not known yet with these facts.")},
    {STR_INIT("section"),   STR_INIT("Every rule of this outcome under that heading, also rules added later.")},
    {STR_INIT("exception"), STR_INIT("Where this rule applies, the rules it is an exception to do not stand.")},
    {STR_INIT("until"),     STR_INIT("`until known` names the value the desk shows while facts are missing.")},
    {STR_INIT("known"),     STR_INIT("`until known` names the value the desk shows while facts are missing.")},
    {STR_INIT("otherwise"), STR_INIT("Who receives the duty when nobody has answered in time.")},
    {STR_INIT("number"),    STR_INIT("A fact that is a whole number in this range.")},
    {STR_INIT("date"),      STR_INIT("A fact that is a day.")},
    {STR_INIT("time"),      STR_INIT("A fact that is a time of day.")},
    {STR_INIT("school"),    STR_INIT("`school days` are counted by the school's calendar.")},
    {STR_INIT("since"),     STR_INIT("A number of days from 0 to 400, counted by the clock from that date; nobody is asked.")},
    {STR_INIT("answered"),  STR_INIT("`answered by`: only this role may state the fact.")},
    {STR_INIT("ask"),       STR_INIT("`ask first`: asked before anything else while it can matter.")},
    {STR_INIT("first"),     STR_INIT("`ask first`: asked before anything else while it can matter.")},
    {STR_INIT("private"),   STR_INIT("Personal data: sealed and erasable in the record.")},
    {STR_INIT("fixed"),     STR_INIT("No paper can change it: it is left out of what is missing.")},
};
/* clang-format on */

str word_meaning(str word)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_equal(words[i].text, word))
            return words[i].meaning;
    return (str){0};
}

uint32_t block_at(const struct scan *scan, uint32_t line)
{
    for (uint32_t i = 0; i < scan->block_count; i++) {
        const struct scan_block *block = &scan->blocks[i];

        if (line > block->fence_line && line <= block->fence_line + block->line_count)
            return i;
    }
    return SCAN_NONE;
}

/* Whether a line of a block begins a statement, and does not continue one. */
static bool begins(
    const struct scan *scan, const struct scan_block *block, uint32_t line)
{
    str text = scan->lines[line - 1];
    size_t at = 0;

    while (at < block->indent && at < text.len && text.ptr[at] == ' ')
        at++;
    return at < text.len && !char_is_space(text.ptr[at]);
}

void statement_lines(const struct scan *scan, uint32_t block, uint32_t line,
    uint32_t *first, uint32_t *last)
{
    const struct scan_block *b = &scan->blocks[block];

    *first = line;
    *last = line;
    while (*first > b->fence_line + 1 && !begins(scan, b, *first))
        --*first;
    while (*last < b->fence_line + b->line_count && !begins(scan, b, *last + 1))
        ++*last;
    while (*last > line && str_trim(scan->lines[*last - 1]).len == 0)
        --*last;
}
