package org.ifnet.cloner.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference 2 and section 11 item 14. */
@Timeout(30)
class CloneEngineTest {
    private static final Credential ROOT = Credential.full("root");

    private final TableFake table = new TableFake();
    private final ThreadEnv env = new ThreadEnv();
    private final CloneEngine engine = new CloneEngine(env, table);
    private final List<ControlRecord> records = new CopyOnWriteArrayList<>();
    private final KindFake tap = new KindFake("tap");
    private final KindFake epair = new KindFake("epair", true, 0, 0x7fff);

    CloneEngineTest() {
        engine.addListener(records::add);
        engine.add(tap);
        engine.add(epair);
    }

    private String create(String name) throws IfnetException {
        return engine.create(ROOT, name, null);
    }

    private static void fails(Errno errno, Executable operation) {
        IfnetException e = assertThrows(IfnetException.class, operation);
        assertEquals(errno, e.errno(), e.getMessage());
    }

    @Test
    void givesTheLowestFreeUnit() throws IfnetException {
        assertEquals("tap0", create("tap"));
        assertEquals("tap1", create("tap"));
        assertEquals("tap3", create("tap3"));
        engine.destroy(ROOT, "tap0");
        assertEquals("tap0", create("tap"));
        assertEquals("tap2", create("tap"));
        assertEquals("tap4", create("tap"));
    }

