/*
 * /devices: the computers at the desks, where a PIN counts; /enrol makes one of them.
 *
 * Whoever allows a device gets a code to type on it within a quarter of an hour.  The
 * device keeps a token of its own, for a year, whoever signs in there.
 */
#include "web/ask.h"

enum { DEVICE_ROWS = 4 };

/* ---- all of them ---- */

static str address_of(struct arena *arena, uint64_t number, str below)
{
    struct text text = text_in(arena);

    text_add(&text, STR("/devices/"));
    text_add_u64(&text, number);
    text_add(&text, below);
    return text_str(&text);
}

static bool add_row(const struct caller *caller, const struct people_device *device,
    struct board_row_view *row, struct err *err)
{
    str *cells = ARENA_ARRAY(caller->arena, str, 3);
    bool rests = device->pin_failures >= PIN_TRIES_MAX;

    cells[0] = device->name;
    cells[1] = device->school;
    *row = (struct board_row_view){.cells = cells,
        .address = address_of(caller->arena, device->number, STR("")),
        .tone = rests ? TONE_NO : TONE_YES,
        .state = rests ? SAY("Too many wrong PINs: a password counts") : SAY("In use")};
    return moment_words(caller, device->used_at, &cells[2], err);
}

bool show_devices(struct caller *caller, struct http_answer *answer, struct err *err)
{
    static const str columns[] = {
        SAY_INIT("Device"), SAY_INIT("School"), SAY_INIT("Last used")};
    struct link_view link = {STR("/allow-device"), SAY("Allow another device")};
    struct part_view part = {.links = &link, .link_count = 1};
    struct board_view board = {.caption = SAY("Devices at the desks"),
        .columns = columns,
        .column_count = 3,
        .empty = SAY("No device is enrolled. Until one is, people sign in with a "
                     "password.")};
    struct sheet_view view = {.board = &board, .parts = &part, .part_count = 1};
    struct people_device *devices;
    struct board_row_view *rows;
    size_t count;

    if (!people_devices(
            &caller->site->staff.people, caller->arena, &devices, &count, err))
        return false;
    rows = ARENA_ARRAY(caller->arena, struct board_row_view, count);
    for (size_t i = 0; i < count; i++)
        if (caller_may(caller, MAY_ENROL_DEVICE, devices[i].school) &&
            !add_row(caller, &devices[i], &rows[board.row_count++], err))
            return false;
    board.rows = rows;
    sheet_answer(caller, &view, answer);
    return true;
}

/* ---- one of them ---- */

/* Find it, for somebody who may enrol and strike off devices of its school. */
static bool find_device(
    const struct caller *caller, struct people_device *out, struct err *err)
{
    struct people_device *devices;
    uint64_t number;
    size_t count;

    *out = (struct people_device){0};
    if (!people_devices(
            &caller->site->staff.people, caller->arena, &devices, &count, err))
        return false;
    if (!str_to_u64(http_part(caller->request, STR("number")), &number))
        number = 0;
    for (size_t i = 0; i < count; i++)
        if (devices[i].number == number) {
            *out = devices[i];
            return caller_must(caller, MAY_ENROL_DEVICE, out->school, err);
        }
    return err_set(err, ERR_NOT_FOUND, SAY("there is no such device"));
}

bool show_device(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_device device;
    struct text failures = text_in(caller->arena);
    struct row_view rows[DEVICE_ROWS];
    struct action_view action = {.words = SAY("Strike %1 off")};
    struct part_view parts[] = {{.summary = {.rows = rows, .count = DEVICE_ROWS}},
        {.words =
                SAY("A device that is struck off is signed out at once, and its staff "
                    "sign in with a password."),
            .actions = &action,
            .action_count = 1}};
    struct sheet_view view = {.back = STR("/devices"), .parts = parts, .part_count = 2};

    if (!find_device(caller, &device, err))
        return false;
    text_add_u64(&failures, device.pin_failures);
    rows[0] = (struct row_view){.key = SAY("School"), .value = device.school};
    rows[1] = (struct row_view){.key = SAY("Enrolled")};
    rows[2] = (struct row_view){.key = SAY("Last used")};
    rows[3] = (struct row_view){
        .key = SAY("Wrong PINs in a row"), .value = text_str(&failures)};
    action.form =
        caller_form(caller, address_of(caller->arena, device.number, STR("/remove")));
    action.about = device.name;
    view.title = device.name;
    if (!moment_words(caller, device.made_at, &rows[1].value, err) ||
        !moment_words(caller, device.used_at, &rows[2].value, err))
        return false;
    sheet_answer(caller, &view, answer);
    return true;
}

