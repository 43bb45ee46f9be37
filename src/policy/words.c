/*
 * The words of the language.  Statement, logic and reserved ones cannot be names,
 * logic ones not even names of values; plain ones have a meaning only where the
 * grammar asks for them.
 */
#include "policy/lex.h"

enum word_kind { WORD_STATEMENT, WORD_LOGIC, WORD_RESERVED, WORD_PLAIN };

struct word {
    str text;
    enum word_kind kind;
};

/* clang-format off */
static const struct word words[] = {
    {STR_INIT("edition"), WORD_STATEMENT},
    {STR_INIT("role"),    WORD_STATEMENT},
    {STR_INIT("fact"),    WORD_STATEMENT},
    {STR_INIT("let"),     WORD_STATEMENT},
    {STR_INIT("outcome"), WORD_STATEMENT},
    {STR_INIT("rule"),    WORD_STATEMENT},
    {STR_INIT("duty"),    WORD_STATEMENT},
    {STR_INIT("say"),     WORD_STATEMENT},
    {STR_INIT("assume"),  WORD_STATEMENT},
    {STR_INIT("never"),   WORD_STATEMENT},
    {STR_INIT("always"),  WORD_STATEMENT},
    {STR_INIT("and"),     WORD_LOGIC},
    {STR_INIT("or"),      WORD_LOGIC},
    {STR_INIT("not"),     WORD_LOGIC},
    {STR_INIT("if"),      WORD_LOGIC},
    {STR_INIT("then"),    WORD_LOGIC},
    {STR_INIT("is"),      WORD_LOGIC},
    {STR_INIT("in"),      WORD_LOGIC},
    {STR_INIT("before"),  WORD_RESERVED},
    {STR_INIT("after"),   WORD_RESERVED},
    {STR_INIT("within"),  WORD_RESERVED},
    {STR_INIT("between"), WORD_RESERVED},
    {STR_INIT("today"),   WORD_RESERVED},
    {STR_INIT("now"),     WORD_RESERVED},
    {STR_INIT("yes"),     WORD_RESERVED},
    {STR_INIT("no"),      WORD_RESERVED},
    {STR_INIT("open"),    WORD_LOGIC},
    {STR_INIT("section"), WORD_RESERVED},
    {STR_INIT("until"),   WORD_LOGIC},
    {STR_INIT("force"),     WORD_PLAIN},
    {STR_INIT("from"),      WORD_PLAIN},
    {STR_INIT("known"),     WORD_PLAIN},
    {STR_INIT("exception"), WORD_PLAIN},
    {STR_INIT("to"),        WORD_PLAIN},
    {STR_INIT("otherwise"), WORD_PLAIN},
    {STR_INIT("number"),    WORD_PLAIN},
    {STR_INIT("date"),      WORD_PLAIN},
    {STR_INIT("time"),      WORD_PLAIN},
    {STR_INIT("school"),    WORD_PLAIN},
    {STR_INIT("minutes"),   WORD_PLAIN},
    {STR_INIT("hours"),     WORD_PLAIN},
    {STR_INIT("days"),      WORD_PLAIN},
    {STR_INIT("since"),     WORD_PLAIN},
    {STR_INIT("of"),        WORD_PLAIN},
    {STR_INIT("by"),        WORD_PLAIN},
    {STR_INIT("answered"),  WORD_PLAIN},
    {STR_INIT("ask"),       WORD_PLAIN},
    {STR_INIT("first"),     WORD_PLAIN},
    {STR_INIT("private"),   WORD_PLAIN},
    {STR_INIT("fixed"),     WORD_PLAIN},
};
/* clang-format on */

static const struct word *find_word(str text)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_equal(words[i].text, text))
            return &words[i];
    return NULL;
}

bool is_statement_word(str text)
{
    const struct word *word = find_word(text);

    return word != NULL && word->kind == WORD_STATEMENT;
}

bool is_keyword(str text)
{
    const struct word *word = find_word(text);

    return word != NULL && word->kind != WORD_PLAIN;
}

bool is_logic_word(str text)
{
    const struct word *word = find_word(text);

    return word != NULL && word->kind == WORD_LOGIC;
}

bool is_language_word(str text)
{
    return find_word(text) != NULL;
}
