package org.ifnet.devctl.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.cloner.internal.CloneEngine;
import org.ifnet.control.Credential;
import org.ifnet.core.internal.Core;
import org.ifnet.ifq.internal.QueueEngine;
import org.ifnet.mbuf.MbufPool;
import org.ifnet.netisr.internal.NetisrEngine;
import org.ifnet.netisr.internal.RealEnv;
import org.ifnet.pseudo.epair.internal.EpairCloner;
import org.ifnet.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the real layer. */
class DevctlTest {
    private static final Credential ROOT = Credential.full("test");

    private final RealEnv env = new RealEnv();
    private final NetisrEngine netisr = new NetisrEngine(env, 2, null);
    private final List<String> topics = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> properties = new CopyOnWriteArrayList<>();
    private Core core;
    private CloneEngine cloners;

    @BeforeEach
    void start() {
        netisr.start();
        core = new Core(env, netisr, new QueueEngine(env, netisr), MbufPool.allocate("devctl", 64));
        cloners = new CloneEngine(env, core.ifnets());
        cloners.add(new EpairCloner(env));
        core.ifnets()
                .listen(
                        new Devctl(env, (topic, its) -> {
                            topics.add(topic);
                            properties.add(its);
                        }),
                        false);
    }

    @AfterEach
    void stop() {
        cloners.close();
        core.close();
        netisr.close();
    }

    private List<String> of(String name) {
        String prefix = Devctl.TOPICS + name + "/";
        return topics.stream()
                .filter(topic -> topic.startsWith(prefix))
                .map(topic -> topic.substring(prefix.length()))
                .toList();
    }

    private void up(String name) throws IfnetException {
        core.control().setFlags(ROOT, core.ifnets().require(name), IfFlags.UP, 0);
    }

    @Test
    void tellsOfComingAndGoingAndOfTheLinkInOrder() throws IfnetException {
        cloners.create(ROOT, "epair0", null);
        up("epair0a");
        up("epair0b");
        Await.until("the carrier", () -> of("epair0a").contains("LINK_UP"), Duration.ofSeconds(5));
        core.control().setFlags(ROOT, core.ifnets().require("epair0b"), 0, IfFlags.UP);
        Await.until("no carrier", () -> last("epair0a").equals("LINK_DOWN"), Duration.ofSeconds(5));
        cloners.destroy(ROOT, "epair0a");
        List<String> told = of("epair0a");
        assertEquals("ATTACH", told.get(0), told::toString);
        assertEquals(1, told.stream().filter("ATTACH"::equals).count(), told::toString);
        assertEquals(1, told.stream().filter("DETACH"::equals).count(), told::toString);
        assertTrue(told.indexOf("DETACH") > told.indexOf("LINK_DOWN"), told::toString);
    }

    private String last(String name) {
        List<String> told = of(name);
        return told.isEmpty() ? "" : told.get(told.size() - 1);
    }

    @Test
    void bug_aRenameIsTheEndOfOneNameAndTheBeginningOfAnother() throws IfnetException {
        cloners.create(ROOT, "epair0", null);
        Ifnet a = core.ifnets().require("epair0a");
        topics.clear();
        properties.clear();
        core.control().rename(ROOT, a, "wan.7");
        assertEquals(List.of("org/ifnet/IFNET/epair0a/DETACH", "org/ifnet/IFNET/wan_7/ATTACH"), topics);
        assertEquals("wan.7", properties.get(1).get("ifnet.name"));
        assertEquals(a.index(), properties.get(1).get("ifnet.index"));
    }

    @Test
    void saysNothingOfWhatIsThereAlready() throws IfnetException {
        cloners.create(ROOT, "epair0", null);
        int before = topics.size();
        List<String> later = new CopyOnWriteArrayList<>();
        core.ifnets().listen(new Devctl(env, (topic, its) -> later.add(topic)), false);
        assertEquals(List.of(), later);
        assertEquals(2, before);
    }
}
