package org.gale.engine.replay;

import java.util.List;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;

/**
 * Interrupt signal of a PE, or of a CPU of a GICv4 host: {@code pe0.virq}.
 *
 * @param pe     number of the PE
 * @param signal name of the signal
 */
record WatchedSignal(int pe, String signal) implements WatchedField
{
    /** Names of the signals, in the order of their bits. */
    static final List<String> SIGNALS = List.of("irq", "fiq", "virq", "vfiq");

    private static final String VIRQ = "virq";

    @Override
    public void check(final Machine machine)
    {
        if (!isThere(machine))
        {
            throw new IllegalArgumentException(absence(machine));
        }
        if (machine.queries() instanceof DirectQueries && !signal.equals(VIRQ))
        {
            throw new IllegalArgumentException(
                "'pe" + pe + '.' + signal + "': a GICv4 host has no such signal (there is: pe" + pe + ".virq)");
        }
    }

    @Override
    public String value(final Machine machine)
    {
        return Integer.toString((machine.signals(pe) >>> SIGNALS.indexOf(signal)) & 1);
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return pe < machine.config().pes();
    }

    @Override
    public String absence(final Machine machine)
    {
        return "no PE " + pe + ": there are " + machine.config().pes();
    }
}
