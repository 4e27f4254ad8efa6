package org.ifnet.benchmark.fib;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.ifnet.ifaddr.IpPrefix;
import org.jspecify.annotations.Nullable;

/** DPDK's rte_lpm with the same IPv4 prefixes, in a process of its own. */
final class Twin implements AutoCloseable {
    private final Process process;
    private final OutputStream to;
    private final BufferedReader from;

    private Twin(Path program) throws IOException {
        process = new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        to = new BufferedOutputStream(process.getOutputStream());
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Null, with a line that says why, when there is no compiler or no DPDK. */
    static @Nullable Twin start(Path source) throws IOException, InterruptedException {
        Path program = Files.createTempFile("lpm", "");
        try {
            String script = "gcc -O3 -march=native $(pkg-config --cflags libdpdk) -o \"$1\" \"$2\" -lrte_lpm -lrte_eal";
            Process gcc = new ProcessBuilder("sh", "-c", script, "sh", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (gcc.waitFor() != 0) {
                System.out.println("without rte_lpm: gcc, pkg-config and the package libdpdk-dev are needed");
                return null;
            }
            return new Twin(program);
        } finally {
            program.toFile().deleteOnExit();
        }
    }

    /** Nanoseconds that it needed and bytes of its tables. */
    double[] load(List<IpPrefix> prefixes, int[] addresses) throws IOException {
        ByteBuffer words = ByteBuffer.allocate(8 + 12 * prefixes.size() + 4 * addresses.length)
                .order(ByteOrder.nativeOrder());
        words.putInt(prefixes.size());
        for (int i = 0; i < prefixes.size(); i++) {
            IpPrefix p = prefixes.get(i);
            words.putInt(p.address().v4()).putInt(p.length()).putInt(1 + FullTable.gateway(p, Layer.GATEWAYS));
        }
        words.putInt(addresses.length);
        for (int address : addresses) {
            words.putInt(address);
        }
        to.write(words.array());
        to.flush();
        String line = from.readLine();
        if (line == null || !line.startsWith("loaded ")) {
            throw new IOException("rte_lpm said " + line);
        }
        List<Double> said = numbers(line.substring(7));
        return new double[] {said.get(0), said.get(1)};
    }

    /** Nanoseconds a look-up, {@code single} or {@code bulk}. */
    double measure(String what, int passes) throws IOException {
        to.write((what + " " + passes + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        String line = from.readLine();
        if (line == null) {
            throw new IOException("rte_lpm has ended");
        }
        return numbers(line).get(0);
    }

    private static List<Double> numbers(String line) {
        List<Double> all = new ArrayList<>();
        for (String word : line.trim().split(" ")) {
            all.add(Double.valueOf(word));
        }
        return all;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
