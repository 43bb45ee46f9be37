/*
 * Every mistake that can be made in statements and example tables, the code it
 * gets and where; and that what is offered as a fix mends it.
 *
 * A case is some lines at the head of a sound document, so that they begin at line
 * 2, and all that is said about it: CODE LINE:COLUMN+LENGTH.
 */
#include "policy/tree.h"
#include "test.h"

struct mistake {
    const char *lines;
    const char *said;
};

static const char sound[] =
    "edition 2025-01-24, in force from 2025-01-24\n"
    "role law: \"Law\"\n"
    "fact paper (answered by law): \"Paper?\"\n"
    "  none  = \"None\"\n"
    "  court = \"A court's\"\n"
    "fact danger: yes/no \"Danger?\"\n"
    "fact age: number 0 to 20 \"Age?\"\n"
    "fact day: date \"Day?\"\n"
    "fact hour: time \"Hour?\"\n"
    "outcome entry: \"In?\"\n"
    "  refuse = \"No.\"\n"
    "  admit  = \"Yes.\"\n"
    "  until known: refuse\n"
    "let good = danger and not (paper is none and age < 18)\n"
    "let timely = day before today or hour between 08:00 and 12:00\n"
    "rule usual: entry is refuse\n"
    "rule better, exception to usual: entry is admit if good and (timely or paper is "
    "court)\n";

