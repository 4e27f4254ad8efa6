package org.ifnet.devctl.internal;

import java.util.Map;

import org.ifnet.Ifnet;
import org.ifnet.IfnetEvent;
import org.ifnet.IfnetListener;
import org.ifnet.LinkState;
import org.ifnet.netisr.Env;

/**
 * Turns what happens to interfaces into device notices (reference 1.3, 1.5, 1.7, 1.10). A rename is the end of one name and
 * the beginning of another, of which the original forgets to tell.
 */
final class Devctl implements IfnetListener {
    static final String TOPICS = "org/ifnet/IFNET/";

    private final Env env;
    private final Channel channel;

    /** Where notices go; takes them in order and does not wait for those who read them. */
    @FunctionalInterface
    interface Channel {
        void post(String topic, Map<String, Object> properties);
    }

    Devctl(Env env, Channel channel) {
        this.env = env;
        this.channel = channel;
    }

    @Override
    public void event(IfnetEvent event) {
        String name = event.ifnet().name();
        if (event instanceof IfnetEvent.Attached) {
            notice(event, name, "ATTACH");
        } else if (event instanceof IfnetEvent.Detaching) {
            notice(event, name, "DETACH");
        } else if (event instanceof IfnetEvent.Renamed renamed) {
            notice(event, renamed.oldName(), "DETACH");
            notice(event, name, "ATTACH");
        } else if (event instanceof IfnetEvent.LinkChanged changed) {
            notice(event, name, changed.state() == LinkState.UP ? "LINK_UP" : "LINK_DOWN");
        }
    }

    private void notice(IfnetEvent event, String name, String what) {
        Ifnet ifnet = event.ifnet();
        channel.post(
                TOPICS + name.replace('.', '_') + "/" + what,
                Map.of(
                        "ifnet.name",
                        name,
                        "ifnet.index",
                        ifnet.index(),
                        "ifnet.sequence",
                        event.sequence(),
                        "timestamp",
                        env.wallMillis()));
    }
}
