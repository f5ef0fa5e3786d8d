package org.gale.engine.inspect;

import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;

/**
 * PE, or CPU of a GICv4 host, whose fields are its interrupt signals: {@code pe0.virq}.
 *
 * @param pe number of the PE
 */
record WatchedSignal(int pe) implements WatchedSubject
{
    private static final String VIRQ = "virq";

    /** Fields of the word of signals. */
    static final ViewFields<Integer> FIELDS = new ViewFields<Integer>()
        .with("irq", signals -> signals & 1)
        .with("fiq", signals -> signals >>> 1 & 1)
        .with(VIRQ, signals -> signals >>> 2 & 1)
        .with("vfiq", signals -> signals >>> 3 & 1);

    @Override
    public void check(final Machine machine, final String field)
    {
        if (!isThere(machine))
        {
            throw new IllegalArgumentException(absence(machine));
        }
        if (machine.queries() instanceof DirectQueries && !field.equals(VIRQ))
        {
            throw new IllegalArgumentException(
                "'pe" + pe + '.' + field + "': a GICv4 host has no such signal (there is: pe" + pe + ".virq)");
        }
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

    @Override
    public String text(final Machine machine, final String field)
    {
        return FIELDS.text(machine.signals(pe), field);
    }
}
