/*
 * Mail: what a message looks like (RFC 5322, 2045, 2047), and what a server's last word
 * means (RFC 5321, 3463).
 *
 * Whatever comes from outside stands in a header encoded, or is an address that has been
 * checked, so nobody can add a header of their own.
 */
#include "notify/inside.h"

enum {
    LINE_MAX = 76,
    PLAIN_SUBJECT_MAX = 60,
    WORD_BYTES = 39, /* 52 characters of Base64: with frame and name 76 at most */
    DAY_SECONDS = 86400,
};

/* ---- the head ---- */

/* Whether it may stand in a header as it is. */
static bool is_plain(str s)
{
    bool is = s.len <= PLAIN_SUBJECT_MAX && str_find(s, STR("=?"), 0) == s.len;

    for (size_t i = 0; is && i < s.len; i++)
        is = s.ptr[i] >= ' ' && s.ptr[i] < 0x7f;
    return is;
}

/* The longest piece from the front of `s` that ends with a whole character. */
static size_t piece_of(str s)
{
    size_t len = s.len < WORD_BYTES ? s.len : WORD_BYTES;

    while (len < s.len && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
        len--;
    return len;
}

/* Add encoded words, a line each. */
static void add_encoded(struct text *out, str s)
{
    bool is_first = true;

    while (s.len > 0) {
        size_t len = piece_of(s);

        text_add(out, is_first ? STR("=?UTF-8?B?") : STR("\r\n =?UTF-8?B?"));
        text_add_base64(out, (const uint8_t *)s.ptr, len);
        text_add(out, STR("?="));
        s = str_slice(s, len, s.len);
        is_first = false;
    }
}

/* Control characters become blanks: a subject is one line. */
static str one_line(struct arena *arena, str s)
{
    struct text line = text_in(arena);

    for (size_t i = 0; i < s.len; i++) {
        bool is_control = (unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7f;

        text_add_byte(&line, is_control ? ' ' : s.ptr[i]);
    }
    return str_trim(text_str(&line));
}

static void add_two(struct text *out, int64_t number)
{
    text_add(out, number < 10 ? STR("0") : STR(""));
    text_add_i64(out, number);
}

/* "Fri, 24 Jan 2025 17:15:00 +0000" */
static void add_date(struct text *out, int64_t at)
{
    static const str days[] = {STR_INIT("Mon"), STR_INIT("Tue"), STR_INIT("Wed"),
        STR_INIT("Thu"), STR_INIT("Fri"), STR_INIT("Sat"), STR_INIT("Sun")};
    static const str months[] = {STR_INIT("Jan"), STR_INIT("Feb"), STR_INIT("Mar"),
        STR_INIT("Apr"), STR_INIT("May"), STR_INIT("Jun"), STR_INIT("Jul"),
        STR_INIT("Aug"), STR_INIT("Sep"), STR_INIT("Oct"), STR_INIT("Nov"),
        STR_INIT("Dec")};
    int32_t day = (int32_t)(at / DAY_SECONDS);
    int64_t second = at % DAY_SECONDS;
    struct civil civil = date_to_civil(day);

    text_add(out, days[date_weekday(day)]);
    text_add(out, STR(", "));
    add_two(out, civil.day);
    text_add_byte(out, ' ');
    text_add(out, months[civil.month - 1]);
    text_add_byte(out, ' ');
    text_add_i64(out, civil.year);
    text_add_byte(out, ' ');
    add_two(out, second / 3600);
    text_add_byte(out, ':');
    add_two(out, second / 60 % 60);
    text_add_byte(out, ':');
    add_two(out, second % 60);
    text_add(out, STR(" +0000"));
}

/* The same letter has the same ID whenever it is sent; other letters have others. */
static void add_id(struct text *out, str key, str domain)
{
    text_add_byte(out, '<');
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '.' || key.ptr[i] == ':')
            escape_add(out, '=', key.ptr[i]);
        else
            text_add_byte(out, key.ptr[i]);
    }
    text_add_byte(out, '@');
    text_add(out, domain);
    text_add_byte(out, '>');
}

