package org.ifnet.itest.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tcpdump sees on a device inside a namespace: an independent eye on our frames. */
final class Capture implements AutoCloseable {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int CAPTURED_LENGTH = 8;
    private static final int WATCHED = 5000;

    private final Path file;
    private final Tool.Running tcpdump;

    private Capture(Path file, Tool.Running tcpdump) {
        this.file = file;
        this.tcpdump = tcpdump;
    }

    /** Listens for that many frames that match the filter; returns when it listens. */
    static Capture start(Namespaces.Namespace ns, String device, int frames, String filter) {
        return start(ns, device, frames, List.of(filter));
    }

    /** Listens for what comes in on the device, 5,000 frames at most, until {@link #end}. */
    static Capture watch(Namespaces.Namespace ns, String device) {
        return start(ns, device, WATCHED, List.of("-Q", "in"));
    }

    private static Capture start(Namespaces.Namespace ns, String device, int frames, List<String> words) {
        try {
            Path file = Files.createTempFile("ifnet-itest", ".pcap");
            List<String> command = new ArrayList<>(List.of("tcpdump", "-n", "-Z", "root", "-U", "--immediate-mode"));
            command.addAll(List.of("-i", device, "-c", "" + frames, "-w", file.toString()));
            command.addAll(words);
            Tool.Running tcpdump = ns.start(command.toArray(String[]::new));
            DriverBench.await("tcpdump listens", () -> tcpdump.output().contains("listening on"));
            return new Capture(file, tcpdump);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens no more; what was captured. */
    Path end() {
        tcpdump.terminate(Duration.ofSeconds(10));
        return file;
    }

    /** Waits until all were seen. */
    List<byte[]> frames() {
        await();
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all were seen; what tcpdump has to say about them, checksums included. */
    String text() {
        await();
        return Tool.check("tcpdump", "-n", "-e", "-vv", "-r", file.toString());
    }

    private void await() {
        Tool.Result r = tcpdump.await(Duration.ofSeconds(10));
        if (r.status() != 0) {
            throw new AssertionError("tcpdump: status " + r.status() + "\n" + r.output());
        }
    }

    private static List<byte[]> parse(ByteBuffer pcap) {
        List<byte[]> frames = new ArrayList<>();
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= pcap.capacity()) {
            byte[] frame = new byte[pcap.getInt(at + CAPTURED_LENGTH)];
            pcap.get(at + RECORD_HEADER, frame);
            frames.add(frame);
            at += RECORD_HEADER + frame.length;
        }
        return frames;
    }

    @Override
    public void close() {
        tcpdump.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
