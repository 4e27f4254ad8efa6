package org.ifnet.dhcp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.ifnet.dhcp.DhcpClients.State;
import org.ifnet.ifaddr.IpAddress;
import org.ifnet.netisr.Env;
import org.junit.jupiter.api.Test;

class ClientTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MAC = 0x0200_0000_0701L;
    private static final int ADDRESS = IpAddress.parse("192.0.2.77").v4();
    private static final int SERVER = IpAddress.parse("192.0.2.1").v4();

    private final Random random = new Random(3);
    private long now = -5 * SECOND;
    private final List<String> said = new ArrayList<>();
    private byte[] last = {};
    private final Env env = (Env) Proxy.newProxyInstance(
            Env.class.getClassLoader(), new Class<?>[] {Env.class}, (self, method, args) -> switch (method.getName()) {
                case "nanoTime" -> now;
                case "random" -> random.nextLong();
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private final Client client = new Client(env, new Client.Port() {
        @Override
        public void send(byte[] message, IpAddress to, boolean fromHeld) {
            last = message;
            said.add(text(message) + " to " + to + (fromHeld ? " from held" : ""));
        }

        @Override
        public void bind(Offer lease) {
            said.add("bind " + lease.address() + "/" + lease.prefixLength() + " by " + lease.routers());
        }

        @Override
        public void unbind(Offer lease) {
            said.add("unbind " + lease.address());
        }
    });

    /** Type and the addresses that it names. */
    private static String text(byte[] m) {
        StringBuilder s = new StringBuilder();
        for (int i = Message.OPTIONS; (m[i] & 0xff) != Message.END; i += 2 + m[i + 1]) {
            if (m[i] == Message.TYPE) {
                s.append(m[i + 2]);
            } else if (m[i] == 50 || m[i] == Message.SERVER) {
                s.append(m[i] == 50 ? " wants " : " of ").append(IpAddress.formatV4(Message.get32(m, i + 2)));
            }
        }
        int ciaddr = Message.get32(m, 12);
        assertEquals(ciaddr == 0 ? 0x8000 : 0, Message.get16(m, 10), "broadcast wanted while there is no address");
        return s + (ciaddr == 0 ? "" : " has " + IpAddress.formatV4(ciaddr));
    }

    private List<String> said() {
        List<String> all = List.copyOf(said);
        said.clear();
        return all;
    }

    private void pass(double seconds) {
        long end = now + (long) (seconds * SECOND);
        for (int i = 0; now < end; i++) {
            assertTrue(i < 10_000, "it never waits");
            long next = client.tick();
            now = next > end - now ? end : now + Math.max(next, 1);
        }
        client.tick();
    }

    private byte[] answer(int type, int... seconds) {
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        byte[] head = new byte[Message.OPTIONS];
        System.arraycopy(last, 0, head, 0, 44);
        System.arraycopy(last, 236, head, 236, 4);
        head[0] = Message.REPLY;
        put32(head, Message.YIADDR, ADDRESS);
        b.writeBytes(head);
        option(b, Message.TYPE, type);
        option32(b, Message.SERVER, SERVER);
        option32(b, Message.MASK, 0xffff_ff00);
        option32(b, Message.ROUTERS, SERVER);
        int[] kinds = {Message.LEASE, Message.RENEWAL, Message.REBINDING};
        for (int i = 0; i < seconds.length; i++) {
            option32(b, kinds[i], seconds[i]);
        }
        b.write(Message.END);
        return b.toByteArray();
    }

    private static void put32(byte[] b, int at, int v) {
        for (int i = 0; i < 4; i++) {
            b[at + i] = (byte) (v >>> 24 - 8 * i);
        }
    }

    private static void option(ByteArrayOutputStream b, int kind, int... values) {
        b.write(kind);
        b.write(values.length);
        for (int v : values) {
            b.write(v);
        }
    }

    private static void option32(ByteArrayOutputStream b, int kind, int v) {
        option(b, kind, v >>> 24, v >>> 16, v >>> 8, v);
    }

    private void bind() {
        client.start(MAC, null, 0);
        client.input(answer(Message.OFFER, 600));
        client.input(answer(Message.ACK, 600));
        assertEquals(
                List.of(
                        "1 to 255.255.255.255",
                        "3 wants 192.0.2.77 of 192.0.2.1 to 255.255.255.255",
                        "bind 192.0.2.77/24 by [192.0.2.1]"),
                said());
        assertEquals(State.BOUND, client.state());
    }

    @Test
    void getsALeaseAndRenewsItInTime() {
        bind();
        assertEquals(300, client.lease().renewal());
        pass(299);
        assertEquals(List.of(), said());
        pass(2);
        assertEquals(List.of("3 has 192.0.2.77 to 192.0.2.1 from held"), said());
        assertEquals(State.RENEWING, client.state());
        client.input(answer(Message.ACK, 600));
        assertEquals(List.of("bind 192.0.2.77/24 by [192.0.2.1]"), said());
        assertTrue(client.lease().expires() > 590);
    }

    @Test
    void asksAllWhenTheServerIsSilentAndGivesUpAtTheEnd() {
        bind();
        pass(524);
        List<String> renewing = said();
        assertTrue(renewing.size() >= 2 && renewing.size() <= 4, renewing.toString());
        pass(2);
        assertEquals(List.of("3 has 192.0.2.77 to 255.255.255.255 from held"), said());
        assertEquals(State.REBINDING, client.state());
        pass(75);
        List<String> end = said();
        assertEquals("unbind 192.0.2.77", end.get(end.size() - 2));
        assertEquals("1 to 255.255.255.255", end.get(end.size() - 1));
        assertNull(client.lease());
    }

    @Test
    void asksAgainLaterAndLater() {
        client.start(MAC, null, 0);
        pass(300);
        int count = said().size();
        assertTrue(count >= 6 && count <= 8, "said " + count + " times in 300 s");
    }

    @Test
    void beginsAnewWhenTheOfferIsTakenBackOrNobodyConfirmsIt() {
        client.start(MAC, null, 0);
        client.input(answer(Message.OFFER, 600));
        client.input(answer(Message.NAK));
        assertEquals(State.SELECTING, client.state());
        client.input(answer(Message.OFFER, 600));
        pass(150);
        assertEquals(State.SELECTING, client.state());
    }

    @Test
    void asksForItsOldAddressFirst() {
        Offer before = Offer.parse(answerTo(Message.ACK), 0, MAC);
        assertNotNull(before);
        client.start(MAC, before, 100);
        assertEquals(List.of("3 wants 192.0.2.77 to 255.255.255.255"), said());
        client.input(answer(Message.NAK));
        assertEquals(List.of("unbind 192.0.2.77", "1 to 255.255.255.255"), said());
    }

    @Test
    void keepsItsOldAddressWhenNobodySaysNo() {
        client.start(MAC, Offer.parse(answerTo(Message.ACK), 0, MAC), 3600);
        pass(200);
        List<String> all = said();
        assertEquals("bind 192.0.2.77/24 by [192.0.2.1]", all.get(all.size() - 1));
        assertEquals(State.BOUND, client.state());
    }

    private byte[] answerTo(int type) {
        last = Message.of(Message.REQUEST, 0, 0, MAC, null, null, null);
        return answer(type, 600);
    }

    @Test
    void asksAtOnceWhenTheLinkIsBack() {
        client.start(MAC, null, 0);
        pass(100);
        said();
        client.linkUp();
        assertEquals(List.of("1 to 255.255.255.255"), said());
        client.input(answer(Message.OFFER, 3600));
        client.input(answer(Message.ACK, 3600));
        said();
        client.linkUp();
        assertEquals(List.of("3 wants 192.0.2.77 to 255.255.255.255"), said(), "whether the lease still holds");
        client.linkUp();
        assertEquals(List.of(), said());
        client.input(answer(Message.NAK));
        assertEquals(List.of("unbind 192.0.2.77", "1 to 255.255.255.255"), said(), "another network");
    }

    @Test
    void givesItBack() {
        bind();
        client.release();
        assertEquals(List.of("7 of 192.0.2.1 has 192.0.2.77 to 192.0.2.1 from held", "unbind 192.0.2.77"), said());
        pass(1000);
        assertEquals(List.of(), said());
    }

    @Test
    void aLeaseForEverIsNeverRenewed() {
        client.start(MAC, null, 0);
        client.input(answer(Message.OFFER, -1));
        client.input(answer(Message.ACK, -1));
        said();
        pass(10_000_000);
        assertEquals(List.of(), said());
        assertEquals(State.BOUND, client.state());
    }

    @Test
    void believesOnlyAnswersToItself() {
        client.start(MAC, null, 0);
        byte[] other = answer(Message.OFFER, 600);
        other[Message.XID]++;
        client.input(other);
        byte[] mac = answer(Message.OFFER, 600);
        mac[Message.CHADDR + 5]++;
        client.input(mac);
        client.input(answer(Message.OFFER));
        byte[] zero = answer(Message.OFFER, 600);
        put32(zero, Message.YIADDR, 0);
        client.input(zero);
        client.input(answer(Message.ACK, 600));
        assertEquals(State.SELECTING, client.state());
        assertEquals(1, said().size());
    }

    /** Whatever comes: no exception, and a lease only with a possible address. */
    @Test
    void anyBytesAreSurvived() {
        long seed = Long.getLong("ifnet.seed", 11);
        Random chance = new Random(seed);
        client.start(MAC, null, 0);
        for (int round = 0; round < 50_000; round++) {
            byte[] m = answer(chance.nextBoolean() ? Message.OFFER : Message.ACK, 600, 300, 500);
            int cut = chance.nextInt(4) == 0 ? chance.nextInt(m.length + 1) : m.length;
            m = java.util.Arrays.copyOf(m, cut);
            for (int i = chance.nextInt(4); i > 0 && m.length > Message.OPTIONS; i--) {
                m[Message.OPTIONS + chance.nextInt(m.length - Message.OPTIONS)] = (byte) chance.nextInt();
            }
            try {
                client.input(m);
                now += SECOND * chance.nextInt(200);
                client.tick();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    @Test
    void aLeaseIsKeptAsText() {
        Offer lease = Offer.parse(answerTo(Message.ACK), 0, MAC);
        List<String> words = LeaseText.write("em0", lease, 500, 1_000_000);
        LeaseText back = LeaseText.read(words, 1_060_000);
        assertEquals(new LeaseText("em0", lease, 440), back);
        assertEquals(new LeaseText("em1", null, 0), LeaseText.read(LeaseText.write("em1", null, 0, 5), 9));
    }
}
