/* Telephone numbers in words for people: found, and made an address. */
#include "test.h"
#include "web/visits.h"

TEST(visit, finds_the_number_to_call)
{
    static const struct {
        str words;
        str number;
        str address;
    } rows[] = {
        {STR_INIT("Safety (Student Safety Center, 773-553-3335, day and night)"),
            STR_INIT("773-553-3335"), STR_INIT("tel:7735533335")},
        {STR_INIT("Call 911"), STR_INIT("911"), STR_INIT("tel:911")},
        {STR_INIT("Law, +1 312 555 0100"), STR_INIT("+1 312 555 0100"),
            STR_INIT("tel:+13125550100")},
        {STR_INIT("within 5 minutes, or 24 hours"), {0}, {0}},
        {STR_INIT("Form 9110 of 10-12"), {0}, {0}},
        {{0}, {0}, {0}},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        str number = calling_number(rows[i].words);

        CHECK_STR(number, rows[i].number);
        CHECK_STR(number_address(&arena, number), rows[i].address);
    }
    arena_clear(&arena);
}
