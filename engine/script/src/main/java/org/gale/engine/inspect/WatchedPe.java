package org.gale.engine.inspect;

import java.util.List;
import org.gale.engine.config.Link;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;

/**
 * PE, or CPU of a GICv4 host, whose fields are its interrupt signals and the link to its IRS: {@code pe0.virq},
 * {@code pe2.link}.
 *
 * @param pe number of the PE
 */
record WatchedPe(int pe) implements WatchedSubject
{
    private static final String VIRQ = "virq";
    private static final String LINK = "link";

    /** Fields of a PE. */
    static final ViewFields<Seen> FIELDS = new ViewFields<Seen>()
        .with("irq", seen -> seen.signal(0))
        .with("fiq", seen -> seen.signal(1))
        .with(VIRQ, seen -> seen.signal(2))
        .with("vfiq", seen -> seen.signal(3))
        .with(LINK, seen -> TopologyView.link(seen.machine(), seen.pe()));

    /** A PE of a machine. */
    record Seen(Machine machine, int pe)
    {
        private int signal(final int index)
        {
            return machine.signals(pe) >>> index & 1;
        }
    }

    @Override
    public void check(final Machine machine, final String field)
    {
        if (!isThere(machine))
        {
            throw new IllegalArgumentException(absence(machine));
        }
        if (names(machine).contains(field))
        {
            return;
        }
        throw new IllegalArgumentException("'pe" + pe + '.' + field + "': " +
            (machine.queries() instanceof DirectQueries ?
            "a GICv4 host has no such " + (field.equals(LINK) ? "field" : "signal") + " (there is: pe" + pe + ".virq)" :
            "the links of this machine are always up (machine link=up and link=down have links that software writes)"));
    }

    /** Returns the fields that the PEs of a machine have. */
    static List<String> names(final Machine machine)
    {
        return machine.queries() instanceof DirectQueries ? List.of(VIRQ) : FIELDS.names().stream()
            .filter(name -> !name.equals(LINK) || machine.config().value(MachineKeys.LINK) != Link.FIXED).toList();
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
        return FIELDS.text(new Seen(machine, pe), field);
    }
}
