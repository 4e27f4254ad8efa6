package org.ifnet.itest.felix;

import static org.junit.Assert.assertEquals;

import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;

import org.apache.felix.service.command.CommandProcessor;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Device notices as a handler of Event Admin hears them: in order, each once. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DevctlIT {
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    @Inject
    private BundleContext context;

    @Inject
    private CommandProcessor gogo;

    @Configuration
    public Option[] configuration() {
        return new Option[] {IfnetFelix.options()};
    }

    @Test
    public void aHandlerHearsOfALifeInOrder() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(EventConstants.EVENT_TOPIC, "org/ifnet/IFNET/*");
        EventHandler handler = event -> told.add(event.getTopic().substring("org/ifnet/IFNET/".length()));
        ServiceRegistration<EventHandler> registration =
                context.registerService(EventHandler.class, handler, properties);
        Shell shell = new Shell(gogo);
        shell.run("ifconfig epair7 create");
        shell.run("ifconfig epair7a up");
        shell.run("ifconfig epair7b up");
        await(() -> told.contains("epair7a/LINK_UP") && told.contains("epair7b/LINK_UP"));
        shell.run("ifconfig epair7b name far.end");
        shell.run("ifconfig epair7a destroy");
        await(() -> told.contains("far_end/DETACH") && told.contains("epair7a/DETACH"));
        registration.unregister();
        assertEquals(List.of("ATTACH", "LINK_UP"), of("epair7a", told).subList(0, 2));
        assertEquals(1, of("epair7a", told).stream().filter("ATTACH"::equals).count());
        assertEquals(1, of("epair7a", told).stream().filter("DETACH"::equals).count());
        assertEquals(List.of("ATTACH", "LINK_UP", "DETACH"), of("epair7b", told));
        assertEquals("ATTACH", of("far_end", told).get(0));
    }

    private static List<String> of(String name, List<String> told) {
        return told.stream()
                .filter(topic -> topic.startsWith(name + "/"))
                .map(topic -> topic.substring(name.length() + 1))
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(true, condition.getAsBoolean());
    }
}
