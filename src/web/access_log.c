/*
 * /access-log: who came in, who was refused, whose rights changed, and who read what is
 * kept of visits, from the record.
 */
#include "web/ask.h"

enum { PAGE_ROWS = 50, COLUMNS = 4 };

/* What choices of the record say to people. */
static const struct {
    enum record_kind kind;
    str name;
    str words;
} said[] = {
    {RECORD_SIGNED_IN, STR_INIT("password"), SAY_INIT("Signed in by password")},
    {RECORD_SIGNED_IN, STR_INIT("pin"), SAY_INIT("Signed in by PIN")},
    {RECORD_SIGNED_IN, STR_INIT("proxy"),
        SAY_INIT("Signed in by the district's proxy")},
    {RECORD_SIGNED_IN, STR_INIT("provider"), SAY_INIT("Signed in at another place")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("connected"),
        SAY_INIT("Connected to an account at another place")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("disconnected"),
        SAY_INIT("Disconnected from an account at another place")},
    {RECORD_SIGNED_IN, STR_INIT("passkey"), SAY_INIT("Signed in by passkey")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("passkey"), SAY_INIT("A passkey did not hold")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("copied"),
        SAY_INIT("A passkey may have been copied")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("password"), SAY_INIT("A wrong password")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("code"), SAY_INIT("A wrong code")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("pin"), SAY_INIT("A wrong PIN")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("state"), SAY_INIT("Locked, or has left")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("rights"), SAY_INIT("No role that counts there")},
    {RECORD_SIGN_IN_REFUSED, STR_INIT("rests"), SAY_INIT("Too many wrong PINs there")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("first"), SAY_INIT("Made as the first account")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("invited"), SAY_INIT("Invited")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("joined"),
        SAY_INIT("Chose a password and joined")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("reset"), SAY_INIT("Link for a new password")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("rights"), SAY_INIT("Roles changed")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("locked"), SAY_INIT("Locked")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("unlocked"), SAY_INIT("Unlocked")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("left"), SAY_INIT("Closed for good")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("password"), SAY_INIT("New password")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("pin"), SAY_INIT("PIN changed")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("second_step"), SAY_INIT("Second step changed")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("passkey_added"), SAY_INIT("Passkey added")},
    {RECORD_ACCOUNT_CHANGED, STR_INIT("passkey_removed"), SAY_INIT("Passkey removed")},
    {RECORD_DEVICE_CHANGED, STR_INIT("allowed"), SAY_INIT("Device allowed")},
    {RECORD_DEVICE_CHANGED, STR_INIT("enrolled"), SAY_INIT("Device enrolled")},
    {RECORD_DEVICE_CHANGED, STR_INIT("removed"), SAY_INIT("Device struck off")},
    {RECORD_LOOKED_AT, STR_INIT("visit"), SAY_INIT("Read the file of a visit")},
    {RECORD_LOOKED_AT, STR_INIT("paper"), SAY_INIT("Read a paper of a visit")},
    {RECORD_LOOKED_AT, STR_INIT("record"), SAY_INIT("Read the record of a visit")},
    {RECORD_LOOKED_AT, STR_INIT("table"), SAY_INIT("Took the table of closed visits")},
};

struct listing {
    const struct caller *caller;
    struct board_row_view *rows;
    size_t count;
    uint64_t oldest;
    bool failed;
    struct err *err;
};

/* A field's text; empty when it is not there, or erased. */
static str field_of(const struct listing *l, const struct record_event *event, str name)
{
    const struct json_value *value = record_value(event, name);

    return value == NULL ? (str){0} : arena_str(l->caller->arena, value->text);
}

