/*
 * The guard: a request whose framing two readers could understand differently is
 * refused, whatever the library would make of it.
 *
 * A proxy in front that took "Content-Length: 5" twice, or a length and chunks, its own
 * way would let one client put words into another's mouth (request smuggling).  So:
 * one Host, at most one length, in plain digits; chunks alone or not at all; names that
 * are tokens; values without control characters; and no byte that nobody has seen.
 */
#include "http/inside.h"

static char lower(char c)
{
    return char_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

bool http_name_equal(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

bool http_is_token(str s)
{
    str marks = STR("!#$%&'*+-.^_`|~");

    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (!char_is_digit(c) && !char_is_lower(c) && !char_is_upper(c) &&
            str_find_byte(marks, c, 0) == marks.len)
            return false;
    }
    return s.len > 0;
}

bool http_can_set(str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

const struct http_pair *http_pair_find(const struct http_pairs *pairs, str name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (http_name_equal(pairs->items[i].name, name))
            return &pairs->items[i];
    return NULL;
}

static size_t count_of(const struct http_pairs *pairs, str name)
{
    size_t count = 0;

    for (size_t i = 0; i < pairs->count; i++)
        count += http_name_equal(pairs->items[i].name, name);
    return count;
}

/* Digits alone: no sign, no list, no space.  18 of them cannot overflow. */
static bool is_length(str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (!char_is_digit(value.ptr[i]))
            return false;
    return value.len > 0 && value.len <= 18;
}

uint64_t http_declared_length(const struct http_pairs *headers)
{
    const struct http_pair *declared = http_pair_find(headers, STR("content-length"));
    int64_t length = 0;

    return declared != NULL && str_to_i64(declared->value, &length) ? (uint64_t)length
                                                                    : 0;
}

static bool is_host(str value)
{
    str marks = STR("-._:[]");

    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (!char_is_digit(c) && !char_is_lower(c) && !char_is_upper(c) &&
            str_find_byte(marks, c, 0) == marks.len)
            return false;
    }
    return value.len > 0;
}

static bool names_and_values(const struct http_pairs *headers, str *why)
{
    for (size_t i = 0; i < headers->count; i++) {
        if (!http_is_token(headers->items[i].name)) {
            *why = STR("A header's name is not one.");
            return false;
        }
        if (!http_can_set(headers->items[i].value)) {
            *why = STR("A header holds a control character.");
            return false;
        }
    }
    return true;
}

static bool framing(const struct http_head *head, str *why)
{
    const struct http_pairs *headers = &head->headers;
    const struct http_pair *coding = http_pair_find(headers, STR("transfer-encoding"));
    const struct http_pair *length = http_pair_find(headers, STR("content-length"));

    *why = STR("The length of the body is not clear.");
    if (count_of(headers, STR("content-length")) > 1 ||
        count_of(headers, STR("transfer-encoding")) > 1)
        return false;
    if (length != NULL && !is_length(length->value))
        return false;
    if (coding == NULL)
        return true;
    return length == NULL && str_equal(head->version, STR("HTTP/1.1")) &&
        http_name_equal(coding->value, STR("chunked"));
}

static bool host(const struct http_head *head, str *why)
{
    const struct http_pair *named = http_pair_find(&head->headers, STR("host"));

    *why = STR("The request must name its host, once.");
    if (named == NULL)
        return str_equal(head->version, STR("HTTP/1.0"));
    return count_of(&head->headers, STR("host")) == 1 && is_host(named->value);
}

/*
 * The length of the head as it is usually written: "Name: value", CR LF.  The library
 * ends what it hands over at a NUL, and can lose a line that is folded; what came is then
 * longer than what can be accounted for.
 */
static size_t plain_bytes(const struct http_head *head)
{
    size_t bytes = head->method.len + head->target.len + head->version.len +
        sizeof("  \r\n\r\n") - 1;

    for (size_t i = 0; i < head->headers.count; i++)
        bytes += head->headers.items[i].name.len + head->headers.items[i].value.len +
            sizeof(": \r\n") - 1;
    return bytes;
}

static unsigned size(const struct http_head *head, str *why)
{
    if (head->target.len > head->bytes_max / 2) {
        *why = STR("The address is longer than we accept.");
        return 414;
    }
    if (head->bytes > head->bytes_max || head->headers.count >= HTTP_PAIRS_MAX) {
        *why = STR("The headers are larger than we accept.");
        return 431;
    }
    if (head->bytes > plain_bytes(head)) {
        *why =
            STR("The headers are not written plainly: \"Name: value\", a line each.");
        return 400;
    }
    return 0;
}

unsigned http_guard(const struct http_head *head, str *why)
{
    unsigned status = size(head, why);

    if (status != 0)
        return status;
    if (!str_equal(head->version, STR("HTTP/1.1")) &&
        !str_equal(head->version, STR("HTTP/1.0"))) {
        *why = STR("We speak HTTP/1.1.");
        return 505;
    }
    if (!names_and_values(&head->headers, why) || !framing(head, why) ||
        !host(head, why))
        return 400;
    if (count_of(&head->headers, STR("expect")) > 0 &&
        !http_name_equal(http_pair_find(&head->headers, STR("expect"))->value,
            STR("100-continue"))) {
        *why = STR("We do not do what the request expects.");
        return 417;
    }
    return 0;
}
