package org.ifnet.shell.internal;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259) in one pass. The caller opens and closes in order. */
final class Json {
    private final StringBuilder s = new StringBuilder();
    private boolean comma;

    Json open() {
        return raw("{", false);
    }

    Json close() {
        s.append('}');
        comma = true;
        return this;
    }

    Json openList() {
        return raw("[", false);
    }

    Json closeList() {
        s.append(']');
        comma = true;
        return this;
    }

    Json key(String name) {
        string(name);
        s.append(':');
        comma = false;
        return this;
    }

    Json field(String name, long value) {
        return key(name).raw(Long.toString(value), true);
    }

    Json field(String name, boolean value) {
        return key(name).raw(Boolean.toString(value), true);
    }

    /** A field with the text of the value; none when there is no value. */
    Json field(String name, @Nullable Object value) {
        return value == null ? this : key(name).string(value.toString());
    }

    Json list(Collection<String> values) {
        openList();
        values.forEach(this::string);
        return closeList();
    }

    private Json string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return raw(quoted.append('"').toString(), true);
    }

    private Json raw(String text, boolean complete) {
        s.append(comma ? "," : "").append(text);
        comma = complete;
        return this;
    }

    @Override
    public String toString() {
        return s.toString();
    }
}
