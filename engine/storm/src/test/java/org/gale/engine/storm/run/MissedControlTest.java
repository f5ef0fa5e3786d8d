package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.profile.MsixSettings;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.virtual.VirtualRun;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of a control that acts though the machine is right: no promise breaks, and the hole is visible. */
class MissedControlTest
{
    private static final String MISSED =
        "internal: the proof missed a control: imagined=on acted 3 times, and no promise is broken";

    @TempDir
    private Path directory;

    @Tag("P1")
    @ParameterizedTest(name = "virtual {0}, acted {1} times")
    @CsvSource({"false, 3, INTERNAL", "true, 3, INTERNAL", "false, 0, SKIPPED", "true, 0, SKIPPED"})
    void shouldEndWithAFaultOfOursWhenNoPromiseFindsAControl(
        final boolean isVirtual, final long acted, final Outcome outcome) throws IOException
    {
        final StormResult result = run(isVirtual, acted);

        assertEquals(outcome, result.verdict().outcome());
        assertEquals(acted == 0 ? null : MISSED, result.verdict().failure());
        assertEquals(acted, result.totals().controls().acted());
    }

    private StormResult run(final boolean isVirtual, final long acted) throws IOException
    {
        final StormConfigs small = StormConfigs.begin().vms(1).vpes(2).devices(1).events(8).untimed().countLimit(500);
        final StormConfig config =
            isVirtual ? small.with(StormSettings.CLOCK, StormSettings.VIRTUAL).build() : small.build();
        final Workload workload = new ForwardingWorkload(new ResidentWorkload(config))
        {
            @Override
            public List<StormControl> controls(final Machine machine)
            {
                return List.of(new StormControl("imagined=on", acted, "nothing came", MsixSettings.MASKS, "1/10"));
            }
        };
        final RunConfiguration configuration =
            new RunConfiguration("test", workload.machine(), config.value(StormSettings.SEED));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final JournalWriter writer = new JournalOpening(JournalConfig.DEFAULT)
                .create(directory.resolve("run1"), configuration.toBytes());

            return isVirtual ? new VirtualRun(Options.of(config, workload), machine, writer).run() :
                new StormRun(Options.of(config, workload), machine, writer).run();
        }
    }
}
