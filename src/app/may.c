/*
 * Asking the protocol of roles: names are looked up once, when it is opened.
 */
#include "app/may.h"

static const str act_names[MAY_ACTS] = {
    [MAY_OPEN_VISIT] = STR_INIT("open_visit"),
    [MAY_SEE_VISIT] = STR_INIT("see_visit"),
    [MAY_JOIN_VISIT] = STR_INIT("join_visit"),
    [MAY_STATE_FACT] = STR_INIT("state_fact"),
    [MAY_STATE_LAW_FACT] = STR_INIT("state_law_fact"),
    [MAY_ACKNOWLEDGE_DUTY] = STR_INIT("acknowledge_duty"),
    [MAY_MESSAGE_DESK] = STR_INIT("message_desk"),
    [MAY_HAND_OVER] = STR_INIT("hand_over"),
    [MAY_CLOSE_VISIT] = STR_INIT("close_visit"),
    [MAY_ATTACH_PAPER] = STR_INIT("attach_paper"),
    [MAY_SEE_PAPER] = STR_INIT("see_paper"),
    [MAY_SEE_BOARD] = STR_INIT("see_board"),
    [MAY_SEE_HISTORY] = STR_INIT("see_history"),
    [MAY_EXPORT_VISITS] = STR_INIT("export_visits"),
    [MAY_READ_PROTOCOL] = STR_INIT("read_protocol"),
    [MAY_DRAFT_EDITION] = STR_INIT("draft_edition"),
    [MAY_APPROVE_EDITION] = STR_INIT("approve_edition"),
    [MAY_ENROL_DEVICE] = STR_INIT("enrol_device"),
    [MAY_MANAGE_PEOPLE] = STR_INIT("manage_people"),
    [MAY_SEE_ACCESS_LOG] = STR_INIT("see_access_log"),
    [MAY_SEE_RECORD] = STR_INIT("see_record"),
    [MAY_ERASE_FIELD] = STR_INIT("erase_field"),
    [MAY_DISCLOSE] = STR_INIT("disclose"),
    [MAY_TAKE_REQUEST] = STR_INIT("take_request"),
    [MAY_RELEASE_RECORD] = STR_INIT("release_record"),
    [MAY_DRAFT_NOTICE] = STR_INIT("draft_notice"),
    [MAY_APPROVE_NOTICE] = STR_INIT("approve_notice"),
    [MAY_SEE_ROSTER] = STR_INIT("see_roster"),
    [MAY_CHANGE_ROSTER] = STR_INIT("change_roster"),
    [MAY_OPERATE] = STR_INIT("operate"),
    [MAY_RUN_EXERCISE] = STR_INIT("run_exercise"),
};

/* Without these nobody could mend a document in the browser. */
static const enum may_act needed[] = {
    MAY_READ_PROTOCOL, MAY_DRAFT_EDITION, MAY_APPROVE_EDITION, MAY_MANAGE_PEOPLE};

enum may_fact { FACT_ACTS_AS, FACT_ACT, FACT_OWN_SCHOOL, FACT_BY_PIN, FACT_OWN_DRAFT };

static const struct {
    str name;
    enum image_fact_kind kind;
} asked[] = {
    [FACT_ACTS_AS] = {STR_INIT("acts_as"), IMAGE_CHOICE},
    [FACT_ACT] = {STR_INIT("act"), IMAGE_CHOICE},
    [FACT_OWN_SCHOOL] = {STR_INIT("own_school"), IMAGE_YES_NO},
    [FACT_BY_PIN] = {STR_INIT("by_pin"), IMAGE_YES_NO},
    [FACT_OWN_DRAFT] = {STR_INIT("own_draft"), IMAGE_YES_NO},
};

/* Roles of accounts that entry protocols call otherwise. */
static const struct {
    str account;
    str entry;
} entry_roles[] = {
    {STR_INIT("law"), STR_INIT("law_department")},
    {STR_INIT("safety"), STR_INIT("safety_office")},
};

struct may {
    const struct bench *bench; /* of the document */
    uint32_t facts[COUNT_OF(asked)];
    int32_t acts[MAY_ACTS]; /* -1: the document does not know it */
    image_edge root;        /* of the outcome `may` */
    uint32_t yes;           /* its value */
    struct arena arena;     /* this, and what one question needs */
    int32_t *values;
    uint16_t *slots;
};

/* ---- looking names up ---- */

struct looking {
    struct may *may;
    const struct image *image;
    struct err *err;
    size_t missing;
};

static void miss(struct looking *l, str what, str name)
{
    if (l->missing++ == 0)
        err_set(l->err, ERR_INVALID, STR("the protocol of roles has no "));
    else
        err_add(l->err, STR(", no "));
    err_add(l->err, what);
    err_add(l->err, STR(" `"));
    err_add(l->err, name);
    err_add(l->err, STR("`"));
}

static str choice_name(const struct image *image, uint32_t place)
{
    return image_str(image, image_item(image, SECTION_CHOICES, place) + CHOICE_NAME);
}

/* The place of a choice among `count` from `first` on, or -1. */
static int32_t find_choice(
    const struct image *image, uint32_t first, uint32_t count, str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(choice_name(image, first + i), name))
            return (int32_t)i;
    return -1;
}

static void look_for_facts(struct looking *l)
{
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        uint32_t fact = image_find_fact(l->image, asked[i].name);

        l->may->facts[i] = fact;
        if (fact == IMAGE_ABSENT ||
            image_item(l->image, SECTION_FACTS, fact)[FACT_KIND] !=
                (uint32_t)asked[i].kind)
            miss(l, asked[i].kind == IMAGE_CHOICE ? STR("choice") : STR("yes/no fact"),
                asked[i].name);
    }
}

