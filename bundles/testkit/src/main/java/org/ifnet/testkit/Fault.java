package org.ifnet.testkit;

import java.util.List;

/**
 * A bug, put in: changes to methods of the finished classes, made while they are loaded. The code that
 * is shipped knows nothing of it.
 *
 * @param name the line of the reference that tells of the bug, or what is left out
 */
public record Fault(String name, List<Edit> edits) {
    /**
     * A change of one method.
     *
     * @param type the class, by its simple name
     * @param method its name, with its descriptor when there are others of that name; {@code lambda$NAME$} stands for all
     *     lambdas in a method
     */
    public record Edit(String type, String method, Patch patch) {
        boolean isOf(String name, String descriptor) {
            return name.equals(method)
                    || (name + descriptor).equals(method)
                    || method.endsWith("$") && name.startsWith(method);
        }

        @Override
        public String toString() {
            return type + "." + method;
        }
    }

    public static Fault of(String name, Edit... edits) {
        return new Fault(name, List.of(edits));
    }

    /** In {@code place}, {@code Type.method}. */
    public static Edit in(String place, Patch patch) {
        int dot = place.indexOf('.');
        return new Edit(place.substring(0, dot), place.substring(dot + 1), patch);
    }

    @Override
    public String toString() {
        return name;
    }
}