bool take_remove_device(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_device device;

    if (!find_device(caller, &device, err) ||
        !staff_remove_device(
            &caller->site->staff, device.number, caller->session.account.login, err))
        return false;
    http_see_other(answer, STR("/devices"));
    return true;
}

/* ---- allowing one ---- */

static bool ask_device(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    str school = caller_field(caller, STR("school"));
    struct field_view fields[] = {
        {.kind = FIELD_TEXT,
            .name = STR("school"),
            .label = SAY("At which school does it stand?"),
            .value = school.len > 0 ? school : caller_school(caller)},
        {.kind = FIELD_TEXT,
            .name = STR("name"),
            .label = SAY("A name for it"),
            .hint = SAY("Such as Front desk, or Tablet in the hall."),
            .value = caller_field(caller, STR("name"))}};
    struct ask_view view = {.title = SAY("Allow another device"),
        .back = STR("/devices"),
        .form = caller_form(caller, STR("/allow-device")),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = SAY("Make a code")};

    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("school"), err);
    ask_answer(caller, &view, ask_status(err), answer);
    return true;
}

bool show_allow_device(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_device(caller, answer, err);
}

bool take_allow_device(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    str school = caller_field(caller, STR("school"));
    char code[ENROL_CODE_CHARS];
    str shown = {code, sizeof(code)};
    struct link_view link = {STR("/devices"), SAY("To the list of devices")};
    struct ask_view view = {.title = SAY("Type this on the device"),
        .lead =
            SAY("Open this Vestibule on it, at the address that ends in /enrol, and "
                "type the code there. It counts once, for a quarter of an hour."),
        .shown = &shown,
        .shown_count = 1,
        .links = &link,
        .link_count = 1};

    if (!caller_must(caller, MAY_ENROL_DEVICE, school, err))
        return false;
    if (!staff_allow_device(&caller->site->staff, school,
            caller_field(caller, STR("name")), caller->session.account.login, code,
            err))
        return err->kind == ERR_INVALID && ask_device(caller, answer, err);
    ask_answer(caller, &view, 200, answer);
    return true;
}

/* ---- on the device ---- */

static bool ask_enrolment(
    const struct caller *caller, struct http_answer *answer, const struct err *err)
{
    struct field_view field = {.kind = FIELD_CODE,
        .name = STR("code"),
        .label = SAY("The code"),
        .hint =
            SAY("Such as k3v9-0xqm. Whoever runs this Vestibule, or your principal, "
                "makes one under Devices.")};
    struct ask_view view = {.title = SAY("Make this the desk's own device"),
        .lead = SAY("Staff of its school then sign in here with a PIN."),
        .form = caller_form(caller, STR("/enrol")),
        .fields = &field,
        .field_count = 1,
        .button = SAY("Enrol")};

    if (ask_status(err) == 0)
        return false;
    if (err->kind != ERR_NONE)
        ask_wrong(caller, &view, STR("code"), err);
    ask_answer(caller, &view, ask_status(err), answer);
    return true;
}

bool show_enrol(struct caller *caller, struct http_answer *answer, struct err *err)
{
    return ask_enrolment(caller, answer, err);
}

bool take_enrol(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct people_token token;
    struct people_device device;
    struct text lead = text_in(caller->arena);
    struct link_view link = {STR("/sign-in"), SAY("Sign in")};
    struct ask_view view = {
        .title = SAY("This device is enrolled"), .links = &link, .link_count = 1};

    if (!staff_enrol(&caller->site->staff, caller->arena,
            caller_field(caller, STR("code")), caller->request->peer, &token, &device,
            err))
        return ask_enrolment(caller, answer, err);
    text_add(&lead, device.name);
    text_add(&lead, STR(", "));
    text_add(&lead, device.school);
    view.lead = text_str(&lead);
    ask_answer(caller, &view, 200, answer);
    cookie_set(caller->request, answer, COOKIE_DESK,
        arena_str(caller->arena, people_token_str(&token)));
    return true;
}
