package org.ifnet.driver.afpacket.internal;

import org.ifnet.IfnetException;
import org.ifnet.Registration;
import org.ifnet.linux.Linux;
import org.ifnet.netisr.Env;
import org.ifnet.netisr.EnvLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one driver service registered exactly while its device exists. A device that was deleted and made again is
 * another one: the driver of the first is unregistered before that of the second is registered. Any thread.
 */
public final class DeviceBinding {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceBinding.class);
    /** Taken before everything that registering and unregistering a driver takes. */
    private static final int RANK = Env.Rank.CLONER - 150;

    /** Registers a driver service; closing unregisters it. */
    @FunctionalInterface
    public interface Publisher {
        Registration publish(String name, AfPacketDriver driver);
    }

    private final EnvLock lock;
    private final Publisher publisher;
    private AfPacketSettings wanted;
    private @Nullable AfPacketDriver driver;
    private @Nullable Registration service;
    private boolean closed;

    public DeviceBinding(Env env, AfPacketSettings wanted, Publisher publisher) {
        lock = env.lock("afpacket " + wanted.device(), RANK);
        this.wanted = wanted;
        this.publisher = publisher;
    }

    /** The configuration was edited: nothing happens unless it asks for something else. */
    public void settings(AfPacketSettings edited) {
        lock.lock();
        try {
            if (!edited.equals(wanted)) {
                withdraw();
                wanted = edited;
                lookLocked();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks whether the device is there, and is the same. */
    public void look() {
        lock.lock();
        try {
            lookLocked();
        } finally {
            lock.unlock();
        }
    }

    private void lookLocked() {
        AfPacketDriver bound = driver;
        int index = Linux.ifNameToIndex(wanted.device());
        if (bound != null && bound.ifindex() != index) {
            LOG.info("Host device {} is gone", wanted.device());
            withdraw();
        } else if (bound != null) {
            bound.linkChanged();
        }
        if (driver == null && index > 0 && !closed) {
            publish();
        }
    }

    private void publish() {
        try {
            AfPacketDriver made = new AfPacketDriver(wanted.device(), wanted.lladdr());
            service = publisher.publish(wanted.name(), made);
            driver = made;
        } catch (IfnetException e) {
            // Deleted again since we looked; the watch will tell when it is back.
            LOG.debug("{}", e.getMessage());
        }
    }

    private void withdraw() {
        Registration registered = service;
        service = null;
        driver = null;
        if (registered != null) {
            registered.close();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            withdraw();
        } finally {
            lock.unlock();
        }
    }
}
