package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.VectorAccount;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms whose devices trigger vectors. */
@Tag("M-MSIXLIVE")
class VectorStormTest
{
    private static final long COUNT = 20_000;

    @TempDir
    private Path directory;

    @Tag("P1")
    @Tag("P6")
    @Test
    void shouldAccountForWhatVectorsHoldMergeAndReject() throws IOException
    {
        final StormConfig config = StormConfigs.begin().vms(2).vpes(2).devices(2).events(8).untimed().latencyEvery(1)
            .countLimit(COUNT).ratePerS(1e6).build();
        final VectorWorkload workload = new VectorWorkload(new ResidentWorkload(config), true);
        final Path journal = directory.resolve("journal");
        try (Machine machine = Machines.FACTORY.create(workload.machine());
            JournalWriter writer =
                new JournalOpening(JournalConfig.DEFAULT).create(journal, Storms.configuration(workload)))
        {
            final StormResult result = new StormRun(Options.of(config, workload), machine, writer).run();

            assertNull(result.verdict().failure());
            final StormAccounting accounting = result.totals().accounting();
            final VectorAccount vectors = accounting.vectors();
            assertEquals(COUNT, accounting.offered());
            assertEquals(0, accounting.remainder());
            assertEquals(machine.functions().held(), vectors.held());
            assertTrue(vectors.held() > 0 && vectors.coalescedAtMask() > 0, vectors::toString);
            assertTrue(accounting.rejected().get(StormAccounting.NOT_ENABLED) > 0);
            assertTrue(accounting.rejected().get(StormAccounting.WITHDRAWN_CLEARED) > 0);
            assertEquals(accounting.account(), result.totals().groups().stream().map(Part::account)
                .reduce(EventAccount.NONE, EventAccount::plus));
            assertEquals(accounting.account(), accounting.vms().stream().map(StormAccounting.OfVm::account)
                .reduce(EventAccount.NONE, EventAccount::plus));
            assertEquals(accounting.delivered(), result.latencies().response().getTotalCount());
        }
        check(journal);
    }

    @Tag("P1")
    @Tag("P6")
    @ParameterizedTest(name = "{0} ITSs")
    @ValueSource(ints = {1, 3})
    void shouldDeliverAndCountEachTriggerAndReplayToTheSameDigest(final int itss) throws IOException
    {
        final StormConfig config = StormConfigs.begin().vms(2).vpes(2).devices(2).events(32).untimed().latencyEvery(1)
            .countLimit(COUNT).window(64).build();
        final VectorWorkload workload = new VectorWorkload(
            new ResidentWorkload(config, MachineConfig.parse(List.of("itss=" + itss))));
        final Path journal = directory.resolve("journal");
        try (Machine machine = Machines.FACTORY.create(workload.machine());
            JournalWriter writer =
                new JournalOpening(JournalConfig.DEFAULT).create(journal, Storms.configuration(workload)))
        {
            final StormResult result = new StormRun(Options.of(config, workload), machine, writer).run();

            assertNull(result.verdict().failure());
            assertEquals(COUNT, result.totals().accounting().offered());
            assertEquals(COUNT, result.totals().accounting().delivered());
            assertEquals(COUNT, result.latencies().response().getTotalCount());
            assertEquals(COUNT, machine.functions().sent());
            assertEquals(0, result.totals().accounting().remainder());
        }
        check(journal);
    }

    @Tag("P13")
    @Test
    void shouldCountWhatAnAttachedProducerTriggers()
    {
        final StormConfig config = StormConfigs.begin().vms(2).vpes(2).devices(2).events(32).untimed().latencyEvery(1)
            .countLimit(COUNT).ratePerS(1e6).build();
        final VectorWorkload workload = new VectorWorkload(new ResidentWorkload(config));
        final AttachPoint point = new AttachPoint(1, 1 << 10, SystemNanoClock.INSTANCE);
        final Attachment attachment = point.attach();
        attachment.producer().offer(Commands.trigger(0, 1, 0));
        attachment.producer().offer(Commands.trigger(1, 99, 0));                // a vector that no function has
        attachment.producer().offer(Commands.trigger(9, 0, 0));                 // no function
        attachment.producer().publish();
        attachment.detach();
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new StormRun(Options.of(config, workload,
                new RunOptions.Producers(List.of(point), true)), machine, new NoLog()).run();

            assertNull(result.verdict().failure());
            final StormAccounting accounting = result.totals().accounting();
            assertEquals(COUNT + 3, accounting.offered());
            assertEquals(3, result.totals().attached().events());
            assertEquals(2, accounting.rejected().get(StormAccounting.UNREACHABLE));
            assertEquals(2, accounting.rejectedOfNoVm());
            assertEquals(2, result.totals().sent().ofNoVm());
            assertEquals(0, accounting.remainder());
        }
    }

    private static void check(final Path journal) throws IOException
    {
        final JournalSummary summary = JournalSummary.read(journal, ReplayProgress.NONE);
        assertEquals(COUNT, summary.commandsOf(CommandWord.TRIGGER));
        assertEquals(0, summary.commandsOf(CommandWord.MSI) + summary.commandsOf(CommandWord.MSI_LONG));
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual());
    }
}
