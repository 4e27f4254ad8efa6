package org.ifnet.altq.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.mbuf.Mbuf;

/**
 * Senders as TCP is one: each has a window of packets under way, which grows by one packet a round trip and halves when a
 * packet was lost or came marked. Word of a packet's fate is back a round trip after it left the queue. Keeps the account of
 * every flow on the link by its hash, also of those that others send.
 */
final class Aimd {
    private static final double LARGEST_WINDOW = 400;
    private static final int ETHERNET = 14;

    private final Link link;
    private final long roundTrip;
    private final Map<Integer, Account> accounts = new HashMap<>();

    /** What came through of a flow since {@link #reset}. */
    static final class Account {
        long packets;
        long bytes;
        long marked;
        long lost;
        long longestWait;
        private long waited;
        private Window window;

        long meanWait() {
            return packets == 0 ? 0 : waited / packets;
        }
    }

    Aimd(Link link, long roundTrip) {
        this.link = link;
        this.roundTrip = roundTrip;
        link.fate(this::fate);
    }

    Account account(int flow) {
        return accounts.computeIfAbsent(flow, f -> new Account());
    }

    void reset() {
        accounts.replaceAll((flow, was) -> {
            Account fresh = new Account();
            fresh.window = was.window;
            return fresh;
        });
    }

    private void fate(Mbuf m, boolean sent) {
        Account account = account(m.flowHash());
        boolean marked = sent && m.length() > 40 && (IpField.get(m, ETHERNET) & IpField.CE) == IpField.CE;
        if (sent) {
            long wait = link.now - m.queuedAt();
            account.packets++;
            account.bytes += m.packetLength();
            account.waited += wait;
            account.longestWait = Math.max(account.longestWait, wait);
            account.marked += marked ? 1 : 0;
        } else {
            account.lost++;
        }
        if (account.window != null) {
            account.window.news.add(new News(link.now + roundTrip, !sent || marked));
        }
    }

    /** Adds a sender whose packets have that TOS. */
    void add(int lane, int flow, int size, int tos) {
        Window window = new Window(lane, flow, size, tos);
        account(flow).window = window;
        link.send(window);
    }

    /** Packets that do not care what becomes of them, one every so often. */
    static void flood(Link link, int lane, int flow, int size, int tos, long every) {
        link.send(now -> {
            enqueue(link, lane, flow, size, tos);
            return now + every;
        });
    }

    private static void enqueue(Link link, int lane, int flow, int size, int tos) {
        Mbuf m = Frames.ipv4(link.packet(-1, size, flow), tos, flow);
        link.scheduler.enqueue(lane, -1, m, link.now);
    }

    static DisciplineSpec spec(String discipline, String... words) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            settings.put(words[i], words[i + 1]);
        }
        return new DisciplineSpec(discipline, settings, java.util.List.of(), java.util.List.of());
    }

    private record News(long at, boolean bad) {}

    private final class Window implements Link.Sender {
        private final ArrayDeque<News> news = new ArrayDeque<>();
        private final int lane;
        private final int flow;
        private final int size;
        private final int tos;
        private double window = 2;
        private boolean slowStart = true;
        private int underWay;
        private long recovered;

        Window(int lane, int flow, int size, int tos) {
            this.lane = lane;
            this.flow = flow;
            this.size = size;
            this.tos = tos;
        }

        @Override
        public long run(long now) {
            while (!news.isEmpty() && news.peek().at <= now) {
                underWay--;
                hear(news.remove().bad, now);
            }
            while (underWay < (int) window) {
                underWay++;
                enqueue(link, lane, flow, size, tos);
            }
            long poll = now + Link.SECOND / 1000;
            return news.isEmpty() ? poll : Math.min(poll, Math.max(now + 1, news.peek().at));
        }

        private void hear(boolean bad, long now) {
            if (!bad) {
                window = Math.min(LARGEST_WINDOW, window + (slowStart ? 1 : 1 / window));
            } else if (now >= recovered) {
                window = Math.max(1, window / 2);
                slowStart = false;
                recovered = now + roundTrip;
            }
        }
    }
}
