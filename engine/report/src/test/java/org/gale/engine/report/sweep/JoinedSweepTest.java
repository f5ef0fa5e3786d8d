package org.gale.engine.report.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JoinedSweepTest
{
    private static final int RUNS = 15;
    private static final int LOST = 7;

    @TempDir
    private Path root;
    private Path out;

    /** Joins a sweep in which run 7 ended with a finding, and the last point has no result. */
    @BeforeEach
    void join() throws IOException
    {
        final ResultDirectory directory = new SweepDirectories(root, SweepDirectories.SWEEP).open("one");
        for (int run = 0; run < RUNS - 3; run++)
        {
            if (run != LOST)
            {
                SweepDirectories.run(directory, run);
            }
        }
        SweepDirectories.write(directory, LOST, null, null, SweepDirectories.end(LOST, 7, RunEnd.EXIT));
        out = root.resolve("out");
        SweepMerge.write(List.of(directory.path()), out);
    }

    @Test
    void shouldReadBackWhatWasWritten()
    {
        final JoinedSweep sweep = JoinedSweep.read(out, "--fail-if", List.of(), 0);
        final SweepOutline outline = sweep.head().outline();

        assertEquals("pools", outline.sweep());
        assertEquals(SweepDirectories.HASH, outline.plan());
        assertEquals(List.of("machine.pes", "vms.loud.vpes"), outline.keys());
        assertEquals(List.of("4", "8", "16"), outline.valuesOf("vms.loud.vpes"));
        assertEquals(List.of(1L, 2L, 3L), outline.seeds());
        assertEquals(List.of("2", "16"), outline.points().get(4));
        assertEquals(List.of(12, 13, 14), sweep.head().missing());
        assertEquals(List.of(new SweepDocument.Failed(LOST, 7, "exit")), sweep.head().failed());
        assertTrue(sweep.head().hasModel());
        assertEquals(11, sweep.head().results());
    }

    /** Two joins into one directory at a time, or one that was killed while its files took their places. */
    @ParameterizedTest
    @ValueSource(strings = {"sweep.json", "job.yaml", "runs.jsonl", "points.jsonl", "runs.csv", "points.csv",
        "points.hlog"})
    void shouldRefuseTheFilesOfTwoJoins(final String name) throws IOException
    {
        Files.writeString(out.resolve(name), Files.readString(out.resolve(name)) + "\n");

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> JoinedSweep.read(out, "--fail-if", List.of(), 0));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().startsWith(
            out + ": is damaged: " + out.resolve(name) + ": is the file of another join (join the results again"),
            refused.getMessage());
    }

    @Test
    void shouldRefuseAJoinWithoutHashes() throws IOException
    {
        assertEquals(11, JoinedSweep.read(out, "--fail-if", List.of(), 0).head().results());
        Files.delete(out.resolve("sha256sums"));

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> JoinedSweep.read(out, "--fail-if", List.of(), 0));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().contains("/sha256sums: is missing, and this gale reads no join without it"),
            refused.getMessage());
    }

    /** Records the hash of a file that a test has changed. */
    private void rehash(final String name) throws IOException
    {
        final Path sums = out.resolve("sha256sums");
        Files.writeString(sums, Files.readString(sums).replaceFirst("[0-9a-f]{64}  " + Pattern.quote(name) + "\n",
            Sha256.hex(Files.readAllBytes(out.resolve(name))) + "  " + name + "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"remainder\":0 | \"remainder\":5 | remainder 5",
        "\"remainder\":0 | \"remainder\":-5 | remainder -5",
        "\"coalesced\":0 | \"coalesced\":7 | the account of the storm does not balance",
        "\"coalesced\":0 | \"coalesced\":99999999999999999999 | its counters are beyond all limits"})
    void shouldRefuseAPointWhoseBooksDoNotAddUp(final String from, final String to, final String reason)
        throws IOException
    {
        assertEquals(List.of(), JoinedSweep.read(out, "--fail-if", List.of(), 0).refused());
        final Path points = out.resolve("points.jsonl");
        final List<String> rows = new ArrayList<>(Files.readAllLines(points));
        assertTrue(rows.get(1).contains(from), rows.get(1));
        rows.set(1, rows.get(1).replace(from, to));
        Files.write(points, rows);
        rehash("points.jsonl");

        final JoinedSweep sweep = JoinedSweep.read(out, "--fail-if", List.of(), 0);

        assertEquals(1, sweep.refused().size());
        assertTrue(sweep.refused().get(0).startsWith("machine.pes=1, vms.loud.vpes=8: " + reason),
            sweep.refused().get(0));
        assertTrue(SweepText.lines(sweep, run -> "").contains("refused  point " + sweep.refused().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep.json", "points.jsonl", "runs.jsonl"})
    void shouldNameDamageInPlainWordsAndReadNoDevice(final String name) throws IOException
    {
        final Path file = out.resolve(name);
        Files.writeString(file, "{\"a\":\n");
        rehash(name);
        final String damage = assertThrows(
            OutcomeException.class, () -> JoinedSweep.read(out, "--fail-if", List.of(), 0)).getMessage();
        assertTrue(damage.startsWith(out + ": is damaged: " + file + ": "), damage);
        assertFalse(damage.contains("Source") || damage.contains("REDACTED"), damage);

        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> JoinedSweep.read(out, "--fail-if", List.of(), 0));
        assertEquals(Outcome.USAGE, refused.outcome());
        assertTrue(refused.getMessage().contains(name.equals("sweep.json") ? "holds no joined sweep" :
            "is a device, a pipe or a socket"), refused.getMessage());
    }

    @Test
    void shouldHaveTheFigureOfEachPointAndItsSpread()
    {
        final List<SweepPoint> points = JoinedSweep.read(out, "--fail-if", List.of(), 0).points();

        assertEquals(5, points.size());
        assertTrue(points.get(0).least() <= points.get(0).figure());
        assertTrue(points.get(0).figure() <= points.get(0).greatest());
        assertEquals(2, points.get(2).results());
        assertEquals(1, points.get(2).failures());
        assertFalse(points.get(4).isMeasured());
        assertEquals("no result", points.get(4).reason());
    }

    @Test
    void shouldPairThePointsWithTheOneThatIsNamed()
    {
        assertEquals(1, JoinedSweep.read(out, "--fail-if", List.of(), 1).pairs().baseline());
        assertEquals(List.of(0, 2, 3), JoinedSweep.read(out, "--fail-if", List.of(), 1).pairs().rows().stream()
            .map(PointDifference::point).toList());
        for (final int none : new int[]{-1, 5})
        {
            assertEquals(out + ": has no point " + none + " (its points are 0 to 4)", assertThrows(
                OutcomeException.class, () -> JoinedSweep.read(out, "--fail-if", List.of(), none)).getMessage());
        }
    }

    @Test
    void shouldNameFailuresBeforeTheWorstFigures()
    {
        final List<SweepRunRow> worst = JoinedSweep.read(out, "--fail-if", List.of(), 0).worst();

        assertEquals(10, worst.size());
        assertEquals(LOST, worst.get(0).number());
        assertEquals(2, worst.get(0).point());
        assertEquals(2L, worst.get(0).seed());
        for (int i = 2; i < worst.size(); i++)
        {
            assertTrue(worst.get(i - 1).figure() >= worst.get(i).figure());
        }
    }

    @Test
    void shouldNameThePointsThatFulfilACondition()
    {
        assertEquals(List.of(
            "machine.pes=2, vms.loud.vpes=8: --fail-if 'delivered > 140': delivered is 150",
            "machine.pes=2, vms.loud.vpes=16: --fail-if 'delivered > 140': the run did not measure delivered"),
            failures("delivered > 140"));
    }

    @Test
    void shouldCompareTheMedianOfWhatCannotBeJoined()
    {
        assertTrue(failures("rate >= 1001").get(0).endsWith("rate is 1,001 a second"));
        assertTrue(failures("quiet.response.p50 > 1ns").get(0).startsWith("machine.pes=1, vms.loud.vpes=4: "));
    }

    @Test
    void shouldRefuseAConditionOnAFigureThatDoesNotExist()
    {
        final OutcomeException ex = assertThrows(OutcomeException.class, () -> failures("quite.response.p99 > 1us"));

        assertEquals("--fail-if: no metric 'quite.response.p99': did you mean 'quiet.response.p99'?", ex.getMessage());
    }

    @Test
    void shouldShowEveryPointAndTheRunsThatHaveNoFigures()
    {
        final List<String> lines =
            SweepText.lines(JoinedSweep.read(out, "--fail-if", List.of(), 0), run -> "repeat " + run.number());

        assertEquals("sweep    pools: 5 points, 15 runs · virtual", lines.get(0));
        assertTrue(
            lines.stream().anyMatch(line -> line.matches("2 +16 +0( +-){4}  no result, 3 missing")), "" + lines);
        assertTrue(lines.stream().anyMatch(line -> line.matches("2 +4 +2 .*  1 failed")), "" + lines);
        assertTrue(lines.contains("missing  12,13,14"));
        assertTrue(lines.contains("failed   run 7: exit 7"));
        assertTrue(lines.contains("7  exit 7  repeat 7"));
    }

    @Test
    void shouldRefuseADirectoryWithoutAJoinedSweep()
    {
        final OutcomeException ex =
            assertThrows(OutcomeException.class, () -> JoinedSweep.read(root, "--fail-if", List.of(), 0));

        assertEquals(Outcome.USAGE, ex.outcome());
        assertTrue(ex.getMessage().startsWith(root + ": holds no joined sweep"), ex.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep.json", "points.jsonl", "runs.jsonl"})
    void shouldRefuseADamagedFile(final String name) throws IOException
    {
        final String text = Files.readString(out.resolve(name));
        Files.writeString(out.resolve(name), text.substring(0, text.length() - 9));

        final OutcomeException ex =
            assertThrows(OutcomeException.class, () -> JoinedSweep.read(out, "--fail-if", List.of(), 0));

        assertEquals(Outcome.USAGE, ex.outcome());
        assertTrue(ex.getMessage().startsWith(out + ": is damaged: "), ex.getMessage());
    }

    private List<String> failures(final String condition)
    {
        return JoinedSweep.read(out, "--fail-if", List.of(Condition.parse(condition)), 0).failures();
    }
}
