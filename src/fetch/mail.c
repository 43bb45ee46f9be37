/*
 * Mail: one conversation with a server for each message, each in a thread of its own.
 *
 * The library waits for a server's last word without doing anything else meanwhile; side
 * by side in one loop, one server that is silent then would hold up all the others.
 */
#include "fetch/inside.h"

#include <pthread.h>

enum { REPLY_MAX = 200, HOST_MAX = 253, ADDRESS_MAX = 254 };

struct conversation {
    struct fetch_transfer transfer;
    const struct fetch_mail *mail;
    struct fetch_receipt *receipt;
    struct curl_slist *recipients;
    size_t sent; /* of the message */
    char reply[REPLY_MAX];
    size_t reply_len;
    bool is_over; /* we have said QUIT */
    pthread_t thread;
    bool began;
    CURLcode code;
};

/* ---- what the library asks for, in the thread ---- */

static size_t give_message(char *out, size_t size, size_t count, void *cls)
{
    struct conversation *c = cls;
    str part = str_slice(c->mail->message, c->sent, c->sent + size * count);

    memcpy(out, part.ptr, part.len);
    c->sent += part.len;
    return part.len;
}

/* Keep the last line of the last reply. */
static size_t hear_reply(char *bytes, size_t size, size_t count, void *cls)
{
    struct conversation *c = cls;
    str line = str_trim((str){bytes, size * count});

    if (c->is_over || line.len < 3 || !char_is_digit(line.ptr[0]) ||
        !char_is_digit(line.ptr[1]) || !char_is_digit(line.ptr[2]))
        return size * count;
    line = str_slice(line, 0, REPLY_MAX);
    memcpy(c->reply, line.ptr, line.len);
    c->reply_len = line.len;
    return size * count;
}

/* Notice what we say, to know what is answered next. */
static int hear_us(CURL *easy, curl_infotype type, char *bytes, size_t len, void *cls)
{
    static const struct {
        str command;
        enum fetch_stage stage;
    } stages[] = {
        {STR_INIT("MAIL FROM:"), FETCH_SENDER},
        {STR_INIT("RCPT TO:"), FETCH_RECIPIENT},
        {STR_INIT("DATA\r\n"), FETCH_MESSAGE},
    };
    struct conversation *c = cls;

    (void)easy;
    for (size_t i = 0; i < COUNT_OF(stages); i++)
        if (type == CURLINFO_HEADER_OUT &&
            str_starts((str){bytes, len}, stages[i].command)) {
            c->receipt->stage = stages[i].stage;
            c->reply_len = 0;
        }
    if (type == CURLINFO_HEADER_OUT && str_starts((str){bytes, len}, STR("QUIT")))
        c->is_over = true;
    return 0;
}

/* At the end the library says QUIT, and would wait for an answer to that. */
static void *run(void *cls)
{
    struct conversation *c = cls;
    curl_socket_t socket = CURL_SOCKET_BAD;

    c->code = curl_easy_perform(c->transfer.easy);
    (void)curl_easy_getinfo(c->transfer.easy, CURLINFO_ACTIVESOCKET, &socket);
    if (socket != CURL_SOCKET_BAD)
        net_deafen(socket);
    transfer_clear(&c->transfer);
    return NULL;
}

/* ---- before ---- */

static bool is_host(str host)
{
    bool is = host.len > 0 && host.len <= HOST_MAX;

    for (size_t i = 0; is && i < host.len; i++)
        is = char_is_lower(host.ptr[i]) || char_is_upper(host.ptr[i]) ||
            char_is_digit(host.ptr[i]) || host.ptr[i] == '.' || host.ptr[i] == '-' ||
            host.ptr[i] == ':';
    return is;
}

/* Whether it stays one word of a command. */
static bool is_address(str address)
{
    bool is = address.len > 0 && address.len <= ADDRESS_MAX;

    for (size_t i = 0; is && i < address.len; i++)
        is = address.ptr[i] > ' ' && address.ptr[i] < 0x7f && address.ptr[i] != '<' &&
            address.ptr[i] != '>';
    return is;
}

static bool judge(const struct fetch_mail *mail, struct err *err)
{
    if (!is_host(mail->server) || !is_host(mail->self) || mail->port == 0)
        return err_set(err, ERR_USAGE, STR("this is no name or port of a mail server"));
    if (!is_address(mail->from) || !is_address(mail->to))
        return err_set(err, ERR_USAGE,
            STR("an address cannot be sent to; it holds a blank, a bracket, or a "
                "letter that is not ASCII"));
    return (!transfer_has_control(mail->user) &&
               !transfer_has_control(mail->password)) ||
        err_set(err, ERR_USAGE, STR("a user or password holds a control character"));
}

