package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Hashtable;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.ifnet.ifq.ClassQueue;
import org.ifnet.ifq.Discipline;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Scheduler;
import org.ifnet.ifq.SchedulerContext;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufQueue;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Disciplines that come, go and are exchanged while packets pass, from the shell of an administrator. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AltqIT {
    private static final String PRIQ =
            "ifq left altq priq queue voice priority 7 queue rest default match dscp 46 queue voice";
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    private Shell shell;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Before
    public void pair() throws Exception {
        shell = new Shell(gogo);
        shell.run("ifconfig lo0 127.0.0.1/8");
        shell.run("ifconfig epair3 create");
        shell.run("ifconfig epair3a name left");
        shell.run("ifconfig left 192.0.2.1/24");
        shell.run("ifconfig epair3b 192.0.2.2/24");
    }

    @After
    public void destroy() throws Exception {
        shell.run("ifconfig left destroy");
    }

    private Bundle altq() {
        return Arrays.stream(context.getBundles())
                .filter(b -> "org.ifnet.altq".equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitShown(String text) throws Exception {
        long begin = System.nanoTime();
        String shown = shell.run("ifq left");
        while (!shown.contains(text) && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(1_000_000);
            shown = shell.run("ifq left");
        }
        assertTrue(shown, shown.contains(text));
    }

    @Test
    public void losesNothingWhileDisciplinesAreExchangedUnderAPing() throws Exception {
        shell.run("ping -b -n altq -i 0.002 -c 500 -I left 192.0.2.2");
        for (int i = 0; i < 20; i++) {
            shell.run(PRIQ);
            shell.run("ifq left tbr 100Mb");
            shell.run("ifq left queue rest priority 3 default qlimit 100");
            shell.run("ifq left altq classic drophead");
            shell.run("ifq left -tbr");
            shell.run("ifq left -altq");
        }
        String end = shell.run("ping --join altq");
        assertTrue(end, end.contains("500 packets transmitted, 500 packets received, 0.0% packet loss"));
    }

    @Test
    public void treesOfQueuesAreGivenInTheWordsOfTheOperatorsPage() throws Exception {
        shell.run("ifq left tbr 10Mb");
        shell.run("ifq left altq cbq queue line root queue one parent line bandwidth '50%' borrow default"
                + " queue two parent line bandwidth '50%' match tag 2 queue two");
        awaitShown("altq cbq (enabled)");
        assertTrue(shell.run("ping -c 3 -i 0.01 -I left 192.0.2.2").contains(" 0.0% packet loss"));
        shell.run("ifq left altq hfsc queue line root queue call parent line realtime 640Kb/2ms/64Kb"
                + " queue rest parent line bandwidth 9Mb default match dscp 46 queue call");
        awaitShown("altq hfsc (enabled)");
        assertTrue(shell.run("ping -c 3 -i 0.01 -I left 192.0.2.2").contains(" 0.0% packet loss"));
        assertEquals(
                "hfsc class rest: realtime is 99%, more than the interface can guarantee besides the others",
                shell.failure("ifq left queue rest parent line realtime '99%' default"));
        awaitShown("altq hfsc (enabled)");
    }

    @Test
    public void worksWithoutItsBundleAndTakesTheDisciplineUpAgain() throws Exception {
        shell.run(PRIQ);
        awaitShown("altq priq (enabled)");
        altq().stop();
        awaitShown("altq priq (waits for its bundle)");
        assertTrue(shell.run("ping -c 1 -I left 192.0.2.2").contains(" 0.0% packet loss"));
        assertEquals("nobody offers a discipline priq", shell.failure("ifq epair3b altq priq"));
        altq().start();
        awaitShown("altq priq (enabled)");
        assertTrue(shell.run("ping -c 1 -I left 192.0.2.2").contains(" 0.0% packet loss"));
        assertTrue(shell.run("ifq left"), shell.run("ifq left").contains("queue voice priority 7"));
    }

    @Test
    public void aThirdPartysDisciplineWorksLikeOurs() throws Exception {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Discipline.NAME, "fifo");
        ServiceRegistration<Discipline> theirs =
                context.registerService(Discipline.class, (spec, given) -> new Theirs(spec, given), properties);
        shell.run("ifq left altq fifo");
        awaitShown("altq fifo (enabled)");
        assertTrue(shell.run("ping -c 3 -i 0.01 -I left 192.0.2.2").contains(" 0.0% packet loss"));
        theirs.unregister();
        awaitShown("altq fifo (waits for its bundle)");
        assertTrue(shell.run("ping -c 3 -i 0.01 -I left 192.0.2.2").contains(" 0.0% packet loss"));
    }

    @Test
    public void whatWasWantedComesBackWithTheInterface() throws Exception {
        shell.run(PRIQ);
        shell.run("ifq left tbr 10Mb");
        shell.run("ifq left limit 99");
        Bundle epair = Arrays.stream(context.getBundles())
                .filter(b -> "org.ifnet.pseudo.epair".equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        epair.stop();
        epair.start();
        long begin = System.nanoTime();
        while (!shell.run("ifconfig -l").contains("left") && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(1_000_000);
        }
        awaitShown("altq priq (enabled)");
        awaitShown("tbr 10Mb");
        awaitShown("limit 99 packets");
        awaitShown("match dscp 46 queue voice");
    }

    /** A discipline made of nothing but the API. */
    private static final class Theirs implements Scheduler {
        private final ClassQueue queue;

        Theirs(DisciplineSpec spec, SchedulerContext context) {
            queue = new ClassQueue(context.lanes());
        }

        @Override
        public boolean enqueue(int lane, int cls, Mbuf m, long now) {
            queue.add(lane, m);
            return true;
        }

        @Override
        public void adopt(int lane, int cls, Mbuf m, long now) {
            queue.add(lane, m);
        }

        @Override
        public Mbuf dequeue(int lane, long now) {
            return queue.poll(lane);
        }

        @Override
        public int choose(long lanes, long now) {
            return queue.nextLane(lanes);
        }

        @Override
        public long due(long lanes, long now) {
            return queue.hasAny(lanes) ? 0 : NEVER;
        }

        @Override
        public int length(int lane) {
            return queue.length(lane);
        }

        @Override
        public long bytes(int lane) {
            return queue.bytes(lane);
        }

        @Override
        public void release(int lane, MbufQueue into) {
            queue.release(lane, into);
        }
    }
}
