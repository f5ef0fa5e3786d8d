package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what waits at the end of a storm, or of a phase that pauses it, and is no loss. */
@Tag("P13")
class WaitingAtTheEndTest
{
    private static final long MS = 1_000_000;

    @Test
    void shouldHandleWhatWaitsBehindAHandlerThatSlicesInterrupt()
    {
        final StormConfig config = config(4, 1, vms("vm", 1, 1, 2, new OpenStream(1_000_000, false),
            new GuestShape(Distribution.constant(10 * MS), GuestShape.MASK_OPEN, false)),
            vms("other", 1, 2, 0.001, VirtualStorms.guest(0, true)));

        final StormResult result = VirtualStorms.kvm(config, CostModel.DEFAULT, 10_000);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().pending());
    }

    @Test
    void shouldJudgeWhatWaitsInSoftwareAtTheEndOfAPause()
    {
        final VmShape vm = vms("vm", 1, 1, 4, new OpenStream(100_000, true),
            new GuestShape(Distribution.constant(400_000), GuestShape.MASK_OPEN, false));
        final PhaseShape.PhaseChange pause =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE, true));
        final List<PhaseShape> phases = List.of(new PhaseShape("loud", MS, List.of()),
            new PhaseShape("quiet", MS / 10, List.of(pause)), new PhaseShape("last", MS, List.of()));
        final HostShape host = new HostShape(List.of(vm), HostShape.Order.GROUP, phases);
        final StormConfig config = config(1_000_000, 1, vm).shaped(SettingValues.NONE, host);

        final StormResult result = VirtualStorms.profile("direct", config, CostModel.DEFAULT,
            Map.of("toggles", "0", "moves", "0", "policy", "none"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(result.totals().phases().get(1).account().pending() > 0);
    }
}
