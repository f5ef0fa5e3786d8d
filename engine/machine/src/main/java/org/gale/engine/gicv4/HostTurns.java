package org.gale.engine.gicv4;

import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;

/** Turns of the guests on the CPUs of a host: acknowledge and end of interrupts. Owned by the machine's thread. */
final class HostTurns
{
    private final V4Host host;
    private final Outputs outputs;

    HostTurns(final V4Host host, final Outputs outputs)
    {
        this.host = host;
        this.outputs = outputs;
    }

    /**
     * Executes a TURN command.
     *
     * @throws CommandException if there is no such CPU
     */
    void execute(final long word)
    {
        final int first = Commands.pe(word);
        if (first >= host.config.cpus())
        {
            throw new CommandException("no CPU " + first + ": there are " + host.config.cpus());
        }
        final int end = Commands.isTurnOfGroup(word) ?
            Math.min(host.config.cpus(), first + Commands.TURN_GROUP_PES) : first + 1;
        for (int cpu = first; cpu < end; cpu++)
        {
            turn(cpu, Commands.turnBudget(word));                               // of one that is not signalled: nothing
        }
    }

    private void turn(final int cpu, final int budget)
    {
        final V4Vcpu vcpu = host.residency.loaded(cpu);
        int left = vcpu == null ? 0 : budget;
        while (left > 0)
        {
            final int intid = host.guestCpu.acknowledge(vcpu);
            left = intid == GuestCpu.NONE ? 0 : left - 1;
            if (intid != GuestCpu.NONE)
            {
                vcpu.active.end(intid);
                outputs.acknowledged(cpu, intid);
            }
        }
    }
}
