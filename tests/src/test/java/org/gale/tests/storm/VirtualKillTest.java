package org.gale.tests.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.system.Machines;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of storms on the virtual clock in processes that are killed, or unlike this one: equal journals and reports on
 * unlike hosts, and those of a storm that was killed, whose job runs again.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class VirtualKillTest
{
    private static final long SEED = 20_261_123;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> STORM =
        List.of("storm", "--clock", "virtual", "--vms", "4", "--rate", "2M", "--journal");
    private static final List<String> MANY = List.of("--count", "150k");
    private static final List<String> FEW = List.of("--count", "1k", "--lpis", "64", "--devices", "2");
    private static final String MARK = "mark";

    @TempDir
    private Path home;

    @Test
    @Tag("P7")
    @Tag("P11")
    void shouldLeaveAJournalWhoseJobRunsAgainWhereverItWasKilled() throws Exception
    {
        final JsonNode whole = run("whole", begin("whole", MANY));
        final long frames = new SplittableRandom(SEED).nextLong(5, 20);
        kill("begun", storm -> awaitFrames("begun", 1));
        kill("appending", storm -> awaitFrames("appending", frames));
        kill("replaying", storm -> storm.awaitOut(out -> out.contains("no interrupt lost"), "its replay"));

        for (final String killed : List.of("begun", "appending", "replaying"))
        {
            final JournalEnd end = JournalVerifier.verify(home.resolve(killed), (done, total) -> { });
            final ReplayResult replay = Replay.verify(home.resolve(killed), ReplayProgress.NONE, Machines.FACTORY);
            assertNull(replay.divergence(), killed);
            assertEquals(end.commands(), replay.commands(), killed);
            assertEquals(killed.equals("replaying") ? JournalEnd.Status.CLOSED : JournalEnd.Status.LEFT, end.status());
        }
        final Path left = home.resolve("appending");
        assertThat(GaleRun.said(ExitCode.OK, "inspect", left.toString(), "vist", "--vm", "0"))
            .contains("VM_ID          0\n");
        final Path job = Files.writeString(home.resolve("job.yaml"), jobAfterRefusal(left));
        assertEquals(whole, run("again",
            List.of("storm", job.toString(), "--journal", home.resolve("again").toString())));
        assertEqualFiles(home.resolve("whole"), home.resolve("again"));
        assertEqualFiles(home.resolve("whole"), home.resolve("replaying"));
    }

    /** Another zone and locale, with one identity hash code of all objects. */
    @Test
    @Tag("P7")
    void shouldGiveTheSameBytesOnAnotherHost() throws Exception
    {
        checkOtherHost("-XX:+UnlockExperimentalVMOptions -XX:hashCode=2");
    }

    @Test
    @Tag("P7")
    @Tag("slow")
    void shouldGiveTheSameBytesWithoutACompiler() throws Exception
    {
        checkOtherHost("-Xint");
    }

    private void checkOtherHost(final String options) throws Exception
    {
        final JsonNode here = run("here", begin("here", FEW));
        final Path report = home.resolve("there.json");
        final List<String> words = new ArrayList<>(begin("there", FEW));
        words.addAll(List.of("--json", report.toString()));

        try (StormProcess storm = process(words,
            Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C", "JAVA_TOOL_OPTIONS", options)))
        {
            assertEquals(0, storm.exitCode(), storm::err);
        }

        assertEquals(here, withoutHost(report));
        assertEqualFiles(home.resolve("here"), home.resolve("there"));
    }

    private List<String> begin(final String journal, final List<String> end)
    {
        final List<String> words = new ArrayList<>(STORM);
        words.add(home.resolve(journal).toString());
        words.addAll(end);

        return words;
    }

    /** Begins a storm, and kills it when it has come to a point. */
    private void kill(final String journal, final Consumer<StormProcess> point) throws Exception
    {
        try (StormProcess storm = process(begin(journal, MANY), Map.of()))
        {
            point.accept(storm);
            assertTrue(storm.isAlive(), storm::err);
            storm.kill();
        }
    }

    /** Waits until a storm has appended so many frames. */
    private void awaitFrames(final String journal, final long count)
    {
        final StormJournal frames = new StormJournal(home.resolve(journal));
        final long before = frames.acknowledged(false);
        Await.until(() -> frames.acknowledged(false) >= before + count, LIMIT, count + " frames");
    }

    /** Returns the job of a journal by the command that the refusal of its resume names. */
    private String jobAfterRefusal(final Path journal) throws Exception
    {
        final String describe = "gale journal describe --job " + journal;
        final String refusal = GaleRun.said(ExitCode.USAGE, "storm", "--resume", journal.toString());
        assertTrue(refusal.endsWith(
            "\n  " + describe + " > JOB.yaml && gale storm JOB.yaml --journal DIR" + System.lineSeparator()), refusal);
        final String[] words = describe.split(" ", -1);

        return GaleRun.said(ExitCode.OK, Arrays.copyOfRange(words, 1, words.length));
    }

    private StormProcess process(final List<String> words, final Map<String, String> environment) throws IOException
    {
        return new StormProcess(Files.createDirectories(home.resolve("process")), words, environment);
    }

    /** Runs a storm in this process to its end, and returns its report without what differs between hosts. */
    private JsonNode run(final String name, final List<String> words) throws IOException
    {
        final Path report = home.resolve(name + ".json");
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--json", report.toString()));
        GaleRun.said(ExitCode.OK, all.toArray(new String[0]));

        return withoutHost(report);
    }

    private static JsonNode withoutHost(final Path report) throws IOException
    {
        final ObjectNode json = (ObjectNode)new ObjectMapper().readTree(report.toFile());
        json.remove("host");

        return json;
    }

    private static void assertEqualFiles(final Path expected, final Path actual) throws IOException
    {
        final Map<String, byte[]> files = files(expected);
        assertEquals(files.keySet(), files(actual).keySet());
        files.forEach((name, bytes) -> assertArrayEquals(bytes, read(actual.resolve(name)), name));
    }

    /** Returns the content of the files of a journal but for its mark. */
    private static Map<String, byte[]> files(final Path journal) throws IOException
    {
        final Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(journal))
        {
            paths.filter(Files::isRegularFile).filter(path -> !path.endsWith(MARK))
                .forEach(path -> files.put(journal.relativize(path).toString(), read(path)));
        }

        return files;
    }

    private static byte[] read(final Path file)
    {
        try
        {
            return Files.readAllBytes(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
