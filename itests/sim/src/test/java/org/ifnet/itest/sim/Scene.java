package org.ifnet.itest.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.netisr.EnvThread;

/**
 * A random life of the whole layer: some threads create and destroy, plug devices in and out that fail, rename, bring up
 * and down, give addresses, send and look, all on the same few names, while everything is checked that holds at every
 * moment; then, when nothing happens any more, what must hold then.
 */
final class Scene {
    static final int TYPE = 0x88b5;
    static final int LATE_TYPE = 0x88b6;
    private static final int FAMILY = 200;
    /** Virtual time in which all that was begun has ended, devices that hang included. */
    private static final long QUIET_NANOS = 200_000_000;

    final SimPlatform platform;
    final SimDomain domain;
    final Tables tables;
    private final SimDomain late;
    private final Witness witness;
    private final Registration listening;
    private final List<SimDriver> drivers = new ArrayList<>();
    private final List<Plugged> plugged = new ArrayList<>();
    private long registrations;
    private boolean lateIsThere;
    private boolean lateIsBusy;

    /** A device whose service is registered. */
    private record Plugged(long id, SimDriver driver) {}

    Scene(SimPlatform platform) {
        this.platform = platform;
        domain = new SimDomain(platform, FAMILY, TYPE);
        late = new SimDomain(platform, FAMILY + 1, LATE_TYPE);
        tables = new Tables(platform);
        witness = new Witness(platform, domain);
        platform.core.add(domain);
        listening = platform.ifnets().listen(witness, true);
    }

    /** Plays it to the end and takes everything down. */
    void play(int actors, int actions) throws IfnetException {
        List<EnvThread> threads = new ArrayList<>();
        for (int i = 0; i < actors; i++) {
            threads.add(platform.env.start("actor" + i, new Actor(this, actions)));
        }
        threads.forEach(thread -> thread.join(-1));
        platform.pass(QUIET_NANOS);
        checkQuiet();
        end();
    }

    private void checkQuiet() throws IfnetException {
        tables.checkQuiet();
        witness.checkQuiet();
        domain.checkQuiet();
        if (lateIsThere) {
            late.checkQuiet();
        }
        drivers.forEach(SimDriver::checkQuiet);
        new Connected(platform).checkQuiet();
        checkIndices();
        checkUnits();
        platform.violations.check();
    }

    /** The next index is the highest and one, and is free again afterwards; the handle never is (reference 1.3, 1.6). */
    private void checkIndices() throws IfnetException {
        int highest = 0;
        for (Ifnet ifnet : platform.ifnets().list()) {
            highest = Math.max(highest, ifnet.index());
        }
        Ifnet first = createAndDestroy("lo");
        Ifnet second = createAndDestroy("lo");
        int next = highest + 1;
        platform.violations.unless(
                first.index() == next && second.index() == next,
                "1.3: indices " + first.index() + " and " + second.index() + " instead of " + next);
        platform.violations.unless(first.handle() != second.handle(), "1.6: a handle was used again");
    }

    private Ifnet createAndDestroy(String cloner) throws IfnetException {
        String name = platform.cloners.create(SimPlatform.ROOT, cloner, null);
        Ifnet made = platform.ifnets().require(name);
        platform.cloners.destroy(SimPlatform.ROOT, name);
        return made;
    }

    /** A unit is taken as long as one of its interfaces is there, and no longer: the lowest free one is next. */
    private void checkUnits() throws IfnetException {
        for (Ifnet ifnet : platform.ifnets().list()) {
            // So that no name is in the way of a unit.
            platform.core.control().rename(SimPlatform.ROOT, ifnet, "q" + ifnet.index());
        }
        Set<String> born = witness.born();
        int free = 0;
        while (born.contains("epair" + free + "a") || born.contains("epair" + free + "b")) {
            free++;
        }
        String name = platform.cloners.create(SimPlatform.ROOT, "epair", null);
        platform.cloners.destroy(SimPlatform.ROOT, name);
        platform.violations.unless(
                name.equals("epair" + free + "a"), "2: " + name + " was made, the lowest free unit is " + free);
        checkDestroyAfterRename();
    }

    /** Whose an interface is does not hang on its name (reference 1.10). */
    private void checkDestroyAfterRename() throws IfnetException {
        String name = platform.cloners.create(SimPlatform.ROOT, "epair", null);
        Ifnet made = platform.ifnets().require(name);
        platform.core.control().rename(SimPlatform.ROOT, made, "lo9");
        try {
            platform.cloners.destroy(SimPlatform.ROOT, "lo9");
        } catch (IfnetException e) {
            platform.violations.add("1.10: a renamed clone is not destroyed: " + e.getMessage());
        }
        platform.violations.unless(!made.isAttached(), "1.10: another clone was destroyed than " + made);
    }

    private void end() {
        if (lateIsThere) {
            platform.core.remove(late);
        }
        while (!plugged.isEmpty()) {
            unplug(plugged.remove(plugged.size() - 1));
        }
        platform.cloners.close();
        platform.core.detachAll();
        witness.checkQuiet();
        platform.core.remove(domain);
        listening.close();
        platform.violations.unless(domain.isEmpty() && late.isEmpty(), "1.4: domains are still attached");
        drivers.forEach(SimDriver::checkGone);
        platform.close();
    }

    /** A device comes. */
    void plug() {
        SimDriver driver = new SimDriver(platform);
        long id = ++registrations;
        drivers.add(driver);
        platform.core.whiteboard().registered(id, platform.dice.of("em0", "em1"), () -> driver, () -> {});
        plugged.add(new Plugged(id, driver));
    }

    /** A device goes. */
    void unplug() {
        Plugged gone = plugged.isEmpty() ? null : plugged.remove(platform.dice.below(plugged.size()));
        if (gone != null) {
            unplug(gone);
        }
    }

    private void unplug(Plugged gone) {
        platform.core.whiteboard().unregistering(gone.id);
        gone.driver.gone = true;
    }

    /** The second protocol comes or goes, one change at a time. */
    void comeOrGo() {
        if (lateIsBusy) {
            return;
        }
        lateIsBusy = true;
        if (lateIsThere) {
            platform.core.remove(late);
            platform.violations.unless(late.isEmpty(), "1.4: a domain that left is still attached");
        } else {
            platform.core.add(late);
        }
        lateIsThere = !lateIsThere;
        lateIsBusy = false;
    }
}
