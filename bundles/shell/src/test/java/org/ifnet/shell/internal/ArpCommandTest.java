package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.inet.ArpTable.Entry;
import org.ifnet.inet.ArpTable.Published;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArpCommandTest {
    private final FakePlatform platform = new FakePlatform();
    private final ArpCommand arp = new ArpCommand(platform);

    @BeforeEach
    void fill() {
        FakeIfnet em0 = new FakeIfnet("em0", 1);
        MacAddress mac = MacAddress.parse("02:00:00:00:00:07");
        platform.arp.answer(
                "list",
                List.of(
                        new Entry(em0, IpAddress.parse("192.0.2.1"), mac, true, -1, Published.YES),
                        new Entry(em0, IpAddress.parse("192.0.2.2"), mac, false, 1200, Published.NO),
                        new Entry(em0, IpAddress.parse("192.0.2.3"), null, false, 1, Published.NO)));
    }

    @Test
    void listsEntries() throws IfnetException {
        assertEquals("""
                ? (192.0.2.1) at 02:00:00:00:00:07 on em0 permanent published [ethernet]
                ? (192.0.2.2) at 02:00:00:00:00:07 on em0 [ethernet]
                ? (192.0.2.3) at (incomplete) on em0 [ethernet]
                """, platform.run(arp, "-an"));
        assertEquals("? (192.0.2.2) at 02:00:00:00:00:07 on em0 [ethernet]\n", platform.run(arp, "-n 192.0.2.2"));
        assertEquals("arp: 192.0.2.9 (192.0.2.9) -- no entry", platform.fail(arp, "192.0.2.9"));
    }

    @Test
    void showsTheSameForPrograms() throws IfnetException {
        String json = platform.run(arp, "-a -j");
        assertEquals(
                "[{\"address\":\"192.0.2.1\",\"lladdr\":\"02:00:00:00:00:07\",\"interface\":\"em0\",\"permanent\":true,\"published\":\"yes\"},",
                json.substring(0, json.indexOf("},") + 2));
    }

    @Test
    void setsAndDeletes() throws IfnetException {
        assertEquals("", platform.run(arp, "-s 192.0.2.9 02:00:00:00:00:09"));
        assertEquals("192.0.2.1 (192.0.2.1) deleted\n", platform.run(arp, "-d 192.0.2.1"));
        assertEquals(List.of("set(192.0.2.9, 02:00:00:00:00:09, false, NO)", "delete(192.0.2.1)"), platform.arp.log);
        assertEquals(3, platform.run(arp, "-d -a").split(" deleted\n").length);
    }

    @Test
    void publishesAndReadsFiles(@TempDir Path folder) throws Exception {
        platform.run(arp, "-s 192.0.2.9 02:00:00:00:00:09 temp pub");
        platform.run(arp, "-S 192.0.2.9 auto pub only");
        Path file = folder.resolve("ethers");
        Files.writeString(file, "# ours\n192.0.2.10 02:00:00:00:00:0a\n\n192.0.2.11 auto pub # for another\n");
        platform.run(arp, "-f " + file);
        assertEquals(
                List.of(
                        "set(192.0.2.9, 02:00:00:00:00:09, true, YES)",
                        "delete(192.0.2.9)",
                        "set(192.0.2.9, null, false, ONLY)",
                        "set(192.0.2.10, 02:00:00:00:00:0a, false, NO)",
                        "set(192.0.2.11, null, false, YES)"),
                platform.arp.log);
        Files.writeString(file, "192.0.2.10 02:00:00:00:00:0a\n192.0.2.11 02:zz\n");
        assertTrue(platform.fail(arp, "-f " + file).startsWith("arp: " + file + ":2: "));
        assertEquals(5, platform.arp.log.size(), "nothing of a file with an error");
        assertEquals("arp: auto needs pub", platform.fail(arp, "-s 192.0.2.9 auto"));
        assertEquals("arp: unexpected word only", platform.fail(arp, "-s 192.0.2.9 02:00:00:00:00:09 only"));
    }

    @Test
    void failsInOneLine() {
        platform.arp.answer("delete", new IfnetException(Errno.ENOENT, "no such entry"));
        assertEquals("arp: 192.0.2.9 (192.0.2.9) -- no entry", platform.fail(arp, "-d 192.0.2.9"));
        platform.arp.answer("set", new IfnetException(Errno.ENOBUFS, "arp: the table is full"));
        assertEquals("arp: the table is full", platform.fail(arp, "-s 192.0.2.9 02:00:00:00:00:09"));
        assertEquals("arp: 2001:db8::1 is not an IPv4 address", platform.fail(arp, "-d 2001:db8::1"));
        assertEquals("arp: an address and a link-level address are needed", platform.fail(arp, "-s 192.0.2.9"));
    }
}
