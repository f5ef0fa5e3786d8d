package org.gale.engine.storm.sweep;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.host.HostClock;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.RunProof;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.gale.engine.storm.result.sweep.SweepTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of shards whose runs are scripts of a shell in place of storms. */
class SweepShardTest
{
    private static final String WAITS =
        "another process runs it; its turn comes again once that one has ended";
    private static final String WELL = "echo 1 >report.json; echo 2 >latency.hlog";

    @TempDir
    private Path directory;

    private final ChildProcesses processes = new ChildProcesses();
    private final Map<String, String> scripts = new HashMap<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private String rest = "vary: {a.b: [1, 2, 3]}";
    private SweepShard shard;
    private IoAction onceRunningAlone;

    @Test
    void shouldKeepTheResultOfEachRunWithItsEndLast()
    {
        assertEquals(Outcome.OK, run("h"));

        for (int number = 0; number < 3; number++)
        {
            final RunEnd end = results().done(number);
            assertEquals(new RunEnd("h", number, 0, RunEnd.EXIT, 1, null), end.with(null));
            assertEquals(Set.of("done", "report.json", "latency.hlog", "stdout", "stderr"),
                names(results().run(number)));
        }
        assertEquals(Set.of("000000", "000001", "000002"), names(results().runs()));
        assertEquals(Set.of(), names(results().leases()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.json", "latency.hlog"})
    void shouldRunWhatIsNotOverYet(final String lost) throws IOException
    {
        run("h");
        started.clear();
        Files.delete(results().run(1).resolve(lost));
        Files.delete(results().run(2).resolve("done"));

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("2", "3"), started);
        assertNotNull(results().done(2));
        assertEquals(Outcome.OK, run("other plan"));
        assertEquals(List.of("2", "3", "1", "2", "3"), started);
    }

    @Test
    void shouldRepeatEachTryOfASearchOnce()
    {
        rest = "search: {a.b: 1-100, until: 'rate > 1'}";
        scripts.put("holds above", "37");
        for (final String value : List.of("1", "10"))
        {
            final Path mark = directory.resolve("died-" + value);
            scripts.put(value, "echo " + value + " >report.json; echo >latency.hlog; test -e " + mark +
                " || { touch " + mark + "; kill -9 $$; }");
        }

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("1", "1", "100", "10", "10"), started.subList(0, 5));
        assertEquals("37", results().done(0).found().value());
        assertEquals(List.of("repeated 0", "repeated 0", "ended 0"), events);
    }

    @Test
    void shouldRecordWhatTiesAResultToItsRun()
    {
        rest = "vary: {a.b: [1, 2]}\nseeds: [7]";
        scripts.put("2", "exit 2");

        run("h");

        assertEquals(new RunProof(Map.of("a.b", "1"), 7L, Map.of("report.json", Sha256.hex("1\n".getBytes(
            StandardCharsets.UTF_8)), "latency.hlog", Sha256.hex("2\n".getBytes(StandardCharsets.UTF_8)))),
            results().done(0).proof());
        assertNull(results().failed(1).proof());
    }

    @Test
    void shouldRunAgainWhatPassedTheLimitOfTime() throws IOException
    {
        results().open(planned("h"));
        for (final String cause : List.of("wall", "memory"))
        {
            final Path place = Files.createDirectories(results().run(cause.equals("wall") ? 0 : 1));
            Files.writeString(place.resolve("done"),
                new RunEnd("h", cause.equals("wall") ? 0 : 1, 8, cause, 2, null).json());
        }

        assertEquals(Outcome.RESOURCES, run("h"));

        assertEquals(List.of("1", "3"), started);
        assertEquals(Outcome.OK, results().done(0).outcome());
    }

    @Test
    void shouldNameADamagedEndAndRunAllOthers() throws IOException
    {
        run("h");
        started.clear();
        Files.writeString(results().run(0).resolve("done"), "{");
        Files.delete(results().run(2).resolve("done"));

        assertEquals(Outcome.USAGE, run("h"));

        assertEquals(List.of("3"), started);
        assertNotNull(results().done(2));
        assertTrue(events.contains("left out 0: " + results().run(0).resolve("done") +
            ": is not one JSON document (line 1) (remove it, and run the sweep again)"), events.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exit 3 | 3 | exit | 1 | true | OK", "exit 4 | 4 | exit | 1 | true | OK",
        "exit 5 | 5 | exit | 1 | true | DIVERGED", "exit 6 | 6 | exit | 1 | true | JOURNAL_DAMAGED",
        "exit 7 | 7 | exit | 1 | true | INVARIANT_BROKEN", "exit 2 | 2 | exit | 1 | false | USAGE",
        "exit 1 | 1 | exit | 2 | false | INTERNAL", "exit 8 | 8 | exit | 2 | false | RESOURCES",
        "kill -9 $$ | 1 | signal 9 | 2 | false | INTERNAL", "exit 130 | 1 | signal 2 | 2 | false | INTERNAL"})
    void shouldEndAsARunDoes(final String script, final int exit, final String cause, final int tries,
        final boolean isDone, final Outcome outcome)
    {
        scripts.put("2", WELL + "; " + script);

        assertEquals(outcome, run("h"));

        final RunEnd end = isDone ? results().done(1) : results().failed(1);
        assertEquals(new RunEnd("h", 1, exit, cause, tries, null), end.with(null));
        assertEquals(isDone ? null : end, results().failed(1));
        assertNotNull(results().done(2));
        assertEquals(tries == 2 ? 4 : 3, started.size());
        assertEquals(tries == 2, events.toString().contains("repeated 1"));
    }

    @Test
    void shouldCountARunThatEndsWellTheSecondTime()
    {
        scripts.put("2", WELL + "; test -e ../../../again || { touch ../../../again; exit 1; }");

        assertEquals(Outcome.OK, run("h"));

        assertEquals(2, results().done(1).tries());
    }

    @Test
    void shouldKeepTheJournalOfAFindingAlone() throws IOException
    {
        scripts.put("1", WELL + "; mkdir $0/gale-1; echo x >$0/gale-1/file; exit 7");
        scripts.put("2", WELL + "; mkdir $0/gale-1; exit 0");

        assertEquals(Outcome.INVARIANT_BROKEN, run("h"));

        assertEquals("x\n", Files.readString(results().run(0).resolve("journal/file")));
        assertFalse(Files.exists(results().run(1).resolve("journal")));
    }

    @Test
    void shouldEndARunThatPassesALimitTwice()
    {
        rest += "\nlimits: {wall: 1s, disk: 1MiB}";
        scripts.put("1", "exec sleep 60");
        scripts.put("2", "head -c 2000000 /dev/zero >$0/big; exec sleep 60");

        assertEquals(Outcome.RESOURCES, run("h"));

        assertEquals(new RunEnd("h", 0, 8, "wall", 2, null), results().failed(0));
        final RunEnd other = results().done(1) == null ? results().failed(1) : results().done(1);
        assertTrue(Set.of("disk", "wall").contains(other.cause()), other.cause());
    }

    @Test
    void shouldCountARunThatAnotherProcessEnds() throws IOException
    {
        results().open(planned("h"));
        final SweepLeases other = new SweepLeases(results().leases(), "other");
        assertTrue(other.take(1));
        onceRunningAlone = () ->
        {
            final Path place = Files.createDirectories(results().run(1));
            Files.writeString(place.resolve("report.json"), "");
            Files.writeString(place.resolve("latency.hlog"), "");
            Files.writeString(place.resolve("done"), new RunEnd("h", 1, 0, RunEnd.EXIT, 1, null).json());
            other.release(1);
        };

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("1", "3"), started);
        assertEquals(List.of("ended 0", "left out 1: " + WAITS, "ended 2", "ended 1"), events);
    }