static void add_sender(struct text *out, const struct notify_mail *mail)
{
    if (mail->name.len == 0) {
        text_add(out, mail->from);
        return;
    }
    /* Always encoded: what is plain in a subject may be special beside an address. */
    add_encoded(out, mail->name);
    text_add(out, STR("\r\n <"));
    text_add(out, mail->from);
    text_add_byte(out, '>');
}

/* ---- the text ---- */

static bool is_readable(char c)
{
    return c > ' ' && c < 0x7f && c != '=';
}

/* Add quoted-printable (RFC 2045 section 6.7); what ends a line is never a blank. */
static void add_quoted(struct text *out, str s)
{
    size_t column = 0;

    for (size_t i = 0; i < s.len; i++) {
        str rest = str_slice(s, i + 1, s.len);
        bool at_end = rest.len == 0 || str_starts(rest, STR("\n")) ||
            str_starts(rest, STR("\r\n"));
        bool as_is = is_readable(s.ptr[i]) || (s.ptr[i] == ' ' && !at_end);
        size_t width = as_is ? 1 : 3;

        if (s.ptr[i] == '\r' && str_starts(rest, STR("\n")))
            continue;
        if (s.ptr[i] == '\n') {
            text_add(out, STR("\r\n"));
            column = 0;
            continue;
        }
        if (column + width > LINE_MAX - 1) {
            text_add(out, STR("=\r\n"));
            column = 0;
        }
        if (as_is)
            text_add_byte(out, s.ptr[i]);
        else
            escape_add(out, '=', s.ptr[i]);
        column += width;
    }
    text_add(out, STR("\r\n"));
}

/* ---- the whole ---- */

static void add_header(struct text *out, str name, str value)
{
    text_add(out, name);
    text_add(out, STR(": "));
    text_add(out, value);
    text_add(out, STR("\r\n"));
}

static str message_of(
    struct arena *arena, const struct notify_mail *mail, const struct notify_letter *l)
{
    struct text out = text_in(arena);
    struct text words = text_in(arena);
    str subject;

    text_add(&out, STR("Date: "));
    add_date(&out, l->written);
    text_add(&out, STR("\r\nFrom: "));
    add_sender(&out, mail);
    text_add(&out, STR("\r\nTo: <"));
    text_add(&out, l->to);
    text_add(&out, STR(">\r\nMessage-ID: "));
    add_id(&out, l->key, address_domain(mail->from));
    text_add(&out, STR("\r\nSubject: "));
    subject = one_line(arena, l->subject);
    if (is_plain(subject))
        text_add(&out, subject);
    else
        add_encoded(&out, subject);
    text_add(&out, STR("\r\n"));
    add_header(&out, STR("Auto-Submitted"), STR("auto-generated"));
    if (l->urgent)
        add_header(&out, STR("Importance"), STR("high"));
    if (address_is_language(l->language))
        add_header(&out, STR("Content-Language"), l->language);
    add_header(&out, STR("MIME-Version"), STR("1.0"));
    add_header(&out, STR("Content-Type"), STR("text/plain; charset=utf-8"));
    add_header(&out, STR("Content-Transfer-Encoding"), STR("quoted-printable"));
    text_add(&out, STR("\r\n"));
    text_add(&words, l->words);
    text_add(&words, l->link.len > 0 ? STR("\n\n") : STR(""));
    text_add(&words, l->link);
    add_quoted(&out, text_str(&words));
    return text_str(&out);
}

/* ---- what an answer means ---- */

