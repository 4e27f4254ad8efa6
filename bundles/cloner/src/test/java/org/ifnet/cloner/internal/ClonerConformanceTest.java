package org.ifnet.cloner.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.cloner.Cloner;
import org.ifnet.cloner.ClonerListener;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.netisr.EnvThread;
import org.ifnet.testkit.Seeds;
import org.ifnet.testkit.SimEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Reference 2: cloning, its defects, and several creators at once. */
@Timeout(60)
class ClonerConformanceTest {
    private static final Credential ROOT = Credential.full("root");

    private final TableFake table = new TableFake();
    private final CloneEngine engine = new CloneEngine(new ThreadEnv(), table);
    private final List<ControlRecord> records = new CopyOnWriteArrayList<>();

    ClonerConformanceTest() {
        engine.addListener(records::add);
        engine.add(new KindFake("tap"));
        engine.add(new KindFake("epair", true, 0, 0x7fff));
    }

    private String create(String name) throws IfnetException {
        return engine.create(ROOT, name, null);
    }

    private static void fails(Errno errno, Executable operation) {
        IfnetException e = assertThrows(IfnetException.class, operation);
        assertEquals(errno, e.errno(), e.getMessage());
    }

    /** BUG 2 leading zero: "tap01" made a second tap1. */
    @Test
    void bugLeadingZeroIsRefusedAndTakesNoUnit() throws IfnetException {
        create("tap1");
        fails(Errno.EINVAL, () -> create("tap01"));
        fails(Errno.EINVAL, () -> create("tap007"));
        assertEquals(List.of("tap1"), table.names());
        assertEquals("tap0", create("tap"));
        assertEquals("tap2", create("tap"));
    }

    /** BUG 2 overflow: "gif4294967295" was -1, the wildcard. */
    @Test
    void bugOverflowOfTheUnitIsNoWildcard() {
        for (String unit : List.of("4294967295", "4294967296", "2147483648", "99999999999999999999")) {
            fails(Errno.EINVAL, () -> create("tap" + unit));
        }
        fails(Errno.ENXIO, () -> create("tap2147483647"));
        assertEquals(List.of(), table.names());
    }

    /** BUG 2 explicit unit already used but renamed: a second tap0 was made. */
    @Test
    void bugUnitOfARenamedCloneIsNotGivenTwice() throws IfnetException {
        create("tap0");
        table.rename("tap0", "wan");
        fails(Errno.EEXIST, () -> create("tap0"));
        assertEquals("tap1", create("tap"));
    }

    /** BUG 2 still in HEAD: the failed create of a used unit cleared its bit. */
    @Test
    void bugFailedCreateOfAUsedUnitLeavesItUsed() throws IfnetException {
        create("tap0");
        fails(Errno.EEXIST, () -> create("tap0"));
        table.rename("tap0", "wan");
        fails(Errno.EEXIST, () -> create("tap0"));
        assertEquals("tap1", create("tap"));
    }

    /** BUG 1.10: destroy by the new name found the cloner of the new name's prefix, and called the wrong one. */
    @Test
    void bugDestroyAfterRenameTakesTheUnitOfItsOwnCloner() throws IfnetException {
        engine.add(new KindFake("vlan"));
        create("tap0");
        table.rename("tap0", "vlan7");
        engine.destroy(ROOT, "vlan7");
        assertEquals("tap0", create("tap"));
        assertEquals("vlan7", create("vlan7"));
        table.rename("tap0", "x");
        engine.destroy(ROOT, "x");
        assertEquals("tap0", create("tap"));
    }

    /** BUG 2 length: the name was cut at 15 characters while the bitmap held the unit. */
    @Test
    void bugWildcardWhoseNameDoesNotFitIsRefusedAndReleased() throws IfnetException {
        engine.add(new KindFake("fourteenletter"));
        for (int unit = 0; unit < 10; unit++) {
            assertEquals("fourteenletter" + unit, create("fourteenletter"));
        }
        fails(Errno.ENOSPC, () -> create("fourteenletter"));
        engine.destroy(ROOT, "fourteenletter3");
        assertEquals("fourteenletter3", create("fourteenletter"));
        engine.add(new KindFake("fourteenpaired", true, 0, 9));
        fails(Errno.ENOSPC, () -> create("fourteenpaired"));
        assertEquals(10, table.names().size());
    }

