package org.gale.engine.cli.storm;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.agrona.IoUtil;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.support.OneAction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the verdicts of storms that are not sound: each has its exit code, and says what is wrong. */
class StormVerdictTest
{
    private static final long COUNT = 400_000;
    /** Frame behind the first digest, which comes after 65,536 commands. */
    private static final long LAST_FRAME = 2_500;

    private static final String KEPT = "gale storm: the journal stays in ";

    /** LPI that no device of the storm raises. */
    private static final int LPI = 9_999;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Tag("P7")
    @Test
    void shouldEndWith5WhenItsOwnReplayDiverges()
    {
        assertEquals(ExitCode.DIVERGED, storm(StormVerdictTest::scribbler), err.toString());

        assertTrue(err.toString().contains("diverged"), err.toString());
        assertTrue(out.toString().contains("not the same as live"), out.toString());
    }

    @Tag("P7")
    @Test
    void shouldRefuseToResumeBehindADivergence() throws IOException
    {
        final Path left = directory.resolve("left");
        Storms.leave(left, JournalConfig.DEFAULT, Storms.small(COUNT), SnapshotSchedule.AT_END,
            LAST_FRAME, true, StormVerdictTest::scribbler);
        final byte[] mark = Files.readAllBytes(left.resolve("mark"));

        assertEquals(ExitCode.DIVERGED, gale(new StormCommand().commandLine(), "storm", "--resume", left.toString()));

        assertTrue(err.toString().contains("--resume " + left + ": its replay diverged"), err.toString());
        assertEquals(List.of(mark.length, mark[0]),
            List.of((int)Files.size(left.resolve("mark")), Files.readAllBytes(left.resolve("mark"))[0]));
    }

    @Tag("P6")
    @Test
    void shouldEndWith7WhenTheRemainderIsNegative()
    {
        assertEquals(ExitCode.INVARIANT_BROKEN, storm(StormVerdictTest::miscounter), err.toString());

        assertTrue(err.toString().contains("P6 broken: the remainder is -2"), err.toString());
        assertTrue(out.toString().contains("invented"), out.toString());
    }

    @Tag("P6")
    @Test
    void shouldNameTheRunOfASeriesWhoseRemainderIsNegative()
    {
        final StormCommand command = new StormCommand((options, machine, log) ->
            Storms.watched(options, machine, log, StormVerdictTest::miscounter));

        assertEquals(ExitCode.INVARIANT_BROKEN, gale(command.commandLine(), "storm", "--vms", "2", "--vpes", "2",
            "--devices", "2", "--events", "32", "--vary", "count=1k,2k"), out.toString());

        final List<String> said = err.toString().lines().toList();
        said.stream().filter(line -> line.startsWith(KEPT)).forEach(
            line -> IoUtil.delete(new File(line.substring(KEPT.length())), false));
        assertEquals(2, said.stream().filter(line -> line.startsWith(KEPT)).count(), err.toString());
        assertTrue(err.toString().contains("gale storm: count=1k: P6 broken: the remainder is "), err.toString());
        assertTrue(err.toString().contains("gale storm: count=2k: P6 broken: the remainder is "), err.toString());
        assertTrue(out.toString().endsWith("not all runs are sound: exit 7\n"), out.toString());
    }

    @Test
    void shouldNameALaneFileThatWasCutAndLeaveAJournalToResume() throws IOException
    {
        final Path lanes = directory.resolve("lanes");

        assertEquals(ExitCode.RESOURCES, storm(
            (machine, watched) -> new Cutter(lanes.resolve("lane-01"), watched), "--lanes", lanes.toString(), "-C",
            "lanes=2"), err.toString());

        assertTrue(err.toString().endsWith("gale storm: the lane file " + lanes.resolve("lane-01") +
            ": another process has cut it short while it was in use.\n  Everything acknowledged is in " +
            directory.resolve("run") + ". Continue: gale storm --resume " + directory.resolve("run") + "\n"),
            err.toString());
        assertEquals(ExitCode.OK, gale(new StormCommand().commandLine(),
            "storm", "--resume", directory.resolve("run").toString(), "--no-replay"), err.toString());
    }

    private int storm(
        final BiFunction<Machine, RunObserver, RunObserver> watchers, final String... arguments)
    {
        final StormCommand command = new StormCommand((options, machine, log) ->
            Storms.watched(options, machine, log, watchers));

        final List<String> words = new ArrayList<>(List.of("storm", "--vms", "2", "--vpes", "2", "--pes", "4",
            "--lpis", "64", "--devices", "2", "--events", "32", "--count", Long.toString(COUNT), "--journal",
            directory.resolve("run").toString()));
        words.addAll(List.of(arguments));

        return gale(command.commandLine(), words.toArray(new String[0]));
    }

    private int gale(final CommandLine storm, final String... arguments)
    {
        return GaleRun.with(storm, out, err, arguments);
    }

    /** Changes RAM behind the machine's back once, where no table lies. */
    private static RunObserver scribbler(final Machine machine, final RunObserver watched)
    {
        return new OneAction(watched, () ->
        {
            machine.memory().store(
                machine.config().ramBase() + machine.config().ramBytes() - Long.BYTES, Long.BYTES, 1);

            return true;
        });
    }

    /** Makes a ledger count two events that nobody offered: one coalesced, one withdrawn. */
    private static RunObserver miscounter(final Machine machine, final RunObserver watched)
    {
        return new OneAction(watched, () ->
        {
            final Ledger ledger = machine.accounts().ledger(machine.accounts().vmOwner(0));
            if (ledger != null)
            {
                ledger.account(false).event(LPI);
                ledger.account(false).event(LPI);
                ledger.account(false).cleared(LPI);
            }

            return ledger != null;
        });
    }

    /** Observer that cuts a file, and fails as the JVM does when it touches a page that is gone. */
    private static final class Cutter extends ForwardingObserver
    {
        private final Path file;
        private int turns;

        Cutter(final Path file, final RunObserver watched)
        {
            super(watched);
            this.file = file;
        }

        @Override
        public void raised(final long nowNs)
        {
            super.raised(nowNs);
            if (++turns == LAST_FRAME)
            {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
                {
                    channel.truncate(0);
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
                throw new InternalError("a fault occurred in a recent unsafe memory access operation");
            }
        }
    }
}
