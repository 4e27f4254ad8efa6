package org.ifnet.shell.internal;

import java.io.PrintStream;
import java.util.List;

import org.ifnet.inet6.Address6State;
import org.ifnet.inet6.NdTable;

/** What routers advertise, as ndp(8) lists it. */
record NdpRouters(boolean json) {
    private static final String[] PREFERENCES = {"low", "medium", "high"};

    void prefixes(List<NdTable.Prefix> prefixes, PrintStream out) {
        if (json) {
            Json text = new Json().openList();
            for (NdTable.Prefix p : prefixes) {
                text.open()
                        .field("prefix", prefix(p))
                        .field("interface", p.ifnet().name());
                text.field("on_link", p.onLink()).field("autonomous", p.autonomous());
                lifetime(text, "vltime", p.valid());
                lifetime(text, "pltime", p.preferred());
                text.close();
            }
            out.println(text.closeList());
            return;
        }
        for (NdTable.Prefix p : prefixes) {
            out.println(prefix(p) + " if=" + p.ifnet().name());
            out.println("flags=" + (p.onLink() ? "L" : "") + (p.autonomous() ? "A" : "") + " vltime=" + time(p.valid())
                    + ", pltime=" + time(p.preferred()));
        }
    }

    private static String prefix(NdTable.Prefix p) {
        return p.prefix().address() + "/" + p.prefix().length();
    }

    private static String time(long seconds) {
        return seconds == Address6State.FOREVER ? "infinity" : Long.toString(seconds);
    }

    private static void lifetime(Json text, String name, long seconds) {
        if (seconds != Address6State.FOREVER) {
            text.field(name, seconds);
        }
    }

    void routers(List<NdTable.Router> routers, PrintStream out) {
        if (json) {
            Json text = new Json().openList();
            for (NdTable.Router r : routers) {
                text.open()
                        .field("router", r.address().toString())
                        .field("interface", r.ifnet().name());
                text.field("preference", PREFERENCES[r.preference() + 1]);
                text.field("expires", r.expires())
                        .field("installed", r.installed())
                        .close();
            }
            out.println(text.closeList());
            return;
        }
        for (NdTable.Router r : routers) {
            out.println(r.address() + " if=" + r.ifnet().name() + ", pref=" + PREFERENCES[r.preference() + 1]
                    + ", expire=" + NdpCommand.time(r.expires()) + (r.installed() ? ", installed" : ""));
        }
    }
}
