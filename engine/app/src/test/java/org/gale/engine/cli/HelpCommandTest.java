package org.gale.engine.cli;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale help}. */
class HelpCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldShowTheCommandsWithoutAWord()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "help"));

        assertTrue(out.toString().contains("\nAll commands:\n  storm "), out.toString());
    }

    @ParameterizedTest
    @CsvSource({ "help storm, storm --help", "help journal verify, journal verify --help" })
    void shouldExplainACommandAsTheCommandItself(final String words, final String itself)
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, words.split(" ")));
        final StringWriter expected = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(expected, err, itself.split(" ")));

        assertTrue(expected.toString().startsWith("Usage: gale ") || expected.toString().contains("\nUsage: gale "));
        assertEquals(expected.toString(), out.toString());
    }

    @Test
    void shouldFitTheWidthOfHelp()
    {
        assertEquals(List.of(), lines(GaleCommand.commandLine(MachineTarget::create)).filter(line ->
            line.length() >= GaleCommand.USAGE_WIDTH).toList());
    }

    /** Returns the lines that stand in descriptions and footers of a command and of those below it. */
    private static Stream<String> lines(final CommandLine command)
    {
        final UsageMessageSpec usage = command.getCommandSpec().usageMessage();

        return Stream.concat(
            Stream.of(usage.header(), usage.description(), usage.footer()).flatMap(Arrays::stream),
            command.getSubcommands().values().stream().flatMap(HelpCommandTest::lines));
    }

    @Test
    void shouldRefuseWhatIsNoCommand()
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "help", "journal", "verfy"));

        assertEquals("gale help: no command 'verfy': did you mean 'verify'? ('gale journal --help' lists them)" +
            System.lineSeparator(), err.toString());
        assertEquals("", out.toString());
    }
}
