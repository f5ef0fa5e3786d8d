package org.gale.engine.report.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of results that contradict their run, their books or what was recorded of them. */
class RefusedResultsTest
{
    private static final int RUNS = 15;
    private static final int RUN = 4;

    @TempDir
    private Path root;

    private ResultDirectory results;

    @BeforeEach
    void write() throws IOException
    {
        results = new SweepDirectories(root, SweepDirectories.SWEEP).open("one");
        for (int run = 0; run < RUNS; run++)
        {
            SweepDirectories.run(results, run);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"remainder\":0 | \"remainder\":5 | remainder 5",
        "\"delivered\":44,\"coalesced\" | \"delivered\":43,\"coalesced\" | the account of the storm does not balance",
        "{\"vm\":0,\"offered\":44 | {\"vm\":0,\"offered\":43 | /accounting/offered is 46",
        "\"accounting\":{\"offered\":44,\"delivered\":44} | \"accounting\":{\"offered\":45,\"delivered\":45} | " +
            "the sum of /groups/0/accounting/offered to /groups/1/accounting is 47",
        "\"accounting\":{\"offered\":44,\"delivered\":44} | \"accounting\":{\"offered\":44,\"delivered\":43} | " +
            "the account of group quiet does not balance",
        "\"latency_ns\":{\"response\":{\"count\":0 | \"latency_ns\":{\"response\":{\"count\":1 | " +
            "the sum of its /groups is 45",
        "\"latency_ns\":{\"response\":{\"count\":0 | " +
            "\"latency_ns\":{\"request\":{\"count\":1},\"response\":{\"count\":0 | " +
            "the number of all samples is 0, and the sum of its /groups is 1",
        "\"failure\" : null | \"failure\" : \"P6 broken\" | P6 broken",
        "\"seed\" : 2 | \"seed\" : 3 | its seed is 3 in the report, and 2 in the plan",
        "\"exit\" : 0 | \"exit\" : 3 | its exit code is 3 in the report, and 0 in done"})
    void shouldRefuseWhatContradictsItsBooks(final String from, final String to, final String reason)
        throws IOException
    {
        edit(RUN, from, to);
        prove(RUN, values(RUN), 2L);

        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", reason));
    }

    @Test
    void shouldRefuseALogThatLacksSamples() throws IOException
    {
        Files.write(file(RUN, ResultDirectory.HISTOGRAMS), RunTexts.log("response", 1, 2));
        prove(RUN, values(RUN), 2L);

        assertEquals(Outcome.CHECK_FAILED,
            refuse("run 4: ", "response has 2 samples in latency.hlog, and 44 in the report"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.json", "latency.hlog"})
    void shouldRefuseAFileThatWasEdited(final String name) throws IOException
    {
        Files.writeString(file(RUN, name), Files.readString(file(RUN, name), StandardCharsets.ISO_8859_1) + "\n",
            StandardCharsets.ISO_8859_1);

        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", "its " + name + " is not the file of which done has"));
    }

    @Test
    void shouldRefuseTheFilesOfAnotherRun() throws IOException
    {
        for (final String name : List.of(ResultDirectory.REPORT, ResultDirectory.HISTOGRAMS))
        {
            Files.write(file(RUN, name), Files.readAllBytes(file(RUN + 3, name)));
        }
        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", "its report.json is not the file of which done has"));

        Files.write(file(RUN, ResultDirectory.DONE), Files.readAllBytes(file(RUN + 3, ResultDirectory.DONE)));
        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", "its done is that of run 7"));
    }

    @Test
    void shouldRefuseTheParametersOfAnotherRun() throws IOException
    {
        prove(RUN, values(RUN + 3), 2L);
        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", "its parameters are machine.pes=2 vms.loud.vpes=4 " +
            "seed=2 in done, and machine.pes=1 vms.loud.vpes=8 seed=2 in the plan"));

        prove(RUN, values(RUN), 3L);
        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", "seed=3 in done, and "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep.yaml", "job.yaml"})
    void shouldRefuseAnEditedSweepOrJob(final String name) throws IOException
    {
        Files.writeString(results.path().resolve(name), Files.readString(results.path().resolve(name)) + ' ');

        assertEquals(Outcome.CHECK_FAILED,
            refuse(results.path().resolve(name) + ": is not the file that the plan was made of",
                "(put the files back that gale sweep run wrote)"));
    }

    @Test
    void shouldRefuseADoneWithoutAProofWhereEachResultHasOne() throws IOException
    {
        Files.writeString(file(RUN, ResultDirectory.DONE), SweepDirectories.end(RUN, 0, RunEnd.EXIT).json());

        assertEquals(Outcome.CHECK_FAILED, refuse("run 4: ", "its done has no proof of its files"));
    }

    /** A directory of an earlier form, which recorded no hashes and proved nothing, gets one line. */
    @Test
    void shouldRefuseADirectoryWithoutHashes() throws IOException
    {
        final Path plan = results.path().resolve("plan.json");
        Files.writeString(plan, Files.readString(plan).replaceFirst(",\"sha256\":\\{[^}]*}", ""));

        assertEquals(Outcome.USAGE, refuse(plan + ": is a plan without hashes of its files, and this gale " +
            "reads those with 'sha256' alone (name another directory)"));
    }

