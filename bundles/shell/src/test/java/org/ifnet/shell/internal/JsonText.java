package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259) into maps, lists, strings, longs and booleans; strict, so that it finds what is no JSON. */
final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        JsonText json = new JsonText(text.strip());
        Object value = json.value();
        if (json.at != json.text.length()) {
            throw json.wrong();
        }
        return value;
    }

    /** A list of objects. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(String text) {
        return (List<Map<String, Object>>) parse(text);
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON at " + at + ": " + text);
    }

    private Object value() {
        char c = peek();
        if (c == '{') {
            return object();
        } else if (c == '[') {
            return list();
        } else if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && "{}[],:\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                if (!word.matches("0|-?[1-9]\\d*")) {
                    throw wrong();
                }
                yield Long.valueOf(word);
            }
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            if (!fields.isEmpty()) {
                expect(',');
            }
            String key = string();
            expect(':');
            if (fields.put(key, value()) != null) {
                throw new IllegalArgumentException("twice: " + key);
            }
        }
        expect('}');
        return fields;
    }

    private List<Object> list() {
        List<Object> values = new ArrayList<>();
        expect('[');
        while (peek() != ']') {
            if (!values.isEmpty()) {
                expect(',');
            }
            values.add(value());
        }
        expect(']');
        return values;
    }

    private String string() {
        StringBuilder s = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                s.append(c);
            } else if (peek() == 'u') {
                s.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 5;
            } else {
                s.append(text.charAt(at++));
            }
        }
        expect('"');
        return s.toString();
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }
}
