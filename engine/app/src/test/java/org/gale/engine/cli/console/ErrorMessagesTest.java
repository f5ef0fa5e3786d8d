package org.gale.engine.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ErrorMessagesTest
{
    private final StringWriter err = new StringWriter();

    /** A clock. */
    enum Clock
    {
        WALL,
        VIRTUAL
    }

    @Command(name = "gale", subcommands = {Storm.class, Broken.class})
    private static final class Top
    {
    }

    @Command(name = "storm")
    private static final class Storm implements Runnable
    {
        @Mixin
        private CommonOptions common;

        @Option(names = {"-n", "--vms"}, converter = QuantityConverters.Count.class)
        private long vms;

        @Option(names = "--ratio")
        private double ratio;

        @Option(names = "--clock")
        private Clock clock;

        @Parameters(paramLabel = "FILE")
        private String file;

        @Override
        public void run()
        {
            throw new OutcomeException(Outcome.CHECK_FAILED,
                file + vms + ratio + clock + common.settings(List.of("ram")), new IOException("why"));
        }
    }

    @Command(name = "broken")
    private static final class Broken implements Runnable
    {
        @Mixin
        private CommonOptions common;

        @Override
        public void run()
        {
            throw new IllegalStateException("broken " + common.settings(List.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Java heap space, gale: out of memory: Java heap space (GALE_JAVA_OPTS=-Xmx1g lets it have 1 GiB)",
        "Direct buffer memory, gale: out of memory: Direct buffer memory"})
    void shouldSayHowToGiveTheHeapMore(final String message, final String expected)
    {
        assertEquals(ExitCode.RESOURCES,
            ErrorMessages.print(new PrintWriter(err), "gale: ", new OutOfMemoryError(message), false));

        assertEquals(expected + System.lineSeparator(), err.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "storm --vms banana f; gale storm: --vms: 'banana' is not a count (try 16 or 1k)",
        "storm -n banana f; gale storm: --vms: 'banana' is not a count (try 16 or 1k)",
        "storm --vsm 1 f; gale storm: no option '--vsm': did you mean '--vms'? ('gale storm --help' lists them)",
        "storm --vsm=1 f; gale storm: no option '--vsm': did you mean '--vms'? ('gale storm --help' lists them)",
        "storm --zzzzzzzzz f; gale storm: no option '--zzzzzzzzz' ('gale storm --help' lists them)",
        "storm --ratio x f; gale storm: --ratio: 'x' is not a number",
        "storm --clock x f; gale storm: --clock: 'x' is not one of WALL, VIRTUAL",
        "storm --vms 1 --vms 2 f; gale storm: --vms is given twice",
        "storm; gale storm: FILE is missing ('gale storm --help' explains)",
        "storm a b; gale storm: 'b' is one argument too many ('gale storm --help' lists them)",
        "strom; gale: no command 'strom': did you mean 'storm'? ('gale --help' lists them)",
        "xxxxxxxxx; gale: no command 'xxxxxxxxx' ('gale --help' lists them)",
        "storm -C debgu=true f; gale storm: -C: no key 'debgu': did you mean 'debug'?",
        "storm -C zzzzzzz=true f; gale storm: -C: no key 'zzzzzzz' (there are: ram, debug)",
        "storm -C debug f; gale storm: -C: 'debug' is not KEY=VALUE (try -C debug=true)"})
    void shouldSayInOneLineWhatIsWrong(final String line, final String message)
    {
        assertEquals(ExitCode.USAGE, execute(line.split(" ")));

        assertEquals(message + System.lineSeparator(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"'first\nsecond', first", "'', the command line is wrong"})
    void shouldSayTheFirstLineOfAnyOtherMistake(final String message, final String said)
    {
        final CommandLine gale = new CommandLine(new Top()).setErr(new PrintWriter(err));

        assertEquals(ExitCode.USAGE, new ErrorMessages().handleParseException(
            new CommandLine.ParameterException(gale, message), new String[0]));
        assertEquals("gale: " + said + System.lineSeparator(), err.toString());
    }

    @Test
    void shouldSayThatTheValueOfAnOptionIsMissing()
    {
        assertEquals(ExitCode.USAGE, execute("storm", "f", "--vms"));

        assertEquals("gale storm: --vms <vms> is missing ('gale storm --help' explains)" + System.lineSeparator(),
            err.toString());
    }

    @Test
    void shouldExitWithTheCodeOfTheFailure()
    {
        assertEquals(ExitCode.CHECK_FAILED, execute("storm", "f", "-C", "ram=1", "--clock", "WALL"));

        assertEquals("gale storm: f00.0WALL{ram=1}" + System.lineSeparator(), err.toString());
    }

    @Test
    void shouldShowNoStackTraceUnlessDebugging()
    {
        assertEquals(ExitCode.INTERNAL, execute("broken"));
        assertEquals("gale broken: internal error: broken {} " +
            "(-C debug=true shows where)" + System.lineSeparator(), err.toString());

        assertEquals(ExitCode.INTERNAL, execute("broken", "-C", "debug=true"));
        assertTrue(err.toString().contains("\tat org.gale"), err.toString());
    }

    @Test
    void shouldNameNoClassUnlessDebugging()
    {
        assertEquals("gale: internal error: the jar is incomplete: ... (-C debug=true shows where)",
            printed(new NoClassDefFoundError("org/jline/reader/UserInterruptException"), false));
        assertEquals("gale: internal error: class ... cannot be cast to class ... (-C debug=true shows where)",
            printed(new ClassCastException("class java.lang.String cannot be cast to class org.gale.Foo$1"), false));
        assertEquals("gale: internal error: /tmp/org/gale.json: a file (-C debug=true shows where)",
            printed(new IllegalStateException("/tmp/org/gale.json: a file"), false));
        assertTrue(printed(new ClassCastException("class org.gale.Foo"), true).contains("org.gale.Foo"));
    }

    @Test
    void shouldShowTheStackTraceOfAWrongCommandLineWhenDebugging()
    {
        execute("storm", "-Cdebug=true", "--vms", "banana", "f");

        assertTrue(err.toString().contains("\tat picocli"), err.toString());
    }

    private static String printed(final Throwable ex, final boolean isDebug)
    {
        final StringWriter printed = new StringWriter();
        assertEquals(ExitCode.INTERNAL, ErrorMessages.print(new PrintWriter(printed), "gale: ", ex, isDebug));

        return printed.toString().strip();
    }

    private int execute(final String... arguments)
    {
        final ErrorMessages messages = new ErrorMessages();

        return new CommandLine(new Top())
            .setParameterExceptionHandler(messages)
            .setExecutionExceptionHandler(messages)
            .setErr(new PrintWriter(err))
            .execute(arguments);
    }
}
