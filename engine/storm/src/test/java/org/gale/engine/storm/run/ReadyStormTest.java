package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.ReadyEvent;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Storms whose journals replay to the same digest, whether events of ready LPIs go through entries or not. */
@Tag("P7")
class ReadyStormTest
{
    private static final long COUNT = 100_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(ReadyEvent.class)
    void shouldReplayToOneDigestEachWay(final ReadyEvent live) throws IOException
    {
        final StormConfig config = StormConfigs.begin().vms(3).vpes(2).devices(4).events(64).untimed().latencyEvery(1)
            .countLimit(COUNT).window(512).build();
        final ResidentWorkload workload =
            new ResidentWorkload(config, MachineConfig.parse(List.of("ready=" + live.key())));
        final Path journal = directory.resolve("journal");
        try (Machine machine = Machines.FACTORY.create(workload.machine());
            JournalWriter writer =
                new JournalOpening(JournalConfig.DEFAULT).create(journal, Storms.configuration(workload)))
        {
            final StormResult result = new StormRun(Options.of(config, workload), machine, writer).run();

            assertNull(result.verdict().failure());
            assertEquals(COUNT, result.totals().accounting().delivered());
            for (final ReadyEvent other : ReadyEvent.values())
            {
                assertEquals(machine.runDigest(), replayed(journal, other).digest(), other.key());
            }
        }
    }

    private static ReplayResult replayed(final Path journal, final ReadyEvent ready) throws IOException
    {
        final MachineFactory machines = config -> Machines.FACTORY.create(config.with(MachineKeys.READY, ready));

        return Replay.verify(journal, ReplayProgress.NONE, machines);
    }
}
