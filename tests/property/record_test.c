/* Any event goes into a leaf and comes out again, for us and for a plain reader; and
 * not one bit of it can be changed. */
#include "naive_sdjwt.h"
#include "record/inside.h"
#include "record_made.h"
#include "test.h"

static str fields_text(struct arena *arena, const struct record_event *event)
{
    struct text text = text_in(arena);

    record_write_canonical(&text, &event->fields);
    return text_str(&text);
}

/* Some of the disclosures, in any order. */
static size_t choose(str *disclosures, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t j = i + test_random(count - i);
        str held = disclosures[i];

        disclosures[i] = disclosures[j];
        disclosures[j] = held;
    }
    return count;
}

static bool same_sequence(const struct record_event *a, const struct record_event *b)
{
    return a->kind == b->kind && str_equal(a->log, b->log) &&
        str_equal(a->visit, b->visit) && a->n == b->n && a->at == b->at &&
        hash_equal(&a->prev, &b->prev) && a->exercise == b->exercise &&
        a->has_anchor == b->has_anchor && a->anchor_size == b->anchor_size &&
        hash_equal(&a->anchor_root, &b->anchor_root);
}

TEST(record, comes_out_of_a_leaf_as_it_went_in)
{
    static const char *const ignored[] = {
        "v", "log", "visit", "n", "kind", "at", "prev", "anchor", "exercise", NULL};
    struct hasher hasher = made_hasher();
    struct record_verifier verifier = made_verifier();

    for (int round = 0; round < 300; round++) {
        struct arena arena = {0};
        struct record_event event = made_event_by_chance(&arena);
        struct made made = made_leaf(&arena, &event, test_random_u64());
        str *disclosures = made_disclosures(&arena, &made);
        size_t count = choose(disclosures, made.count);
        struct record_leaf leaf;
        struct record_opened out;
        struct text text = text_in(&arena);
        struct text wanted = text_in(&arena);
        struct err err = {0};

        CHECK_OR_STOP(record_leaf_parse(&arena, made.leaf, &leaf, &err) &&
            record_leaf_verify(&leaf, &verifier, &err) &&
            record_open(&arena, &hasher, &leaf, disclosures, count, &out, &err));
        CHECK_OR_STOP(same_sequence(&event, &out.event));
        CHECK_STR(fields_text(&arena, &out.event), fields_text(&arena, &event));
        record_add_presentation(&text, made.leaf, disclosures, count);
        text_add_byte(&text, 0);
        text_add(&wanted, fields_text(&arena, &event));
        text_add_byte(&wanted, 0);
        CHECK_OR_STOP(naive_sdjwt_yields(text.ptr, wanted.ptr, ignored));
        arena_clear(&arena);
    }
}

/* Take from `fields` what the seal `i` holds, as withholding it does. */
static void withhold(struct record_event *event, const struct record_seal *seal)
{
    for (size_t i = 0; i < event->fields.count; i++) {
        struct json_value *value = &event->fields.items[i];

        if (!str_equal(event->fields.names[i], seal->field->name))
            continue;
        if (seal->paragraph >= 0) {
            value->items[seal->paragraph].kind = JSON_IS_NULL;
            return;
        }
        event->fields.count--;
        event->fields.items[i] = event->fields.items[event->fields.count];
        event->fields.names[i] = event->fields.names[event->fields.count];
        return;
    }
}

