/*
 * A batch decides like single walks: for diagrams that are small enough to be dealt with
 * a bit a case and for those that are not, in blocks and what is left of them.
 */
#include "property/desk.h"

enum { CASES_MOST = 1700 };

static void compare(const struct desk *desk)
{
    const struct image *image = &desk->image;
    image_edge root = image_item(image, SECTION_OUTCOMES, 0)[OUTCOME_ROOT];
    size_t count = test_random(CASES_MOST);
    size_t stride = count + test_random(3);
    size_t row_size = image_row(image);
    uint16_t *columns = calloc(row_size * stride + 1, sizeof(*columns));
    uint8_t *leaves = malloc(count + 1);
    size_t wrong = 0;

    CHECK_OR_STOP(columns != NULL && leaves != NULL);
    for (size_t i = 0; i < (row_size - 1) * stride; i++)
        columns[i] = (uint16_t)test_random(
            image_item(image, SECTION_SLOTS, (uint32_t)(i / stride))[SLOT_SIZE]);
    leaves[count] = 99;
    eval_batch(image, root, columns, stride, count, leaves);
    CHECK_U64(leaves[count], 99);
    for (size_t c = 0; c < count; c++) {
        uint16_t row[EVAL_MAX_ROW];
        uint32_t route[EVAL_MAX_ROW];

        for (size_t s = 0; s < row_size; s++)
            row[s] = columns[s * stride + c];
        eval_route(image, row, route);
        wrong += leaves[c] != eval_leaf(image, root, route);
    }
    CHECK_U64(wrong, 0);
    free(columns);
    free(leaves);
}

/* A choice and a number of many values, and an outcome of six. */
static void many_document(struct text *text)
{
    size_t choices = 3 + test_random(70);
    size_t cuts = test_random(2) == 0 ? 3 : test_random(150);

    text_add(text,
        STR("# Many\n\n```protocol\nedition 2025-01-01, in force from 2025-01-01\n"
            "fact late: yes/no \"?\"\nfact n: number 0 to 999 \"?\"\nfact c: \"?\"\n"));
    for (size_t v = 0; v < choices; v++) {
        text_add(text, STR("  "));
        add_name(text, 'v', v);
        text_add(text, STR(" = \"V\"\n"));
    }
    text_add(text, STR("outcome o: \"?\"\n"));
    for (size_t v = 0; v < 6; v++) {
        text_add(text, STR("  "));
        add_name(text, 'w', v);
        text_add(text, STR(" = \"W\"\n"));
    }
    text_add(text, STR("  until known: w0\nassume \"a\": if late then n > 4\n"));
    text_add(text, STR("rule r0: o is w0\n"));
    for (size_t r = 1; r < cuts + 2; r++) {
        text_add(text, STR("rule "));
        add_name(text, 'r', r);
        text_add(text, STR(", exception to "));
        add_name(text, 'r', r - 1);
        text_add(text, STR(": o is "));
        add_name(text, 'w', test_random(6));
        text_add(text, test_random(3) == 0 ? STR(" if late") : STR(" if not late"));
        text_add(text, STR(" and c is "));
        add_name(text, 'v', test_random(choices));
        text_add(text, STR(" and n >= "));
        text_add_u64(text, test_random(1000));
        text_add(text, STR("\n"));
    }
    text_add(text, STR("```\n"));
}

TEST(batches, are_decided_like_single_cases)
{
    int opened = 0;

    for (int round = 0; round < 60; round++) {
        struct desk desk = {0};
        struct text source = text_in(&desk.arena);

        if (round % 5 == 0)
            many_document(&source);
        else
            wide_document(&source);
        if (desk_open(&desk, text_str(&source))) {
            compare(&desk);
            opened++;
        }
        desk_close(&desk);
    }
    CHECK(opened > 40);
}