/* clang-format off */
static const struct mistake mistakes[] = {
    {"", ""},
    /* P030, P031, P039: lines */
    {"fcat x: yes/no \"q\"\nsay \"s\" if x", "P030 2:1+4"},
    {"Rule r: entry is refuse", "P064 2:1+4"},
    {"xylophone r: entry", "P030 2:1+9"},
    {"bad = danger\nsay \"s\" if bad", "P030 2:1+3"},
    {"  let x = danger\n  say \"s\" if x", "P031 2:1+2"},
    {"fact x: \"q\"\na = \"A\"\nb = \"B\"\nsay \"s\" if x is a or x is b", "P039 3:1+1"},
    {"say \"s\"\nif danger", "P039 3:1+2"},
    {"say \"s\" if\ndanger", "P039 3:1+6"},
    /* P032, P033: characters */
    {"say 's' if danger", "P032 2:5+3"},
    {"say \"s\" if danger + good", "P032 2:19+1"},
    {"say \"s\" if danger {", "P032 2:19+1"},
    {"say \"s if danger", "P033 2:5+12"},
    {"role x: \"X", "P033 2:9+2"},
    /* P034: grammar */
    {"say \"s\" if", "P034 2:11+1"},
    {"say \"s\"", "P034 2:8+1"},
    {"say danger", "P034 2:5+6"},
    {"fact x yes/no \"q\"\nsay \"s\" if x", "P034 2:7+1"},
    {"fact x: yes/no\nsay \"s\" if x", "P034 2:15+1"},
    {"fact x: yes \"q\"", "P034 2:13+3"},
    {"fact \"x\": yes/no \"q\"", "P035 2:6+3"},
    {"rule r: admit if danger", "P034 2:9+5"},
    {"rule r: entry is admit if danger else refuse", "P034 2:34+4"},
    {"rule r: entry is admit when danger", "P034 2:24+4"},
    {"rule r exception to usual: entry is refuse", "P034 2:7+1"},
    {"rule r, exception to \"usual\": entry is refuse", "P034 2:22+7"},
    {"rule r: entry is refuse if danger,", "P034 2:34+1"},
    {"say \"s\" if paper in ()", "P034 2:22+1"},
    {"say \"s\" if paper in none", "P034 2:21+4"},
    {"say \"s\" if (danger", "P034 2:19+1"},
    {"say \"s\" if danger)", "P034 2:18+1"},
    {"say \"s\" if ()", "P034 2:13+1"},
    {"say \"s\" if \"danger\"", "P034 2:12+8"},
    {"say \"s\" if 5 < age", "P034 2:12+1"},
    {"say \"s\" if danger or and good", "P034 2:22+3"},
    {"duty d: \"do\" to law within 5 weeks", "P034 2:30+5"},
    {"duty d: \"do\" law", "P034 2:14+3"},
    {"say \"s\" if day before", "P034 2:22+1"},
    {"say \"s\" if if danger", "P034 2:21+1"},
    {"fact x: \"q\"\n  a: \"A\"\n  b \"B\"\nsay \"s\" if x is a or x is b",
        "P034 3:4+1 P034 4:4+1"},
    {"rule r: if danger then entry is admit", "P034 2:9+2"},
    {"rule r: entry is not admit", "P034 2:18+3"},
    {"rule r: entry is \"refuse\"", "P034 2:18+8"},
    {"rule r: entry refuse", "P034 2:15+6"},
    {"rule r, exception to usual and better: entry is refuse", "P034 2:28+3"},
    {"rule r, exeption to usual: entry is refuse", "P034 2:9+8"},
    {"rule r: entry is refuse, if danger", "P034 2:24+1"},
    {"rule r: entry is refuse unless danger", "P034 2:25+6"},
    {"say \"s\" if paper not in (none or none)", "P034 2:31+2"},
    {"say \"s\" if paper not in (none none)", "P034 2:30+1"},
    {"say \"s\" if day is today", "P044 2:16+2"},
    /* P035 to P038: names */
    {"fact Big-One: yes/no \"q\"\nsay \"s\" if big_one", "P035 2:6+7"},
    {"fact who asks: yes/no \"q\"\nsay \"s\" if who_asks", "P035 2:6+8"},
    {"rule visitors sign in: entry is refuse", "P035 2:6+16"},
    {"let 3rd = danger", "P035 2:5+3"},
    {"fact if: yes/no \"q\"", "P036 2:6+2"},
    {"fact x: \"q\"\n  not = \"N\"\nsay \"s\" if x in (not)", "P036 3:3+3 P034 4:18+3"},
    {"fact danger: yes/no \"q\"", "P037 8:6+6"},
    {"rule usual: entry is refuse", "P037 18:6+5"},
    {"role desk: \"Desk\"", "P037 2:6+4"},
    {"duty d: \"a\" to law\nduty d: \"b\" to law", "P037 3:6+1"},
    {"fact x: \"q\"\n  a = \"A\"\n  a = \"B\"\nsay \"s\" if x is not a", "P037 4:3+1 P055 5:12+10"},
    {"fact x (fixt): yes/no \"q\"\nsay \"s\" if x", "P038 2:9+4"},
    {"fact x (fixed, fixed): yes/no \"q\"\nsay \"s\" if x", "P038 2:16+5"},
    {"fact x (ask last): yes/no \"q\"\nsay \"s\" if x", "P034 2:13+4"},
    /* P040, P041: numbers, dates, times */
    {"fact x: number 9 to 1 \"q\"\nsay \"s\" if x < 5", "P040 2:16+6"},
    {"fact x: number -2000000 to 1 \"q\"\nsay \"s\" if x < 1", "P040 2:16+13"},
    {"say \"s\" if age < 1.5", "P040 2:18+3"},
    {"fact x: number 0-20 \"q\"\nsay \"s\" if x < 5", "P040 2:16+4"},
    {"say \"s\" if age < 9999999999", "P040 2:18+10"},
    {"duty d: \"do\" to law within 0 days", "P040 2:28+1"},
    {"say \"s\" if day within -3 days of today", "P040 2:23+2"},
    {"say \"s\" if day before 24/1/2025", "P041 2:23+9"},
    {"say \"s\" if day before 2025-02-30", "P041 2:23+10"},
    {"say \"s\" if day before 1/2/2025", "P041 2:23+8"},
    {"say \"s\" if hour between 8:30 and 3pm", "P041 2:25+4 P041 2:34+3"},
    {"say \"s\" if hour between 08:00 and 25:00", "P041 2:35+5"},
    /* P042 to P044: what is named */
    {"say \"s\" if dangre", "P042 2:12+6"},
    {"say \"s\" if dangre or paper is curt", "P042 2:12+6 P043 2:31+4"},
    {"say \"s\" if nothing in (a, b) and danger", "P042 2:12+7"},
    {"fact x: days since dya\nsay \"s\" if x < 5", "P042 2:20+3"},
    {"rule r: entri is refuse", "P042 2:9+5"},
    {"say \"s\" if paper is Court", "P043 2:21+5"},
    {"say \"s\" if paper is \"None\"", "P043 2:21+6"},
    {"say \"s\" if danger is true", "P043 2:22+4"},
    {"say \"s\" if paper is refuse", "P043 2:21+6"},
    {"rule r: entry is refues", "P043 2:18+6"},
    {"outcome o: \"q\"\n  a = \"A\"\n  until known: b\nrule r: o is a", "P043 4:16+1"},
    {"say \"s\" if paper", "P044 2:12+5"},
    {"say \"s\" if paper < 5", "P044 2:12+5"},
    {"say \"s\" if age", "P044 2:12+3"},
    {"say \"s\" if good is yes", "P044 2:12+4"},
    {"say \"s\" if day < 2025-01-01", "P044 2:16+1"},
    {"say \"s\" if day before age", "P044 2:23+3"},
    {"fact x: days since age\nsay \"s\" if x < 5", "P044 2:20+3"},
    /* P045 to P051: exceptions, circles */
    {"rule r, exception to usaul: entry is refuse", "P045 2:22+5"},
    {"rule r, exception to section \"S\": entry is refuse", "P046 2:30+3"},
    {"outcome o: \"q\"\n  a = \"A\"\n  until known: a\nrule r, exception to usual: o is a",
        "P047 5:22+5"},
    {"rule r, exception to r: entry is refuse", "P048 2:6+1"},
    {"rule a, exception to b: entry is refuse\nrule b, exception to a: entry is refuse",
        "P048 3:6+1"},
    {"let a = b\nlet b = a and danger\nsay \"s\" if a", "P049 3:9+1"},
    {"rule r, exception to usual: entry is admit if entry is refuse", "P050 2:47+15"},
    {"let l = entry is admit\nrule r, exception to usual: entry is admit if l", "P050 3:47+1"},
    {"assume \"w\": danger and entry is admit", "P051 2:24+14"},
    {"rule r: entry is admit if danger, exception to usual", "P034 2:35+9"},
    {"duty d: \"do\" to law if danger within 5 minutes", "P034 2:31+6"},
    {"duty d: \"do\" to law if danger, otherwise desk", "P034 2:32+9"},
    {"rule r entry is refuse", "P034 2:7+1"},
    {"let n m is danger\nsay \"s\" if n_m", "P035 2:5+3 P064 2:9+2"},
    {"say \"s\" if paper is none or court", "P034 2:12+22 P055 2:12+22"},
    {"say \"s\" if paper is not none or court or danger", "P034 2:12+26 P055 2:12+26"},
    {"duty d: \"do\" to lwa", "P053 2:17+3"},
    {"duty d: \"do\" to head teacher if danger", "P053 2:17+12"},
    {"role n m: \"N\"\nduty d: \"do\" to n m, otherwise N m if danger",
        "P035 2:6+3 P035 3:17+3 P035 3:32+3"},
    {"duty d: \"do\" to \"Law\"", "P034 2:17+5"},
    {"duty d: \"do\" to \"Lwa\"", "P034 2:17+5"},
    {"duty d: \"do\" to law when danger", "P034 2:21+4"},
    {"role \"N m\": \"N\"\nduty d: \"do\" to n_m", "P035 2:6+5"},
    /* P054, P055: warnings in conditions */
    {"say \"s\" if danger or good and timely", "P054 2:12+25"},
    {"say \"s\" if danger or (good and timely)", ""},
    {"say \"s\" if not (good and timely or danger)", "P054 2:17+25"},
    {"say \"s\" if paper in (none, court)", "P055 2:12+22"},
    {"say \"s\" if age <= 20", "P055 2:12+9"},
    {"say \"s\" if age > 20 or age = 21", "P055 2:12+8 P055 2:24+8"},
    {"say \"s\" if hour between 12:00 and 11:59", "P055 2:12+28"},
    /* P057 to P061: missing, unused */
    {"outcome o: \"q\"\n  a = \"A\"\n  until known: a", "P057 2:9+1"},
    {"fact x: yes/no \"q\"", "P058 2:6+1"},
    {"fact x: \"q\"\n  a = \"A\"\n  b = \"B\"\nsay \"s\" if x is a", "P059 4:3+1"},
    {"let x = danger", "P060 2:5+1"},
    {"role x: \"X\"", "P061 2:6+1"},
    /* P062 to P068: limits, signs, forms */
    {"let a2345678901234567890123456789012345678901234567890123456789012345 = danger",
        "P062 2:5+65"},
    {"say \"s\" if danger == yes && good", "P064 2:19+2 P064 2:26+2"},
    {"say \"s\" if danger OR good;", "P064 2:19+2 P064 2:26+1"},
    {"say \"s\" if !danger||good", "P064 2:12+1 P064 2:19+2"},
    {"say \"s\" if paper = none", "P064 2:18+1"},
    {"say \"s\" if paper is (none)", "P064 2:18+2"},
    {"say \"s\" if paper != none", "P064 2:18+2"},
    {"say \"s\" if age \xe2\x89\xa4 5", "P064 2:16+1"},
    {"rule r: entry = refuse", "P064 2:15+1"},
    {"let x is danger\nsay \"s\" if x", "P064 2:7+2"},
    {"let x == danger\nsay \"s\" if x", "P064 2:7+2"},
    {"fact x: \"q\"\nsay \"s\" if x is a", "P065 2:6+1"},
    {"outcome o: \"q\"\nrule r: o is a", "P065 2:9+1"},
    {"outcome o: \"q\"\n  a = \"A\"\nrule r: o is a", "P066 2:9+1"},
    {"edition 2025-01-01, in force from 2025-01-01", "P067 3:1+7"},
};

