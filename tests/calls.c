/* A small office, and its calling order. */
#include "calls.h"

#include "door.h"

static const char orders[] =
    "lane law_department\n"
    "  title the Law Department\n"
    "  telephone +1 773 555 0100\n"
    "  acknowledged-for 10 minutes\n"
    "  step 0 seconds: duty by push text\n"
    "  step 90 seconds: second, duty of principal by text mail\n"
    "  step 180 seconds: head by voice\n"
    "  step 300 seconds: desk, everybody by push text voice\n"
    "  again 120 seconds\n"
    "lane *\n"
    "  title the office\n"
    "  telephone +1 773 555 0199\n"
    "  step 0 seconds: duty by push text voice mail\n"
    "  step 60 seconds: desk\n"
    "  again 60 seconds\n";

/* An address a way, that works; Sam's does not. */
static const struct roster_contact contacts[] = {
    {11, ROSTER_PUSH, STR_INIT("{}"), 1, 1, {0}},
    {12, ROSTER_TEXT, STR_INIT("+17735550111"), 1, 1, {0}},
    {21, ROSTER_TEXT, STR_INIT("+17735550121"), 0, 0, {0}},
    {31, ROSTER_VOICE, STR_INIT("+17735550131"), 1, 1, {0}},
    {41, ROSTER_TEXT, STR_INIT("+17735550141"), 1, 1, {0}},
    {51, ROSTER_MAIL, STR_INIT("alex@school.example"), 1, 1, {0}},
};

static const struct roster_post posts[] = {
    {STR_INIT("law_department"), {0}, false},
    {STR_INIT("law_department"), {0}, true},
    {STR_INIT("safety_office"), {0}, false},
    {STR_INIT("principal"), {0}, false},
};

static const struct roster_person persons[] = {
    {CALLS_DANA, STR_INIT("Dana Ruiz"), {0}, {0}, false, posts, 1, contacts, 2},
    {CALLS_SAM, STR_INIT("Sam Lee"), {0}, {0}, false, posts, 1, contacts + 2, 1},
    {CALLS_PAT, STR_INIT("Pat Quinn"), {0}, {0}, false, posts + 1, 1, contacts + 3, 1},
    {CALLS_KIM, STR_INIT("Kim Osei"), {0}, {0}, false, posts + 2, 1, contacts + 4, 1},
    {CALLS_ALEX, STR_INIT("Alex Roy"), {0}, {0}, false, posts + 3, 1, contacts + 5, 1},
};

static const struct roster_week weeks[] = {
    {1, STR_INIT("law_department"), {0}, CALLS_DANA, 127, 0, 0, 1, 0, ROSTER_OPEN},
    {2, STR_INIT("law_department"), {0}, CALLS_SAM, 127, 0, 0, 2, 0, ROSTER_OPEN},
    {3, STR_INIT("safety_office"), {0}, CALLS_KIM, 127, 0, 0, 1, 0, ROSTER_OPEN},
    {4, STR_INIT("principal"), {0}, CALLS_ALEX, 127, 0, 0, 1, 0, ROSTER_OPEN},
};

static const struct roster roster = {.persons = persons,
    .person_count = COUNT_OF(persons),
    .weeks = weeks,
    .week_count = COUNT_OF(weeks)};

bool calls_make(struct arena *arena, struct calling *out)
{
    struct callout_orders *made = ARENA_NEW(arena, struct callout_orders);
    struct err err = {0};

    *out = (struct calling){.orders = made, .roster = &roster};
    return door_says(callout_orders_read(arena, STR(orders), made, &err), &err);
}
