/*
 * The table of kinds as Markdown: a section a kind, a row a field.
 */
#include "record/inside.h"

static void add_code(struct text *text, str s)
{
    text_add(text, STR("`"));
    text_add(text, s);
    text_add(text, STR("`"));
}

static void add_choices(struct text *text, str choices)
{
    str word;
    bool first = true;

    while (str_split(&choices, ' ', &word)) {
        text_add(text, first ? STR("") : STR(", "));
        add_code(text, word);
        first = false;
    }
}

/* "a text, at most 120 characters" */
static void add_type(struct text *text, const struct record_field *field)
{
    if (field->type == RECORD_CHOICE) {
        add_choices(text, field->choices);
        return;
    }
    text_add(text, record_type_words(field->type));
    if (field->most == 0 || field->type == RECORD_NAME || field->type == RECORD_VALUE)
        return;
    text_add(text, field->type == RECORD_INTEGER ? STR(" to ") : STR(", at most "));
    text_add_u64(text, field->most);
    if (field->type == RECORD_TEXT)
        text_add(text, STR(" characters"));
}

static void add_field(struct text *text, const struct record_field *field)
{
    text_add(text, STR("| "));
    add_code(text, field->name);
    text_add(text, STR(" | "));
    add_type(text, field);
    text_add(text, STR(" | "));
    text_add(text, record_keep_name(field->keep));
    text_add(text, field->required ? STR(" | yes | ") : STR(" | | "));
    text_add(text, field->help);
    text_add(text, STR(" |\n"));
}

static str place_words(enum record_place place)
{
    static const str words[] = {
        [RECORD_IN_VISIT] = STR_INIT("Part of a visit"),
        [RECORD_ANYWHERE] = STR_INIT("Part of a visit or of none"),
        [RECORD_OUTSIDE] = STR_INIT("Part of no visit"),
    };

    return words[place];
}

void record_write_table(struct text *text)
{
    for (uint32_t kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_kind_row *row = record_kind_row((enum record_kind)kind);

        text_add(text, STR("### `"));
        text_add(text, row->name);
        text_add(text, STR("`\n\n"));
        text_add(text, row->help);
        text_add(text, STR(" "));
        text_add(text, place_words(row->place));
        text_add(text, STR("; "));
        text_add_u64(text, row->digests);
        text_add(text, STR(" digests.\n\n"));
        text_add(text, STR("| Field | Type | Kept as | Needed | What it says |\n"));
        text_add(text, STR("|---|---|---|---|---|\n"));
        for (const struct record_field *f = row->fields; f->name.len > 0; f++)
            add_field(text, f);
        text_add(text, STR("\n"));
    }
}