/* The same for a table that is the document's head. */
static const struct mistake table_mistakes[] = {
    {"| Example | paper | \xe2\x86\x92 entry |\n|---|---|---|\n| x | none | |\n", ""},
    {"| Example | papr | -> entry |\n|---|---|---|\n| x | none | open |\n", "P080 1:13+4"},
    {"| Example | entry |\n|---|---|\n| x | admit |\n", "P080 1:13+5"},
    {"| Example | good | -> entry |\n|---|---|---|\n| x | yes | open |\n", "P080 1:13+4"},
    {"| Example | -> entri |\n|---|---|\n| x | admit |\n", "P080 1:13+8"},
    {"| Example | age | age | -> entry |\n|---|---|---|---|\n| x | 1 | 2 | admit |\n",
        "P081 1:19+3"},
    {"| Example | paper | -> entry |\n|---|---|---|\n| x | None | admt |\n",
        "P082 3:7+4 P082 3:14+4"},
    {"| Example | age | -> entry |\n|---|---|---|\n| x | 21 | |\n", "P082 3:7+2"},
    {"| Example | day | today | hour | danger | -> entry |\n|-|-|-|-|-|-|\n"
     "| x | 1/1/2025 | 2025-01-01 | 8 | true | |\n", "P082 3:7+8 P082 3:31+1 P082 3:35+4"},
    {"| Example | -> entry |\n|---|---|\n| | admit |\n", "P083 3:2+1"},
    {"| Example | -> entry |\n|---|---|\n| x | admit |\n| x | |\n", "P084 4:3+1"},
    {"| Example | age |\n|---|---|\n| x | 1 |\n", "P085 1:3+7"},
};
/* clang-format on */

