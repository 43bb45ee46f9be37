/*
 * What stands under the cursor: the name there, a property, or a word of the
 * language.  What it says is written in hover_*.c.
 */
#include "lsp/hover.h"

struct range word_at(str text, size_t offset)
{
    struct range word = {offset, offset};

    while (word.start > 0 && is_word_byte(text.ptr[word.start - 1]))
        word.start--;
    while (word.end < text.len && is_word_byte(text.ptr[word.end]))
        word.end++;
    return word;
}

bool is_word_byte(char byte)
{
    return char_is_lower(byte) || char_is_upper(byte) || char_is_digit(byte) ||
        byte == '_';
}

/* The property whose name stands at `offset`, or TREE_NONE. */
static uint32_t property_at(
    const struct lsp_document *document, const struct tree *tree, size_t offset)
{
    for (uint32_t i = 0; i < tree->property_count; i++) {
        struct range range = lines_span(&document->lines, tree->properties[i].span);

        if (offset >= range.start && offset < range.end)
            return i;
    }
    return TREE_NONE;
}

/* Whether the word is the language's own: outside texts and comments of a block. */
static bool is_code(const struct lsp_document *document, struct range word)
{
    struct range line =
        lines_line(&document->lines, lines_place(&document->lines, word.start).line);
    bool is_text = false;

    for (size_t i = line.start; i < word.start; i++) {
        is_text ^= document->text.ptr[i] == '"';
        if (document->text.ptr[i] == '#' && !is_text)
            return false;
    }
    return !is_text;
}

static bool hover_word(struct hover *h, size_t offset, struct range *range)
{
    const struct tree *tree = h->tree;
    struct range word = word_at(h->document->text, offset);
    uint32_t line = lines_place(&h->document->lines, offset).line + 1;
    str meaning = word_meaning(str_slice(h->document->text, word.start, word.end));

    if (meaning.len == 0 || block_at(&tree->scan, line) == SCAN_NONE ||
        !is_code(h->document, word))
        return false;
    text_add(&h->text, STR("**"));
    text_add(&h->text, str_slice(h->document->text, word.start, word.end));
    text_add(&h->text, STR("**\n\n"));
    text_add(&h->text, meaning);
    *range = word;
    return true;
}

static void hover_ref(struct hover *h, const struct ref *ref)
{
    switch (ref->kind) {
    case REF_FACT:
        hover_fact(h, ref->index);
        break;
    case REF_CHOICE:
        hover_choice(h, ref->index, ref->part);
        break;
    case REF_LET:
        hover_let(h, ref->index);
        break;
    case REF_RULE:
        hover_rule(h, ref->index);
        break;
    case REF_ROLE:
        hover_role(h, ref->index);
        break;
    case REF_OUTCOME:
        hover_outcome(h, ref->index);
        break;
    case REF_VALUE:
        hover_value(h, ref->index, ref->part);
        break;
    case REF_DUTY:
        hover_duty(h, ref->index);
        break;
    case REF_HEADING:
        hover_heading(h, ref->index);
        break;
    }
}

/* Write what is to be shown for `offset`; false when there is nothing. */
static bool hover_at(struct hover *h, size_t offset, struct range *range)
{
    const struct ref *ref = ref_at(h->document, h->tree, offset);
    uint32_t property;

    if (ref != NULL) {
        *range = lines_span(&h->document->lines, ref->span);
        hover_ref(h, ref);
        return true;
    }
    property = property_at(h->document, h->tree, offset);
    if (property == TREE_NONE)
        return hover_word(h, offset, range);
    *range = lines_span(&h->document->lines, h->tree->properties[property].span);
    hover_property(h, property);
    return true;
}

bool answer_hover(struct call *call)
{
    size_t offset;
    struct lsp_document *document = call_place(call, &offset);
    struct json_out *json = call->json;
    struct hover h = {.arena = call->arena, .document = document};
    struct range range;

    if (document == NULL)
        return false;
    h.is_good = document_compile(document);
    h.policy = &document->compiled.policy;
    h.tree = &h.policy->tree;
    h.text = text_in(call->arena);
    if (!hover_at(&h, offset, &range)) {
        json_null(json);
        return true;
    }
    json_object(json);
    json_key(json, STR("contents"));
    json_object(json);
    json_key(json, STR("kind"));
    json_str(json, call->lsp->is_plain ? STR("plaintext") : STR("markdown"));
    json_key(json, STR("value"));
    json_str(json, str_trim(text_str(&h.text)));
    json_end(json);
    json_key(json, STR("range"));
    json_range(json, &document->lines, range);
    json_end(json);
    return true;
}