    @Test
    void stepsOverANameThatADriverHas() throws IfnetException {
        table.attach("tap0", null);
        assertEquals("tap1", create("tap"));
        fails(Errno.EEXIST, () -> create("tap0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "nope3",
                "",
                "3",
                "ta0",
                "tap01",
                "tap00",
                "tap0x",
                "tap-1",
                "tap4294967295",
                "tap9999999999",
                "epair0a"
            })
    void refusesWhatIsNotAPrefixWithAUnit(String name) {
        fails(Errno.EINVAL, () -> create(name));
        assertEquals(List.of(), table.names());
    }

    @Test
    void takesThePrefixAsAWholeWhicheverCameFirst() throws IfnetException {
        engine.add(new KindFake("ta"));
        assertEquals("tap0", create("tap0"));
        assertEquals("ta0", create("ta0"));
    }

    @Test
    void refusesAUnitAboveTheLast() throws IfnetException {
        engine.add(new KindFake("one", false, 0, 0));
        fails(Errno.ENXIO, () -> create("one1"));
        assertEquals("one0", create("one"));
        fails(Errno.ENOSPC, () -> create("one"));
        engine.destroy(ROOT, "one0");
        assertEquals("one0", create("one"));
    }

    @Test
    void keepsAUsedUnitWhenItIsAskedForAgain() throws IfnetException {
        create("tap0");
        table.rename("tap0", "wan");
        fails(Errno.EEXIST, () -> create("tap0"));
        fails(Errno.EEXIST, () -> create("tap0"));
        assertEquals("tap1", create("tap"));
        engine.destroy(ROOT, "wan");
        assertEquals("tap0", create("tap"));
    }

    @Test
    void givesTheUnitBackWhenTheClonerFails() throws IfnetException {
        fails(Errno.ENOMEM, () -> engine.create(ROOT, "tap", "fail"));
        fails(Errno.EIO, () -> engine.create(ROOT, "tap0", "throw"));
        assertEquals("tap0", create("tap"));
        assertEquals(1, records.size());
    }

    @Test
    void makesBothOfAPairOrNone() throws IfnetException {
        table.attach("epair0b", null);
        fails(Errno.EEXIST, () -> create("epair0"));
        assertEquals(List.of("epair0b"), table.names());
        assertEquals("epair1a", create("epair1"));
        table.byName.remove("epair0b");
        assertEquals("epair0a", create("epair"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epair0a", "epair0b"})
    void destroysBothOfAPair(String end) throws IfnetException {
        create("epair");
        engine.destroy(ROOT, end);
        assertEquals(List.of(), table.names());
        fails(Errno.ENXIO, () -> engine.destroy(ROOT, end));
    }

    @Test
    void destroysTheOtherWhenOneOfAPairGoesByItself() throws IfnetException {
        create("epair");
        records.clear();
        table.byName.get("epair0b").detach();
        env.joinAll();
        assertEquals(List.of(), table.names());
        assertEquals("epair0a", create("epair"), "the unit is free again");
        assertEquals(1, records.size(), "nobody asked for the end");
    }

    @Test
    void refusesToDestroyWhatItDidNotMake() throws IfnetException {
        table.attach("em0", null);
        fails(Errno.EINVAL, () -> engine.destroy(ROOT, "em0"));
        fails(Errno.ENXIO, () -> engine.destroy(ROOT, "tap0"));
        assertEquals(List.of("em0"), table.names());
    }

    @Test
    void createsTheUnitsThatAlwaysExistAndKeepsThem() throws IfnetException {
        engine.add(new KindFake("lo", false, 2, 0x7fff));
        assertEquals(List.of("lo0", "lo1"), table.names());
        fails(Errno.EINVAL, () -> engine.destroy(ROOT, "lo1"));
        assertEquals("lo2", create("lo"));
        engine.destroy(ROOT, "lo2");
        assertEquals(List.of("lo0", "lo1"), table.names());
    }

    @Test
    void detachesEverythingOfAClonerThatGoesAndBeginsAnewWhenItReturns() throws IfnetException {
        create("epair");
        create("epair");
        create("tap");
        engine.remove(epair);
        assertEquals(List.of("tap0"), table.names());
        assertEquals(List.of("tap"), engine.list());
        fails(Errno.EINVAL, () -> create("epair"));
        engine.add(epair);
        assertEquals("epair0a", create("epair"));
    }

    @Test
    void tellsWhatToAskForToGetACloneAgain() throws IfnetException {
        engine.create(ROOT, "epair", "x");
        create("tap3");
        table.rename("tap3", "wan");
        engine.destroy(ROOT, "wan");
        engine.destroy(ROOT, "epair0b");
        assertEquals(
                List.of(
                        new ControlRecord.CloneCreated("root", "epair0", "x"),
                        new ControlRecord.CloneCreated("root", "tap3", null),
                        new ControlRecord.CloneDestroyed("root", "tap3"),
                        new ControlRecord.CloneDestroyed("root", "epair0")),
                records);
    }

    @Test
    void tellsTheEndOfACloneBeforeAnybodyCanMakeItAgain() throws IfnetException {
        List<String> trouble = new CopyOnWriteArrayList<>();
        engine.addListener(change -> {
            if (change instanceof ControlRecord.CloneDestroyed) {
                try {
                    trouble.add("made " + create("epair0"));
                } catch (IfnetException e) {
                    trouble.add(e.errno().name());
                }
            }
        });
        create("epair0");
        engine.destroy(ROOT, "epair0a");
        assertEquals(List.of("EEXIST"), trouble);
        assertEquals("epair0a", create("epair0"));
    }

    @Test
    void listsNewestFirst() {
        assertEquals(List.of("epair", "tap"), engine.list());
    }

    @Test
    void asksForThePrivilegeFirst() throws IfnetException {
        Credential nobody = new Credential("nobody", Set.of());
        fails(Errno.EPERM, () -> engine.create(nobody, "nope", null));
        create("tap");
        fails(Errno.EPERM, () -> engine.destroy(nobody, "tap0"));
        assertEquals(List.of("tap0"), table.names());
    }

    @Test
    void leavesNothingWhenItCloses() throws IfnetException {
        create("tap");
        create("epair");
        engine.add(new KindFake("lo", false, 1, 0x7fff));
        engine.close();
        assertEquals(List.of(), table.names());
        assertEquals(List.of(), table.listeners);
        assertEquals(List.of("-lo0"), table.log.subList(4, 5), "newest first");
    }

    @Test
    void neverGivesAUnitTwiceToThreadsThatCreateAndDestroy() throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Set<String> held = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> createAndDestroy(held, failures)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(List.of(), table.names());
    }

    private void createAndDestroy(Set<String> held, List<Throwable> failures) {
        try {
            for (int i = 0; i < 400; i++) {
                String name = create(i % 2 == 0 ? "epair" : "tap");
                assertTrue(held.add(name), name + " given twice");
                held.remove(name);
                engine.destroy(ROOT, name);
            }
        } catch (IfnetException | RuntimeException | Error e) {
            failures.add(e);
        }
    }

    @Test
    void takesDownWhatIsBeingCreatedWhenTheClonerGoes() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Cloner slow = new Cloner() {
            @Override
            public String prefix() {
                return "slow";
            }

            @Override
            public List<Clone> create(int unit, String params) throws IfnetException {
                inside.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return tap.create(unit, null);
            }
        };
        engine.add(slow);
        List<Errno> errors = new CopyOnWriteArrayList<>();
        Thread creator = new Thread(() -> errors.add(
                assertThrows(IfnetException.class, () -> create("slow")).errno()));
        creator.start();
        inside.await();
        Thread remover = new Thread(() -> engine.remove(slow));
        remover.start();
        while (engine.list().contains("slow")) {
            Thread.onSpinWait();
        }
        go.countDown();
        remover.join();
        assertEquals(List.of(), table.names(), "gone when remove returns");
        creator.join();
        assertEquals(List.of(Errno.ENXIO), errors);
    }

    @Test
    void keepsBitAndInterfaceTogetherOverRandomOperations() throws IfnetException {
        for (long seed = 1; seed <= 10; seed++) {
            java.util.Random random = new java.util.Random(seed);
            Set<Integer> model = new HashSet<>();
            for (int step = 0; step < 300; step++) {
                int unit = random.nextInt(8);
                if (random.nextInt(3) == 0) {
                    int lowest = IntStream.iterate(0, i -> i + 1)
                            .filter(i -> !model.contains(i))
                            .findFirst()
                            .orElseThrow();
                    assertEquals("tap" + lowest, create("tap"), "seed " + seed);
                    model.add(lowest);
                } else if (model.remove(unit)) {
                    engine.destroy(ROOT, "tap" + unit);
                } else {
                    model.add(unit);
                    create("tap" + unit);
                }
                assertEquals(model.size(), table.byName.size(), "seed " + seed);
            }
            for (int unit : model) {
                engine.destroy(ROOT, "tap" + unit);
            }
        }
    }
}