static void look_for_acts(struct looking *l)
{
    const uint32_t *fact;

    if (l->missing > 0)
        return;
    fact = image_item(l->image, SECTION_FACTS, l->may->facts[FACT_ACT]);
    for (size_t i = 0; i < MAY_ACTS; i++)
        l->may->acts[i] = find_choice(
            l->image, fact[FACT_CHOICE_FIRST], fact[FACT_CHOICE_COUNT], act_names[i]);
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (l->may->acts[needed[i]] < 0)
            miss(l, STR("act"), act_names[needed[i]]);
}

static void look_for_outcome(struct looking *l)
{
    for (uint32_t o = 0; o < l->image->count[SECTION_OUTCOMES]; o++) {
        const uint32_t *item = image_item(l->image, SECTION_OUTCOMES, o);
        int32_t yes =
            find_choice(l->image, item[OUTCOME_FIRST], item[OUTCOME_COUNT], STR("yes"));

        if (!str_equal(image_str(l->image, item + OUTCOME_NAME), STR("may")))
            continue;
        l->may->root = item[OUTCOME_ROOT];
        l->may->yes = (uint32_t)yes;
        if (yes < 0)
            miss(l, STR("value of `may`"), STR("yes"));
        return;
    }
    miss(l, STR("outcome"), STR("may"));
}

bool may_open(const struct compiled *document, struct may **out, struct err *err)
{
    struct arena arena = {0};
    struct may *may;
    struct looking l = {.image = &document->bench.image, .err = err};

    *out = NULL;
    if (!compiled_require(document, err))
        return false;
    may = ARENA_NEW(&arena, struct may);
    may->arena = arena;
    may->bench = &document->bench;
    l.may = may;
    may->values = ARENA_ARRAY(&may->arena, int32_t, l.image->count[SECTION_FACTS]);
    may->slots = ARENA_ARRAY(&may->arena, uint16_t, image_row(l.image));
    look_for_facts(&l);
    look_for_acts(&l);
    look_for_outcome(&l);
    if (l.missing > 0) {
        may_close(may);
        return err_add(err, STR("; the program asks by these names"));
    }
    *out = may;
    return true;
}

void may_close(struct may *may)
{
    struct arena arena;

    if (may == NULL)
        return;
    arena = may->arena; /* it lies in the arena itself */
    arena_clear(&arena);
}

/* ---- asking ---- */

static int32_t find_role(const struct may *may, str role)
{
    const struct image *image = &may->bench->image;
    const uint32_t *roles = image_item(image, SECTION_FACTS, may->facts[FACT_ACTS_AS]);

    return find_choice(image, roles[FACT_CHOICE_FIRST], roles[FACT_CHOICE_COUNT], role);
}

bool app_may(const struct may *may, const struct may_question *question)
{
    const struct bench *bench = may->bench;
    const struct image *image = &bench->image;
    int32_t role = find_role(may, question->role);

    if (role < 0 || may->acts[question->act] < 0)
        return false;
    for (uint32_t f = 0; f < image->count[SECTION_FACTS]; f++)
        may->values[f] = FACT_UNKNOWN;
    may->values[may->facts[FACT_ACTS_AS]] = role;
    may->values[may->facts[FACT_ACT]] = may->acts[question->act];
    may->values[may->facts[FACT_OWN_SCHOOL]] = question->own_school;
    may->values[may->facts[FACT_BY_PIN]] = question->by_pin;
    may->values[may->facts[FACT_OWN_DRAFT]] = question->own_draft;
    eval_bind(image, may->values, may->slots);
    return eval_possible(bench->scratch, may->root, may->values, may->slots) ==
        leaf_bit(may->yes);
}

bool may_knows(const struct may *may, enum may_act act)
{
    return may->acts[act] >= 0;
}

str may_lacks(const struct may *may, struct arena *arena)
{
    struct text names = text_in(arena);

    for (size_t i = 0; i < MAY_ACTS; i++) {
        if (may_knows(may, (enum may_act)i))
            continue;
        text_add(&names, text_str(&names).len > 0 ? STR(", ") : STR(""));
        text_add(&names, act_names[i]);
    }
    return text_str(&names);
}

str may_act_name(enum may_act act)
{
    return act_names[act];
}

static str label(const struct may *may, enum may_fact which, int32_t choice)
{
    const struct image *image = &may->bench->image;
    const uint32_t *fact = image_item(image, SECTION_FACTS, may->facts[which]);

    return image_str(image,
        image_item(image, SECTION_CHOICES, fact[FACT_CHOICE_FIRST] + (uint32_t)choice) +
            CHOICE_LABEL);
}

str may_act_words(const struct may *may, enum may_act act)
{
    return may->acts[act] < 0 ? act_names[act] : label(may, FACT_ACT, may->acts[act]);
}

str may_role_words(const struct may *may, str role)
{
    int32_t choice = find_role(may, role);

    return choice < 0 ? role : label(may, FACT_ACTS_AS, choice);
}

bool may_find_act(str name, enum may_act *act)
{
    for (size_t i = 0; i < MAY_ACTS; i++)
        if (str_equal(act_names[i], name)) {
            *act = (enum may_act)i;
            return true;
        }
    return false;
}

str may_entry_role(str role)
{
    for (size_t i = 0; i < COUNT_OF(entry_roles); i++)
        if (str_equal(entry_roles[i].account, role))
            return entry_roles[i].entry;
    return role;
}
