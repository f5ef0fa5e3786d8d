package org.gale.engine.storm.virtual;

import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the time that the operator of a GICv4 host takes: of the guest for a move, of the host for a step. */
class OperatorCostsTest
{
    private static final int COUNT = 40;
    private static final long NS = 1009;

    private static Modelled run(final Cost cost, final String toggles, final String moves)
    {
        final CostModel costs = PathCosts.with(CostModel.of(CostModel.ZERO), cost, NS);
        final StormResult result = VirtualStorms.profile("direct",
            config(COUNT, 2, vms("a", 1, 8, 1000, guest(HANDLER, true)), vms("b", 1, 8, 1000, guest(HANDLER, true))),
            costs, Map.of("policy", "per-vcpu", "toggles", toggles, "moves", moves, "slice", "70us"));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result.model();
    }

    @Test
    void shouldChargeTheGuestForTheTrapOfEachMove()
    {
        assertEquals(COUNT / 4 * NS, run(Cost.TRAP, "0", "1/4").peNs().get("host"));
        assertEquals(0, run(Cost.TRAP, "0", "0").peNs().get("host"));
    }

    @Test
    void shouldChargeTheHostForEachStepOfATransition()
    {
        final Modelled switching = run(Cost.TRANSITION_STEP, "1/10", "0");

        final long transitions = switching.counts().get("transitions");
        final long hostNs = switching.peNs().get("host") + switching.peNs().get("stolen");
        assertTrue(transitions > 0, switching.counts().toString());
        assertEquals(0, hostNs % NS);
        assertTrue(hostNs > transitions * NS, () -> transitions + " transitions took " + hostNs + " ns");
        assertEquals(Map.of("host", 0L, "trap", 0L), switching.offPeNs());
        assertEquals(0, run(Cost.TRANSITION_STEP, "0", "0").peNs().get("stolen"));
    }
}
