package org.ifnet.shell.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.control.Media;

/** What could stand behind the words of an ifconfig that is being typed. */
final class IfconfigCompletion {
    private static final List<String> OPTIONS =
            List.of("-a", "-C", "-d", "-f", "-g", "--json", "-k", "-l", "-L", "-m", "-u", "-v", "-w");
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of("-f", "-g", "-w");

    private final Platform platform;

    @FunctionalInterface
    private interface Words {
        Collection<String> ask() throws IfnetException;
    }

    IfconfigCompletion(Platform platform) {
        this.platform = platform;
    }

    Collection<String> candidates(List<String> before, String prefix) {
        int options = 0;
        boolean group = false;
        while (options < before.size() && before.get(options).startsWith("-")) {
            String option = before.get(options++);
            group |= option.equals("-g");
            if (OPTIONS_WITH_VALUE.contains(option) && options++ >= before.size()) {
                return optionValues(option);
            }
        }
        List<String> words = before.subList(options, before.size());
        if (words.isEmpty()) {
            return prefix.startsWith("-") ? OPTIONS : first(group);
        }
        return behind(words);
    }

    private Collection<String> optionValues(String option) {
        return switch (option) {
            case "-g" -> orNone(() -> platform.groups().list());
            case "-f" -> List.of(IfconfigFormat.WORDS);
            default -> List.of();
        };
    }

    private Collection<String> first(boolean group) {
        if (group) {
            return List.of("destroy", "inet", "inet6", "link");
        }
        List<String> names = new ArrayList<>(
                orNone(() -> platform.ifnets().list().stream().map(Ifnet::name).toList()));
        names.addAll(orNone(() -> platform.cloners().list()));
        return names;
    }

    private Collection<String> behind(List<String> words) {
        String name = words.get(0);
        String last = words.get(words.size() - 1);
        if (words.size() == 1) {
            return IfconfigKeywords.all();
        }
        switch (last) {
            case "group" -> {
                return orNone(() -> platform.groups().list().stream()
                        .filter(group -> !group.equals(IfnetGroups.ALL))
                        .toList());
            }
            case "-group" -> {
                return orNone(() -> platform.ifnets().require(name).groups().stream()
                        .filter(group -> !group.equals(IfnetGroups.ALL))
                        .toList());
            }
            case "media" -> {
                return media(name, media -> List.of(media.subtype()));
            }
            case "mediaopt", "-mediaopt" -> {
                return media(name, Media::options);
            }
            default -> {
                boolean value = isValue(words.subList(1, words.size()));
                return value ? List.of() : IfconfigKeywords.all();
            }
        }
    }

    /** Whether the word behind those is a value of one of them. */
    private static boolean isValue(List<String> words) {
        int values = 0;
        for (String word : words) {
            values = values > 0 ? values - 1 : IfconfigKeywords.VALUES.getOrDefault(word, 0);
        }
        return values > 0;
    }

    private Collection<String> media(String name, Function<Media, Collection<String>> words) {
        return orNone(() -> {
            Set<String> found = new HashSet<>();
            Ifnet ifnet = platform.ifnets().require(name);
            platform.control().media(ifnet).supported().forEach(media -> found.addAll(words.apply(media)));
            return found;
        });
    }

    /** An engine that is not there knows no words. */
    private static Collection<String> orNone(Words words) {
        try {
            return words.ask();
        } catch (IfnetException e) {
            return List.of();
        }
    }
}
