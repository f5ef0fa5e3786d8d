package org.gale.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Test that a recording with softirqs gives its load: a storm of the trace and of the guest that the import prints
 * needs the time of the recorded handlers and of the softirqs after them. {@code recorded/softirqs.txt.gz} is the text
 * of the kernel's trace file (Linux 6.18, two CPUs, events irq/*, clock mono), recorded during
 * {@code dd if=/dev/vda bs=4k iflag=direct count=300} and other work. Names of tasks are replaced.
 */
class ImportedLoadTest extends ImportedTexts
{
    private static final double ALLOWED = 0.02;
    private static final long US_NS = 1_000;
    private static final Pattern EVENT = Pattern.compile(".*\\[(\\d+)\\] \\S+ +(\\d+)\\.(\\d{6}): (\\w+): (.*)");
    private static final Pattern WORK = Pattern.compile("guest: \\{softirq: \\{work: (\\w+)\\}\\}");
    /** Softirqs that follow interrupts of devices. */
    private static final Set<String> OF_DEVICES = Set.of("HI", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET");

    /** Times of a recording, us, added up by this test alone: of handlers, of softirqs without them, and its length. */
    private static final class Recorded
    {
        private final Map<String, Long> handlers = new HashMap<>(); // by CPU: begin of what is open
        private final Map<String, Long> softirqs = new HashMap<>();
        private final Map<String, Long> within = new HashMap<>();   // by CPU: handlers since the softirq began
        private long handlersUs;
        private long softirqsUs;
        private long firstUs = -1;
        private long lastUs;

        Recorded(final List<String> lines)
        {
            for (final String line : lines)
            {
                final Matcher event = EVENT.matcher(line);
                if (event.matches())
                {
                    add(event.group(1), 1_000_000 * Long.parseLong(event.group(2)) + Long.parseLong(event.group(3)),
                        event.group(4), event.group(5));
                }
            }
        }

        private void add(final String cpu, final long us, final String name, final String rest)
        {
            switch (name)
            {
                case "irq_handler_entry":
                    firstUs = firstUs < 0 ? us : firstUs;
                    lastUs = us;
                    handlers.put(cpu, us);
                    break;
                case "irq_handler_exit":
                    final long ran = us - handlers.remove(cpu);
                    handlersUs += ran;
                    within.merge(cpu, ran, Long::sum);
                    break;
                case "softirq_entry":
                    softirqs.put(cpu, us);
                    within.put(cpu, 0L);
                    break;
                case "softirq_exit":
                    final String action = rest.replaceAll(".*action=(\\w+).*", "$1");
                    final Long beganUs = softirqs.remove(cpu);
                    softirqsUs += beganUs != null && OF_DEVICES.contains(action) ? us - beganUs - within.get(cpu) : 0;
                    break;
                default:
                    break;
            }
        }
    }

    private static List<String> lines() throws IOException
    {
        try (InputStream in = new GZIPInputStream(
            ImportedLoadTest.class.getResourceAsStream("/recorded/softirqs.txt.gz")))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static void assertNear(final double expected, final double actual)
    {
        assertEquals(expected, actual, ALLOWED * expected);
    }

    @Test
    void shouldGiveTheLoadOfARecordingWithSoftirqs() throws IOException
    {
        final List<String> lines = lines();
        final Recorded recorded = new Recorded(lines);
        Files.write(directory.resolve("a"), lines);
        assertEquals(ExitCode.OK, gale("import", "ftrace", path("a"), "-o", path("t")), err.toString());
        final Matcher work = WORK.matcher(out.toString());
        assertTrue(work.find(), out.toString());
        Files.writeString(directory.resolve("job.yaml"), "job: load\nclock: virtual\nmachine: {kind: gicv5, pes: 2}\n" +
            "costs: {base: zero}\nvms:\n  - name: vm\n    count: 1\n    vpes: 2\n    guest: {softirq: {work: " +
            work.group(1) + "}}\n    devices: [{name: d, count: 1, target: trace, traffic: {kind: trace, file: " +
            path("t") + ", phase: 0, timers: off, ipis: off}}]\n");

        assertEquals(ExitCode.OK, gale("storm", path("job.yaml"), "--journal", "none", "--json", path("l.json")),
            err.toString());

        final JsonNode report = new ObjectMapper().readTree(directory.resolve("l.json").toFile());
        final double handlerNs = report.at("/pe_time_ns/handler").asDouble();
        final double softirqNs = report.at("/pe_time_ns/softirq").asDouble();
        assertTrue(recorded.softirqsUs > 3 * recorded.handlersUs, "softirqs are most of the load");
        assertNear((double)recorded.handlersUs * US_NS, handlerNs);
        assertNear((double)recorded.softirqsUs * US_NS, softirqNs);
        final double recordedNs = (double)US_NS * (recorded.lastUs - recorded.firstUs);
        assertNear((recorded.handlersUs + recorded.softirqsUs) * US_NS / recordedNs,
            (handlerNs + softirqNs) / (1e9 * report.at("/elapsed_s").asDouble()));
    }
}
