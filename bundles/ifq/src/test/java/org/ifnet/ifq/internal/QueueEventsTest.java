package org.ifnet.ifq.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.ifnet.ifq.SubqueueStats;
import org.ifnet.netisr.internal.RealEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What the flight recorder is told adds up to the counters (reference 1.20). */
class QueueEventsTest {
    private static final String TRANSMIT = "ifnet.Transmit";
    private static final String DROP = "ifnet.TransmitDrop";

    @TempDir
    private Path folder;

    private final QueueBench bench = new QueueBench(10);

    private long sum(List<RecordedEvent> events, String type, String field) {
        return events.stream()
                .filter(e -> e.getEventType().getName().equals(type))
                .filter(e -> e.getString("ifnet").equals("t0"))
                .mapToLong(e -> e.getLong(field))
                .sum();
    }

    @Test
    void everyTransitionIsToldOnce() throws IOException {
        TransmitIfq ifq = (TransmitIfq) bench.ifq;
        Set<TransmitIfq> queues = ConcurrentHashMap.newKeySet();
        queues.add(ifq);
        QueueEvents events = new QueueEvents(new RealEnv(), queues);
        events.open();
        try (Recording recording = new Recording()) {
            recording.enable(TRANSMIT);
            recording.enable(DROP);
            recording.start();
            bench.driver = q -> bench.drain();
            for (int i = 0; i < 12; i++) {
                bench.ifq.dispatch(bench.packet(i));
            }
            events.run();
            bench.ifq.setRunning(true);
            bench.netisr.runAll();
            events.run();
            bench.ifq.dispatch(bench.packet(1));
            bench.ifq.close();
            events.ended(ifq);
            recording.stop();
            Path file = folder.resolve("queue.jfr");
            recording.dump(file);
            check(RecordingFile.readAllEvents(file), ifq.subqueue(0).stats());
        } finally {
            events.close();
        }
    }

    private void check(List<RecordedEvent> all, SubqueueStats stats) {
        assertEquals(13, stats.enqueued());
        assertEquals(stats.enqueued(), sum(all, TRANSMIT, "enqueued"));
        assertEquals(stats.enqueuedBytes(), sum(all, TRANSMIT, "enqueuedBytes"));
        assertEquals(stats.sent(), sum(all, TRANSMIT, "dequeued"));
        assertEquals(stats.starts(), sum(all, TRANSMIT, "starts"));
        assertEquals(stats.scheduled(), sum(all, TRANSMIT, "scheduled"));
        assertEquals(stats.droppedTotal(), sum(all, DROP, "packets"));
        assertEquals(stats.droppedBytesTotal(), sum(all, DROP, "bytes"));
    }
}
