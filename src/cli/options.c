/*
 * Options: their table, and reading them.
 *
 *     --name   --name=VALUE   --name VALUE   -n   -n VALUE   -nVALUE   -nq
 *
 * Options and arguments may be mixed; after "--" all are arguments.  "-" is one:
 * standard input.
 */
#include "cli/command.h"
#include "json/json.h"

/* clang-format off */
const struct option options[OPTION_COUNT] = {
    [OPTION_ALL] = {STR_INIT("all"), 0, {0},
        STR_INIT("every command and option, a line each, for programs")},
    [OPTION_AT] = {STR_INIT("at"), 0, STR_INIT("MOMENT"),
        STR_INIT("decide as of 2025-01-24T11:15:00-06:00, not now")},
    [OPTION_AUTHORITY] = {STR_INIT("authority"), 0, STR_INIT("WORDS"),
        STR_INIT("who allowed it, and where that is written")},
    [OPTION_BY] = {STR_INIT("by"), 0, STR_INIT("WHO"),
        STR_INIT("who does this: a name or a post")},
    [OPTION_CALENDAR] = {STR_INIT("calendar"), 0, STR_INIT("FILE"),
        STR_INIT("days without school: a line a DATE, or first and last DATE")},
    [OPTION_CERTIFICATE] = {STR_INIT("certificate"), 0, STR_INIT("FILE"),
        STR_INIT("speak TLS with this certificate (PEM); wants --private-key")},
    [OPTION_CHECK] = {STR_INIT("check"), 0, {0},
        STR_INIT("write nothing; exit 1 when something would change")},
    [OPTION_COLOR] = {STR_INIT("color"), 0, STR_INIT("WHEN"),
        STR_INIT("auto (the default), always or never; NO_COLOR means never")},
    [OPTION_DATA] = {STR_INIT("data"), 0, STR_INIT("DIR"),
        STR_INIT("where everything is kept; vestibule-data unless said")},
    [OPTION_DAYS] = {STR_INIT("days"), 0, STR_INIT("COUNT"),
        STR_INIT("how many days ahead; 14 unless said")},
    [OPTION_END] = {STR_INIT("end"), 0, STR_INIT("NUMBER"),
        STR_INIT("end this hold")},
    [OPTION_EXERCISE] = {STR_INIT("exercise"), 0, {0},
        STR_INIT("a drill: every page says so, and so does the record")},
    [OPTION_FAIL_IF_LOOSER] = {STR_INIT("fail-if-looser"), 0, {0},
        STR_INIT("exit 1 only when some state is decided more permissively")},
    [OPTION_FIELD] = {STR_INIT("field"), 0, STR_INIT("NAME"),
        STR_INIT("this field, or NAME/1 for its first paragraph; may be repeated")},
    [OPTION_FORMAT] = {STR_INIT("format"), 0, STR_INIT("NAME"),
        STR_INIT("svg (the default), dot or mermaid")},
    [OPTION_HELP] = {STR_INIT("help"), 'h', {0},
        STR_INIT("what the command does, and its options")},
    [OPTION_JSON] = {STR_INIT("json"), 0, {0},
        STR_INIT("answer in JSON")},
    [OPTION_KEY] = {STR_INIT("key"), 0, STR_INIT("VKEY"),
        STR_INIT("the log's verifier key: NAME+ID+KEY")},
    [OPTION_LAST] = {STR_INIT("last"), 0, STR_INIT("COUNT"),
        STR_INIT("how many events at most; 20 unless said")},
    [OPTION_LEAF_KEY] = {STR_INIT("leaf-key"), 0, STR_INIT("VKEY"),
        STR_INIT("another key of the log, for entries alone; may be repeated")},
    [OPTION_LIMIT] = {STR_INIT("limit"), 0, STR_INIT("NAME=COUNT"),
        STR_INIT("connections=4096 unless said; vestibule(1) has all")},
    [OPTION_ORIGIN] = {STR_INIT("origin"), 0, STR_INIT("NAME"),
        STR_INIT("the record's name for ever: school.example/vestibule")},
    [OPTION_LISTEN] = {STR_INIT("listen"), 0, STR_INIT("ADDRESS:PORT"),
        STR_INIT("where to answer; port 0 takes any that is free")},
    [OPTION_NAME] = {STR_INIT("name"), 0, STR_INIT("NAME"),
        STR_INIT("of the key that is made the first time: library.example/witness")},
    [OPTION_OUTCOME] = {STR_INIT("outcome"), 0, STR_INIT("NAME"),
        STR_INIT("this outcome only")},
    [OPTION_OUTPUT] = {STR_INIT("output"), 'o', STR_INIT("FILE"),
        STR_INIT("write to FILE, whole or not at all; - is standard output")},
    [OPTION_PAGE] = {STR_INIT("page"), 0, STR_INIT("FILE"),
        STR_INIT("also a page to print, in HTML")},
    [OPTION_POLICY] = {STR_INIT("policy"), 0, STR_INIT("FILE"),
        STR_INIT("the logs and witnesses to believe (C2SP tlog-policy)")},
    [OPTION_PRIVATE_KEY] = {STR_INIT("private-key"), 0, STR_INIT("FILE"),
        STR_INIT("the certificate's key (PEM)")},
    [OPTION_PROXY_PEER] = {STR_INIT("proxy-peer"), 0, STR_INIT("ADDRESS"),
        STR_INIT("where a proxy that signs people in asks from")},
    [OPTION_PROXY_SECRET_FILE] = {STR_INIT("proxy-secret-file"), 0, STR_INIT("FILE"),
        STR_INIT("what it sends as X-Vestibule-Proxy")},
    [OPTION_PROXY_USER_HEADER] = {STR_INIT("proxy-user-header"), 0, STR_INIT("NAME"),
        STR_INIT("the header in which it says who asks")},
    [OPTION_PUBLISHED] = {STR_INIT("published"), 0, STR_INIT("DIR"),
        STR_INIT("a copy of the published log: what it has since is added, or erased")},
    [OPTION_QUIET] = {STR_INIT("quiet"), 'q', {0},
        STR_INIT("say nothing on standard error but errors")},
    [OPTION_REPAIR] = {STR_INIT("repair"), 0, {0},
        STR_INIT("make public files, and tiles in the database, anew from the events")},
    [OPTION_REASON] = {STR_INIT("reason"), 0, STR_INIT("WORDS"),
        STR_INIT("why")},
    [OPTION_RECORD] = {STR_INIT("record"), 0, STR_INIT("DIR"),
        STR_INIT("the record in DIR")},
    [OPTION_REQUEST] = {STR_INIT("request"), 0, STR_INIT("EVENT"),
        STR_INIT("record that it is handed over to who made this request; needs --by")},
    [OPTION_SAMPLE] = {STR_INIT("sample"), 0, {0},
        STR_INIT("an invented district to try, in vestibule-sample")},
    [OPTION_SCHEDULE] = {STR_INIT("schedule"), 0, STR_INIT("CODE"),
        STR_INIT("the line of the retention schedule that asks for it")},
    [OPTION_RETIRE] = {STR_INIT("retire"), 0, {0},
        STR_INIT("remove the old key: the new one signs alone")},
    [OPTION_ROLE] = {STR_INIT("role"), 0, STR_INIT("ROLE[@SCHOOL]"),
        STR_INIT("desk@Hamline, or law for the whole district; may be repeated")},
    [OPTION_STDIO] = {STR_INIT("stdio"), 0, {0},
        STR_INIT("over standard input and output, as it always is")},
    [OPTION_SUMMARY] = {STR_INIT("summary"), 0, {0},
        STR_INIT("how many cases came to each value, and the speed")},
    [OPTION_TSA] = {STR_INIT("tsa"), 0, STR_INIT("URL"),
        STR_INIT("a timestamp server (RFC 3161) that is to stamp the checkpoint")},
    [OPTION_TSA_CA] = {STR_INIT("tsa-ca"), 0, STR_INIT("FILE"),
        STR_INIT("certificates (PEM) by which the timestamp is verified")},
    [OPTION_VALUE] = {STR_INIT("value"), 0, STR_INIT("OUTCOME"),
        STR_INIT("print this outcome's value alone, or open")},
    [OPTION_VISIT] = {STR_INIT("visit"), 0, STR_INIT("ID"),
        STR_INIT("the events of one visit, all of them")},
    [OPTION_WITHHOLD] = {STR_INIT("withhold"), 0, STR_INIT("NAME=REASON"),
        STR_INIT("why a field is withheld; * is every field not named; may be repeated")},
    [OPTION_WHY] = {STR_INIT("why"), 0, STR_INIT("REASON"),
        STR_INIT("planned, lost or stolen; stands in the record")},
    [OPTION_WITHOUT_WITNESS] = {STR_INIT("without-witness"), 0, STR_INIT("REASON"),
        STR_INIT("sign though none answers; stands in the record")},
    [OPTION_WRITE] = {STR_INIT("write"), 'w', {0},
        STR_INIT("change the documents themselves")},
    [OPTION_ZONE] = {STR_INIT("zone"), 0, STR_INIT("NAME"),
        STR_INIT("such as America/Chicago; default: this computer's")},
};

