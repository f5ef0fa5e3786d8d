package org.gale.engine.cli.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.NumberText;
import org.gale.engine.inspect.PlainMonitor;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of {@code gale replay} over the journal of a storm whose monitor reads pending bits as 0: watches, searches and
 * the prompt find the commands that a monitor finds which follows the text of the journal by itself.
 */
class MsixWatchTest
{
    private static final Pattern BROKEN = Pattern.compile("P1 broken: vector ([0-9]+) of function ([0-9]+) has a " +
        "pending bit that differs from what is held[.](?s:.*)Stopped at command ([0-9,]+)[.]");

    @TempDir
    private static Path home;
    private static Path run;
    private static String vector;
    private static long last;
    private static List<String> commands;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void runAStorm()
    {
        run = home.resolve("mj");
        final StringWriter message = new StringWriter();
        assertEquals(ExitCode.INVARIANT_BROKEN, GaleRun.of(new StringWriter(), message, "storm", "msix", "-C",
            "monitor=pba-zero", "--clock", "virtual", "--rate", "200k", "--count", "20k", "--journal", run.toString()),
            message.toString());
        final Matcher broken = BROKEN.matcher(message.toString());
        assertTrue(broken.find(), message.toString());
        vector = "function" + broken.group(2) + ".vector" + broken.group(1);
        last = Long.parseLong(broken.group(3).replace(",", ""));

        commands = JournalText.dump(run).lines().filter(line -> Character.isDigit(line.charAt(0))).toList();
    }

    @Test
    void shouldJournalTheCommandThatBrokeThePromise()
    {
        final String command = commands.get(commands.size() - 1);

        assertTrue(command.startsWith(last + " LOAD "), command);
    }

