package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.setting.PhaseShape;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.VmShape;
import org.gale.engine.support.HostShapes;
import org.gale.engine.system.Machines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RunProgressTest
{
    private static final PhaseShape CALM = HostShapes.phase("calm", 2_000);
    private static final PhaseShape NOISE = HostShapes.phase("noise", 3_000);

    @ParameterizedTest
    @CsvSource({"0, 1", "1999, 1", "2000, 2", "9000, 2"})
    void shouldTellThePhaseInWhichAStormIsResumed(final long timeNs, final int phase)
    {
        assertEquals(phase, phase(timeNs, CALM, NOISE));
    }

    @ParameterizedTest
    @CsvSource({"0", "9000"})
    void shouldTellNoPhaseOfAStormWithoutPhases(final long timeNs)
    {
        assertEquals(0, phase(timeNs));
    }

    /** Returns the phase of a run that has offered nothing yet. */
    private static int phase(final long timeNs, final PhaseShape... phases)
    {
        final StormConfig config = HostShapes.config(
            List.of(new VmShape("a", 1, 2, List.of(HostShapes.device("disk", 1, 32)))), phases);
        final RunOptions plain = Options.of(config, new ResidentWorkload(config));
        final RunOptions options = new RunOptions(config, plain.workload(),
            new StormResumeTotals(1, 1, 1, 1, new ResumePosition(timeNs, 0, new long[]{1})), plain.snapshots(),
            plain.measurement(), plain.producers(), plain.counters());
        try (Machine machine = Machines.FACTORY.create(plain.workload().machine()))
        {
            return new StormRun(options, machine, new NoLog()).progress().phase();
        }
    }
}
