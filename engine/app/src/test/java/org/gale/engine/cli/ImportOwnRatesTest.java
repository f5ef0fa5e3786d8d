package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of timers and IPIs of the rows of counters of interrupts. */
class ImportOwnRatesTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** Rows of both architectures: the sums over all CPUs are those of the text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "LOC | x | {kind: timer, hz: 150} | 0", "27 | GICv3 27 Level arch_timer | {kind: timer, hz: 150} | 0",
        "30 | GICv5-PPI 30 Level kvm guest ptimer | {kind: timer, hz: 150} | 0",
        "RES | x | {kind: ipi, unicast: 150, broadcast: 0, kinds: 1} | 0",
        "CAL | x | {kind: ipi, unicast: 150, broadcast: 0, kinds: 1} | 0",
        "IPI7 | x | {kind: ipi, unicast: 150, broadcast: 0, kinds: 1} | 0",
        "NMI | x | none | 2", "27 | GICv3 27 Level arm-pmu | none | 2",
    })
    void shouldMakeTimersAndIpisOfTheirRows(final String label, final String rest, final String traffic, final int left)
        throws IOException
    {
        final String head = "CPU0 CPU1\n" + label + ": ";

        assertEquals(ExitCode.OK, run(head + "0 0 " + rest + '\n', head + "1000 2000 " + rest + '\n'), err.toString());

        assertEquals(left, streams().size());
        assertEquals(!traffic.equals("none"), job().contains(traffic));
    }

    /** One CPU has nobody to interrupt, and a timer ticks at least once a second: their rows are streams. */
    @Test
    void shouldKeepAStreamOfWhatIsNoModel() throws IOException
    {
        assertEquals(ExitCode.OK, run("CPU0\nIPI0: 0 x\nLOC: 0 x\n", "CPU0\nIPI0: 100 x\nLOC: 4 x\n"), err.toString());

        assertEquals(List.of("LOC-cpu0 0 0.4", "IPI0-cpu0 0 10"), streams());
    }

    @Test
    void shouldHaveAKindForEachRowOfIpis() throws IOException
    {
        final String rows = "CPU0 CPU1\nIPI0: N N x\nIPI1: N 0 x\nIPI2: 0 N x\n";

        assertEquals(ExitCode.OK, run(rows.replace("N", "0"), rows.replace("N", "1000")), err.toString());

        assertTrue(job().contains("unicast: 200, broadcast: 0, kinds: 4}"));
    }

    private int run(final String first, final String second) throws IOException
    {
        final Path a = Files.writeString(directory.resolve("a"), first);
        final Path b = Files.writeString(directory.resolve("b"), second);

        return GaleRun.of(out, err, "import", "interrupts", a.toString(), b.toString(), "--interval", "10s", "-o",
            directory.resolve("j.yaml").toString());
    }

    private String job() throws IOException
    {
        return Files.readString(directory.resolve("j.yaml"));
    }

    private List<String> streams() throws IOException
    {
        return job().lines().filter(line -> line.contains("kind: open")).map(line -> line.replaceFirst(
            ".*\\{name: (.*), count: 1, events: 1, target: (.*), traffic: \\{kind: open, rate: (.*), .*", "$1 $2 $3"))
            .toList();
    }
}
