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
import org.gale.engine.config.NumberText;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.Runs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale inspect}, {@code gale replay --step} and {@code --watch} over the journal of a storm. */
class StepConsoleTest
{
    @TempDir
    private static Path home;
    private static Path run;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void runAStorm() throws IOException, InterruptedException
    {
        run = home.resolve("run");
        Runs.storm(run, JournalConfig.DEFAULT, 20_000);
    }

    @Test
    void shouldStepForwardAndBackToTheSameMachine() throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(run, 5_000, Machines.FACTORY))
        {
            final long there = cursor.machine().digest();
            cursor.step();
            cursor.step();
            assertEquals(5_002, cursor.sequence());
            cursor.to(5_000);
            assertEquals(there, cursor.machine().digest());

            cursor.to(9_000);
            cursor.to(5_000);
            assertEquals(there, cursor.machine().digest());
            assertEquals(5_000, cursor.sequence());
        }
    }

    @Test
    void shouldExecuteTheCommandsOfThePrompt() throws IOException
    {
        final List<String> lines = console("step 2", "", "back", "to 4000", "stpe", "step x", "inspect bogus",
            "inspect vist --vm 0", "diff 5000", "watch vm0.lpi1", "diff 4000", "delete vm0.lpi1", "to 999999999",
            "quit", "never");

        assertEquals(run + " after command 3,000 (help shows the commands)", lines.get(0));
        assertTrue(lines.get(1).startsWith("3,001  "), lines.get(1));
        assertTrue(lines.get(4).startsWith("3,004  "), lines.get(4));
        assertEquals("after command 3,003", lines.get(5));
        assertEquals("after command 4,000", lines.get(6));
        assertEquals("no command 'stpe': did you mean 'step'? (help shows them)", lines.get(7));
        assertEquals("'x' is not a count (try 16 or 1k)", lines.get(8));
        assertTrue(lines.get(9).startsWith("no view 'bogus'"), lines.get(9));
        assertEquals("vist of command 4,000", lines.get(10));
        assertTrue(lines.contains("nothing is watched: 'watch FIELD' first"));
        assertTrue(lines.contains("no watched field differs"));
        assertTrue(lines.get(lines.size() - 2).startsWith("no command 999999999: the journal ends after command "));
    }

    @Test
    void shouldShowTheValuesOfWhereItStands() throws IOException
    {
        final Change change = firstChange();

        final List<String> lines = console("watch vm0.lpi1", "to " + change.sequence, "back", "to 3000");

        assertNotEquals(change.before, change.after);
        assertEquals(List.of("  vm0.lpi1 = " + change.before, "  vm0.lpi1 = " + change.after,
            "  vm0.lpi1 = " + change.before, "  vm0.lpi1 = " + change.before),
            lines.stream().filter(line -> line.startsWith("  vm0")).toList());
    }

    @Test
    void shouldStandAtTheEndWithItsValuesWhenThereIsNoSuchCommand() throws IOException
    {
        final List<String> lines = console("watch pe0.virq", "to 999999999", "step");

        assertTrue(lines.get(2).startsWith("no command 999999999: the journal ends after command "), lines.get(2));
        assertEquals("after command " + lines.get(5).replaceAll(".* ", ""), lines.get(3));
        assertTrue(lines.get(4).startsWith("  pe0.virq = "), lines.get(4));
        assertTrue(lines.get(5).startsWith("the journal ends after command "), lines.get(5));
    }

    @Test
    void shouldStayWhenACommandToCompareWithIsNotThere() throws IOException
    {
        final List<String> lines = console("watch pe0.virq", "diff 999999999", "step");

        assertTrue(lines.get(2).startsWith("no command 999999999: the journal ends after command "), lines.get(2));
        assertTrue(lines.get(3).startsWith("3,001  "), lines.get(3));
    }

    @Test
    void shouldShowWhichWatchedFieldsDifferElsewhereAndStay() throws IOException
    {
        final Change change = firstChange();

        final List<String> lines =
            console("watch vm0.lpi1", "diff " + change.sequence, "diff 3000", "to 3000", "diff");

        assertEquals(List.of("  vm0.lpi1 = " + change.before, "  vm0.lpi1: " + change.before + " here, " +
            change.after + " after command " + NumberText.count(change.sequence), "no watched field differs",
            "after command 3,000", "  vm0.lpi1 = " + change.before, "one number is needed"),
            lines.subList(1, lines.size()));
    }

    @Test
    void shouldRepeatTheLastLineOnceThereIsOne() throws IOException
    {
        assertEquals(List.of("after command 2,999", "after command 2,998"),
            console("", "back", " ").stream().skip(1).toList());
        out.getBuffer().setLength(0);
        assertEquals(1, console("step 0", "quit", "step").size());
    }

    @Test
    void shouldExplainWithTheCommandsOfTheJournal() throws IOException
    {
        final List<String> lines = console("to 5k", "explain vm0.lpi5", "explain bogus", "step");

        final int first = lines.indexOf(lines.stream().filter(line -> line.startsWith("  VM 0 LPI 5: ")).findFirst()
            .orElseThrow());
        final String last = lines.stream().filter(line -> line.startsWith("  last commands: ")).findFirst()
            .orElseThrow();
        assertTrue(first > 0 && last.contains("MSI device "), last);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("'bogus' is nothing to explain")), lines::toString);
        assertTrue(lines.get(lines.size() - 1).startsWith("5,001  "), lines::toString);
    }

    @Test
    void shouldListItsCommands() throws IOException
    {
        final List<String> lines = console("help");

        assertEquals(15, lines.size());
        assertEquals("  step [N]               apply the next command, or N of them", lines.get(1));
        assertEquals("  quit                   end", lines.get(14));
    }

    @Test
    void shouldDeleteAFieldThatIsWatchedAndABreak() throws IOException
    {
        final List<String> lines = console("watch pe0.virq", "break pe0.virq", "delete pe0.virq", "delete pe0.virq",
            "watch pe0.virq", "step 1000");

        assertEquals("'pe0.virq' is not watched", lines.get(3));
        assertEquals("after command 4,000", lines.get(lines.size() - 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "continue 5 | 'continue' takes no operand",
        "quit now | 'quit' takes no operand",
        "help step | 'help' takes no operand",
        "history 3 | 'history' takes no operand",
        "delete | one field is needed, such as vm3.lpi8193.pending or pe0.virq",
        "watch pe9999.virq | no PE 9999: there are 8",
        "break pe8.irq | no PE 8: there are 8",
        "break HOST v4 ENABLE | 'v4': a GICv5 has no such family of commands (there are: kvm, msix, irqfd)",
        "to 1 2 | one number is needed",
    })
    void shouldRefuseOperandsOfThePrompt(final String line, final String message) throws IOException
    {
        assertEquals(List.of(message, "3,001"),
            console(line, "step").stream().skip(1).map(answer -> answer.replaceAll("^(3,001) .*", "$1")).toList());
    }

    @Test
    void shouldShowTheLastLines() throws IOException
    {
        final List<String> lines = console("step", "", "nonsense", "history");

        assertEquals(List.of("  step", "  step", "  nonsense", "  history"), lines.subList(4, lines.size()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm99.lpi5.pending | no VM 99: valid VMs: 0, 1, 2, up to command ",
        "vm0.lpi999999 | no LPI 999999: VM 0 has 0 to ",
        "vm0.spi1 | no SPI 1: VM 0 has none, up to command ",
        "vm0.lpi1.route | 'vm0.lpi1.route': a GICv5 has no field 'route' of an interrupt (there are: word, PEND",
    })
    void shouldRefuseToWatchWhatIsNeverThere(final String field, final String message)
    {
        assertEquals(ExitCode.USAGE, gale("replay", run.toString(), "--watch", field));

        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("gale replay: --watch: " + message), err.toString());
    }

    @Test
    void shouldRefuseToWatchAPeThatIsNotThere()
    {
        assertEquals(ExitCode.USAGE, gale("replay", run.toString(), "--watch", "pe8.virq"));

        assertEquals("gale replay: --watch: no PE 8: there are 8", err.toString().strip());
    }

    @ParameterizedTest(name = "after ''{0}''")
    @CsvSource(delimiter = '|', value = {
        "'' | step back to watch break delete continue inspect explain diff history help quit",
        "step | ''",
        "inspect | vmt vmte vpet vped ist vist dt itt ppi pending regs topology msix eventfd vpe vpt latch",
        "inspect vist | --vm --type --id --all",
        "inspect vist --all --vm | ''",
        "inspect vist --type | lpi spi",
        "inspect vist --vm 3 | --type --id --all",
        "inspect bogus | ''",
        "delete | vm1.lpi5 pe0.virq",
        "explain | vm1.lpi5 pe0.virq msi function",
        "explain msi | ''",
        "watch | vm1.lpi5 pe0.virq function1.held",
        "back | vm1.lpi5 pe0.virq function1.held",
        "watch pe0.virq | ''",
        "break | vm1.lpi5 pe0.virq function1.held TIME MSI TURN WIRE LOAD STORE INSN SYSR SYSW RAM HOST MSI_LONG " +
            "TRIGGER",
        "break pe0.virq | ''",
        "bogus | ''",
    })
    void shouldCompleteWords(final String before, final String candidates)
    {
        final List<String> words = before.isEmpty() ? List.of() : List.of(before.split(" ", -1));

        assertEquals(candidates, String.join(" ", StepWords.candidates(words, List.of("vm1.lpi5", "pe0.virq"),
            List.of("pe0.virq", "function1.held"))));
    }

    @Test
    void shouldShowAPromptOnATerminalThatCannotEditLines() throws IOException
    {
        final StepConsole.Lines lines = StepLines.prompted(
            new BufferedReader(new StringReader("step\n")), new PrintWriter(out, true));

        assertEquals("step", lines.next());
        assertNull(lines.next());
        assertEquals("(gale) (gale) ", out.toString());
    }

    @Test
    void shouldBeginWithTheFirstSnapshotWhenTheBeginningIsPurged() throws IOException, InterruptedException
    {
        final Path purged = home.resolve("purged");
        Runs.purgedStorm(purged);
        try (ReplayCursor cursor = ReplayCursor.openAtStart(purged, Machines.FACTORY))
        {
            final long first = cursor.sequence();
            final long digest = cursor.machine().digest();
            assertTrue(first > 0);
            new StepConsole(cursor, new PrintWriter(out, true)).run(purged,
                StepConsole.of(new BufferedReader(new StringReader("step 2\nto 5\nback\nback\n"))));

            assertEquals(first, cursor.sequence());
            assertEquals(digest, cursor.machine().digest());
            assertTrue(out.toString().lines().toList().get(3).startsWith("no command 5: the commands up to "),
                out.toString());
        }
        assertEquals(ExitCode.OK, gale("replay", purged.toString(), "--watch", "pe0.virq"), err.toString());
        assertEquals(ExitCode.OK, gale("replay", purged.toString(), "--perfetto", home.resolve("trace").toString()),
            err.toString());
    }

    @Test
    void shouldStopAtABreak() throws IOException
    {
        final List<String> lines = console("break pe0.virq", "continue", "quit");

        assertEquals("  pe0.virq = ", lines.get(1).substring(0, 13));
        assertTrue(lines.get(2).matches("[0-9,]+  pe0[.]virq: [01] -> [01]   by .*"), lines.get(2));
        assertTrue(lines.get(3).startsWith("after command "), lines.get(3));
        assertEquals(4, lines.size());
    }

    @Test
    void shouldPrintEachChangeOfAWatchedField()
    {
        assertEquals(ExitCode.OK, gale("replay", run.toString(), "--watch", "pe0.virq", "--to", "5k"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertEquals("0  pe0.virq = 0", lines.get(0));
        assertTrue(lines.size() > 3);
        assertTrue(lines.get(1).contains("pe0.virq: 0 -> 1   by MSI "), lines.get(1));
        assertTrue(lines.get(2).contains("pe0.virq: 1 -> 0   by TURN signalled of pe 0 to 63 "), lines.get(2));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm1.lpi5.pending | ", "lpi5 | ", "spi7.priority | ", "pe0.virq | ", "vm65535.spi1.hm | ",
        "pe0.vriq | 'pe0.vriq': no field 'vriq': did you mean 'virq'?",
        "vm1.lpi5.pnding | 'vm1.lpi5.pnding': no field 'pnding': did you mean 'pending'?",
        "lpi99999999 | 'lpi99999999': ids are below 2^24, VMs below 2^16",
        "vm1 | 'vm1' is no field (try vm3.lpi8193.pending, lpi5, spi7.priority, pe0.virq, pe0.ppi27, " +
            "function1.vector5.held, eventfd3.count or vmte.vm3.valid)",
    })
    void shouldParseFields(final String text, final String message)
    {
        if (message == null)
        {
            assertEquals(text, WatchExpression.parse(text).toString());
        }
        else
        {
            assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> WatchExpression.parse(text)).getMessage());
        }
    }

    /** First change of a field behind command 3,000. */
    private record Change(String before, String after, long sequence)
    {
    }

    private static Change firstChange() throws IOException
    {
        final WatchExpression field = WatchExpression.parse("vm0.lpi1");
        try (ReplayCursor cursor = ReplayCursor.open(run, 3_000, Machines.FACTORY))
        {
            final String before = field.value(cursor.machine());
            while (field.value(cursor.machine()).equals(before))
            {
                assertNotNull(cursor.step());
            }

            return new Change(before, field.value(cursor.machine()), cursor.sequence());
        }
    }

    private List<String> console(final String... lines) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(run, 3_000, Machines.FACTORY))
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