TEST(record, shows_exactly_what_is_disclosed)
{
    struct hasher hasher = made_hasher();

    for (int round = 0; round < 300; round++) {
        struct arena arena = {0};
        struct record_event event = made_event_by_chance(&arena);
        struct made made = made_leaf(&arena, &event, test_random_u64());
        str *disclosures = ARENA_ARRAY(&arena, str, made.count);
        size_t count = 0;
        bool parent_shown = false;
        struct record_leaf leaf;
        struct record_opened out;
        struct err err = {0};

        /* Backwards: a list stands behind its paragraphs. */
        for (size_t i = made.count; i-- > 0;) {
            bool is_paragraph = made.seals[i].paragraph >= 0;
            bool shown = test_random(2) == 0 && (!is_paragraph || parent_shown);

            if (!is_paragraph)
                parent_shown = shown;
            if (shown)
                disclosures[count++] = made.seals[i].disclosure;
            else
                withhold(&event, &made.seals[i]);
        }
        CHECK_OR_STOP(record_leaf_parse(&arena, made.leaf, &leaf, &err) &&
            record_open(&arena, &hasher, &leaf, disclosures, count, &out, &err));
        CHECK_STR(fields_text(&arena, &out.event), fields_text(&arena, &event));
        arena_clear(&arena);
    }
}

TEST(record, says_nothing_of_how_many_fields_an_event_has)
{
    struct arena arena = {0};
    size_t digests[RECORD_KIND_COUNT] = {0};

    for (int round = 0; round < 300; round++) {
        struct record_event event = made_event_by_chance(&arena);
        struct made made = made_leaf(&arena, &event, test_random_u64());
        struct record_leaf leaf;
        struct err err = {0};

        CHECK_OR_STOP(record_leaf_parse(&arena, made.leaf, &leaf, &err));
        CHECK(digests[event.kind] == 0 || digests[event.kind] == leaf.digest_count);
        digests[event.kind] = leaf.digest_count;
        for (size_t i = 0; i < made.count; i++)
            CHECK(str_find(made.leaf, made.seals[i].disclosure, 0) == made.leaf.len);
    }
    arena_clear(&arena);
}

/* Whether a presentation is read, verified and opened. */
static bool is_good(str text)
{
    struct arena arena = {0};
    struct hasher hasher = made_hasher();
    struct record_verifier verifier = made_verifier();
    struct record_presentation parts;
    struct record_leaf leaf;
    struct record_opened out;
    struct err err = {0};
    bool good = record_presentation_parse(&arena, text, &parts, &err) &&
        record_leaf_parse(&arena, parts.leaf, &leaf, &err) &&
        record_leaf_verify(&leaf, &verifier, &err) &&
        record_open(&arena, &hasher, &leaf, parts.disclosures, parts.count, &out, &err);

    CHECK(good || err.kind != ERR_NONE);
    arena_clear(&arena);
    return good;
}

TEST(record, cannot_be_changed_by_a_single_bit)
{
    struct arena arena = {0};
    struct record_event event = made_event(&arena, STR("visit_closed"),
        STR("{\"end\": \"left\", \"by\": \"desk\", \"account\": [\"One.\", \"Two.\"]}"));
    struct made made = made_leaf(&arena, &event, test_random_u64());
    struct text text = text_in(&arena);

    record_add_presentation(
        &text, made.leaf, made_disclosures(&arena, &made), made.count);
    CHECK_OR_STOP(is_good(text_str(&text)));
    for (size_t bit = 0; bit < 8 * text.len; bit++) {
        text.ptr[bit / 8] ^= (char)(1 << bit % 8);
        if (is_good(text_str(&text)))
            CHECK_U64(bit, SIZE_MAX);
        text.ptr[bit / 8] ^= (char)(1 << bit % 8);
    }
    arena_clear(&arena);
}

TEST(record, cannot_be_cut_short)
{
    struct arena arena = {0};
    struct record_event event = made_event_by_chance(&arena);
    struct made made = made_leaf(&arena, &event, test_random_u64());
    struct text text = text_in(&arena);
    size_t parts = 0;

    record_add_presentation(
        &text, made.leaf, made_disclosures(&arena, &made), made.count);
    for (size_t len = 0; len < text.len; len++)
        parts += is_good(str_slice(text_str(&text), 0, len));
    /* Only where a disclosure ends, and not between paragraphs and their list. */
    CHECK(parts <= made.count);
    arena_clear(&arena);
}