    /** BUG 2 detach: interfaces outlived their cloner, and destroying one touched freed memory. */
    @Test
    void bugInterfacesGoWithTheirCloner() throws IfnetException {
        KindFake gif = new KindFake("gif");
        engine.add(gif);
        create("gif");
        create("gif");
        engine.remove(gif);
        assertEquals(List.of(), table.names());
        fails(Errno.ENXIO, () -> engine.destroy(ROOT, "gif0"));
        fails(Errno.EINVAL, () -> create("gif"));
    }

    /** BUG 2: two cloners with an equal name were not rejected. */
    @Test
    void bugSecondClonerOfAPrefixWaitsForTheFirst() throws IfnetException {
        KindFake first = new KindFake("gif", false, 0, 0);
        Cloner second = new KindFake("gif", true, 0, 0);
        engine.add(first);
        engine.add(first);
        engine.add(second);
        assertEquals(List.of("gif", "epair", "tap"), engine.list());
        assertEquals("gif0", create("gif"), "made by the first");
        engine.remove(first);
        assertEquals(List.of("gif", "epair", "tap"), engine.list());
        assertEquals("gif0a", create("gif"), "made by the second");
        engine.remove(second);
        engine.remove(second);
        assertEquals(List.of("epair", "tap"), engine.list());
    }

    @Test
    void aClonerThatWaitsAndGoesNeverComes() {
        KindFake first = new KindFake("gif", false, 0, 0);
        KindFake second = new KindFake("gif", true, 0, 0);
        engine.add(first);
        engine.add(second);
        engine.remove(second);
        assertEquals(List.of("gif", "epair", "tap"), engine.list());
        engine.remove(first);
        assertEquals(List.of("epair", "tap"), engine.list());
    }

    /** INV 2: create on full is ENOSPC, also when the last byte of a bitmap would have room (a BUG gave ENXIO there). */
    @Test
    void bugExhaustionIsEnospcWhateverTheNumberOfUnits() throws IfnetException {
        engine.add(new KindFake("few", false, 0, 2));
        create("few");
        create("few");
        create("few2");
        fails(Errno.ENOSPC, () -> create("few"));
        fails(Errno.ENXIO, () -> create("few3"));
        fails(Errno.EEXIST, () -> create("few2"));
        engine.destroy(ROOT, "few1");
        assertEquals("few1", create("few"));
    }

    @Test
    void refusesAClonerWhoseUnitsMakeNoSense() {
        engine.add(new KindFake("neg", false, 0, -1));
        engine.add(new KindFake("big", false, 0, 0x8000));
        engine.add(new KindFake("min", false, 3, 1));
        engine.add(new KindFake("a1", false, 0, 1));
        engine.add(new KindFake("", false, 0, 1));
        assertEquals(List.of("epair", "tap"), engine.list());
        assertEquals(List.of(), table.names());
    }

    /** [HEAD] after create the interface must be there. */
    @Test
    void anInterfaceThatGoesWhileItIsCreatedIsEnxioAndGivesTheUnitBack() throws IfnetException {
        engine.add(new KindFake("gone"));
        table.onAttach = port -> {
            if (port.name.startsWith("gone")) {
                port.detach();
            }
        };
        fails(Errno.ENXIO, () -> create("gone"));
        table.onAttach = port -> {};
        assertEquals("gone0", create("gone"));
    }

    @Test
    void tellsOfClonersOnceEachWhenTheirUnitsAreThere() {
        List<String> heard = new ArrayList<>();
        ClonerListener listener = new ClonerListener() {
            @Override
            public void arrived(String prefix) {
                heard.add("+" + prefix + " " + table.names());
            }

            @Override
            public void departed(String prefix) {
                heard.add("-" + prefix + " " + table.names());
            }
        };
        Registration registration = engine.listen(listener, true);
        KindFake lo = new KindFake("lo", false, 1, 0x7fff);
        engine.add(lo);
        engine.remove(lo);
        registration.close();
        engine.add(lo);
        assertEquals(List.of("+epair []", "+tap []", "+lo [lo0]", "-lo []"), heard);
    }