    /** Checks that a frame that was appended before its check found it broken is no unjournaled one. */
    @Test
    void shouldNotCountAFrameAsUnjournaledThatIsAppended() throws IOException
    {
        final Path journal = home.resolve("dropped");

        assertEquals(ExitCode.INVARIANT_BROKEN, gale("storm", "msix", "-C", "monitor=drop-route", "-C", "masks=1/200",
            "--clock", "virtual", "--rate", "200k", "--count", "20k", "--journal", journal.toString()), err.toString());

        assertFalse(out.toString().contains("unjournaled"), out.toString());
        final String lastLine = JournalText.dump(journal).lines().filter(line -> Character.isDigit(line.charAt(0)))
            .reduce("", (before, line) -> line);
        assertTrue(err.toString().contains("Stopped at command " +
            NumberText.count(Long.parseLong(lastLine.split(" ", 2)[0])) + '.'), err.toString() + lastLine);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"held", "owed", "pending", "masked", "eventfd", "route", "data"})
    void shouldPrintEachChangeOfAVectorWithItsCommand(final String word)
    {
        final String field = vector + '.' + word;
        final List<String> expected = changes(field);

        assertEquals(ExitCode.OK, gale("replay", run.toString(), "--watch", field), err.toString());

        assertEquals("0  " + field + " = unreachable", out.toString().lines().findFirst().orElse(""));
        assertEquals(String.join("\n", expected), String.join("\n", out.toString().lines().skip(1).toList()));
    }

    @Test
    void shouldPrintTheChangesOfSeveralFieldsInOneRun()
    {
        final String function = vector.substring(0, vector.indexOf('.'));
        final List<String> fields = List.of(function + ".enabled", function + ".masked", function + ".held",
            "eventfd1.route", "eventfd1.count", "eventfd1.line");
        final List<String> arguments = new ArrayList<>(List.of("replay", run.toString()));
        fields.forEach(field -> arguments.addAll(List.of("--watch", field)));

        assertEquals(ExitCode.OK, gale(arguments.toArray(new String[0])), err.toString());

        for (final String field : fields)
        {
            final List<String> expected = changes(field);
            assertEquals(expected, out.toString().lines().filter(line -> line.contains("  " + field + ": ")).toList());
            assertTrue(expected.size() > 1 || field.endsWith("masked"), expected.toString());
        }
    }

    @Test
    void shouldFindTheCommandThatMadeTheEventHeld()
    {
        final String change = lastChange(vector + ".held");

        assertEquals(ExitCode.OK, gale("replay", run.toString(), "--bisect", vector + ".held"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertEquals(change, lines.get(0));
        assertTrue(change.endsWith(": 0 -> 1   by TRIGGER " + vector.replace("function", "function ")
            .replace(".vector", " vector ")), change);
        assertEquals("  go there: gale replay " + run + " --to " + (sequence(change) - 1) + " --step", lines.get(2));
    }

    @Test
    void shouldStopAndGoBackAtThePrompt() throws IOException
    {
        final String change = lastChange(vector + ".held");
        final String before = NumberText.count(sequence(change) - 1);

        final List<String> lines = console("to 5000", "break " + vector + ".held", "continue", "to " + last,
            "back " + vector + ".held", "inspect eventfd --device 1", "break HOST irqfd ROUTE",
            "watch " + vector + ".hedl");

        assertEquals(List.of("  " + vector + ".held = 0", change, "after command " + change.split(" ", 2)[0],
            "after command " + NumberText.count(last), change, "after command " + before), lines.subList(2, 8));
        assertEquals("eventfd of command " + before, lines.get(8));
        assertTrue(lines.contains("  break at HOST irqfd ROUTE"), lines.toString());
        assertEquals("'" + vector + ".hedl': no field 'hedl': did you mean 'held'?", lines.get(lines.size() - 1));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"function99.held", "function1.vector999.held", "eventfd99999.count"})
    void shouldRefuseToWatchWhatIsNeverThere(final String field)
    {
        assertEquals(ExitCode.USAGE, gale("replay", run.toString(), "--watch", field));

        assertEquals("", out.toString());
        assertTrue(err.toString().matches("(?s)gale replay: --watch: no (function 99: functions: 0, 1, 2, .*|vector " +
            "999: function 1 has vectors 0 to 63|eventfd 99999: eventfds: 0, 1, .*), up to command [0-9,]+\\s*"),
            err.toString());
    }

    /** Returns the changes of a field as a watch prints them, by what each command does to a plain monitor. */
    private static List<String> changes(final String field)
    {
        final PlainMonitor plain = new PlainMonitor();
        final List<String> changes = new ArrayList<>();
        String before = "unreachable";
        for (final String command : commands)
        {
            final String[] parts = command.split(" ", 2);
            final String line = line(parts[1].split(" ", -1));
            if (line != null)
            {
                plain.follow(line);
                final String now = plain.value(field);
                if (!now.equals(before))
                {
                    changes.add(NumberText.count(Long.parseLong(parts[0])) + "  " + field + ": " + before + " -> " +
                        now + "   by " + parts[1]);
                    before = now;
                }
            }
        }

        return changes;
    }

    private static String lastChange(final String field)
    {
        final List<String> changes = changes(field);

        return changes.get(changes.size() - 1);
    }

    private static long sequence(final String change)
    {
        return Long.parseLong(change.split(" ", 2)[0].replace(",", ""));
    }

    /** Returns a command of the journal as a line of a script, or null if it changes nothing in front of the ITS. */
    private static String line(final String... words)
    {
        final String verb = words.length > 2 ? words[1] + ' ' + words[2] : "";

        return switch (words[0])
        {
            case "TRIGGER" -> "msix trigger " + words[2] + ' ' + words[4];
            case "STORE" -> (words[1].equals("8") ? "writeq " : "writel ") + words[4] + ' ' + words[words.length - 1];
            case "HOST" -> switch (verb)
            {
                case "msix CREATE" -> "msix create " + words[3] + " vectors=" + words[4] + " bar=" + words[5];
                case "msix CONTROL" -> "msix control " + words[3] + " enable=" + words[4] + " mask=" + words[5];
                case "irqfd ADD" -> "irqfd add " + words[3] + ' ' + words[4] + ' ' + words[5];
                case "irqfd ADD_PIN" -> "irqfd add " + words[3] + " spi " + words[4];
                case "irqfd SIGNAL" -> "irqfd signal " + words[3] + ' ' + words[4];
                case "irqfd ROUTE", "irqfd DROP", "irqfd CONSUME" -> verb.toLowerCase(Locale.ROOT) + ' ' + words[3];
                default -> throw new AssertionError(String.join(" ", words));
            };
            default -> null;
        };
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
