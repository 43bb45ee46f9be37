/* Two documents side by side: what is shown leads from one to the other. */
#include "study/study.h"
#include "test.h"

static uint64_t state = 20261125;

static uint32_t random_below(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

/* A document of few different lines, so that much is the same by chance. */
static str document(struct arena *arena)
{
    struct text text = text_in(arena);
    uint32_t count = random_below(14);

    for (uint32_t i = 0; i < count; i++) {
        text_add_byte(&text, (char)('a' + random_below(3)));
        text_add_byte(&text, '\n');
    }
    return text_str(&text);
}

/* Put the new side into the old document where lines differ. */
static str replay(struct arena *arena, str source, const struct study_lines *lines)
{
    struct text text = text_in(arena);
    uint32_t number = 1;
    str line;

    for (size_t i = 0; i < lines->count; i++) {
        const struct study_line *l = &lines->items[i];

        while (l->old_number > number && str_split(&source, '\n', &line)) {
            text_add(&text, line);
            text_add_byte(&text, '\n');
            number++;
        }
        if (l->old_number > 0 && str_split(&source, '\n', &line)) {
            CHECK_STR(line, l->old_text);
            number++;
        }
        if (l->new_number == 0)
            continue;
        text_add(&text, l->new_text);
        text_add_byte(&text, '\n');
    }
    text_add(&text, source);
    return text_str(&text);
}

TEST(lines, lead_from_one_document_to_the_other)
{
    for (int i = 0; i < 3000; i++) {
        struct arena arena = {0};
        struct study_lines lines;
        str a = document(&arena);
        str b = document(&arena);

        study_compare_lines(&arena, a, b, &lines);
        CHECK_STR(replay(&arena, a, &lines), b);
        CHECK(!str_equal(a, b) || lines.count == 0);
        arena_clear(&arena);
    }
}

TEST(lines, leave_out_what_is_the_same)
{
    struct arena arena = {0};
    struct study_lines lines;

    study_compare_lines(&arena, STR("1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
        STR("1\n2\n3\n4\nfive\n6\n7\n8\n9\nten\n"), &lines);
    CHECK_U64(lines.count, 8);
    CHECK_STR(lines.items[0].old_text, STR("3"));
    CHECK(lines.items[0].after_gap && !lines.items[1].after_gap);
    CHECK_STR(lines.items[2].old_text, STR("5"));
    CHECK_STR(lines.items[2].new_text, STR("five"));
    CHECK_U64(lines.items[7].old_number, 0);
    CHECK_STR(lines.items[7].new_text, STR("ten"));
    arena_clear(&arena);
}
