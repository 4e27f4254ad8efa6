package org.ifnet.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.netisr.EnvThread;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reference 2: cloning, in the whole layer; its finer points are tested beside the code of the cloner. */
class Section2CloningIT {
    /** Makes cards, few of them, and fails when it is told to. */
    private static final class Few implements Cloner {
        final List<String> params = new CopyOnWriteArrayList<>();
        volatile boolean broken;

        @Override
        public String prefix() {
            return "few";
        }

        @Override
        public int minUnits() {
            return 1;
        }

        @Override
        public int maxUnit() {
            return 3;
        }

        @Override
        public List<Clone> create(int unit, @Nullable String given) throws IfnetException {
            params.add(String.valueOf(given));
            if (broken) {
                throw new IfnetException(Errno.EIO, "no more of them");
            }
            return List.of(new Clone("few" + unit, new Card()));
        }
    }

    private static String create(Layer layer, String name) throws IfnetException {
        return layer.cloners.create(Layer.ROOT, name, null);
    }

    private static void destroy(Layer layer, String name) throws IfnetException {
        layer.cloners.destroy(Layer.ROOT, name);
    }

    @Test
    void aWildcardTakesTheLowestFreeUnitAndDestroyGivesItBack() {
        Both.run(layer -> {
            layer.cloners.add(new Few());
            assertNotNull(layer.ifnets().byName("few0"));
            assertEquals("few1", create(layer, "few"));
            assertEquals("few2", create(layer, "few"));
            destroy(layer, "few1");
            assertEquals("few1", create(layer, "few"));
        });
    }

    @Test
    void exhaustionAndBadUnitsHaveTheirCodes() {
        Both.run(layer -> {
            layer.cloners.add(new Few());
            create(layer, "few1");
            create(layer, "few2");
            create(layer, "few3");
            Layer.fails(Errno.ENOSPC, () -> create(layer, "few"));
            Layer.fails(Errno.ENXIO, () -> create(layer, "few4"));
            Layer.fails(Errno.EEXIST, () -> create(layer, "few3"));
            for (String bogus : List.of("few01", "few4294967295", "few1x", "nothing0", "3few")) {
                Layer.fails(Errno.EINVAL, () -> create(layer, bogus));
            }
            destroy(layer, "few2");
            assertEquals("few2", create(layer, "few"), "bug: a refused create damages no bitmap");
        });
    }

    @Test
    void aCreateThatFailsLeavesTheUnitFree() {
        Both.run(layer -> {
            Few few = new Few();
            layer.cloners.add(few);
            few.broken = true;
            Layer.fails(Errno.EIO, () -> create(layer, "few1"));
            few.broken = false;
            layer.cloners.create(Layer.ROOT, "few", "with words");
            assertEquals(List.of("null", "null", "with words"), few.params);
            assertNotNull(layer.ifnets().byName("few1"));
        });
    }

    @Test
    void aClonerThatLacksAClassLeavesTheUnitFree() {
        Both.run(layer -> {
            AtomicBoolean broken = new AtomicBoolean(true);
            Cloner cloner = new Cloner() {
                @Override
                public String prefix() {
                    return "zz";
                }

                @Override
                public List<Clone> create(int unit, @Nullable String params) {
                    if (broken.get()) {
                        throw new NoClassDefFoundError("com/example/Missing");
                    }
                    return List.of(new Clone("zz" + unit, new Card()));
                }
            };
            layer.cloners.add(cloner);
            Layer.fails(Errno.EIO, () -> layer.cloners.create(Layer.ROOT, "zz0", null));
            Layer.fails(Errno.EIO, () -> layer.cloners.create(Layer.ROOT, "zz", null));
            broken.set(false);
            assertEquals("zz0", layer.cloners.create(Layer.ROOT, "zz", null));
            layer.cloners.destroy(Layer.ROOT, "zz0");
            layer.cloners.remove(cloner);
        });
    }

    @Test
    void whoDestroysAnInterfaceThatIsBeingCreatedWaitsForIt() {
        Both.run(layer -> {
            AtomicReference<String> wrong = new AtomicReference<>("");
            AtomicBoolean done = new AtomicBoolean();
            EnvThread destroyer = layer.env.start("destroyer", () -> {
                while (!done.get()) {
                    for (Ifnet ifnet : layer.ifnets().list()) {
                        destroy(layer, ifnet.name(), wrong);
                    }
                    layer.env.park(1000);
                }
            });
            for (int i = 0; i < 30; i++) {
                try {
                    layer.cloners.create(Layer.ROOT, "epair", null);
                } catch (IfnetException e) {
                    assertEquals(Errno.ENXIO, e.errno(), e.getMessage());
                }
            }
            done.set(true);
            assertTrue(destroyer.join(5_000_000_000L));
            assertEquals("", wrong.get());
        });
    }

    private static void destroy(Layer layer, String name, AtomicReference<String> wrong) {
        try {
            layer.cloners.destroy(Layer.ROOT, name);
        } catch (IfnetException e) {
            if (e.errno() != Errno.ENXIO && !name.equals("lo0")) {
                wrong.set(e.getMessage());
            }
        }
    }

    @Test
    void destroyKnowsWhatIsACloneAndWhatAlwaysExists() {
        Both.run(layer -> {
            layer.cloners.add(new Few());
            layer.card("em0");
            Layer.fails(Errno.EINVAL, () -> destroy(layer, "em0"));
            Layer.fails(Errno.EINVAL, () -> destroy(layer, "few0"));
            Layer.fails(Errno.ENXIO, () -> destroy(layer, "few"));
            assertEquals(List.of("few", "epair", "lo"), layer.cloners.list());
        });
    }

    @Test
    void bug_manyCreatorsNeverGetTheSameUnit() {
        Both.run(layer -> {
            Set<String> made = new ConcurrentSkipListSet<>();
            List<EnvThread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(layer.env.start("creator" + t, () -> {
                    try {
                        for (int i = 0; i < 3; i++) {
                            assertTrue(made.add(create(layer, "epair")));
                        }
                    } catch (IfnetException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            threads.forEach(thread -> thread.join(-1));
            Set<String> wanted = new TreeSet<>();
            for (int unit = 0; unit < 12; unit++) {
                wanted.add("epair" + unit + "a");
            }
            assertEquals(wanted, made);
        });
    }

    @Test
    void aWildcardStepsOverANameThatAnotherInterfaceHas() {
        Both.run(layer -> {
            layer.control().rename(Layer.ROOT, layer.card("em0"), "epair0a");
            assertEquals("epair1a", create(layer, "epair"));
            Layer.fails(Errno.EEXIST, () -> create(layer, "epair0"));
        });
    }

    @Test
    void manyAreDestroyedAtOnceAndTheirErrorsAreTheirOwn() {
        Both.run(layer -> {
            create(layer, "epair0");
            create(layer, "epair1");
            Ifnet stays = layer.card("em0");
            Map<String, IfnetException> errors =
                    layer.cloners.destroyAll(Layer.ROOT, List.of("epair0a", "em0", "epair1b", "gone"));
            assertEquals(Set.of("em0", "gone"), errors.keySet());
            assertNull(layer.ifnets().byName("epair1a"));
            assertTrue(stays.isAttached());
        });
    }
}
