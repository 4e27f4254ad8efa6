package org.ifnet.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ifnet.IfnetException;
import org.ifnet.LinkState;
import org.ifnet.ifaddr.Ifmaddr;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.ifaddr.IpPrefix;
import org.ifnet.route.Route;
import org.ifnet.route.RouteFlags;
import org.ifnet.route.RouteMessage;
import org.junit.jupiter.api.Test;

class RouteMonitorTest {
    private final FakePlatform platform = new FakePlatform();
    private final FakeIfnet em0 = new FakeIfnet("em0", 1);

    @Test
    void showsALineForEachMessageUntilItIsInterrupted() throws IfnetException {
        IpAddress gateway = IpAddress.parse("192.0.2.1");
        Route route = new Route(
                IpPrefix.parse("10.0.0.0/8"),
                gateway,
                em0,
                RouteFlags.UP | RouteFlags.GATEWAY | RouteFlags.STATIC,
                null);
        platform.messages = (limit, listener) -> {
            listener.message(new RouteMessage.Overflow(0));
            listener.message(new RouteMessage.Add(route));
            listener.message(new RouteMessage.Synced());
            listener.message(new RouteMessage.Change(route));
            listener.message(new RouteMessage.NewAddr(platform.address(em0, "192.0.2.5/24")));
            listener.message(new RouteMessage.NewMaddr(em0, new Ifmaddr(IpAddress.parse("224.0.0.1"), null, 1, 0)));
            listener.message(new RouteMessage.IfInfo(em0, "em0", 0x8843, LinkState.UP, 1500));
            listener.message(new RouteMessage.IfAnnounce(em0, "em0", false));
            listener.message(new RouteMessage.Overflow(7));
            Thread.currentThread().interrupt();
            return () -> {};
        };
        String said = platform.run(new RouteCommand(platform), "-n monitor").replaceAll("(?m)^[-0-9]+ [:.0-9]+ ", "");
        assertEquals("""
                RTM_CHANGE: 10.0.0.0/8 gateway 192.0.2.1 em0 UGS
                RTM_NEWADDR: 192.0.2.5/24 on em0
                RTM_NEWMADDR: 224.0.0.1 on em0
                RTM_IFINFO: em0 flags=8843 mtu 1500 link up
                RTM_IFANNOUNCE: em0 departure
                7 messages were lost, ask again for everything
                """, said);
    }
}