    @Test
    void aBrokenClonerListenerStopsNobody() {
        engine.listen(
                prefix -> {
                    throw new IllegalStateException("broken");
                },
                false);
        List<String> heard = new ArrayList<>();
        engine.listen(heard::add, false);
        engine.add(new KindFake("gif"));
        assertEquals(List.of("gif"), heard);
    }

    @Test
    void destroysManyAndSaysOfEachWhatFailed() throws IfnetException {
        engine.add(new KindFake("lo", false, 1, 0x7fff));
        table.attach("em0", null);
        create("tap0");
        create("epair0");
        create("epair1");
        table.rename("tap0", "wan");
        records.clear();
        Map<String, IfnetException> failed =
                engine.destroyAll(ROOT, List.of("nope", "epair1b", "em0", "wan", "lo0", "epair1a", "epair0a", "tap0"));
        assertEquals(List.of("nope", "em0", "lo0", "tap0"), List.copyOf(failed.keySet()));
        assertEquals(
                List.of(Errno.ENXIO, Errno.EINVAL, Errno.EINVAL, Errno.ENXIO),
                failed.values().stream().map(IfnetException::errno).toList());
        assertEquals(List.of("em0", "lo0"), table.names());
        assertEquals(
                List.of(
                        new ControlRecord.CloneDestroyed("root", "epair1"),
                        new ControlRecord.CloneDestroyed("root", "tap0"),
                        new ControlRecord.CloneDestroyed("root", "epair0")),
                records);
        assertEquals("tap0", create("tap"));
        assertEquals("epair0a", create("epair"));
        assertEquals(Map.of(), engine.destroyAll(ROOT, List.of()));
    }

    @Test
    void destroysNoneOfManyWithoutThePrivilege() throws IfnetException {
        create("tap");
        fails(Errno.EPERM, () -> engine.destroyAll(new Credential("nobody", Set.of()), List.of("tap0")));
        assertEquals(List.of("tap0"), table.names());
    }

    /** BUG 2 race: two wildcards got the same unit. */
    @Test
    void bugConcurrentCreatorsNeverShareAUnitWhateverTheInterleaving() {
        Seeds.run(200, seed -> {
            SimEnv env = new SimEnv(seed);
            env.run(() -> concurrentCreators(env));
        });
    }

    private static void concurrentCreators(SimEnv env) {
        TableFake table = new TableFake();
        table.onAttach = port -> env.yieldPoint("attached");
        CloneEngine engine = new CloneEngine(env, table);
        KindFake tap = new KindFake("tap", false, 0, 5);
        engine.add(tap);
        engine.add(new KindFake("epair", true, 0, 5));
        List<String> held = new ArrayList<>();
        List<EnvThread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String kind = t % 2 == 0 ? "tap" : "epair";
            int number = t;
            threads.add(env.start("creator" + t, () -> createAndDestroy(env, engine, kind, number, held)));
        }
        threads.forEach(thread -> thread.join(-1));
        assertEquals(held.size(), Set.copyOf(held).size(), "units given twice: " + held);
        assertEquals(
                held.stream().mapToInt(name -> name.startsWith("epair") ? 2 : 1).sum(),
                table.names().size(),
                "a bit for each interface and an interface for each bit");
        assertEquals(Map.of(), destroyAll(engine, held));
        assertEquals(List.of(), table.names());
        engine.remove(tap);
        engine.close();
        assertEquals(List.of(), table.names());
    }

    private static void createAndDestroy(SimEnv env, CloneEngine engine, String kind, int number, List<String> held) {
        for (int i = 0; i < 4; i++) {
            try {
                held.add(engine.create(ROOT, kind, null));
            } catch (IfnetException e) {
                assertEquals(Errno.ENOSPC, e.errno(), e.getMessage());
            }
            if (i % 2 == 0 && !held.isEmpty()) {
                String victim = held.remove((int) Math.floorMod(env.random(), (long) held.size()));
                if (number < 2) {
                    assertEquals(Map.of(), destroyAll(engine, List.of(victim)));
                } else {
                    destroy(engine, victim);
                }
            }
        }
    }

    private static Map<String, IfnetException> destroyAll(CloneEngine engine, List<String> names) {
        try {
            return engine.destroyAll(ROOT, names);
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    private static void destroy(CloneEngine engine, String name) {
        try {
            engine.destroy(ROOT, name);
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }
}