const option_set common_options =
    (option_set)1 << OPTION_COLOR | (option_set)1 << OPTION_HELP | (option_set)1 << OPTION_JSON | (option_set)1 << OPTION_QUIET;

const option_set repeated_options = 1ull << OPTION_FIELD | 1ull << OPTION_LEAF_KEY |
    1ull << OPTION_LIMIT | 1ull << OPTION_PROXY_PEER | 1ull << OPTION_ROLE | 1ull << OPTION_WITHHOLD;
/* clang-format on */

struct reader {
    struct session *session;
    const str *words;
    size_t count;
    size_t next;
};

static bool takes(const struct reader *r, size_t option)
{
    option_set set = common_options | r->session->command->options;

    return (set & 1ull << option) != 0;
}

static bool see_help(const struct reader *r, struct err *err)
{
    err_add(err, STR("; see `vestibule help "));
    err_add(err, r->session->command->name);
    return err_add(err, STR("`"));
}

static bool unknown(const struct reader *r, str word, str name, struct err *err)
{
    str names[OPTION_COUNT];
    size_t count = 0;
    size_t near;

    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (takes(r, i))
            names[count++] = options[i].name;
    near = json_nearest(name, names, count);
    err_set(err, ERR_USAGE, STR("there is no option `"));
    err_add(err, word);
    err_add(err, STR("` here"));
    if (near < count) {
        err_add(err, STR("; did you mean `--"));
        err_add(err, names[near]);
        return err_add(err, STR("`?"));
    }
    return see_help(r, err);
}

