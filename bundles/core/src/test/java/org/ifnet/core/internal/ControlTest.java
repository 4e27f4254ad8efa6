package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.IfType;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.Sysctl;
import org.ifnet.driver.DriverInfo;
import org.ifnet.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ControlTest {
    private static final IfnetException REFUSED = new IfnetException(Errno.EIO, "the device says no");

    private final Rig rig = new Rig();
    private final TestDriver driver = new TestDriver();
    private final List<IfnetEvent> events = new CopyOnWriteArrayList<>();
    private final List<ControlRecord> records = new CopyOnWriteArrayList<>();
    private Ifnets.Attachment attachment;
    private Ifnet em0;

    @BeforeEach
    void attach() throws IfnetException {
        driver.info = new DriverInfo(
                IfType.ETHER, MacAddress.local(1), IfFlags.BROADCAST | IfFlags.SIMPLEX, 1500, 100, 2000, 0, 0, 1);
        attachment = rig.ifnets().attach("em0", driver);
        em0 = attachment.ifnet();
        rig.ifnets().listen(events::add, false);
        rig.core.add(records::add);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static void refused(Errno errno, Executable change) {
        assertEquals(errno, assertThrows(IfnetException.class, change).errno());
    }

    private void flags(int set, int clear) throws IfnetException {
        rig.control().setFlags(Rig.ROOT, em0, set, clear);
    }

    private void refuse(String callback) {
        driver.on(callback, () -> {
            throw REFUSED;
        });
    }

    @Test
    void checksThePrivilegeFirst() {
        Credential nobody = new Credential("nobody", Set.of());
        refused(Errno.EPERM, () -> rig.control().setFlags(nobody, em0, IfFlags.UP, 0));
        refused(Errno.EPERM, () -> rig.control().setMtu(nobody, em0, 1));
        refused(Errno.EPERM, () -> rig.control().rename(nobody, em0, "0"));
        assertEquals(List.of(), records);
    }

    @Test
    void knowsNoInterfaceThatIsGone() {
        attachment.detach();
        IfnetException e = assertThrows(IfnetException.class, () -> flags(IfFlags.UP, 0));
        assertEquals(Errno.ENXIO, e.errno());
        assertEquals("interface em0 does not exist", e.getMessage());
    }

    @Test
    void leavesFlagsAloneThatAUserMayNotChange() throws IfnetException {
        int before = em0.flags();
        flags(IfFlags.RUNNING | IfFlags.MULTICAST | IfFlags.LINK0, IfFlags.CANTCHANGE);
        assertEquals(before | IfFlags.LINK0, em0.flags());
        flags(0, IfFlags.LINK0);
        assertEquals(before, em0.flags());
        assertEquals(2, events.size());
    }

    @Test
    void tellsOfAnUpTransitionOnceAndOfANoOpNever() throws IfnetException {
        flags(IfFlags.UP, 0);
        flags(IfFlags.UP, 0);
        assertEquals(List.of("Up"), kinds());
        flags(0, IfFlags.UP | IfFlags.LINK1);
        flags(0, IfFlags.UP);
        assertEquals(List.of("Up", "Down"), kinds());
        assertEquals(
                new ControlRecord.Flags("test", "em0", 0, IfFlags.UP | IfFlags.LINK1),
                records.get(2),
                "what was asked for is on record, also when it was so before");
        assertEquals(4, records.size());
    }

    private List<String> kinds() {
        return events.stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    @Test
    void staysDownWhenTheDriverDoesNotInitialise() throws IfnetException {
        refuse("init");
        int before = em0.flags();
        refused(Errno.EIO, () -> flags(IfFlags.UP | IfFlags.LINK2 | IfFlags.PPROMISC, 0));
        assertEquals(before, em0.flags());
        assertEquals(List.of(), kinds());
        assertEquals(List.of(), records);
        assertEquals(List.of("info", "attach", "setFilter", "setFlags", "init", "setFlags", "setFilter"), driver.calls);
        driver.acts.clear();
        flags(IfFlags.UP, 0);
        assertTrue(em0.isUsable());
    }

    @Test
    void promiscuousModeAsksTheDriverAndIsUndoneWithIt() throws IfnetException {
        refuse("setFilter");
        refused(Errno.EIO, () -> flags(IfFlags.UP | IfFlags.PPROMISC, 0));
        assertFalse(em0.has(IfFlags.UP));
        assertFalse(em0.has(IfFlags.PPROMISC));
        driver.acts.clear();
        flags(IfFlags.PPROMISC, 0);
        assertTrue(em0.has(IfFlags.PROMISC | IfFlags.PPROMISC));
        flags(0, IfFlags.PROMISC);
        assertTrue(em0.has(IfFlags.PROMISC), "PPROMISC still wants it");
        flags(0, IfFlags.PPROMISC);
        assertFalse(em0.has(IfFlags.PROMISC));
    }

    @Test
    void setsTheMtuWithinTheRangeOfTheDevice() throws IfnetException {
        rig.control().setMtu(Rig.ROOT, em0, 2000);
        assertEquals(2000, em0.mtu());
        rig.control().setMtu(Rig.ROOT, em0, 2000);
        assertEquals(List.of("Changed"), kinds());
        for (int bad : new int[] {-1, 71, 99, 2001, 65_536}) {
            refused(Errno.EINVAL, () -> rig.control().setMtu(Rig.ROOT, em0, bad));
        }
        refuse("setMtu");
        refused(Errno.EIO, () -> rig.control().setMtu(Rig.ROOT, em0, 1000));
        assertEquals(2000, em0.mtu());
        assertEquals(2, records.size());
    }

    @Test
    void setsTheMetric() throws IfnetException {
        rig.control().setMetric(Rig.ROOT, em0, 7);
        assertEquals(7, em0.metric());
        refused(Errno.EINVAL, () -> rig.control().setMetric(Rig.ROOT, em0, -1));
        assertEquals(List.of(new ControlRecord.Metric("test", "em0", 7)), records);
    }

    @Test
    void setsTheLinkLevelAddressOfOneStation() throws IfnetException {
        MacAddress other = MacAddress.local(2);
        rig.control().setLladdr(Rig.ROOT, em0, other);
        assertEquals(other, em0.lladdr());
        refused(Errno.EINVAL, () -> rig.control().setLladdr(Rig.ROOT, em0, MacAddress.BROADCAST));
        refused(Errno.EINVAL, () -> rig.control().setLladdr(Rig.ROOT, em0, new MacAddress(0)));
        refuse("setLladdr");
        refused(Errno.EIO, () -> rig.control().setLladdr(Rig.ROOT, em0, MacAddress.local(3)));
        assertEquals(other, em0.lladdr());
        Ifnet plain = rig.ifnets().attach("pl0", new TestDriver()).ifnet();
        refused(Errno.ENODEV, () -> rig.control().setLladdr(Rig.ROOT, plain, other));
    }

    @Test
    void renamesWithoutTouchingIndexOrPackets() throws IfnetException {
        int handle = em0.handle();
        rig.control().rename(Rig.ROOT, em0, "uplink");
        assertEquals(em0, rig.ifnets().byName("uplink"));
        assertEquals(handle, em0.handle());
        assertEquals(List.of("Renamed"), kinds());
        assertEquals("em0", ((IfnetEvent.Renamed) events.get(0)).oldName());
        assertEquals(List.of(new ControlRecord.Renamed("test", "em0", "uplink")), records);
        refused(Errno.EEXIST, () -> rig.control().rename(Rig.ROOT, em0, "uplink"));
        refused(Errno.EINVAL, () -> rig.control().rename(Rig.ROOT, em0, ""));
        refused(Errno.ENAMETOOLONG, () -> rig.control().rename(Rig.ROOT, em0, "a23456789012345x"));
        rig.ifnets().attach("em0", new TestDriver());
        refused(Errno.EEXIST, () -> rig.control().rename(Rig.ROOT, em0, "em0"));
    }

    @Test
    void answersADriverThatChangesItsOwnInterfaceInsteadOfWaitingForIt() throws IfnetException {
        driver.on("init", () -> flags(IfFlags.LINK0, 0));
        refused(Errno.EBUSY, () -> flags(IfFlags.UP, 0));
    }

    @Test
    void refusesToBlockANetisr() {
        for (int cpu : new int[] {0, 1, -1}) {
            assertThrows(
                    IllegalStateException.class,
                    () -> rig.netisr.call(cpu, () -> {
                        flags(IfFlags.UP, 0);
                        return null;
                    }));
        }
    }

    @Test
    void sysctlsHaveRangesAndAreOnRecord() throws IfnetException {
        assertEquals(
                "1",
                rig.core.sysctls().require("net.link.generic.system.ifcount").get());
        rig.sysctl("net.link.qlen", 17);
        assertEquals(
                17, rig.ifnets().attach("em1", new TestDriver()).ifnet().queue().maxLength());
        assertEquals(List.of(new ControlRecord.SysctlSet("test", "net.link.qlen", "17")), records);
        for (String bad : List.of("0", "-1", "x", "65537", "", "99999999999")) {
            refused(Errno.EINVAL, () -> rig.core.sysctls().set(Rig.ROOT, "net.link.qlen", bad));
        }
        refused(Errno.EPERM, () -> rig.core.sysctls().set(Rig.ROOT, "net.link.generic.system.ifcount", "3"));
        IfnetException e =
                assertThrows(IfnetException.class, () -> rig.core.sysctls().require("net.nothing"));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("unknown oid 'net.nothing'", e.getMessage());
        List<String> names =
                rig.core.sysctls().list("net.link").stream().map(Sysctl::name).toList();
        assertEquals(names.stream().sorted().toList(), names);
        assertTrue(names.contains("net.link.qlen") && names.contains("net.link.generic.ifdata.2.general.name"));
        assertEquals(1, rig.core.sysctls().list("net.link.qlen").size());
        assertEquals(0, rig.core.sysctls().list("net.lin").size());
    }
}
