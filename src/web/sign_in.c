/*
 * Signing in, and out: by password, by PIN on an enrolled desk, and the second step.
 *
 * Every way ends in a new session under a new token; the one from before ends.  Between
 * the password and the code a token of its own travels in the form, never in a cookie
 * or an address: it opens nothing but the second step.
 */
#include "web/sign_in.h"

#include "web/passkey.h"

/* ---- the pages ---- */

static void ask_password(
    const struct caller *caller, const struct proof *proof, struct ask_view *view)
{
    struct field_view *fields = ARENA_ARRAY(caller->arena, struct field_view, 2);
    struct link_view *link = ARENA_NEW(caller->arena, struct link_view);

    fields[0] = (struct field_view){.kind = FIELD_LOGIN,
        .name = STR("login"),
        .label = SAY("Your login"),
        .value = proof->login};
    fields[1] = (struct field_view){
        .kind = FIELD_PASSWORD, .name = STR("password"), .label = SAY("Your password")};
    view->form = caller_form(caller, STR("/sign-in"));
    view->fields = fields;
    view->field_count = 2;
    if (!caller->on_device)
        return;
    *link = (struct link_view){
        wanted_address(caller, STR("/sign-in"), STR(""), &proof->wanted),
        SAY("Sign in with a PIN")};
    view->links = link;
    view->link_count = proof->wanted.is_form ? 0 : 1;
}

/* A passkey in the place of the code. */
static bool offer_step(const struct caller *caller, const struct proof *proof,
    struct ask_view *view, struct err *err)
{
    view->passkey.form = caller_form(caller, STR("/sign-in/passkey-step"));
    view->passkey.kept = view->kept;
    view->passkey.kept_count = view->kept_count;
    view->passkey.comes_first = true;
    view->passkey.button = SAY("Use your passkey");
    return passkey_offer(
        caller, CHALLENGE_STEP, proof->step, proof->account, &view->passkey, err);
}

static bool ask_code(const struct caller *caller, const struct proof *proof,
    struct ask_view *view, struct err *err)
{
    struct field_view *field = ARENA_NEW(caller->arena, struct field_view);
    struct pair_view *kept =
        ARENA_ARRAY(caller->arena, struct pair_view, view->kept_count + 1);
    struct account account;

    if (!people_account(
            &caller->site->staff.people, caller->arena, proof->account, &account, err))
        return false;
    memcpy(kept, view->kept, view->kept_count * sizeof(*kept));
    kept[view->kept_count] = (struct pair_view){STR("step"), proof->step};
    *field = (struct field_view){.kind = FIELD_CODE,
        .name = STR("code"),
        .label = SAY("Your code"),
        .hint = account.has_digits
            ? SAY("The six digits that your telephone shows now, or one of your "
                  "recovery codes.")
            : SAY("One of your recovery codes, if you do not have your passkey.")};
    view->form = caller_form(caller, STR("/sign-in/code"));
    view->title = SAY("The second step");
    view->fields = field;
    view->field_count = 1;
    view->kept = kept;
    view->kept_count++;
    return account.passkey_count == 0 || caller->site->place.origin.len == 0 ||
        offer_step(caller, proof, view, err);
}

/* The staff of the device's school, to choose from. */
static bool ask_pin(struct caller *caller, const struct proof *proof,
    struct ask_view *view, struct err *err)
{
    struct field_view *fields = ARENA_ARRAY(caller->arena, struct field_view, 2);
    struct link_view *link = ARENA_NEW(caller->arena, struct link_view);
    struct choice_view *choices;
    struct account *staff;
    size_t count;

    if (!people_device_staff(&caller->site->staff.people, caller->arena,
            &caller->device, &staff, &count, err))
        return false;
    choices = ARENA_ARRAY(caller->arena, struct choice_view, count);
    for (size_t i = 0; i < count; i++) {
        struct text number = text_in(caller->arena);

        text_add_u64(&number, staff[i].number);
        choices[i] =
            (struct choice_view){.value = text_str(&number), .label = staff[i].name};
        choices[i].is_chosen =
            str_equal(choices[i].value, caller_field(caller, STR("account")));
    }
    fields[0] = (struct field_view){.kind = FIELD_ONE_OF,
        .name = STR("account"),
        .label = SAY("Who are you?"),
        .choices = choices,
        .choice_count = count};
    fields[1] = (struct field_view){
        .kind = FIELD_PIN, .name = STR("pin"), .label = SAY("Your PIN")};
    *link = (struct link_view){
        wanted_address(caller, STR("/sign-in"), STR("with=password"), &proof->wanted),
        SAY("Sign in with a password")};
    if (count == 0) { /* nobody here has a PIN */
        ask_password(caller, proof, view);
        view->link_count = 0;
        return true;
    }
    view->form = caller_form(caller, STR("/sign-in/pin"));
    view->fields = fields;
    view->field_count = 2;
    view->links = link;
    view->link_count = proof->wanted.is_form ? 0 : 1;
    if (proof->wanted.is_form)
        view->other = (struct link_view){STR("/sign-in/with-password"), link->words};
    return true;
}

