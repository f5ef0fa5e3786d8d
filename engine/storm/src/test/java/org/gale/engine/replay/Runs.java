package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.DigestPayload;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.support.Appends;
import org.gale.engine.support.Reserves;
import org.gale.engine.system.Machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Journaled runs for tests: a short storm, or frames that a test fills. */
public final class Runs
{
    /** A journal of at most five small segments. */
    static final JournalConfig PURGING = JournalConfig.DEFAULT.withBlocks(16 * 1024 - 4, List.of(128 * 1024))
        .with(Reserves.of(16 * 1024, 32 * 1024)).withLimit(5 * (128 * 1024 + 131_072L)).purgingOldest();

    private static final long PURGED_INTERRUPTS = 250_000;

    public static final MachineConfig MACHINE = MachineConfig.parse(List.of("pes=2", "ram=0x40000000:0x100000"));

    /** Configuration with little reserved space, so that a journal is made fast. */
    public static final JournalConfig SMALL = JournalConfig.DEFAULT
        .withBlocks(16 * 1024 - 4, List.of(64 * 1024)).with(Reserves.of(16 * 1024, 32 * 1024));

    private Runs()
    {
    }

    public static StormConfig storm(final long interrupts)
    {
        return StormConfigs.parse("vms=3 vpes=2 pes=8 lpis=128 devices=2 events=64 rate=0 arrivals=poisson " +
            "duration_ns=30000000000 count=" + interrupts + " seed=1 latency=16 window=0");
    }

    /** Runs a storm of two threads into a journal, and checks that its proof holds. */
    public static StormResult storm(final Path journal, final JournalConfig config, final long interrupts)
        throws IOException, InterruptedException
    {
        return storm(journal, config, interrupts, SnapshotSchedule.DEFAULT);
    }

    /** Runs a storm whose journal is small, so that its oldest segments are purged. */
    public static StormResult purgedStorm(final Path journal) throws IOException, InterruptedException
    {
        return storm(journal, PURGING, PURGED_INTERRUPTS, SnapshotSchedule.AT_END);
    }

    static StormResult storm(
        final Path journal, final JournalConfig config, final long interrupts, final SnapshotSchedule snapshots)
        throws IOException, InterruptedException
    {
        final StormConfig storm = storm(interrupts);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(storm).machine()))
        {
            final JournalWriter writer = new JournalOpening(config)
                .create(journal, Storms.configuration(storm));
            final StormResult result = new StormRun(
                Options.of(storm, new ResidentWorkload(storm), snapshots), machine, writer).run();
            assertNull(result.verdict().failure());
            assertNull(writer.failure());
            assertEquals(interrupts, result.totals().accounting().offered());

            return result;
        }
    }

    public static JournalWriter writer(final Path journal) throws IOException
    {
        return writer(journal, SMALL, MACHINE);
    }

    public static JournalWriter writer(final Path journal, final JournalConfig config, final MachineConfig machine)
        throws IOException
    {
        return new JournalOpening(config).create(journal, new RunConfiguration("test", machine, 1).toBytes());
    }

    /** Appends words as a frame of a stated number of commands, unchecked. */
    public static void append(final JournalWriter writer, final int count, final long... words)
    {
        final UnsafeBuffer frame = writer.frame();
        for (int i = 0; i < words.length; i++)
        {
            frame.putLong(writer.payloadOffset() + (i << 3), words[i]);
        }
        assertTrue(Appends.append(writer, Frame.COMMANDS, count, words.length << 3));
    }

    /** Appends the digests of a machine, each changed by the given amount. */
    public static void digest(
        final JournalWriter writer, final Machine machine, final long state, final long run, final long count)
    {
        final UnsafeBuffer frame = writer.frame();
        final int at = writer.payloadOffset();
        DigestPayload.encode(frame, at, writer.nextSequence() - 1, machine);
        add(frame, at + DigestPayload.STATE_OFFSET, state);
        add(frame, at + DigestPayload.RUN_OFFSET, run);
        add(frame, at + DigestPayload.COUNT_OFFSET, count);
        assertTrue(writer.append(Frame.DIGEST, DigestPayload.LENGTH));
    }

    private static void add(final UnsafeBuffer buffer, final int offset, final long difference)
    {
        buffer.putLong(offset, buffer.getLong(offset) + difference);
    }
}
