package org.gale.tests.clients;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Hunts with a driver in C whose test waits as drivers must, and with the same driver less one step: {@code
 * drivers/hunt_driver.c}.
 */
@Tag("M-ORD")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class HuntTest
{
    private static final int RIGHT = 0;
    private static final int IMPATIENT = 50;
    private static final int TWICE = 51;
    private static final int DELAYING = 52;
    /** Steps in which every event arrives, if it waits 16 commands at most in the ITS and in the IRS. */
    private static final String STEPS = "40";
    private static final String TIMEOUT = "120s";
    private static final int DELAYS_MOST = 5;
    private static final int STORY_MOST = 20;
    private static final int SEEDS = Integer.getInteger("gale.seeds", 10_000);

    @TempDir
    private Path directory;

    @TempDir
    private static Path built;
    private static Path driver;
    private String out;
    private String err;

    @BeforeAll
    static void compile() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("cc"), "no cc");
        driver = compiled(SourceTree.ROOT.resolve("tests/src/test/resources/drivers/hunt_driver.c"), "driver");
    }

    @Test
    void shouldFindNothingInADriverThatWaits() throws IOException
    {
        assertEquals(0, hunt(RIGHT, "--seeds", "1-10"), () -> out + err);

        final JsonNode report = new ObjectMapper().readTree(out);
        assertEquals(10, report.get("seeds").intValue());
        assertEquals(10, report.get("sessions").intValue());
        assertTrue(report.get("coverage").get("instruction").get("passed").get("event").intValue() > 0, out);
    }

    @ParameterizedTest(name = "fault {0}")
    @CsvSource({
        "1, -, IRS_CR0.IDLE", "11, l, ITS_SYNCR", "13, l, IRS_SYNCR", "17, s, GSB ACK", "20, s, GSB SYS",
        "6, l, 'ITS_INV_EVENTR with ITS_DIDR=3, ITS_EIDR=5'", "4, l, 'ITS_INV_DEVICER with ITS_DIDR=3'"})
    void shouldTellWhatADriverLeavesOut(final int fault, final String part, final String order) throws IOException
    {
        assertEquals(3, huntPart(fault, part, "--seeds", "1-200"), () -> out + err);

        final JsonNode failed = new ObjectMapper().readTree(out).get("failed");
        assertTrue(failed.get("delays").size() <= DELAYS_MOST && !failed.get("delays").isEmpty(), out);
        assertTrue(failed.get("story").size() <= STORY_MOST, out);
        assertTrue(failed.get("story").toString().contains(order), out);
    }

    /** Four loads pass after the write, and the fifth asks: one command less is too early to fail. */
    @Test
    void shouldTellTheLeastDelayThatFails() throws IOException
    {
        assertEquals(3, hunt(IMPATIENT, "--seeds", "1-100"), () -> out + err);

        assertEquals("{\"IRS_CR0#1\":5}",
            new ObjectMapper().readTree(out).get("failed").get("delays").toString());
    }

    @Test
    void shouldKeepARunThatIsPlayedAgain() throws IOException
    {
        assertEquals(3, huntPart(12, "l", "--seeds", "1-100"), () -> out + err);

        final Path kept = directory.resolve("kept");
        assertEquals(0, gale("check", kept.resolve("session-1.gt").toString()), () -> out);
        assertEquals(0, gale("replay", kept.resolve("session-1").toString()), () -> out + err);
        assertTrue(out.contains("the same as live"), out);
        assertTrue(Files.readString(kept.resolve("output.txt")).contains("failures"));
    }

    @Test
    void shouldRefuseAScheduleOfAnotherSession() throws IOException
    {
        final Path schedule = Files.writeString(directory.resolve("schedule"), "IRS_CR0 x1 1=3\n");
        final Path file = Files.writeString(directory.resolve("other.gt"), "> machine ops.schedule=" + schedule +
            "\n< OK\n> writel 0x08010080 1\n< OK\n> writel 0x08100080 1\n< FAIL writel:\n> hppi 0\n< FAIL hppi:\n");

        assertEquals(0, gale("check", file.toString()), () -> out);
    }

    @Test
    void shouldFailByAnIgnoredOperationIfItIsStrict()
    {
        assertEquals(0, hunt(TWICE, "--seeds", "1-5"), () -> out + err);
        assertEquals(3, hunt(TWICE, "--seeds", "1-5", "--strict"), () -> out + err);

        assertTrue(out.contains("IRS_CR0 of command 2 was ignored, because IRS_CR0 of command 1 was under way"), out);
    }

    @Test
    void shouldNameAProgramThatOpensNoSession()
    {
        assertEquals(4, gale("hunt", "--seeds", "1-2", "--", "true"));

        assertTrue(out.contains("no session was opened"), out);
    }

    @Test
    void shouldEndAProgramThatIgnoresSigterm() throws IOException
    {
        final Path pid = directory.resolve("pid");

        assertEquals(3, gale("hunt", "--seeds", "1", "--timeout", "200ms", "--output",
            directory.resolve("kept").toString(), "--", "sh", "-c",
            "trap '' TERM; echo $$ > " + pid + "; while :; do sleep 1; done"), () -> out + err);

        assertTrue(out.contains("did not end within its time limit"), out);
        assertFalse(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).map(ProcessHandle::isAlive)
            .orElse(false));
    }

    @Test
    void shouldLeaveNoProcessOfAProgram() throws IOException
    {
        final Path pid = directory.resolve("pid");

        assertEquals(4, gale("hunt", "--seeds", "1", "--", "sh", "-c", "rm -f $GALE_SOCKET; sleep 600 & echo $! > " +
            pid));

        final ProcessHandle left = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElse(null);
        if (left != null)
        {
            left.onExit().join();
        }
    }

    @Test
    void shouldTellOfASignalAndThatNoSessionWasOpened() throws IOException
    {
        Files.createDirectory(directory.resolve("kept"));
        assertEquals(3, gale("hunt", "--seeds", "1-2", "--output", directory.resolve("kept").toString(), "--", "sh",
            "-c", "kill -9 $$"), () -> out + err);

        assertTrue(out.contains("the program ended with exit code 137 (signal 9)"), out);
        assertTrue(out.contains("no session was opened"), out);
        assertTrue(Files.exists(directory.resolve("kept/story.txt")));
        assertEquals(2, gale("hunt", "--output", directory.resolve("kept").toString(), "--", "true"));
        assertTrue(err.contains("is there already, and not empty"), err);
    }

    @Test
    void shouldNameADirectoryThatTheProgramRemoved()
    {
        assertEquals(8, gale("hunt", "--seeds", "1-2", "--jobs", "1", "--", "sh", "-c",
            "rm -r $(dirname $GALE_SOCKET)"), () -> out + err);

        assertTrue(err.contains("gale-hunt-") && err.contains("was removed"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void shouldLeaveNoDirectoryOfAProgram() throws IOException
    {
        final Path made = directory.resolve("made");

        assertEquals(4, gale("hunt", "--seeds", "1", "--", "sh", "-c",
            "mkdir $(dirname $GALE_SOCKET)/own; dirname $GALE_SOCKET > " + made), () -> out + err);

        assertFalse(Files.exists(Path.of(Files.readString(made).strip())));
    }

    @Test
    void shouldEndInTime() throws IOException
    {
        assertEquals(0, huntPart(RIGHT, "s", "--jobs", "1", "--until", "1s"), () -> out + err);
    }

    @Test
    void shouldRefuseASessionThatGivesDelays()
    {
        assertEquals(2, hunt(DELAYING, "--seeds", "1-3"), () -> out + err);

        assertTrue(err.contains("ops.delay=4"), err);
    }

    @Test
    void shouldRefuseKeysThatNoMachineOfTheProgramCanHave()
    {
        assertEquals(2, hunt(TWICE, "--seeds", "1-3", "--machine", "ops.delay=0"), () -> out + err);

        assertEquals("gale hunt: a machine of the program cannot have the keys of the hunt: ops.order=1 needs an " +
            "ops.delay of at least 1 (write ops.delay=8)", err.strip());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "--seeds 9-1 -- true", "--seeds x -- true", "--jobs 100000 -- true", "--jobs 0 -- true",
        "--machine ops.seed=1 -- true", "--machine nothing=1 -- true", "-- /nowhere/at/all", "--output / -- true",
        "--output /nowhere/at/all -- true", "--jobs 1000000 -- true", "--seeds -- true", "--timeout 0x -- true"})
    void shouldRefuseInOneLine(final String words)
    {
        final List<String> all = new ArrayList<>(List.of("hunt"));
        all.addAll(List.of(words.split(" ")));

        assertEquals(2, gale(all.toArray(new String[0])), () -> out + err);
        assertTrue(err.startsWith("gale hunt: "), err);
        assertEquals(1, err.lines().count(), err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the driver of clients.md", "a driver in Python"})
    void shouldFindNothingInOtherDriversThatWait(final String name) throws IOException, InterruptedException
    {
        assertEquals(0, hunt(program(name), "--seeds", "1-3"), () -> out + err);
    }

    @Test
    @Tag("slow")
    void shouldFindNothingInADriverThatWaitsInManySeeds()
    {
        assertEquals(0, hunt(RIGHT, "--seeds", "1-" + SEEDS), () -> out + err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the driver of clients.md", "a driver in Python"})
    @Tag("slow")
    void shouldFindNothingInOtherDriversThatWaitInManySeeds(final String name) throws IOException, InterruptedException
    {
        assertEquals(0, hunt(program(name), "--seeds", "1-" + SEEDS), () -> out + err);
    }

    @Test
    @Tag("slow")
    void shouldFindADriverInPythonThatIsEarly() throws IOException, InterruptedException
    {
        final List<String> early = new ArrayList<>(program("a driver in Python"));
        early.add("early");

        assertEquals(3, hunt(early, "--seeds", "1-1000"), () -> out + err);
        assertTrue(new ObjectMapper().readTree(out).get("failed").get("story").toString().contains("ITS_STATUSR.IDLE"),
            out);
    }

    /** Returns the command line of a driver that waits. */
    private static List<String> program(final String name) throws IOException, InterruptedException
    {
        if (name.contains("Python"))
        {
            assumeTrue(Programs.isInstalled("python3"), "no python3");
            return List.of("env", "PYTHONDONTWRITEBYTECODE=1", "PYTHONPATH=" +
                SourceTree.ROOT.resolve("engine/clients"), "python3",
                SourceTree.ROOT.resolve("tests/src/test/resources/drivers/hunt_driver.py").toString());
        }
        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/clients.md"));
        final int begin = page.indexOf("```c\n") + "```c\n".length();
        final Path source =
            Files.writeString(built.resolve("page.c"), page.substring(begin, page.indexOf("```", begin)));

        return List.of(compiled(source, "page").toString());
    }

    private static Path compiled(final Path source, final String name) throws IOException, InterruptedException
    {
        final Path program = built.resolve(name);
        final Process process = new ProcessBuilder("cc", "-std=c11", "-I",
            SourceTree.ROOT.resolve("engine/include").toString(), source.toString(), "-o", program.toString())
            .inheritIO().start();
        assertEquals(0, process.waitFor());

        return program;
    }

    /** No delay mends what a wrong order of a migration loses, and the right order loses nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "kvm-right, 0", "kvm-old-id, 7", "kvm-late-redirect, 7", "kvm-no-doorbell, 7", "gicv4-right, 4",
        "gicv4-old-id, 7", "gicv4-vpt-unread, 7"})
    void shouldTellAMigrationThatLosesAnInterrupt(final String session, final int exitCode)
        throws IOException, InterruptedException
    {
        final Path resources = SourceTree.ROOT.resolve("tests/src/test/resources");
        final Path lines = compiled(resources.resolve("drivers/hunt_lines.c"), "lines");
        final String transcript = resources.resolve("transcripts/migrations/" + session + ".gt").toString();

        assertEquals(exitCode, hunt(List.of(lines.toString(), transcript), "--seeds", "1-5"), () -> out + err);
        if (exitCode == 7)
        {
            assertEquals(7, gale("replay", directory.resolve("kept/session-1").toString()), () -> out + err);
            assertTrue(out.contains("the same as live"), out);
        }
    }

    @Test
    @Tag("slow")
    void shouldFindFortyFaults() throws IOException
    {
        final List<Integer> missed = new ArrayList<>();
        for (final int fault : List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
            24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 47))
        {
            if (hunt(fault, "--seeds", "1-1000") != 3)
            {
                missed.add(fault);
            }
            else
            {
                assertTrue(new ObjectMapper().readTree(out).get("failed").get("delays").size() <= DELAYS_MOST, out);
                delete(directory.resolve("kept"));
            }
        }

        assertTrue(missed.size() <= 2, missed::toString);
    }

    private static String[] with(final List<String> options, final List<String> program)
    {
        final List<String> words = new ArrayList<>(options);
        words.addAll(program);

        return words.toArray(new String[0]);
    }

    /** Hunts with the whole test of the driver. */
    private int hunt(final int fault, final String... options)
    {
        return hunt(List.of(driver.toString(), Integer.toString(fault)), options);
    }

    /** Hunts with a part of the test, and with events that arrive in fewer commands. */
    private int huntPart(final int fault, final String part, final String... options)
    {
        return hunt(List.of(driver.toString(), Integer.toString(fault), part, STEPS),
            with(List.of(options), List.of("--machine", "ops.delay=8 ops.events=16")));
    }

    private int hunt(final List<String> program, final String... options)
    {
        final List<String> words = new ArrayList<>(List.of("hunt", "--json", "--timeout", TIMEOUT, "--output",
            directory.resolve("kept").toString()));
        words.addAll(List.of(options));
        words.add("--");
        words.addAll(program);

        return gale(words.toArray(new String[0]));
    }

    private int gale(final String... words)
    {
        final StringWriter outputs = new StringWriter();
        final StringWriter errors = new StringWriter();
        final int exitCode = GaleRun.of(outputs, errors, words);
        out = outputs.toString();
        err = errors.toString();

        return exitCode;
    }

    private static void delete(final Path tree) throws IOException
    {
        final List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree))
        {
            paths = new ArrayList<>(walk.toList());
        }
        for (int i = paths.size() - 1; i >= 0; i--)
        {
            Files.delete(paths.get(i));
        }
    }
}