static struct arena arena;

static struct diags read_document(str source)
{
    struct diags diags = {0};
    struct tree tree;

    (void)!tree_read(&arena, source, &diags, &tree);
    diags_sort(&diags);
    return diags;
}

static str said(const struct diags *diags)
{
    struct text text = text_in(&arena);

    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];

        text_add(&text, i == 0 ? STR("") : STR(" "));
        text_add(&text, diag->code);
        text_add_byte(&text, ' ');
        text_add_u64(&text, diag->span.line);
        text_add_byte(&text, ':');
        text_add_u64(&text, diag->span.column);
        text_add_byte(&text, '+');
        text_add_u64(&text, diag->span.length);
    }
    return text_str(&text);
}

/* The document that a case stands for: its lines, then the sound ones. */
static str document(const char *table, const char *lines)
{
    struct text text = text_in(&arena);

    text_add(&text, str_from(table));
    text_add(&text, table[0] == '\0' ? STR("```protocol\n") : STR("\n```protocol\n"));
    text_add(&text, str_from(lines));
    text_add(&text, STR("\n"));
    text_add(&text, str_from(sound));
    text_add(&text, STR("```\n"));
    return text_str(&text);
}

/* ---- fixes ---- */

/* The byte of a line's character. */
static size_t place(str source, uint32_t line, uint32_t column)
{
    size_t at = 0;

    for (uint32_t i = 1; i < line; i++)
        at = str_find_byte(source, '\n', at) + 1;
    for (uint32_t i = 1; i < column; i++)
        for (at++; at < source.len && ((unsigned char)source.ptr[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

static str mended(str source, const struct diag *diag)
{
    struct span span = diag->fix.span;
    struct text text = text_in(&arena);

    text_add(&text, str_slice(source, 0, place(source, span.line, span.column)));
    text_add(&text, diag->fix.text);
    text_add(&text,
        str_slice(
            source, place(source, span.line, span.column + span.length), source.len));
    return text_str(&text);
}

static bool is_said_again(const struct diags *diags, const struct diag *diag)
{
    for (size_t i = 0; i < diags->count; i++)
        if (str_equal(diags->items[i].code, diag->code) &&
            diags->items[i].span.line == diag->span.line &&
            diags->items[i].span.column == diag->span.column)
            return true;
    return false;
}

/* Applying a fix removes what it is for, and adds no other error. */
static void check_fixes(str source, const struct diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];
        struct diags after;

        CHECK(diag->message.len > 0 && diag->code.len == 4);
        CHECK(diag->hint.len > 0);
        if (diag->fix.text.ptr == NULL)
            continue;
        after = read_document(mended(source, diag));
        if (is_said_again(&after, diag) || after.errors > diags->errors)
            CHECK_STR(mended(source, diag), STR("a document without this mistake"));
    }
}

TEST(mistakes, are_found_where_they_are)
{
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        str source = document("", mistakes[i].lines);
        struct diags diags = read_document(source);

        if (!str_equal(said(&diags), str_from(mistakes[i].said)))
            CHECK_STR(str_from(mistakes[i].lines), (str){0});
        CHECK_STR(said(&diags), str_from(mistakes[i].said));
        arena_clear(&arena);
    }
}

TEST(mistakes, in_example_tables_are_found_where_they_are)
{
    for (size_t i = 0; i < COUNT_OF(table_mistakes); i++) {
        struct diags diags = read_document(document(table_mistakes[i].lines, ""));

        CHECK_STR(said(&diags), str_from(table_mistakes[i].said));
        arena_clear(&arena);
    }
}

TEST(mistakes, are_mended_by_their_fixes)
{
    for (size_t i = 0; i < COUNT_OF(mistakes) + COUNT_OF(table_mistakes); i++) {
        bool in_table = i >= COUNT_OF(mistakes);
        str source = in_table
            ? document(table_mistakes[i - COUNT_OF(mistakes)].lines, "")
            : document("", mistakes[i].lines);
        struct diags diags = read_document(source);

        check_fixes(source, &diags);
        arena_clear(&arena);
    }
}

TEST(mistakes, of_whole_documents_are_found)
{
    struct diags diags = read_document(STR("# Only words\n"));

    CHECK_STR(said(&diags), STR("P057 0:0+0"));
    diags = read_document(STR("```protocol\nedition 2025-01-02, in force from "
                              "2025-01-02 until 2025-01-01\n```\n"));
    CHECK_STR(said(&diags), STR("P057 1:1+11 P067 2:52+10"));
    diags = read_document(STR("```protocol\noutcome o: \"q\"\n  a = \"A\"\n  until "
                              "known: a\nrule r: o is a\n```\n"));
    CHECK_STR(said(&diags), STR("P056 1:1+11"));
    diags = read_document(
        STR("# A\n```protocol\nedition 2025-01-01, in force from 2025-01-01\n"
            "outcome o: \"q\"\n  a = \"A\"\n  until known: a\n"
            "rule r: o is a\n```\n# B\n```protocol\n"
            "rule s, exception to section \"B\", section \"a\": o is a\n```\n"));
    CHECK_STR(said(&diags), STR("P046 11:30+3 P046 11:43+3"));
    CHECK_STR(diags.items[1].hint, STR("did you mean `A`?"));
    /* What is lost in Markdown is not said to be missing as well. */
    diags = read_document(STR("```Protocol\nrole x: \"X\"\n```\n"));
    CHECK_STR(said(&diags), STR("P026 1:4+8"));
    arena_clear(&arena);
}

TEST(mistakes, of_length_are_found)
{
    struct text lines = text_in(&arena);
    struct diags diags;

    text_add(&lines, STR("role x: \""));
    text_add_repeated(&lines, 'x', 2001);
    text_add(&lines, STR("\""));
    text_add_byte(&lines, '\0');
    diags = read_document(document("", lines.ptr));
    CHECK_STR(said(&diags), STR("P062 2:9+2003"));
    arena_clear(&arena);
}

TEST(mistakes, that_are_too_many_are_cut)
{
    struct text lines = text_in(&arena);
    struct diags diags;

    for (int i = 0; i < 300; i++)
        text_add(&lines, STR("say \"s\" if nobody\n"));
    text_add_byte(&lines, '\0');
    diags = read_document(document("", lines.ptr));
    CHECK_U64(diags.count, 201);
    CHECK_STR(diags.items[0].code, STR("P063"));
    lines = text_in(&arena);
    for (int i = 0; i < 300; i++)
        text_add(&lines, STR("say \"s\" if age < 30\n"));
    text_add_byte(&lines, '\0');
    diags = read_document(document("", lines.ptr));
    CHECK_U64(diags.count, 201);
    CHECK_U64(diags.errors, 0);
    CHECK_STR(diags.items[0].code, STR("P068"));
    arena_clear(&arena);
}
