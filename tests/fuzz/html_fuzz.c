/* Any bytes as values in a page: no tag, quote or scheme comes of them. */
#include "web/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool has(str s, char c)
{
    return str_find_byte(s, c, 0) < s.len;
}

/* Words of another language stand in an element of their own (tongue.h), whose language
 * is letters and dashes; besides it there is no tag. */
static bool has_tag(str out)
{
    static const str begins = STR_INIT("<span lang=\"");
    static const str ends = STR_INIT("\" dir=\"auto\">");
    static const str closes = STR_INIT("</span>");
    bool is_open = false;

    for (size_t i = 0; i < out.len; i++) {
        str rest = str_slice(out, i, out.len);

        if (out.ptr[i] == '>')
            return true;
        if (out.ptr[i] != '<')
            continue;
        if (str_starts(rest, is_open ? closes : begins)) {
            i += is_open ? closes.len : begins.len;
            while (!is_open && (char_is_lower(out.ptr[i]) || out.ptr[i] == '-'))
                i++;
            if (!is_open && !str_starts(str_slice(out, i, out.len), ends))
                return true;
            i += is_open ? 0 : ends.len;
            i--;
            is_open = !is_open;
            continue;
        }
        return true;
    }
    return is_open;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct tongue plain = {.code = STR_INIT("en")};
    void (*const write[])(struct html *, str) = {
        html_text, html_value, html_address, html_part};
    str value = {(const char *)bytes, len};
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(write); i++) {
        struct html html = {text_in(&arena), &plain};
        str out;

        write[i](&html, value);
        out = text_str(&html.text);
        REQUIRE(i == 0 ? !has_tag(out) : !has(out, '<') && !has(out, '>'));
        REQUIRE(i == 0 || (!has(out, '"') && !has(out, '\'')));
        REQUIRE(i != 2 || !str_starts(out, STR("//")));
        REQUIRE(i != 2 || !str_starts(out, STR("javascript:")));
        REQUIRE(i != 3 || (!has(out, '/') && !has(out, ':') && !has(out, '&')));
    }
    arena_clear(&arena);
    return 0;
}
