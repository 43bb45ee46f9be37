/*
 * Reading and writing calling orders: lines of a word and a value.
 */
#include "callout/order.h"

static const str who_names[CALLOUT_WHO_COUNT] = {
    [CALLOUT_DUTY] = STR_INIT("duty"),
    [CALLOUT_SECOND] = STR_INIT("second"),
    [CALLOUT_HEAD] = STR_INIT("head"),
    [CALLOUT_EVERYBODY] = STR_INIT("everybody"),
    [CALLOUT_WEBHOOK] = STR_INIT("webhook"),
    [CALLOUT_DESK] = STR_INIT("desk"),
};

static const str channel_names[CALLOUT_CHANNEL_COUNT] = {
    [CALLOUT_PUSH] = STR_INIT("push"),
    [CALLOUT_TEXT] = STR_INIT("text"),
    [CALLOUT_VOICE] = STR_INIT("voice"),
    [CALLOUT_MAIL] = STR_INIT("mail"),
};

str callout_channel_name(enum callout_channel channel)
{
    return channel_names[channel];
}

bool callout_find_channel(str name, enum callout_channel *out)
{
    for (unsigned i = 0; i < CALLOUT_CHANNEL_COUNT; i++) {
        if (!str_equal(channel_names[i], name))
            continue;
        *out = (enum callout_channel)i;
        return true;
    }
    return false;
}

bool callout_step_instructs(const struct callout_step *step)
{
    for (size_t i = 0; i < step->target_count; i++)
        if (step->targets[i].who == CALLOUT_DESK)
            return true;
    return false;
}

const struct callout_order *callout_orders_find(
    const struct callout_orders *orders, str lane)
{
    const struct callout_order *any = NULL;

    for (size_t i = 0; i < orders->count; i++) {
        if (str_equal(orders->items[i].lane, lane))
            return &orders->items[i];
        if (str_equal(orders->items[i].lane, STR("*")))
            any = &orders->items[i];
    }
    return any;
}

/* ---- words of a line ---- */

static bool is_name(str name)
{
    bool is = name.len > 0 && name.len <= CALLOUT_NAME_MAX;

    for (size_t i = 0; is && i < name.len; i++)
        is = char_is_lower(name.ptr[i]) || char_is_digit(name.ptr[i]) ||
            name.ptr[i] == '_' || name.ptr[i] == '-';
    return is;
}

/* Take the next word off the front. */
static str next_word(str *rest)
{
    str word;

    *rest = str_trim(*rest);
    word = str_slice(*rest, 0, str_find_byte(*rest, ' ', 0));
    *rest = str_trim(str_slice(*rest, word.len, rest->len));
    return word;
}

static bool read_seconds(str value, int64_t *out, struct err *err)
{
    str number = next_word(&value);
    bool minutes = str_equal(value, STR("minutes")) || str_equal(value, STR("minute"));
    bool seconds = str_equal(value, STR("seconds")) || str_equal(value, STR("second"));

    if ((minutes || seconds) && str_to_i64(number, out) && *out >= 0 &&
        *out <= CALLOUT_SECONDS_MAX / (minutes ? 60 : 1)) {
        *out *= minutes ? 60 : 1;
        return true;
    }
    return err_set(err, ERR_INVALID,
        STR("write a time as `90 seconds` or `10 minutes`, at most 24 hours"));
}

struct reader {
    struct arena *arena;
    struct callout_orders *out;
    size_t room;
};

static struct callout_order *last(const struct reader *r)
{
    return &r->out->items[r->out->count - 1];
}

static bool read_lane(struct reader *r, str value, struct err *err)
{
    if (!str_equal(value, STR("*")) && !is_name(value))
        return err_set(err, ERR_INVALID,
            STR("a lane is the role of a protocol, such as law_department, or `*`"));
    for (size_t i = 0; i < r->out->count; i++)
        if (str_equal(r->out->items[i].lane, value))
            return err_set(err, ERR_INVALID, STR("this lane stands above already"));
    if (r->out->count == CALLOUT_LANES_MAX)
        return err_set(err, ERR_INVALID, STR("there are at most 32 lanes"));
    r->out->items = arena_grow(
        r->arena, r->out->items, r->out->count, &r->room, sizeof(struct callout_order));
    r->out->items[r->out->count++] =
        (struct callout_order){.lane = value, .lasts = 600, .again = 300};
    return true;
}

static bool read_title(struct reader *r, str value, struct err *err)
{
    last(r)->title = value;
    return str_width(value) <= CALLOUT_TITLE_MAX ||
        err_set(err, ERR_INVALID, STR("a title has at most 80 characters"));
}