static str wait_words(const struct caller *caller, int64_t wait)
{
    if (wait > 90)
        return caller_count(caller,
            SAY_COUNT(
                "There were too many wrong tries. Wait %1 minute, then try again. "
                "Nothing was looked at this time.",
                "There were too many wrong tries. Wait %1 minutes, then try again. "
                "Nothing was looked at this time."),
            (uint64_t)(wait + 59) / 60);
    return caller_count(caller,
        SAY_COUNT("There were too many wrong tries. Wait %1 second, then try again. "
                  "Nothing was looked at this time.",
            "There were too many wrong tries. Wait %1 seconds, then try again. "
            "Nothing was looked at this time."),
        (uint64_t)wait);
}

str sign_in_browser(const struct caller *caller, struct http_answer *answer)
{
    str token = cookie_find(caller->request, COOKIE_BROWSER);
    struct people_token fresh;

    if (token.len == PEOPLE_TOKEN_CHARS)
        return token;
    people_browser_token(&caller->site->staff.people, &fresh);
    token = arena_str(caller->arena, people_token_str(&fresh));
    cookie_set(caller->request, answer, COOKIE_BROWSER, token);
    return token;
}

/* A passkey in the place of all else. */
static bool offer_alone(const struct caller *caller, struct ask_view *view,
    struct http_answer *answer, struct err *err)
{
    if (caller->site->place.origin.len == 0)
        return true;
    view->passkey.form = caller_form(caller, STR("/sign-in/passkey"));
    view->passkey.kept = view->kept;
    view->passkey.kept_count = view->kept_count;
    view->passkey.button = SAY("Sign in with a passkey");
    return passkey_offer(caller, CHALLENGE_ALONE, sign_in_browser(caller, answer), 0,
        &view->passkey, err);
}

/* The form of a way, and what else would do. */
static bool ask_by(struct caller *caller, const struct proof *proof,
    struct ask_view *view, struct http_answer *answer, struct err *err)
{
    if (proof->way == WAY_CODE)
        return ask_code(caller, proof, view, err);
    if (proof->way == WAY_PASSWORD)
        ask_password(caller, proof, view);
    else if (!ask_pin(caller, proof, view, err))
        return false;
    provider_links(caller, STR("/sign-in/with/"),
        wanted_address(caller, STR(""), STR(""), &proof->wanted), &view->links,
        &view->link_count);
    return offer_alone(caller, view, answer, err);
}

bool sign_in_ask(struct caller *caller, const struct proof *proof,
    struct http_answer *answer, struct err *err)
{
    struct ask_view view = {.title = SAY("Sign in"), .button = SAY("Sign in")};
    struct text seconds = text_in(caller->arena);
    unsigned status = proof->mistake.len > 0 ? 401 : 200;

    if (proof->wanted.is_form)
        view.lead = SAY("You were signed out while you were writing. Nothing is lost: "
                        "sign in, and send it then.");
    view.kept = wanted_kept(caller, &proof->wanted, &view.kept_count);
    if (!ask_by(caller, proof, &view, answer, err))
        return false;
    if (proof->wait > 0) {
        ask_mistake(caller, &view, proof->at, wait_words(caller, proof->wait));
        text_add_i64(&seconds, proof->wait);
        status = 429;
    } else if (proof->mistake.len > 0) {
        ask_mistake(caller, &view, proof->at, proof->mistake);
    }
    ask_answer(caller, &view, status, answer);
    if (status == 429)
        http_set(answer, STR("Retry-After"), text_str(&seconds));
    return true;
}

bool show_sign_in(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.wanted = wanted_before(caller)};
    str with = {0};

    (void)http_query(caller->request, STR("with"), &with);
    if (caller->on_device && !str_equal(with, STR("password")))
        proof.way = WAY_PIN;
    return sign_in_ask(caller, &proof, answer, err);
}

bool take_other_way(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.wanted = wanted_before(caller)};

    return sign_in_ask(caller, &proof, answer, err);
}

bool sign_in_first(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = caller->on_device ? WAY_PIN : WAY_PASSWORD,
        .wanted = wanted_now(caller)};

    if (!proof.wanted.is_form) {
        str page =
            caller->site->sample && !caller->on_device ? STR("/try") : STR("/sign-in");

        http_see_other(answer, wanted_address(caller, page, STR(""), &proof.wanted));
        return true;
    }
    if (!sign_in_ask(caller, &proof, answer, err))
        return false;
    answer->status = 401;
    return true;
}

/* ---- what comes of a try ---- */