/* Write "smtp://server:25". */
static str place_of(struct arena *arena, const struct fetch_mail *mail)
{
    bool is_v6 = str_find_byte(mail->server, ':', 0) < mail->server.len;
    struct text text = text_in(arena);

    text_add(&text, mail->security == FETCH_TLS ? STR("smtps://") : STR("smtp://"));
    text_add(&text, is_v6 ? STR("[") : STR(""));
    text_add(&text, mail->server);
    text_add(&text, is_v6 ? STR("]:") : STR(":"));
    text_add_u64(&text, mail->port);
    return text_str(&text);
}

static const char *bracketed(struct arena *arena, str address)
{
    struct text text = text_in(arena);

    text_add_byte(&text, '<');
    text_add(&text, address);
    text_add_byte(&text, '>');
    return transfer_string(arena, text_str(&text));
}

static bool set_envelope(struct conversation *c)
{
    const struct fetch_mail *mail = c->mail;
    struct arena *arena = c->transfer.arena;
    CURL *easy = c->transfer.easy;
    struct text url = text_in(arena);
    long level = mail->security == FETCH_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    bool set;

    text_add(&url, c->transfer.where);
    text_add_byte(&url, '/');
    text_add(&url, mail->self);
    c->recipients = curl_slist_append(NULL, bracketed(arena, mail->to));
    REQUIRE(c->recipients != NULL);
    set = curl_easy_setopt(easy, CURLOPT_URL, transfer_string(arena, text_str(&url))) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_USE_SSL, level) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, bracketed(arena, mail->from)) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, c->recipients) == CURLE_OK;
    if (mail->user.len > 0)
        set = set &&
            curl_easy_setopt(easy, CURLOPT_USERNAME,
                transfer_string(arena, mail->user)) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_PASSWORD,
                transfer_string(arena, mail->password)) == CURLE_OK;
    return set;
}

static bool set_conversation(struct conversation *c)
{
    CURL *easy = c->transfer.easy;

    return curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
            (curl_off_t)c->mail->message.len) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_message) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_READDATA, c) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear_reply) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, c) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, hear_us) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_DEBUGDATA, c) == CURLE_OK;
}

static bool begin(struct conversation *c, uint32_t timeout_ms)
{
    struct fetch_transfer *transfer = &c->transfer;

    if (!judge(c->mail, transfer->err))
        return false;
    transfer->where = place_of(transfer->arena, c->mail);
    transfer->easy = curl_easy_init();
    REQUIRE(transfer->easy != NULL);
    REQUIRE(transfer_bound(transfer, timeout_ms, c->mail->authorities) &&
        set_envelope(c) && set_conversation(c));
    c->began = pthread_create(&c->thread, NULL, run, c) == 0;
    return c->began ||
        err_set(transfer->err, ERR_IO, STR("there are too many threads already"));
}

/* ---- after ---- */

static void end(struct conversation *c)
{
    struct fetch_transfer *transfer = &c->transfer;
    struct fetch_receipt *receipt = c->receipt;
    int64_t code = 0;
    str reply;

    REQUIRE(pthread_join(c->thread, NULL) == 0);
    reply = (str){c->reply, c->reply_len};
    if (str_to_i64(str_slice(reply, 0, 3), &code)) {
        receipt->code = (unsigned)code;
        reply = str_trim(str_slice(reply, 4, reply.len));
        receipt->reply = arena_str(transfer->arena, reply);
    }
    if (c->code == CURLE_OK)
        return;
    if (receipt->code < 400 && c->code != CURLE_WEIRD_SERVER_REPLY) {
        transfer_fail(transfer, c->code);
        return;
    }
    if (receipt->code < 400)
        err_set(transfer->err, ERR_IO, STR("what came back is not SMTP"));
    else
        err_set(transfer->err, ERR_DENIED, STR("the mail server refused"));
    err_while(transfer->err, transfer->where);
}

void fetch_mail_all(struct fetch_client *client, struct arena *arena,
    const struct fetch_mail *mails, size_t count, uint32_t timeout_ms,
    struct fetch_receipt *receipts, struct err *errs)
{
    struct conversation *all = ARENA_ARRAY(arena, struct conversation, count);

    REQUIRE(count <= FETCH_MAILS_MAX);
    for (size_t i = 0; i < count; i++) {
        receipts[i] = (struct fetch_receipt){0};
        errs[i] = (struct err){0};
        all[i] = (struct conversation){
            .transfer = {.client = client, .arena = arena, .err = &errs[i]},
            .mail = &mails[i],
            .receipt = &receipts[i]};
        if (!begin(&all[i], timeout_ms))
            transfer_clear(&all[i].transfer);
    }
    for (size_t i = 0; i < count; i++) {
        if (all[i].began)
            end(&all[i]);
        curl_slist_free_all(all[i].recipients);
    }
}
