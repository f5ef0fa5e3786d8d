package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the workload of a GICv4 host with four vCPUs. */
class DirectWorkloadTest
{
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(2).vpes(2).devices(1).events(4).untimed().countLimit(1).build();
    private static final HostModel.Done DONE = new HostModel.Done(9, 7, 6, 8, 5);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"version=4.1, 16, true, true", "version=4.0, 16, false, true", "policy=first-come, 16, true, true",
        "policy=all-or-nothing, 16, true, false", "vpeid_bits=3, 3, true, true"})
    void shouldMakeTheMachineOfItsSettings(
        final String keys, final int vpeIdBits, final boolean isVersion41, final boolean isPerVcpu)
    {
        final Gicv4Config machine = workload(keys).machine().gicv4();

        assertEquals(new Gicv4Config(vpeIdBits, 4, 14, isVersion41, isPerVcpu), machine);
    }

    @Test
    void shouldModelAHostThatSwitchesAndMovesVcpus()
    {
        final HostModel model = workload("toggles=1/10k moves=1/1k slice=7us enqueue=preempt").hostModel();

        assertEquals(HostModel.HostKind.DIRECT, model.kind());
        assertEquals(7_000, model.sliceNs());
        assertTrue(model.preempts());
        assertEquals(new ActionRate(1, 10_000), model.toggles());
        assertEquals(new ActionRate(1, 1_000), model.moves());
    }

    @Test
    void shouldReportTheActionsOfARunInVirtualTime()
    {
        final StormActions actions = workload("toggles=1/10k moves=1/1k").hostModel().reporter().apply(DONE);

        assertEquals(List.of(
            new AskedActions(DirectSettings.TOGGLES, "transition", new ActionRate(1, 10_000), true, 9, 7, 6,
                "a transition was open, or no vPEID was free"),
            new AskedActions(DirectSettings.MOVES, "move", new ActionRate(1, 1_000), true, 8, 5, 5,
                "another action was due with it")),
            actions.kinds());
        assertEquals(List.of(), actions.timeline().slices());
    }

    @Test
    void shouldAskForNoActionsWithoutARate()
    {
        final StormActions actions = workload("toggles=0 moves=0").hostModel().reporter().apply(
            HostModel.Done.NOTHING);

        assertEquals(List.of(false, false), actions.kinds().stream().map(AskedActions::isAsked).toList());
    }

    private static DirectWorkload workload(final String keys)
    {
        return new DirectWorkload(CONFIG, OwnSettings.of(keys));
    }
}
