package org.ifnet.shell.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.control.Credential;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.ArpTable;
import org.ifnet.inet.ArpTable.Published;
import org.ifnet.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** An entry as an administrator writes it: {@code ADDR MAC|auto [temp] [pub [only]]}. */
record ArpEntryWords(IpAddress address, @Nullable MacAddress lladdr, boolean temporary, Published published) {
    static ArpEntryWords parse(List<String> words) throws IfnetException {
        if (words.size() < 2) {
            throw new IfnetException(Errno.EINVAL, "an address and a link-level address are needed");
        }
        List<String> rest = new ArrayList<>(words.subList(2, words.size()));
        boolean temporary = rest.remove("temp");
        boolean published = rest.remove("pub");
        boolean only = published && rest.remove("only");
        if (!rest.isEmpty()) {
            throw new IfnetException(Errno.EINVAL, "unexpected word " + rest.get(0));
        }
        boolean auto = words.get(1).equals("auto");
        if (auto && !published) {
            throw new IfnetException(Errno.EINVAL, "auto needs pub");
        }
        return new ArpEntryWords(
                address(words.get(0)),
                auto ? null : MacAddress.parse(words.get(1)),
                temporary,
                only ? Published.ONLY : published ? Published.YES : Published.NO);
    }

    static IpAddress address(String text) throws IfnetException {
        IpAddress address = IpAddress.parse(text);
        if (!address.isV4()) {
            throw new IfnetException(Errno.EAFNOSUPPORT, text + " is not an IPv4 address");
        }
        return address;
    }

    void set(ArpTable table, Credential who) throws IfnetException {
        table.set(who, address, lladdr, temporary, published);
    }

    /** All lines of a file, or none when one of them is wrong; # begins a comment. */
    static void setAll(Path file, ArpTable table, Credential who) throws IfnetException {
        List<ArpEntryWords> all = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.replaceAll("#.*", "").trim();
            if (text.isEmpty()) {
                continue;
            }
            try {
                all.add(parse(List.of(text.split("\\s+"))));
            } catch (IfnetException | IllegalArgumentException e) {
                throw new IfnetException(Errno.EINVAL, file + ":" + number + ": " + e.getMessage());
            }
        }
        for (ArpEntryWords entry : all) {
            entry.set(table, who);
        }
    }

    private static List<String> lines(Path file) throws IfnetException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IfnetException(Errno.ENOENT, file + " cannot be read: " + e.getMessage());
        }
    }
}
