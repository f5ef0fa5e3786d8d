package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Imported costs change what is answered, and what is measured. All texts are invented. */
class ImportedAnswerTest
{
    private static final String JOB = """
        job: sleepers
        clock: virtual
        count: 300
        latency: all
        machine: {kind: gicv4, pes: 4, injection: {moves: 0, toggles: 0}}
        costs: {poll: 0}
        defaults: {vpes: 2, guest: {handler: 2us}}
        vms: [{name: a, count: 4, devices: [{name: d, count: 1, events: 8, traffic: {kind: open, rate: 5k}}]}]
        """;
    private static final String BENCH = """
        name                                    total ns                         avg ns
        --------------------------------------------------------------------------------------------
        hvc                                  91881472.0                         1400.0
        ipi                                 230359040.0                         3500.0
        timer_10ms                             317440.0                         1240.0
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** A load of 200 us in place of 2 delays each wake of a vCPU that is not direct: the answer has other words. */
    @Test
    void shouldChangeTheWordsOfAnAnswer() throws IOException
    {
        final String few = words(graph(2_000));
        final String many = words(graph(200_000));

        assertTrue(few.startsWith("With a PE for each vCPU, direct injection of all vCPUs takes "), few);
        assertNotEquals(few, many);
    }

    /**
     * Events come at 5,000 a second with 2 us of work each, and nobody polls. Each wake of a vCPU that is not direct
     * pays one load: with 100 us more of it the median is 100 us later.
     */
    @Test
    void shouldMoveAFigureByTheDifferenceOfTheCosts() throws IOException
    {
        final long few = median(graph(2_000));
        final long many = median(graph(102_000));

        assertEquals(100_000, (double)(many - few), 25_000, few + " and " + many);
    }

    /** IPI 3,500 - 3 x 700 - 484 of the injection that was measured, in place of 300 of the base: 916 ns. */
    @Test
    void shouldLeaveOfAnIpiWhatAMeasuredInjectionLeaves() throws IOException
    {
        final String bench = Files.writeString(directory.resolve("bench"), BENCH).toString();
        final String graph = Files.writeString(directory.resolve("graph"),
            " 0)   0.484 us    |  kvm_arch_set_irq_inatomic();\n").toString();

        for (final List<String> texts : List.of(List.of(bench, graph), List.of(graph, bench)))
        {
            assertEquals(ExitCode.OK, gale("import", "costs", texts.get(0), texts.get(1), "-o", path("made.yaml"),
                "--force"), err.toString());

            final String yaml = Files.readString(directory.resolve("made.yaml"));
            assertTrue(yaml.contains("\n  inject: {list: [[484ns, 1]]}\n  kick: 916ns\n"), yaml);
            assertTrue(yaml.contains("- 484.0 ns of inject (measured) = 916.0 ns, micro-bench bench'"), yaml);
        }
    }

    @Test
    void shouldRefuseAnInjectionThatIsLongerThanTheIpi() throws IOException
    {
        final String bench = Files.writeString(directory.resolve("bench"), BENCH).toString();
        final String graph = Files.writeString(directory.resolve("graph"),
            " 0)   9.000 us    |  kvm_arch_set_irq_inatomic();\n").toString();

        assertEquals(ExitCode.USAGE, gale("import", "costs", bench, graph, "-o", path("made.yaml")));

        assertTrue(err.toString().startsWith("gale import: " + bench + ":4:1: kick: ipi 3,500.0 ns"), err.toString());
        assertTrue(err.toString().contains("= -7,600.0 ns is negative"), err.toString());
    }

    private static String graph(final long ns)
    {
        return String.format(" 0) %s %d.%03d us |  kvm_vgic_load();%n", ns > 100_000 ? "!" : " ", ns / 1_000,
            ns % 1_000);
    }

    private String words(final String graph) throws IOException
    {
        job(graph, "--what-if", "--seeds", "2", "--draws", "0");

        return out.toString().lines().filter(line -> line.startsWith("With ")).findFirst().orElse("");
    }

    private long median(final String graph) throws IOException
    {
        job(graph, "--set", "machine.injection.policy=none", "--json", path("report.json"));

        final String json = Files.readString(directory.resolve("report.json"));
        final String from = json.substring(json.indexOf("\"p50\""));

        return Long.parseLong(from.replaceAll("(?s)^[^0-9]*50\\D*(\\d+).*", "$1"));
    }

    private void job(final String graph, final String... words) throws IOException
    {
        final String text = Files.writeString(directory.resolve("graph.txt"), graph).toString();
        Files.writeString(directory.resolve("job.yaml"), JOB);
        assertEquals(ExitCode.OK, gale("import", "costs", text, "-o", path("made.yaml"), "--force"), err.toString());
        out.getBuffer().setLength(0);
        final List<String> all = new ArrayList<>(
            List.of("storm", path("job.yaml"), "--costs", path("made.yaml")));
        all.addAll(List.of(words));
        assertEquals(ExitCode.OK, gale(all.toArray(new String[0])), err.toString());
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }
}