static str what_of(const struct listing *l, const struct record_event *event)
{
    static const str names[RECORD_KIND_COUNT] = {
        [RECORD_SIGNED_IN] = STR_INIT("way"),
        [RECORD_SIGN_IN_REFUSED] = STR_INIT("why"),
        [RECORD_ACCOUNT_CHANGED] = STR_INIT("change"),
        [RECORD_DEVICE_CHANGED] = STR_INIT("change"),
        [RECORD_LOOKED_AT] = STR_INIT("what"),
    };
    str value = field_of(l, event, names[event->kind]);
    const struct caller *caller = l->caller;
    str values[] = {{0}, field_of(l, event, STR("rights"))};

    for (size_t i = 0; i < COUNT_OF(said); i++)
        if (said[i].kind == event->kind && str_equal(said[i].name, value))
            values[0] = caller_say(caller, said[i].words, NULL, 0);
    if (values[0].len == 0)
        return caller_say(caller, SAY("Erased"), NULL, 0);
    if (record_value(event, STR("second_step")) != NULL)
        values[0] = str_equal(value, STR("passkey"))
            ? values[0]
            : caller_say(caller, SAY("%1, and a second step"), values, 1);
    /* What was done to an account, and its roles since. */
    return values[1].len == 0 ? values[0]
                              : caller_say(caller, SAY("%1: %2"), values, 2);
}

/* On which device, or by whom; of which visit. */
static str by_of(const struct listing *l, const struct record_event *event)
{
    bool looked = event->kind == RECORD_LOOKED_AT;
    str device = field_of(l, event, looked ? STR("of") : STR("device"));
    str school = field_of(l, event, STR("school"));
    str by = field_of(l, event, STR("by"));
    struct text text = text_in(l->caller->arena);

    if (event->kind == RECORD_DEVICE_CHANGED || device.len == 0)
        return by;
    text_add(&text, device);
    text_add(&text, school.len > 0 ? STR(", ") : STR(""));
    text_add(&text, school);
    return text_str(&text);
}

static void see(void *context, const struct seen_event *seen)
{
    struct listing *l = context;
    const struct record_event *event = seen->event;
    struct board_row_view *row = &l->rows[l->count++];
    str *cells = ARENA_ARRAY(l->caller->arena, str, COLUMNS);
    str who = event->kind == RECORD_DEVICE_CHANGED ? STR("device") : STR("account");

    l->oldest = seen->seq;
    *row = (struct board_row_view){.cells = cells, .state = SAY("Changed")};
    if (event->kind == RECORD_SIGNED_IN) {
        row->tone = TONE_YES;
        row->state = SAY("Let in");
    } else if (event->kind == RECORD_SIGN_IN_REFUSED) {
        row->tone = TONE_NO;
        row->state = SAY("Refused");
    } else if (event->kind == RECORD_LOOKED_AT) {
        row->state = SAY("Read");
    }
    cells[1] = field_of(l, event, who);
    cells[2] = what_of(l, event);
    cells[3] = by_of(l, event);
    l->failed = l->failed || !moment_words(l->caller, event->at, &cells[0], l->err);
}

bool show_access_log(struct caller *caller, struct http_answer *answer, struct err *err)
{
    static const str columns[COLUMNS] = {SAY_INIT("When"),
        SAY_INIT("Account or device"), SAY_INIT("What"),
        SAY_INIT("Where, by whom, of which visit")};
    struct listing listing = {.caller = caller,
        .rows = ARENA_ARRAY(caller->arena, struct board_row_view, PAGE_ROWS),
        .err = err};
    struct link_view link = {.words = SAY("Older")};
    struct part_view part = {.links = &link};
    struct board_view board = {.caption = SAY("Who came in, and who may"),
        .columns = columns,
        .column_count = COLUMNS,
        .rows = listing.rows,
        .empty = SAY("There is nothing older.")};
    struct sheet_view view = {.board = &board, .parts = &part, .part_count = 1};
    struct text older = text_in(caller->arena);
    uint64_t before = UINT64_MAX;
    str given;

    if (http_query(caller->request, STR("before"), &given) &&
        !str_to_u64(given, &before))
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such page"));
    if (!keeper_access(caller->site->keeper, before, PAGE_ROWS,
            &(struct event_sink){see, &listing}, err) ||
        listing.failed)
        return false;
    board.row_count = listing.count;
    text_add(&older, STR("/access-log?before="));
    text_add_u64(&older, listing.oldest);
    link.address = text_str(&older);
    part.link_count = listing.count == PAGE_ROWS ? 1 : 0;
    sheet_answer(caller, &view, answer);
    return true;
}
