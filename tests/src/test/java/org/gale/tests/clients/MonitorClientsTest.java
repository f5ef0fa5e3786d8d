package org.gale.tests.clients;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Monitor;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of storms whose monitor is another process: the reference monitors, right and wrong, and broken ones. */
@Tag("M-MSIXLIVE")
class MonitorClientsTest
{
    private static final Path ENGINE = SourceTree.ROOT.resolve("engine");
    private static final Path BAD =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/test/clients/monitor_bad.py");
    private static final int SEEDS = 5;
    private static final String CLOSED = "max";
    private static final String OPEN = "400k";
    private static final String VIRTUAL = "virtual";
    private static final String WALL = "wall";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** The account is that of Gale's own monitor, which shares no line with the process. */
    @Tag("P1")
    @Tag("P6")
    @ParameterizedTest(name = "{0}, rate {1}")
    @CsvSource({ "c, max, 5", "c, 400k, 5", "python, max, 1", "python, 400k, 1" })
    void shouldDoWhatGaleDoesOnTheVirtualClock(final String language, final String rate, final int seeds)
        throws IOException, InterruptedException
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            final Path journal = directory.resolve("journal" + seed);
            assertEquals(ExitCode.OK, storm(VIRTUAL, monitor(language), Monitor.RIGHT.key(), rate, seed,
                "--json", "-", "--journal", journal.toString()), err.toString());
            final JsonNode report = new ObjectMapper().readTree(out.toString());
            out.getBuffer().setLength(0);
            assertEquals(
                ExitCode.OK, run(words(VIRTUAL, rate, seed, "--json", "-", "--journal", "none")), err.toString());
            final JsonNode own = new ObjectMapper().readTree(out.toString());
            out.getBuffer().setLength(0);

