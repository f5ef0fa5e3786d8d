package org.gale.engine.cli.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.Runs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale replay --bisect} and of {@code back} at the prompt, over a session that loses an interrupt. */
class BisectTest
{
    private static final String LINES = "v4 legacy on\nv4 enable 0 0\nv4 msi 1 0\nv4 begin disable 0 0\n" +
        "v4 step\n".repeat(14);

    /** Line on a broken promise, which precedes others. */
    private static final Pattern VERDICT = Pattern.compile("^gale replay: the (run broke|replay finds)");

    @TempDir
    private static Path home;
    private static Path run;
    /** Number of the command that loses the interrupt, by the watch. */
    private static long lost;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void loseAnInterrupt() throws IOException
    {
        run = home.resolve("run");
        final List<String> replies = DirectSession.play(run, LINES);
        assertTrue(replies.contains("OK D5 8200"), replies.toString());
        final StringWriter watched = new StringWriter();
        GaleRun.of(watched, new StringWriter(), "replay", run.toString(), "--watch", "vm0.lpi8200.pending");
        final String last = watched.toString().lines().reduce((one, next) -> next).orElseThrow();
        assertTrue(last.endsWith("  vm0.lpi8200.pending: 1 -> 0   by HOST v4 STEP  (D5 8200)"), last);
        lost = Long.parseLong(last.substring(0, last.indexOf(' ')));
    }

    @Tag("V4-RFC-5")
    @Test
    void shouldNameTheCommandAtWhichAnInterruptIsLost()
    {
        assertEquals(ExitCode.OK, gale("--bisect", "vm0.lpi8200.pending = 0", "--from", Long.toString(lost - 3)),
            err.toString());

        assertEquals(lost + "  vm0.lpi8200.pending: 1 -> 0   by HOST v4 STEP  (D5 8200)\n" +
            "the first command after which 'vm0.lpi8200.pending = 0' holds, if it changes once in commands " +
            (lost - 3) + " to " + (5 + LINES.lines().count()) + "\n  go there: gale replay " + run + " --to " +
            (lost - 1) + " --step\n", out.toString());
    }

    @Test
    void shouldNameTheCommandAtWhichAConditionHoldsNoMore()
    {
        assertEquals(ExitCode.OK, gale("--bisect", "vm0.lpi8200.pending", "--from", Long.toString(lost - 3)),
            err.toString());

        assertTrue(out.toString().startsWith(lost + "  vm0.lpi8200.pending: 1 -> 0   by HOST v4 STEP  (D5 8200)\n" +
            "the first command after which 'vm0.lpi8200.pending' does not hold, "), out.toString());
    }

    @Test
    void shouldPrintItsResultAsJson() throws IOException
    {
        assertEquals(ExitCode.OK,
            gale("--bisect", "vm0.lpi8200.pending = 0", "--from", Long.toString(lost - 3), "--json"), err.toString());

        assertEquals(1, out.toString().lines().count(), out.toString());
        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("gale.bisect/1", json.get("schema").asText());
        assertEquals("vm0.lpi8200.pending = 0", json.get("expression").asText());
        assertEquals(lost - 3, json.get("from").asLong());
        assertEquals(5 + LINES.lines().count(), json.get("to").asLong());
        assertFalse(json.get("holds_first").asBoolean());
        assertEquals(lost, json.get("command").asLong());
        assertEquals(List.of("HOST v4 STEP  (D5 8200)", "1", "0"),
            Stream.of("text", "before", "after").map(name -> json.get(name).asText()).toList());
    }

    @Test
    void shouldPrintThatBothEndsAgreeAsJson() throws IOException
    {
        assertEquals(ExitCode.CHECK_FAILED, gale("--bisect", "vm0.lpi8200.pending", "--json"));

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertTrue(json.get("command").isNull());
        assertEquals(List.of("unreachable", "0"), List.of(json.get("before").asText(), json.get("after").asText()));
        assertFalse(json.has("text"));
        assertTrue(err.toString().contains("holds at neither end"), err.toString());
    }

