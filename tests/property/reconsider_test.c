/*
 * Random visits decided anew by another edition, against the plain way: what each visit
 * was told last, put to the other edition one fact after another.  And what is erased, or
 * known to only one of both, is neither decided nor guessed.
 */
#include "app/reader.h"
#include "door.h"
#include "test.h"

enum { VISITS = 40, STATED_MOST = 9, ROUNDS = 4 };

/* A document of another edition. */
static str with(struct door *d, str source, str from, str to)
{
    struct text text = text_in(&d->arena);
    size_t at = str_find(source, from, 0);

    CHECK(at < source.len);
    text_add(&text, str_slice(source, 0, at));
    text_add(&text, to);
    text_add(&text, str_slice(source, at + from.len, source.len));
    return text_str(&text);
}

/* The police are turned away; one paper has another name, one is assumed not to be brought
 * by the fire brigade. */
static str other_edition(struct door *d)
{
    str source = with(d, d->source,
        STR("rule police_wait, exception to visitors_sign_in: entry is wait if"),
        STR("rule police_wait, exception to visitors_sign_in: entry is refuse if"));

    source = with(d, source, STR("administrative = "), STR("office_form = "));
    source = with(d, source, STR("| administrative |"), STR("| office_form |"));
    return with(d, source, STR("## Visitors"),
        STR("```protocol\nassume \"x\": not (agency is responder and paper is criminal)\n```\n\n"
            "## Visitors"));
}

static str text_of(struct door *d, const uint32_t *item)
{
    return arena_str(&d->arena, image_str(&desk_bench(d->desk)->image, item));
}

static void tell(struct door *d)
{
    const struct image *image = &desk_bench(d->desk)->image;
    uint32_t fact = (uint32_t)test_random(image->count[SECTION_FACTS]);
    const uint32_t *item = image_item(image, SECTION_FACTS, fact);
    struct desk_statement what = {
        .fact = text_of(d, item + FACT_NAME), .basis = STR("told")};

    if ((item[FACT_FLAGS] & IMAGE_SUPPLIED) != 0)
        return;
    if (item[FACT_KIND] == IMAGE_YES_NO)
        what.value = test_random(2) == 0 ? STR("no") : STR("yes");
    else
        what.value = text_of(d,
            image_item(image, SECTION_CHOICES,
                item[FACT_CHOICE_FIRST] +
                    (uint32_t)test_random(item[FACT_CHOICE_COUNT])) +
                CHOICE_NAME);
    (void)door_try(d, d->number++, &what, -1, STR("Ana"), STR("law_department"));
}

static void come(struct door *d, str *ids, bool *closed)
{
    for (size_t i = 0; i < VISITS; i++) {
        size_t count = test_random(STATED_MOST);

        CHECK(door_open(d));
        ids[i] = arena_str(&d->arena, d->id);
        for (size_t k = 0; k < count; k++)
            tell(d);
        d->now += 60;
        closed[i] = test_random(2) == 0;
        if (closed[i]) {
            struct desk_act act = door_act(d, d->number++, STR("Ana"), STR("desk"));
            const struct desk_ending ending = {.end = STR("left")};

            act.visit = d->id;
            CHECK(door_says(
                desk_end(d->desk, &act, &ending, &d->done, &d->err), &d->err));
        }
    }
}

/* What the other edition would show, decided by hand; empty: it cannot decide. */
static str entry_of(struct door *d, const struct compiled *other,
    const struct visit *visit, bool *unread)
{
    const struct image *image = &other->bench.image;
    int32_t *facts = ARENA_ARRAY(&d->arena, int32_t, image->count[SECTION_FACTS]);
    const struct visit_decision *decision = visit_decided(visit);
    struct verdict verdict;
    struct moment at;
    struct err err = {0};

    CHECK(moment_parse(decision->as_of, &at));
    visit_facts(visit, image, facts);
    calendar_supply(desk_calendar(d->desk), image, &at, facts);
    for (size_t i = 0; i < visit->statement_count; i++)
        *unread |= visit->statements[i].counts &&
            visit->statements[i].value.kind != JSON_IS_NULL &&
            visit_is_note(visit, image, &visit->statements[i]);
    if (!verdict_make(&d->arena, &other->bench, facts, &at, &verdict, &err))
        return STR("");
    return json_find(&verdict.outcomes, STR("entry"))->text;
}

static const struct reconsidered *found_of(
    const struct reconsideration *found, const struct visit *visit)
{
    for (size_t i = 0; i < found->count; i++)
        if (str_equal(found->items[i].visit, visit->id))
            return &found->items[i];
    return NULL;
}

static void check_visit(struct door *d, const struct compiled *other,
    const struct reconsideration *found, str id, bool closed, uint64_t counts[3])
{
    const struct visit *visit;
    const struct reconsidered *row;
    bool unread = false;
    str would;
    str was;

    CHECK(door_says(desk_visit(d->desk, id, &visit, &d->err), &d->err));
    if (visit_decided(visit) == NULL)
        return;
    was = json_find(&visit_decided(visit)->outcomes, STR("entry"))->text;
    would = entry_of(d, other, visit, &unread);
    row = found_of(found, visit);
    counts[0]++;
    counts[1] += !str_equal(was, would);
    counts[2] += unread;
    CHECK((row != NULL) == !str_equal(was, would));
    if (row == NULL)
        return;
    CHECK(row->is_over == closed && row->at == visit_decided(visit)->mark.at);
    CHECK(row->contradicts == (would.len == 0));
    CHECK_STR(row->school, visit->school);
}

static void round_of(void)
{
    struct door d;
    struct compiled *other;
    struct reconsideration found;
    struct reconsider_order order = {.name = STR("entry")};
    str ids[VISITS];
    bool closed[VISITS];
    uint64_t counts[3] = {0};
    uint64_t looked = 0;
    uint64_t differing = 0;
    struct err err = {0};

    CHECK_OR_STOP(door_start(&d, STR("tests/data/worked.md")));
    order.source = other_edition(&d);
    order.directory = d.folder;
    order.calendar = *desk_calendar(d.desk);
    other = door_compile(order.source);
    CHECK_OR_STOP(other->diags.errors == 0);
    come(&d, ids, closed);
    CHECK_OR_STOP(door_says(reconsider(&order, NULL, &d.arena, &found, &err), &err));
    CHECK_U64(found.events, door_events(&d));
    for (size_t i = 0; i < VISITS; i++)
        check_visit(&d, other, &found, ids[i], closed[i], counts);
    for (size_t i = 0; i < found.tally_count; i++) {
        looked += found.tallies[i].looked;
        differing += found.tallies[i].differing;
    }
    CHECK_U64(looked, counts[0]);
    CHECK_U64(differing, counts[1]);
    CHECK_U64(found.count, counts[1]);
    CHECK_U64(found.unread, counts[2]);
    CHECK_U64(found.erased, 0);
    order.source = d.source;
    CHECK(door_says(reconsider(&order, NULL, &d.arena, &found, &err), &err));
    CHECK(found.count == 0 && found.unread == 0);
    compiled_free(other);
    door_finish(&d);
}

TEST(reconsider, finds_what_the_plain_way_finds)
{
    for (int i = 0; i < ROUNDS; i++)
        round_of();
}