            assertEquals(own.get("accounting"), report.get("accounting"));
            assertEquals(own.get("latency"), report.get("latency"));
            assertEquals(own.get("actions"), report.get("actions"));
            assertEquals(0, report.at("/accounting/remainder").longValue());
            assertEquals(ExitCode.OK, run(List.of("replay", journal.toString())), err.toString());
            out.getBuffer().setLength(0);
        }
    }

    @Tag("P1")
    @Tag("P6")
    @ParameterizedTest(name = "{0}, rate {1}")
    @CsvSource({ "c, max, 5", "c, 100k, 5", "python, max, 1", "python, 5k, 1" })
    void shouldAccountForEachTriggerOnTheWallClock(final String language, final String rate, final int seeds)
        throws IOException, InterruptedException
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            final Path journal = directory.resolve("journal" + seed);
            assertEquals(ExitCode.OK, storm(WALL, monitor(language), Monitor.RIGHT.key(), rate, seed,
                "--json", "-", "--journal", journal.toString()), err.toString());

            final JsonNode report = new ObjectMapper().readTree(out.toString());
            out.getBuffer().setLength(0);
            assertEquals(0, report.at("/accounting/remainder").longValue());
            assertEquals(0, report.at("/accounting/pending").longValue());
            assertEquals(200, report.at("/actions/masks/completed").longValue());
            assertEquals(100, report.at("/actions/retargets/completed").longValue());
            assertEquals(ExitCode.OK, run(List.of("replay", journal.toString())), err.toString());
            out.getBuffer().setLength(0);
        }
    }

    /** A monitor of the first version, which leaves if a second question comes before it has answered one. */
    @ParameterizedTest
    @ValueSource(strings = {WALL, VIRTUAL})
    void shouldAskAMonitorOfTheFirstVersionOneQuestionAtATime(final String clock)
        throws IOException, InterruptedException
    {
        assertEquals(ExitCode.OK, storm(clock, List.of("python3", BAD.toString()), "first", CLOSED, 1, "--json", "-"),
            err.toString());

        assertEquals(0, new ObjectMapper().readTree(out.toString()).at("/accounting/remainder").longValue());
    }

    @Tag("P1")
    @ParameterizedTest(name = "{0} in {1} on the clock {4}, rate {2}")
    @MethodSource("mistakes")
    void shouldTellEachMistake(final Monitor mistake, final String language, final String rate, final int seeds,
        final String clock) throws IOException, InterruptedException
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            final Path journal = directory.resolve("journal" + seed);
            assertEquals(ExitCode.INVARIANT_BROKEN,
                storm(clock, monitor(language), mistake.key(), rate, seed, "--journal", journal.toString()),
                err.toString());

            assertThat(err.toString()).contains(told(mistake));
            assertEquals(ExitCode.OK, run(List.of("journal", "verify", journal.toString())), err.toString());
            err.getBuffer().setLength(0);
        }
    }

    static Stream<Arguments> mistakes()
    {
        return Arrays.stream(Monitor.values()).filter(Monitor::isMistake).flatMap(mistake -> Stream.of(
            Arguments.of(mistake, "c", CLOSED, SEEDS, VIRTUAL), Arguments.of(mistake, "c", OPEN, SEEDS, VIRTUAL),
            Arguments.of(mistake, "c", CLOSED, SEEDS, WALL), Arguments.of(mistake, "c", OPEN, SEEDS, WALL),
            Arguments.of(mistake, "python", CLOSED, 1, VIRTUAL), Arguments.of(mistake, "python", OPEN, 1, WALL)));
    }

    private static String told(final Monitor mistake)
    {
        return switch (mistake)
        {
            case STALE_MESSAGE -> " was sent with a message that it does not have any more";
            case PBA_ZERO -> " has a pending bit that differs from what is held";
            case LEVEL_EARLY -> "the level of SPI 0 rose and is neither held nor raised";
            default -> ", triggered, is neither sent nor held";
        };
    }

    /** An answer that no monitor can give, or that does not come, is no loss: exit code 8, and the journal is whole. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "version  | it has version 7 of the protocol, and Gale has versions 1 and 2 [0a 00 00 00 01 00 00 00",
        "silent   | the monitor has not answered TRIGGER (message ",
        "silent   |  asked about)",
        "half     |  within 4 s. Unproved: ",
        "leaves   | the monitor has left at TRIGGER (message ",
        "type     | SEND and DONE alone are answers [63 00 00 00",
        "question | SEND and DONE alone are answers [07 00 00 00",
        "endless  | SEND and DONE alone are answers [01 02 03 04 05 06 07 08",
        "huge     | SEND and DONE alone are answers [0a 00 00 00",
        "number   | it is numbered ",
        "floods   | the monitor floods: more than 2,048 messages answer TRIGGER (message ",
        "state    | its state is more than 3 bits [0a 00 00 00",
        "words    | it has 1 word of bits, and LOAD has 0 [0a 00 00 00",
        "data     | the data of a message has 32 bits [09 00 00 00",
        "mask     | is not masked, and the answer says it is [0a 00 00 00",
        "twice    | was sent though it may not leave, or nothing had triggered it [0a 00 00 00",
        "holds    | is open, and the answer holds its event [0a 00 00 00",
        "invents  | was sent though it may not leave, or nothing had triggered it [0a 00 00 00"})
    void shouldEndWithEightWhereTheAnswerIsNone(final String fault, final String said)
        throws IOException, InterruptedException
    {
        final String timeout = List.of("silent", "half").contains(fault) ? "4s" : "60s";
        for (final String clock : List.of(VIRTUAL, WALL))
        {
            final Path journal = directory.resolve("journal-" + clock);
            assertEquals(ExitCode.RESOURCES, storm(clock, List.of("python3", BAD.toString()), fault, CLOSED, 1,
                "--monitor-timeout", timeout, "--journal", journal.toString()), err.toString());

            if (!(fault.equals("version") && clock.equals(WALL)))    // a run on the wall clock begins with its monitor
            {
                assertEquals(ExitCode.OK, run(List.of("journal", "verify", journal.toString())), err.toString());
            }
            assertThat(err.toString().replaceAll("\\s+", " ")).contains(said.strip().replaceAll("\\s+", " "));
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void shouldBeReadByPython38() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("python3"), "no python3");

        assertEquals("", output(List.of("python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read(), " +
            "feature_version=(3, 8))", ENGINE.resolve("clients/gale_monitor.py").toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g++ -std=c++17 -x c++", "clang -std=c11 -x c", "gcc -std=c11 -x c"})
    void shouldCompileTheHeaderWithEveryWarning(final String compiler) throws IOException, InterruptedException
    {
        final List<String> words = new ArrayList<>(List.of(compiler.split(" ", -1)));
        assumeTrue(Programs.isInstalled(words.get(0)), () -> "no " + compiler);
        words.addAll(List.of("-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only",
            ENGINE.resolve("include/gale_monitor.h").toString()));

        assertThat(output(words)).doesNotContain("error");
    }

    /** Returns the words that begin a reference monitor, compiled where it is one in C. */
    private List<String> monitor(final String language) throws IOException, InterruptedException
    {
        if ("python".equals(language))
        {
            assumeTrue(Programs.isInstalled("python3"), "no python3");
            return List.of("python3", "-W", "error", ENGINE.resolve("clients/gale_monitor.py").toString());
        }
        assumeTrue(Programs.isInstalled("gcc"), "no gcc");
        final Path program = directory.resolve("gale_monitor");
        if (!Files.exists(program))
        {
            assertEquals("", output(List.of("gcc", "-std=c11", "-O2", "-Wall", "-Wextra", "-pedantic", "-Werror", "-I",
                ENGINE.resolve("include").toString(), "-o", program.toString(),
                ENGINE.resolve("clients/gale_monitor.c").toString())));
        }

        return List.of(program.toString());
    }

    /** Runs a storm with a process as its monitor, and returns its exit code. */
    private int storm(final String clock, final List<String> program, final String word, final String rate,
        final int seed, final String... more) throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled(program.get(0)) || Files.exists(Path.of(program.get(0))), "no python3");
        final Path socket = directory.resolve("socket");
        final List<String> command = new ArrayList<>(program);
        command.addAll(List.of(socket.toString(), word));
        final ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("PYTHONPATH", ENGINE.resolve("clients").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        final Process process = builder.start();
        try
        {
            final List<String> words = words(clock, rate, seed, more);
            words.addAll(List.of("--monitor-socket", socket.toString()));
            final int exit = run(words);
            assertFalse(Files.exists(socket), "the socket is left");

            return exit;
        }
        finally
        {
            process.destroy();
            process.waitFor();
        }
    }

    private static List<String> words(
        final String clock, final String rate, final int seed, final String... more)
    {
        final List<String> words = new ArrayList<>(List.of("storm", "msix", "--clock", clock, "--vms", "1",
            "--vpes", "2", "--devices", "2", "--events", "8", "-C", "masks=1/20", "-C", "retargets=1/40", "--count",
            "4k", "--rate", rate, "--seed", Integer.toString(seed)));
        words.addAll(List.of(more));

        return words;
    }

    private int run(final List<String> words)
    {
        return GaleRun.of(out, err, words.toArray(String[]::new));
    }

    private static String output(final List<String> words) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        return text;
    }
}