/* The enhanced code at the front of a reply (RFC 3463): "5.1.1"; may be empty. */
static str enhanced(str reply)
{
    size_t end = str_find_byte(reply, ' ', 0);
    size_t dots = 0;

    for (size_t i = 0; i < end; i++) {
        if (reply.ptr[i] != '.' && !char_is_digit(reply.ptr[i]))
            return (str){0};
        dots += reply.ptr[i] == '.';
    }
    return dots == 2 ? str_slice(reply, 0, end) : (str){0};
}

/* Whether there is no such mailbox, and never will be. */
static bool is_gone(const struct fetch_receipt *receipt)
{
    static const str codes[] = {
        STR_INIT("5.1.1"),  /* no such mailbox */
        STR_INIT("5.1.2"),  /* no such domain */
        STR_INIT("5.1.3"),  /* no address */
        STR_INIT("5.1.6"),  /* moved, and nobody knows where */
        STR_INIT("5.1.10"), /* the domain takes no mail */
        STR_INIT("5.2.1"),  /* the mailbox is closed */
    };

    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (str_equal(enhanced(receipt->reply), codes[i]))
            return receipt->code >= 500;
    return false;
}

static str why_refused(struct arena *arena, const struct fetch_receipt *receipt)
{
    static const str what[] = {
        [FETCH_GREETING] = STR_INIT("the mail server does not let us in"),
        [FETCH_SENDER] = STR_INIT("the mail server refused our sender's address"),
        [FETCH_RECIPIENT] = STR_INIT("the mail server refused the recipient"),
        [FETCH_MESSAGE] = STR_INIT("the mail server refused the message"),
    };
    struct text text = text_in(arena);

    text_add(&text, what[receipt->stage]);
    text_add(&text, STR(": "));
    text_add_u64(&text, receipt->code);
    if (enhanced(receipt->reply).len > 0) {
        text_add_byte(&text, ' ');
        text_add(&text, enhanced(receipt->reply));
    }
    text_add(&text, is_gone(receipt) ? STR(", there is no such mailbox") : STR(""));
    return text_str(&text);
}

/* A server that refuses us before it has heard of the letter may think again. */
static struct notify_result settle(
    struct arena *arena, const struct fetch_receipt *receipt, const struct err *err)
{
    struct notify_result result = {.state = NOTIFY_LATER};

    if (err->kind == ERR_NONE) {
        result.state = NOTIFY_HANDED;
    } else if (err->kind == ERR_DENIED && receipt->code >= 400) {
        if (receipt->code >= 500 && receipt->stage != FETCH_GREETING)
            result.state = NOTIFY_NEVER;
        result.gone = result.state == NOTIFY_NEVER && is_gone(receipt);
        result.why = why_refused(arena, receipt);
    } else {
        result.why = arena_str(arena, err_text(err));
    }
    return result;
}

void mail_send(struct outlet *outlet, const struct batch *batch)
{
    const struct notify_mail *mail = &outlet->settings->mail;
    struct arena *arena = batch->arena;
    struct fetch_mail *mails = ARENA_ARRAY(arena, struct fetch_mail, batch->count);
    struct fetch_receipt *receipts =
        ARENA_ARRAY(arena, struct fetch_receipt, batch->count);
    struct err *errs = ARENA_ARRAY(arena, struct err, batch->count);

    for (size_t i = 0; i < batch->count; i++)
        mails[i] = (struct fetch_mail){.server = mail->server,
            .port = mail->port,
            .security = mail->security,
            .self = address_domain(mail->from),
            .user = mail->user,
            .password = mail->secret,
            .from = mail->from,
            .to = batch->letters[i].to,
            .message = message_of(arena, mail, &batch->letters[i]),
            .authorities = mail->authorities};
    fetch_mail_all(
        outlet->client, arena, mails, batch->count, batch->deadline_ms, receipts, errs);
    for (size_t i = 0; i < batch->count; i++) {
        struct text id = text_in(arena);

        add_id(&id, batch->letters[i].key, mails[i].self);
        batch->results[i] = settle(arena, &receipts[i], &errs[i]);
        batch->results[i].reference = text_str(&id);
    }
}