    @Test
    void shouldFindWhereAFieldComesToBe()
    {
        assertEquals(ExitCode.OK, gale("--bisect", "vm0.vcpu0.state = software", "--to", "3"), err.toString());

        assertTrue(out.toString().startsWith("1  vm0.vcpu0.state: unreachable -> software   by HOST v4 CREATE_VM 2\n"),
            out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi8200.pending | holds at neither end: vm0.lpi8200.pending is unreachable after command 0, and 0 after",
        "vm0.vcpu0.state != direct --from 3 | holds at both ends: vm0.vcpu0.state is software after command 2, and",
        "vm7.vcpu0.held | holds at neither end: vm7.vcpu0.held is unreachable after command 0, and unreachable after",
        "vm0.lpi8200.pending --from 4 --to 4 | holds at neither end: vm0.lpi8200.pending is 0 after command 3, and 0 "})
    void shouldSayThatBothEndsAgree(final String words, final String message)
    {
        final List<String> parts = List.of(words.split(" --", -1));

        assertEquals(ExitCode.CHECK_FAILED, gale(words(parts)), out.toString());
        assertEquals("", out.toString());
        final List<String> said = err.toString().lines().filter(line -> !VERDICT.matcher(line).find()).toList();
        assertEquals(2, said.size(), err.toString());
        assertTrue(said.get(0).startsWith("gale replay: --bisect: '" + parts.get(0) + "' " + message), err.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vm0.lpi8200.pendign | --bisect: 'vm0.lpi8200.pendign': no field 'pendign': did you mean 'pending'?",
        "vm0.lpi8200 | --bisect: 'vm0.lpi8200' is no flag, its value is 'pending=0 owed=",
        "vm0.lpi8200.route | --bisect: 'vm0.lpi8200.route' is no flag, its value is 'forwarded': compare it (try",
        "vm0.lpi8200.list < none | --bisect: 'vm0.lpi8200.list < none': 'none' is no number",
        "vm0.lpi8200.hm = edge | --bisect: 'vm0.lpi8200.hm': a GICv4 host has no field 'hm' of an interrupt",
        "lpi5.pending | --bisect: 'lpi5': a GICv4 host shows LPIs and vCPUs of its VMs",
        "pe9.virq | --bisect: no PE 9: there are",
        "pe0.virq --to 99999 | no command 99999: the journal ends after command 23",
        "pe0.virq --from 99999 | no command 99998: the journal ends after command 23",
        "pe0.virq --from 9 --to 8 | --from 9 is after --to 8",
        "pe0.virq --verify | --bisect: is a search (not with --perfetto, --step, --watch or --verify)",
        "pe0.virq --step | --bisect: is a search (not with",
        "pe0.virq --fail-if rate<1 | --fail-if: needs a whole replay (not --perfetto, --step, --watch or --bisect)"})
    void shouldRefuseWhatIsNoSearch(final String words, final String message)
    {
        assertEquals(ExitCode.USAGE, gale(words(List.of(words.split(" --", -1)))), out.toString());

        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("gale replay: " + message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldSayThatAJournalWithoutCommandsHasNoChange() throws IOException
    {
        final Path empty = home.resolve("empty");
        Runs.writer(empty).close();

        assertEquals(ExitCode.CHECK_FAILED,
            GaleRun.of(out, err, "replay", empty.toString(), "--bisect", "pe0.irq"), err.toString());
        assertTrue(err.toString().contains("pe0.irq is 0 after command 0, and 0 after command 0"), err.toString());
        assertEquals(
            ExitCode.USAGE, GaleRun.of(out, err, "replay", home.resolve("none").toString(), "--bisect", "pe0.irq"));
    }

    @Test
    void shouldEndAtADamage() throws IOException
    {
        final Path damaged = home.resolve("damaged");
        try (JournalWriter writer = Runs.writer(damaged))
        {
            Runs.append(writer, 1, 0xffff_ffff_ffff_ffffL);
        }

        assertEquals(ExitCode.JOURNAL_DAMAGED,
            GaleRun.of(out, err, "replay", damaged.toString(), "--bisect", "pe0.irq"), err.toString());
        assertEquals("", out.toString());
        assertTrue(Files.exists(damaged));
    }

    @Test
    void shouldGoBackBeforeTheLastChangeOfAField() throws IOException
    {
        final List<String> lines = console("back vm0.lpi8200.pending", "step", "back vm0.lpi8200.pending", "back",
            "back vm0.lpi8200.pending", "back vm0.vcpu0.state = direct", "back vm0.lpi8200.pending",
            "back vm0.lpi8200.pending", "back vm7.lpi8200.pending", "back bogus", "back vm0.lpi8200.pending <");

        final String change = "  vm0.lpi8200.pending: 1 -> 0   by HOST v4 STEP  (D5 8200)";
        assertEquals(lost + change, lines.get(1));
        assertEquals("after command " + (lost - 1), lines.get(2));
        assertEquals(lost + "  HOST v4 STEP  (D5 8200)", lines.get(3));
        assertEquals(lost + change, lines.get(4));
        assertEquals("after command " + (lost - 2), lines.get(6));
        assertTrue(lines.get(7).endsWith("  vm0.lpi8200.pending: 0 -> 1   by MSI device 1 event 0"), lines.get(7));
        assertTrue(lines.get(9).matches("[0-9]+  vm0[.]vcpu0[.]state = direct: no -> yes   by HOST v4 ENABLE 0 0"),
            lines.get(9));
        assertTrue(lines.get(11).matches("[0-9]+  vm0[.]lpi8200[.]pending: unreachable -> 0   by HOST v4 MAP .*"),
            lines.get(11));
        assertEquals("no command up to here changes vm0.lpi8200.pending: it is unreachable", lines.get(13));
        assertEquals("no command up to here changes vm7.lpi8200.pending: it is unreachable", lines.get(14));
        assertTrue(lines.get(15).startsWith("'bogus' is no field"), lines.get(15));
        assertTrue(lines.get(16).startsWith("'vm0.lpi8200.pending <' is no FIELD, and no FIELD ="), lines.get(16));
    }

    @Test
    void shouldShowTheWatchedFieldsWhereItGoesBackTo() throws IOException
    {
        final List<String> lines = console("watch vm0.lpi8200.pending", "back vm0.lpi8200.pending");

        assertEquals("  vm0.lpi8200.pending = 1", lines.get(lines.size() - 1));
    }

    @Test
    void shouldShowOneVlpiAtThePrompt() throws IOException
    {
        final List<String> all =
            console("inspect latch --lpi 8201", "inspect vpt --lpi 8201", "inspect latch --lpi 5");
        final List<String> lines = all.subList(1, all.size());          // the name of the directory may have any digits

        assertTrue(lines.stream().anyMatch(line -> line.contains("8201")), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains("8200")), lines.toString());
        assertEquals("no VM has an LPI 5", lines.get(lines.size() - 1));
    }

    /** A search of more than a second shows where it stands, on a terminal, and leaves nothing of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowTheProgressOfASearchBack(final boolean isTerminal) throws IOException
    {
        final StringWriter shown = new StringWriter();
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(run, Machines.FACTORY))
        {
            new StepConsole(cursor, new PrintWriter(out, true), () -> new ProgressLine(
                new PrintWriter(shown), isTerminal, HostClock.nanoTime() - 2_000_000_000L)).run(run,
                StepConsole.of(new BufferedReader(new StringReader("back vm0.lpi8200.pending"))));
        }

        assertShown(shown.toString(), isTerminal);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowTheProgressOfABisection(final boolean isTerminal) throws IOException
    {
        final StringWriter shown = new StringWriter();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(run, Machines.FACTORY))
        {
            new BisectConsole(run, new PrintWriter(out, true), new ProgressLine(
                new PrintWriter(shown), isTerminal, HostClock.nanoTime() - 2_000_000_000L), false).run(
                cursor, BisectConsole.condition("vm0.lpi8200.pending = 5"), Long.MAX_VALUE);
        }
        catch (final OutcomeException ex)
        {
            assertEquals(Outcome.CHECK_FAILED, ex.outcome(), ex.getMessage());
        }

        assertShown(shown.toString(), isTerminal);
    }

    private static void assertShown(final String shown, final boolean isTerminal)
    {
        assertEquals(isTerminal, shown.contains("  searching   "), shown);
        assertEquals(isTerminal, shown.contains("   at command "), shown);
        assertEquals(isTerminal, shown.endsWith("\r\u001b[K"), "the line is cleared");
    }

    private static String[] words(final List<String> parts)
    {
        final StringBuilder words = new StringBuilder("--bisect\n" + parts.get(0));
        parts.subList(1, parts.size()).forEach(part -> words.append("\n--").append(part.replace(' ', '\n')));

        return words.toString().split("\n", -1);
    }

    private List<String> console(final String... lines) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(run, Machines.FACTORY))
        {
            new StepConsole(cursor, new PrintWriter(out, true)).run(run,
                StepConsole.of(new BufferedReader(new StringReader(String.join("\n", lines)))));
        }

        return out.toString().lines().toList();
    }

    private int gale(final String... arguments)
    {
        final String[] words = new String[arguments.length + 2];
        words[0] = "replay";
        words[1] = run.toString();
        System.arraycopy(arguments, 0, words, 2, arguments.length);

        return GaleRun.of(out, err, words);
    }
}
