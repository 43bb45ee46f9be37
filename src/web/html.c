/*
 * Escaping, by place.  What is written between the quotes of an attribute, or between
 * tags, cannot end them: & < > " ' become references.
 */
#include "web/html.h"

void html_raw(struct html *html, str bytes)
{
    text_add(&html->text, bytes);
}

void html_safe(struct html *html, struct safe_html safe)
{
    text_add(&html->text, safe.bytes);
}

/* ---- text and attributes ---- */

static str reference_of(char c, bool quoted)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return quoted ? STR("&#34;") : (str){0};
    case '\'':
        return quoted ? STR("&#39;") : (str){0};
    default:
        return (str){0};
    }
}

/* Words between tags, of which some may be marked as of another language. */
struct marked {
    struct html *html;
    bool is_open;
};

static void end_mark(struct marked *m)
{
    html_raw(m->html, m->is_open ? STR("</span>") : STR(""));
    m->is_open = false;
}

/* The tags from `at` on, as an element; returns how long they are. */
static size_t take_mark(struct marked *m, str value, size_t at)
{
    struct text code = text_in(m->html->text.arena);
    size_t end = at;
    size_t len;
    char letter;

    for (; (len = tongue_tag(value, end, &letter)) > 0; end += len)
        if (char_is_lower(letter) || letter == '-')
            text_add_byte(&code, letter);
    end_mark(m);
    if (code.len == 0)
        return end - at;
    html_raw(m->html, STR("<span lang=\""));
    html_raw(m->html, text_str(&code));
    html_raw(
        m->html, m->html->tongue->is_rightward ? STR("\">") : STR("\" dir=\"auto\">"));
    m->is_open = true;
    return end - at;
}

static void add_escaped(struct html *html, str value, bool quoted)
{
    struct marked marked = {html, false};
    size_t start = 0;
    size_t len;
    char letter;

    for (size_t i = 0; i < value.len; i += len) {
        str reference = reference_of(value.ptr[i], quoted);
        size_t tag = tongue_tag(value, i, &letter);

        len = tag > 0 ? tag : 1;
        if (reference.len == 0 && tag == 0)
            continue;
        text_add(&html->text, str_slice(value, start, i));
        text_add(&html->text, reference);
        if (tag > 0 && !quoted)
            len = take_mark(&marked, value, i);
        start = i + len;
    }
    text_add(&html->text, str_slice(value, start, value.len));
    end_mark(&marked);
}

void html_text(struct html *html, str value)
{
    add_escaped(html, value, false);
}

void html_value(struct html *html, str value)
{
    add_escaped(html, value, true);
}

bool html_is_marked(str value)
{
    char letter;

    return tongue_tag(value, 0, &letter) > 0;
}

void html_number(struct html *html, uint64_t value)
{
    text_add_u64(&html->text, value);
}

/* ---- addresses ---- */

static void add_percent(struct html *html, char c)
{
    static const char digits[] = "0123456789ABCDEF";

    text_add_byte(&html->text, '%');
    text_add_byte(&html->text, digits[(unsigned char)c >> 4]);
    text_add_byte(&html->text, digits[(unsigned char)c & 15]);
}

/* Unreserved characters of RFC 3986. */
static bool is_unreserved(char c)
{
    return char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '-' ||
        c == '.' || c == '_' || c == '~';
}

static bool may_lead(str address)
{
    static const str schemes[] = {
        STR_INIT("http"), STR_INIT("https"), STR_INIT("tel"), STR_INIT("mailto")};
    size_t colon = str_find_byte(address, ':', 0);

    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (str_equal(str_slice(address, 0, colon), schemes[i]))
            return colon < address.len;
    for (size_t i = 0; i < colon; i++)
        if (address.ptr[i] == '/' || address.ptr[i] == '?' || address.ptr[i] == '#')
            colon = address.len;
    return colon == address.len && !str_starts(address, STR("//")) &&
        !str_starts(address, STR("/\\"));
}

void html_address(struct html *html, str address)
{
    static const str others = STR_INIT("!#$%&()*+,/:;=?@[]");

    if (!may_lead(address)) {
        html_raw(html, STR("#"));
        return;
    }
    for (size_t i = 0; i < address.len; i++) {
        char c = address.ptr[i];

        if (c == '&')
            html_raw(html, STR("&amp;"));
        else if (is_unreserved(c) || str_find_byte(others, c, 0) < others.len)
            text_add_byte(&html->text, c);
        else
            add_percent(html, c);
    }
}

void html_part(struct html *html, str part)
{
    /* These would climb, however they are spelt. */
    if (str_equal(part, STR(".")) || str_equal(part, STR("..")))
        return;
    for (size_t i = 0; i < part.len; i++) {
        if (is_unreserved(part.ptr[i]))
            text_add_byte(&html->text, part.ptr[i]);
        else
            add_percent(html, part.ptr[i]);
    }
}

/* ---- words ---- */

static void add_words(
    struct html *html, str english, const str *values, size_t count, bool quoted)
{
    struct text whole = text_in(html->text.arena);

    words_fill(html->tongue, &whole, tongue_say(html->tongue, english), values, count);
    add_escaped(html, text_str(&whole), quoted);
}

void html_words(struct html *html, str english, const str *values, size_t count)
{
    add_words(html, english, values, count, false);
}

void html_words_value(struct html *html, str english, const str *values, size_t count)
{
    add_words(html, english, values, count, true);
}
