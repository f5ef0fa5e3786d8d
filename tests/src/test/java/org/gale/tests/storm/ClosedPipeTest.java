package org.gale.tests.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Commands whose stdout is a pipe that its reader closes, as {@code head} does. */
class ClosedPipeTest
{
    private static final int EXIT_CHECK_FAILED = 3;
    private static final int EXIT_RESOURCES = 8;

    @TempDir
    private static Path home;
    private static Path run;

    @TempDir
    private Path directory;

    @BeforeAll
    static void runAStorm() throws IOException, InterruptedException
    {
        run = home.resolve("run");
        try (StormProcess storm =
            new StormProcess(home, "--vms", "2", "--count", "10k", "--no-replay", "--journal", run.toString()))
        {
            assertEquals(0, storm.exitCode(), storm.err());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"journal dump RUN", "replay RUN --watch pe0.virq", "inspect RUN vist --vm 0 --all"})
    void shouldEndWithoutAWordAfterTheFirstLine(final String words) throws Exception
    {
        final Process gale = start(words);
        try (BufferedReader lines = gale.inputReader(StandardCharsets.UTF_8))
        {
            assertThat(lines.readLine()).isNotEmpty();
        }

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertEquals("", err());
        assertEquals(0, gale.exitValue());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"journal dump RUN", "journal describe RUN", "replay RUN", "profiles", "storm --help",
        "storm --vms 2 --count 2k --journal none"})
    void shouldEndWithoutAWordBeforeTheFirstLine(final String words) throws Exception
    {
        final Process gale = start(words);
        gale.getInputStream().close();

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertEquals("", err());
        assertEquals(0, gale.exitValue());
    }

    @Test
    void shouldEndAStormWithItsOwnExitCodeAndItsFiles() throws Exception
    {
        final Path report = directory.resolve("report.json");
        final Process gale = start("storm --vms 2 --count 2k --journal none --fail-if delivered>0 --json " + report);
        gale.getInputStream().close();

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertEquals(EXIT_CHECK_FAILED, gale.exitValue(), err());
        assertThat(err()).doesNotContain("stdout");
        assertThat(Files.readString(report)).contains("\"remainder\" : 0");
    }

    @Test
    void shouldEndASessionWithoutAWord() throws Exception
    {
        final Process gale = start("script --transcript " + directory.resolve("run.gt"));
        gale.getInputStream().close();
        gale.outputWriter(StandardCharsets.US_ASCII).append("hppi 0\n").flush();

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertEquals("", err());
        assertEquals(0, gale.exitValue());
        assertThat(Files.readString(directory.resolve("run.gt")))
            .contains("> hppi 0\n< OK none\n> stats\n< OK {");
    }

    /** The memory of this process has no address 0: a write there fails with EIO. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"storm --vms 2 --count 2k --journal none", "journal describe RUN", "journal dump RUN"})
    void shouldTellOfAnErrorOfInputAndOutput(final String words) throws Exception
    {
        final Process gale = start(words, ProcessBuilder.Redirect.to(Path.of("/proc/self/mem").toFile()));

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertThat(err()).contains("cannot write to stdout");
        assertEquals(EXIT_RESOURCES, gale.exitValue());
    }

    @Test
    void shouldTellOfAPipeThatNobodyReads() throws Exception
    {
        final Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        final Path page = directory.resolve("page.html");
        final Process gale =
            start("storm --vms 2 --count 2k --journal none --json " + pipe + " --html " + page);
        gale.getInputStream().close();

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertThat(err()).endsWith("--json " + pipe + ": no process reads this pipe\n");
        assertEquals(EXIT_RESOURCES, gale.exitValue());
        assertThat(Files.readString(page)).contains("</html>");
    }

    @Test
    void shouldTellOfAFullDiskBehindAStorm() throws Exception
    {
        final Process gale = start("storm --vms 2 --count 2k --journal none",
            ProcessBuilder.Redirect.to(Path.of("/dev/full").toFile()));

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertThat(err()).endsWith("gale: cannot write to stdout\n");
        assertEquals(EXIT_RESOURCES, gale.exitValue());
    }

    @Test
    void shouldTellOfAFullDisk() throws Exception
    {
        final Process gale = start("journal describe RUN", ProcessBuilder.Redirect.to(Path.of("/dev/full").toFile()));

        assertTrue(gale.waitFor(2, TimeUnit.MINUTES));
        assertEquals("gale: cannot write to stdout\n", err());
        assertEquals(EXIT_RESOURCES, gale.exitValue());
    }

    private Process start(final String words) throws IOException
    {
        return start(words, ProcessBuilder.Redirect.PIPE);
    }

    private Process start(final String words, final ProcessBuilder.Redirect stdout) throws IOException
    {
        final List<String> command = GaleWords.of("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of(words.replace("RUN", run.toString()).split(" ", -1)));

        return new ProcessBuilder(command).redirectOutput(stdout)
            .redirectError(directory.resolve("stderr").toFile()).start();
    }

    private String err() throws IOException
    {
        return Files.readString(directory.resolve("stderr"));
    }
}