static bool read_telephone(struct reader *r, str value, struct err *err)
{
    last(r)->telephone = value;
    for (size_t i = 0; i < value.len; i++)
        if (str_find_byte(STR("+0123456789 -.()x"), value.ptr[i], 0) == 17)
            return err_set(err, ERR_INVALID,
                STR("a telephone number has digits, `+`, spaces, dashes and brackets"));
    return value.len <= 40 ||
        err_set(err, ERR_INVALID, STR("a telephone number has at most 40 characters"));
}

static bool read_lasts(struct reader *r, str value, struct err *err)
{
    return read_seconds(value, &last(r)->lasts, err) &&
        (last(r)->lasts >= 60 ||
            err_set(
                err, ERR_INVALID, STR("an acknowledgement lasts at least 60 seconds")));
}

static bool read_again(struct reader *r, str value, struct err *err)
{
    return read_seconds(value, &last(r)->again, err) &&
        (last(r)->again >= CALLOUT_AGAIN_LEAST ||
            err_set(err, ERR_INVALID,
                STR("leave at least 30 seconds before people are called again")));
}

/* ---- a step ---- */

static bool read_target(str words, struct callout_target *out, struct err *err)
{
    str name = next_word(&words);
    unsigned who = 0;
    bool of = str_starts(words, STR("of "));

    while (who < CALLOUT_WHO_COUNT && !str_equal(who_names[who], name))
        who++;
    if (who == CALLOUT_WHO_COUNT)
        return err_set(err, ERR_INVALID,
            STR("who is called is duty, second, head, everybody, webhook NAME or desk"));
    out->who = (enum callout_who)who;
    out->name = of ? str_trim(str_slice(words, 3, words.len)) : words;
    if (who == CALLOUT_WEBHOOK)
        return (!of && is_name(out->name)) ||
            err_set(err, ERR_INVALID,
                STR("behind `webhook` stands the name it has in channels.conf"));
    if (words.len == 0)
        return true;
    return (of && who != CALLOUT_DESK && is_name(out->name)) ||
        err_set(err, ERR_INVALID,
            STR("between two who are called stands a comma; another office's duty is "
                "`duty of ROLE`"));
}

static bool read_targets(str list, struct callout_step *step, struct err *err)
{
    str words;

    while (str_split(&list, ',', &words)) {
        if (step->target_count == CALLOUT_TARGETS_MAX)
            return err_set(err, ERR_INVALID, STR("a step calls at most 6"));
        if (!read_target(str_trim(words), &step->targets[step->target_count++], err))
            return false;
    }
    return step->target_count > 0 ||
        err_set(err, ERR_INVALID, STR("say who is called at this step"));
}

static bool read_channels(str list, struct callout_step *step, struct err *err)
{
    while (list.len > 0) {
        enum callout_channel channel;

        if (!callout_find_channel(next_word(&list), &channel))
            return err_set(
                err, ERR_INVALID, STR("behind `by` stand push, text, voice, mail"));
        step->channels |= 1U << channel;
    }
    return true;
}

/* Whether people are called with a way to them, and nothing else with one. */
static bool check_ways(const struct callout_step *step, struct err *err)
{
    bool people = false;

    for (size_t i = 0; i < step->target_count; i++)
        people = people || step->targets[i].who < CALLOUT_WEBHOOK;
    if (people == (step->channels != 0))
        return true;
    return err_set(err, ERR_INVALID,
        people ? STR("say by what they are called: `by push text voice mail`, or some")
               : STR("a desk or a webhook is not called `by` something"));
}

static bool read_step(struct reader *r, str value, struct err *err)
{
    struct callout_order *order = last(r);
    struct callout_step *step = &order->steps[order->step_count];
    size_t colon = str_find_byte(value, ':', 0);
    str rest = str_slice(value, colon + 1, value.len);
    size_t by = str_find(rest, STR(" by "), 0);

    if (order->step_count == CALLOUT_STEPS_MAX)
        return err_set(err, ERR_INVALID, STR("a lane has at most 12 steps"));
    if (!read_seconds(str_trim(str_slice(value, 0, colon)), &step->after, err) ||
        !read_targets(str_slice(rest, 0, by), step, err) ||
        !read_channels(str_trim(str_slice(rest, by + 4, rest.len)), step, err) ||
        !check_ways(step, err))
        return false;
    order->step_count++;
    if (step == order->steps)
        return step->after == 0 ||
            err_set(err, ERR_INVALID, STR("the first step is `step 0 seconds`"));
    return step->after >= step[-1].after ||
        err_set(err, ERR_INVALID, STR("this step comes before the one above it"));
}