    /** Another process may publish a run although this one holds its lease: what it wrote as a whole stays. */
    @ParameterizedTest(name = "with its latencies: {0}")
    @ValueSource(booleans = {true, false})
    void shouldReplaceNoWholeResultOfAnotherProcess(final boolean isWhole) throws IOException
    {
        Files.writeString(directory.resolve("end"), new RunEnd("h", 1, 0, RunEnd.EXIT, 7, null).json());
        scripts.put("2", WELL + "; mkdir ../000001; echo other >../000001/report.json; cp ../../../end ../000001/done" +
            (isWhole ? "; echo other >../000001/latency.hlog" : ""));

        assertEquals(Outcome.OK, run("h"));

        assertEquals(isWhole ? "other\n" : "1\n", Files.readString(results().run(1).resolve("report.json")));
        assertEquals(isWhole ? 7 : 1, results().done(1).tries());
        assertEquals(isWhole ? "left out 1: another process has ended it" : "ended 1", events.get(1));
        assertEquals(Set.of("000000", "000001", "000002"), names(results().runs()));
        assertEquals(Set.of(), names(results().leases()));
    }

    @Test
    void shouldTakeOverARunWhoseProcessDiedOnceItsLeaseIsOld() throws IOException
    {
        results().open(planned("h"));
        assertTrue(new SweepLeases(results().leases(), "other").take(1));
        Files.createDirectories(results().runs().resolve(".000001-other/try"));
        Files.createDirectories(results().runs().resolve(".000007-other"));
        onceRunningAlone = () -> Files.setLastModifiedTime(results().leases().resolve("000001"),
            FileTime.fromMillis(Files.getLastModifiedTime(results().runs()).toMillis() - 61_000));

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("1", "3", "2"), started);
        assertEquals(List.of("ended 0", "left out 1: " + WAITS, "ended 2", "ended 1"), events);
        assertEquals(Set.of(".000007-other", "000000", "000001", "000002"), names(results().runs()));
    }

    @Test
    void shouldStopWaitingForAnotherProcess() throws IOException
    {
        results().open(planned("h"));
        assertTrue(new SweepLeases(results().leases(), "other").take(1));
        onceRunningAlone = () -> shard.stop();

        assertEquals(Outcome.INTERRUPTED, run("h"));

        assertNull(results().done(1));
    }

    @Test
    void shouldLeaveOutAResultWhoseLeaseIsLost()
    {
        scripts.put("2", WELL + "; echo other >../../leases/000001");

        assertEquals(Outcome.OK, run("h"));

        assertNull(results().done(1));
        assertTrue(events.contains("left out 1: another process has taken it over"), events.toString());
    }

    @Test
    void shouldLeaveOutAResultWhoseLeaseIsLostWhileItIsJudged()
    {
        rest = "search: {a.b: 1-2, until: 'rate > 1'}";
        scripts.put("holds above", "2");
        scripts.put("loses its lease", "2");

        assertEquals(Outcome.OK, run("h"));

        assertEquals("2", started.get(started.size() - 1));         // no lease is checked behind the last try
        assertNull(results().done(0));
        assertTrue(events.contains("left out 0: another process has taken it over"), events.toString());
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void shouldLeaveOutARunWhoseFilesWereRemovedByWhoTookItOver(final String value)
    {
        final int number = Integer.parseInt(value) - 1;
        scripts.put("removed before", value);

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("1", "2", "3"), started);
        assertNull(results().done(number));
        assertTrue(events.contains("left out " + number + ": another process has taken it over"), events.toString());
        assertEquals(2, events.stream().filter(event -> event.startsWith("ended ")).count(), events.toString());
        assertEquals(Set.of("00000" + number), names(results().leases()));
    }

    @Test
    void shouldLeaveOutARunWhoseFilesWereRemovedWhileItRan()
    {
        scripts.put("2", "cd ../../leases; rm -r $OLDPWD; echo other >000001");

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("ended 0", "left out 1: another process has taken it over", "ended 2"), events);
    }

    @Test
    void shouldEndWhereTheFilesOfItsOwnRunAreRemoved()
    {
        scripts.put("2", WELL + "; rm -r $PWD");

        final OutcomeException failure = assertThrows(OutcomeException.class, () -> run("h"));

        assertEquals(Outcome.RESOURCES, failure.outcome());
        assertTrue(failure.getMessage().endsWith(" (the same command resumes once it can)"), failure.getMessage());
        assertEquals(Set.of(), names(results().leases()));
    }

    @Test
    void shouldEndRunningStormsAndStartNoOthersWhenItIsStopped()
    {
        scripts.put("1", "trap 'exit 130' TERM; echo >../../../ready; while :; do sleep 0.05; done");
        scripts.put("stop at", "1");

        assertEquals(Outcome.INTERRUPTED, run("h"));

        assertEquals(List.of("1"), started);
        assertEquals(Set.of(), names(results().runs()));
        assertEquals(Set.of(), names(results().leases()));
    }

    @Test
    void shouldSearchByTries() throws IOException
    {
        rest = "search: {a.b: 1-100, until: 'rate > 1'}";
        scripts.put("holds above", "37");

        assertEquals(Outcome.OK, run("h"));

        final RunEnd end = results().done(0);
        assertEquals("37", end.found().value());
        assertEquals(started.size(), end.tries());
        assertTrue(started.size() <= 20, started.toString());
        assertEquals("37\n", Files.readString(results().run(0).resolve("report.json")));
        assertEquals("1\n", Files.readString(results().run(0).resolve("try-01/report.json")));
    }

    private Outcome run(final String hash)
    {
        final PlannedSweep planned = planned(hash);
        if (results().plan() == null)
        {
            results().open(planned);
        }
        shard = new SweepShard(planned, results(), processes, new Scripts(), new Events(), HostClock.INSTANCE,
            ChildProcesses.token());

        return shard.run(SweepShard.numbers(planned.plan(), 0, 1), 1, false);
    }

    private PlannedSweep planned(final String hash)
    {
        final String text = "sweep: s\njob: job.yaml\n" + rest + '\n';

        return new PlannedSweep(SweepPlan.of(SweepTexts.whole(text)), hash, "0.1", text, "job: j", Map.of(), false,
            Set.of());
    }

    private ResultDirectory results()
    {
        return new ResultDirectory(directory.resolve("out"));
    }

    private static Set<String> names(final Path of)
    {
        try (Stream<Path> files = Files.list(of))
        {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Starter of scripts by the value of the one key. */
    private final class Scripts implements RunStarter
    {
        @Override
        public ChildProcesses.Child start(
            final Map<String, String> values, final Long seed, final Path place, final Path temporary)
            throws IOException
        {
            final String value = values.get("a.b");
            started.add(value);
            if (value.equals(scripts.get("removed before")))
            {
                Files.writeString(results().leases().resolve("00000" + (Integer.parseInt(value) - 1)), "other");
                Files.delete(place);
            }
            final String otherwise = scripts.containsKey("holds above") ?
                "echo " + value + " >report.json; echo >latency.hlog" : WELL;

            return processes.start(List.of("/bin/sh", "-c", "cd " + place + "; " +
                scripts.getOrDefault(value, otherwise), temporary.toString()), place.resolve("stdout"),
                place.resolve("stderr"));
        }

        @Override
        public boolean holds(final Path report)
        {
            try
            {
                final String value = Files.readString(report, StandardCharsets.UTF_8).strip();
                if (value.equals(scripts.get("loses its lease")))
                {
                    Files.writeString(results().leases().resolve("000000"), "other\n");
                }

                return Integer.parseInt(value) > Integer.parseInt(scripts.get("holds above"));
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
    }

    /** Change of files. */
    private interface IoAction
    {
        void change() throws IOException;
    }

    /** Events as texts. */
    private final class Events implements ShardEvents
    {
        @Override
        public void ended(final SweepRun run, final RunEnd end, final boolean isEarlier)
        {
            events.add("ended " + run.number());
        }

        @Override
        public void leftOut(final SweepRun run, final String reason)
        {
            events.add("left out " + run.number() + ": " + reason);
        }

        @Override
        public void repeated(final SweepRun run, final String cause)
        {
            events.add("repeated " + run.number());
        }

        @Override
        public void running(final int left)
        {
            if (scripts.containsKey("stop at") && Files.exists(directory.resolve("ready")))
            {
                shard.stop();
            }
            if (left == 1 && onceRunningAlone != null)
            {
                final IoAction action = onceRunningAlone;
                onceRunningAlone = null;
                assertDoesNotThrow(action::change);
            }
        }
    }
}
