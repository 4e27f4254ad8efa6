package org.ifnet.itest.sim;

import java.util.List;
import java.util.Set;

import org.ifnet.Errno;
import org.ifnet.IfFlags;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.IfnetGroups;
import org.ifnet.Registration;
import org.ifnet.control.IfnetControl;
import org.ifnet.domain.AddressFamily;
import org.ifnet.ifaddr.AddressSpec;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.mbuf.Mbuf;
import org.ifnet.mbuf.MbufBatch;
import org.ifnet.wire.EtherHeader;
import org.jspecify.annotations.Nullable;

/** One thread that does things to interfaces, drawn by the seed, on few names, so that it meets the others. */
final class Actor implements Runnable {
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int FRAME = 60;
    /** What may be answered when others do something at the same time, or a device fails. */
    private static final Set<Errno> ALLOWED = Set.of(
            Errno.ENXIO,
            Errno.EBUSY,
            Errno.EEXIST,
            Errno.EINVAL,
            Errno.EIO,
            Errno.EADDRNOTAVAIL,
            Errno.EINTR,
            Errno.ETIMEDOUT,
            Errno.EOPNOTSUPP,
            Errno.ENODEV,
            Errno.ENOENT,
            Errno.EAFNOSUPPORT,
            Errno.ENETDOWN,
            Errno.ENOSPC);

    private final SimPlatform platform;
    private final Scene scene;
    private final Dice dice;
    private final IfnetControl control;
    private final int actions;

    Actor(Scene scene, int actions) {
        this.scene = scene;
        this.platform = scene.platform;
        this.dice = platform.dice;
        this.control = platform.core.control();
        this.actions = actions;
    }

    @Override
    public void run() {
        for (int i = 0; i < actions; i++) {
            try {
                act();
            } catch (IfnetException e) {
                platform.violations.unless(ALLOWED.contains(e.errno()), "not expected: " + e);
            }
            if (dice.once(2)) {
                dice.pause(50_000);
            }
        }
    }

    private void act() throws IfnetException {
        switch (dice.below(20)) {
            case 0, 1 -> platform.cloners.create(SimPlatform.ROOT, dice.of("epair", "epair0", "epair1", "lo"), null);
            case 2 -> platform.cloners.destroy(SimPlatform.ROOT, anyName());
            case 3 -> scene.plug();
            case 4 -> scene.unplug();
            case 5, 6 -> onAny(ifnet -> flags(ifnet, IfFlags.UP, 0));
            case 7 -> onAny(ifnet -> flags(ifnet, 0, IfFlags.UP));
            case 8 -> onAny(ifnet -> control.rename(SimPlatform.ROOT, ifnet, dice.of("x0", "em0", "epair0a", "lo1")));
            case 9 -> onAny(this::address);
            case 10 -> onAny(ifnet -> flags(ifnet, dice.of(0, IfFlags.PPROMISC), IfFlags.PPROMISC));
            case 11 -> onAny(ifnet -> control.setMtu(SimPlatform.ROOT, ifnet, 1000 + dice.below(2) * 200));
            case 12 -> scene.tables.look();
            case 13 -> listen();
            case 14 -> scene.comeOrGo();
            case 15 -> onAny(ifnet -> control.promisc(SimPlatform.ROOT, ifnet, dice.once(2)));
            case 16 -> onAny(this::group);
            case 17 -> onAny(this::multicast);
            default -> onAny(this::send);
        }
    }

    private void flags(Ifnet ifnet, int set, int clear) throws IfnetException {
        control.setFlags(SimPlatform.ROOT, ifnet, set, clear);
    }

    /** What is done to an interface. */
    private interface Deed {
        void to(Ifnet ifnet) throws IfnetException;
    }

    private void onAny(Deed deed) throws IfnetException {
        Ifnet ifnet = any();
        if (ifnet != null) {
            deed.to(ifnet);
        }
    }

    /** Now and then one that was known and may be gone. */
    private @Nullable Ifnet any() {
        List<Ifnet> all = platform.ifnets().list();
        return all.isEmpty() ? null : all.get(dice.below(all.size()));
    }

    private String anyName() {
        Ifnet ifnet = any();
        return ifnet == null ? "x0" : ifnet.name();
    }

    private void address(Ifnet ifnet) throws IfnetException {
        String address = "10." + dice.below(2) + ".0." + (1 + dice.below(3));
        AddressSpec spec = AddressSpec.parse(address + "/24");
        if (dice.once(3)) {
            platform.route.ifaddrs().delete(SimPlatform.ROOT, ifnet, AddressFamily.INET, spec.address());
        } else {
            platform.route.ifaddrs().add(SimPlatform.ROOT, ifnet, spec);
        }
    }

    private void group(Ifnet ifnet) throws IfnetException {
        IfnetGroups groups = platform.core.groups();
        if (dice.once(3)) {
            groups.leave(SimPlatform.ROOT, ifnet, "red");
        } else {
            groups.join(SimPlatform.ROOT, ifnet, dice.of("red", "blue"));
        }
    }

    private void multicast(Ifnet ifnet) throws IfnetException {
        IpAddress group = IpAddress.parse("224.0.1." + dice.below(2));
        if (dice.once(3)) {
            platform.core.ifmaddrs().leave(SimPlatform.ROOT, ifnet, group);
        } else {
            platform.core.ifmaddrs().join(SimPlatform.ROOT, ifnet, group);
        }
    }

    /** A few frames for the protocols of the scene, or of nobody. */
    private void send(Ifnet ifnet) {
        int type = dice.of(Scene.TYPE, Scene.LATE_TYPE);
        MbufBatch batch = new MbufBatch(8);
        for (int i = 1 + dice.below(8); i > 0; i--) {
            Mbuf m = platform.pool.alloc();
            if (m != null) {
                m.append(FRAME);
                EtherHeader.put(m, 0, BROADCAST, 0x02_0000_0000_01L, type);
                batch.add(m);
            }
        }
        ifnet.transmit(batch);
    }

    /** A listener that comes and goes. */
    private void listen() {
        Registration registration = platform.ifnets().listen(new Witness(platform, scene.domain), true);
        dice.pause(200_000);
        registration.close();
    }
}