/* ---- the file ---- */

/* clang-format off */
static const struct {
    str name;
    bool (*read)(struct reader *r, str value, struct err *err);
} words[] = {
    {STR_INIT("lane"),             read_lane},
    {STR_INIT("title"),            read_title},
    {STR_INIT("telephone"),        read_telephone},
    {STR_INIT("acknowledged-for"), read_lasts},
    {STR_INIT("step"),             read_step},
    {STR_INIT("again"),            read_again},
};
/* clang-format on */

static bool read_line(struct reader *r, str line, struct err *err)
{
    str name = next_word(&line);

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_equal(words[i].name, name))
            continue;
        if (line.len == 0)
            return err_set(err, ERR_INVALID, STR("a value is missing behind the word"));
        if (i > 0 && r->out->count == 0)
            return err_set(err, ERR_INVALID,
                STR("this belongs to a lane; put it behind `lane ROLE`"));
        return words[i].read(r, line, err);
    }
    err_set(err, ERR_INVALID, STR("nobody knows `"));
    err_add(err, name);
    return err_add(err,
        STR("` here; the words are lane, title, telephone, acknowledged-for, step, "
            "again"));
}

static bool check_lane(const struct callout_order *order, struct err *err)
{
    bool instructs = false;

    for (size_t i = 0; i < order->step_count; i++)
        instructs = instructs || callout_step_instructs(&order->steps[i]);
    if (instructs)
        return true;
    err_set(err, ERR_INVALID, STR("the lane `"));
    err_add(err, order->lane);
    return err_add(err,
        STR("` needs a step that calls `desk`: when nobody answers, the desk must be told "
            "to telephone"));
}

static bool at_line(uint64_t number, struct err *err)
{
    char buffer[32];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, STR("line "));
    text_add_u64(&text, number);
    return err_while(err, text_str(&text));
}

bool callout_orders_read(
    struct arena *arena, str file, struct callout_orders *out, struct err *err)
{
    struct reader r = {.arena = arena, .out = out};
    uint64_t number = 0;
    str line;

    *out = (struct callout_orders){0};
    if (str_invalid_utf8(file) < file.len)
        return err_set(err, ERR_INVALID, STR("this is not UTF-8"));
    while (str_split(&file, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.len > 0 && line.ptr[0] != '#' && !read_line(&r, line, err))
            return at_line(number, err);
    }
    for (size_t i = 0; i < out->count; i++)
        if (!check_lane(&out->items[i], err))
            return false;
    return true;
}

/* ---- writing ---- */

static void write_seconds(struct text *text, int64_t seconds)
{
    text_add_i64(text, seconds);
    text_add(text, STR(" seconds"));
}

static void write_word(struct text *text, str word, str value)
{
    if (value.len == 0)
        return;
    text_add(text, word);
    text_add_byte(text, ' ');
    text_add(text, value);
    text_add_byte(text, '\n');
}

static void write_target(struct text *text, const struct callout_target *target)
{
    text_add(text, who_names[target->who]);
    if (target->name.len == 0)
        return;
    text_add(text, target->who == CALLOUT_WEBHOOK ? STR(" ") : STR(" of "));
    text_add(text, target->name);
}

static void write_step(struct text *text, const struct callout_step *step)
{
    text_add(text, STR("step "));
    write_seconds(text, step->after);
    for (size_t i = 0; i < step->target_count; i++) {
        text_add(text, i == 0 ? STR(": ") : STR(", "));
        write_target(text, &step->targets[i]);
    }
    if (step->channels != 0)
        text_add(text, STR(" by"));
    for (unsigned i = 0; i < CALLOUT_CHANNEL_COUNT; i++)
        if ((step->channels >> i & 1) != 0) {
            text_add_byte(text, ' ');
            text_add(text, channel_names[i]);
        }
    text_add_byte(text, '\n');
}

void callout_order_write(struct text *text, const struct callout_order *order)
{
    text_add(text, STR("lane "));
    text_add(text, order->lane);
    text_add_byte(text, '\n');
    write_word(text, STR("title"), order->title);
    write_word(text, STR("telephone"), order->telephone);
    text_add(text, STR("acknowledged-for "));
    write_seconds(text, order->lasts);
    text_add_byte(text, '\n');
    for (size_t i = 0; i < order->step_count; i++)
        write_step(text, &order->steps[i]);
    text_add(text, STR("again "));
    write_seconds(text, order->again);
    text_add_byte(text, '\n');
}
