package org.gale.engine.storm.sweep;

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
    private static final String WELL = "echo 1 >report.json; echo 2 >latency.hlog";

    @TempDir
    private Path directory;

    private final ChildProcesses processes = new ChildProcesses();
    private final Map<String, String> scripts = new HashMap<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private String rest = "vary: {a.b: [1, 2, 3]}";
    private SweepShard shard;
    private int owners;

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

    /** A copy of the shard may publish a run first: what it wrote as a whole stays. */
    @ParameterizedTest(name = "with its latencies: {0}")
    @ValueSource(booleans = {true, false})
    void shouldReplaceNoWholeResultOfACopy(final boolean isWhole) throws IOException
    {
        Files.writeString(directory.resolve("end"), new RunEnd("h", 1, 0, RunEnd.EXIT, 7, null).json());
        scripts.put("2", WELL + "; mkdir ../000001; echo other >../000001/report.json; cp ../../../end ../000001/done" +
            (isWhole ? "; echo other >../000001/latency.hlog" : ""));

        assertEquals(Outcome.OK, run("h"));

        assertEquals(isWhole ? "other\n" : "1\n", Files.readString(results().run(1).resolve("report.json")));
        assertEquals(isWhole ? 7 : 1, results().done(1).tries());
        assertEquals(List.of("ended 0", "ended 1", "ended 2"), events);
        assertEquals(Set.of("000000", "000001", "000002"), names(results().runs()));
    }

    /** A copy puts its result in the place while this shard judges its own. */
    @ParameterizedTest(name = "with its latencies: {0}")
    @ValueSource(booleans = {true, false})
    void shouldReplaceNoWholeResultThatACopyPublishedWhileARunWasJudged(final boolean isWhole)
    {
        rest = "search: {a.b: 1-2, until: 'rate > 1'}";
        scripts.put("holds above", "0");
        scripts.put("a copy publishes", isWhole ? "latency.hlog" : "other");

        assertEquals(Outcome.OK, run("h"));

        assertEquals(isWhole ? 7 : 1, results().done(0).tries());
        assertEquals(List.of("ended 0"), events);
        assertEquals(Set.of("000000"), names(results().runs()));
    }

    /** A shard that was killed is started again: its unfinished files go once their run is over. */
    @Test
    void shouldGoOnWhereAKilledShardWasAndRemoveWhatItLeft() throws IOException
    {
        run("h");
        started.clear();
        events.clear();
        Files.move(results().run(1), results().runs().resolve(".000001-other"));
        Files.createDirectories(results().runs().resolve(".old-000001-other/try"));
        Files.createDirectories(results().runs().resolve(".000000-other"));
        Files.createDirectories(results().runs().resolve(".000007-other"));

        assertEquals(Outcome.OK, run("h"));

        assertEquals(List.of("2"), started);
        assertEquals(List.of("ended 0", "ended 1", "ended 2"), events);
        assertEquals(Set.of(".000007-other", "000000", "000001", "000002"), names(results().runs()));
    }

    /** A copy begins while run 1 is under way, ends all runs, and removes what it found of run 1. */
    @ParameterizedTest(name = "run {0}")
    @ValueSource(strings = {"1", "2", "3"})
    void shouldLoseNothingWhereTwoCopiesRunAtOnce(final String value)
    {
        scripts.put("copy begins at", value);

        assertEquals(Outcome.OK, run("h"));

        for (int number = 0; number < 3; number++)
        {
            assertEquals(new RunEnd("h", number, 0, RunEnd.EXIT, 1, null), results().done(number).with(null));
        }
        assertEquals(List.of("ended 0", "ended 0", "ended 1", "ended 1", "ended 2", "ended 2"),
            events.stream().sorted().toList());
        assertEquals(Set.of("000000", "000001", "000002"), names(results().runs()));
    }

    @Test
    void shouldCountARunThatACopyEndedAndWhoseFilesItRemoved() throws IOException
    {
        Files.writeString(directory.resolve("end"), new RunEnd("h", 1, 0, RunEnd.EXIT, 7, null).json());
        scripts.put("2", "mkdir ../000001; echo other >../000001/report.json; echo other >../000001/latency.hlog; " +
            "cp ../../../end ../000001/done; rm -r $PWD");

        assertEquals(Outcome.OK, run("h"));

        assertEquals(7, results().done(1).tries());
        assertEquals(List.of("ended 0", "ended 1", "ended 2"), events);
    }

    @Test
    void shouldEndWhereTheFilesOfItsOwnRunAreRemoved()
    {
        scripts.put("2", WELL + "; rm -r $PWD");

        final OutcomeException failure = assertThrows(OutcomeException.class, () -> run("h"));

        assertEquals(Outcome.RESOURCES, failure.outcome());
        assertTrue(failure.getMessage().endsWith(" (the same command resumes once it can)"), failure.getMessage());
    }

    @Test
    void shouldEndRunningStormsAndStartNoOthersWhenItIsStopped()
    {
        scripts.put("1", "trap 'exit 130' TERM; echo >../../../ready; while :; do sleep 0.05; done");
        scripts.put("stop at", "1");

        assertEquals(Outcome.INTERRUPTED, run("h"));

        assertEquals(List.of("1"), started);
        assertEquals(Set.of(), names(results().runs()));
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
        shard = shard(planned);

        return shard.run(SweepShard.numbers(planned.plan(), 0, 1), 1, false);
    }

    private SweepShard shard(final PlannedSweep planned)
    {
        return new SweepShard(planned, results(), processes, new Scripts(), new Events(), HostClock.INSTANCE,
            "owner-" + ++owners);
    }

    private PlannedSweep planned(final String hash)
    {
        final String text = "sweep: s\njob: job.yaml\n" + rest + '\n';

        return new PlannedSweep(SweepPlan.of(SweepTexts.whole(text)), hash, "0.1", text, "job: j", Map.of(), false,
            true, Set.of());
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
            if (scripts.remove("copy begins at", value))
            {
                final PlannedSweep planned = planned("h");
                assertEquals(Outcome.OK, shard(planned).run(SweepShard.numbers(planned.plan(), 0, 1), 1, false));
            }
            final String otherwise = scripts.containsKey("holds above") ?
                "echo " + value + " >report.json; echo >latency.hlog" : WELL;

            return processes.start(List.of("/bin/sh", "-c", "cd " + place + " || exit 9; " +
                scripts.getOrDefault(value, otherwise), temporary.toString()), place.resolve("stdout"),
                place.resolve("stderr"));
        }

        @Override
        public boolean holds(final Path report)
        {
            try
            {
                final String name = scripts.remove("a copy publishes");
                if (name != null)
                {
                    final Path place = Files.createDirectories(results().run(0));
                    Files.writeString(place.resolve("report.json"), "");
                    Files.writeString(place.resolve(name), "");
                    Files.writeString(place.resolve("done"), new RunEnd("h", 0, 0, RunEnd.EXIT, 7, null).json());
                }

                return Integer.parseInt(Files.readString(report, StandardCharsets.UTF_8).strip()) >
                    Integer.parseInt(scripts.get("holds above"));
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
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
        }
    }
}
