package org.gale.tests.replay;

import java.io.IOException;
import java.nio.file.Path;

import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;

/** Storms into a journal, with the generator and the engine on separate threads, as in a real run. */
final class Storms
{
    private Storms()
    {
    }

    static StormConfig config(final long interrupts, final double ratePerS)
    {
        return StormConfigs.parse("vms=4 vpes=3 pes=16 lpis=512 devices=4 events=128 rate=" + ratePerS +
            " arrivals=poisson duration_ns=40000000000 count=" + interrupts + " seed=1 latency=16 window=0");
    }

    static byte[] configuration(final StormConfig storm)
    {
        return new RunConfiguration("test", new ResidentWorkload(storm).machine(), storm.value(StormSettings.SEED))
            .with(RunConfiguration.JOB, "{}").toBytes();
    }

    static StormResult run(final Path journal, final JournalConfig config, final StormConfig storm)
        throws IOException, InterruptedException
    {
        final ResidentWorkload workload = new ResidentWorkload(storm);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final JournalWriter writer = new JournalOpening(config).create(journal, configuration(storm));

            return new StormRun(Options.of(storm, workload), machine, writer).run();
        }
    }

    /** Runs a storm without an end, for a process that is killed. */
    public static void main(final String[] arguments) throws IOException, InterruptedException
    {
        run(Path.of(arguments[0]), JournalConfig.DEFAULT, config(Long.MAX_VALUE, 0));
    }
}
