package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Count of the interrupts that a wrong order of plugs drops, by the functions and ledgers of the machine: events that
 * a function holds as it is destroyed, or LPIs whose pending bits are cleared. Owned by the thread of the machine.
 */
public final class PlugControl
{
    private static final int NONE = -1;

    private final Topology topology;
    private final Machine machine;
    private final PlugOrder order;
    private long acted;
    private int device = NONE;                                      // to be unplugged next
    private int vm = NONE;                                          // whose LPIs are cleared now
    private long clearedBefore;

    public PlugControl(final Topology topology, final Machine machine, final PlugOrder order)
    {
        this.topology = topology;
        this.machine = machine;
        this.order = order;
    }

    /** Notes that a function is unplugged next. */
    public void unplugs(final int next)
    {
        device = next;
    }

    /** Notes that all before the second step of a plug is applied, and this step is not. */
    public void begins()
    {
        if (device == NONE)
        {
            return;                                                 // it has begun, or ends what another run began
        }
        ended();
        if (order == PlugOrder.DESTROY_MASKED && machine.functions().function(device) != null)
        {
            acted += machine.functions().function(device).held();
        }
        else if (order == PlugOrder.CLEAR_PENDING)
        {
            vm = topology.vmOfDevice(device);
            clearedBefore = cleared();
        }
        device = NONE;
    }

    /** Notes that the step is applied. */
    public void ended()
    {
        acted += sinceBegin();
        vm = NONE;
    }

    private long sinceBegin()
    {
        return vm == NONE ? 0 : cleared() - clearedBefore;
    }

    private long cleared()
    {
        final Ledger ledger = machine.accounts().ledger(machine.accounts().followedOwner(vm));

        return ledger == null ? 0 : ledger.account(false).withdrawnCleared();
    }

    /** Returns the control of a wrong order, with the plugs that a storm was asked for; none of the right one. */
    public List<StormControl> controls(final ActionRate asked)
    {
        return order == PlugOrder.RIGHT ? List.of() : List.of(new StormControl(
            MsixSettings.PLUG_ORDER.name() + "=" + order.label(), acted + sinceBegin(), order.idle(),
            MsixSettings.PLUGS, asked.more().shown()));
    }
}
