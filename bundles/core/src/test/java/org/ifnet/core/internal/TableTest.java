package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.netisr.EnvThread;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private Ifnets.Attachment attach(String name) throws IfnetException {
        return rig.ifnets().attach(name, new TestDriver());
    }

    @Test
    void givesTheHighestIndexAndOneKeepsHolesAndReusesAFreedTopRun() throws IfnetException {
        Ifnets.Attachment a = attach("a0");
        Ifnets.Attachment b = attach("b0");
        Ifnets.Attachment c = attach("c0");
        assertEquals(
                List.of(1, 2, 3),
                List.of(a.ifnet().index(), b.ifnet().index(), c.ifnet().index()));
        a.detach();
        assertEquals(4, attach("d0").ifnet().index(), "the hole at 1 stays");
        rig.ifnets().list().stream().filter(i -> i.index() > 2).toList().forEach(i -> detach(i.name()));
        assertEquals(3, attach("e0").ifnet().index(), "3 and 4 were freed at the top");
        assertSame(b.ifnet(), rig.ifnets().byIndex(2));
        assertNull(rig.ifnets().byIndex(1));
        assertNull(rig.ifnets().byIndex(0));
        assertNull(rig.ifnets().byIndex(-1));
        assertNull(rig.ifnets().byIndex(Integer.MAX_VALUE));
    }

    private void detach(String name) {
        try {
            rig.detach(rig.ifnet(name));
        } catch (IfnetException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStaleHandleFindsNothingThoughTheIndexLivesAgain() throws IfnetException {
        Ifnets.Attachment first = attach("a0");
        int stale = first.ifnet().handle();
        assertSame(first.ifnet(), rig.ifnets().byHandle(stale));
        first.detach();
        Ifnet second = attach("a0").ifnet();
        assertEquals(first.ifnet().index(), second.index());
        assertNotEquals(stale, second.handle());
        assertNull(rig.ifnets().byHandle(stale));
        assertNull(rig.ifnets().byHandle(0));
        assertSame(second, rig.ifnets().byHandle(second.handle()));
    }

    @Test
    void listsInOrderOfAttachAndAListNeverChanges() throws IfnetException {
        Ifnets.Attachment a = attach("z0");
        attach("a0");
        List<Ifnet> before = rig.ifnets().list();
        a.detach();
        attach("z0");
        assertEquals(List.of("z0", "a0"), before.stream().map(Ifnet::name).toList());
        assertEquals(
                List.of("a0", "z0"),
                rig.ifnets().list().stream().map(Ifnet::name).toList());
        assertSame(rig.ifnets().list(), rig.ifnets().list());
    }

    @Test
    void refusesNamesThatAreNoNames() throws IfnetException {
        for (String bad : List.of("", "0a", "a b", "a/b", "-a", "ä0", "a0\n")) {
            assertEquals(
                    Errno.EINVAL,
                    assertThrows(IfnetException.class, () -> attach(bad)).errno(),
                    bad);
        }
        IfnetException tooLong = assertThrows(IfnetException.class, () -> attach("a123456789012345"));
        assertEquals(Errno.ENAMETOOLONG, tooLong.errno());
        attach("a12345678901234");
        attach("A.b-c_d");
    }

    @Test
    void refusesANameThatIsTakenAndSaysSo() throws IfnetException {
        attach("em0");
        IfnetException e = assertThrows(IfnetException.class, () -> attach("em0"));
        assertEquals(Errno.EEXIST, e.errno());
        assertEquals("interface em0 already exists", e.getMessage());
    }

    @Test
    void aRenamedInterfaceIsAlwaysFoundByExactlyOneName() throws Exception {
        CoreIfnet ifnet = (CoreIfnet) attach("old0").ifnet();
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger neither = new AtomicInteger();
        AtomicInteger renames = new AtomicInteger();
        EnvThread reader = rig.env.start("reader", () -> {
            while (!end.get()) {
                int before = renames.get();
                Ifnet first = rig.ifnets().byName("old0");
                Ifnet second = rig.ifnets().byName("new0");
                Ifnet third = rig.ifnets().byName("old0");
                // A reader that sleeps while it is renamed twice may look at each name when it is the other.
                boolean atMostOnce = renames.get() - before <= 1;
                if (atMostOnce && first == null && second == null && third == null) {
                    neither.incrementAndGet();
                }
            }
        });
        for (int i = 0; i < 300; i++) {
            renames.incrementAndGet();
            rig.control().rename(Rig.ROOT, ifnet, i % 2 == 0 ? "new0" : "old0");
        }
        end.set(true);
        reader.join(-1);
        assertEquals(0, neither.get());
    }

    @Test
    void manyThreadsOnTenNamesLeaveAConsistentTable() throws Exception {
        List<EnvThread> threads = new ArrayList<>();
        AtomicInteger attaches = new AtomicInteger();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 6; t++) {
            int seed = t;
            threads.add(rig.env.start("worker" + t, () -> {
                java.util.Random random = new java.util.Random(seed);
                for (int i = 0; i < 150; i++) {
                    try {
                        churn(random, attaches);
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (EnvThread thread : threads) {
            assertTrue(thread.join(60_000_000_000L));
        }
        assertEquals(List.of(), failures);
        assertTrue(attaches.get() > 100, "attaches: " + attaches);
        for (Ifnet left : rig.ifnets().list()) {
            assertSame(left, rig.ifnets().byName(left.name()));
            assertSame(left, rig.ifnets().byIndex(left.index()));
            detach(left.name());
        }
        for (int i = 0; i < 10; i++) {
            attach("n" + i).detach();
        }
    }

    /** Attaches, renames, brings up and detaches what is there under ten names; only the expected errors may come. */
    private void churn(java.util.Random random, AtomicInteger attaches) throws IfnetException {
        String name = "n" + random.nextInt(10);
        Ifnet found = rig.ifnets().byName(name);
        try {
            if (found == null) {
                attach(name);
                attaches.incrementAndGet();
            } else if (random.nextInt(3) == 0) {
                rig.control().rename(Rig.ROOT, found, "n" + random.nextInt(10));
            } else if (random.nextInt(3) == 0) {
                rig.up(found);
            } else {
                rig.detach((CoreIfnet) found);
            }
        } catch (IfnetException e) {
            if (e.errno() != Errno.EEXIST && e.errno() != Errno.ENXIO) {
                throw e;
            }
        }
    }

    @Test
    void listsAreExactOverManyChunksAndKeepNoInterfaceThatWent() throws IfnetException {
        int count = 3 * TableChunk.SIZE;
        List<WeakReference<Ifnet>> gone = listAndDetach(count);
        assertEquals(count / 2, rig.ifnets().list().size());
        Await.until(
                "the interfaces that went are garbage",
                () -> {
                    System.gc();
                    return gone.stream().allMatch(reference -> reference.get() == null);
                },
                Duration.ofSeconds(20));
    }

    private List<WeakReference<Ifnet>> listAndDetach(int count) throws IfnetException {
        List<Ifnets.Attachment> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(rig.ifnets().attach("em" + i, new TestDriver()));
        }
        List<Ifnet> listed = rig.ifnets().list();
        assertEquals(count, listed.size());
        for (int i = 0; i < count; i++) {
            assertSame(all.get(i).ifnet(), listed.get(i));
        }
        assertEquals(List.copyOf(listed), listed);
        assertThrows(IndexOutOfBoundsException.class, () -> listed.get(count));
        List<Ifnets.Attachment> odd = IntStream.range(0, count)
                .filter(i -> i % 2 == 1)
                .mapToObj(all::get)
                .toList();
        odd.forEach(Ifnets.Attachment::detach);
        assertEquals(
                IntStream.range(0, count)
                        .filter(i -> i % 2 == 0)
                        .mapToObj(i -> "em" + i)
                        .toList(),
                rig.ifnets().list().stream().map(Ifnet::name).toList());
        rig.ifnets().detachAll(all.subList(count - TableChunk.SIZE, count));
        rig.ifnets().list();
        for (int i = count - TableChunk.SIZE; i < count; i += 2) {
            rig.ifnets().attach("fresh" + i, new TestDriver());
        }
        return odd.stream()
                .map(attachment -> new WeakReference<>(attachment.ifnet()))
                .toList();
    }
}