/* Note an option; its value is the rest of its word, or else the next word. */
static bool note(struct reader *r, size_t id, bool attached, str rest, struct err *err)
{
    const struct option *option = &options[id];

    if (option->value.len > 0 && !attached) {
        if (r->next == r->count) {
            err_set(err, ERR_USAGE, STR("--"));
            err_add(err, option->name);
            err_add(err, STR(" wants a value: --"));
            err_add(err, option->name);
            err_add(err, STR(" "));
            return err_add(err, option->value);
        }
        rest = r->words[r->next++];
    } else if (option->value.len == 0 && attached) {
        err_set(err, ERR_USAGE, STR("--"));
        err_add(err, option->name);
        return err_add(err, STR(" takes no value"));
    }
    if (option_given(r->session, (enum option_id)id) &&
        (repeated_options & 1ull << id) != 0) {
        struct text all = text_in(r->session->arena);

        text_add(&all, r->session->given[id]);
        text_add_byte(&all, '\n');
        text_add(&all, rest);
        r->session->given[id] = text_str(&all);
        return true;
    }
    if (option_given(r->session, (enum option_id)id) && option->value.len > 0) {
        err_set(err, ERR_USAGE, STR("--"));
        err_add(err, option->name);
        return err_add(err, STR(" is given twice; once will do"));
    }
    r->session->given[id] = rest.ptr == NULL ? STR("") : rest;
    return true;
}

static bool read_long(struct reader *r, str word, struct err *err)
{
    size_t equals = str_find_byte(word, '=', 0);
    str name = str_slice(word, 2, equals);

    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (takes(r, i) && str_equal(options[i].name, name))
            return note(
                r, i, equals < word.len, str_slice(word, equals + 1, word.len), err);
    return unknown(r, str_slice(word, 0, equals), name, err);
}

/* The option with a letter, or OPTION_COUNT. */
static size_t by_letter(const struct reader *r, char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (takes(r, i) && options[i].letter == letter)
            return i;
    return OPTION_COUNT;
}

static bool read_letters(struct reader *r, str word, struct err *err)
{
    for (size_t at = 1; at < word.len; at++) {
        size_t id = by_letter(r, word.ptr[at]);
        str rest = str_slice(word, at + 1, word.len);

        if (id == OPTION_COUNT)
            return unknown(r, word, str_slice(word, 1, word.len), err);
        if (options[id].value.len > 0)
            return note(r, id, rest.len > 0, rest, err);
        if (!note(r, id, false, (str){0}, err))
            return false;
    }
    return true;
}

bool option_given(const struct session *session, enum option_id option)
{
    return session->given[option].ptr != NULL;
}

/* Too few or too many arguments; `--help` wants none. */
static bool check_count(const struct reader *r, struct err *err)
{
    const struct command *command = r->session->command;
    size_t count = r->session->argument_count;

    if (option_given(r->session, OPTION_HELP) ||
        (count >= command->least && count <= command->most))
        return true;
    err_set(err, ERR_USAGE,
        count < command->least ? STR("something is missing: vestibule ")
                               : STR("this is too much: vestibule "));
    err_add(err, command->name);
    err_add(err, STR(" "));
    err_add(err, command->usage);
    return see_help(r, err);
}

bool options_read(
    struct session *session, const str *words, size_t count, struct err *err)
{
    struct reader r = {.session = session, .words = words, .count = count};
    bool only_arguments = false;

    session->arguments = ARENA_ARRAY(session->arena, str, count);
    while (r.next < count) {
        str word = words[r.next++];
        bool done = true;

        if (only_arguments || word.len < 2 || word.ptr[0] != '-')
            session->arguments[session->argument_count++] = word;
        else if (str_equal(word, STR("--")))
            only_arguments = true;
        else if (str_starts(word, STR("--")))
            done = read_long(&r, word, err);
        else
            done = read_letters(&r, word, err);
        if (!done)
            return false;
    }
    return check_count(&r, err);
}
