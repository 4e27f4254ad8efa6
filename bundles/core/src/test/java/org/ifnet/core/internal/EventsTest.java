package org.ifnet.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetException;
import org.ifnet.Ifnets;
import org.ifnet.LinkState;
import org.ifnet.Registration;
import org.ifnet.netisr.EnvThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static String text(IfnetEvent event) {
        return event.getClass().getSimpleName() + " " + event.ifnet().name();
    }

    @Test
    void tellsTheWholeStoryOfAnInterfaceInOrder() throws IfnetException {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<Long> numbers = new CopyOnWriteArrayList<>();
        rig.ifnets()
                .listen(
                        event -> {
                            heard.add(text(event));
                            numbers.add(event.sequence());
                        },
                        true);
        TestDriver driver = new TestDriver();
        Ifnets.Attachment attachment = rig.ifnets().attach("em0", driver);
        Ifnet ifnet = attachment.ifnet();
        rig.up(ifnet);
        driver.context.linkState(LinkState.UP, 10);
        Rig.await("link", () -> ifnet.linkState() == LinkState.UP && heard.size() == 3);
        driver.context.linkState(LinkState.UP, 10);
        rig.control().setMtu(Rig.ROOT, ifnet, 200);
        rig.control().rename(Rig.ROOT, ifnet, "em1");
        rig.down(ifnet);
        rig.up(ifnet);
        attachment.detach();
        assertEquals(
                List.of(
                        "Attached em0",
                        "Up em0",
                        "LinkChanged em0",
                        "Changed em0",
                        "Renamed em1",
                        "Down em1",
                        "Up em1",
                        "Detaching em1",
                        "GroupLeft em1",
                        "Down em1",
                        "Detached em1"),
                heard);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L), numbers);
    }

    @Test
    void isFoundWhileDetachingAndNotWhenDetached() throws IfnetException {
        List<Boolean> found = new CopyOnWriteArrayList<>();
        rig.ifnets()
                .listen(
                        event -> {
                            if (event instanceof IfnetEvent.Detaching || event instanceof IfnetEvent.Detached) {
                                found.add(rig.ifnets().byName("em0") == event.ifnet());
                            }
                        },
                        false);
        rig.ifnets().attach("em0", new TestDriver()).detach();
        assertEquals(List.of(true, false), found);
    }

    @Test
    void replaysWithoutGapAndWithoutDoubleWhileInterfacesComeAndGo() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        List<EnvThread> churners = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            String name = "n" + t;
            churners.add(rig.env.start(name, () -> {
                while (!end.get()) {
                    try {
                        rig.ifnets().attach(name, new TestDriver()).detach();
                    } catch (IfnetException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        List<String> wrong = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<Ifnet, String> state = new ConcurrentHashMap<>();
            Registration registration = rig.ifnets().listen(event -> follow(state, event, wrong), true);
            List<Ifnet> now = rig.ifnets().list();
            for (Ifnet ifnet : now) {
                // Whoever is listed was announced or is being announced to us.
                Rig.await("told of " + ifnet, () -> state.containsKey(ifnet) || !ifnet.isAttached());
            }
            registration.close();
        }
        end.set(true);
        for (EnvThread churner : churners) {
            assertTrue(churner.join(10_000_000_000L));
        }
        assertEquals(List.of(), wrong);
    }

    private static void follow(Map<Ifnet, String> state, IfnetEvent event, List<String> wrong) {
        String now = event.getClass().getSimpleName();
        String before = state.put(event.ifnet(), now);
        String expected = switch (now) {
            case "Attached" -> null;
            case "Detaching" -> "Attached";
            case "GroupLeft" -> "Detaching";
            default -> "GroupLeft";
        };
        boolean joinedLate = before == null && !now.equals("Attached");
        if (!joinedLate && !java.util.Objects.equals(before, expected)) {
            wrong.add(now + " after " + before);
        }
        if (joinedLate && now.equals("Detached")) {
            wrong.add("Detached without what comes before");
        }
    }

    @Test
    void aClosedListenerIsNotCalledAnyMoreAndCloseWaitsForTheCallThatRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Registration registration = rig.ifnets()
                .listen(
                        event -> {
                            inside.countDown();
                            await(go);
                            ended.set(true);
                        },
                        false);
        EnvThread attacher = rig.env.start("attacher", () -> attach("em0"));
        inside.await(5, TimeUnit.SECONDS);
        AtomicBoolean endedBeforeClose = new AtomicBoolean();
        EnvThread closer = rig.env.start("closer", () -> {
            registration.close();
            endedBeforeClose.set(ended.get());
        });
        assertFalse(closer.join(20_000_000L), "close waits");
        go.countDown();
        assertTrue(closer.join(5_000_000_000L));
        assertTrue(endedBeforeClose.get());
        attacher.join(-1);
        ended.set(false);
        attach("em1");
        assertFalse(ended.get());
    }

    @Test
    void aListenerMayCloseItselfInItsOwnEvent() throws IfnetException {
        AtomicReference<Registration> self = new AtomicReference<>();
        List<String> heard = new CopyOnWriteArrayList<>();
        self.set(rig.ifnets()
                .listen(
                        event -> {
                            heard.add(text(event));
                            self.get().close();
                        },
                        false));
        rig.ifnets().attach("em0", new TestDriver()).detach();
        assertEquals(List.of("Attached em0"), heard);
    }

    @Test
    void everybodyHearsInOrderWhatAListenerChanges() throws IfnetException {
        rig.ifnets()
                .listen(
                        event -> {
                            if (event instanceof IfnetEvent.Attached) {
                                up(event.ifnet());
                            }
                        },
                        false);
        List<String> second = new CopyOnWriteArrayList<>();
        rig.ifnets().listen(event -> second.add(text(event)), false);
        attach("em0");
        assertEquals(List.of("Attached em0", "Up em0"), second);
        assertTrue(rig.ifnets().require("em0").has(IfFlags.UP));
    }

    @Test
    void aListenerThatThrowsHurtsNobody() throws IfnetException {
        rig.ifnets()
                .listen(
                        event -> {
                            throw new IllegalStateException("expected by this test");
                        },
                        false);
        List<String> second = new CopyOnWriteArrayList<>();
        rig.ifnets().listen(event -> second.add(text(event)), false);
        attach("em0");
        assertEquals(List.of("Attached em0"), second);
    }

    @Test
    void aListenerMayDetachTheInterfaceWhichIsThenPosted() throws IfnetException {
        AtomicReference<Ifnets.Attachment> attachment = new AtomicReference<>();
        List<String> heard = new CopyOnWriteArrayList<>();
        rig.ifnets()
                .listen(
                        event -> {
                            heard.add(text(event));
                            if (event instanceof IfnetEvent.Up) {
                                attachment.get().detach();
                            }
                        },
                        false);
        attachment.set(rig.ifnets().attach("em0", new TestDriver()));
        rig.up(attachment.get().ifnet());
        Rig.await("gone", () -> heard.contains("Detached em0"));
        assertEquals(
                List.of("Attached em0", "Up em0", "Detaching em0", "GroupLeft em0", "Down em0", "Detached em0"), heard);
    }

    private void up(Ifnet ifnet) {
        try {
            rig.up(ifnet);
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
    }

    private void attach(String name) {
        try {
            rig.ifnets().attach(name, new TestDriver());
        } catch (IfnetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
