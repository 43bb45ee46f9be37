/*
 * A protocol with a fact of every kind, for what reads facts.
 */
#ifndef VESTIBULE_TEST_JSON_FACTS_H
#define VESTIBULE_TEST_JSON_FACTS_H

#include "eval/eval.h"
#include "policy/policy.h"

#define FACTS_PROTOCOL                                                                   \
    "# Kinds\n"                                                                          \
    "```protocol\n"                                                                      \
    "edition 2025-01-01, in force from 2025-01-01\n"                                     \
    "fact colour: \"Which?\"\n"                                                          \
    "  red = \"Red\"\n"                                                                  \
    "  green = \"Green\"\n"                                                              \
    "fact wet: yes/no \"Wet?\"\n"                                                        \
    "fact number: number -5 to 90 \"How many?\"\n"                                       \
    "fact born: date \"When?\"\n"                                                        \
    "fact hour: time \"At what time?\"\n"                                                \
    "fact waited: school days since born\n"                                              \
    "outcome out: \"Out?\"\n"                                                            \
    "  no = \"No.\"\n"                                                                   \
    "  yes = \"Yes.\"\n"                                                                 \
    "  until known: no\n"                                                                \
    "rule stay: out is no\n"                                                             \
    "rule leave, exception to stay: out is yes if colour is red and wet and number > 3 " \
    "and born before today and hour between 08:00 and 10:00 and waited > 4\n"            \
    "```\n"

enum { COLOUR, WET, NUMBER, BORN, HOUR, WAITED, TODAY, FACTS_COUNT };

/* Compile it; the image lives in `arena`. */
static inline bool facts_image(struct arena *arena, struct image *image)
{
    struct diags diags = {0};
    struct policy policy;
    struct err err = {0};
    bool done = policy_compile(arena, STR(FACTS_PROTOCOL), &diags, &policy);

    policy_clear(&policy);
    return done && image_open(image, policy.image.ptr, policy.image.len, &err) &&
        image->count[SECTION_FACTS] == FACTS_COUNT;
}

#endif
