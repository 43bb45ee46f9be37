/*
 * codes: the one table of what can be wrong with a protocol.
 *
 * Codes are stable: a row may be added and its title improved, but a number never
 * gets another meaning.  One row a line, in order.
 *
 *     P001 to P029   the document and its Markdown
 *     P030 to P068   statements and names
 *     P069 to P079   the document and its Markdown again
 *     P080 to P099   examples
 *     P100 and up    meaning
 */
#include "policy/diag.h"

/* clang-format off */
static const struct diag_code codes[] = {
    {STR_INIT("P001"), SEVERITY_ERROR,   STR_INIT("the document is too large")},
    {STR_INIT("P002"), SEVERITY_ERROR,   STR_INIT("the document is not UTF-8")},
    {STR_INIT("P003"), SEVERITY_ERROR,   STR_INIT("the document contains a NUL byte")},
    {STR_INIT("P004"), SEVERITY_ERROR,   STR_INIT("a line is too long")},
    {STR_INIT("P005"), SEVERITY_ERROR,   STR_INIT("a table or paragraph is too large")},
    {STR_INIT("P006"), SEVERITY_INFO,    STR_INIT("front matter is left out")},
    {STR_INIT("P007"), SEVERITY_ERROR,   STR_INIT("a pipe inside code splits the cell")},
    {STR_INIT("P008"), SEVERITY_ERROR,   STR_INIT("something formal is hidden in HTML")},
    {STR_INIT("P009"), SEVERITY_ERROR,   STR_INIT("a fence that Markdown reads as words")},
    {STR_INIT("P010"), SEVERITY_ERROR,   STR_INIT("rows are cut off from the example table above")},
    {STR_INIT("P011"), SEVERITY_ERROR,   STR_INIT("a table was swallowed by the quote or list above it")},
    {STR_INIT("P012"), SEVERITY_ERROR,   STR_INIT("a table's header does not match its row of dashes")},
    {STR_INIT("P013"), SEVERITY_ERROR,   STR_INIT("a table has no row of dashes")},
    {STR_INIT("P014"), SEVERITY_WARNING, STR_INIT("words stand directly above a table")},
    {STR_INIT("P015"), SEVERITY_ERROR,   STR_INIT("a header says nearly Example")},
    {STR_INIT("P016"), SEVERITY_ERROR,   STR_INIT("an example table stands in a list or quote")},
    {STR_INIT("P017"), SEVERITY_ERROR,   STR_INIT("curly quotes in a protocol block")},
    {STR_INIT("P018"), SEVERITY_ERROR,   STR_INIT("a cell of an example table is marked up")},
    {STR_INIT("P019"), SEVERITY_ERROR,   STR_INIT("a tab reaches across the indent of a protocol block")},
    {STR_INIT("P020"), SEVERITY_ERROR,   STR_INIT("a table row has too few cells")},
    {STR_INIT("P021"), SEVERITY_ERROR,   STR_INIT("a table row has too many cells")},
    {STR_INIT("P022"), SEVERITY_ERROR,   STR_INIT("text stands directly under a table")},
    {STR_INIT("P023"), SEVERITY_ERROR,   STR_INIT("a fence is never closed")},
    {STR_INIT("P024"), SEVERITY_ERROR,   STR_INIT("indented so far that it is plain code")},
    {STR_INIT("P025"), SEVERITY_ERROR,   STR_INIT("a protocol block stands in a list or quote")},
    {STR_INIT("P026"), SEVERITY_ERROR,   STR_INIT("a fence says nearly protocol")},
    {STR_INIT("P027"), SEVERITY_INFO,    STR_INIT("something formal is commented out")},
    {STR_INIT("P028"), SEVERITY_WARNING, STR_INIT("a rule of dashes made a cited heading")},
    {STR_INIT("P029"), SEVERITY_WARNING, STR_INIT("two cited headings have the same text")},
    {STR_INIT("P030"), SEVERITY_ERROR,   STR_INIT("a line starts with no statement's keyword")},
    {STR_INIT("P031"), SEVERITY_ERROR,   STR_INIT("an indented line continues nothing")},
    {STR_INIT("P032"), SEVERITY_ERROR,   STR_INIT("a character that has no meaning here")},
    {STR_INIT("P033"), SEVERITY_ERROR,   STR_INIT("a text is not closed")},
    {STR_INIT("P034"), SEVERITY_ERROR,   STR_INIT("something else was expected")},
    {STR_INIT("P035"), SEVERITY_ERROR,   STR_INIT("a name is not spelt as names are")},
    {STR_INIT("P036"), SEVERITY_ERROR,   STR_INIT("a keyword is used as a name")},
    {STR_INIT("P037"), SEVERITY_ERROR,   STR_INIT("a name is declared twice")},
    {STR_INIT("P038"), SEVERITY_ERROR,   STR_INIT("an attribute is unknown or repeated")},
    {STR_INIT("P039"), SEVERITY_ERROR,   STR_INIT("a line that continues a statement is not indented")},
    {STR_INIT("P040"), SEVERITY_ERROR,   STR_INIT("a number or its range is wrong")},
    {STR_INIT("P041"), SEVERITY_ERROR,   STR_INIT("a date or time does not exist")},
    {STR_INIT("P042"), SEVERITY_ERROR,   STR_INIT("a name is not declared")},
    {STR_INIT("P043"), SEVERITY_ERROR,   STR_INIT("a value is not one of the fact's or outcome's")},
    {STR_INIT("P044"), SEVERITY_ERROR,   STR_INIT("a comparison does not fit the kind of fact")},
    {STR_INIT("P045"), SEVERITY_ERROR,   STR_INIT("an exception to a rule that does not exist")},
    {STR_INIT("P046"), SEVERITY_ERROR,   STR_INIT("an exception to a section without such rules")},
    {STR_INIT("P047"), SEVERITY_ERROR,   STR_INIT("an exception to a rule of another outcome")},
    {STR_INIT("P048"), SEVERITY_ERROR,   STR_INIT("rules are exceptions to each other in a circle")},
    {STR_INIT("P049"), SEVERITY_ERROR,   STR_INIT("lets depend on each other in a circle")},
    {STR_INIT("P050"), SEVERITY_ERROR,   STR_INIT("outcomes depend on each other in a circle")},
    {STR_INIT("P051"), SEVERITY_ERROR,   STR_INIT("an assumption names an outcome")},
    {STR_INIT("P053"), SEVERITY_ERROR,   STR_INIT("a role is not declared")},
    {STR_INIT("P054"), SEVERITY_WARNING, STR_INIT("and and or are mixed without parentheses")},
    {STR_INIT("P055"), SEVERITY_WARNING, STR_INIT("a comparison is always true or always false")},
    {STR_INIT("P056"), SEVERITY_ERROR,   STR_INIT("the edition is missing")},
    {STR_INIT("P057"), SEVERITY_ERROR,   STR_INIT("no outcome, or an outcome without rules")},
    {STR_INIT("P058"), SEVERITY_WARNING, STR_INIT("a fact is never used")},
    {STR_INIT("P059"), SEVERITY_INFO,    STR_INIT("a value is never named")},
    {STR_INIT("P060"), SEVERITY_WARNING, STR_INIT("a let is never used")},
    {STR_INIT("P061"), SEVERITY_WARNING, STR_INIT("a role is never used")},
    {STR_INIT("P062"), SEVERITY_ERROR,   STR_INIT("more than the language allows")},
    {STR_INIT("P063"), SEVERITY_ERROR,   STR_INIT("too many mistakes to list")},
    {STR_INIT("P064"), SEVERITY_ERROR,   STR_INIT("a sign or spelling of another language")},
    {STR_INIT("P065"), SEVERITY_ERROR,   STR_INIT("a choice or outcome without values")},
    {STR_INIT("P066"), SEVERITY_ERROR,   STR_INIT("an outcome does not say what to show until known")},
    {STR_INIT("P067"), SEVERITY_ERROR,   STR_INIT("the edition's dates are wrong")},
    {STR_INIT("P068"), SEVERITY_INFO,    STR_INIT("too many remarks to list")},
    {STR_INIT("P069"), SEVERITY_WARNING, STR_INIT("a heading that Markdown reads as words")},
    {STR_INIT("P070"), SEVERITY_WARNING, STR_INIT("words that Markdown adds to the quote above")},
    {STR_INIT("P071"), SEVERITY_WARNING, STR_INIT("a quote that no rule cites")},
    {STR_INIT("P080"), SEVERITY_ERROR,   STR_INIT("a column is no fact, outcome or duty")},
    {STR_INIT("P081"), SEVERITY_ERROR,   STR_INIT("a column stands twice")},
    {STR_INIT("P082"), SEVERITY_ERROR,   STR_INIT("a cell's value does not fit its column")},
    {STR_INIT("P083"), SEVERITY_ERROR,   STR_INIT("an example has no name")},
    {STR_INIT("P084"), SEVERITY_WARNING, STR_INIT("two examples have the same name")},
    {STR_INIT("P085"), SEVERITY_WARNING, STR_INIT("an example table expects nothing")},
    {STR_INIT("P100"), SEVERITY_ERROR,   STR_INIT("gap: in some state no rule stands")},
    {STR_INIT("P101"), SEVERITY_ERROR,   STR_INIT("conflict: rules that stand disagree")},
    {STR_INIT("P102"), SEVERITY_WARNING, STR_INIT("dead: a rule never stands")},
    {STR_INIT("P103"), SEVERITY_ERROR,   STR_INIT("a property does not hold")},
    {STR_INIT("P104"), SEVERITY_WARNING, STR_INIT("a property is vacuous")},
    {STR_INIT("P105"), SEVERITY_ERROR,   STR_INIT("the assumptions leave no state")},
    {STR_INIT("P106"), SEVERITY_ERROR,   STR_INIT("an example fails")},
    {STR_INIT("P107"), SEVERITY_ERROR,   STR_INIT("the diagram outgrows its budget")},
    {STR_INIT("P108"), SEVERITY_WARNING, STR_INIT("too many states to count exactly")},
    {STR_INIT("P109"), SEVERITY_WARNING, STR_INIT("a duty or words to say never arise")},
    {STR_INIT("P111"), SEVERITY_WARNING, STR_INIT("an assumption rules nothing out")},
    {STR_INIT("P112"), SEVERITY_ERROR,   STR_INIT("dates are compared in too many ways")},
    {STR_INIT("P113"), SEVERITY_ERROR,   STR_INIT("larger than an image can hold")},
    {STR_INIT("P115"), SEVERITY_WARNING, STR_INIT("a fact never changes any answer")},
    {STR_INIT("P116"), SEVERITY_ERROR,   STR_INIT("a fault of the compiler")},
    {STR_INIT("P117"), SEVERITY_WARNING, STR_INIT("until known shows the most permissive value")},
};
/* clang-format on */

const struct diag_code *diag_codes(size_t *count)
{
    *count = COUNT_OF(codes);
    return codes;
}
