package org.gale.engine.gicv5;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;
import org.gale.tables.memory.StateStream;

/**
 * Interrupt signals of all PEs. A command marks the PEs whose signals it may change. Their signals are settled once, at
 * the end of the command, and each change is an output. Owned by the machine's thread.
 */
final class PeSignals
{
    private final CpuInterface[] cpus;
    private final DirtyPes dirty;
    private final Outputs outputs;
    private final HostSide host;
    private final PeSet irqs;
    private final PeSet virqs;
    /** First vCPU that slept on an interrupt until a command woke it, or null. Outside of the state. */
    private String slept;

    PeSignals(final CpuInterface[] cpus, final DirtyPes dirty, final Outputs outputs, final HostSide host)
    {
        this.cpus = cpus;
        this.dirty = dirty;
        this.outputs = outputs;
        this.host = host;
        this.irqs = new PeSet(cpus.length);
        this.virqs = new PeSet(cpus.length);
    }

    /** Returns the interrupt signals of a PE: irq, fiq, virq, vfiq in bits 0 to 3. */
    int of(final int pe)
    {
        return cpus[pe].signals();
    }

    /** Returns the PEs to which a virtual interrupt is signalled. */
    PeSet virqs()
    {
        return virqs;
    }

    /**
     * Checks that every PE's signals are those of its candidates, and that signals and doorbells would follow the next
     * candidate (P5).
     *
     * @return the first PE or VPE that violates this, and how; null if there is none
     */
    String unsettled(final Irs irs)
    {
        if (slept != null)
        {
            return slept;
        }
        for (final CpuInterface cpu : cpus)
        {
            if (!cpu.isSettled())
            {
                return "PE " + cpu.pe() + ": its signals are not those of its candidates, or would miss a candidate";
            }
        }
        for (int owner = irs.accounts().firstOwner(); owner != OwnerId.NONE; owner = irs.accounts().nextOwner(owner))
        {
            final int vpeId = irs.checks().firstDeafVpe(owner);
            if (vpeId >= 0)
            {
                return OwnerId.name(owner) + " VPE " + vpeId +
                    ": not resident, and its doorbell would miss a candidate";
            }
            final String forgotten = forgotten(irs, owner);
            if (forgotten != null)
            {
                return forgotten;
            }
        }

        return null;
    }

    /** Latches a vCPU that sleeps on an interrupt (P5), before a command may wake it and make the harm good. */
    void latchSleepers(final Irs irs)
    {
        for (int owner = irs.accounts().firstOwner(); slept == null && owner != OwnerId.NONE;
            owner = irs.accounts().nextOwner(owner))
        {
            slept = forgotten(irs, owner);
        }
    }

    /** Returns an interrupt that is pending for a vCPU which sleeps and which nothing will wake; null if none is. */
    private String forgotten(final Irs irs, final int owner)
    {
        int vpeId = irs.checks().nextSilentVpe(owner, 0);
        while (vpeId >= 0)
        {
            final long candidate = irs.checks().silentCandidate(owner, vpeId);
            if (Candidate.priority(candidate) < host.wakesBelow(OwnerId.vmId(owner), vpeId))
            {
                final int intid = Candidate.intid(candidate);

                return OwnerId.name(owner, intid) +
                    " is pending, its vCPU " + vpeId + " sleeps, and no doorbell is owed";
            }
            vpeId = irs.checks().nextSilentVpe(owner, vpeId + 1);
        }

        return null;
    }

    /**
     * Settles the signals of every PE that is marked, and lets the host take the interrupts that are signalled to it.
     */
    void settle()                                                               // B-CPU-19
    {
        settleMarked();
        while (irqs.size() != 0 && host.takeInterrupts(irqs))                   // K-LP-7: at the end of the command
        {
            settleMarked();
        }
    }

    /** Passes the CPU interfaces through a stream, and reads the signals of those that were restored. */
    void state(final StateStream stream)
    {
        for (final CpuInterface cpu : cpus)
        {
            cpu.state(stream);
            if (stream.isRestoring())
            {
                derive(cpu);
            }
        }
    }

    private void settleMarked()
    {
        while (!dirty.isEmpty())
        {
            final CpuInterface cpu = cpus[dirty.lowest()];
            boolean changed = dirty.takePhysical(cpu.pe()) && cpu.settlePhysical();
            changed |= dirty.takeVirtual(cpu.pe()) && cpu.settleVirtual();
            if (changed)
            {
                derive(cpu);
                outputs.signal(cpu.pe(), cpu.signals());
            }
        }
    }

    private void derive(final CpuInterface cpu)
    {
        irqs.set(cpu.pe(), (cpu.signals() & CpuInterface.IRQ) != 0);
        virqs.set(cpu.pe(), (cpu.signals() & CpuInterface.VIRQ) != 0);
    }
}