/* What was typed before, with a new token and the old key. */
static void offer_again(const struct caller *caller, const struct wanted *wanted,
    struct http_answer *answer)
{
    str *shown = ARENA_ARRAY(caller->arena, str, wanted->count);
    struct pair_view *kept =
        ARENA_ARRAY(caller->arena, struct pair_view, wanted->count);
    struct ask_view view = {.title = SAY("Send it again?"),
        .lead =
            SAY("This is what you had written when you were signed out. It goes out "
                "in your name: send it only if it is yours."),
        .form = caller_form(caller, wanted->address),
        .shown = shown,
        .kept = kept,
        .button = SAY("Send again")};

    for (size_t i = 0; i < wanted->count; i++) {
        const struct pair_view *field = &wanted->fields[i];

        if (str_equal(field->name, STR("key"))) {
            view.form.key = field->value;
            continue;
        }
        kept[view.kept_count++] = *field;
        if (field->value.len > 0)
            shown[view.shown_count++] = field->value;
    }
    ask_answer(caller, &view, 200, answer);
}

bool sign_in_end(struct caller *caller, const struct wanted *wanted,
    const struct sign_in *in, struct http_answer *answer, struct err *err)
{
    struct people *people = &caller->site->staff.people;
    struct caller now = *caller;

    if (caller->is_known && !people_end_session(people, caller->token, err))
        return false;
    now.token = arena_str(caller->arena, people_token_str(&in->token));
    now.is_known =
        people_find_session(people, caller->arena, now.token, &now.session, err);
    if (!now.is_known)
        return false;
    if (wanted->is_form)
        offer_again(&now, wanted, answer);
    else
        http_see_other(answer, wanted->address);
    cookie_set(caller->request, answer, COOKIE_SESSION, now.token);
    return true;
}

bool sign_in_conclude(struct caller *caller, struct proof *proof,
    const struct sign_in *in, struct http_answer *answer, struct err *err)
{
    proof->account = in->account;
    switch (in->answer) {
    case SIGN_IN_DONE:
        return sign_in_end(caller, &proof->wanted, in, answer, err);
    case SIGN_IN_WANTS_CODE:
        proof->way = WAY_CODE;
        proof->mistake = (str){0};
        proof->step = people_token_str(&in->token);
        break;
    case SIGN_IN_WAIT:
        proof->wait = in->wait_seconds;
        break;
    case SIGN_IN_REFUSED:
        break;
    }
    return sign_in_ask(caller, proof, answer, err);
}

bool take_password(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.wanted = wanted_before(caller),
        .login = caller_field(caller, STR("login")),
        .at = STR("password"),
        .mistake = SAY("This login and this password do not belong together.")};
    struct sign_in in;

    return staff_sign_in(&caller->site->staff, proof.login,
               caller_secret(caller, STR("password")), caller->request->peer,
               caller->device_token, &in, err) &&
        sign_in_conclude(caller, &proof, &in, answer, err);
}

bool take_pin(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = WAY_PIN,
        .wanted = wanted_before(caller),
        .at = STR("pin"),
        .mistake =
            SAY("This is not the PIN, or it does not count here at the moment. If "
                "you cannot get in, sign in with your password.")};
    struct sign_in in;
    uint64_t account;

    if (!caller->on_device)
        return err_set(err, ERR_DENIED,
            SAY("a PIN counts only on a device that was enrolled for a desk; sign in "
                "with your password"));
    if (!str_to_u64(caller_field(caller, STR("account")), &account)) {
        proof.at = STR("account");
        proof.mistake = SAY("Choose your name.");
        return sign_in_ask(caller, &proof, answer, err);
    }
    if (!staff_sign_in_pin(&caller->site->staff, caller->device_token, account,
            caller_secret(caller, STR("pin")), &in, err)) {
        if (err->kind != ERR_NOT_FOUND)
            return false;
        *err = (struct err){0};
        return sign_in_ask(caller, &proof, answer, err);
    }
    return sign_in_conclude(caller, &proof, &in, answer, err);
}

bool take_code(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = WAY_CODE,
        .wanted = wanted_before(caller),
        .step = caller_field(caller, STR("step")),
        .at = STR("code"),
        .mistake = SAY("This code is wrong, or it was used already. Wait for the next "
                       "one.")};
    struct sign_in in;

    if (staff_sign_in_code(&caller->site->staff, proof.step,
            caller_field(caller, STR("code")), &in, err))
        return sign_in_conclude(caller, &proof, &in, answer, err);
    if (err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    proof.way = WAY_PASSWORD;
    proof.at = STR("login");
    proof.mistake = SAY("Too much time went by since the password. Sign in once more.");
    return sign_in_ask(caller, &proof, answer, err);
}

bool take_sign_out(struct caller *caller, struct http_answer *answer, struct err *err)
{
    if (!people_end_session(&caller->site->staff.people, caller->token, err))
        return false;
    cookie_drop(caller->request, answer, COOKIE_SESSION);
    http_see_other(answer, caller->site->sample ? STR("/try") : STR("/sign-in"));
    return true;
}
