/*
 * Who is needed where: every role with every school that it is a role of.
 */
#include "app/roster_ahead.h"

#include "os/os.h"

enum { ALL_DAYS = 127 };

struct names {
    struct arena *arena;
    str *items;
    size_t count, room;
};

static void add_name(struct names *names, str name)
{
    if (name.len == 0)
        return;
    for (size_t i = 0; i < names->count; i++)
        if (str_equal(names->items[i], name))
            return;
    names->items =
        arena_grow(names->arena, names->items, names->count, &names->room, sizeof(str));
    names->items[names->count++] = name;
}

/* ---- roles that are called ---- */

static bool has_duty(const struct image *image, str role)
{
    for (uint32_t i = 0; i < image->count[SECTION_DUTIES]; i++) {
        uint32_t to = image_item(image, SECTION_DUTIES, i)[DUTY_TO];

        if (to != IMAGE_ABSENT &&
            str_equal(
                image_str(image, image_item(image, SECTION_ROLES, to) + ROLE_NAME),
                role))
            return true;
    }
    return false;
}

static void add_lane(struct names *names, const struct image *image, str role)
{
    if (!str_equal(role, STR("*")) && !str_equal(role, STR("desk")) &&
        (image == NULL || has_duty(image, role)))
        add_name(names, role);
}

size_t rota_lanes(const struct callout_orders *orders, const struct image *image,
    struct arena *arena, const str **out)
{
    struct names names = {.arena = arena};

    for (size_t i = 0; i < orders->count; i++) {
        const struct callout_order *order = &orders->items[i];

        add_lane(&names, image, order->lane);
        for (size_t s = 0; s < order->step_count; s++)
            for (size_t t = 0; t < order->steps[s].target_count; t++)
                if (order->steps[s].targets[t].who != CALLOUT_WEBHOOK)
                    add_lane(&names, image, order->steps[s].targets[t].name);
    }
    *out = names.items;
    return names.count;
}

/* ---- who is needed ---- */

/* Call `add` with the role and the school of everything that the roster has. */
static void each_place(const struct roster *roster,
    void (*add)(void *context, str role, str school), void *context)
{
    for (size_t i = 0; i < roster->person_count; i++)
        for (size_t k = 0; k < roster->persons[i].post_count; k++)
            add(context, roster->persons[i].posts[k].role,
                roster->persons[i].posts[k].school);
    for (size_t i = 0; i < roster->week_count; i++)
        add(context, roster->weeks[i].role, roster->weeks[i].school);
    for (size_t i = 0; i < roster->override_count; i++)
        add(context, roster->overrides[i].role, roster->overrides[i].school);
}

static void add_role(void *context, str role, str school)
{
    (void)school;
    add_name(context, role);
}

static void add_school(void *context, str role, str school)
{
    (void)role;
    add_name(context, school);
}

/* Roles that somebody has at a school. */
static void add_school_role(void *context, str role, str school)
{
    if (school.len > 0)
        add_name(context, role);
}

static bool has_name(const struct names *names, str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_equal(names->items[i], name))
            return true;
    return false;
}

void rota_needs(const struct roster *roster, const struct rota_known *known,
    struct arena *arena, struct rota_needs *out)
{
    struct names roles = {.arena = arena};
    struct names schools = {.arena = arena};
    struct names of_schools = {.arena = arena};
    struct roster_need *needs;
    size_t count = 0;
    int32_t opens;
    int32_t closes;

    for (size_t i = 0; i < known->role_count; i++)
        add_name(&roles, known->roles[i]);
    for (size_t i = 0; i < known->school_count; i++)
        add_name(&schools, known->schools[i]);
    each_place(roster, add_role, &roles);
    each_place(roster, add_school, &schools);
    each_place(roster, add_school_role, &of_schools);
    calendar_hours(known->calendar, &opens, &closes);
    needs = ARENA_ARRAY(arena, struct roster_need, roles.count * (schools.count + 1));
    for (size_t i = 0; i < roles.count; i++) {
        bool many = has_name(&of_schools, roles.items[i]);

        for (size_t k = 0; k < (many ? schools.count : 1); k++)
            needs[count++] = (struct roster_need){.role = roles.items[i],
                .school = many ? schools.items[k] : (str){0},
                .weekdays = ALL_DAYS,
                .from = opens,
                .to = closes};
    }
    *out = (struct rota_needs){
        needs, count, schools.items, schools.count, known->calendar};
}

/* ---- what is wrong ---- */

static bool is_open(const void *calendar, int32_t day)
{
    return calendar_is_open(calendar, day);
}

static bool local(void *zone, int64_t instant, struct moment *out, struct err *err)
{
    return os_moment(*(const str *)zone, instant, out, err);
}

bool rota_ahead(const struct roster *roster, const struct rota_needs *needs,
    const struct rota_span *span, struct arena *arena, struct roster_gap_list *out,
    struct err *err)
{
    str zone = span->zone;
    const struct roster_ahead ahead = {.needs = needs->items,
        .need_count = needs->count,
        .from = span->from,
        .days = span->days,
        .zone = {local, &zone},
        .open = {is_open, needs->calendar}};

    return roster_gaps(roster, &ahead, arena, out, err);
}

static bool is_same(const struct roster_gap *a, const struct roster_gap *b)
{
    return a->fault == b->fault && a->person == b->person &&
        str_equal(a->role, b->role) && str_equal(a->school, b->school);
}

size_t rota_join(
    const struct roster_gap_list *gaps, struct arena *arena, struct rota_trouble **out)
{
    struct rota_trouble *troubles =
        ARENA_ARRAY(arena, struct rota_trouble, gaps->count);
    size_t need = 0; /* the first of the same role and school: gaps come by these */
    size_t count = 0;

    for (size_t i = 0; i < gaps->count; i++) {
        const struct roster_gap *gap = &gaps->items[i];
        size_t t;

        if (i > 0 &&
            !(str_equal(gap->role, gap[-1].role) &&
                str_equal(gap->school, gap[-1].school)))
            need = count;
        for (t = need; t < count && !is_same(&troubles[t].first, gap);)
            t++;
        if (t == count)
            troubles[count++] = (struct rota_trouble){.first = *gap};
        else
            troubles[t].more++;
        troubles[t].until = gap->to;
    }
    *out = troubles;
    return count;
}