    @Test
    void shouldNameTheFirstTwentyOfMany() throws IOException
    {
        final RefusedRuns refused = new RefusedRuns(RefusedRuns.RUN_AGAIN);
        for (int run = 0; run < 23; run++)
        {
            refused.add(run, results.run(run), "why\n");
        }

        final OutcomeException ex = assertThrows(OutcomeException.class, refused::check);

        assertTrue(ex.getMessage().startsWith("23 results are refused"), ex.getMessage());
        assertTrue(ex.getMessage().contains("\n  run 19: why\\n ("), ex.getMessage());
        assertFalse(ex.getMessage().contains("run 20:"), ex.getMessage());
        assertTrue(ex.getMessage().endsWith("\n  and 3 more"), ex.getMessage());
    }

    @Test
    void shouldNameEachOfSeveral() throws IOException
    {
        edit(2, "\"remainder\":0", "\"remainder\":-1");
        prove(2, values(2), 3L);
        edit(RUN, "\"seed\" : 2", "\"seed\" : 1");

        refuse("2 results are refused", "run 2: remainder -1", "run 4: its seed is 1");
    }

    @ParameterizedTest
    @CsvSource({"4, exit, true", "7, exit, false", "5, exit, false", "6, exit, false"})
    void shouldListAFindingWhateverItsReportSays(final int exit, final String cause, final boolean isJoined)
        throws IOException
    {
        edit(RUN, "\"exit\" : 0", "\"exit\" : 4");
        Files.delete(file(RUN, ResultDirectory.DONE));
        final RunEnd end = SweepDirectories.end(RUN, exit, cause);
        SweepDirectories.prove(results, end, values(RUN), 2L);

        final SweepMerge.Joined joined =
            SweepMerge.write(List.of(results.path()), root.resolve("out"));

        assertEquals(isJoined ? RUNS : RUNS - 1, joined.head().results());
        assertEquals(
            isJoined ? List.of() : List.of(new SweepDocument.Failed(RUN, exit, cause)), joined.head().failed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"3 | {\"condition\":\"response > 1us\"} | true", "3 | null | false",
        "0 | {\"condition\":\"response > 1us\"} | false"})
    void shouldJoinARunThatAConditionStopped(final int exit, final String stopped, final boolean isJoined)
        throws IOException
    {
        edit(RUN, "\"failure\" : null, \"exit\" : 0",
            "\"stopped\" : " + stopped + ", \"failure\" : \"stopped: a\\n  b\", \"exit\" : " + exit);
        SweepDirectories.prove(results, SweepDirectories.end(RUN, exit, RunEnd.EXIT), values(RUN), 2L);

        if (isJoined)
        {
            assertEquals(RUNS, SweepMerge.write(List.of(results.path()), root.resolve("out")).head()
                .results());
        }
        else
        {
            refuse("run 4: stopped: a b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "99999999999999999999", "-99999999999999999999"})
    void shouldRefuseCountersBeyondAllLimits(final String count) throws IOException
    {
        edit(RUN, "\"exits\":7", "\"exits\":" + count);
        prove(RUN, values(RUN), 2L);

        assertEquals(Outcome.USAGE, refuse(file(RUN, ResultDirectory.REPORT).toString()));

        edit(RUN, "\"offered\":46", "\"offered\":" + count);
        prove(RUN, values(RUN), 2L);
        assertEquals(Outcome.USAGE, refuse(file(RUN, ResultDirectory.REPORT).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.json", "latency.hlog", "done"})
    void shouldReadNoDevice(final String name) throws IOException
    {
        Files.delete(file(RUN, name));
        Files.createSymbolicLink(file(RUN, name), Path.of("/dev/zero"));

        assertEquals(Outcome.USAGE, refuse(file(RUN, name) + ": is a device, a pipe or a socket, and no file"));
    }

    @Test
    void shouldKeepTheGroupsOfEachPointApart() throws IOException
    {
        SweepMerge.write(List.of(results.path()), root.resolve("out"));

        JsonRows.read(root.resolve("out/points.jsonl"), row ->
        {
            final long offered = row.at("/accounting/offered").asLong();
            assertTrue(offered > 0, row.toString());
            assertEquals(offered, row.at("/groups/0/accounting/offered").asLong() +
                row.at("/groups/1/accounting/offered").asLong());
        });
    }

    private void edit(final int run, final String from, final String to) throws IOException
    {
        final Path report = file(run, ResultDirectory.REPORT);
        final String text = Files.readString(report, StandardCharsets.UTF_8);
        assertTrue(text.contains(from), text);
        Files.writeString(report, text.replace(from, to));
    }

    private void prove(final int run, final Map<String, String> values, final Long seed) throws IOException
    {
        SweepDirectories.prove(results, SweepDirectories.end(run, 0, RunEnd.EXIT), values, seed);
    }

    private Map<String, String> values(final int run)
    {
        return results.sweep().run(run).values();
    }

    private Path file(final int run, final String name)
    {
        return results.run(run).resolve(name);
    }

    /** Refuses to join, leaves nothing behind, and returns the outcome. */
    private Outcome refuse(final String... parts)
    {
        final Path out = root.resolve("refused");
        final OutcomeException ex = assertThrows(OutcomeException.class,
            () -> SweepMerge.write(List.of(results.path()), out));
        for (final String part : parts)
        {
            assertTrue(ex.getMessage().contains(part), ex.getMessage());
        }
        assertFalse(Files.exists(out));

        return ex.outcome();
    }
}
