package org.gale.engine.cli.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale replay --watch} and {@code --step} over the journal of a storm of direct injection. */
class DirectWatchTest
{
    @TempDir
    private static Path home;
    private static Path run;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void runAStorm()
    {
        run = home.resolve("run");
        final StringWriter message = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), message, "storm", "direct", "--vms", "1", "--vpes",
            "2", "--devices", "1", "--events", "4", "--count", "400", "--no-replay", "--journal", run.toString()),
            message.toString());
    }

    @Test
    void shouldPrintEachChangeOfAnLpi()
    {
        assertEquals(ExitCode.OK, gale("replay", run.toString(), "--watch", "vm0.lpi8192.pending"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertEquals("0  vm0.lpi8192.pending = unreachable", lines.get(0));
        assertTrue(lines.get(1).matches("[0-9,]+  vm0[.]lpi8192[.]pending: unreachable -> 0   by HOST v4 MAP .*"),
            lines.get(1));
        assertTrue(lines.get(2).matches("[0-9,]+  vm0[.]lpi8192[.]pending: 0 -> 1   by MSI device .*"), lines.get(2));
        assertTrue(lines.get(3).contains("pending: 1 -> 0   by TURN "), lines.get(3));
    }

    @Test
    void shouldWatchSeveralFieldsAndShowThoseOfAnLpiThatChange()
    {
        assertEquals(ExitCode.OK, gale("replay", run.toString(), "--watch", "vm0.lpi8192", "--watch",
            "vm0.lpi8193.pending"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertEquals("0  vm0.lpi8192 = unreachable", lines.get(0));
        assertTrue(lines.get(1).contains("  vm0.lpi8192: unreachable -> pending=0 owed=0 route="), lines.get(1));
        assertTrue(lines.contains("0  vm0.lpi8193.pending = unreachable"), out.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches(
            "[0-9,]+  vm0[.]lpi8192: pending 0 -> 1, owed 0 -> 1, [a-z_]+ .* by MSI device .*")), out.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("  vm0.lpi8193.pending: 0 -> 1   by MSI device ")),
            out.toString());
    }

    @Test
    void shouldNameTheFieldThatIsNeverThereAmongSeveral()
    {
        assertEquals(ExitCode.USAGE, gale("replay", run.toString(), "--watch", "vm0.lpi8192.pending", "--watch",
            "vm0.lpi8999.pending"));

        assertTrue(out.toString().contains("vm0.lpi8192.pending: 0 -> 1"), out.toString());
        assertTrue(err.toString().startsWith("gale replay: --watch: no LPI 8999: VM 0 has 4 LPIs"), err.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi8999.pending | no LPI 8999: VM 0 has 4 LPIs of 8192 to 8195, up to command ",
        "vm7.lpi8192.route | no VM 7: there is VM 0, up to command ",
        "vm0.vcpu7.state | no vCPU 7: VM 0 has vCPUs 0 to 1, up to command ",
        "vm0.lpi16777215.pending | no LPI 16777215: LPIs of this host's VMs are 8192 to ",
        "vm0.lpi8192.hm | 'vm0.lpi8192.hm': a GICv4 host has no field 'hm' of an interrupt (there are: pending, ",
        "pe0.irq | 'pe0.irq': a GICv4 host has no such signal (there is: pe0.virq)",
    })
    void shouldRefuseWhatIsNeverThere(final String field, final String message)
    {
        assertEquals(ExitCode.USAGE, gale("replay", run.toString(), "--watch", field));

        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("gale replay: --watch: " + message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldWatchAndBreakAtThePrompt() throws IOException
    {
        final List<String> lines = console("watch vm0.lpi8192.route", "break vm0.lpi8192.pending", "continue",
            "continue", "watch vm0.lpi99999999", "watch vm0.lpi8999", "watch lpi8192");

        assertEquals("  vm0.lpi8192.route = unreachable (no VM 0: there is none)", lines.get(1));
        assertEquals("  vm0.lpi8192.pending = unreachable (no VM 0: there is none)", lines.get(2));
        assertTrue(lines.get(3).contains("vm0.lpi8192.route: unreachable -> forwarded   by HOST v4 MAP "),
            lines.get(3));
        assertTrue(lines.get(4).contains("vm0.lpi8192.pending: unreachable -> 0   by HOST v4 MAP "), lines.get(4));
        assertTrue(lines.stream().anyMatch(line -> line.contains("pending: 0 -> 1   by MSI device ")), out.toString());
        assertEquals(List.of("'vm0.lpi99999999': ids are below 2^24, VMs below 2^16",
            "  vm0.lpi8999 = unreachable (no LPI 8999: VM 0 has 4 LPIs of 8192 to 8195)",
            "'lpi8192': a GICv4 host shows LPIs and vCPUs of its VMs (there are vm0.lpi8192, vm0.vcpu0 and pe0.virq)"),
            lines.subList(lines.size() - 3, lines.size()));
    }

    @Test
    void shouldBreakAtAKindOfCommand() throws IOException
    {
        final List<String> lines = console("break MSI", "break HOST v4 CONFIG", "continue", "continue",
            "delete HOST v4 CONFIG", "continue", "delete MSI", "delete MSI", "continue");

        assertEquals(List.of("  break at MSI", "  break at HOST v4 CONFIG"), lines.subList(1, 3));
        final List<String> stops = lines.stream().filter(line -> line.matches("[0-9,]+  .*")).toList();
        assertEquals(3, stops.size(), out.toString());
        assertTrue(stops.get(0).contains("  HOST v4 CONFIG "), stops.get(0));
        assertTrue(stops.get(1).contains("  HOST v4 CONFIG "), stops.get(1));
        assertTrue(stops.get(2).contains("  MSI device "), stops.get(2));
        assertEquals("after command " + stops.get(2).split(" ", -1)[0], lines.get(lines.indexOf(stops.get(2)) + 1));
        assertTrue(lines.contains("'MSI' is not watched"), out.toString());
        assertTrue(lines.get(lines.size() - 1).startsWith("the journal ends after command "), out.toString());
    }

    @Test
    void shouldStopAtAKindOfCommandAmongFewSteps() throws IOException
    {
        final List<String> lines = console("break HOST", "step 20");

        assertTrue(lines.get(lines.size() - 1).contains("  HOST v4 CREATE_VM "), out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "break msi | 'msi' is no kind of command: did you mean 'MSI'? (there are: TIME, MSI, TURN, WIRE, LOAD, " +
            "STORE, INSN, SYSR, SYSW, RAM, HOST, MSI_LONG, TRIGGER)",
        "break bogus | 'bogus' is no kind of command (there are: TIME, MSI, TURN, WIRE, LOAD, STORE, INSN, SYSR, " +
            "SYSW, RAM, HOST, MSI_LONG, TRIGGER)",
        "break | one field or a kind of command is needed, such as vm3.lpi8193.pending, pe0.virq or MSI",
        "break pe0.virq pe1.virq | one field or a kind of command is needed, such as vm3.lpi8193.pending, pe0.virq " +
            "or MSI",
        "watch MSI | 'MSI' is no field (try vm3.lpi8193.pending, lpi5, spi7.priority, pe0.virq, pe0.ppi27, " +
            "function1.vector5.held, eventfd3.count or vmte.vm3.valid)",
    })
    void shouldRefuseWhatIsNoBreak(final String line, final String message) throws IOException
    {
        assertEquals(List.of(message), console(line).subList(1, 2));
    }

    private List<String> console(final String... lines) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtStart(run, Machines.FACTORY))
        {
            new StepConsole(cursor, new PrintWriter(out, true)).run(run,
                StepConsole.of(new BufferedReader(new StringReader(String.join("\n", lines)))));
        }

        return out.toString().lines().toList();
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
